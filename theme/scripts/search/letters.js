// Letters and words: what is compared, which keys type it, how far one word is from another.

/** A text as it is compared: letters and digits alone, in lower case. */
export function flat(text) {
  if (/^[a-z0-9가-힣]*$/.test(text)) return text;
  return text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, "");
}

export const HANGUL = /[가-힣ㄱ-ㅎㅏ-ㅣ]/;
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
export function keyed(text) {
  return [...text].map((c) => (HANGUL.test(c) ? keysOf(c).toLowerCase() : c.toUpperCase())).join("");
}

/** What was meant by Hangul when English was wanted. */
export const asLatin = (text) => [...text].map(keysOf).join("").toLowerCase();

/** Each syllable's first consonant. */
export function initials(text) {
  return [...text].map((c) => (c >= "가" && c <= "힣" ? INITIALS[Math.floor((c.charCodeAt(0) - 0xac00) / 588)] : c)).join("");
}

/** The root of a verb as other endings leave it, and as polite sentences do: `사라졌` is `사라지`, and `사라집` of 사라집니다. */
export function roots(text) {
  const at = text.charCodeAt(text.length - 1) - 0xac00;
  if (at < 0 || at >= 11172) return [];
  const [vowel, finale] = [Math.floor(at / 28) % 21, FINALS[at % 28]];
  // With any other final consonant, it is a noun, or stays as it is.
  if (!["", "s", "f", "T"].includes(finale)) return [];
  const open = at - (at % 28) + (VOWELS[vowel] === "u" ? (VOWELS.indexOf("l") - vowel) * 28 : 0);
  return [0, FINALS.indexOf("q")].map((last) => text.slice(0, -1) + String.fromCharCode(0xac00 + open + last));
}

/** Which letters a text has, as bits; some share one. */
export function letters(text) {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) bits |= 1 << (text.charCodeAt(at) & 31);
  return bits;
}

/** How many letters were left out, added, changed or swapped; more than `most` counts as `most + 1`. */
export function distance(typed, meant, most, open) {
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

/** The Hangul that Latin keys type, or nothing where they type none. */
export function hangulOf(raw) {
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

/** What tells nothing of what is asked for. */
export const IDLE = new Set(
  ("뜻 의미 설명 알려줘 뭔지 뭐 뭔가요 뭐야 뭐예요 뭐지 무엇 무엇인가요 무엇인가 어떻게 어떤 어디 어디서 언제 얼마나 하는 하는법 방법 법 하기 해요 하나요 되나요 있나요 인가요 " +
    "싶어요 싶은데 보는 쓰는 쓰면 왜 안 안돼요 안되나요 안됨 때 것 좀 그리고 바로 계속 관련 너무 자꾸 어디에 어디다 어디에다 해야 줘야 나와요 같아요 그냥 제대로 나중 볼 부터 되는지 할까 뭘 뭐부터 있나 하려면 봐야 " +
    "the a an is are was be to of in for on at by with and or how what why do does did can i my it its this that when has been no or").split(" "),
);

/** The parts of a query: `text` as compared, `raw` as typed, and how much it counts. */
export function units(query, error) {
  const found = [];
  const seen = new Set();
  for (const [raw] of query.normalize("NFC").matchAll(/[a-z0-9_]+(?:-[a-z0-9_]+)*|[가-힣ㄱ-ㅎㅏ-ㅣ]+|[^\P{L}가-힣ㄱ-ㅎㅏ-ㅣa-z]+/giu)) {
    const text = flat(raw);
    if (!text || seen.has(text)) continue;
    seen.add(text);
    const idle = IDLE.has(text) || IDLE.has(text.replace(/(에서|부터|까지|에도|[에가이은는을를로도])$/, "")) || (text.length < 2 && /[a-z]/.test(text));
    // In a message, the name of a thing tells more than the sentence around it, and that of the error most.
    const named = !error ? 1 : /[a-z](Error|Exception)$/.test(raw) ? 3 : /^[a-z]{12,}$/.test(raw) || /^[A-Z].*[a-z][A-Z]/.test(raw) ? 2 : 1;
    found.push({ text, raw, weight: idle ? (error ? 0.15 : 0.08) : named });
  }
  if (found.every((unit) => unit.weight < 0.1)) found.forEach((unit) => (unit.weight = 1));
  return found;
}
