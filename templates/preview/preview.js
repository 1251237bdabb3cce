// 预览：结论写在它说到的数旁边；文件一存盘，页面就换。
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("pv-data").textContent);

  // 存盘就换 ----------------------------------------------------------------------------------------------------------
  const asked = new URLSearchParams({ page: location.pathname, since: data.version });
  const events = new EventSource(`/_preview/events?${asked}`);
  events.addEventListener("changed", () => {
    events.close();
    location.reload();
  });
  addEventListener("pagehide", () => events.close());
  // A page brought back from the browser's memory may be old.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  if (!data.notes.length) return;

  // 旁注 --------------------------------------------------------------------------------------------------------------
  const BRIEF = new Set(["填报", "算得", "相差", "嫌疑"]);
  const main = document.getElementById("main");
  const make = (tag, className, ...inside) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...inside.filter(Boolean));
    return element;
  };
  const figures = [...main.querySelectorAll("[data-fact]")];
  const places = new Map([...main.querySelectorAll("[data-place]")].map((one) => [one.dataset.place, one]));

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

  const notes = make("section", "pv-notes");
  notes.setAttribute("aria-label", "核对结论");
  notes.append(make("h2", "", "核对结论"));
  const shown = data.notes.map((note) => {
    const told = make("dl", "");
    const brief = note.parts.filter(([name]) => BRIEF.has(name)); // the whole sum is in the list of all
    for (const [name, text] of brief) told.append(make("div", "", make("dt", "", name), make("dd", "", text)));
    const box = make(
      "div", `pv-note pv-${note.grade}`,
      make("p", "", make("b", "", `${note.n} ${note.word}`), ` ${note.rule} ${note.text}`),
      brief.length ? told : null,
      note.cure ? make("p", "pv-cure", note.cure) : null,
      make("p", "pv-place", note.place),
    );
    box.id = `pv-${note.n}`;
    box.tabIndex = -1;
    notes.append(box);
    const figure = spot(note);
    let mark = null;
    if (figure) {
      mark = make("a", `pv-mark pv-${note.grade}`, String(note.n));
      mark.href = `#${box.id}`;
      mark.title = `${note.word}：${note.text}`;
      const last = figure.nextElementSibling?.classList.contains("pv-mark") ? figure.nextElementSibling : figure;
      if (/^h[1-6]$/.test(figure.localName)) figure.append(mark);
      else last.after(mark);
    }
    return { box, mark };
  });
  document.body.append(notes);

  // In the margin each stands level with its mark, the next below the one before.
  const wide = matchMedia("(min-width: 75em)");
  const stack = () => {
    document.body.classList.toggle("pv-wide", wide.matches);
    const level = ({ mark }) => (mark?.checkVisibility() ? mark.getBoundingClientRect().top + scrollY : main.offsetTop);
    let free = 0;
    const levels = new Map(shown.map((one) => [one, level(one)]));
    for (const one of [...shown].sort((a, b) => levels.get(a) - levels.get(b))) {
      if (!wide.matches) {
        one.box.style.top = "";
      } else {
        const top = Math.max(levels.get(one), free);
        one.box.style.top = `${top}px`;
        free = top + one.box.offsetHeight + 8;
      }
    }
    document.body.style.minHeight = wide.matches ? `${free + 16}px` : "";
  };
  stack();
  addEventListener("resize", stack);
  document.addEventListener("toggle", stack, true);
  if (/^#pv-\d+$/.test(location.hash)) {
    const one = shown.find(({ box }) => `#${box.id}` === location.hash);
    one?.box.classList.add("pv-told");
    (one?.mark ?? one?.box)?.scrollIntoView({ block: "center" });
  }
  document.documentElement.dataset.previewed = data.version;
})();
