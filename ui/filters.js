// Filters are set in fields and shown as chips that take them away; they stand in the address's fragment.
const { fragment, write, element: made } = window.cuttings;
const WORDS = { since: "Since", until: "Until", as_of: "As of", outlet: "Outlet:", author: "Author:" };
const MANY = ["outlet", "author"];
const show = () => {
  const chips = element.querySelector(".chips");
  if (!chips) return;
  chips.replaceChildren();
  for (const [name, value] of fragment()) {
    if (!WORDS[name]) continue;
    const words = `${WORDS[name]} ${value}`;
    const chip = made("button", { type: "button", class: "chip", "aria-label": `Remove the filter: ${words}` }, `${words} ×`);
    chip.addEventListener("click", () => {
      const parts = fragment();
      parts.delete(name, value);
      write(parts);
      element.querySelector("summary").focus();
    });
    chips.append(chip);
  }
  for (const field of element.querySelectorAll("[data-filter]")) {
    if (!MANY.includes(field.dataset.filter)) field.value = fragment().get(field.dataset.filter) ?? "";
  }
};
element.addEventListener("change", (event) => {
  const field = event.target.closest("[data-filter]");
  if (!field) return;
  const name = field.dataset.filter;
  const value = field.value.trim();
  const parts = fragment();
  if (!MANY.includes(name)) parts.delete(name);
  if (value && !parts.has(name, value)) parts.append(name, value);
  if (MANY.includes(name)) field.value = "";
  write(parts);
});
addEventListener("cuttings:fragment", show);
addEventListener("hashchange", show);
watch("value", show);
show();
