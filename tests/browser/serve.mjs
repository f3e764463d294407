// What the pages that `mdbook-proof serve` serves do while their book changes: they follow it, and show what is wrong with it.

import assert from "node:assert/strict";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { WAIT, check, get, inBrowser, open, serve, until } from "./support.mjs";

await inBrowser(async (context) => {
  const book = await serve("live", "tests/books/good", ["book.toml", "src", "examples"]);
  const file = (name) => path.join(book.folder, name);
  const chapter = file("src/blocks.md");
  const good = await readFile(chapter, "utf8");
  const summary = await readFile(file("src/SUMMARY.md"), "utf8");
  const settings = await readFile(file("book.toml"), "utf8");
  const page = await open(context, `${book.url}/blocks.html`);
  const dialog = page.getByRole("alertdialog");
  const shown = () => dialog.waitFor({ timeout: WAIT });
  const gone = () => dialog.waitFor({ state: "hidden", timeout: WAIT });
  const broken = `${good}\n\`\`\`json\n{ "가나": 01, "b": "<img src=x onerror=alert(1)>" }\n\`\`\`\n`;

  await check("what breaks is shown over the page, with its place and its rule, and goes when it is mended", async () => {
    await writeFile(chapter, broken);
    await shown();
    const line = broken.split("\n").findIndex((text) => text.includes("가나")) + 1;
    assert(await dialog.getByText(`src/blocks.md:${line}:9`).isVisible(), await dialog.innerText());
    assert.equal(await dialog.locator(".marked mark").first().innerText(), "01");
    assert.match(await dialog.locator("article a").first().getAttribute("href"), /rules\/json-syntax\.html$/);
    // What stands in the book is text here, whatever it looks like.
    assert.equal(await dialog.locator("img").count(), 0);
    assert(await page.locator("main").isVisible(), "the last good page is gone");
    await writeFile(chapter, `${good}\nMended.\n`);
    await gone();
    await page.getByText("Mended.").waitFor({ timeout: WAIT });
  });

  await check("Escape puts it away, a small button brings it back", async () => {
    await writeFile(chapter, broken);
    await shown();
    await page.keyboard.press("Escape");
    await gone();
    await page.getByRole("button", { name: /mdbook-proof: 1 error/ }).click();
    await shown();
    await writeFile(chapter, good);
    await gone();
    assert.equal(await page.getByRole("button", { name: /mdbook-proof/ }).count(), 0);
  });

  await check("a page that is opened while the book is broken shows it too", async () => {
    await writeFile(chapter, broken);
    await shown();
    const fresh = await open(context, `${book.url}/index.html`);
    await fresh.getByRole("alertdialog").waitFor({ timeout: WAIT });
    await fresh.close();
    await writeFile(chapter, good);
    await gone();
  });

  await check("of many edits the last one is shown", async () => {
    for (let edit = 0; edit < 40; edit += 1) await writeFile(chapter, edit % 3 === 1 ? broken : `${good}\nEdit ${edit}.\n`);
    await writeFile(chapter, `${good}\nThe last edit.\n`);
    await page.getByText("The last edit.").waitFor({ timeout: WAIT });
    await gone();
  });

  await check("a chapter that is renamed or deleted goes with its page", async () => {
    await mkdir(file("src/new"), { recursive: true });
    await rename(chapter, file("src/new/moved.md"));
    await writeFile(file("src/SUMMARY.md"), summary.replace("blocks.md", "new/moved.md"));
    await until(async () => (await get(book.port, "/new/moved.html")).status === 200, "the page at its new place");
    assert.equal((await get(book.port, "/blocks.html")).status, 404);
    await writeFile(file("src/new/moved.md"), `${good}\nIn its new folder.\n`);
    await until(async () => (await get(book.port, "/new/moved.html")).body.includes("In its new folder."), "an edit of it there");
    await rm(file("src/new"), { recursive: true });
    await writeFile(chapter, good);
    await writeFile(file("src/SUMMARY.md"), summary);
    await until(async () => (await get(book.port, "/new/moved.html")).status === 404, "the page to be gone");
    await page.locator("main pre.proof-good").first().waitFor({ timeout: WAIT });
    // While its chapter was away the page loaded what there was in its place.
    page.faults.length = 0;
  });

  await check("a broken book.toml is shown, and mended again", async () => {
    await writeFile(file("book.toml"), `${settings}\n[broken\n`);
    await shown();
    assert.match(await dialog.innerText(), /book\.toml/);
    assert.equal((await get(book.port, "/blocks.html")).status, 200);
    await writeFile(file("book.toml"), settings);
    await gone();
  });

  await check("a book that was never good shows why, and its pages once it is", async () => {
    const bad = await serve("bad", "tests/books/broken-json", ["book.toml", "src"]);
    const first = await open(context, bad.url).catch(() => null);
    const fresh = first ?? (await context.newPage());
    if (!first) await fresh.goto(bad.url);
    await fresh.getByRole("alertdialog").waitFor({ timeout: WAIT });
    await fresh.close();
  });

  assert.deepEqual(page.faults, []);
});
