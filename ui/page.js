// What all panels share: the address's fragment, what this browser keeps, keys, the sentence shown at a citation's number.
window.cuttings = (() => {
  const fragment = () => new URLSearchParams(location.hash.slice(1));
  const write = (parts, { push = false } = {}) => {
    history[push ? "pushState" : "replaceState"](null, "", `#${parts}`);
    dispatchEvent(new Event("cuttings:fragment"));
  };

  // The filters stand in the fragment and nowhere else: a bookmark has them, no server's log does.
  const DAYS = ["since", "until", "as_of"];
  const NAMES = { outlet: "outlets", author: "authors" };
  const filters = () => {
    const parts = fragment();
    const found = {};
    for (const day of DAYS) if (parts.get(day)) found[day] = parts.get(day);
    for (const [one, many] of Object.entries(NAMES)) if (parts.getAll(one).length) found[many] = parts.getAll(one);
    return found;
  };

  // This browser's memory; where it has none (a private window, a full disk), the page works without.
  const kept = {
    read(key, otherwise) {
      try {
        return JSON.parse(localStorage.getItem(`cuttings.${key}`)) ?? otherwise;
      } catch {
        return otherwise;
      }
    },
    write(key, value) {
      try {
        if (value === undefined) localStorage.removeItem(`cuttings.${key}`);
        else localStorage.setItem(`cuttings.${key}`, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
  };

  // HTML that was kept goes through a list once more: another program may have used this address before.
  const TAGS = new Set("article div h2 h3 p ol ul li button em mark span strong section".split(" "));
  const NAMED = new Set("class type role title hidden aria-label".split(" "));
  const inert = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const node of [...parsed.body.querySelectorAll("*")]) {
      if (!TAGS.has(node.localName)) node.remove();
      for (const { name } of [...node.attributes]) {
        if (!NAMED.has(name) && !/^data-[a-z-]+$/.test(name)) node.removeAttribute(name);
      }
    }
    return [...parsed.body.childNodes];
  };

  const element = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  // What the program makes of something is taken along as a file; what went wrong comes back in words.
  const save = (data, name) => {
    const link = element("a", { download: name, href: URL.createObjectURL(data) });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const sent = async (address, body) => {
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
      return answer.ok ? { answer } : { wrong: (await answer.json()).error };
    } catch {
      return { wrong: "The page cannot reach Cuttings: is it still running?" };
    }
  };
  const exported = async (kind, name, title, entries) => {
    const { answer, wrong } = await sent(`/export/${kind}`, JSON.stringify({ title, entries }));
    if (answer) save(await answer.blob(), `${name}.${kind}`);
    return wrong ?? "";
  };

  // The sentence in its paragraph, while its number is pointed at or focused.
  const peek = element("div", { id: "peek", role: "tooltip" });
  let peeking = null;
  let leaving = 0;
  const hide = () => {
    peeking?.removeAttribute("aria-describedby");
    peeking = null;
    peek.classList.remove("shown");
  };
  const show = (cite) => {
    clearTimeout(leaving);
    if (peeking === cite) return;
    const held = cite.closest(".answer")?.querySelector(`.peek[data-peek="${cite.dataset.number}"]`);
    if (!held) return;
    hide();
    peeking = cite;
    peek.replaceChildren(...[...held.childNodes].map((node) => node.cloneNode(true)));
    document.body.append(peek);
    peek.classList.add("shown");
    cite.setAttribute("aria-describedby", "peek");
    place(cite);
  };
  const place = (cite) => {
    const at = cite.getBoundingClientRect();
    const size = peek.getBoundingClientRect();
    const below = at.bottom + 8 + size.height <= innerHeight;
    peek.style.left = `${Math.max(8, Math.min(at.left - 16, innerWidth - size.width - 8))}px`;
    peek.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - 8 - size.height)}px`;
  };
  addEventListener("pointerover", (event) => {
    const over = event.target.closest?.(".cite, #peek");
    if (over?.id === "peek") clearTimeout(leaving);
    else if (over && event.pointerType !== "touch") show(over);
    else if (peeking && peeking !== document.activeElement) leaving = setTimeout(hide, 250);
  });
  addEventListener("focusin", (event) => {
    if (event.target.matches?.(".cite:focus-visible")) show(event.target);
    else hide();
  });
  // A number that is focused is scrolled into view: its sentence goes with it.
  const scrolled = () => (peeking && peeking === document.activeElement ? place(peeking) : hide());
  addEventListener("scroll", scrolled, { passive: true, capture: true });

  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && peeking) {
      hide();
      event.stopImmediatePropagation();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (/^[1-9]$/.test(event.key)) {
      const shown = (selector) => [...document.querySelectorAll(selector)].filter((found) => found.offsetParent);
      shown("#panel-ask .answer").at(-1)?.querySelector(`.cite[data-number="${event.key}"]`)?.click();
      shown("#panel-search .hit")[event.key - 1]?.querySelector(".opens").click();
    } else if (event.key === "/") {
      const box = [...document.querySelectorAll("#panels textarea, #panels input")].find((field) => field.offsetParent);
      box?.focus();
      event.preventDefault();
    }
  });

  return { fragment, write, filters, kept, inert, element, hide, save, sent, exported };
})();
