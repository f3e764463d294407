// What a page does beyond being read: the colour scheme, the heading in view, the keys, and the
// features that are loaded when somebody first asks for them.

const root = document.documentElement;
const korean = root.lang.startsWith("ko");

/** The address of a file of the site, whose path an attribute of the root element holds. */
const address = (name) => root.dataset[name] && new URL(root.dataset.root + root.dataset[name], location.href).href;

// The colour scheme.
const schemes = document.querySelector("[data-scheme]");
if (schemes) {
  const select = schemes.querySelector("select");
  select.value = root.dataset.theme ?? "";
  schemes.hidden = false;
  select.addEventListener("change", () => {
    if (select.value) root.dataset.theme = select.value;
    else delete root.dataset.theme;
    try {
      if (select.value) localStorage.setItem("scheme", select.value);
      else localStorage.removeItem("scheme");
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  });
}

// Links that mdBook redirects by their fragment.
if (root.dataset.fragments) {
  const target = JSON.parse(root.dataset.fragments)[location.hash];
  if (target) location.replace(new URL(target, location.href));
}

// The heading in view is marked in the list of headings: the last one that has passed the upper third, or the last of all
// where the page ends.
let headings = [];
let marked = null;
let waiting = false;
function mark() {
  waiting = false;
  const ends = scrollY > 0 && scrollY + innerHeight > root.scrollHeight - 2;
  const passed = ([heading]) => ends || heading.getBoundingClientRect().top <= innerHeight / 3;
  const link = headings.findLast(passed)?.[1] ?? null;
  if (link === marked) return;
  marked?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  marked = link;
}
function listHeadings() {
  const links = [...document.querySelectorAll("nav#contents a")];
  headings = links.map((a) => [document.getElementById(decodeURIComponent(a.hash.slice(1))), a]).filter(([heading]) => heading);
  mark();
}
addEventListener(
  "scroll",
  () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  },
  { passive: true },
);
addEventListener("click", (event) => event.target.closest?.("nav#contents a")?.closest(":popover-open")?.hidePopover());

// The current chapter is in view in a long list, without moving the page.
const chapters = document.getElementById("chapters");
const reveal = () => {
  const here = chapters?.querySelector("[aria-current=page]");
  if (here) chapters.scrollTop = here.offsetTop - chapters.clientHeight / 2;
};
reveal();
chapters?.addEventListener("toggle", reveal);

// Search, loaded with the first wish for it.
const find = document.querySelector("[data-open=search]");
const searching = () => ({ root: root.dataset.root, index: address("searchIndex"), css: address("searchCss"), lang: korean ? "ko" : "en" });
async function openSearch() {
  const { open } = await import(address("search"));
  await open(searching());
}
if (find && root.dataset.search) {
  find.hidden = false;
  find.addEventListener("click", openSearch);
  // A query in the address is asked again.
  if (new URLSearchParams(location.search).has("q")) openSearch();
}

// Keys: none of them takes a letter from somebody who writes.
addEventListener("keydown", (event) => {
  const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
  const control = event.ctrlKey || event.metaKey;
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  // A picture that fills the window goes back to its place.
  if (event.key === "Escape") document.querySelectorAll(".checkbox-img:checked").forEach((box) => (box.checked = false));
  if (root.dataset.search && ((control && event.code === "KeyK") || (!control && !writes && (event.key === "/" || event.code === "KeyS")))) {
    event.preventDefault();
    openSearch();
    return;
  }
  if (writes || control || event.shiftKey) return;
  // A block that scrolls sideways keeps the arrows.
  if (event.target.closest?.("pre, .table-wrapper, [role=dialog], dialog")) return;
  const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (turn) document.querySelector(`.turn a[rel=${turn}]`)?.click();
});

// Code: what it says of its words, what of it is copied, and the reader's own values in it.
const feature = (name) => import(address(name));
const words = korean
  ? { copy: "복사", file: "파일로 복사", whole: "숨긴 줄", own: "내 값", reset: "책의 값으로", word: "낱말 설명. 화살표로 다른 낱말로 갑니다." }
  : { copy: "Copy", file: "Copy as a file", whole: "Hidden lines", own: "Your values", reset: "The book's values", word: "Explained word; the arrows lead to others." };

/** A button in the strip below a block. */
function button(strip, className, text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = text;
  button.addEventListener("click", act);
  strip.append(button);
  return button;
}

function equip(code) {
  const pre = code.parentElement;
  if (pre.querySelector(":scope > .strip")) return;
  const strip = document.createElement("span");
  const status = document.createElement("span");
  strip.className = "strip";
  status.className = "status";
  status.setAttribute("role", "status");
  const copy = async (file) => (await feature("copy")).copy({ pre, status, file });
  if (code.querySelector("[data-v]")) {
    button(strip, "reset", words.reset, async () => (await feature("values")).reset()).hidden = true;
    button(strip, "own", words.own, async () => (await feature("values")).open());
  }
  if (code.querySelector(".boring")) {
    const whole = button(strip, "whole", words.whole, () => whole.setAttribute("aria-pressed", pre.classList.toggle("whole")));
    whole.setAttribute("aria-pressed", "false");
  }
  if (pre.dataset.file) button(strip, "copy", words.file, () => copy(true));
  button(strip, "copy", words.copy, () => copy(false));
  strip.append(status);
  strip.prepend(...pre.querySelectorAll(":scope > .proof-badge"));
  pre.append(strip);
  const first = code.querySelector("[data-w]");
  if (!first) return;
  first.tabIndex = 0;
  first.setAttribute("role", "button");
  first.setAttribute("aria-description", words.word);
}
// A browser lets a script copy only right after a click, so that what copies is there before.
const ready = (event) => event.target.closest?.("main pre") && feature("copy");
addEventListener("pointerover", ready, { passive: true });
addEventListener("focusin", ready);

const explain = async (event) => {
  if (!event.target.closest?.("main pre [data-w]") || (event.type === "pointerover" && event.pointerType === "touch")) return;
  for (const type of ["pointerover", "focusin", "click"]) removeEventListener(type, explain);
  (await feature("explain")).start(event);
};
for (const type of ["pointerover", "focusin", "click"]) addEventListener(type, explain);

// Values that were typed in on some page are shown on every page.
let stored = null;
try {
  stored = localStorage.getItem("values");
} catch {
  // Without storage there is nothing to show.
}

/** Sets up what is new in the page. */
function setUp() {
  listHeadings();
  document.querySelectorAll("main pre:not(.proof-says) > code").forEach(equip);
  if (document.querySelector("[data-variables]") && stored) feature("values").then(({ start }) => start());
  for (const box of document.querySelectorAll(".proof-fargate")) feature("fargate").then(({ start }) => start(box));
  // What a search found is marked.
  if (root.dataset.search && new URLSearchParams(location.search).has("h")) import(address("search")).then(({ mark }) => mark(searching()));
}
setUp();
// `mdbook-proof serve` puts what has changed of a page in its place.
document.addEventListener("proof:changed", setUp);
