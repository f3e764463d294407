// What a query finds, in the index that `preprocessors/site/search.rs` writes: text in, sections out. No page is touched.

// --- The index.

/** What `preprocessors/site/search` packed, as arrays over the sections and the words. */
export function unpack(data) {
  const pages = [];
  const book = { pages, page: [], level: [], title: [], id: [], parent: [], folder: data.folder, cuts: data.cuts };
  const heads = data.heads.split("\n");
  for (const row of data.pages ? data.pages.split("\n") : []) {
    const [path, title, within, count] = row.split("\t");
    const page = { path, title, within, rule: count.endsWith("r"), first: book.page.length };
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
  book.words = [];
  let before = "";
  for (const [, shared, rest] of data.words.matchAll(/([A-Z])([^A-Z]*)/g)) {
    before = before.slice(0, shared.charCodeAt(0) - 65) + rest;
    book.words.push(before);
  }
  places(book, data.posts);
  book.number = new Map(book.words.map((word, number) => [word, number]));
  book.bare = book.words.map(flat);
  book.heads = lines(book.title.map(flat));
  book.vocabulary = lines(book.bare);
  // A heading that many pages have says little by itself; nor does a page that lists what stands elsewhere.
  const times = new Map();
  book.heads.texts.forEach((title) => times.set(title, (times.get(title) ?? 0) + 1));
  book.plain = Float32Array.from(book.heads.texts, (title) => (times.get(title) > 2 ? 0.55 : 1));
  book.list = Float32Array.from(book.page, (page) => (LISTS.test(pages[page].title) ? 0.4 : 1));
  book.aside = Float32Array.from(book.page, (_, section) => (mistaken(book, section) ? 0.65 : 1));
  book.terms = (data.terms ? data.terms.split("\n") : []).map((row) => row.split("|"));
  book.names = new Map();
  book.terms.forEach((names, term) => {
    names.forEach((name, rank) => {
      const key = flat(name);
      if (!book.names.has(key) || rank < 2) book.names.set(key, [...(book.names.get(key) ?? []), term]);
    });
  });
  // Names of two words in both languages tell what each of the words is called.
  book.pairs = new Map();
  for (const names of book.terms) {
    const [ko, en] = names.slice(0, 2).map((name) => units(name).map((unit) => unit.text));
    if (ko?.length !== 2 || en?.length !== 2 || HANGUL.test(en.join("")) || !ko.every((word) => HANGUL.test(word))) continue;
    ko.forEach((word, number) => {
      for (const [one, other] of [[word, en[number]], [en[number], word]]) book.pairs.set(one, (book.pairs.get(one) ?? new Set()).add(other));
    });
  }
  book.particles = data.particles.split(" ").sort((a, b) => b.length - a.length);
  return book;
}

/** Pages that list what stands elsewhere. */
const LISTS = /용어집|용어 사전|찾아보기|glossary|index of/i;

/** Headings under which things are called that one should not do. */
const MISTAKES = /실수|mistake|pitfall/i;

/** Where what goes wrong is dealt with, and where commands are told of. */
const TROUBLE = /문제 해결|troubleshoot|debug|faq/i;
const COMMANDS = /명령|command|\bcli\b/i;

const mistaken = (book, section) => book.level[section] > 1 && MISTAKES.test(book.title[book.parent[section]] ?? "");

/** Reads the sections of each word: `from[w]` to `from[w + 1]` in `at`, with 1 in `own` where they are about it. */
function places(book, base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
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
  book.from = new Uint32Array(book.words.length + 1);
  for (let word = 0; word < book.words.length; word += 1) {
    let width = 0;
    while (!bit()) width += 1;
    const count = 2 ** width + bits(width);
    const start = found.length;
    for (let left = count; left > 0; left -= 1) found.push(0), own.push(0);
    ascending(found, start, count, 0, book.count - 1);
    if (count > 1) {
      const strong = new Array(below(count + 1)).fill(0);
      ascending(strong, 0, strong.length, 0, count - 1);
      for (const one of strong) own[start + one] = 1;
    }
    book.from[word + 1] = found.length;
  }
  book.at = Uint32Array.from(found);
  book.own = Uint8Array.from(own);
}

/** Texts on a line each, to be searched as one; `start` tells where each begins. */
function lines(texts) {
  const start = new Uint32Array(texts.length + 1);
  let at = 1;
  texts.forEach((text, number) => {
    start[number] = at;
    at += text.length + 1;
  });
  start[texts.length] = at;
  return { all: `\n${texts.join("\n")}\n`, start, texts };
}

/** Calls `each(line, offset)` for the first place of a text in every line that holds it. */
function within({ all, start }, text, each) {
  for (let at = all.indexOf(text); at >= 0; ) {
    let low = 0;
    let high = start.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (start[middle] <= at) low = middle;
      else high = middle - 1;
    }
    if (each(low, at - start[low]) === false) return;
    at = all.indexOf(text, start[low + 1]);
  }
}

