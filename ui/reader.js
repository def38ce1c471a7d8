// An opened article is scrolled to its marked sentence; on a narrow page it lies over the panel until closed.
const panel = element.closest("#reading");
let opener = null;
const lies_over = () => getComputedStyle(panel).position === "fixed";
const close = () => {
  if (element.querySelector(".reading")) trigger("clear");
};
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
});
addEventListener("click", (event) => {
  const place = event.target.closest("[data-article]");
  if (place) opener = place;
}, true);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
watch("value", () => {
  const open = Boolean(element.querySelector(".reading"));
  const mark = element.querySelector("mark.current");
  panel.classList.toggle("open", open);
  document.body.classList.toggle("reading-over", open && lies_over());
  if (!open) {
    if (opener?.isConnected) opener.focus();
    opener = null;
  } else if (lies_over()) element.querySelector("[data-close]").focus();
  if (!mark) return;
  // The panel alone moves; scrollIntoView would move the conversation too.
  const offset = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  panel.scrollTop += offset - panel.clientHeight / 3;
});
