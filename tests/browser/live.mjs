// What a page of our theme does while its chapter changes: the new text takes the place of the old, and the reader's place,
// what is open, what has the focus and what scripts have made of the page all stay. And what is left when the server ends.

import assert from "node:assert/strict";
import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { WAIT, check, get, inBrowser, root, scratch, serve, until } from "./support.mjs";

/** A chapter with something of everything that an edit could disturb. */
const chapter = (first, last, more = "") => `# Title

${first}

<details><summary>More</summary>

Inside.

</details>

\`\`\`bash
aws ecs list-tasks --cluster web-cluster
\`\`\`
${"\nA paragraph that stays.\n".repeat(60)}
## Below

A [link](part/two.md) that stays.

${last}
${more}`;

await inBrowser(async (context) => {
  await cp(path.join(root, "theme"), path.join(scratch, "themed/theme"), { recursive: true });
  const book = await serve("themed", "tests/books/own-values", ["book.toml", "src"]);
  const file = path.join(book.folder, "src/one.md");
  let version = 0;
  /** Writes the chapter, and waits until it is served. */
  const write = async (...parts) => {
    const mark = `Version ${(version += 1)}.`;
    await writeFile(file, `${chapter(...parts)}\n${mark}\n`);
    await until(async () => (await get(book.port, "/one.html")).body.includes(mark), mark);
  };
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  const text = (text) => page.locator("main").getByText(text, { exact: true }).waitFor({ timeout: WAIT });
  const stays = () => page.evaluate(() => window.stays === true);
  /** Loads the page, and leaves a mark that goes when it is loaded anew. */
  const load = async (address = "one.html") => {
    await page.goto(`${book.url}/${address}`);
    await page.locator("main pre .strip").first().waitFor({ timeout: WAIT });
    await page.evaluate(() => (window.stays = true));
  };

  await write("First.", "Last.");

  await check("an edit changes the text, and the reader's place, open details and focus stay", async () => {
    await load();
    await page.locator("main details").first().evaluate((details) => (details.open = true));
    const link = page.getByRole("link", { name: "link", exact: true });
    await link.focus();
    await link.scrollIntoViewIfNeeded();
    const place = () => link.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    const before = await place();
    assert((await page.evaluate(() => scrollY)) > 500);
    // Above what is in view the text grows by several lines, and below it changes.
    await write("First.\n\nSecond.\n\nThird.\n\n- 1\n- 2\n- 3", "Changed.");
    await text("Changed.");
    assert.equal(await place(), before);
    assert(await stays());
    assert(await page.locator("main details").first().evaluate((details) => details.open));
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "link");
  });

  await check("details that an edit changes stay open, and what had the focus in it keeps it", async () => {
    await load();
    const details = "<details><summary>Own</summary>\n\n[inside](part/two.md) EDIT\n\n</details>";
    await write(details.replace("EDIT", "one"), "Last.");
    await page.locator("summary", { hasText: "Own" }).click();
    await page.getByRole("link", { name: "inside" }).focus();
    await write(details.replace("EDIT", "two"), "Last.");
    await page.getByText("inside two").waitFor({ timeout: WAIT });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "inside");
    assert(await stays());
  });

  await check("a new block has its buttons and its words; those that stay are as they were", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate(() => localStorage.setItem("values", JSON.stringify({ cluster: "mine" })));
    await write("First.", "Last.");
    await load();
    const old = page.locator("main pre").first();
    await old.locator(".mine", { hasText: "mine" }).waitFor({ timeout: WAIT });
    await old.evaluate((pre) => (pre.old = true));
    await write("First.", "Last.", "\n```bash\naws ecs describe-clusters --clusters web-cluster\n```\n");
    const fresh = page.locator("main pre").nth(1);
    await fresh.waitFor({ timeout: WAIT });
    await fresh.locator(".mine", { hasText: "mine" }).waitFor({ timeout: WAIT });
    assert.deepEqual(await page.locator("main pre").evaluateAll((all) => all.map((pre) => [pre.old === true, pre.querySelectorAll(".strip").length])), [
      [true, 1],
      [false, 1],
    ]);
    await fresh.getByRole("button", { name: "Copy", exact: true }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await until(async () => (await copied()) === "aws ecs describe-clusters --clusters mine\n", "the new block on the clipboard");
    await fresh.locator("[data-w]", { hasText: "describe-clusters" }).click();
    await page.locator("#word-tip:popover-open", { hasText: "describe-clusters" }).waitFor({ timeout: WAIT });
    // The block goes, and what is shown of it with it.
    await write("First.", "Last.");
    await page.locator("#word-tip:popover-open").waitFor({ state: "detached", timeout: WAIT });
    await page.getByRole("button", { name: "The book's values" }).first().click();
    await old.getByText("web-cluster").waitFor({ timeout: WAIT });
    assert(await stays());
  });

  await check("the title, the headings and the neighbours follow, and a search finds the new text", async () => {
    await load();
    await writeFile(file, chapter("First.", "Last.", "\n## Brand new\n\nPeculiarword.\n").replace("# Title", "# Another title"));
    await page.locator("nav#contents").getByText("Brand new").waitFor({ timeout: WAIT });
    await writeFile(path.join(book.folder, "src/SUMMARY.md"), "- [Renamed](one.md)\n- [Second](part/two.md)\n");
    await page.locator("nav#chapters").getByText("Renamed").waitFor({ timeout: WAIT });
    await page.locator(".turn").getByText("Second").waitFor({ timeout: WAIT });
    await until(async () => /Renamed/.test(await page.title()), "the title");
    await page.keyboard.press("/");
    await page.locator("dialog.search input").fill("peculiarword");
    await page.getByRole("option", { name: /Brand new/ }).waitFor({ timeout: WAIT });
    await page.keyboard.press("Escape");
  });

  await check("the list of headings comes and goes with them", async () => {
    await write("First.", "Last.");
    await load();
    assert.equal(await page.locator("nav#contents").count(), 0);
    await write("First.", "Last.", "\n## One more\n");
    await page.locator("nav#contents").getByText("One more").waitFor({ timeout: WAIT });
    await page.getByRole("heading", { name: "One more" }).scrollIntoViewIfNeeded();
    await page.locator("nav#contents [aria-current]").waitFor({ timeout: WAIT });
    await write("First.", "Last.");
    await page.locator("nav#contents").waitFor({ state: "detached", timeout: WAIT });
    assert(await stays());
  });

  await check("what a search found is marked in new text too, and Escape takes all of it away", async () => {
    await write("A needle.", "Last.");
    await load("one.html?h=needle");
    await page.locator("main mark.found").waitFor({ timeout: WAIT });
    await write("A needle.", "Another needle.");
    await text("Another needle.");
    await until(async () => (await page.locator("main mark.found").count()) === 2, "two marks");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("main mark.found").count(), 0);
    assert(await stays());
  });

  await check("of many edits the last one is shown, whatever came between", async () => {
    await load();
    for (let edit = 0; edit < 40; edit += 1) {
      await writeFile(file, chapter(`Edit ${edit}.`, "Last.", edit % 4 === 1 ? "\n```json\n{ 01 }\n```\n" : ""));
      await new Promise((done) => setTimeout(done, edit % 7 ? 5 : 120));
    }
    await write("The last edit.", "Last.");
    await text("The last edit.");
    await page.getByRole("alertdialog").waitFor({ state: "hidden", timeout: WAIT });
    const { body } = await get(book.port, "/one.html");
    const shown = await page.locator("main > p").allInnerTexts();
    const served = await page.evaluate((html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("main > p")].map((p) => p.innerText.trim()), body);
    assert.deepEqual(shown.map((p) => p.trim()), served);
    assert(await stays());
  });

  await check("a style sheet, a script in the text, and a chapter that goes load the page anew", async () => {
    const sheet = path.join(book.folder, "theme/css/general.css");
    const summary = path.join(book.folder, "src/SUMMARY.md");
    const edits = [
      [async () => writeFile(sheet, `${await readFile(sheet, "utf8")}\nmain { outline-color: red; }\n`), () => !document.querySelector("main script")],
      [() => write("<script>1</script>\n\nFirst.", "Last."), () => document.querySelector("main script")],
      [() => write("First.", "Last."), () => !document.querySelector("main script")],
      [() => writeFile(summary, "- [Second](part/two.md)\n"), () => !document.querySelector("main pre")],
    ];
    await load();
    for (const [edit, holds] of edits) {
      await page.evaluate(() => (window.stays = true));
      await edit();
      await until(async () => (await stays().catch(() => true)) === false && (await page.evaluate(holds).catch(() => false)), `the page to be loaded anew after ${edit}`);
    }
    // A script in the text is refused by the policy, and the page is not there any more.
    faults.length = 0;
  });

  assert.deepEqual(faults, []);

  await check("Ctrl+C ends it, and leaves nothing behind", async () => {
    assert((await readdir(book.temporary)).length > 0, "it has no folder of its own");
    const ended = new Promise((done) => book.server.once("exit", (status) => done(status)));
    book.server.kill("SIGINT");
    assert.equal(await ended, 130);
    assert.deepEqual(await readdir(book.temporary), []);
  });
});
