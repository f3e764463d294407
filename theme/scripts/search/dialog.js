// The search dialog, and the marks on a page that it led to. What is found is the business of `find.js`.

import { enlarge, unpack } from "./book.js";
import { find, prepare, spans } from "./find.js";
import { flat } from "./letters.js";
import { learn } from "./meant.js";
import { listen, pasted } from "./messages.js";
// A site gets the words of its language in their place.
import { WORDS } from "./ko.js";

// --- Marks.

/** A text as nodes, with marks. */
function marked(text, needles) {
  const nodes = [];
  let done = 0;
  for (const [start, end] of spans(text, needles)) {
    if (start > done) nodes.push(text.slice(done, start));
    nodes.push(element("mark", {}, [text.slice(start, end)]));
    done = end;
  }
  nodes.push(text.slice(done));
  return nodes;
}

/** The part of a text in which the most is found. */
function excerpt(text, needles, length = 150) {
  const found = spans(text, needles);
  let best = 0;
  let most = -1;
  found.forEach(([start], number) => {
    const seen = new Set();
    for (let next = number; next < found.length && found[next][1] - start < length - 30; next += 1) seen.add(flat(text.slice(...found[next])));
    if (seen.size > most) [most, best] = [seen.size, start];
  });
  let start = Math.max(0, best - 30);
  if (start > 0) start = text.indexOf(" ", start) + 1 || start;
  if (start > best) start = best;
  const end = start + length;
  return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}

function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Loads the style sheet once; a page without it still works. */
function style(href) {
  if (document.querySelector("link[data-search-style]")) return Promise.resolve();
  const link = element("link", { rel: "stylesheet", href, "data-search-style": "" });
  const done = new Promise((resolve) => (link.onload = link.onerror = resolve));
  document.head.append(link);
  return done;
}

/** An address, from the site's root where it is not whole. */
const from = (root, path) => new URL(path, new URL(root || ".", location.href)).href;

/** The address of this page with a parameter set, or taken away. */
function address(name, value) {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  return url.href;
}

/**
 * Marks on this page what the parameter `h` of its address asks for, words apart by spaces. Escape takes the marks away.
 * `css` is the address of the style sheet, from the site's root where it is not whole; `root` leads there.
 */
export async function mark({ root, css }) {
  const needles = (new URLSearchParams(location.search).get("h") ?? "").split(" ").map(flat).filter((one) => one.length > 1).slice(0, 12);
  const main = document.querySelector("main");
  if (!needles.length || !main) return;
  await style(from(root, css));
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("script, style, svg, button, textarea, mark.found") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    // From the end, so that what is still to come keeps its place.
    for (const [start, end] of spans(text.data, needles).reverse()) {
      const range = new Range();
      range.setStart(text, start);
      range.setEnd(text, end);
      range.surroundContents(element("mark", { class: "found" }));
    }
  }
  if (said || !main.querySelector("mark.found")) return;
  said = element("p", { class: "search-live", role: "status" });
  document.body.append(said);
  said.textContent = WORDS.marked;
  document.addEventListener("keydown", unmark);
}

/** What says that there are marks; nothing where there are none. */
let said = null;

function unmark(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  for (const one of document.querySelectorAll("main mark.found")) {
    const parent = one.parentNode;
    one.replaceWith(...one.childNodes);
    parent.normalize();
  }
  said.remove();
  said = null;
  document.removeEventListener("keydown", unmark);
  history.replaceState(history.state, "", address("h", ""));
}

// --- The dialog.

/** How many results are shown at once; the others follow when nobody types. */
const AT_ONCE = 10;

const idle = globalThis.requestIdleCallback ?? ((task) => setTimeout(task, 30));

/** Adds words to a book, and all that they may have been meant by. */
function* grow(book, data) {
  yield* enlarge(book, data);
  yield* learn(book);
}

/** Takes steps one by one, whenever there is time, until they are done. */
const inTime = (steps) => new Promise((done) => idle(() => done(steps.next().done || inTime(steps))));

let shown = null;

/**
 * Opens the search. `root` leads to the site's root, from where `index` and `css` are the addresses of the index and the
 * style sheet. A parameter `q` of the page's address is the query to begin with.
 */
