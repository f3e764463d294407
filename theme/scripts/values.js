// The reader's own names in the place of the book's: account, Region, cluster and the like. They are kept in this browser
// and go nowhere else. Every place says how a value has to be written there, so that none can end a string or a quote.

const korean = document.documentElement.lang.startsWith("ko");
const words = korean
  ? {
      title: "내 값으로 보기",
      about: "적은 값을 이 책의 모든 예제에 넣어 보여 주고, 복사할 때도 그 값으로 복사합니다. 값은 이 브라우저에만 저장하고 어디에도 보내지 않습니다. 빈칸은 책의 값을 그대로 씁니다.",
      save: "예제에 넣기",
      reset: "모두 책의 값으로",
      close: "닫기",
      wrong: "이 이름으로 쓸 수 없는 값입니다.",
      region: "그런 리전이 없습니다.",
      account: "숫자 12자리여야 합니다.",
      book: (value) => `책의 값: ${value}`,
      kept: (value) => `${value}은(는) 이 자리에 적을 수 없어서 책의 값을 두었습니다.`,
      forgets: "이 브라우저는 값을 저장하지 않으므로 이 쪽에서만 바뀝니다.",
    }
  : {
      title: "With your own values",
      about: "Every example of this book shows and copies what you enter here. The values stay in this browser and are sent nowhere. What is empty keeps the book's value.",
      save: "Put them in",
      reset: "Back to the book's values",
      close: "Close",
      wrong: "This cannot be such a name.",
      region: "There is no such Region.",
      account: "This has to be 12 digits.",
      book: (value) => `The book has ${value}`,
      kept: (value) => `${value} cannot be written here, so the book's value stays.`,
      forgets: "This browser stores nothing, so the values hold on this page only.",
    };

const KEY = "values";
let values = new Map();

/** The names that readers may have for their own, and the places of the page where they stand, with what the book has there. */
let declared = [];
let places = new Map();
function look() {
  declared = JSON.parse(document.querySelector("[data-variables]")?.dataset.variables ?? "[]");
  const text = (element) => places.get(element) ?? element.textContent;
  places = new Map(Array.from(document.querySelectorAll("[data-v]"), (element) => [element, text(element)]));
}
look();
document.addEventListener("proof:changed", () => {
  look();
  apply();
});

const json = (value) => JSON.stringify(value).slice(1, -1);
const single = (value) => value.replaceAll("'", "'\\''");
// In double quotes an interactive bash still takes `!` for its history, so that it stands in single ones.
const double = (value) => value.replace(/[\\"$`]/g, "\\$&").replaceAll("!", `"'!'"`);

/** How a value is written, by what a place says of itself; nothing where it cannot be written. */
const writings = {
  o: (value) => value,
  j: json,
  w: (value) => (/^[\w@%+:,./-]+$/.test(value) ? value : `'${single(value)}'`),
  s: single,
  d: double,
  sj: (value) => single(json(value)),
  dj: (value) => double(json(value)),
  p: (value) => (/^[\w@:./-]+$/.test(value) ? value : null),
};

/** What is wrong with a value; nothing for one that is right. */
export function fault({ pattern, choices }, value) {
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(value)) return words.wrong;
  if (choices) return choices.split(" ").includes(value) ? null : words.region;
  if (new RegExp(`^(?:${pattern})$`, "u").test(value)) return null;
  return pattern === "[0-9]{12}" ? words.account : words.wrong;
}

/** What was kept, as far as it is right for this book. */
function kept() {
  let stored;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    stored = {};
  }
  const own = declared.map((variable) => [variable.name, stored?.[variable.name], variable]);
  const right = own.filter(([, value, variable]) => typeof value === "string" && value !== variable.value && fault(variable, value) === null);
  return new Map(right.map(([name, value]) => [name, value]));
}

/** Shows the values in every example of the page. */
function apply() {
  for (const [element, text] of places) {
    const value = values.get(element.dataset.v);
    const written = value === undefined ? undefined : (writings[element.dataset.q] ?? writings.p)(value);
    element.textContent = written ?? text;
    element.classList.toggle("mine", typeof written === "string");
    element.classList.toggle("not-mine", written === null);
    if (value === undefined) element.removeAttribute("title");
    else element.title = written === null ? words.kept(value) : words.book(text);
  }
  for (const button of document.querySelectorAll(".own")) button.classList.toggle("on", values.size > 0);
  for (const button of document.querySelectorAll(".reset")) button.hidden = values.size === 0;
}

/** Keeps values; says whether the browser does. */
function keep() {
  try {
    if (values.size) localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(values)));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/** Back to the book's values. */
export function reset() {
  values = new Map();
  keep();
  apply();
}

/** Shows what was kept. */
export function start() {
  values = kept();
  apply();
}

// Another tab may change it.
addEventListener("storage", (event) => (event.key === KEY || event.key === null) && start());

/** An element with properties and what it holds. */
function make(name, properties, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

let dialog = null;

function build() {
  const fields = declared.map((variable) => {
    const id = `value-${variable.name}`;
    const input = make("input", { id, name: variable.name, placeholder: variable.value, autocomplete: "off", spellcheck: false });
    input.setAttribute("autocapitalize", "off");
    const error = make("small", { id: `${id}-error`, className: "wrong" });
    input.setAttribute("aria-describedby", error.id);
    const field = make("div", { className: "field" }, make("label", { htmlFor: id, textContent: variable.label }), input, error);
    if (variable.choices) {
      const list = make("datalist", { id: `${id}-list` }, ...variable.choices.split(" ").map((value) => make("option", { value })));
      input.setAttribute("list", list.id);
      field.append(list);
    }
    const judge = () => {
      const value = input.value.trim();
      const wrong = value === "" ? null : fault(variable, value);
      error.textContent = wrong ?? "";
      input.setAttribute("aria-invalid", String(wrong !== null));
      return wrong === null;
    };
    input.addEventListener("change", judge);
    return { variable, input, judge, field };
  });
  const status = make("p", { className: "status" });
  status.setAttribute("role", "status");
  const title = make("h2", { id: "values-title", textContent: words.title });
  const save = make("button", { type: "submit", className: "main", textContent: words.save });
  const back = make("button", { type: "button", textContent: words.reset });
  const close = make("button", { type: "button", textContent: words.close });
  const form = make("form", { noValidate: true }, title, make("p", { textContent: words.about }), ...fields.map(({ field }) => field), status);
  form.append(make("div", { className: "buttons" }, save, back, close));
  dialog = make("dialog", { className: "values" }, form);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.fill = () => {
    for (const { variable, input, judge } of fields) {
      input.value = values.get(variable.name) ?? "";
      judge();
    }
    status.textContent = "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = fields.filter(({ judge }) => !judge());
    if (wrong.length) {
      wrong[0].input.focus();
      return;
    }
    const own = fields.map(({ variable, input }) => [variable, input.value.trim()]);
    const given = own.filter(([variable, value]) => value !== "" && value !== variable.value);
    values = new Map(given.map(([variable, value]) => [variable.name, value]));
    const stays = keep();
    apply();
    if (stays) dialog.close();
    else status.textContent = words.forgets;
  });
  back.addEventListener("click", () => {
    reset();
    dialog.fill();
  });
  close.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
}

/** Asks for the values. */
export function open() {
  if (!dialog) build();
  dialog.fill();
  dialog.showModal();
}
