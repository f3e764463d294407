// Messages that are pasted: which of those that the book shows one is, whatever names stand in it.

import { flat } from "./letters.js";
import { complaint } from "./meant.js";

/** What is quoted: the names of things, which vary. */
const QUOTED = /(^|[\s(:=,])(["'`])[^"'`]*\2/g;

const written = (text) => [...text.matchAll(/[a-z_]+(?:-[a-z_]+)*|[가-힣]+|[^\P{L}가-힣a-z]+/giu)].map(([word]) => flat(word)).filter(Boolean);

/** The words of a message, and each two that follow each other but for what is quoted: what it says, and in what order. */
function tokens(text) {
  const said = written(text.replace(QUOTED, "$1 _x_ "));
  return new Set([...written(text), ...said.slice(1).map((word, at) => `${said[at]} ${word}`)]);
}

/** Whether a query is, or begins to be, a message: what complains, and a sentence as our own tool writes it. */
export const pasted = (book, query) => Boolean(complaint(book, query)) || (/니다|습니까/.test(query) && (query.includes("`") || /(\S+\s+){2}/.test(query)));

/** What does not vary of a message, as far as one can tell. */
const fixed = (book, text) => complaint(book, text)?.text ?? text;

/** After how many messages whoever types may come in between. */
const HEARD_AT_ONCE = 40;

/** Takes in the messages that `preprocessors/site/search/messages.rs` wrote, in steps. */
export function* listen(book, rows) {
  const said = [];
  const by = new Map();
  for (const [text, places] of rows) {
    const message = { places, tokens: tokens(fixed(book, text)), weight: 0 };
    for (const token of message.tokens) by.set(token, [...(by.get(token) ?? []), message]);
    said.push(message);
    if (said.length % HEARD_AT_ONCE === 0) yield;
  }
  const worth = (token) => Math.log2(1 + said.length / by.get(token).length);
  for (const message of said) for (const token of message.tokens) message.weight += worth(token);
  book.shown = { by, worth };
}

/** How much a word that no message of the book has tells against each of them. */
const STRANGE = 5;

/** From how much of it on a message is taken for one of the book's. */
const SURE = 0.42;

/** The sections that show the message of a query, with how sure that is, up to 1. */
export function heard(book, query) {
  const { by, worth } = book.shown;
  const found = new Map();
  const text = fixed(book, query);
  // What no message says tells against each of them, unless it is quoted as the name of something.
  const bare = tokens(text.replace(QUOTED, "$1 "));
  let asked = [...bare].filter((token) => !token.includes(" ") && !by.has(token)).length * STRANGE;
  for (const token of tokens(text)) {
    if (!by.has(token)) continue;
    asked += worth(token);
    for (const message of by.get(token)) found.set(message, (found.get(message) ?? 0) + worth(token));
  }
  const sure = new Map();
  for (const [{ places, weight }, shared] of found) {
    // Who pastes a part of a message asks for the whole; what a message lacks of what was pasted tells more against it.
    const share = shared / (weight ** 0.2 * asked ** 0.8);
    if (share < SURE) continue;
    for (const place of places) sure.set(place, Math.max(sure.get(place) ?? 0, share));
  }
  return sure;
}
