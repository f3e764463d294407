// What the browser's tests share: a program, a browser, books that are served, pages that keep their faults.
//
// Every test file is called with the program and a Chromium: node FILE.mjs PROGRAM CHROMIUM

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const [program, browserProgram] = process.argv.slice(2);
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const scratch = await mkdtemp(path.join(tmpdir(), "mdbook-proof-browser-"));
export const WAIT = 20_000;

/** What is to be stopped in the end. */
export const servers = [];

/** Runs one check; the first that fails ends the program. */
export async function check(name, run) {
  const started = Date.now();
  await run();
  console.log(`ok ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/** Waits until something holds. */
export async function until(holds, what) {
  for (const end = Date.now() + WAIT; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`still waiting for ${typeof what === "function" ? what() : what}`);
}

/** Copies parts of a folder of the repository and serves what they make. */
export async function serve(name, from, parts) {
  const folder = path.join(scratch, name);
  for (const part of parts) {
    await cp(path.join(root, from, part), path.join(folder, part), { recursive: true });
  }
  const temporary = path.join(scratch, `${name}-temporary`);
  await mkdir(temporary);
  const options = { cwd: folder, env: { ...process.env, TMPDIR: temporary } };
  const server = spawn(program, ["serve", "--port", "0", "--lang", "en", "--color", "never"], options);
  servers.push(server);
  const book = { folder, temporary, server, said: "" };
  server.stderr.setEncoding("utf8").on("data", (text) => (book.said += text));
  const address = () => /http:\/\/localhost:(\d+)/.exec(book.said);
  await until(() => address() || server.exitCode !== null, () => `the address in:\n${book.said}`);
  assert(address(), `serve ended:\n${book.said}`);
  book.port = Number(address()[1]);
  book.url = `http://localhost:${book.port}`;
  return book;
}

/** A request whose path goes out as it is; a browser would tidy it up. */
export function get(port, path) {
  return new Promise((done, fail) => {
    const request = http.get({ host: "127.0.0.1", port, path, timeout: WAIT, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => done({ status: response.statusCode, body }));
    });
    request.on("error", fail).on("timeout", () => request.destroy(new Error(`no answer for ${path}`)));
  });
}

/** A page that keeps what went wrong on it. */
export async function open(context, url) {
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("requestfailed", (request) => {
    // A page that is left gives its requests up; that is no fault.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") page.faults.push(`${request.url()} failed`);
  });
  page.on("response", (response) => response.status() >= 400 && page.faults.push(`${response.url()}: ${response.status()}`));
  await page.goto(url, { waitUntil: "load", timeout: WAIT });
  return page;
}

/** The addresses of a book's pages, as its table of contents has them. */
export async function pagesOf(book) {
  const { body } = await get(book.port, "/toc.html");
  return [...new Set([...body.matchAll(/href="([^"#]+\.html)"/g)].map(([, href]) => href))];
}

/** Runs tests in a browser with a profile of its own; whatever happens, nothing is left running. */
export async function inBrowser(run, { extra = [], ...options } = {}) {
  let context;
  try {
    context = await chromium.launchPersistentContext(path.join(scratch, "profile"), {
      executablePath: browserProgram,
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        ...extra,
      ],
      ...options,
    });
    await run(context);
  } finally {
    await context?.close();
    servers.forEach((server) => server.kill());
    await rm(scratch, { recursive: true, force: true });
  }
}
