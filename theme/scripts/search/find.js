// What a query finds: text in, sections out. No page is touched.

import { COMMANDS, within } from "./book.js";
import { HANGUL, distance, flat, units } from "./letters.js";
import { apart, complaint, compound, gathered, groups, known, nearest } from "./meant.js";
import { heard, pasted } from "./messages.js";

/** How well a text stands for a longer one that holds it at an offset; `alone` where nothing else is asked for. */
function likeness(text, whole, offset, alone) {
  const share = text.length / whole.length;
  // Of what is asked for, a part that a heading is made of tells little more than one that it holds.
  if (!alone) return share === 1 ? 1.1 : (offset === 0 ? 0.75 : 0.55) + share * 0.25;
  if (share === 1) return 1.25;
  return (offset === 0 ? 0.7 : 0.5) + share * 0.3;
}

/** Adds the sections that say a word, or words that begin with it or hold it. `spelled` gives the names of a query as they are typed. */
function say(book, text, quality, scores, needles, spelled) {
  const add = (word, worth) => {
    for (let at = book.from[word]; at < book.from[word + 1]; at += 1) {
      const score = worth * book.worth[at];
      const section = book.at[at];
      if (score > scores[section]) scores[section] = score;
    }
  };
  needles.add(text);
  const exact = book.bare.indexOf(text);
  if (exact >= 0 && text.length === 1) return add(exact, quality);
  if (text.length < 2) return;
  let left = 300;
  within(book.vocabulary, text, (word, offset) => {
    const whole = book.bare[word];
    const share = text.length / whole.length;
    const edge = offset === 0 || /[-_]/.test(book.words[word]);
    // `--desired-count` is the option, not the field `desiredCount`.
    if (share === 1) add(word, (spelled.get(text) ?? book.words[word]) === book.words[word] ? quality : quality * 0.8);
    else if (edge || text.length > 2 || HANGUL.test(text)) add(word, quality * ((edge ? 0.45 : 0.3) + 0.4 * share));
    left -= 1;
    return left > 0;
  });
}

/** Whether a text that is a name is a part of a longer one, that of something else. */
function share(book, text, whole) {
  if (text === whole || !book.names.has(text) || !book.names.has(whole)) return false;
  return !book.names.get(whole).some((term) => book.names.get(text).includes(term));
}

/** Adds what the headings hold. */
function head(book, text, quality, scores, alone) {
  if (text.length < 2 && !HANGUL.test(text)) return;
  const begins = /^[a-z0-9]/.test(text) && new RegExp(`(^|[^a-z0-9])${text}`, "i");
  const goesOn = /[a-z]$/.test(text) && new RegExp(`${text}[a-z]`, "i");
  within(book.heads, text, (section, offset) => {
    const whole = book.heads.texts[section];
    let like = likeness(text, whole, offset, alone);
    const title = book.title[section];
    // What stands behind a colon is a heading, too.
    const [, part] = offset > 0 && !/^\d/.test(title) ? title.split(": ", 2).map(flat) : [];
    if (part?.startsWith(text)) like = Math.max(like, likeness(text, part, 0, alone) * 0.95);
    // `로드 밸런서(ALB)` is called either.
    if (like < 1.2 && title.endsWith(")") && title.split(/[()]/, 2).some((part) => flat(part) === text)) like = 1.2;
    // Of several things that a heading lists, the first is what it begins with.
    if (offset > 0 && title.includes(", ")) like *= 0.8;
    // What begins inside a word, or breaks off in one of Latin letters, is less.
    if (begins && /[a-z0-9]/.test(whole[offset - 1] ?? "") && !begins.test(title)) like *= 0.5;
    if (goesOn && /[a-z]/.test(whole[offset + text.length] ?? "") && goesOn.test(title)) like *= 0.7;
    if (like < 1.15 && /^(하기|되기|기)$/.test(whole.slice(text.length)) && offset === 0) like = 1.15;
    // `Fargate Spot` is something else than Fargate.
    if (share(book, text, whole)) like *= 0.7;
    like *= book.plain[section];
    if (like * quality > scores[section]) scores[section] = like * quality;
  });
}

/** Adds the pages whose address has a word of its own for what they are about: `wrap-up/glossary`. */
function byAddress(book, text, quality, scores) {
  if (text.length < 3) return;
  for (const [name, sections] of book.slugs) {
    if (!name.startsWith(text)) continue;
    for (const section of sections) scores[section] = Math.max(scores[section], quality * (name === text ? 0.7 : 0.15 + (0.4 * text.length) / name.length));
  }
}

