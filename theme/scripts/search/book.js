// The index that `preprocessors/site/search.rs` wrote, as arrays over the sections and the words of a book.

import { HANGUL, IDLE, flat, units } from "./letters.js";

/** What `preprocessors/site/search` packed, as arrays over the sections and the words. */
export function unpack(data) {
  const pages = [];
  const book = { pages, page: [], level: [], title: [], id: [], parent: [], folder: data.folder, left: Object.fromEntries(data.left.map((name) => [name, true])), cuts: [] };
  const heads = data.heads.split("\n");
  for (const row of data.pages ? data.pages.split("\n") : []) {
    const [own, title, within, count] = row.split("\t");
    const path = own || `${pages.at(-1)?.path.replace(/[^/]*$/, "") ?? ""}${title}.html`;
    const page = { path, title, within, rule: count.endsWith("r"), trouble: TROUBLE.test(`${within} ${path}`), first: book.page.length };
    const used = new Map();
    const above = [];
    for (let left = parseInt(count, 10); left > 0; left -= 1) {
      const number = book.page.length;
      const head = heads[number];
      const name = head.slice(1) || title;
      const made = name.toLowerCase().replace(/\s/g, "-").replace(/[^\p{L}\p{N}\p{M}_-]/gu, "");
      const times = used.get(made) ?? 0;
      used.set(made, times + 1);
      const level = Number(head[0]);
      while (above.length && book.level[above.at(-1)] >= level) above.pop();
      book.parent.push(above.at(-1) ?? -1);
      above.push(number);
      book.page.push(pages.length);
      book.level.push(level);
      book.title.push(name);
      book.id.push(number === page.first ? "" : times ? `${made}-${times}` : made);
    }
    pages.push(page);
  }
  for (const [number, id] of data.ids) book.id[number] = id;
  book.count = book.page.length;
  data.counts.reduce((first, count) => (book.cuts.push(first), first + count), 0);
  for (const read of words(data, book.count)) if (read) Object.assign(book, read);
  book.worth = Float32Array.from(book.own, (own) => (own ? 1 : 0.6));
  number(book);
  book.heads = lines(book.title.map((title) => flat(title.replace(NUMBER, ""))));
  // A heading that many pages have says little by itself; nor does a page that lists what stands elsewhere.
  const times = new Map();
  book.heads.texts.forEach((title) => times.set(title, (times.get(title) ?? 0) + 1));
  book.plain = Float32Array.from(book.heads.texts, (title) => (times.get(title) > 4 ? 0.55 : 1));
  book.list = Float32Array.from(book.page, (page) => (LISTS.test(pages[page].title) ? 0.3 : APPENDIX.test(pages[page].within) ? 0.75 : 1));
  book.aside = Float32Array.from(book.title, (title, section) => (book.level[section] > 1 && BESIDE.test(title) ? 0.65 : 1));
  book.messages = Float32Array.from(book.title, (title) => (MESSAGES.test(title) ? 0.8 : 1));
  book.right = Float32Array.from(book.page, (_, section) => (mistaken(book, section) ? 0.65 : 1));
  book.terms = (data.terms ? data.terms.split("\n") : []).map((row) => row.split("|"));
  book.names = new Map();
  book.terms.forEach((names, term) => {
    names.forEach((name, rank) => {
      const key = flat(name);
      if (!book.names.has(key) || rank < 2) book.names.set(key, [...(book.names.get(key) ?? []), term]);
    });
  });
  // The words of a page's own address lead to its beginning.
  book.slugs = new Map();
  for (const { path, rule, first } of pages) {
    const own = path.replace(/(\/index)?\.html$/, "").split("/").at(-1).toLowerCase();
    for (const word of rule ? [] : new Set([flat(own), ...own.split(/[-_]/)])) {
      if (word.length > 2 && !IDLE.has(word)) book.slugs.set(word, [...(book.slugs.get(word) ?? []), first]);
    }
  }
  // Names of two words in both languages tell what each of the words is called.
  book.pairs = new Map();
  for (const names of book.terms) {
    const [ko, en] = names.slice(0, 2).map((name) => units(name).map((unit) => unit.text));
    if (ko?.length !== 2 || en?.length !== 2 || HANGUL.test(en.join("")) || !ko.every((word) => HANGUL.test(word))) continue;
    ko.forEach((word, number) => {
      for (const [one, other] of [[word, en[number]], [en[number], word]]) book.pairs.set(one, (book.pairs.get(one) ?? new Set()).add(other));
    });
  }
  book.complaint = new RegExp(data.complaint, "i");
  book.particles = data.particles.split(" ").sort((a, b) => b.length - a.length);
  return book;
}

/** What counts a heading among its neighbours, and is no part of what it says. */
const NUMBER = /^(\d+\.|(실제 )?예제 \d+:|(step|example) \d+:)\s+/i;

/** Pages that list what stands elsewhere. */
const LISTS = /용어집|용어 사전|찾아보기|복습|연습 문제|glossary|index of|quiz|review questions/i;

/** Lists of messages, which lead to where each is dealt with. */
const MESSAGES = /메시지(로|와)|messages/i;

