// A file becomes the text in the box, a checked story a file. A place opens its article; the other reading of the same text is asked for; Ctrl+Enter checks; waiting has a word.
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
const box = () => panel.querySelector("#quote textarea");
const wrong = (words) => (panel.querySelector("#file-error").textContent = words);
const sent = async (address, body) => {
  const { answer, wrong: words } = await window.cuttings.sent(address, body);
  wrong(words ?? "");
  return answer;
};
const fill = async (file) => {
  const answer = file && (await sent(`/story/text?name=${encodeURIComponent(file.name)}`, file));
  if (!answer) return;
  box().value = (await answer.json()).text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
  box().focus();
};
const choose = () => {
  const picker = Object.assign(document.createElement("input"), { type: "file", accept: ".txt,.text,.md,.markdown,.docx" });
  picker.addEventListener("change", () => fill(picker.files[0]));
  picker.click();
};
const take = async (kind) => {
  const answer = await sent(`/story/report/${kind}`, JSON.stringify({ text: box().value }));
  if (!answer) return;
  window.cuttings.save(await answer.blob(), `story-checked.${kind}`);
};
panel.addEventListener("click", (event) => {
  const wanted = event.target.closest("[data-report]");
  if (event.target.closest("#check")) busy();
  else if (event.target.closest("[data-choose]")) choose();
  else if (wanted) take(wanted.dataset.report);
});
panel.addEventListener("dragover", (event) => event.preventDefault());
panel.addEventListener("drop", (event) => {
  event.preventDefault();
  fill(event.dataTransfer.files[0]);
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("#quote")) {
    event.preventDefault();
    panel.querySelector("#check").click();
  }
});
watch("value", () => delete element.dataset.busy);