export async function open({ root, index, css }) {
  shown ??= dialog({ root, css });
  shown.load(from(root, index));
  await style(from(root, css));
  shown.show();
}

function dialog({ root, css }) {
  const list = element("div", { role: "listbox", id: "search-results", "aria-label": WORDS.results });
  const field = element("input", {
    type: "search",
    role: "combobox",
    "aria-label": WORDS.field,
    placeholder: WORDS.field,
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
    "aria-describedby": "search-hint",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "go",
  });
  const close = element("button", { type: "button", class: "search-close", "aria-label": WORDS.close }, ["✕"]);
  const note = element("div", { class: "search-note", id: "search-hint" });
  const live = element("div", { class: "search-live", role: "status" });
  const box = element("dialog", { class: "search", "aria-label": WORDS.search, lang: WORDS.lang }, [
    element("div", { class: "search-head", role: "search" }, [field, close]),
    note,
    list,
    element("div", { class: "search-keys", "aria-hidden": "true" }, [WORDS.keys]),
    live,
  ]);
  document.body.append(box);

  let base = null;
  let book = null;
  let loading = null;
  let active = -1;
  let moved = false;
  let answer = { results: [], needles: [] };
  let later = 0;
  const files = new Map();

  const load = (index = base) => {
    // A page that `mdbook-proof serve` has changed has another index.
    if (index !== base) [base, book, loading] = [index, null, null];
    loading ??= fetch(index)
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then((data) => {
        if (index !== base) return;
        book = unpack(data);
        if (box.open) look();
        inTime(prepare(book));
      })
      .catch(() => {
        loading = null;
        say(WORDS.failed);
      });
  };

  const say = (...parts) => {
    note.replaceChildren(...parts);
    clearTimeout(live.timer);
    // Whoever listens hears the last word, not every letter's.
    live.timer = setTimeout(() => (live.textContent = note.textContent), 500);
  };

  const choose = (number) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };

  const row = ({ section, name }, number) => {
    const page = book.pages[book.page[section]];
    const id = book.id[section];
    const query = answer.needles.length ? `?h=${encodeURIComponent(answer.needles.slice(0, 8).join(" "))}` : "";
    const path = [page.within, book.level[section] > 1 ? page.title : "", name ? book.title[section] : ""].filter(Boolean).join(" › ");
    return element("a", { role: "option", id: `search-${number}`, "aria-selected": "false", tabindex: "-1", href: `${root}${page.path}${query}${id ? `#${encodeURIComponent(id)}` : ""}` }, [
      element("span", { class: "search-title" }, marked(name ?? book.title[section], answer.needles)),
      element("span", { class: "search-path" }, [path]),
      element("span", { class: "search-text" }),
    ]);
  };

  /** Adds results up to a number of them. */
  const fill = (count) => {
    const done = list.children.length;
    list.append(...answer.results.slice(done, count).map((result, at) => row(result, done + at)));
  };

  /** The text of a section, from the file that holds it. */
  const textOf = async (section) => {
    const file = book.cuts.findLastIndex((first) => first <= section);
    const path = new URL(`${book.folder}/${file}.json`, base).href;
    if (!files.has(path)) {
      files.set(path, fetch(path).then((response) => (response.ok ? response.json() : [])).catch(() => (files.delete(path), [])));
    }
    const at = section - book.cuts[file];
    return (await files.get(path))[at] ?? "";
  };

  /** Shows what stands in the sections that are in view. */
  const excerpts = () => {
    const asked = answer;
    const seen = list.getBoundingClientRect();
    [...list.children].forEach(async (option, number) => {
      const text = option.querySelector(".search-text");
      const place = option.getBoundingClientRect();
      if (text.textContent || place.top > seen.bottom || place.bottom < seen.top) return;
      const whole = await textOf(asked.results[number].section);
      if (answer !== asked) return;
      text.replaceChildren(...marked(excerpt(whole, asked.needles), asked.needles));
      text.hidden = !whole;
    });
  };

  /** Reads what the index leads to, once it is asked for, and looks again. */
  const read = (name, take) => {
    const asked = book;
    // What is on its way is a promise.
    const busy = () => list.setAttribute("aria-busy", String(Object.values(asked.left).some((state) => state.then)));
    if (asked.left[name] !== true) return;
    asked.left[name] = fetch(new URL(`${asked.folder}/${name}.json`, base))
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then((data) => inTime(take(asked, data)))
      // Without it, less is found.
      .catch(() => {})
      .finally(() => {
        asked.left[name] = false;
        busy();
        // Whoever chooses already keeps what there is to choose from.
        if (box.open && active < 1 && !list.scrollTop) look();
      });
    busy();
  };

  const look = () => {
    const query = field.value.trim();
    clearTimeout(later);
    // A message that is asked with waits for those of the book; by its words it may be found anywhere.
    const waits = Boolean(book?.left.messages && pasted(book, query));
    if (waits) read("messages", listen);
    answer = book && query && !waits ? find(book, query, 20) : { results: [], needles: [] };
    if (answer.more) read("rest", grow);
    list.replaceChildren();
    fill(AT_ONCE);
    // To ask where the list stands would lay it out twice for each letter.
    if (moved) list.scrollTop = 0;
    moved = false;
    field.setAttribute("aria-expanded", String(answer.results.length > 0));
    choose(answer.results.length ? 0 : -1);
    if (!query) say(WORDS.hint);
    else if (!book || waits) say(WORDS.loading);
    else if (!answer.results.length) say(element("strong", {}, [WORDS.none(query)]), element("ul", {}, WORDS.tips.map((tip) => element("li", {}, [tip]))));
    else say(answer.instead ? `${WORDS.instead(answer.instead)} ` : "", WORDS.count(answer.total));
    later = setTimeout(() => {
      if (!box.open) return;
      history.replaceState(history.state, "", address("q", query));
      fill();
      excerpts();
    }, 150);
  };

  /** Closes, and lets go of the keys at once: until the next frame they would still be the field's. */
  const shut = () => {
    box.close();
    field.blur();
  };

  const leave = () => {
    if (history.state?.search) history.back();
    else {
      history.replaceState(history.state, "", address("q", ""));
      shut();
    }
  };

  const follow = (option, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return void window.open(option.href);
    const target = new URL(option.href);
    clearTimeout(later);
    if (target.pathname === location.pathname) {
      // The same page: the entry of the search becomes that of the place found.
      shut();
      history.replaceState(null, "", target.href);
      mark({ root, css });
      const place = document.getElementById(decodeURIComponent(target.hash.slice(1)));
      if (place) place.scrollIntoView();
      else scrollTo(0, 0);
      return;
    }
    // Back from there leads to these results.
    history.replaceState(history.state, "", address("q", field.value.trim()));
    location.assign(target.href);
  };

  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    // Enter and arrows belong to the letter that is being composed.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      // A search field would only empty itself.
      event.preventDefault();
      leave();
      return;
    }
    const count = answer.results.length;
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: Math.min(active + 5, count - 1), PageUp: Math.max(active - 5, 0) }[event.key];
    if (to !== undefined && count) {
      event.preventDefault();
      fill();
      choose((to + count) % count);
      list.children[active].scrollIntoView({ block: "nearest" });
      moved = true;
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = list.children[active];
      if (option) follow(option, event);
    } else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.select();
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("a");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(option, event);
  });
  // The field keeps the focus, and with it the keys.
  list.addEventListener("mousedown", (event) => event.button === 0 && event.preventDefault());
  list.addEventListener("scroll", () => {
    moved = true;
    clearTimeout(list.timer);
    list.timer = setTimeout(excerpts, 100);
  });
  close.addEventListener("click", leave);
  box.addEventListener("click", (event) => event.target === box && leave());
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("popstate", () => {
    const query = new URLSearchParams(location.search).get("q");
    if (box.open && query === null && !history.state?.search) shut();
    else if (!box.open && (query !== null || history.state?.search)) show();
  });

  const show = () => {
    if (box.open) return field.select();
    const query = new URLSearchParams(location.search).get("q");
    if (query === null && !history.state?.search) history.pushState({ search: true }, "");
    if (query !== null) field.value = query;
    box.showModal();
    field.focus();
    field.select();
    look();
    load();
  };
  return { load, show };
}
