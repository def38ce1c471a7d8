// A place opens its article; the other reading of the same text is asked for; Ctrl+Enter checks; waiting has a word.
const panel = element.closest("#panel-quotes");
const busy = () => (element.dataset.busy = "Checking against the archive…");
element.setAttribute("aria-live", "polite");
element.addEventListener("click", (event) => {
  const other = event.target.closest("[data-check-as]");
  const place = event.target.closest("[data-article]");
  if (other) {
    busy();
    trigger("select", { read_as: other.dataset.checkAs });
  } else if (place) trigger("click", { ...place.dataset });
});
panel.addEventListener("click", (event) => {
  if (event.target.closest("#check")) busy();
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("#quote")) {
    event.preventDefault();
    panel.querySelector("#check").click();
  }
});
watch("value", () => delete element.dataset.busy);
