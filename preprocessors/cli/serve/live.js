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
  const REGIONS = "nav#chapters, nav#contents, main, footer";
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
    for (const region of root.querySelectorAll(REGIONS)) region.replaceChildren();
    // Between them stands white space alone, and what follows this script has not been read yet.
    for (const part of root.children) part.replaceChildren(...part.children);
    return root;
  };

  /** A node of the page, beside how it came: the theme's scripts go on to change it. */
  const kept = (node) => ({ node, source: node.cloneNode(true) });
  const read = () => {
    const regions = [...document.querySelectorAll(REGIONS)];
    return { frame: frame(document), regions: regions.map((region) => ({ region, parts: [...region.childNodes].map(kept) })) };
  };
  // This runs before the theme's scripts, which wait for the whole page.
  const page = follows(document) ? read() : null;

  /** How many of a row of parts the same row of new nodes begins with. */
  const alike = (parts, nodes) => {
    const different = parts.findIndex(({ source }, at) => at >= nodes.length || !source.isEqualNode(nodes[at]));
    return different < 0 ? parts.length : different;
  };

  /** Puts what is new in a region in the place of what it replaces. */
  const renew = ({ region, parts }, fresh) => {
    const nodes = [...fresh.childNodes];
    const start = alike(parts, nodes);
    const end = alike(parts.slice(start).reverse(), nodes.slice(start).reverse());
    const come = nodes.slice(start, nodes.length - end).map((node) => kept(document.importNode(node, true)));
    const gone = parts.splice(start, parts.length - end - start, ...come).map(({ node }) => node);
    const next = parts[start + come.length]?.node ?? null;
    const added = come.map(({ node }) => node);
    open(gone, added);
    const focused = gone.some((node) => node.contains(document.activeElement)) ? document.activeElement : null;
    for (const node of added) region.insertBefore(node, next);
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
    const main = page.regions.find(({ region }) => region.localName === "main");
    const seen = (main?.parts ?? []).filter(({ node }) => node.nodeType === 1 && node.getBoundingClientRect().bottom > 0);
    const places = seen.map((part) => [part, top(part)]);
    change();
    const first = places.find(([{ node }, before]) => node.isConnected && before < innerHeight);
    if (first) scrollBy({ top: top(first[0]) - first[1], behavior: "instant" });
  };

  /** Shows a newer page in the place of this one; says whether that is possible. */
  const put = (next) => {
    const fresh = [...next.querySelectorAll(REGIONS)];
    if (!page || !follows(next) || fresh.length !== page.regions.length || !page.frame.isEqualNode(frame(next))) return false;
    for (const one of document.head.querySelectorAll(ABOUT)) one.remove();
    document.head.append(...next.head.querySelectorAll(ABOUT));
    for (const name of ATTRIBUTES) {
      const value = next.documentElement.getAttribute(name);
      if (value !== null) document.documentElement.setAttribute(name, value);
    }
    steady(() => page.regions.forEach((region, at) => renew(region, fresh[at])));
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
