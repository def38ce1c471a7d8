// An opened article is scrolled to its marked sentence; on a narrow page it lies over the conversation until closed.
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) trigger("clear");
});
watch("value", () => {
  const panel = element.closest("#reading");
  const mark = element.querySelector("mark.current");
  panel.classList.toggle("open", Boolean(element.querySelector(".reading")));
  if (!mark) return;
  // The panel alone moves; scrollIntoView would move the conversation too.
  const offset = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  panel.scrollTop += offset - panel.clientHeight / 3;
});
