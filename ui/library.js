// The library: the list follows what is typed and chosen, files go in one after the other, articles out and back; titles open in the reader.
const { element: made } = window.cuttings;
const LARGEST = 200_000_000;
const AWAY = "The page cannot reach Cuttings: is it still running?";
const part = (name) => element.querySelector(`#library-${name}`);
const asked = { words: "", order: "newest", start: 0 }; // and outlet and time, where the list is limited
const headers = { "X-Cuttings": "1", "Content-Type": "application/octet-stream" };
const wrong = (words = "") => (part("error").textContent = words);

const post = async (name, body, more = {}) => {
  try {
    const answer = await fetch(`/library/${name}`, { method: "POST", body: JSON.stringify(body ?? {}), headers, ...more });
    const said = await answer.json();
    if (answer.ok) return said;
    wrong(said.error);
  } catch (error) {
    if (error.name !== "AbortError") wrong(AWAY);
  }
};

// -- the list and the counts
let looking = new AbortController();
const list = async () => {
  looking.abort(); // an answer to what was typed before would come too late
  looking = new AbortController();
  const got = await post("list", asked, { signal: looking.signal });
  if (!got) return;
  if (part("error").textContent === AWAY) wrong();
  asked.start = got.start;
  part("list").innerHTML = got.html;
};
const pressed = () => {
  for (const button of element.querySelectorAll(".counted")) {
    button.setAttribute("aria-pressed", String(asked[button.dataset.limit] === button.dataset.value));
  }
};
const held = {};
const overview = async () => {
  const got = await post("overview");
  for (const [name, html] of Object.entries(got ?? {})) {
    if (held[name] !== html) part(name).innerHTML = html; // what is the same is not told again, and stays open
    held[name] = html;
  }
  for (const bar of element.querySelectorAll("[data-share]")) bar.style.width = `${bar.dataset.share * 100}%`;
  pressed();
};
const refresh = () => Promise.all([overview(), list()]);
const lost = () => document.activeElement === document.body; // what had the focus is there no more
const limit = async ({ limit: name, value }) => {
  if (asked[name] === value) delete asked[name];
  else asked[name] = value;
  asked.start = 0;
  pressed();
  await list();
  if (lost()) part("words").focus();
};
const step = async (by) => {
  asked.start = Math.max(0, asked.start + 50 * by);
  await list();
  part("list").scrollIntoView({ block: "start" });
  (element.querySelector(`.pager [data-step="${by}"]:not([hidden])`) ?? element.querySelector(".pager [data-step]:not([hidden])"))?.focus({ preventScroll: true });
};

// -- out and back
const picked = () => [...element.querySelectorAll("[data-pick]:checked")].map((box) => box.dataset.pick);
const selected = () => {
  const button = part("remove-selected");
  const many = picked().length;
  button.hidden = many === 0;
  button.textContent = `Remove selected (${many})`;
};
let fresh = 0;
const remove = async (ids) => {
  wrong();
  if (!(await post("remove", { ids }))) return;
  await refresh();
  part("removals").classList.add("fresh"); // in view for a while, then at the end of the list
  clearTimeout(fresh);
  fresh = setTimeout(() => part("removals").classList.remove("fresh"), 20_000);
  element.querySelector("[data-undo]")?.focus({ preventScroll: true });
};
const undo = async (key) => {
  wrong();
  if (!(await post("undo", { key }))) return;
  await refresh();
  (element.querySelector("[data-undo]") ?? part("words")).focus();
};