/** What one group of a query, words that stand for one thing, makes of every section: what its heading and its text are worth. */
function worth(book, ways, needles, spelled, alone) {
  const heads = new Float32Array(book.count);
  const texts = new Float32Array(book.count);
  for (const { words, quality, named } of ways) {
    head(book, words.join(""), quality, heads, alone);
    if (named) {
      needles.add(words.join(""));
      continue;
    }
    byAddress(book, words.join(""), quality, heads);
    if (words.length === 1) {
      say(book, words[0], quality, texts, needles, spelled);
      continue;
    }
    // Several words: a section has to say them all, as one or apart.
    const joined = new Float32Array(book.count);
    say(book, words.join(""), quality, joined, needles, spelled);
    const all = words.map((word) => {
      const [one, named] = [new Float32Array(book.count), new Float32Array(book.count)];
      say(book, word, quality, one, needles, spelled);
      head(book, word, quality, named, alone);
      return [one, named];
    });
    const length = words.join("").length;
    for (let section = 0; section < book.count; section += 1) {
      let least = Infinity;
      let named = Infinity;
      for (const [one, head] of all) {
        named = Math.min(named, head[section]);
        least = Math.min(least, Math.max(one[section], head[section] * 0.6));
      }
      texts[section] = Math.max(texts[section], joined[section], least * 0.8);
      if (named > 0) heads[section] = Math.max(heads[section], quality * book.plain[section] * (0.5 + (0.4 * length) / book.heads.texts[section].length));
    }
  }
  return { heads, texts };
}

/**
 * What a group finds: the `sections`, and for each of them a `score`, how far it covers what was asked for, and whether it
 * is `named` by its heading or one above it. `holders` is how many of them hold it for certain.
 */
function group(book, ways, spelled, alone, wrong) {
  const needles = new Set();
  const { heads, texts } = worth(book, ways, needles, spelled, alone);
  const found = { sections: [], scores: [], covers: [], named: [], holders: 0, headed: 0, needles };
  for (let section = 0; section < book.count; section += 1) {
    if (heads[section] > 0.3 || texts[section] > 0.2) found.holders += 1;
    if (heads[section] > found.headed && book.right[section] === 1) found.headed = heads[section];
    let above = 0;
    let share = 0.5;
    let named = heads[section];
    for (let up = book.parent[section]; up >= 0; up = book.parent[up]) {
      above = Math.max(above, heads[up] * share);
      named = Math.max(named, heads[up]);
      share = 0.42;
    }
    const level = book.level[section];
    const title = heads[section] * (level < 2 ? 1.3 : level === 2 ? 1.05 : 1);
    const said = texts[section] * (wrong ? 1 : level < 2 ? 0.66 : 0.55);
    const score = title + above * 0.6 + said * (title > 0 ? 0.5 : 1);
    if (score <= 0) continue;
    found.sections.push(section);
    found.scores.push(score);
    found.covers.push(Math.min(1, 2 * Math.max(title, said, above * 0.9)));
    found.named.push(named > 0.4);
  }
  return found;
}

/** How many groups are kept: while a query is typed, all but its last stay as they are. */
const KEPT = 40;

/** What a group finds, from what is kept where it was asked for before. */
function kept(book, ...asked) {
  const [ways, spelled, ...rest] = asked;
  const key = JSON.stringify([ways, [...spelled], ...rest]);
  book.kept ??= new Map();
  const found = book.kept.get(key) ?? group(book, ...asked);
  book.kept.delete(key);
  book.kept.set(key, found);
  if (book.kept.size > KEPT) book.kept.delete(book.kept.keys().next().value);
  return found;
}

/** From how many parts on a query is a sentence, which hardly any heading answers by itself. */
const MANY = 3;

/** The rule whose id a text is, or was to be. */
function ruleOf(book, text) {
  if (!/^[a-z]+(-[a-z]+)+$/.test(text) || known(book, flat(text))) return text;
  const far = (page) => distance(text, page.title, 2, false);
  const near = book.pages.filter((page) => page.rule && far(page) < 3);
  return near.sort((a, b) => far(a) - far(b))[0]?.title ?? text;
}

/** How much of a place to deal with a message a section that shows it is: the page of its rule first, lists of messages last. */
function dealt(book, section) {
  const page = book.pages[book.page[section]];
  if (page.rule) return 1.5;
  return book.list[section] * book.messages[section] * (page.trouble ? 1.3 : 1) * (/index\.html$/.test(page.path) ? 0.8 : 1);
}

/** How well a heading has to name a term, and how much a place has to say of it, for its definition to come later. */
const NAMED = 0.3;
const MUCH = 2.5;

