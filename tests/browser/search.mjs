// What a reader finds: the guide's search in a browser, the table of queries, keys, history, marks, an English book.

import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { WAIT, check, get, inBrowser, open, root, scratch, serve, until } from "./support.mjs";

/** The share of the table that has to lead where it says at once. */
const LEAST = 0.95;

/** The bytes of a reader's first search, as a server sends them: script, style, index, and the texts of what is found first. */
const MOST_BYTES = 60_000;

const options = (page) => page.locator("dialog [role=option]");
const field = (page) => page.locator("dialog [role=combobox]");

/** Opens the search by a key and types. */
async function ask(page, query) {
  await page.keyboard.press("/");
  await field(page).waitFor({ timeout: WAIT });
  await field(page).fill(query);
  await options(page).first().waitFor({ timeout: WAIT });
}

/** The table, as `{ query, expected }`. */
async function table(file) {
  const text = await readFile(path.join(root, "tests/browser", file), "utf8");
  const rows = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return rows.map((row) => {
    const at = row.lastIndexOf(" -> ");
    return { query: row.slice(0, at), expected: row.slice(at + 4).split(" ") };
  });
}

/** Whether an address is one of those expected: `page`, `page#section`, `page#*`. */
const fits = (address, expected) => expected.some((one) => (one.endsWith("#*") ? address.split("#")[0] === one.slice(0, -2) : address === one));

/** Holds that the queries of a table lead where it says: nearly all of them, and all to places that are there. */
async function leads(page, book, rows) {
  await ask(page, rows[0].query);
  const found = await page.evaluate(async (queries) => {
    const dialog = document.querySelector("dialog");
    const input = dialog.querySelector("[role=combobox]");
    const found = [];
    for (const query of queries) {
      input.value = query;
      input.dispatchEvent(new Event("input"));
      // What is read once it is asked for is on its way.
      while (dialog.querySelector("[aria-busy=true]")) await new Promise((done) => setTimeout(done, 5));
      const first = dialog.querySelector("[role=option]");
      found.push(first ? decodeURIComponent(first.pathname.slice(1) + first.hash) : "");
    }
    return found;
  }, rows.map((row) => row.query));
  const wrong = rows.filter(({ expected }, number) => !fits(found[number], expected));
  const lines = wrong.map(({ query, expected }) => `${query}: ${found[rows.findIndex((row) => row.query === query)]}, not ${expected.join(" or ")}`);
  console.log(`   ${rows.length - wrong.length} of ${rows.length}`);
  assert(wrong.length <= rows.length * (1 - LEAST), lines.join("\n"));
  // A section that is not there any more would be waited for in vain.
  const gone = [];
  for (const one of new Set(rows.flatMap((row) => row.expected))) {
    const [file, id] = one.split("#");
    const { status, body } = await get(book.port, `/${file}`);
    if (status !== 200 || (id && id !== "*" && !body.includes(` id="${id}"`))) gone.push(one);
  }
  assert.deepEqual(gone, []);
}

