// A word of an example shows its row of the table under the block where it stands: while a pointer or the focus is on it,
// or after a tap. One word of a block takes the focus; the arrows go on from there.

const tip = document.createElement("div");
tip.id = "word-tip";
tip.className = "tip";
tip.setAttribute("role", "tooltip");
tip.popover = "manual";

/** The word that is explained, and whether that stays until it is sent away. */
let shown = null;
let pinned = false;
/** Whether the focus comes back to a word that was explained a moment ago. */
let returning = false;
/** Whether the pointer has not moved since Escape: what comes to lie under it is not asked for. */
let still = false;
let leaving = 0;

const wordOf = (target) => target.closest?.("main pre [data-w]");

function place(word) {
  // The first of several lines that a word may be broken into.
  const at = word.getClientRects()[0] ?? word.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const space = document.documentElement.clientWidth;
  const left = Math.max(8, Math.min(at.left, space - width - 8));
  const below = at.bottom + 6;
  const top = below + height > innerHeight && at.top > height + 6 ? at.top - height - 6 : below;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${top + scrollY}px`;
}

function show(word) {
  clearTimeout(leaving);
  if (word === shown) return;
  const row = document.getElementById(`w-${word.dataset.w}`);
  if (!row) return;
  hide();
  const name = row.querySelector("th").firstElementChild.cloneNode(true);
  const text = [...row.querySelector("td").childNodes].map((node) => node.cloneNode(true));
  tip.replaceChildren(name, " ", ...text);
  // Behind the block, so that the keys reach its link next.
  word.closest("pre").after(tip);
  tip.showPopover();
  word.setAttribute("aria-describedby", tip.id);
  word.classList.add("explained");
  shown = word;
  place(word);
}

function hide() {
  clearTimeout(leaving);
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown.classList.remove("explained");
  shown = null;
  pinned = false;
  tip.hidePopover();
}

/** Lets the pointer cross from a word to what is shown of it. */
function leave() {
  clearTimeout(leaving);
  if (!pinned) leaving = setTimeout(hide, 250);
}

/** Makes a word the one of its block that takes the focus. */
function rove(word) {
  for (const other of word.closest("code").querySelectorAll("[data-w][tabindex]")) {
    other.removeAttribute("tabindex");
    other.removeAttribute("role");
  }
  word.tabIndex = 0;
  word.setAttribute("role", "button");
}

function turnTo(word) {
  rove(word);
  word.focus();
}

function onKey(event) {
  if (event.key === "Escape" && shown) {
    const word = shown;
    const inside = tip.contains(document.activeElement);
    still = true;
    hide();
    returning = true;
    if (inside) word.focus({ preventScroll: true });
    returning = false;
    // What lies below, a sheet or a search, stays.
    event.stopPropagation();
    return;
  }
  const word = wordOf(event.target);
  if (!word || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = [...word.closest("code").querySelectorAll("[data-w]")];
  const at = all.indexOf(word);
  const next = { ArrowRight: all[at + 1], ArrowLeft: all[at - 1], Home: all[0], End: all.at(-1) }[event.key];
  if (next) {
    event.preventDefault();
    turnTo(next);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    show(word);
    pinned = true;
    tip.querySelector("a")?.focus();
  }
}

function onClick(event) {
  const word = wordOf(event.target);
  // Whoever selects text wants no more than that.
  if (word && getSelection().isCollapsed) {
    const again = word === shown && pinned;
    turnTo(word);
    if (again) {
      hide();
    } else {
      show(word);
      pinned = true;
    }
  } else if (!tip.contains(event.target)) {
    hide();
  }
}

let started = false;

/** Explains from now on, beginning with the event that asked for it. */
export function start(event) {
  if (!started) {
    started = true;
    const over = (event) => {
      const word = wordOf(event.target);
      if (word && !pinned) show(word);
      else if (tip.contains(event.target)) clearTimeout(leaving);
      else if (shown && shown !== document.activeElement) leave();
    };
    document.addEventListener("pointerover", (event) => event.pointerType !== "touch" && !still && over(event));
    const moved = (event) => {
      if (!still) return;
      still = false;
      over(event);
    };
    document.addEventListener("pointermove", moved, { passive: true });
    document.addEventListener("focusin", (event) => {
      const word = wordOf(event.target);
      if (word && !returning) show(word);
      else if (!word && !tip.contains(event.target)) hide();
    });
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey, true);
    addEventListener("resize", () => shown && place(shown));
    document.addEventListener("proof:changed", () => (shown?.isConnected ? place(shown) : hide()));
  }
  const word = wordOf(event.target);
  if (!word?.isConnected) return;
  if (event.type === "click") onClick(event);
  else if (event.type === "focusin" ? word === document.activeElement : word.matches(":hover")) show(word);
}
