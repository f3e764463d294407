// What a reader's browser shows of a book that `mdbook-proof serve` serves.
//
// Books are copied to a temporary folder first; nothing is fetched from the network.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { WAIT, check, get, inBrowser, open, pagesOf, program, root, scratch, serve, servers, until } from "./support.mjs";

await inBrowser(async (context) => {
  let servedGuide;
  const small = await serve("small", "tests/books/good", ["book.toml", "src", "examples"]);
  const chapter = path.join(small.folder, "src/blocks.md");
  const good = await readFile(chapter, "utf8");
  const page = await open(context, `${small.url}/blocks.html`);

  await check("a page loads without a fault, coloured, with its badge", async () => {
    const code = page.locator("pre.proof-good code").first();
    const key = code.locator("span.hljs-attr").first();
    const colours = () => Promise.all([code, key].map((part) => part.evaluate((e) => getComputedStyle(e).color)));
    const [plain, coloured] = await colours();
    assert.notEqual(plain, coloured, "a key has the colour of plain text");
    // Every script of the page has run by now; give those that wait for idle time a moment too.
    await page.evaluate(() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 200))));
    assert.deepEqual(await colours(), [plain, coloured], "a script took the colours away");
    assert.match(await code.getAttribute("class"), /nohighlight/);
    assert((await page.locator("pre.proof-good .proof-badge").first().isVisible()), "the badge is not to be seen");
    assert((await page.locator("pre.proof-wrong .proof-badge a").first().isVisible()), "nor is that of a wrong example");
    const text = await page.locator("pre.proof-good code").first().innerText();
    assert.equal(JSON.parse(text).family, "web", "the text of a block is no longer JSON");
    assert.deepEqual(page.faults, []);
  });

  await check("an edit shows by itself", async () => {
    await writeFile(chapter, `${good}\nA new last line.\n`);
    await page.getByText("A new last line.").waitFor({ timeout: WAIT });
  });

  await check("a fault keeps the last good page, and is named; mended, the book recovers", async () => {
    small.said = "";
    await writeFile(chapter, "# Broken\n\n```json\n{ \"a\": 01 }\n```\n");
    await until(() => small.said.includes("src/blocks.md:4:8"), () => `the fault in:\n${small.said}`);
    const fresh = await open(context, `${small.url}/blocks.html`);
    assert(await fresh.getByText("A new last line.").isVisible(), "the last good page is gone");
    await fresh.close();
    await writeFile(chapter, `${good}\nMended.\n`);
    await page.getByText("Mended.").waitFor({ timeout: WAIT });
  });

  await check("the server answers inside its folder only", async () => {
    for (const outside of ["/../book.toml", "/%2e%2e/book.toml", "/..%2fbook.toml", "/part/../../book.toml", "//etc/passwd", "/%00"]) {
      const { status, body } = await get(small.port, outside);
      assert.equal(status, 404, outside);
      assert(!body.includes("[book]") && !body.includes("root:"), outside);
    }
    assert.equal((await get(small.port, "/nowhere.html")).status, 404);
    assert.equal((await get(small.port, "/")).status, 200);
    assert.equal((await get(small.port, "/part/includes.html?a#b")).status, 200);
  });

  await check("connections that say nothing keep no page waiting", async () => {
    // Browsers open some ahead of need, all at once.
    for (let round = 0; round < 5; round += 1) {
      const idle = Array.from({ length: 8 }, () => net.connect(small.port, "127.0.0.1"));
      const answers = await Promise.all(Array.from({ length: 8 }, () => get(small.port, "/index.html")));
      assert(answers.every(({ status }) => status === 200));
      idle.forEach((socket) => socket.destroy());
    }
  });

  await check("a port that is taken says so", async () => {
    const second = spawn(program, ["serve", "--port", String(small.port), "--lang", "en"], { cwd: small.folder });
    servers.push(second);
    let said = "";
    second.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    await until(() => second.exitCode !== null, "the second server to give up");
    assert.equal(second.exitCode, 2, said);
    assert.match(said, /--port/);
  });

  await check("the guide fits a phone, and its diagrams have names", async () => {
    const guide = (servedGuide = await serve("guide", ".", ["book.toml", "src", "theme"]));
    const pages = await pagesOf(guide);
    assert(pages.length > 0, `no pages:\n${guide.said}`);
    let diagrams = 0;
    for (const name of pages) {
      const page = await open(context, `${guide.url}/${name}`);
      await page.setViewportSize({ width: 360, height: 740 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(width <= 360, `${name} is ${width} pixels wide`);
      for (const image of await page.locator("main img").all()) {
        await image.scrollIntoViewIfNeeded();
        const source = await image.getAttribute("src");
        await until(() => image.evaluate((e) => e.complete && e.naturalWidth > 0), `${source} in ${name}`);
        assert(await image.isVisible(), `${source} in ${name} is not to be seen`);
        assert((await image.getAttribute("alt"))?.trim(), `${source} in ${name} has no name`);
        diagrams += 1;
      }
      for (const drawing of await page.locator("main figure svg, main svg[role=img]").all()) {
        const named = (e) => e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.querySelector("title")?.textContent;
        assert(await drawing.isVisible(), `a drawing in ${name} is not to be seen`);
        assert(await drawing.evaluate(named), `a drawing in ${name} has no name`);
        diagrams += 1;
      }
      assert.deepEqual(page.faults, [], name);
      await page.close();
    }
    assert(diagrams > 0, "the guide has no diagram");
    const lost = await get(guide.port, "/nowhere.html");
    assert.match(lost.body, /<h1>찾는 쪽이 없습니다<\/h1>/, "what is not there is told of in another language");
  });

  await check("what mdBook writes for its own theme is at home in ours", async () => {
    const folder = path.join(scratch, "stock");
    await cp(path.join(root, "theme"), path.join(folder, "theme"), { recursive: true });
    const stock = await serve("stock", "tests/books/own-values", ["book.toml", "src"]);
    const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>';
    await writeFile(path.join(folder, "src/picture.svg"), picture);
    const text = "# Stock\n\n> [!NOTE]\n> A note.\n\n![a picture](picture.svg)\n\n```rust\n# fn main() {\nlet shown = 1;\n# }\n```\n";
    await writeFile(path.join(folder, "src/one.md"), text);
    await until(async () => (await get(stock.port, "/one.html")).body.includes("picture.svg"), "the page");
    const page = await open(context, `${stock.url}/one.html`);
    assert.equal(await page.locator("main img:visible").count(), 1, "the picture is there twice");
    const box = page.getByRole("checkbox", { name: "a picture" });
    await page.locator("main img").first().click();
    assert.equal(await page.locator("main img:visible").count(), 2, "the picture does not fill the window");
    await page.keyboard.press("Escape");
    assert(!(await box.isChecked()), "Escape does not send it back");
    const code = page.locator("main pre code");
    assert.equal((await code.innerText()).trim(), "let shown = 1;");
    await page.getByRole("button", { name: "Hidden lines" }).click();
    assert.match(await code.innerText(), /fn main/);
    assert.deepEqual(page.faults, []);
    await page.close();
  });

  await check("carets stay under what they point at on a narrow page", async () => {
    const narrow = await open(context, `${servedGuide.url}/ecs/task-definition.html`);
    await narrow.setViewportSize({ width: 360, height: 740 });
    const broken = await narrow.locator("pre.proof-says .shown").evaluateAll((parts) => {
      const lines = (part) => Math.round(part.getBoundingClientRect().height / parseFloat(getComputedStyle(part).lineHeight));
      return parts.filter((part) => lines(part) > part.textContent.split("\n").length).length;
    });
    assert((await narrow.locator("pre.proof-says .shown").count()) > 0);
    assert.equal(broken, 0, "lines of a source are broken");
  });
});
