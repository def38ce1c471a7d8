// An opened article is scrolled to its marked sentence; on a narrow page it lies over the conversation until closed.
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) trigger("clear");
});
const show = () => {
  const panel = element.closest("#reading");
  const mark = element.querySelector("mark.current");
  if (panel) panel.classList.toggle("open", Boolean(element.querySelector(".reading")));
  if (mark) mark.scrollIntoView({ block: "center", behavior: "auto" });
};
watch("value", show);
