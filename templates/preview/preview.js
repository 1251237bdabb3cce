// 预览：结论写在它说到的数旁边；文件一存盘，页面就换。
(() => {
  "use strict";

  const own = document.currentScript.dataset;
  let version = own.version;

  // 存盘就换 ----------------------------------------------------------------------------------------------------------
  // The page as it came, node by node, and beside each the node that other scripts have worked on since.
  const nodes = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const list = [root];
    while (walk.nextNode()) list.push(walk.currentNode);
    return list;
  };
  const needs = (page) => [...page.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src")).join(" ");
  const live = nodes(document.body);
  const came = nodes(document.body.cloneNode(true));
  const needed = needs(document);

  const renewed = (node, before, now) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (before.data !== now.data) node.data = before.data = now.data;
      return;
    }
    for (const { name, value } of now.attributes) {
      if (before.getAttribute(name) !== value) for (const one of [node, before]) one.setAttribute(name, value);
    }
    for (const { name } of [...before.attributes]) {
      if (!now.hasAttribute(name)) for (const one of [node, before]) one.removeAttribute(name);
    }
  };
  // Where only figures, words and attributes are other than before they are put in place; else the page is loaded anew.
  const renew = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = nodes(page.body);
    const same = now.length === came.length && needs(page) === needed
      && now.every((node, at) => node.nodeName === came[at].nodeName && (live[at].isConnected || node.isEqualNode(came[at])));
    if (!same) {
      location.reload();
      return;
    }
    now.forEach((node, at) => renewed(live[at], came[at], node));
    document.title = page.title;
    version = page.querySelector("script[data-version]").dataset.version;
    listen();
    annotate();
  };
  let events = null;
  const listen = () => {
    events = new EventSource(`/_preview/events?${new URLSearchParams({ page: location.pathname, since: version })}`);
    events.addEventListener("changed", () => {
      events.close();
      renew().catch(() => location.reload());
    });
  };
  addEventListener("pagehide", () => events.close());
  // A page brought back from the browser's memory may be old.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // 旁注 --------------------------------------------------------------------------------------------------------------
  const BRIEF = new Set(["填报", "算得", "相差", "嫌疑"]);
  const main = document.getElementById("main");
  const make = (tag, className, ...inside) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...inside.filter(Boolean));
    return element;
  };
  let figures = [];
  let places = new Map();

  // Where a note stands: at its figure in the place it speaks of, at that figure anywhere, at what the figure is part of, at its place.
  const spot = (note) => {
    const within = places.get(note.spot);
    const names = [note.fact, note.fact.split(":")[0], note.fact.split("/")[0].split(":")[0]].filter(Boolean);
    for (const name of names) {
      const same = figures.filter((one) => one.dataset.fact === name);
      const found = same.find((one) => within?.contains(one)) ?? same.find((one) => one.closest("td")) ?? same[0];
      if (found) return found;
    }
    for (let steps = names.at(-1)?.split(".") ?? []; steps.length > 1;) {
      steps = steps.slice(0, -1);
      const found = figures.find((one) => one.dataset.fact.startsWith(`${steps.join(".")}.`));
      if (found) return found;
    }
    return within?.querySelector("h2, h3, h4, h5, h6") ?? null;
  };

  const box = (note) => {
    const told = make("dl", "");
    const brief = note.parts.filter(([name]) => BRIEF.has(name)); // the whole sum is in the list of all
    for (const [name, text] of brief) told.append(make("div", "", make("dt", "", name), make("dd", "", text)));
    const made = make(
      "div", `pv-note pv-${note.grade}`,
      make("p", "", make("b", "", `${note.number} ${note.word}`), ` ${note.rule} ${note.text}`),
      brief.length ? told : null,
      note.cure ? make("p", "pv-cure", note.cure) : null,
      make("p", "pv-place", note.place),
    );
    made.id = `pv-${note.number}`;
    made.tabIndex = -1;
    return made;
  };
  const marked = (note, made) => {
    const figure = spot(note);
    if (!figure) return null;
    const mark = make("a", `pv-mark pv-${note.grade}`, String(note.number));
    mark.href = `#${made.id}`;
    mark.title = `${note.word}：${note.text}`;
    let last = figure;
    while (last.nextElementSibling?.classList.contains("pv-mark")) last = last.nextElementSibling;
    if (/^h[1-6]$/.test(figure.localName)) figure.append(mark);
    else last.after(mark);
    return mark;
  };

  // In the margin each stands level with its mark, the next below the one before.
  const wide = matchMedia("(min-width: 75em)");
  let shown = [];
  const stack = () => {
    if (!shown.length) return;
    document.body.classList.toggle("pv-wide", wide.matches);
    const level = ({ mark }) => (mark?.checkVisibility() ? mark.getBoundingClientRect().top + scrollY : main.offsetTop);
    const levels = new Map(shown.map((one) => [one, level(one)]));
    let free = 0;
    for (const one of [...shown].sort((a, b) => levels.get(a) - levels.get(b))) {
      const top = Math.max(levels.get(one), free);
      one.made.style.top = wide.matches ? `${top}px` : "";
      free = top + one.made.offsetHeight + 8;
    }
    document.body.style.minHeight = wide.matches ? `${free + 16}px` : "";
  };

  const show = (notes) => {
    const words = Map.groupBy ? Map.groupBy(notes, (note) => note.word) : new Map();
    const counted = [...words].map(([word, some]) => `${word}${some.length}处`).join("、");
    document.getElementById("pv-count").textContent = counted || (notes.length ? `${notes.length}处` : "没有要看的结论");
    for (const old of document.querySelectorAll(".pv-mark, .pv-notes")) old.remove();
    figures = [...main.querySelectorAll("[data-fact]")];
    places = new Map([...main.querySelectorAll("[data-place]")].map((one) => [one.dataset.place, one]));
    const margin = make("section", "pv-notes", make("h2", "", "核对结论"));
    margin.setAttribute("aria-label", "核对结论");
    shown = notes.map((note) => {
      const made = box(note);
      margin.append(made);
      return { made, mark: marked(note, made) };
    });
    if (notes.length) document.body.append(margin);
    stack();
  };
  const annotate = async () => {
    if (!own.notes) return;
    const answer = await fetch(`/_preview/notes/${own.notes}`);
    show(await answer.json());
    document.documentElement.dataset.previewed = version;
  };
  addEventListener("resize", stack);
  document.addEventListener("toggle", stack, true);
  listen();
  annotate().then(() => {
    const asked = shown.find(({ made }) => `#${made.id}` === location.hash);
    asked?.made.classList.add("pv-told");
    (asked?.mark ?? asked?.made)?.scrollIntoView({ block: "center" });
  });
})();
