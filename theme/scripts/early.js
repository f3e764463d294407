// Runs before the page is painted, so that a chosen colour scheme never flashes into another.
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.theme = scheme;
} catch {
  // Storage may be forbidden; the system's scheme serves then.
}
