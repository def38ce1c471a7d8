// What is sought stands in the address's fragment with its order and filters: it can be bookmarked.
const { fragment, write, filters } = window.cuttings;
const panel = element.closest("#panel-search");
const field = () => element.querySelector("#search-field");
let searched = ""; // what the hits answer
const order = () => fragment().get("sort") ?? "fit";
const show = () => {
  for (const button of element.querySelectorAll("[data-sort]")) button.setAttribute("aria-pressed", String(button.dataset.sort === order()));
};
const search = () => {
  const text = fragment().get("s") ?? "";
  const asked = { text, sort: order(), filters: filters() };
  if (!text || JSON.stringify(asked) === searched) return;
  searched = JSON.stringify(asked);
  dispatchEvent(new Event("cuttings:searching"));
  trigger("select", asked);
};
const changed = (name, value) => {
  const parts = fragment();
  parts.set(name, value);
  write(parts);
};
const begin = () => {
  searched = "";
  changed("s", field().value.trim());
};
element.addEventListener("click", (event) => {
  const sort = event.target.closest("[data-sort]");
  if (sort) changed("sort", sort.dataset.sort);
  else if (event.target.closest("[data-search]")) begin();
});
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && event.target === field()) begin();
});
panel.addEventListener("click", (event) => {
  const place = event.target.closest("[data-article]");
  const clip = event.target.closest("[data-clip]");
  if (clip) dispatchEvent(new CustomEvent("cuttings:clip", { detail: clip }));
  else if (place) trigger("click", { ...place.dataset });
});
const look = () => {
  const sought = fragment().get("s") ?? "";
  if (document.activeElement !== field()) field().value = sought;
  show();
  search();
};
addEventListener("cuttings:fragment", look);
addEventListener("hashchange", look);
look();
