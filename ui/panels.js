// Which panel is shown stands in the address's fragment, which no server sees: it can be bookmarked, and Back works.
const links = [...element.querySelectorAll("a[data-panel]")];
const fragment = () => new URLSearchParams(location.hash.slice(1));
const show = () => {
  const asked = fragment().get("panel");
  const current = links.find((link) => link.dataset.panel === asked) ?? links[0];
  document.body.dataset.panel = current.dataset.panel;
  for (const link of links) {
    if (link === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = current === links[0] ? "Cuttings" : `${current.textContent} · Cuttings`;
};
element.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-panel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const parts = fragment();
  parts.set("panel", link.dataset.panel);
  history.pushState(null, "", `#${parts}`);
  show();
  scrollTo(0, 0);
});
addEventListener("hashchange", show);
addEventListener("popstate", show);
show();
