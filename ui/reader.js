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

// Words that are selected in the article become the marked ones, by their place in its text.
const points = (text) => [...text].length;
const offset = (line, node, at) => {
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, at);
  return Number(line.dataset.from) + points(before.toString());
};
const lineOf = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("#reader .line[data-from]");
const selected = () => {
  const selection = getSelection();
  if (!isOpen() || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const [first, last] = [lineOf(range.startContainer), lineOf(range.endContainer)];
  if (!first || !last) return null;
  const [start, end] = [offset(first, range.startContainer, range.startOffset), offset(last, range.endContainer, range.endOffset)];
  return start < end ? { start, end } : null;
};
const marked = () => [...element.querySelectorAll(".line mark")].map((mark) => {
  const start = offset(lineOf(mark), mark, 0);
  return [start, start + points(mark.textContent)];
});
document.addEventListener("selectionchange", () => {
  const offered = element.querySelector(".selecting");
  if (offered) offered.hidden = !selected();
});
const said = (words) => (element.querySelector(".take .said").textContent = words);
const written = async (copied, form) => {
  if (form !== "html") return navigator.clipboard.writeText(copied[form]);
  const forms = { "text/plain": copied.plain, "text/html": copied.html };
  const blobs = Object.entries(forms).map(([type, text]) => [type, new Blob([text], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
};
const copy = async (form) => {
  const held = element.querySelector(".clipping");
  if (!held) return;
  try {
    await written(JSON.parse(held.textContent).copied, form);
    said("Copied.");
  } catch {
    said("This browser does not let the page copy.");
  }
};
// While a button is pressed the selection may go: it is taken before.
let chosen = null;
element.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-select]")) chosen = selected();
});
const quoteSelected = () => {
  const place = selected() ?? chosen;
  if (place) trigger("select", { ...element.querySelector(".reading").dataset, ...place, cited: marked() });
};

element.addEventListener("click", (event) => {
  const form = event.target.closest("[data-copy]")?.dataset.copy;
  const clip = event.target.closest("[data-clip]");
  if (form) copy(form);
  else if (clip) dispatchEvent(new CustomEvent("cuttings:clip", { detail: clip }));
  else if (event.target.closest("[data-select]")) quoteSelected();
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
  else if (event.key === "c") copy("plain");
  else if (event.key === "b") element.querySelector("[data-clip]")?.click();
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
