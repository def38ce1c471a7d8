// Clippings are kept in this browser alone, in the order in which they came; a place is kept once.
const { kept, element: made, exported } = window.cuttings;
const list = element.querySelector(".basket");
const said = element.querySelector(".said");
const MOST = 1000;
const clippings = () => kept.read("clippings", []);
const key = (one) => `${one.article_id} ${one.start} ${one.end} ${one.fingerprint}`;
const tell = (words, ...more) => said.replaceChildren(words, ...more);
const keep = (changed) => {
  if (!kept.write("clippings", changed)) return void tell("This browser has no room to keep more.");
  render();
};
const undoing = (words, before) => {
  const undo = made("button", { type: "button", class: "small" }, "Undo");
  undo.addEventListener("click", () => {
    keep(before);
    tell("They are back.");
    element.querySelector("summary").focus();
  });
  tell(`${words} `, undo);
};
const render = () => {
  const all = clippings();
  list.replaceChildren();
  for (const one of all) {
    const place = { "data-article": one.article_id, "data-start": one.start, "data-end": one.end };
    const opens = made("button", { type: "button", class: "opens", ...place }, one.shown.quote);
    const remove = made("button", { type: "button", class: "small", "aria-label": `Remove the clipping from “${one.shown.where}”` }, "Remove");
    remove.addEventListener("click", () => {
      keep(all.filter((other) => key(other) !== key(one)));
      undoing("Removed.", all);
      element.querySelector("summary").focus();
    });
    list.append(made("li", {}, opens, made("span", { class: "where" }, one.shown.where), remove));
  }
  element.querySelector(".count").textContent = all.length;
  element.querySelector(".none").hidden = Boolean(all.length);
  element.querySelector(".full").hidden = !all.length;
};
addEventListener("cuttings:clip", ({ detail: button }) => {
  const one = { ...JSON.parse(button.parentElement.querySelector(".clipping").textContent), copied: undefined };
  const all = clippings();
  if (!all.some((other) => key(other) === key(one))) keep([...all, one].slice(-MOST));
  const number = clippings().length;
  button.textContent = number === 1 ? "Added: 1 clipping" : `Added: ${number} clippings`;
  tell("");
});
element.addEventListener("click", async (event) => {
  const kind = event.target.closest("[data-export]")?.dataset.export;
  if (event.target.closest("[data-empty]")) {
    const all = clippings();
    keep([]);
    undoing(all.length === 1 ? "The clipping was removed." : `All ${all.length} clippings were removed.`, all);
  } else if (kind) tell(await exported(kind, "cuttings-clippings", "Clippings", [{ citations: clippings() }]));
});
addEventListener("storage", render);
render();