// --- Letters.

/** A text as it is compared: letters and digits alone, in lower case. */
export function flat(text) {
  if (/^[a-z0-9가-힣]*$/.test(text)) return text;
  return text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, "");
}

const HANGUL = /[가-힣ㄱ-ㅎㅏ-ㅣ]/;
const LEADS = ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"];
const VOWELS = ["k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"];
const FINALS = ["", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T", "d", "w", "c", "z", "x", "v", "g"];
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
/** The letters from ㄱ to ㅣ. */
const JAMO = ["r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q", "qt", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g", ...VOWELS];

/** The keys that type a Hangul letter on the usual Korean keyboard; any other letter as it is. */
function keysOf(c) {
  const code = c.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const at = code - 0xac00;
    return LEADS[Math.floor(at / 588)] + VOWELS[Math.floor(at / 28) % 21] + FINALS[at % 28];
  }
  return JAMO[code - 0x3131] ?? c;
}

/** A text by the keys that type it: Hangul in small letters, whatever is Latin in capitals. */
function keyed(text) {
  return [...text].map((c) => (HANGUL.test(c) ? keysOf(c).toLowerCase() : c.toUpperCase())).join("");
}

/** What was meant by Hangul when English was wanted. */
const asLatin = (text) => [...text].map(keysOf).join("").toLowerCase();

/** Each syllable's first consonant. */
function initials(text) {
  return [...text].map((c) => (c >= "가" && c <= "힣" ? INITIALS[Math.floor((c.charCodeAt(0) - 0xac00) / 588)] : c)).join("");
}

/** How many letters were left out, added, changed or swapped; more than `most` counts as `most + 1`. */
function distance(typed, meant, most, open) {
  const width = meant.length;
  if (typed.length - width > most || (!open && width - typed.length > most)) return most + 1;
  let last = null;
  let row = Array.from({ length: width + 1 }, (_, at) => at);
  for (let i = 1; i <= typed.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= width; j += 1) {
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (typed[i - 1] === meant[j - 1] ? 0 : 1));
      if (last && typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1]) cost = Math.min(cost, last[j - 2] + 1);
      next.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    last = row;
    row = next;
  }
  return open ? Math.min(...row) : row[width];
}

// --- What was meant.

const IDLE = new Set(
  ("뭐 뭔가요 뭐야 뭐예요 뭐지 무엇 무엇인가요 무엇인가 어떻게 하는 하는법 방법 법 하기 해요 하나요 싶어요 왜 안 안돼요 안됨 때 것 좀 그리고 " +
    "the a an is are was be to of in for on at by with and or how what why do does did can i my it its this that when").split(" "),
);

/** The parts of a query: `text` as compared, `raw` as typed, and how much it counts. */
function units(query, error) {
  const found = [];
  const seen = new Set();
  for (const [raw] of query.normalize("NFC").matchAll(/[a-z0-9_]+(?:-[a-z0-9_]+)*|[가-힣ㄱ-ㅎㅏ-ㅣ]+|[^\P{L}가-힣ㄱ-ㅎㅏ-ㅣa-z]+/giu)) {
    const text = flat(raw);
    if (!text || seen.has(text)) continue;
    seen.add(text);
    found.push({ text, raw, weight: IDLE.has(text) ? (error ? 0.3 : 0.08) : 1 });
  }
  if (found.every((unit) => unit.weight < 0.1)) found.forEach((unit) => (unit.weight = 1));
  return found;
}

