// What a reader meant: names, particles and endings, letters half typed, the wrong keyboard, slips, messages.

import { within } from "./book.js";
import { HANGUL, asLatin, distance, flat, hangulOf, initials, keyed, letters, roots, units } from "./letters.js";

/**
 * What of a query is an error message: its `text` without what varies with the case; the `fixed` words of the first cause,
 * which is what failed, and of the last, which is why; the words `between`; those that are `varying`; the `rules` it names.
 */
export function complaint(book, query) {
  const rules = [...query.matchAll(/\[([a-z]+(?:-[a-z]+)*)\]/g)].map(([, id]) => id);
  const latin = query.match(/[a-z]{2,}/gi) ?? [];
  if (!rules.length && !(latin.length >= 3 && book.complaint.test(query) && /\s/.test(query.trim()))) return null;
  let fixed = query
    .replace(/an error occurred \((\w+)\) when calling the (\w+) operation( \([^)]*\))?:?/i, (_, kind) => (/^(Client|InvalidParameter|Validation)/.test(kind) ? "" : kind))
    .replace(/^\s*(오류|경고|error|warning)(\[[a-z-]+\])?:?/i, "")
    .replace(/\b(user|perform|resource|operation|reason): /gi, "$1 ")
    .replace(/(\b\w+Arn )?\b(arn:|https?:\/\/)\S+|\b(?![45]\d\d\b)\d[\w.:-]*/gi, " ");
  const varying = [];
  fixed = fixed.replace(/(^|[\s(:=])(['"`‘“])([^'"`’”]{1,80})['"`’”]/g, (_, lead, __, inner) => (varying.push(inner), `${lead} `));
  const text = fixed;
  const links = fixed.split(/:\s/);
  const between = links.length > 2 ? links.splice(1, links.length - 2) : [];
  return { text, fixed: links.join(": "), between: between.join(" "), varying: varying.join(" "), rules };
}

/** Whether anything in the book is called so, or says it. */
export function known(book, text) {
  if (book.number.has(text) || book.names.has(text)) return true;
  if (text.length < (HANGUL.test(text) ? 2 : 3)) return book.vocabulary.all.includes(`\n${text}`) || book.heads.all.includes(text);
  if (book.vocabulary.all.includes(text) || book.heads.all.includes(text)) return true;
  for (const name of book.names.keys()) if (name.startsWith(text)) return true;
  return begun(book, text);
}

/** Whether the address of a page has a word that begins so. */
function begun(book, text) {
  for (const name of book.slugs.keys()) if (name.startsWith(text)) return true;
  return false;
}

/** A unit of Hangul that nobody writes, as the words that it is made of; any other as it is. */
export function apart(book, unit) {
  const words = HANGUL.test(unit.text) && unit.text.length > 4 && !known(book, unit.text) ? parted(book, unit.text) : null;
  return words ? words.map((word) => ({ ...unit, text: word, raw: word })) : [unit];
}

/** Gathers all words that a reader may have wanted to write, with how often the book says them, in steps. */
export function* learn(book) {
  const all = new Map(book.bare.map((word, number) => [word, book.from[number + 1] - book.from[number]]));
  const more = (word, count) => all.set(word, (all.get(word) ?? 0) + count);
  for (const title of book.title) {
    const name = flat(title.split(":")[0]);
    if (name.length > 2 && name.length < 12) more(name, 0);
  }
  for (const text of [...book.title, ...book.terms.flat()]) for (const unit of units(text)) more(unit.text, 3);
  for (const name of [...book.names.keys(), ...book.slugs.keys()]) more(name, 3);
  const lexicon = [];
  for (const [word, count] of all) {
    const keys = keyed(word);
    lexicon.push({ word, count, keys, letters: letters(keys), hangul: HANGUL.test(word) });
    if (lexicon.length % 500 === 0) yield;
  }
  book.lexicon = lexicon;
}

/** What `learn` gathers, at once where it has not been yet. */
function lexicon(book) {
  if (!book.lexicon) [...learn(book)];
  return book.lexicon;
}

/** A query in which initial consonants of several words stand together where they are those of one name. */
export function gathered(book, query) {
  return query.replace(/[ㄱ-ㅎ]+(?:\s+[ㄱ-ㅎ]+)+/g, (text) => {
    const one = text.replace(/\s/g, "");
    return lexicon(book).some(({ word, hangul }) => hangul && initials(word).startsWith(one)) ? one : text;
  });
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

/** Whether at most so many bits are set. */
function few(bits, most) {
  for (let left = most; left > 0; left -= 1) bits &= bits - 1;
  return bits === 0;
}

/** The words that are nearest to one that nobody says. */
export function nearest(book, text, last, least = 0) {
  const hangul = HANGUL.test(text);
  const keys = keyed(text);
  const most = keys.length < 4 ? 0 : keys.length < (hangul ? 11 : 8) ? 1 : 2;
  if (!most) return [];
  const own = letters(keys);
  let found = [];
  for (const open of last && keys.length > 5 ? [false, true] : [false]) {
    for (const entry of lexicon(book)) {
      // A short word is near many; only one that is often said was meant.
      if (keys.length < 6 && entry.count < 8) continue;
      if (entry.hangul !== hangul || entry.keys.length < 3 || entry.count < least || !few(own & ~entry.letters, most)) continue;
      if (!open && (Math.abs(entry.keys.length - keys.length) > most || !few(entry.letters & ~own, most))) continue;
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
    if (is(tail) || book.heads.all.includes(`${tail}\n`)) return [head, tail];
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

/** The words of a name in one: `networkMode`, `run-task`. */
export const compound = (raw) => raw.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase().split(/[-_]/).filter((part) => part.length > 1);

/** What a unit may mean, the best first: lists of words that have to be found together. */
function meant(book, unit, last, wrong) {
  const { text, raw } = unit;
  const hangul = HANGUL.test(text);
  if (unit.weight < 0.1 && !known(book, text)) return [];
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
  // An English ending comes off where a word remains: what is left of a slip may begin many.
  const stem = stems(book, text).find((word) => (hangul ? known(book, word) : book.number.has(word) || book.names.has(word)));
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
    const parts = compound(raw);
    if (parts.length > 1 && parts.every((part) => known(book, part))) return [parts];
  }
  const near = nearest(book, text, last);
  if (near.length) return Object.assign(near.map((word) => [word]), { guessed: true });
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

/** Whether a name begins or ends one that the book prefers. */
const kin = (names, other) => names.slice(0, 2).map(flat).some((name) => name.startsWith(flat(other)) || name.endsWith(flat(other)));

/** The shortest name that begins with a text that is still being typed, or else holds it. */
function begins(book, text) {
  if (text.length < (HANGUL.test(text) ? 2 : 3)) return "";
  let best = "";
  for (const name of book.names.keys()) {
    const fits = name.startsWith(text) || (text.length > (HANGUL.test(text) ? 1 : 4) && name.includes(text));
    if (fits && (!best || name.length < best.length)) best = name;
  }
  return best;
}

/** The name that units were to be, of which one is a slip that nobody says. */
function slipped(book, parts, name) {
  const is = ({ text }) => book.number.has(text) || book.heads.all.includes(text) || called(book, text).length;
  if (parts.every(is)) return "";
  return nearest(book, name, false).find((near) => book.names.has(near)) ?? "";
}

/** The longest beginning of the units that is one name, or that the book writes as one: how many, and what of it is known. */
function together(book, parts, last) {
  for (let size = Math.min(4, parts.length); size > 0; size -= 1) {
    const name = parts.slice(0, size).map((part) => part.text).join("");
    const names = [name, ...stems(book, name)];
    const is = names.find((one) => book.names.has(one)) ?? (size > 1 && slipped(book, parts.slice(0, size), name));
    if (is) return { size, name: is, terms: book.names.get(is), begun: "" };
    const begun = last && size === parts.length ? begins(book, name) : "";
    if (begun && size > 1) return { size, name, terms: [], begun };
    if (size > 1 && names.some((one) => book.number.has(one) || book.slugs.has(one) || book.heads.all.includes(`\n${one}\n`))) return { size, name, terms: [], begun };
    if (size === 1) return { size, name, terms: [], begun };
  }
}

/** The words of a name as the book says them: without particles, and without those that it says nowhere. */
function wordsOf(book, name) {
  const words = units(name).filter((unit) => unit.weight > 0.1).map(({ text }) => text);
  if (words.length < 2) return words;
  return words.map((text) => told(book, text));
}

/** A word of a name as the book says it, which may be without its particle. */
function told(book, text) {
  const is = (word) => book.vocabulary.all.includes(word) || book.heads.all.includes(word);
  return is(text) ? text : stems(book, text).find(is) ?? text;
}

/** What the book calls a thing whose name a text is, whatever its ending. */
function called(book, text) {
  const name = [text, ...stems(book, text)].find((one) => book.names.has(one));
  return name ? book.names.get(name) : [];
}

/**
 * The groups of a query: units that are a name together go together, and a name brings its other names along. Each has
 * the `ways` in which it may be said, lists of words with what finding them is worth; `guessed` where nobody says it.
 */
export function groups(book, parts, last, wrong) {
  const found = [];
  for (let at = 0; at < parts.length; ) {
    const { size, name, begun, ...named } = together(book, parts.slice(at), last);
    const own = parts.slice(at, at + size);
    let { terms } = named;
    const ways = [];
    let guessed = false;
    if (begun && !terms.length) terms = book.names.get(begun).slice(0, 1);
    if (begun) ways.push({ words: wordsOf(book, book.terms[book.names.get(begun)[0]][0]), quality: begun.startsWith(name) || (size > 1 && begun.endsWith(name)) ? 0.85 : 0.6 });
    if (size > 1) {
      ways.push({ words: own.map(({ text }) => told(book, text)), quality: 1 }, { words: [name], quality: 1 });
      // Secrets Manager has to do with secrets.
      for (const { text } of own) for (const term of called(book, text)) if (!terms.includes(term)) ways.push({ words: wordsOf(book, book.terms[term][0]), quality: 0.05 });
      for (const { text } of own) if (/^\d+$/.test(text)) ways.push({ words: [text], quality: 0.9 });
    } else {
      const readings = terms.length ? [[name]] : meant(book, own[0], last && at + 1 === parts.length, wrong);
      guessed = !readings.length || Boolean(readings.guessed);
      readings.forEach((words, rank) => ways.push({ words, quality: 1 - 0.12 * Math.min(rank, 4) }));
      // A heading may write as one what texts write apart.
      const words = HANGUL.test(name) && name.length > 4 && !book.number.has(name) ? parted(book, name) : null;
      if (words && readings[0]?.[0] === name) ways.push({ words, quality: 0.9 });
      // What was meant may be a name, too.
      if (!terms.length) terms = readings.map((words) => called(book, words.join(""))).find((one) => one.length) ?? [];
      if (!wrong) ways.push(...beside(book, own[0], readings));
    }
    found.push({ ways, weight: Math.max(...own.map((part) => part.weight)), text: name, terms, guessed });
    at += size;
  }
  // Of two names of one thing, as in `exit code 137`, the lesser is meant by itself.
  const rank = ({ text }, term) => book.terms[term].findIndex((name) => flat(name) === text) >>> 0;
  const first = (term) => found.filter(({ terms }) => terms.includes(term)).sort((a, b) => rank(a, term) - rank(b, term))[0];
  for (const group of found) {
    for (const names of group.terms.filter((term) => first(term) === group).map((term) => book.terms[term])) {
      names.forEach((other, number) => {
        const quality = (number < 2 ? 0.92 : kin(names, other) ? 0.8 : 0.5) * (wrong ? 0.5 : 1);
        const words = wordsOf(book, other);
        if (flat(other) !== group.text && words.length) group.ways.push({ words, quality });
      });
    }
  }
  return found;
}

/** What is done to things, by words of which one is as good as another; one with a dash is only asked with. */
const ALIKE = [
  "지우 -지워 -지웠 삭제 제거 정리 없애 delet remov clean",
  "만들 -만든 생성 추가 creat make",
  "바꾸 -바꿔 -바꾼 변경 수정 늘리 chang",
  "늘리 -늘려 늘고 확장 scal",
  "아끼 줄이 -줄여 절약 save",
  "멈추 -멈춰 멈춘 중지 정지 종료 끝납 끝나 죽 꺼지 -꺼짐 -꺼져 stop",
  "접속 들어가 들어갈 connect",
  "올리 -올려 -올린 푸시 업로드 upload",
  "차이 다른가 다른점 헷갈리 같은것 difference vs",
  "재시작 다시시작 restart",
  "느리 -느려 느립 얼마나걸리 -오래 slow",
  "거부 거절 denied reject",
  "비밀번호 암호 비밀값 password",
  "누수 새는 -릭 leak",
  "플랫폼 -맥북 -m1 -m2 -애플 platform",
  "윈도우 windows",
].map((row) => row.split(" "));

/** The other words for what a word says. */
function alike(text) {
  // An English word has an ending at most: `delete-cluster` is a name.
  const is = (word) => text.startsWith(word) && (HANGUL.test(word) || text.length < word.length + 4);
  const asks = (word) => is(word.replace("-", ""));
  return ALIKE.filter((row) => row.some(asks)).flatMap((row) => row.filter((word) => !asks(word) && word.length > 1 && !word.startsWith("-")));
}

/** What an English word that nobody says begins with, or is made of: `vulnerability` for vulnerabilities, `roll` and `back`. */
function rooted(book, text) {
  const said = (part) => part.length > 2 && (book.vocabulary.all.includes(`\n${part}`) || book.heads.all.includes(part));
  if (!/^[a-z]{5,}$/.test(text) || said(text)) return [];
  const root = text.replace(/(ies|y|ing|ed|es|s|e|ment|ation|ion)$/, "");
  if (root.length > 3 && root !== text && said(root)) return [[root]];
  for (let at = 3; at <= text.length - 3; at += 1) {
    if (said(text.slice(0, at)) && said(text.slice(at))) return [[text.slice(0, at), text.slice(at)]];
  }
  return [];
}

/** Ways that are near what a unit says: a word of the other language, other words for the same, and what an operation is about. */
function beside(book, unit, readings) {
  const word = readings[0]?.[0] ?? "";
  const others = [word, ...stems(book, word)].map((one) => book.pairs.get(one)).find(Boolean) ?? [];
  const ways = [...others].map((other) => ({ words: [other], quality: 0.7 }));
  for (const words of rooted(book, word || unit.text)) ways.push({ words, quality: 0.75 });
  for (const root of roots(ENDING.exec(unit.text)?.[1] ?? unit.text)) if (root !== word && !book.names.has(word) && known(book, root)) ways.push({ words: [root], quality: 0.5 });
  for (const other of alike(unit.text)) ways.push({ words: [other], quality: 0.7, named: true });
  if (unit.tool) ways.push({ words: [unit.tool + word], quality: 2 });
  // `update-service` is about services.
  const raw = word && word !== unit.text ? book.words.find((other) => other.includes("-") && flat(other) === word) ?? "" : unit.raw;
  const [about] = book.names.has(word) ? [] : called(book, compound(raw).slice(1).join(""));
  if (about !== undefined) ways.push({ words: wordsOf(book, book.terms[about][0]), quality: 0.2 });
  return ways;
}
