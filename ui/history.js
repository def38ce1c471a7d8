// Conversations are kept in this browser alone: found, renamed, deleted, taken along. Each tab has one of its own.
const { kept, element: made, fragment, write, exported } = window.cuttings;
const list = element.querySelector(".conversations");
const find = element.querySelector("[data-find]");
const keep = element.querySelector("[data-keep]");
const MOST = 200; // conversations
let id = sessionStorage.getItem("cuttings.tab");
let turns = [];

const keeping = () => kept.read("keep", true);
const index = () => kept.read("conversations", []);
const save = () => {
  if (!keeping() || !turns.length) return;
  const others = index().filter((one) => one.id !== id);
  const known = index().find((one) => one.id === id);
  const entry = { id, title: known?.title ?? turns[0].question, changed: Date.now() };
  for (const old of others.slice(MOST - 1)) kept.write(`conversation.${old.id}`, undefined);
  const saved = kept.write(`conversation.${id}`, turns) && kept.write("conversations", [entry, ...others.slice(0, MOST - 1)]);
  element.querySelector(".full").hidden = saved;
};
// A tab holds its conversation by a lock; a duplicated tab finds it taken and gets one of its own.
const hold = (wanted) =>
  new Promise((taken) => {
    if (!navigator.locks) return taken(true);
    navigator.locks.request(`cuttings.${wanted}`, { ifAvailable: true }, (lock) => {
      taken(Boolean(lock));
      return lock ? new Promise((release) => (letGo = release)) : undefined;
    });
  });
let letGo = () => {};
const fresh = () => crypto.randomUUID?.() ?? String(Math.random()).slice(2);
const begin = async (wanted) => {
  letGo();
  id = wanted;
  if (!(await hold(id))) {
    id = fresh();
    await hold(id);
  }
  sessionStorage.setItem("cuttings.tab", id);
};
const show = () => dispatchEvent(new CustomEvent("cuttings:show", { detail: turns }));
const open = async (wanted) => {
  const found = kept.read(`conversation.${wanted}`, []);
  await begin(wanted);
  turns = found;
  const parts = fragment();
  parts.delete("q");
  write(parts);
  show();
  render();
};
const forget = (which) => {
  kept.write(`conversation.${which}`, undefined);
  kept.write("conversations", index().filter((one) => one.id !== which));
  if (which === id) start();
  render();
};
const start = () => open(fresh());

const render = () => {
  const sought = find.value.trim().toLowerCase();
  list.replaceChildren();
  for (const one of index()) {
    const text = () => kept.read(`conversation.${one.id}`, []).map((turn) => turn.question + turn.html.replace(/<[^>]*>/g, " "));
    if (sought && !`${one.title} ${text().join(" ")}`.toLowerCase().includes(sought)) continue;
    const opened = made("button", { type: "button", class: "opens" }, one.title);
    if (one.id === id) opened.setAttribute("aria-current", "true");
    opened.addEventListener("click", () => open(one.id));
    const rename = made("button", { type: "button", class: "small", "aria-label": `Rename “${one.title}”` }, "Rename");
    rename.addEventListener("click", () => edit(one, row));
    const remove = made("button", { type: "button", class: "small", "aria-label": `Delete “${one.title}”` }, "Delete");
    remove.addEventListener("click", () => forget(one.id));
    const day = new Date(one.changed).toISOString().slice(0, 10);
    const row = made("li", {}, opened, made("span", { class: "where" }, day), rename, remove);
    list.append(row);
  }
  element.querySelector(".none").hidden = Boolean(list.childElementCount);
};
const edit = (one, row) => {
  const field = made("input", { type: "text", "aria-label": "New name" });
  field.value = one.title;
  row.replaceChildren(field);
  field.focus();
  field.select();
  let over = false;
  const done = (title) => {
    if (over) return;
    over = true;
    if (title) kept.write("conversations", index().map((other) => (other.id === one.id ? { ...other, title } : other)));
    render();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") done(field.value.trim());
    else if (event.key === "Escape") done("");
  });
  field.addEventListener("blur", () => done(field.value.trim()));
};

// What is taken along are the answers' receipts: the program compares each quote with the archive once more.
const receipts = () => [...document.querySelectorAll("#conversation .receipt")].map((held) => JSON.parse(held.textContent));
element.addEventListener("click", async (event) => {
  const kind = event.target.closest("[data-export]")?.dataset.export;
  const said = element.querySelector(".said");
  if (event.target.closest("[data-new]")) start();
  else if (event.target.closest("[data-print]")) print();
  else if (kind && !receipts().length) said.textContent = "There is no answer yet to take along.";
  else if (kind) {
    const title = index().find((one) => one.id === id)?.title ?? "Conversation";
    said.textContent = await exported(kind, "cuttings-conversation", title, receipts());
  }
});
find.addEventListener("input", render);
keep.checked = keeping();
keep.addEventListener("change", () => {
  kept.write("keep", keep.checked);
  if (keep.checked) save();
  else {
    for (const one of index()) kept.write(`conversation.${one.id}`, undefined);
    kept.write("conversations", undefined);
  }
  render();
});
addEventListener("cuttings:conversation", (event) => {
  turns = [...event.detail.querySelectorAll(".turn")].map((turn) => ({
    question: turn.dataset.question,
    filters: JSON.parse(turn.dataset.filters || "{}"),
    html: turn.outerHTML,
  }));
  save();
  render();
});
addEventListener("storage", render);
(async () => {
  await begin(id ?? fresh());
  turns = keeping() ? kept.read(`conversation.${id}`, []) : [];
  const restore = () => {
    show();
    render();
    dispatchEvent(new Event("cuttings:restored"));
  };
  if (document.querySelector("#conversation .turns")?.dataset.ready) restore();
  else addEventListener("cuttings:ready", restore, { once: true });
})();
