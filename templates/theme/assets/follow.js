// 来历：点开一个数，旁边的小窗说它由哪些数得出、上年是多少、地址是什么。
// Without this file every table and section has a link to the page that tells the same.
(() => {
  "use strict";

  const PAGE = "figures/";
  const DATA = "figures.json";
  const SHOW = 350; // ms a pointer rests, or the focus stays, on a figure before it is told of
  const HIDE = 250; // ms a pointer may take from the figure to the panel
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // 数据: one file, fetched when first asked for. Its shape is told in generator/pages/figures_json.py.
  const read = ({ a, w, l, g }) => {
    const list = [];
    let fact = "";
    for (const [title, rows] of g) {
      for (const [row, entries] of rows) {
        for (const [names, value, unit, origin, lead = 0, steps = [], note = 0, last = 0, written = [], corrections = []] of entries) {
          for (const [same, rest, ...name] of names) {
            fact = fact.slice(0, same) + rest;
            const words = [title, row, ...name].map((at) => w[at]).filter(Boolean);
            list.push({
              fact, address: `${a}#${fact}`, name: words.pop(), of: words.join("·"), value, unit: w[unit],
              origin: w[origin], lead: w[lead], steps, note: w[note], last, written, corrections,
            });
          }
        }
      }
    }
    return { list, words: w, pages: l, facts: new Map(list.map((figure) => [figure.fact, figure])) };
  };
  let data = null;
  let asked = null;
  const ask = () => {
    asked ??= fetch(DATA).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
      .then((told) => { data = read(told); }, () => { asked = null; });
    return asked;
  };

  // The id of an entry: what is ASCII in the address and a CRC-32 of the whole, as the generator makes it.
  const ident = (fact) => {
    let sum = -1;
    for (const byte of new TextEncoder().encode(fact)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    const plain = fact.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return `f-${plain}-${(~sum >>> 0).toString(16)}`;
  };
  // A folder is no page where files are opened from a disk.
  const entry = (page, fact) => `${page}${location.protocol === "file:" ? "index.html" : ""}${fact ? `#${ident(fact)}` : ""}`;

  // 键盘: one stop in every table or section; the arrows walk its figures.
  const stops = new Map();
  const group = (figure) => figure.closest(".tbl, .keys, .lv3") ?? figure.closest("section") ?? document.body;
  const arm = (figure) => {
    if (figure.localName !== "data") return; // a value in a chart: the table behind it can be walked
    const place = group(figure);
    const old = stops.get(place);
    if (old === figure) return;
    for (const name of ["tabindex", "role", "aria-haspopup", "aria-label"]) old?.removeAttribute(name);
    figure.tabIndex = 0;
    figure.setAttribute("role", "button");
    figure.setAttribute("aria-haspopup", "dialog");
    figure.setAttribute("aria-label", [figure.textContent.trim(), figure.title || figure.dataset.said, "来历"].filter(Boolean).join("，"));
    stops.set(place, figure);
  };
  for (const figure of all("data[data-fact]")) if (!stops.has(group(figure))) arm(figure);
  document.documentElement.classList.add("traced");

  const next = (figure, key) => {
    const place = group(figure);
    const figures = all("data[data-fact]", place).filter((one) => group(one) === place && one.checkVisibility());
    const at = figures.indexOf(figure);
    const along = { Home: figures[0], End: figures.at(-1), ArrowLeft: figures[at - 1], ArrowRight: figures[at + 1] };
    if (key in along) return along[key];
    // Up and down: the nearest line, and on it what stands nearest above or below.
    const here = figure.getBoundingClientRect();
    const beyond = figures.map((one) => [one, one.getBoundingClientRect()])
      .filter(([, box]) => (key === "ArrowUp" ? box.bottom <= here.top + 2 : box.top >= here.bottom - 2));
    const far = ([, box]) => Math.abs(box.top - here.top);
    const line = Math.min(...beyond.map(far));
    const side = ([, box]) => Math.abs(box.right - here.right);
    return beyond.filter((one) => far(one) < line + 4).sort((one, other) => side(one) - side(other))[0]?.[0];
  };

  // 小窗
  const make = (tag, set = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...inside.filter(Boolean));
    return element;
  };
  const link = (text, href) => make("a", { href }, text);
  const button = (text, onclick) => make("button", { type: "button", onclick }, text);

  const panel = make("div", { className: "trace", role: "dialog", tabIndex: -1, popover: "manual", "aria-labelledby": "trace-t" });
  const phone = matchMedia("(max-width: 45em)");
  let shown = null; // the figure the panel speaks of
  let pinned = false; // opened by a click or a key, not only passed over
  let trail = []; // the figures one came from, operand by operand
  let quiet = null; // the figure that gets the focus back, and is not told of again for that
  let timer = 0;
  const later = (time, what) => { clearTimeout(timer); timer = setTimeout(what, time); };

  const leave = () => {
    shown?.classList.remove("told");
    shown?.removeAttribute("aria-expanded");
    shown = null;
  };
  const close = (back) => {
    clearTimeout(timer);
    const figure = shown;
    if (back) quiet = figure;
    leave();
    pinned = false;
    trail = [];
    panel.remove();
    if (back) figure?.focus?.({ preventScroll: true });
  };

  // Where a figure stands on the page: in a table if it can, never in what is folded away.
  const find = (fact) => {
    const places = all(`data[data-fact="${CSS.escape(fact)}"]`).filter((one) => one.checkVisibility());
    return places.find((one) => one.closest("td")) ?? places[0];
  };
  const go = (figure) => {
    figure.scrollIntoView({ block: "center", inline: "nearest" });
    show(figure);
  };

  const line = (sign, name, value, className = "") => make("li", { className }, make("span", {}, sign), make("span", {}, name), make("b", {}, value));
  // A step names a figure of this page, one of another page, or mere words.
  const step = ([before, text, value, page, fact], own) => {
    const words = data.words[text];
    const here = typeof value === "number" ? data.list[value] : null;
    const target = here && find(here.fact);
    let name = words.replace(/^，/, "");
    if (target) name = button(words, () => { trail.push(shown); go(target); });
    else if (here) name = link(words, entry(PAGE, here.fact));
    else if (page !== undefined) name = link(words, entry(data.pages[page], fact === 1 ? own : fact));
    const sign = data.words[before].replace(/[（），]/g, "");
    return line(sign, name, here ? here.value : value);
  };

  const copy = async (code, said) => {
    getSelection().selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      document.execCommand("copy"); // where pages are not served securely
    }
    said.textContent = "已复制";
  };

  const told = ({ fact, address, name, of, value, unit, origin, lead, steps, note, last, written, corrections }) => {
    const code = make("code", {}, address);
    const said = make("span", { role: "status" });
    const computed = lead === "＝";
    const how = [origin, computed ? "" : lead, steps.length ? "" : note].filter(Boolean).join("，");
    const before = last && (last.length > 1 ? link(last[0], entry(data.pages[last[1]], last[2] === 1 ? fact : last[2])) : last[0]);
    return [
      make("p", { className: "of" }, of),
      make("p", { className: "what", id: "trace-t" }, make("span", {}, name), make("b", {}, value), unit && make("span", {}, unit)),
      make("p", {}, how),
      steps.length && make("ul", {}, ...steps.map((one) => step(one, fact)), computed && line("＝", "", value, "sum")),
      steps.length && note && make("p", {}, note),
      last && make("ul", {}, line("", "上年", before)),
      ...written.map(([text, places]) => make("p", {}, `原件写作“${text}”：`, ...places.flatMap(([place, id], at) => [at && "、", id ? link(place, `#${id}`) : place]))),
      ...corrections.map((text) => make("p", {}, text)),
      make("p", { className: "at" }, code, button("复制", () => copy(code, said)), said),
    ];
  };
  const fill = (fact) => {
    const figure = data?.facts.get(fact);
    const body = figure ? told(figure) : [make("p", { className: "what", id: "trace-t" }, "正在读取这个数的来历……")];
    const back = trail.length && button("返回", () => go(trail.pop()));
    const rest = link("所有数的来历", entry(PAGE, fact));
    panel.replaceChildren(...body.filter(Boolean), make("p", { className: "ways" }, back, rest, button("关闭", () => close(true))));
  };

  // Beside its figure, over the page: nothing moves. On a phone a sheet at the lower end, with the figure above it.
  const put = () => {
    const box = shown.getBoundingClientRect();
    if (phone.matches) {
      const over = box.bottom + 24 - panel.getBoundingClientRect().top;
      if (over > 0) scrollBy(0, over);
      return;
    }
    const { offsetWidth: width, offsetHeight: height } = panel;
    const left = Math.max(8, Math.min(box.left - 16, document.documentElement.clientWidth - width - 8));
    const above = box.top - 8 - height;
    const top = box.bottom + 8 + height > innerHeight && above > 0 ? above : box.bottom + 8;
    panel.style.setProperty("--x", `${Math.round(left + scrollX)}px`);
    panel.style.setProperty("--y", `${Math.round(top + scrollY)}px`);
  };

  const show = (figure) => {
    if (shown !== figure) leave();
    arm(figure);
    if (figure.title) {
      figure.dataset.said = figure.title; // the panel says it; a second hint would cover it
      figure.removeAttribute("title");
    }
    shown = figure;
    figure.classList.add("told");
    if (figure.localName === "data") figure.setAttribute("aria-expanded", "true");
    fill(figure.dataset.fact);
    if (!panel.isConnected) document.body.append(panel);
    if (!panel.matches(":popover-open")) panel.showPopover();
    put();
    if (pinned) panel.focus({ preventScroll: true });
  };
  // Passed over: told once the data is there. Clicked: told at once, or on the page of origins where nothing can be fetched.
  const peek = async (figure) => {
    await ask();
    if (!pinned && data?.facts.has(figure.dataset.fact)) show(figure);
  };
  const pin = async (figure) => {
    clearTimeout(timer);
    pinned = true;
    trail = [];
    show(figure);
    if (!data) await ask();
    if (!data?.facts.has(figure.dataset.fact)) location.assign(entry(PAGE, figure.dataset.fact));
    else if (shown === figure) show(figure);
  };

  const figureAt = (event) => event.target.closest?.("[data-fact]");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || pinned) return;
    const figure = figureAt(event);
    if (figure && figure !== shown) later(SHOW, () => peek(figure));
    else if (!figure && !panel.contains(event.target) && !shown?.matches(":focus-visible")) later(HIDE, () => close(false));
    else clearTimeout(timer);
  });
  document.addEventListener("click", (event) => {
    if (panel.contains(event.target) || !event.target.isConnected) return;
    const figure = figureAt(event);
    if (!figure) close(false);
    else if (figure === shown && pinned) close(true);
    else if (figure.localName !== "data" || getSelection().isCollapsed) pin(figure); // else digits are being selected
  });
  panel.addEventListener("click", () => { pinned = true; }, true);
  document.addEventListener("focusin", (event) => {
    const figure = figureAt(event);
    if (figure === quiet) quiet = null;
    else if (figure?.matches(":focus-visible")) later(shown ? 0 : SHOW, () => peek(figure));
    else if (!figure && shown && !pinned && !panel.contains(event.target)) close(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) {
      event.preventDefault();
      close(pinned);
    } else if (panel.contains(event.target)) {
      // Beyond its ends Tab leads back to the figure.
      const inside = all("a, button", panel);
      const ends = event.shiftKey ? [panel, inside[0]] : [inside.at(-1)];
      if (event.key !== "Tab" || !ends.includes(event.target)) return;
      event.preventDefault();
      close(true);
    } else {
      const figure = figureAt(event);
      if (!figure || event.ctrlKey || event.metaKey || event.altKey) return;
      const opens = event.key === "Enter" || event.key === " ";
      if (!opens && !/^(Arrow|Home$|End$)/.test(event.key)) return;
      event.preventDefault();
      const other = opens ? null : next(figure, event.key);
      if (opens) pin(figure);
      if (!other) return;
      arm(other);
      other.focus();
    }
  });
  // A table drawn aside takes its figure along.
  addEventListener("scroll", (event) => { if (shown && event.target !== document) put(); }, { capture: true, passive: true });
  addEventListener("resize", () => { if (shown) put(); });
})();
