// The table of Fargate's sizes as something to choose from: what a task needs goes in, the sizes that hold it come out,
// and one of them goes into the definitions of the page.

const korean = document.documentElement.lang.startsWith("ko");
const words = korean
  ? {
      about: "태스크에 필요한 만큼 적으면 그것을 담는 크기를 보여 줍니다.",
      cpu: "필요한 vCPU",
      memory: "필요한 메모리(GB)",
      found: (cpu, memory) => `가장 작은 크기는 cpu ${cpu}, memory ${memory}입니다.`,
      none: "그만큼 큰 크기는 없습니다. 태스크를 여럿으로 나누십시오.",
      put: "이 쪽의 예제에 넣기",
      back: "책의 값으로",
      done: (count) => `태스크 정의 ${count}개에 넣었습니다.`,
      small: (count) => `컨테이너의 메모리가 더 커서 ${count}개는 그대로 두었습니다.`,
    }
  : {
      about: "Say what a task needs, and see the sizes that hold it.",
      cpu: "vCPUs needed",
      memory: "Memory needed (GB)",
      found: (cpu, memory) => `The smallest size is a cpu of ${cpu} with a memory of ${memory}.`,
      none: "There is no size as large as that; share the work out among several tasks.",
      put: "Put it into this page's examples",
      back: "Back to the book's values",
      done: (count) => `It is in ${count} task definitions now.`,
      small: (count) => `${count} stayed as they were: their containers have more memory.`,
    };

const field = (key) => `[data-w="task-definition-RegisterTaskDefinitionRequest.${key}"]:not(.hljs-attr)`;
const containers = '[data-w="task-definition-ContainerDefinition.memory"]:not(.hljs-attr)';

function make(name, properties, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

/** What the book has in definitions that were given another size. */
const before = new WeakMap();

/** The definitions of the page that give both sizes and are right as they stand. */
function definitions() {
  return [...document.querySelectorAll("main pre.proof-good > code")]
    .map((code) => ({ code, cpu: code.querySelector(field("cpu")), memory: code.querySelector(field("memory")) }))
    .filter(({ cpu, memory }) => cpu && memory);
}

/** Makes a form of a table of sizes. */
export function start(box) {
  if (box.querySelector("form")) return;
  const rows = [...box.querySelectorAll("tr[data-cpu]")];
  const sizes = rows.flatMap((row) => row.dataset.memory.split(" ").map((memory) => ({ row, cpu: Number(row.dataset.cpu), memory: Number(memory) })));
  const input = (id, step) => make("input", { id, type: "number", min: "0", step, inputMode: "decimal" });
  const cpu = input("fargate-cpu", "0.25");
  const memory = input("fargate-memory", "0.5");
  const status = make("p", { className: "status" });
  status.setAttribute("role", "status");
  const put = make("button", { type: "button", className: "main", textContent: words.put, hidden: true });
  const back = make("button", { type: "button", textContent: words.back, hidden: true });
  const label = (of, text) => make("div", { className: "field" }, make("label", { htmlFor: of.id, textContent: text }), of);
  const form = make("form", { noValidate: true }, make("p", { textContent: words.about }), label(cpu, words.cpu), label(memory, words.memory), status);
  form.append(make("div", { className: "buttons" }, put, back));
  let smallest = null;
  const choose = () => {
    const wanted = [cpu, memory].map((field) => Number(field.value) * 1024 || 0);
    const asked = wanted.some((amount) => amount > 0);
    const fits = sizes.filter((size) => size.cpu >= wanted[0] && size.memory >= wanted[1]);
    smallest = asked ? (fits[0] ?? null) : null;
    for (const row of rows) {
      row.classList.toggle("fits", asked && fits.some((size) => size.row === row));
      row.classList.toggle("too-small", asked && !fits.some((size) => size.row === row));
    }
    put.hidden = !smallest || definitions().length === 0;
    status.textContent = !asked ? "" : smallest ? words.found(smallest.cpu, smallest.memory) : words.none;
  };
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  put.addEventListener("click", () => {
    let done = 0;
    const all = definitions();
    for (const { code, cpu, memory } of all) {
      const taken = [...code.querySelectorAll(containers)].reduce((sum, value) => sum + (Number(value.textContent) || 0), 0);
      if (taken > smallest.memory) continue;
      if (!before.has(code)) before.set(code, [cpu.textContent, memory.textContent]);
      cpu.textContent = `"${smallest.cpu}"`;
      memory.textContent = `"${smallest.memory}"`;
      [cpu, memory].forEach((value) => value.classList.add("mine"));
      done += 1;
    }
    back.hidden = false;
    const left = all.length - done;
    status.textContent = words.done(done) + (left ? ` ${words.small(left)}` : "");
  });
  back.addEventListener("click", () => {
    for (const { code, cpu, memory } of definitions().filter(({ code }) => before.has(code))) {
      [cpu.textContent, memory.textContent] = before.get(code);
      [cpu, memory].forEach((value) => value.classList.remove("mine"));
    }
    back.hidden = true;
    choose();
  });
  box.prepend(form);
}
