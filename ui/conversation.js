// Clicks in the conversation: a citation opens its article, an example is asked. New answers are scrolled into view.
element.addEventListener("click", (event) => {
  const ask = event.target.closest("[data-ask]");
  const cite = event.target.closest("[data-article]");
  if (ask) trigger("select", { question: ask.dataset.ask });
  else if (cite) {
    const { article, start, end, turn } = cite.dataset;
    trigger("click", { article, start, end, turn });
  }
});
watch("value", () => {
  const turns = element.querySelectorAll(".turn");
  if (turns.length > 1) turns[turns.length - 1].scrollIntoView({ block: "start" });
});
