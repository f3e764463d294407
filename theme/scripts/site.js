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

// The heading in view is marked in the list of headings: the last one that has passed the upper third.
const contents = document.getElementById("contents");
if (contents) {
  const links = new Map([...contents.querySelectorAll("a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let marked = null;
  let waiting = false;
  const mark = () => {
    waiting = false;
    let current = null;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > innerHeight / 3) break;
      current = heading;
    }
    const link = current && links.get(current.id);
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
  };
  addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    },
    { passive: true },
  );
  mark();
  contents.addEventListener("click", (event) => event.target.closest("a") && contents.matches(":popover-open") && contents.hidePopover());
}

// The current chapter is in view in a long list, without moving the page.
const chapters = document.getElementById("chapters");
const here = chapters?.querySelector("[aria-current=page]");
const reveal = () => {
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
  const asked = new URLSearchParams(location.search);
  // A query in the address is asked again; what was found by one is marked.
  if (asked.has("q")) openSearch();
  if (asked.has("h")) import(address("search")).then(({ mark }) => mark(searching()));
}

// Keys: none of them takes a letter from somebody who writes.
addEventListener("keydown", (event) => {
  const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
  const control = event.ctrlKey || event.metaKey;
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
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

// Code: a button that copies it.
const words = korean ? { copy: "복사", copied: "복사함", failed: "복사하지 못함" } : { copy: "Copy", copied: "Copied", failed: "Not copied" };
for (const code of document.querySelectorAll("main pre > code")) {
  const pre = code.parentElement;
  if (pre.classList.contains("proof-says")) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.innerText.replace(/\n?$/, "\n"));
      button.textContent = words.copied;
    } catch {
      button.textContent = words.failed;
    }
    setTimeout(() => (button.textContent = words.copy), 2000);
  });
  pre.prepend(button);
}