const COMPLAINT =
  /exception|error|fail|invalid|unknown|cannot|can't|could ?n[o']t|unable|denied|not |must|require|missing|exist|expected|unrecognized|unsupported|duplicate|오류|경고/i;

/** What of a query is an error message: its fixed words, those that vary with the case, and the rules that it names. */
function complaint(query) {
  const rules = [...query.matchAll(/\[([a-z]+(?:-[a-z]+)*)\]/g)].map(([, id]) => id);
  const latin = query.match(/[a-z]{2,}/gi) ?? [];
  if (!rules.length && !(latin.length >= 3 && COMPLAINT.test(query) && /\s/.test(query.trim()))) return null;
  let fixed = query
    .replace(/an error occurred \((\w+)\) when calling the (\w+) operation( \([^)]*\))?:?/i, (_, kind) => (/^(Client|InvalidParameter|Validation)/.test(kind) ? "" : kind))
    .replace(/^\s*(오류|경고|error|warning)(\[[a-z-]+\])?:?/i, "")
    .replace(/\b(arn:|https?:\/\/)\S+|\b\d[\w.:-]*/gi, " ");
  const varying = [];
  fixed = fixed.replace(/(^|[\s(:=])(['"`‘“])([^'"`’”]{1,80})['"`’”]/g, (_, lead, __, inner) => (varying.push(inner), `${lead} `));
  return { fixed, varying: varying.join(" "), rules };
}

/** Whether anything in the book is called so, or says it. */
function known(book, text) {
  if (book.number.has(text) || book.names.has(text)) return true;
  if (text.length < (HANGUL.test(text) ? 2 : 3)) return book.vocabulary.all.includes(`\n${text}`) || book.heads.all.includes(text);
  if (book.vocabulary.all.includes(text) || book.heads.all.includes(text)) return true;
  for (const name of book.names.keys()) if (name.startsWith(text)) return true;
  return false;
}

/** All words that a reader may have wanted to write, with how often the book says them. */
function lexicon(book) {
  if (book.lexicon) return book.lexicon;
  const all = new Map(book.bare.map((word, number) => [word, book.from[number + 1] - book.from[number]]));
  const more = (text, count) => {
    for (const unit of units(text)) all.set(unit.text, (all.get(unit.text) ?? 0) + count);
  };
  book.title.forEach((title) => more(title, 3));
  book.terms.forEach((names) => names.forEach((name) => more(name, 3)));
  for (const name of book.names.keys()) all.set(name, (all.get(name) ?? 0) + 3);
  book.lexicon = [...all].map(([word, count]) => ({ word, count, keys: keyed(word), hangul: HANGUL.test(word) }));
  return book.lexicon;
}

/** A word without its particle, its plural, its ending. */
function stems(book, text) {
  if (!HANGUL.test(text)) {
    return [[/ies$/, "y"], [/(es|s)$/, ""], [/s$/, ""], [/(ing|ed)$/, ""], [/(ing|ed)$/, "e"]]
      .filter(([ending]) => ending.test(text) && text.length > 4)
      .map(([ending, to]) => text.replace(ending, to));
  }
  return book.particles.filter((particle) => text.endsWith(particle) && text.length > particle.length + 1).map((particle) => text.slice(0, -particle.length));
}

/** The words that are nearest to one that nobody says. */
function nearest(book, text, last, least = 0) {
  const hangul = HANGUL.test(text);
  const keys = keyed(text);
  const most = keys.length < 4 ? 0 : keys.length < (hangul ? 11 : 8) ? 1 : 2;
  if (!most) return [];
  let found = [];
  for (const open of last && keys.length > 5 ? [false, true] : [false]) {
    for (const entry of lexicon(book)) {
      if (entry.hangul !== hangul || entry.keys.length < 3 || entry.count < least) continue;
      const far = distance(keys, entry.keys, most, open);
      if (far <= most) found.push({ ...entry, far: far + (entry.keys[0] === keys[0] ? 0 : 0.4) - Math.min(entry.count, 40) / 100 });
    }
    if (found.length) break;
  }
  found = found.sort((a, b) => a.far - b.far).slice(0, 3);
  return found.filter((entry) => entry.far < found[0].far + 0.4).map((entry) => entry.word);
}

/** A text without spaces as two or three words that are known. */
function parted(book, text, depth = 2) {
  for (let at = text.length - 2; at >= 2; at -= 1) {
    const [head, tail] = [text.slice(0, at), text.slice(at)];
    const is = (word) => book.number.has(word) || book.names.has(word) || book.heads.all.includes(`\n${word}\n`);
    if (!is(head)) continue;
    if (is(tail)) return [head, tail];
    const stem = stems(book, tail).find(is);
    if (stem) return [head, stem];
    const rest = depth > 1 && tail.length > 3 ? parted(book, tail, depth - 1) : null;
    if (rest) return [head, ...rest];
  }
  return null;
}

/** A noun made a verb, and the root of a verb. */
const VERB = /^(.{2,}?)(?:하|되|시키|했|됐|된|한|할|될|해|돼|합|됩|함|됨)/;
const ENDING = /^(.{2,}?)(?:려면|려고|리는|려|려요|려는|기|는|는데|는지|니다|어요|아요|나요|까요|네요|돼요|해요|요|면|고|서|지|게|다|을|은|어|아|자|줘)$/;

/** What a unit may mean, the best first: lists of words that have to be found together. */
function meant(book, unit, last, wrong) {
  const { text, raw } = unit;
  const hangul = HANGUL.test(text);
  if (wrong && !hangul) return known(book, text) ? [[text]] : stems(book, text).filter((word) => book.number.has(word)).slice(0, 1).map((word) => [word]);
  if (hangul) {
    const noun = VERB.exec(text)?.[1];
    if (noun && (book.number.has(noun) || book.names.has(noun))) return [[noun]];
    const root = ENDING.exec(text)?.[1];
    if (root && !book.names.has(text) && known(book, root)) return known(book, text) ? [[text], [root]] : [[root]];
  }
  if (/^[ㄱ-ㅎ]{2,}$/.test(text)) {
    const latin = asLatin(text);
    const words = lexicon(book).filter(({ word, hangul: is }) => is && initials(word).startsWith(text));
    const best = words.sort((a, b) => a.word.length - b.word.length || b.count - a.count).slice(0, 6).map(({ word }) => [word]);
    if (book.number.has(latin) || book.names.has(latin)) return [[latin], ...best];
    if (best.length) return best;
  }
  if (known(book, text)) {
    // What is said once or twice may be a slip that the book shows on purpose.
    let times = book.names.has(text) || book.heads.all.includes(text) ? 3 : 0;
    within(book.vocabulary, text, (word) => (times += book.from[word + 1] - book.from[word]) < 3);
    return [[text], ...(times < 3 && text.length > 5 ? nearest(book, text, false, 20).map((word) => [word]) : [])];
  }
  const stem = stems(book, text).find((word) => known(book, word));
  if (stem) return [[stem]];
  if (hangul) {
    // The last syllable may be half typed, or hold the beginning of the next.
    const keys = keyed(text);
    const begun = last ? lexicon(book).filter((entry) => entry.hangul && entry.keys.startsWith(keys)) : [];
    if (begun.length) return begun.sort((a, b) => b.count - a.count).slice(0, 4).map(({ word }) => [word]);
    const latin = asLatin(raw);
    if (latin.length > 1 && known(book, latin)) return [[latin]];
    const parts = parted(book, text);
    if (parts) return [parts];
  } else {
    const keys = [...raw].map((c) => c.toLowerCase()).join("");
    const typed = keys.length > 2 ? lexicon(book).filter((entry) => entry.hangul && entry.keys.startsWith(keys)) : [];
    const exact = typed.filter((entry) => entry.keys === keys);
    if (typed.length) return (exact.length ? exact : typed.sort((a, b) => b.count - a.count).slice(0, 3)).map(({ word }) => [word]);
    const parts = raw.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase().split(/[-_]/).filter((part) => part.length > 1);
    if (parts.length > 1 && parts.every((part) => known(book, part))) return [parts];
  }
  const near = nearest(book, text, last);
  if (near.length) return near.map((word) => [word]);
  if (!hangul) {
    const typed = hangulOf(raw);
    const found = typed && (known(book, typed) ? [typed] : (stems(book, typed).filter((word) => known(book, word)).slice(0, 1)));
    if (found?.length) return [found];
    const parts = typed && parted(book, typed);
    return parts ? [parts] : [];
  }
  for (let length = text.length - 1; length > 1; length -= 1) {
    if (known(book, text.slice(0, length))) return [[text.slice(0, length)]];
  }
  return [];
}

/** The Hangul that Latin keys type, or nothing where they type none. */
function hangulOf(raw) {
  const keys = raw.replace(/[A-Z]/g, (c) => (/[QWERTOP]/.test(c) ? c : c.toLowerCase()));
  const longest = (list, at) => [2, 1].map((size) => keys.slice(at, at + size)).find((text) => text && list.includes(text));
  let out = "";
  for (let at = 0; at < keys.length; ) {
    const lead = LEADS.indexOf(keys[at]);
    const vowel = lead < 0 ? undefined : longest(VOWELS, at + 1);
    if (!vowel) return "";
    at += 1 + vowel.length;
    let finale = longest(FINALS, at) ?? "";
    // The last consonant belongs to the next syllable where a vowel follows.
    while (finale && VOWELS.includes(keys[at + finale.length])) finale = finale.slice(0, -1);
    at += finale.length;
    out += String.fromCharCode(0xac00 + lead * 588 + VOWELS.indexOf(vowel) * 28 + FINALS.indexOf(finale));
  }
  return out;
}

// --- What is found.

/** How well a text stands for a longer one that holds it at an offset. */
function likeness(text, whole, offset) {
  const share = text.length / whole.length;
  if (share === 1) return 1.25;
  return (offset === 0 ? 0.7 : 0.5) + share * 0.3;
}

/** Adds the sections that say a word, or words that begin with it or hold it. */
function say(book, text, quality, scores, needles) {
  const add = (word, worth) => {
    for (let at = book.from[word]; at < book.from[word + 1]; at += 1) {
      const score = worth * (book.own[at] ? 1 : 0.6);
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
    if (share === 1) add(word, quality);
    else if (edge || text.length > 2 || HANGUL.test(text)) add(word, quality * ((edge ? 0.45 : 0.3) + 0.4 * share));
    left -= 1;
    return left > 0;
  });
}

/** Adds what the headings hold. */
function head(book, text, quality, scores) {
  if (!text) return;
  within(book.heads, text, (section, offset) => {
    const whole = book.heads.texts[section];
    let like = likeness(text, whole, offset);
    const title = book.title[section];
    // `로드 밸런서(ALB)` is called either.
    if (like < 1.2 && title.endsWith(")") && title.split(/[()]/, 2).some((part) => flat(part) === text)) like = 1.2;
    // What begins inside a word, or breaks off in one of Latin letters, is less.
    if (/^[a-z0-9]/.test(text) && /[a-z0-9]/.test(whole[offset - 1] ?? "") && !new RegExp(`(^|[^a-z0-9])${text}`, "i").test(title)) like *= 0.5;
    if (/[a-z]$/.test(text) && /[a-z]/.test(whole[offset + text.length] ?? "") && new RegExp(`${text}[a-z]`, "i").test(title)) like *= 0.7;
    if (like < 1.15 && /^(하기|되기|기)$/.test(whole.slice(text.length)) && offset === 0) like = 1.15;
    like *= book.plain[section];
    if (like * quality > scores[section]) scores[section] = like * quality;
  });
}

/** What one group of a query scores in every section: words that stand for one thing. */
function group(book, ways, needles) {
  const heads = new Float32Array(book.count);
  const texts = new Float32Array(book.count);
  for (const { words, quality } of ways) {
    head(book, words.join(""), quality, heads);
    if (words.length === 1) {
      say(book, words[0], quality, texts, needles);
      continue;
    }
    // Several words: a section has to say them all, as one or apart.
    const joined = new Float32Array(book.count);
    say(book, words.join(""), quality, joined, needles);
    const all = words.map((word) => {
      const [one, named] = [new Float32Array(book.count), new Float32Array(book.count)];
      say(book, word, quality, one, needles);
      head(book, word, quality, named);
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

/** Whether a name is the beginning of one that the book prefers. */
const kin = (names, other) => names.slice(0, 2).some((name) => flat(name).startsWith(flat(other)));

/** The shortest name that begins with a text that is still being typed, or else holds it. */
function begins(book, text, last) {
  if (text.length < (HANGUL.test(text) ? 2 : 3)) return "";
  let best = "";
  for (const name of book.names.keys()) {
    const fits = (last && name.startsWith(text)) || (text.length > 4 && name.includes(text));
    if (fits && (!best || name.length < best.length)) best = name;
  }
  return best;
}

/** The groups of a query: units that are a name together go together, and a name brings its other names along. */
function groups(book, parts, last, wrong) {
  const found = [];
  for (let at = 0; at < parts.length; ) {
    let size = Math.min(4, parts.length - at);
    let terms = [];
    let name = "";
    const ways = [];
    for (; size > 0; size -= 1) {
      name = parts.slice(at, at + size).map((part) => part.text).join("");
      const names = [name, ...stems(book, name)];
      const is = names.find((one) => book.names.has(one));
      if (is) {
        name = is;
        terms = book.names.get(is);
        break;
      }
      if (at + size === parts.length && !wrong) {
        const begun = begins(book, name, last);
        if (begun && (size > 1 || !known(book, name) || last)) {
          ways.push({ words: units(book.terms[book.names.get(begun)[0]][0]).map((unit) => unit.text), quality: 0.85 });
          if (size > 1) break;
        }
      }
      // Two words that the book writes as one.
      if (size > 1 && names.some((one) => book.number.has(one) || book.heads.all.includes(`\n${one}\n`))) break;
    }
    const own = parts.slice(at, at + Math.max(size, 1));
    if (own.length > 1) ways.push({ words: own.map((part) => part.text), quality: 1 }, { words: [name], quality: 1 }, ...own.filter((part) => /^\d+$/.test(part.text)).map((part) => ({ words: [part.text], quality: 0.7 })));
    else {
      const readings = terms.length ? [[name]] : meant(book, own[0], last && at + 1 === parts.length, wrong);
      readings.forEach((words, rank) => ways.push({ words, quality: 1 - 0.12 * Math.min(rank, 4) }));
      for (const other of book.pairs.get(readings[0]?.[0]) ?? []) if (!wrong) ways.push({ words: [other], quality: 0.7 });
      // What was meant may be a name, too.
      if (!terms.length) {
        const named = readings.map((words) => [words.join(""), ...stems(book, words.join(""))].find((one) => book.names.has(one)));
        if (named.some(Boolean)) terms = book.names.get(named.find(Boolean));
      }
    }
    for (const term of terms) {
      const names = book.terms[term];
      names.forEach((other, number) => {
        const words = units(other).map((unit) => unit.text);
        if (flat(other) !== name && words.length) ways.push({ words, quality: (number < 2 ? 0.92 : kin(names, other) ? 0.8 : 0.4) * (wrong ? 0.5 : 1) });
      });
    }
    found.push({ ways, weight: Math.max(...own.map((part) => part.weight)), text: name || own[0].text });
    at += own.length;
  }
  return found;
}

/**
 * The sections that a query finds, the best first: `{ section, score }`, and the texts that are worth marking.
 * `total` is how many there are; `instead` says what was looked for where nobody says what was typed.
 */
export function find(book, query, limit) {
  const wrong = complaint(query);
  let parts = wrong ? units(wrong.fixed, true) : units(query);
  if (wrong) {
    for (const unit of units(wrong.varying, true)) if (!parts.some((part) => part.text === unit.text)) parts.push({ ...unit, weight: 0.12 });
    parts = parts.filter((unit) => unit.weight > 0.2 || known(book, unit.text));
  }
  // Of a command line, the operation tells most.
  const command = !wrong && /^\s*\$?\s*(aws\s+[a-z0-9-]+|docker|git|curl|jq|kubectl|npm|cargo)\s+[a-z]|^-*[a-z]+(-[a-z]+)+$/.test(query);
  if (command && /\s/.test(query.trim())) parts.slice(0, parts[0].text === "aws" ? 2 : 1).forEach((part) => (part.weight = 0.2));
  const needles = new Set();
  const nothing = { results: [], total: 0, needles: [], instead: "" };
  if (!parts.length && !wrong?.rules.length) return nothing;
  const asked = groups(book, parts.slice(0, 24), /[\p{L}\p{N}]$/u.test(query.trim()) && !wrong, wrong);
  const scores = new Float32Array(book.count);
  const covered = new Float32Array(book.count);
  const instead = [];
  let changed = false;
  let whole = 0;
  for (const { ways, weight, text } of asked) {
    const { heads, texts } = group(book, ways, needles);
    let holders = 0;
    for (let section = 0; section < book.count; section += 1) if (heads[section] > 0.3 || texts[section] > 0.2) holders += 1;
    const first = ways[0]?.words.join(" ");
    if (first && first.replaceAll(" ", "") !== text && !known(book, text)) (instead.push(first), (changed = true));
    else instead.push(text);
    // What nobody says weighs little, and nothing in a message, whose words vary.
    const rare = weight * (holders ? Math.log2(1 + book.count / holders) : wrong ? 0 : 2);
    whole += rare;
    if (!holders) continue;
    for (let section = 0; section < book.count; section += 1) {
      let above = 0;
      let share = 0.4;
      for (let up = book.parent[section]; up >= 0; up = book.parent[up]) {
        above = Math.max(above, heads[up] * share);
        share = 0.34;
      }
      const level = book.level[section];
      const title = heads[section] * (level < 2 ? 1.3 : level === 2 ? 1.05 : 1);
      const said = texts[section] * (wrong ? 1 : 0.55) * (level < 2 ? 1.2 : 1);
      const score = title + above * 0.6 + said * (title > 0 ? 0.5 : 1);
      if (score <= 0) continue;
      scores[section] += rare * score;
      covered[section] += rare * Math.min(1, 2 * Math.max(title, said, above * 0.9));
    }
  }
  const bare = flat(query);
  const results = [];
  for (let section = 0; section < book.count; section += 1) {
    const page = book.pages[book.page[section]];
    const title = book.heads.texts[section];
    let score = scores[section] * (covered[section] / (whole || 1)) ** (wrong ? 1.5 : 2);
    score *= book.list[section];
    if (!wrong) score *= book.aside[section];
    else if (TROUBLE.test(`${page.within} ${page.path}`)) score *= 1.3;
    if (command && COMMANDS.test(`${page.within} ${page.title}`)) score *= 1.5;
    if (page.rule) {
      const named = wrong?.rules.includes(page.title) || title === bare;
      score = named ? score * 2 + 1000 : score * (wrong ? 1.15 : 0.4);
    }
    if (asked.length > 1 && title.includes(bare)) score *= 1.5;
    if (score > 0.02 * whole) results.push({ section, score });
  }
  results.sort((a, b) => b.score - a.score || a.section - b.section);
  for (const rule of wrong?.rules ?? []) needles.add(rule);
  return { results: results.slice(0, limit), total: results.length, needles: [...needles].filter((one) => one.length > 1), instead: changed ? instead.join(" ") : "" };
}

// --- Where it stands.

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
