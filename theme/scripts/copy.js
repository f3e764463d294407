// What a block gives to the clipboard: what runs. Prompts and output are left behind, comments too where JSON has none.

const korean = document.documentElement.lang.startsWith("ko");
const words = korean
  ? {
      copied: "복사했습니다.",
      failed: "복사하지 못했습니다. 직접 골라서 복사하십시오.",
      unfilled: (list) => `복사했습니다. 실행하기 전에 채울 곳: ${list}`,
      elided: "생략된 곳(...)",
    }
  : {
      copied: "Copied.",
      failed: "This could not be copied. Select the text instead.",
      unfilled: (list) => `Copied. To fill in before it runs: ${list}`,
      elided: "what is left out (...)",
    };

/** What of a block's text is no part of what runs, or is not shown. */
const DROPPED = ".hljs-meta, .output, pre:not(.whole) .boring";

/** The text of a block as it runs, and what in it is still to be filled in. */
export function runnable(code) {
  const json = /\blanguage-jsonc?\b/.test(code.className);
  const dropped = json ? `${DROPPED}, .hljs-comment` : DROPPED;
  // Each line, and whether something of it was left out.
  const lines = [{ text: "", cut: false }];
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const left = node.parentElement.closest(dropped);
    const out = left !== null;
    // Behind the prompt of a line that goes on may stand nothing at all, and that is part of the command.
    const cuts = out && !(left.matches(".hljs-meta") && left.textContent.startsWith(">"));
    node.data.split("\n").forEach((part, i) => {
      // A line that ends in what is left out ends there all the same.
      if (i > 0) lines.push({ text: "", cut: cuts });
      const line = lines.at(-1);
      if (!out) line.text += part;
      else if (cuts) line.cut ||= part !== "";
    });
  }
  const kept = lines.filter(({ text, cut }) => !cut || text.trim() !== "");
  const text = kept.map(({ text, cut }) => (cut ? text.trimEnd() : text)).join("\n");
  const fills = [...code.querySelectorAll(".fill")].filter((fill) => !fill.closest(dropped)).map((fill) => fill.textContent.trim());
  return { text: `${text.replace(/\n+$/, "")}\n`, unfilled: [...new Set(fills)] };
}

/** A word of the shell that says exactly this. */
const quoted = (text) => (/^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A command that writes a text into a file. */
export function asFile(name, text) {
  let end = "EOF";
  while (text.split("\n").includes(end)) end += "_";
  const folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "";
  // A name that begins with a dash would be taken for an option.
  const safe = (path) => quoted(path.startsWith("-") ? `./${path}` : path);
  const make = folder ? `mkdir -p ${safe(folder)} && ` : "";
  return `${make}cat > ${safe(name)} <<'${end}'\n${text}${end}\n`;
}

/** Copies a block, or what writes it into its file, and says in `status` what came of it. */
export async function copy({ pre, status, file }) {
  const { text, unfilled } = runnable(pre.querySelector("code"));
  try {
    await navigator.clipboard.writeText(file ? asFile(pre.dataset.file, text) : text);
  } catch {
    status.textContent = words.failed;
    return;
  }
  const list = unfilled.map((fill) => (/^(\.{3}|…)$/.test(fill) ? words.elided : fill));
  status.textContent = list.length ? words.unfilled([...new Set(list)].join(", ")) : words.copied;
}
