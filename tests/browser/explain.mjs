// Examples that explain themselves and run when they are pasted: words, the clipboard, the reader's own values, Fargate's sizes.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { WAIT, check, get, inBrowser, open, pagesOf, program, root, scratch, serve, until } from "./support.mjs";
import { gzipSync } from "node:zlib";

/** What a page may weigh, cold, in bytes of gzip. */
const BUDGET = 75 * 1024;

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Whether anything keeps a page from being used by everybody. */
async function accessible(page, what) {
  // A strict policy lets no script into the page; what Chromium itself is told to run is not asked for leave.
  await page.evaluate(`${axe}; undefined`);
  const { violations } = await page.evaluate(() => window.axe.run());
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join("\n  ")}`);
  assert.deepEqual(said, [], what);
}

const tip = (page) => page.locator("#word-tip:popover-open");
const word = (page, text) => page.locator("main pre [data-w]", { hasText: new RegExp(`^"?${text}"?$`) }).first();
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Copies a block by one of its buttons; gives what the clipboard holds then, and what is said of it. */
async function copied(page, block, name = "Copy") {
  await page.evaluate(() => navigator.clipboard.writeText("nothing"));
  await block.getByRole("button", { name, exact: true }).click();
  const status = block.locator(".status");
  await until(async () => (await status.textContent()) !== "" && (await clipboard(page)) !== "nothing", `what ${name} copies`);
  return { text: await clipboard(page), said: await status.textContent() };
}

/** The block that holds a text. */
const block = (page, text) => page.locator("main pre", { hasText: text }).first();

/** Opens the form of values and types. */
async function type(page, values) {
  await page.locator("main pre .own").first().click();
  const dialog = page.locator("dialog.values");
  await dialog.waitFor({ timeout: WAIT });
  for (const [name, value] of Object.entries(values)) await dialog.locator(`input[name="${name}"]`).fill(value);
  await dialog.locator("button[type=submit]").click();
  return dialog;
}

/** What bash makes of the words of a line. */
const words = (line) => JSON.parse(execFileSync("bash", ["-c", `node -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- ${line}`], { encoding: "utf8" }));

await inBrowser(
  async (context) => {
    const guide = await serve("guide", ".", ["book.toml", "src", "theme"]);
    await cp(path.join(root, "theme"), path.join(scratch, "own/theme"), { recursive: true });
    const own = await serve("own", "tests/books/own-values", ["book.toml", "src"]);
    const page = await open(context, `${guide.url}/ecs/task-definition.html`);

    await check("a pointer on a word shows what it is, stays while it is on either, and Escape sends it away", async () => {
      await word(page, "networkMode").scrollIntoViewIfNeeded();
      await word(page, "networkMode").hover();
      await tip(page).waitFor({ timeout: WAIT });
      const text = await tip(page).textContent();
      assert.match(text, /networkMode.*네트워크 모드.*awsvpc.*기본값 bridge.*공식 문서/s);
      assert.match(await tip(page).locator("a").getAttribute("href"), /API_RegisterTaskDefinition\.html#/);
      await tip(page).hover();
      await page.waitForTimeout(600);
      assert(await tip(page).isVisible(), "it went away under the pointer");
      await page.keyboard.press("Escape");
      await tip(page).waitFor({ state: "detached", timeout: WAIT }).catch(() => {});
      assert.equal(await tip(page).count(), 0, "Escape did not send it away");
      await page.mouse.move(0, 0);
      await word(page, "executionRoleArn").hover();
      await until(async () => (await tip(page).textContent().catch(() => "")).startsWith("executionRoleArn"), "another word");
      await page.mouse.move(0, 0);
      await until(async () => (await tip(page).count()) === 0, "the pointer to be gone");
    });

    await check("keys reach every word by one stop a block, with a name", async () => {
      const code = page.locator("main pre code", { has: page.locator("[data-w]") }).first();
      assert.equal(await code.locator("[tabindex]").count(), 1, "a block has one stop");
      const first = code.locator("[data-w]").first();
      await first.focus();
      await until(async () => (await tip(page).count()) === 1, "the focused word to be explained");
      const name = await page.evaluate(() => [document.activeElement.getAttribute("role"), document.activeElement.textContent]);
      assert.equal(name[0], "button");
      const described = await page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-describedby")).textContent);
      assert(described.length > 10, described);
      await page.keyboard.press("ArrowRight");
      const second = await page.evaluate(() => document.activeElement.dataset.w);
      assert.equal(second, await code.locator("[data-w]").nth(1).getAttribute("data-w"));
      assert.equal(await code.locator("[tabindex]").count(), 1);
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.closest("#word-tip") !== null), true, "Enter leads to the link");
      await page.keyboard.press("Escape");
      assert.equal(await page.evaluate(() => document.activeElement.dataset.w), second, "and Escape back to the word");
      assert.equal(await tip(page).count(), 0);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.closest("code")), null, "Tab leaves the words of the block");
    });

    await check("every word of every page of the guide has a row, once, and pages stay light", async () => {
      const heavy = [];
      for (const name of await pagesOf(guide)) {
        const { body } = await get(guide.port, `/${name}`);
        const rows = [...body.matchAll(/<tr id="w-([^"]+)"/g)].map(([, id]) => id);
        assert.equal(new Set(rows).size, rows.length, `${name}: rows that are there twice`);
        const missing = [...body.matchAll(/ data-w="([^"]+)"/g)].filter(([, id]) => !rows.includes(id));
        assert.deepEqual(missing.map(([, id]) => id), [], name);
        const linked = [...body.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|woff2|svg|png))"/g)].map(([, href]) => href);
        const parts = [...new Set(linked)].filter((href) => /early|site|style|code|copy|explain/.test(href));
        let size = gzipSync(body).length;
        for (const part of parts) size += gzipSync((await get(guide.port, new URL(part, `http://x/${name}`).pathname)).body).length;
        if (size > BUDGET) heavy.push(`${name}: ${size}`);
      }
      assert.deepEqual(heavy, []);
    });

    await check("without scripts the table under a block explains the same", async () => {
      const { body } = await get(guide.port, "/ecs/task-definition.html");
      assert.match(body, /<details class="proof-words"><summary>낱말 풀이/);
      assert.match(body, /<tr id="w-task-definition-ContainerDefinition\.image"><th scope="row"><code>image<\/code><\/th><td><b>컨테이너 이미지<\/b>/);
      const bare = await context.browser().newContext({ javaScriptEnabled: false });
      const page = await bare.newPage();
      await page.goto(`${guide.url}/ecs/task-definition.html`);
      const details = page.locator("details.proof-words").first();
      await details.locator("summary").click();
      assert(await details.locator("tr").first().isVisible());
      assert.equal(await page.locator(".strip").count(), 0, "buttons that do nothing");
      await bare.close();
    });

    await check("nothing keeps anybody out: light, dark, an open form", async () => {
      const one = await open(context, `${own.url}/one.html`);
      for (const colorScheme of ["light", "dark"]) {
        for (const page of [one]) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
          await accessible(page, colorScheme);
        }
      }
      await word(one, "family").focus();
      await tip(one).waitFor({ timeout: WAIT });
      await accessible(one, "an explained word");
      await one.locator("main pre .own").first().click();
      await one.locator("dialog.values").waitFor({ timeout: WAIT });
      await accessible(one, "the form");
      await one.close();
      const two = await open(context, `${own.url}/part/two.html`);
      await two.getByLabel("vCPUs needed").waitFor({ timeout: WAIT });
      await accessible(two, "Fargate's sizes");
      await two.close();
    });

    await check("the clipboard gets what runs, byte by byte", async () => {
      const one = await open(context, `${own.url}/one.html`);
      const source = await readFile(path.join(own.folder, "src/one.md"), "utf8");
      const definition = /```json,file=[^\n]*\n([^`]*)```/.exec(source)[1];
      assert.equal((await copied(one, block(one, '"family"'))).text, definition);
      const file = (await copied(one, block(one, '"family"'), "Copy as a file")).text;
      assert.equal(file, `mkdir -p deploy && cat > 'deploy/it'\\''s.json' <<'EOF'\n${definition}EOF\n`);
      assert.equal((await copied(one, block(one, "half a vCPU"))).text, '{\n  "cpu": "512",\n  "memory": "1024"\n}\n');
      assert.equal(
        (await copied(one, block(one, "list-tasks"))).text,
        "aws ecs list-tasks --cluster web-cluster \\\n  --region ap-northeast-2\ncat <<'END'\n\ntwo\nEND\n",
      );
      const unfilled = await copied(one, block(one, "YOUR_NAME"));
      assert.match(unfilled.said, /To fill in before it runs: .*<YOUR_NAME>/);
      await one.close();
    });

    await check("what the guide's blocks give to the clipboard passes the checker", async () => {
      const folder = path.join(scratch, "pasted");
      await mkdir(folder, { recursive: true });
      let count = 0;
      for (const name of ["ecs/task-definition.html", "commands/service.html", "deploy/index.html", "docker/image.html", "deploy/github-actions.html"]) {
        const page = await open(context, `${guide.url}/${name}`);
        const texts = await page.evaluate(async () => {
          const address = new URL(document.documentElement.dataset.root + document.documentElement.dataset.copy, location.href).href;
          const { runnable, asFile } = await import(address);
          const good = [...document.querySelectorAll("main pre.proof-good > code")];
          return good.map((code) => {
            const { text, unfilled } = runnable(code);
            const language = /language-(\S+)/.exec(code.className)[1];
            const file = code.parentElement.dataset.file;
            return { text, unfilled, language, asFile: file && asFile(file, text) };
          });
        });
        for (const { text, language, asFile } of texts) {
          const shown = { console: "bash", jsonc: "json" }[language] ?? language;
          const fence = "````";
          const body = `${fence}${shown}\n${text}${fence}\n` + (asFile ? `\n${fence}bash\n${asFile}${fence}\n` : "");
          count += 1;
          await writeFile(path.join(folder, `${count}.md`), body);
        }
        await page.close();
      }
      assert(count > 60, `${count} blocks only`);
      // What the chapters around a block make is not there in a file by itself.
      const { stdout, status } = spawnSync(program, ["check", "--format", "json", folder], { encoding: "utf8" });
      const found = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
      const errors = found.filter(({ severity }) => severity === "error").map(({ path, line, rule, message }) => `${path}:${line} ${rule} ${message}`);
      assert.deepEqual(errors, []);
      assert.equal(status, 0);
      await rm(folder, { recursive: true });
    });

    await check("own values are shown and copied everywhere, and quoted where they stand", async () => {
      const one = await open(context, `${own.url}/one.html`);
      const hostile = `"'$(id)\`id\`\\ </script><b>한글</b>!`;
      await type(one, { account: "222233334444", region: "us-east-1", cluster: "mine_1", title: hostile });
      await until(async () => (await one.locator(".mine").count()) > 0, "values");
      assert.equal(await one.locator("main pre b, main pre script").count(), 0, "a value became an element");
      const definition = JSON.parse((await copied(one, block(one, '"family"'))).text);
      assert.equal(definition.executionRoleArn, "arn:aws:iam::222233334444:role/ecsTaskExecutionRole");
      const [container] = definition.containerDefinitions;
      assert.equal(container.image, "222233334444.dkr.ecr.us-east-1.amazonaws.com/shop:1");
      assert.equal(container.environment[0].value, hostile);
      assert.equal(container.name, "shop", "the name of a container is not that of a repository");
      const lines = (await copied(one, block(one, "tag-resource"))).text.replaceAll("\\\n", " ").split("\n");
      assert.deepEqual(words(lines[0]).slice(1), ["Our shop", hostile, hostile, `--title=a ${hostile} b`]);
      const tags = words(lines[1]);
      assert.equal(tags[tags.indexOf("--resource-arn") + 1], "arn:aws:ecs:us-east-1:222233334444:cluster/mine_1");
      assert.deepEqual(JSON.parse(tags.at(-1)), [{ key: "title", value: hostile }]);
      // In a query, and in YAML, it has no certain way of being written: the book's stays, and says so.
      assert.match(lines[2], /value=='Our shop'/);
      assert.equal(await one.locator(".not-mine").count(), 2);
      assert.equal((await copied(one, block(one, "title:"))).text, "title: Our shop\ncluster: mine_1\n");
      assert.match((await copied(one, block(one, "list-tasks"))).text, /--cluster mine_1 \\\n {2}--region us-east-1\n/);
      assert.match(await one.locator("main > p").first().textContent(), /web-cluster and 111122223333/, "text outside of code is left alone");
      // Another page, a reload.
      const two = await open(context, `${own.url}/part/two.html`);
      await until(async () => (await block(two, "describe-clusters").textContent()).includes("--clusters mine_1"), "the value on another page");
      await one.reload();
      await until(async () => (await one.locator(".mine").count()) > 0, "values after a reload");
      // One click, and all is as the book has it, on the other page too.
      await one.locator(".reset").first().click();
      await until(async () => (await one.locator(".mine, .not-mine").count()) === 0, "the book's values to be back");
      assert.equal(await one.evaluate(() => localStorage.getItem("values")), null);
      await until(async () => (await two.locator(".mine").count()) === 0, "the other page to follow");
      await two.close();
      await one.close();
    });

    await check("values that cannot be are refused, typed or stored", async () => {
      const one = await open(context, `${own.url}/one.html`);
      const wrong = { account: ["1234", "12345678901a", "$(id)"], region: ["us-moon-1", "'"], cluster: ["a b", "클러스터", "$(id)", "a".repeat(256)], repository: ["Shop", "a//b"], title: ["a\u0007b"] };
      for (const [name, values] of Object.entries(wrong)) {
        for (const value of values) {
          const dialog = await type(one, { [name]: value });
          assert(await dialog.isVisible(), `${name} = ${value} was taken`);
          const input = dialog.locator(`input[name="${name}"]`);
          assert.equal(await input.getAttribute("aria-invalid"), "true", value);
          assert(await dialog.locator(`#value-${name}-error`).textContent());
          await dialog.getByRole("button", { name: "Close" }).click();
        }
      }
      for (const stored of ["{", "null", "[]", '{"cluster":5,"account":"x","region":"\\u0000","title":{}}']) {
        await one.evaluate((stored) => localStorage.setItem("values", stored), stored);
        await one.reload();
        await one.waitForTimeout(200);
        assert.equal(await one.locator(".mine").count(), 0, stored);
      }
      await one.evaluate(() => localStorage.clear());
      assert.deepEqual(one.faults, []);
      await one.close();
    });

    await check("a size of Fargate is chosen, and goes into the definitions that it holds", async () => {
      const two = await open(context, `${own.url}/part/two.html`);
      await two.getByLabel("Memory needed (GB)").fill("7");
      await two.getByLabel("vCPUs needed").fill("0.5");
      const form = two.locator(".proof-fargate");
      assert.match(await form.locator(".status").textContent(), /cpu of 1024 with a memory of 7168/);
      assert.equal(await form.locator("tr.too-small").count(), 2);
      await form.getByRole("button", { name: "Put it" }).click();
      const definition = JSON.parse((await copied(two, block(two, '"nginx" }'))).text);
      assert.deepEqual([definition.cpu, definition.memory], ["1024", "7168"]);
      const large = JSON.parse((await copied(two, block(two, '"large"'))).text);
      assert.equal(large.memory, "30720", "a definition whose containers need more was changed");
      await form.getByRole("button", { name: "Back to" }).click();
      assert.equal(JSON.parse((await copied(two, block(two, '"nginx" }'))).text).cpu, "256");
      await two.getByLabel("Memory needed (GB)").fill("9999");
      assert.match(await form.locator(".status").textContent(), /no size/);
      assert.deepEqual(two.faults, []);
      await two.close();
    });

    await check("blocks say when and against what they were proven, and lead to how", async () => {
      const badge = page.locator("pre.proof-good .proof-badge").last();
      assert.match(await page.locator("pre .proof-badge[title*='2.36']").first().getAttribute("title"), /\d{4}-\d\d-\d\d에 mdbook-proof .*AWS CLI 2\./);
      assert.match(await badge.locator("a").getAttribute("href"), /appendix\/proof\.html$/);
    });

    await check("a tap explains on a phone, and the page does not grow wider", async () => {
      const phone = await context.browser().newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
      const page = await open(phone, `${guide.url}/commands/service.html`);
      const target = word(page, "--desired-count");
      await target.scrollIntoViewIfNeeded();
      await target.tap();
      await tip(page).waitFor({ timeout: WAIT });
      assert.match(await tip(page).textContent(), /--desired-count.*서비스가 유지할 태스크의 수/s);
      const box = await tip(page).boundingBox();
      assert(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
      await page.locator("h1").tap();
      await until(async () => (await tip(page).count()) === 0, "a tap elsewhere to send it away");
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      assert((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
      assert.deepEqual(page.faults, []);
      await phone.close();
    });

    assert.deepEqual(page.faults, []);
  },
  { permissions: ["clipboard-read", "clipboard-write"] },
);