/** Headings under which things are called that one should not do. */
const MISTAKES = /실수|mistake|pitfall/i;

/** What is looked up, once the rest has been read. */
const APPENDIX = /부록|appendix/i;

/** Where what goes wrong is dealt with, and where commands are told of. */
const TROUBLE = /문제 해결|troubleshoot|debug|faq/i;
export const COMMANDS = /명령|command|\bcli\b/i;

/** Sections beside the matter, whatever they are about. */
const BESIDE = /^(비유|그림|출처|직접 확인하기|다음에 읽을 것|더 읽을|analogy|check yourself|exercises?|sources|references|see also|further reading|next)/i;

const mistaken = (book, section) => book.level[section] > 1 && MISTAKES.test(book.title[book.parent[section]] ?? "");

/** What the words of a book are called for, as they are compared. */
function number(book) {
  book.bare = book.words.map(flat);
  // A tool and its command, `docker build`, are one word only to who asks for both.
  book.number = new Map(book.bare.map((word, number) => [word, number]).filter(([, number]) => !book.words[number].includes(" ")));
  book.vocabulary = lines(book.bare);
}

/** What it is worth that a section says a word which tells little of it. */
const LITTLE = 0.38;

/** After how many words whoever types may come in between. */
const AT_A_TIME = 400;

/** Adds the words and places that the index had no room for, in steps. */
export function* enlarge(book, data) {
  let more;
  for (more of words(data, book.count)) yield;
  const numbers = new Map(more.words.map((word, number) => [word, number]));
  const all = { words: [...book.words, ...more.words.filter((word) => !book.number.has(flat(word)))], from: [0], at: [], worth: [] };
  for (const [number, word] of all.words.entries()) {
    for (let at = book.from[number]; at < book.from[number + 1]; at += 1) all.at.push(book.at[at]), all.worth.push(book.worth[at]);
    const other = numbers.get(word);
    for (let at = more.from[other]; at < more.from[other + 1]; at += 1) all.at.push(more.at[at]), all.worth.push(LITTLE);
    all.from.push(all.at.length);
    if (number % AT_A_TIME === 0) yield;
  }
  Object.assign(book, all, { lexicon: null, kept: null });
  number(book);
}

/**
 * Reads words and the sections of each, in steps of which the last gives them: `from[w]` to `from[w + 1]` in `at`, with 1
 * in `own` where they are about it.
 */
function* words(data, sections) {
  const read = [];
  let before = "";
  for (const [, shared, rest] of data.words.matchAll(/([A-Z])([^A-Z]*)/g)) {
    before = before.slice(0, shared.charCodeAt(0) - 65) + rest;
    read.push(before);
  }
  const bytes = Uint8Array.from(atob(data.words_in), (c) => c.charCodeAt(0));
  let at = 0;
  const bit = () => (bytes[at >> 3] >> (7 - (at++ & 7))) & 1;
  const bits = (width) => {
    let value = 0;
    for (; width > 0; width -= 1) value = value * 2 + bit();
    return value;
  };
  const below = (range) => {
    if (range < 2) return 0;
    const width = 31 - Math.clz32(range);
    const short = 2 ** (width + 1) - range;
    const value = bits(width);
    return value < short ? value : value * 2 + bit() - short;
  };
  const ascending = (to, start, count, low, high) => {
    if (count < 1) return;
    const half = count >> 1;
    const least = low + half;
    const middle = least + below(high - (count - 1 - half) - least + 1);
    to[start + half] = middle;
    ascending(to, start, half, low, middle - 1);
    ascending(to, start + half + 1, count - half - 1, middle + 1, high);
  };
  const found = [];
  const own = [];
  const from = new Uint32Array(read.length + 1);
  for (let word = 0; word < read.length; word += 1) {
    let width = 0;
    while (!bit()) width += 1;
    const count = 2 ** width + bits(width);
    const start = found.length;
    for (let left = count; left > 0; left -= 1) found.push(0), own.push(0);
    ascending(found, start, count, 0, sections - 1);
    if (count > 1) {
      const strong = new Array(below(count + 1)).fill(0);
      ascending(strong, 0, strong.length, 0, count - 1);
      for (const one of strong) own[start + one] = 1;
    }
    from[word + 1] = found.length;
    if (word % AT_A_TIME === 0) yield;
  }
  yield { words: read, from, at: Uint32Array.from(found), own };
}

/** Texts on a line each, to be searched as one; `line` tells of each letter which it is on, `start` where each begins. */
function lines(texts) {
  const all = `\n${texts.join("\n")}\n`;
  const line = new Uint32Array(all.length);
  const start = new Uint32Array(texts.length + 1);
  let at = 1;
  texts.forEach((text, number) => {
    start[number] = at;
    line.fill(number, at, (at += text.length + 1));
  });
  start[texts.length] = at;
  return { all, line, start, texts };
}

/** Calls `each(line, offset)` for the first place of a text in every line that holds it. */
export function within({ all, line, start }, text, each) {
  for (let at = all.indexOf(text); at >= 0; ) {
    const number = line[at];
    if (each(number, at - start[number]) === false) return;
    at = all.indexOf(text, start[number + 1]);
  }
}
