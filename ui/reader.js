// An opened article is scrolled to its marked sentence, and leads to the next citation; on a narrow page it lies over the panel.
const panel = element.closest("#reading");
let places = []; // what was cited together with what is open, in order
let opener = null;
const liesOver = () => getComputedStyle(panel).position === "fixed";
const isOpen = () => Boolean(element.querySelector(".reading"));
const close = () => isOpen() && trigger("clear");
const where = () => places.indexOf(opener);
const step = (by) => {
  const next = places[where() + by];
  if (isOpen() && next?.isConnected) next.click();
};
const together = (place) => {
  const answer = place.closest(".answer");
  if (!answer) return [...(place.closest(".places, .hits, .basket")?.querySelectorAll(".opens[data-article]") ?? [])];
  const numbers = new Map();
  for (const cite of answer.querySelectorAll(".cite")) if (!numbers.has(cite.dataset.number)) numbers.set(cite.dataset.number, cite);
  return [...numbers.values()];
};
const told = () => {
  const [before, after] = element.querySelectorAll("[data-step]");
  if (!before) return;
  const at = where();
  element.querySelector(".steps").hidden = places.length < 2 || at < 0;
  element.querySelector(".step-count").textContent = `${at + 1} of ${places.length}`;
  before.disabled = at <= 0;
  after.disabled = at >= places.length - 1;
};

element.addEventListener("click", (event) => {
  const by = event.target.closest("[data-step]");
  const version = event.target.closest(".versions [data-article]");
  if (event.target.closest("[data-close]")) close();
  else if (by) step(Number(by.dataset.step));
  else if (version) trigger("select", { ...version.dataset });
});
addEventListener("click", (event) => {
  const place = event.target.closest("[data-article]");
  if (!place || element.contains(place)) return;
  places = together(place);
  opener = places.find((p) => p === place || (p.dataset.number && p.dataset.number === place.dataset.number)) ?? place;
  for (const old of document.querySelectorAll("#panels [aria-current=location]")) old.removeAttribute("aria-current");
  opener.setAttribute("aria-current", "location");
}, true);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") return void close();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
  if (event.key === "n" || event.key === "j") step(1);
  else if (event.key === "p" || event.key === "k") step(-1);
});
watch("value", () => {
  const open = isOpen();
  const mark = element.querySelector("mark.current");
  panel.classList.toggle("open", open);
  window.cuttings.hide();
  if (!open) {
    if (opener?.isConnected) opener.focus();
    opener = null;
    return;
  }
  told();
  if (liesOver()) element.querySelector("[data-close]").focus();
  if (!mark) return void (panel.scrollTop = 0);
  // The panel alone moves; scrollIntoView would move the conversation too.
  const offset = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  panel.scrollTop += offset - panel.clientHeight / 3;
});