await inBrowser(async (context) => {
  const guide = await serve("guide", ".", ["book.toml", "src", "theme"]);
  const page = await open(context, `${guide.url}/ecs/task.html`);
  const opened = () => page.locator("dialog[open]").count();

  await check("a first search is light", async () => {
    const fresh = await open(context, `${guide.url}/ecs/task.html`);
    const bodies = [];
    fresh.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (/assets\/(search|texts)-/.test(pathname)) bodies.push(response.body().then((body) => [pathname, gzipSync(body, { level: 9 }).length], () => [pathname, Infinity]));
    });
    await ask(fresh, "클러스터");
    await options(fresh).first().locator(".search-text mark").first().waitFor({ timeout: WAIT });
    // What is in view is read once nobody types.
    const read = () => fresh.evaluate(() => {
      const { bottom } = document.querySelector("dialog [role=listbox]").getBoundingClientRect();
      const inView = [...document.querySelectorAll("dialog [role=option]")].filter((option) => option.getBoundingClientRect().top < bottom);
      return inView.every((option) => option.querySelector(".search-text:is(:not(:empty), [hidden])"));
    });
    await until(read, "the texts in view");
    const parts = await Promise.all(bodies);
    const names = parts.map(([name]) => name);
    for (const part of [/search-.*\.js$/, /search-.*\.css$/, /search-.*\.json$/, /texts-/]) assert(names.some((name) => part.test(name)), `${part} of ${names}`);
    const bytes = parts.reduce((sum, [, size]) => sum + size, 0);
    console.log(`   ${bytes} bytes in ${parts.length} requests`);
    assert(bytes <= MOST_BYTES, `${bytes} bytes`);
    await fresh.close();
  });

  await check("the table of queries leads where it says", async () => {
    const rows = await table("queries.txt");
    assert(rows.length >= 100, "the table is short");
    await leads(page, guide, rows);
    await page.keyboard.press("Escape");
    await until(async () => !(await opened()), "the dialog to close");
  });

  await check("a message is found by what it says, a word that stands in one place alone by itself, each after one request more", async () => {
    for (const [query, name, first] of [
      ["`volumes`에 `cache` 볼륨이 없습니다", "messages", /unknown-volume/],
      ["예산", "rest", /운영에 올리기 전에|알림 걸기/],
    ]) {
      const fresh = await open(context, `${guide.url}/ecs/task.html`);
      const asked = [];
      fresh.on("request", (request) => /(messages|rest)\.json$/.test(request.url()) && asked.push(path.basename(request.url(), ".json")));
      await ask(fresh, "클러스터");
      assert.deepEqual(asked, []);
      await field(fresh).fill(query);
      await until(async () => first.test(await options(fresh).first().innerText()), query);
      assert(asked.includes(name), `${asked} without ${name}`);
      assert.equal(asked.length, new Set(asked).size, `${asked}`);
      assert.deepEqual(fresh.faults, []);
      await fresh.close();
    }
  });

  await check("a combobox whose options say where they are, and show why", async () => {
    await ask(page, "stopTimeout");
    const box = field(page);
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    assert.equal(await box.getAttribute("aria-activedescendant"), await options(page).first().getAttribute("id"));
    assert.equal(await options(page).first().getAttribute("aria-selected"), "true");
    assert.equal(await page.locator(`#${await box.getAttribute("aria-controls")}`).getAttribute("role"), "listbox");
    await options(page).first().locator(".search-text mark").first().waitFor({ timeout: WAIT });
    assert.match(await options(page).first().locator(".search-path").innerText(), /태스크/);
    await until(async () => /\d/.test(await page.locator("dialog .search-live").innerText()), "the count to be announced");
    const second = await options(page).nth(1).getAttribute("id");
    await page.keyboard.press("ArrowDown");
    assert.equal(await box.getAttribute("aria-activedescendant"), second);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await box.getAttribute("aria-activedescendant"), await options(page).last().getAttribute("id"), "it goes round");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "search-close");
    await page.keyboard.press("Escape");
    await until(async () => !(await opened()), "the dialog to close");
    assert.equal(new URL(page.url()).search, "");
  });

  await check("what was found is marked, Escape unmarks, back leads to the results, back again closes", async () => {
    await ask(page, "용량 공급자");
    await page.keyboard.press("Enter");
    await page.waitForURL(/cluster\.html\?h=/, { timeout: WAIT });
    await page.locator("main mark.found").first().waitFor({ timeout: WAIT });
    const words = await page.locator("main").innerText();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("main mark").count(), 0);
    assert.equal(await page.locator("main").innerText(), words, "the marks changed the text");
    assert(!page.url().includes("h="), page.url());
    await page.goBack();
    await until(async () => (await opened()) && (await field(page).inputValue()) === "용량 공급자", "the search as it was");
    await options(page).first().waitFor({ timeout: WAIT });
    await page.goBack();
    await until(async () => !(await opened()), "the dialog to close");
    assert.match(page.url(), /task\.html$/);
  });

  await check("a place on the same page; a link with a query; other keys", async () => {
    await ask(page, "태스크의 안");
    await page.keyboard.press("Enter");
    await until(async () => !(await opened()) && (await page.evaluate(() => scrollY)) > 0, "the place");
    assert.match(decodeURIComponent(page.url()), /#태스크의-안$/);
    await page.keyboard.press("Control+k");
    await until(opened, "the dialog");
    await page.keyboard.press("Escape");
    await until(async () => !(await opened()), "the dialog to close");
    await page.goto(`${guide.url}/ecs/task.html?q=ALB`);
    await options(page).first().waitFor({ timeout: WAIT });
    assert.match(await options(page).first().innerText(), /로드 밸런서/);
    await page.locator("dialog .search-close").click();
    await until(async () => !(await opened()), "the dialog to close");
    assert.equal(new URL(page.url()).search, "");
  });

  await check("letters that are still being composed find something, and Enter is theirs", async () => {
    await ask(page, "클");
    await field(page).evaluate((input) => {
      input.dispatchEvent(new CompositionEvent("compositionstart"));
      input.value = "클럿";
      input.dispatchEvent(new InputEvent("input", { isComposing: true }));
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
    });
    assert.match(await options(page).first().innerText(), /클러스터/);
    assert(await opened(), "Enter went to a result");
    await field(page).fill("zzqxv");
    await until(async () => (await options(page).count()) === 0, "no result");
    assert.match(await page.locator("dialog .search-note").innerText(), /zzqxv[^]*찾아보십시오/);
    await page.keyboard.press("Escape");
    assert.deepEqual(page.faults, []);
  });

  await check("the search fits a phone, in the dark", async () => {
    const phone = await open(context, `${guide.url}/ecs/task.html?q=${encodeURIComponent("작업정의")}`);
    await phone.setViewportSize({ width: 360, height: 740 });
    await phone.emulateMedia({ colorScheme: "dark" });
    await options(phone).first().waitFor({ timeout: WAIT });
    const box = await phone.locator("dialog").boundingBox();
    assert.deepEqual([box.x, box.y, box.width, box.height].map(Math.round), [0, 0, 360, 740]);
    assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth <= 360), true);
    for (const control of ["[role=combobox]", ".search-close"]) assert((await phone.locator(`dialog ${control}`).boundingBox()).height >= 44, control);
    assert.deepEqual(phone.faults, []);
    await phone.close();
  });

  await check("an English book is searched in English", async () => {
    await cp(path.join(root, "theme"), path.join(scratch, "english/theme"), { recursive: true });
    const book = await serve("english", "tests/browser/english", ["book.toml", "src"]);
    const english = await open(context, `${book.url}/containers.html`);
    await leads(english, book, await table("english/queries.txt"));
    await field(english).fill("zzqxv");
    await until(async () => (await options(english).count()) === 0, "no result");
    assert.match(await english.locator("dialog .search-note").innerText(), /Nothing matches “zzqxv”[^]*Try a shorter word/);
    assert.equal(await english.locator("dialog").getAttribute("lang"), "en");
    assert.deepEqual(english.faults, []);
    await english.close();
  });
});
