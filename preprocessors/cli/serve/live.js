// Keeps a page that `mdbook-proof serve` serves up to date: loads it anew when it has
// changed, and has what was found in the book shown over it.
"use strict";
{
  const { key } = document.currentScript.dataset;
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

  const hear = async (news) => {
    if (news.key !== key) {
      location.reload();
      return;
    }
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
