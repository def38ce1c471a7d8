// The conversation is this tab's: asked, stopped, kept and shown here. The program is sent one question with the earlier ones.
const { fragment, write, filters, inert, element: made } = window.cuttings;
const panel = element.closest("#panel-ask");
const turns = element.querySelector(".turns");
const live = () => panel.querySelector("#live");
const LOST = 20_000; // milliseconds without a word from the program, after which that is said
const CLOSING = 150; // milliseconds that the stream of an answer needs to close before the next question may start
let running = null;
let runs = Date.now();
let lost = 0;
let free = 0;
let open = null; // the run whose answer is still coming, stopped or not
const waiting = [];

const questions = () => [...turns.querySelectorAll(".turn")].map((turn) => turn.dataset.question);
const changed = () => dispatchEvent(new CustomEvent("cuttings:conversation", { detail: turns }));
const welcome = () => panel.classList.toggle("begun", Boolean(turns.childElementCount || running));

const ask = (question) => {
  if (running) return void waiting.push(question);
  if (open) {
    // A stopped question is worked to its end; Gradio loses one that is asked before that.
    waiting.push(question);
    return void element.setAttribute("data-waiting", "The stopped question is coming to its end; this one is next…");
  }
  running = { question, filters: filters(), earlier: questions(), run: String(++runs) };
  open = running.run;
  panel.dataset.running = "1";
  live().classList.remove("over");
  welcome();
  const parts = fragment();
  parts.set("q", question);
  write(parts);
  alive();
  setTimeout(() => trigger("select", running), Math.max(0, free - Date.now()));
  if (turns.childElementCount) requestAnimationFrame(() => live().scrollIntoView({ block: "start" }));
};
const alive = () => {
  clearTimeout(lost);
  lost = setTimeout(() => {
    open = null;
    fail("No word from the program. Is it still running in its terminal? Your question is kept.");
  }, LOST);
};
const finish = (nodes) => {
  clearTimeout(lost);
  for (const node of nodes) {
    node.dataset.question = running.question;
    node.dataset.filters = JSON.stringify(running.filters);
    turns.append(node);
  }
  live().classList.add("over");
  running = null;
  free = Date.now() + CLOSING;
  if (open) {
    lost = setTimeout(() => {
      open = null;
      next();
    }, LOST);
  }
  delete panel.dataset.running;
  if (turns.childElementCount > 1) turns.lastElementChild.scrollIntoView({ block: "start" });
  changed();
  next();
};
const next = () => {
  if (open || !waiting.length) return;
  element.removeAttribute("data-waiting");
  ask(waiting.shift());
};
const fail = (words) => {
  if (!running) return;
  const again = made("button", { type: "button", class: "plain", "data-ask": running.question }, "Ask again");
  const said = made("p", { class: "error", role: "alert" }, words);
  finish([made("article", { class: "turn" }, made("h2", { class: "question" }, running.question), said, again)]);
};
addEventListener("cuttings:live", () => {
  const turn = live().querySelector(".turn");
  if (turn?.dataset.done && turn.dataset.run === open) {
    open = null;
    free = Date.now() + CLOSING;
    if (!running) next();
  }
  if (!running || turn?.dataset.run !== running.run) return;
  alive();
  if (!turn.dataset.done) return;
  finish(inert(turn.outerHTML));
});

const take = (turn) => {
  const made = new Blob([turn.querySelector(".receipt").textContent], { type: "application/json" });
  window.cuttings.save(made, "cuttings-receipt.json");
};
const cited = (place) => {
  const all = [...(place.closest(".answer")?.querySelectorAll(".claims .cite") ?? [])];
  return all.filter((c) => c.dataset.article === place.dataset.article).map((c) => [Number(c.dataset.start), Number(c.dataset.end)]);
};
panel.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-ask]");
  const place = event.target.closest("[data-article]");
  if (event.target.closest("[data-take]")) take(event.target.closest(".turn"));
  else if (asked) ask(asked.dataset.ask);
  else if (place) trigger("click", { ...place.dataset, cited: cited(place) });
  else if (event.target.closest("#stop")) fail("Stopped.");
  else if (event.target.closest("#ask")) submit();
});
const box = () => panel.querySelector("#question textarea");
const submit = () => {
  const question = box().value;
  ask(question);
  box().value = "";
  box().dispatchEvent(new Event("input", { bubbles: true }));
};
panel.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.closest("#question")) return;
  event.preventDefault();
  event.stopPropagation();
  submit();
}, true);

// What was kept is shown again; a bookmark's question is asked, unless it is the last one here already.
addEventListener("cuttings:show", (event) => {
  clearTimeout(lost);
  running = null;
  open = null;
  waiting.length = 0;
  delete panel.dataset.running;
  live().classList.add("over");
  turns.replaceChildren();
  for (const kept of event.detail) {
    const [turn] = inert(kept.html);
    if (!turn?.dataset) continue;
    turn.dataset.question = kept.question;
    turn.dataset.filters = JSON.stringify(kept.filters ?? {});
    turns.append(turn);
  }
  welcome();
});
const bookmarked = () => {
  const question = fragment().get("q");
  const last = turns.lastElementChild;
  const same = last?.dataset.question === question && last?.dataset.filters === JSON.stringify(filters());
  if (question && !same && !running) ask(question);
};
addEventListener("hashchange", bookmarked);
addEventListener("cuttings:restored", bookmarked);
turns.dataset.ready = "1";
dispatchEvent(new Event("cuttings:ready"));