// -- files in
const waiting = [];
let working = false;
const seen = (name) => name.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, "\uFFFD");
const told = (line, kind, words, rejected = []) => {
  line.className = kind;
  line.querySelector(".outcome").textContent = words;
  line.append(...(rejected.length ? [made("ul", {}, ...rejected.map((reason) => made("li", {}, reason)))] : []));
};
const send = async ({ file, line }) => {
  if (file.size > LARGEST) return told(line, "refused", "Not taken: larger than 200 MB. Split it, or add it in a terminal: python -m index add FILE");
  told(line, "going", "Being read…");
  const answer = await fetch(`/library/add?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file, headers });
  if (!answer.ok) return told(line, "refused", (await answer.json()).error);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return line.className === "going" && told(line, "error", AWAY);
    const lines = (text + value).split("\n");
    text = lines.pop();
    for (const got of lines.map((one) => JSON.parse(one))) {
      if (got.done) told(line, got.kind, got.words, got.rejected);
      else told(line, "going", `Being read: ${got.read.toLocaleString("en")} of ${got.total.toLocaleString("en")}, ${got.passages.toLocaleString("en")} passages…`);
    }
  }
};
const work = async () => {
  if (working) return;
  working = true;
  let count = 0;
  while (waiting.length) {
    const next = waiting.shift();
    part("progress").textContent = `Adding ${seen(next.file.name)}${waiting.length ? `, ${waiting.length} more to come` : ""}…`;
    try {
      await send(next);
    } catch {
      told(next.line, "error", next.file.size ? AWAY : "Not taken: it cannot be read. Is it a folder?");
    }
    count += 1;
  }
  working = false;
  part("progress").textContent = `Done: ${count === 1 ? "1 file" : `${count} files`}.`;
  await refresh();
};
const take = (files) => {
  if (!working) part("files").replaceChildren();
  for (const file of files) {
    const line = made("li", { class: "waiting" }, made("strong", {}, seen(file.name)), " ", made("span", { class: "outcome" }, "Waiting…"));
    part("files").append(line);
    waiting.push({ file, line });
  }
  if (waiting.length) work();
};
const within = async (entry) => {
  if (entry.isFile) return [await new Promise((give, fail) => entry.file(give, fail))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((give, fail) => reader.readEntries(give, fail)); // gives a hundred at a time
    if (!some.length) return found;
    for (const one of some) if (!one.name.startsWith(".")) found.push(...(await within(one)));
  }
};
const dropped = async (data) => {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return take(data.files);
  take((await Promise.all(entries.map(within))).flat());
};
const choose = () => {
  const picker = Object.assign(document.createElement("input"), { type: "file", multiple: true });
  picker.addEventListener("change", () => take(picker.files));
  picker.click();
};

// -- care
const care = async (name, words) => {
  const buttons = [part("check"), part("repair")];
  const put = (html) => (part("checked").innerHTML = html);
  wrong();
  for (const button of buttons) button.disabled = true;
  part("checked").textContent = words;
  const got = await post(name);
  put(got?.html ?? "");
  if (!got) part("checked").replaceChildren(made("p", { class: "error" }, part("error").textContent));
  wrong();
  for (const button of buttons) button.disabled = false;
  if (lost()) part(name).focus();
  if (name === "repair") refresh();
};

element.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  const data = on("button")?.dataset ?? {};
  if (on("#library-choose")) choose();
  else if (on("#library-check")) care("check", "Checking every article, its passages and the search. This can take minutes…");
  else if (on("#library-repair")) care("repair", "Checking, and repairing what is damaged. This can take minutes…");
  else if (on("#library-remove-selected")) remove(picked());
  else if (data.article) trigger("click", { ...data });
  else if (data.remove) remove([data.remove]);
  else if (data.undo) undo(data.undo);
  else if (data.limit) limit(data);
  else if (data.step) step(Number(data.step));
});
let typing = 0;
element.addEventListener("input", (event) => {
  if (event.target.closest("[data-pick]")) return selected();
  asked.words = part("words").value;
  asked.order = part("order").value;
  asked.start = 0;
  clearTimeout(typing);
  typing = setTimeout(list, event.target === part("words") ? 200 : 0);
});
const zone = element.closest("#panel-library");
const over = (is) => zone.classList.toggle("dropping", is);
zone.addEventListener("dragover", (event) => {
  event.preventDefault();
  over(true);
});
zone.addEventListener("dragleave", (event) => zone.contains(event.relatedTarget) || over(false));
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  over(false);
  dropped(event.dataTransfer);
});

if (matchMedia("(max-width: 900px)").matches) part("by").open = false; // there the list would be far below

// Filled whenever it comes into view: a shell may have added articles meanwhile.
const shown = () => document.body.dataset.panel === "library";
let before = false;
const look = () => {
  if (shown() && !before) refresh();
  before = shown();
};
new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ["data-panel"] });
look();