/** Results with the definition of a term before them, where no place has much to say of it. */
function defined(book, term, results) {
  const most = results.reduce((most, { section, score }) => Math.max(most, book.right[section] < 1 ? 0 : score), 0);
  const section = book.defined[term] ?? -1;
  if (section < 0 || most > MUCH) return results;
  const best = Math.max(...results.map(({ score }) => score), 0);
  return [...results.filter((result) => result.section !== section), { section, score: best + 0.01, name: book.terms[term][0] }];
}

/**
 * The sections that a query finds, the best first: `{ section, score }`, with the `name` of a term where the section is
 * but one that defines it; and the texts that are worth marking.
 * `total` is how many there are; `instead` says what was looked for where nobody says what was typed; `more` asks for
 * the rest of the words.
 */
export function find(book, query, limit) {
  const wrong = complaint(book, query);
  // The name of an error alone is a message, too.
  const failed = wrong || /^\s*[a-z]+(err?or|exception)\s*$/i.test(query);
  const shown = book.shown && !wrong?.rules.length && pasted(book, query) ? heard(book, query) : new Map();
  let parts = wrong ? units(wrong.fixed, true) : units(gathered(book, query));
  if (wrong) {
    const more = (text, share) => {
      for (const unit of units(text, true)) if (!parts.some((part) => part.text === unit.text)) parts.push({ ...unit, weight: unit.weight * share });
    };
    more(wrong.between, 0.4);
    more(wrong.varying, 0.12);
    parts = parts.filter((unit) => unit.weight > 0.3 || known(book, unit.text));
  }
  // Of a command line, the operation tells most.
  const command = !wrong && /^\s*\$?\s*(aws\s+[a-z0-9-]+|docker|git|curl|jq|kubectl|npm|cargo)\s+[a-z]|^-*[a-z]+(-[a-z]+)+$/.exec(query);
  const tool = command?.[1]?.split(/\s/)[0];
  if (tool) parts.slice(0, tool === "aws" ? 2 : 1).forEach((part) => (part.weight = 0.2));
  if (tool && tool !== "aws" && parts[1]) parts[1].tool = tool;
  const place = tool && tool !== "aws" ? new RegExp(`\\b${tool}\\b`, "i") : COMMANDS;
  // A name of many words that nobody says is searched by its words.
  parts = parts.flatMap((unit) => {
    const words = compound(unit.raw);
    return words.length > 2 && !known(book, unit.text) && !nearest(book, unit.text).length ? units(words.join(" ")) : [unit];
  });
  // Words that nobody writes as one are searched as if they were apart.
  if (!wrong) parts = parts.flatMap((unit) => apart(book, unit));
  const spelled = new Map(parts.filter(({ raw }) => /[a-z][-_A-Z]/.test(raw)).map(({ text, raw }) => [text, raw.toLowerCase()]));
  const needles = new Set();
  const nothing = { results: [], total: 0, needles: [], instead: "", more: false };
  if (!parts.length && !wrong?.rules.length) return nothing;
  const asked = groups(book, parts.slice(0, 24), /[\p{L}\p{N}]$/u.test(query.trim()) && !wrong, wrong);
  // Words that the index has no room for tell where few of those that it has do, or where there are many.
  let more = asked.length >= MANY || asked.some(({ guessed, weight }) => guessed && weight > 0.1);
  const scores = new Float32Array(book.count);
  const covered = new Float32Array(book.count);
  const titled = new Float32Array(book.count);
  const instead = [];
  let changed = false;
  let headed = 0;
  let whole = 0;
  for (const { ways, weight, text } of asked) {
    const found = kept(book, ways, spelled, asked.length < 2, Boolean(wrong));
    found.needles.forEach((needle) => needles.add(needle));
    headed = Math.max(headed, found.headed);
    const first = ways.find(({ named }) => !named)?.words.join(" ");
    if (first && first.replaceAll(" ", "") !== text && !known(book, text)) (instead.push(first), (changed = true));
    else instead.push(text);
    // What nobody says weighs little, and nothing in a message, whose words vary.
    const rare = weight * (found.holders ? Math.log2(1 + book.count / found.holders) : wrong ? 0 : 2);
    whole += rare;
    if (!found.holders) {
      more ||= weight > 0.1;
      continue;
    }
    found.sections.forEach((section, at) => {
      scores[section] += rare * found.scores[at];
      covered[section] += rare * found.covers[at];
      if (found.named[at]) titled[section] += rare;
    });
  }
  const troubled = /[요까죠네]\s*[?!.]*$|(^|\s)(왜|안|못)\s|\b(why|can't|cannot|not|fails?)\b/.test(query);
  const bare = flat(query);
  const id = ruleOf(book, query.trim().toLowerCase());
  let results = [];
  for (let section = 0; section < book.count; section += 1) {
    const page = book.pages[book.page[section]];
    const named = page.rule && (page.title === id || wrong?.rules.includes(page.title));
    const sure = shown.get(section) ?? 0;
    if (!scores[section] && !named && !sure) continue;
    const title = book.heads.texts[section];
    let score = scores[section] * (covered[section] / (whole || 1)) ** (wrong ? 1.5 : 2);
    score *= book.list[section] * (wrong && book.list[section] < 0.5 ? 0.5 : 1);
    // What its own heading and those above it call all that is asked for is the place itself.
    if (asked.length > 1 && titled[section] > whole * 0.9) score *= 1.25;
    score *= book.aside[section];
    // Who tells of what goes wrong, or asks why, may want the mistake itself.
    if (!wrong && !(troubled && book.right[section] < 1)) score *= book.right[section] * (command ? book.right[section] : 1);
    if (wrong) score *= book.messages[section];
    if (page.trouble) score *= failed ? 1.4 : troubled ? 1 : 0.93;
    if (command && place.test(`${page.path} ${page.title}`)) score *= 1.5;
    if (named) score = score * 2 + 1000;
    else if (page.rule) score *= !wrong ? 0.2 : covered[section] > whole * 0.8 ? 1.15 : 0.4;
    if (asked.length > 1 && title.includes(bare)) score *= 1.5;
    if (sure) score += 1000 * sure * dealt(book, section);
    results.push({ section, score });
  }
  // Of places that are as good, the better one is on a page that has more to say of it. A message stands anywhere.
  if (!wrong) {
    const said = new Float32Array(book.pages.length);
    for (const { section, score } of results) said[book.page[section]] += score;
    for (const result of results) result.score *= 1.2 - (0.2 * result.score) / said[book.page[result.section]];
  }
  if (!wrong && asked.length === 1 && headed < NAMED) results = defined(book, asked[0].terms[0], results);
  // Of places that show a message alike, its words tell.
  if (shown.size) {
    const said = (section) => scores[section] * (covered[section] / (whole || 1)) ** 1.5;
    const most = Math.max(...[...shown.keys()].map(said), 0.1);
    for (const result of results) if (shown.has(result.section)) result.score += (150 * said(result.section)) / most;
  }
  results.sort((a, b) => b.score - a.score || a.section - b.section);
  // What says next to nothing of a question is shown where nothing says more.
  const least = Math.min(0.02 * whole, 0.3 * (results[0]?.score ?? 0));
  while (results.length && results.at(-1).score < least) results.pop();
  for (const rule of wrong?.rules ?? []) needles.add(rule);
  return { results: results.slice(0, limit), total: results.length, needles: [...needles].filter((one) => one.length > 1), instead: changed ? instead.join(" ") : "", more };
}

/** Queries of each kind; no book has to know them. */
const KINDS = ["zz", "클러", "로드 밸런서", "쿨러스터", "ㅋㄹㅅ", "zmffjtmxj", "taks", "태스크를 지우려면", "run-task", "networkMode", "an error occurred (x) when calling y: no 'z' exists"];

/** Does what the first letters would have to wait for, a step for each query of a kind, so that no letter waits for long. */
export function* prepare(book) {
  for (const query of [...KINDS, ...KINDS, ...KINDS]) yield find(book, query, 1);
}

/** Where a text holds any of the needles: ascending pairs of offsets that do not touch. */
export function spans(text, needles) {
  let bare = "";
  const at = [];
  for (let from = 0; from < text.length; ) {
    const c = String.fromCodePoint(text.codePointAt(from));
    const letters = c === " " ? "" : flat(c);
    for (let left = letters.length; left > 0; left -= 1) at.push(from);
    bare += letters;
    from += c.length;
  }
  at.push(text.length);
  const found = [];
  for (const needle of needles) {
    const latin = /^[a-z0-9]/.test(needle);
    for (let from = bare.indexOf(needle); from >= 0; from = bare.indexOf(needle, from + needle.length)) {
      const start = at[from];
      // A short Latin word inside another is another word.
      if (latin && needle.length < 4 && /[a-z0-9]/i.test(text[start - 1] ?? "")) continue;
      const last = at[from + needle.length - 1];
      const end = last + String.fromCodePoint(text.codePointAt(last)).length;
      if (end - start <= needle.length * 1.6 + 2) found.push([start, end]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const merged = [];
  for (const [start, end] of found) {
    if (merged.length && start <= merged.at(-1)[1]) merged.at(-1)[1] = Math.max(merged.at(-1)[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
