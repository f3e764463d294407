// What was found in a book, shown over its page: a dialog while a check fails, and a
// small count that opens the same list when there are only warnings, or once the
// dialog was put away.
//
// All that comes from the book or the checker is put in as text.

const WORDS = {
  ko: {
    error: "오류",
    warning: "경고",
    info: "정보",
    count: (n, what) => `${what} ${n}개`,
    failed: "책을 만들지 못했습니다. 마지막으로 성공한 책이 뒤에 그대로 있습니다. 고치면 이 창은 저절로 닫힙니다.",
    passed: "책을 만들었습니다. 그래도 살펴볼 것이 있습니다.",
    mended: "오류를 모두 고쳤습니다",
    close: "닫기",
    help: "도움말",
    fix: "고치기",
    safe: "`mdbook-proof fix`가 이렇게 고칩니다",
    rule: (id) => `규칙 ${id}`,
    more: (n) => `그 밖에 ${n}개가 더 있습니다. 터미널에 모두 있습니다.`,
    open: "목록 열기",
  },
  en: {
    error: "error",
    warning: "warning",
    info: "note",
    count: (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`,
    failed: "The book could not be built; the last good one is still there behind this. Once it is mended this closes by itself.",
    passed: "The book was built. There is something to look at all the same.",
    mended: "all errors are mended",
    close: "Close",
    help: "help",
    fix: "fix",
    safe: "`mdbook-proof fix` does this",
    rule: (id) => `rule ${id}`,
    more: (n) => `There are ${n} more; the terminal has them all.`,
    open: "open the list",
  },
};

/** Where it is remembered, from page to page, that the reader put the dialog away. */
const PUT_AWAY = "mdbook-proof-put-away";

/** An element with attributes and children; children that are text stay text. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A text whose words in backticks are code. */
const prose = (text) => text.split(/`([^`\n]+)`/).map((part, at) => (at % 2 ? make("code", {}, part) : part));

const host = make("mdbook-proof-overlay", { hidden: "" });
const root = host.attachShadow({ mode: "open" });
const style = make("link", { rel: "stylesheet", href: "/.proof/overlay.css" });
const title = make("h2", { id: "title", tabindex: "-1", autofocus: "" });
const about = make("p", { id: "about" });
const close = make("button", { type: "button", class: "close" });
const list = make("ol");
const rest = make("p", { class: "rest", hidden: "" });
const dialog = make("dialog", { "aria-labelledby": "title", "aria-describedby": "about" }, make("header", {}, title, close), about, list, rest);
const pill = make("button", { type: "button", class: "pill", "aria-haspopup": "dialog", hidden: "" });
const status = make("p", { role: "status", class: "status" });
root.append(style, dialog, pill, status);
// Without its style it would be a heap of text over the page; and a dialog that opens unseen never gets the focus.
style.addEventListener("load", () => {
  host.hidden = false;
  if (failing && !putAway()) open();
});

let shown = "";
let failing = false;
let words = WORDS.en;

/** Shows what is to be said of the book; nothing where that is nothing. */
export function show(report) {
  const failedBefore = failing;
  failing = report.failed === true;
  words = WORDS[report.lang] ?? WORDS.en;
  if (!host.isConnected) document.documentElement.append(host);
  const now = JSON.stringify(report);
  if (now !== shown) fill(report);
  shown = now;
  const { errors = 0, warnings = 0 } = report;
  if (failing) {
    if (!failedBefore && !putAway()) open();
  } else {
    sessionStorage.removeItem(PUT_AWAY);
    if (failedBefore) {
      dialog.close();
      status.textContent = words.mended;
    }
    if (!warnings) dialog.close();
  }
  pill.hidden = dialog.open || !(errors || warnings);
}

function putAway() {
  return sessionStorage.getItem(PUT_AWAY) !== null;
}

function open() {
  if (host.hidden) return;
  status.textContent = "";
  if (!dialog.open) dialog.showModal();
  pill.hidden = true;
  dialog.scrollTop = 0;
}

function fill(report) {
  const { errors = 0, warnings = 0, infos = 0, diagnostics = [] } = report;
  const counts = [
    [errors, words.error],
    [warnings, words.warning],
    [infos, words.info],
  ];
  const said = (least) => counts.slice(0, least).filter(([n]) => n > 0).map(([n, what]) => words.count(n, what)).join(", ");
  host.lang = report.lang;
  dialog.setAttribute("role", failing ? "alertdialog" : "dialog");
  dialog.className = failing ? "failed" : "passed";
  title.textContent = said(3);
  about.textContent = failing ? words.failed : words.passed;
  close.textContent = words.close;
  pill.className = failing ? "pill failed" : "pill";
  pill.textContent = said(2);
  pill.setAttribute("aria-label", `mdbook-proof: ${said(2)}, ${words.open}`);
  const focused = list.contains(root.activeElement);
  list.replaceChildren(...diagnostics.map((diagnostic) => make("li", {}, item(diagnostic))));
  const left = errors + warnings + infos - diagnostics.length;
  rest.hidden = left <= 0;
  rest.textContent = words.more(left);
  if (focused) title.focus();
}

/** One diagnostic. */
function item(diagnostic) {
  const { severity, rule, message, path, line, column, excerpt, labels, help, fix, url } = diagnostic;
  const head = make("h3", {}, make("span", { class: `severity ${severity}` }, words[severity] ?? severity), " ", ...prose(message));
  const place = path ? make("p", { class: "place" }, make("code", {}, `${path}:${line}:${column}`)) : null;
  const others = (labels ?? []).map((label) =>
    make("p", { class: "label" }, make("code", {}, `${label.path}:${label.line}:${label.column}`), " ", ...prose(label.message)),
  );
  const helps = (help ?? "").split("\n").filter(Boolean).map((text) => make("p", {}, make("b", {}, words.help), " ", ...prose(text)));
  const mends = fix
    ? make("p", {}, make("b", {}, words.fix), " ", ...prose(fix.title), ...prose(fix.applicability === "safe" ? ` (${words.safe})` : ""))
    : null;
  const page = url ? make("p", {}, make("a", { href: url, target: "_blank", rel: "noreferrer" }, words.rule(rule))) : null;
  return make("article", {}, head, place, excerpt?.length ? source(excerpt) : null, ...others, ...helps, mends, page);
}

/** The lines around a place, what is meant marked. */
function source(excerpt) {
  const lines = excerpt.map(({ line, text, mark }) => {
    // Columns are counted in characters, not in the halves of them that a string has.
    const characters = [...text];
    const part = (from, to) => characters.slice(from, to).join("");
    const code = make("code", {});
    if (mark) {
      code.append(part(0, mark[0]), make("mark", {}, part(...mark)), part(mark[1]));
    } else {
      code.append(text);
    }
    return make("div", { class: mark ? "line marked" : "line" }, make("span", { class: "number" }, String(line)), code);
  });
  return make("div", { class: "source", translate: "no" }, ...lines);
}

close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
// A page's own keys are not for the dialog, and some pages would keep Escape from it.
dialog.addEventListener("keydown", (event) => {
  event.stopPropagation();
  if (event.key === "Escape") dialog.close();
});
dialog.addEventListener("close", () => {
  if (failing) sessionStorage.setItem(PUT_AWAY, "");
  pill.hidden = !pill.textContent;
});
pill.addEventListener("click", open);
