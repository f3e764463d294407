// Keeps a page that `mdbook-proof serve` serves up to date: what has changed of it is put in its place, so that the
// reader's place, open details and the focus stay. Where more than its text has changed, and on pages whose scripts
// could not follow, it is loaded anew. What was found in the book is shown over it.
"use strict";
{
  const script = document.currentScript;
  let { key } = script.dataset;
  let events = null;
  let overlay = null;

  // Pages that nobody sees do not listen: browsers allow a server few connections.
  const listen = () => {
    if (document.visibilityState === "hidden") {
      events?.close();
      events = null;
    } else if (events === null) {
      events = new EventSource(`/.proof/events?${encodeURIComponent(decodePath(location.pathname))}`);
      events.onmessage = ({ data }) => hear(JSON.parse(data));
    }
  };

  const decodePath = (path) => {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  };

  /** What a change of a chapter changes of its page; any other difference makes it another page. */
  const REGIONS = ["nav#chapters", ".page", "nav#contents", ".page > main", ".page > footer"];
  const ABOUT = "title, meta[name=description], meta[property], meta[name^=twitter], link[rel=canonical]";
  const ATTRIBUTES = ["data-search-index", "data-fragments"];

  /** The scripts of the theme, which hear of changes. */
  const FOLLOWING = /\/assets\/(early|site)-[0-9a-f]+\.js$/;

  const follows = (page) =>
    page.documentElement.hasAttribute("data-proof-theme") &&
    [...page.scripts].every((one) => "key" in one.dataset || FOLLOWING.test(one.src));

  /** A page without what may change. */
  const frame = (page) => {
    const root = page.documentElement.cloneNode(true);
    for (const name of ["data-theme", ...ATTRIBUTES]) root.removeAttribute(name);
    for (const one of root.querySelectorAll(`${ABOUT}, script[data-key]`)) one.remove();
    for (const region of root.querySelectorAll(REGIONS.join())) region.replaceChildren();
    // Between them stands white space alone, and what follows this script has not been read yet.
    for (const part of root.children) part.replaceChildren(...part.children);
    return root;
  };

  /** A node of the page, beside how it came: the theme's scripts go on to change it. One that is a region is the same whatever is in it. */
  const kept = (node) => ({ node, came: REGIONS.find((name) => node.matches?.(name)) ?? node.outerHTML ?? node.data });
  const read = (name) => {
    const region = document.querySelector(name);
    return { region, parts: [...(region?.childNodes ?? [])].map(kept) };
  };
  // This runs before the theme's scripts, which wait for the whole page.
  const page = follows(document) ? { frame: frame(document), regions: new Map(REGIONS.map((name) => [name, read(name)])) } : null;

  /** The longest row of parts that are in both, in their order. */
  const common = (before, after) => {
    let [start, end] = [0, 0];
    const least = Math.min(before.length, after.length);
    while (start < least && before[start].came === after[start].came) start += 1;
    while (end < least - start && before.at(-1 - end).came === after.at(-1 - end).came) end += 1;
    const [left, right] = [before, after].map((parts) => parts.slice(start, parts.length - end));
    const pairs = [...Array(start).keys()].map((at) => [before[at], after[at]]);
    const width = right.length + 1;
    // Of texts that have so little in common nothing is worth the search.
    if (left.length * width < 4e6) {
      const longest = new Uint16Array((left.length + 1) * width);
      const at = (one, other) => one * width + other;
      for (let one = left.length - 1; one >= 0; one -= 1) {
        for (let other = right.length - 1; other >= 0; other -= 1) {
          const same = left[one].came === right[other].came;
          longest[at(one, other)] = same ? longest[at(one + 1, other + 1)] + 1 : Math.max(longest[at(one + 1, other)], longest[at(one, other + 1)]);
        }
      }
      for (let [one, other] = [0, 0]; one < left.length && other < right.length; ) {
        if (left[one].came === right[other].came) pairs.push([left[one++], right[other++]]);
        else if (longest[at(one + 1, other)] >= longest[at(one, other + 1)]) one += 1;
        else other += 1;
      }
    }
    for (let at = end; at > 0; at -= 1) pairs.push([before.at(-at), after.at(-at)]);
    return pairs;
  };

  /** Puts what is new in a region in the place of what it replaces; what stays is not touched. */
  const renew = (place, fresh) => {
    const after = [...fresh.childNodes].map(kept);
    const stays = new Map(common(place.parts, after).map(([old, same]) => [same, old]));
    const staying = new Set(stays.values());
    const gone = place.parts.filter((part) => !staying.has(part)).map(({ node }) => node);
    place.parts = after.map((part) => stays.get(part) ?? { ...part, node: document.importNode(part.node, true) });
    const added = place.parts.filter((part) => !staying.has(part)).map(({ node }) => node);
    open(gone, added);
    const focused = gone.some((node) => node.contains(document.activeElement)) ? document.activeElement : null;
    let next = null;
    for (const part of place.parts.toReversed()) {
      if (!staying.has(part)) place.region.insertBefore(part.node, next);
      next = part.node;
    }
    const same = focused && all(added, focused.localName).find((one) => one.textContent === focused.textContent);
    for (const node of gone) node.remove();
    same?.focus({ preventScroll: true });
  };

  const all = (nodes, name) =>
    nodes.flatMap((node) => (node.nodeType === 1 ? [...(node.matches(name) ? [node] : []), ...node.querySelectorAll(name)] : []));

  /** Opens those of new details that stand where open ones stood. */
  const open = (gone, added) => {
    const before = all(gone, "details");
    const called = (details) => details?.querySelector("summary")?.textContent;
    all(added, "details").forEach((details, at) => {
      if (before[at]?.open && called(before[at]) === called(details)) details.open = true;
    });
  };

  /** Keeps in its place what is first in view of all that stays, while `change` goes on. */
  const steady = (change) => {
    const top = ({ node }) => node.getBoundingClientRect().top;
    const seen = page.regions.get(".page > main").parts.filter(({ node }) => node.nodeType === 1 && node.getBoundingClientRect().bottom > 0);
    const places = seen.map((part) => [part, top(part)]);
    change();
    const first = places.find(([{ node }, before]) => node.isConnected && before < innerHeight);
    if (first) scrollBy({ top: top(first[0]) - first[1], behavior: "instant" });
  };

  /** Shows a newer page in the place of this one; says whether that is possible. */
  const put = (next) => {
    if (!page || !follows(next) || !page.frame.isEqualNode(frame(next))) return false;
    for (const one of document.head.querySelectorAll(ABOUT)) one.remove();
    document.head.append(...next.head.querySelectorAll(ABOUT));
    for (const name of ATTRIBUTES) {
      const value = next.documentElement.getAttribute(name);
      if (value !== null) document.documentElement.setAttribute(name, value);
    }
    steady(() => {
      for (const [name, place] of page.regions) {
        const fresh = next.querySelector(name);
        if (place.region && fresh) renew(place, fresh);
        // It came or went with the region that it stands in.
        else page.regions.set(name, read(name));
      }
    });
    ({ key } = next.querySelector("script[data-key]").dataset);
    document.dispatchEvent(new Event("proof:changed"));
    return true;
  };

  /** Brings the page up to date; says whether another is on its way instead. */
  const follow = async () => {
    let text;
    try {
      const response = await fetch(location.href, { cache: "no-store" });
      text = response.ok && (await response.text());
    } catch {
      // The server is gone; it says what there is when it is back.
      return false;
    }
    try {
      if (text && put(new DOMParser().parseFromString(text, "text/html"))) return false;
    } catch (error) {
      console.warn(error);
    }
    location.reload();
    return true;
  };

  /** What was heard last, and what the page was made to fit. */
  let news = null;
  let fits = null;
  let busy = false;

  const hear = async (heard) => {
    news = heard;
    if (busy) return;
    busy = true;
    while (fits !== news) {
      fits = news;
      // Before the dot stands what all pages share: pictures and style sheets under the names that they had.
      const [shared, known] = [fits.key, key].map((one) => one.split(".")[0]);
      if (fits.key === key) continue;
      if (shared !== known) return location.reload();
      if (await follow()) return;
    }
    busy = false;
    if (overlay === null && !(news.report.errors || news.report.warnings)) return;
    overlay ??= import("/.proof/overlay.js");
    (await overlay).show(news.report);
  };

  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => {
    events?.close();
    events = null;
  });
  addEventListener("pageshow", listen);
  listen();
}
