// 公开页：名词就地解释、各处的地址可以引用、科目表按数排列。Pages are whole without this file.
(() => {
  "use strict";

  const all = (css, from = document) => [...from.querySelectorAll(css)];
  const make = (tag, props, ...inside) => {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name in one) one[name] = value;
      else one.setAttribute(name, value);
    }
    one.append(...inside);
    return one;
  };
  const own = (one) => [...one.childNodes].filter((node) => !node.classList?.contains("cite")).map((node) => node.textContent).join("");

  // 名词: where a section first says one, it leads to its explanation; with this file the explanation comes to the reader.
  const entries = new Map(all(".terms > [id^=term-]").map((one) => [one.querySelector("dt").lastChild.textContent, one]));
  const panel = make("div", { className: "trace", role: "dialog", tabIndex: -1, popover: "auto", "aria-labelledby": "gloss-t" });
  const phone = matchMedia("(max-width: 45em)");
  const explain = (event) => {
    if (!panel.showPopover) return;
    event.preventDefault();
    const link = event.currentTarget;
    const entry = entries.get(link.textContent);
    const rest = make("a", { href: link.hash, onclick: () => panel.hidePopover() }, "全部名词解释");
    const close = make("button", { type: "button", onclick: () => panel.hidePopover() }, "关闭");
    const text = make("div", {}, ...[...entry.querySelector("dd").cloneNode(true).childNodes]);
    panel.replaceChildren(make("p", { className: "what", id: "gloss-t" }, make("span", {}, link.textContent)), text, make("p", { className: "ways" }, rest, close));
    document.body.append(panel);
    panel.showPopover();
    if (!phone.matches) {
      const box = link.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = panel;
      const below = box.bottom + 8 + height <= innerHeight || box.top < height + 8;
      panel.style.setProperty("--x", `${Math.max(8, Math.min(box.left - 16, document.documentElement.clientWidth - width - 8)) + scrollX}px`);
      panel.style.setProperty("--y", `${(below ? box.bottom + 8 : box.top - 8 - height) + scrollY}px`);
    }
    panel.focus({ preventScroll: true });
  };
  const term = (word) => make("a", { className: "term", href: `#${entries.get(word).id}`, "aria-haspopup": "dialog", onclick: explain }, word);
  const words = [...entries.keys()].sort((a, b) => b.length - a.length);
  const spot = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"));
  const mark = (node, said) => {
    for (let rest = node, found; (found = spot.exec(rest.data)); ) {
      const hit = rest.splitText(found.index);
      rest = hit.splitText(found[0].length);
      if (said.has(found[0])) continue;
      said.add(found[0]);
      hit.replaceWith(term(found[0]));
    }
  };
  for (const section of words.length ? all(".lv3, .lv2:not(:has(.lv3))") : []) {
    if (section.querySelector(".terms")) continue;
    const said = new Set();
    for (const head of all("th", section)) {
      const word = head.textContent.trim();
      if (!entries.has(word) || said.has(word)) continue;
      said.add(word);
      head.replaceChildren(term(word));
    }
    for (const text of all("p:not(.origins, .tnote, .run-in, .form-title), li", section)) {
      for (const node of [...text.childNodes]) if (node.nodeType === Node.TEXT_NODE) mark(node, said);
    }
  }

  // 引用: every part, table, chart and form has an address; a click takes it, with words that say what stands there.
  const said = make("p", { className: "sr", role: "status" });
  document.body.append(said);
  const title = all("h1 > span").map((one) => one.textContent).join("");
  const cite = (place, heading) => {
    const link = make("a", { className: "cite", href: `#${place.id}`, "aria-label": "引用这里" }, "引用");
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      const number = place.querySelector(".cap .no, .of .no");
      const name = [number && place.matches(".tbl, .chart") ? number.textContent : "", own(heading)].join(" ").trim();
      try {
        await navigator.clipboard.writeText(`${title}，${name}，${link.href}`);
        link.textContent = "已复制";
      } catch {
        link.textContent = "地址在地址栏"; // where pages are not served securely
      }
      said.textContent = link.textContent;
      setTimeout(() => { link.textContent = "引用"; said.textContent = ""; }, 2000);
    });
    heading.append(link);
  };
  for (const section of all("section[id]")) {
    const heading = section.querySelector(":scope > :is(h2, h3, h4)");
    if (heading) cite(section, heading);
  }
  for (const table of all(".lv2 .tbl[id]:not(.headed, details *, .form *)")) cite(table, table.querySelector(".ttl"));
  for (const chart of all(".chart[id]")) cite(chart, chart.querySelector(".finding"));
  for (const form of all(".form[id]:not(.headed)")) cite(form, form.querySelector(".form-title"));

  // 排列: rows of codes by an amount, within the 类 and 款 they belong to; sums stay where they are.
  const names = (table) => {
    const grid = [];
    const rows = [...table.tHead.rows].filter((row) => !row.matches(".index"));
    rows.forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y]?.[x]) x += 1;
        for (let down = 0; down < cell.rowSpan; down += 1) {
          for (let right = 0; right < cell.colSpan; right += 1) (grid[y + down] ??= [])[x + right] = cell;
        }
      }
    });
    return (at) => [...new Set(rows.map((_, y) => grid[y]?.[at]))].filter(Boolean);
  };
  const amount = (row, at) => parseFloat(row.cells[at].querySelector("data")?.value);
  const forest = (rows) => {
    const roots = [];
    const open = [];
    for (const row of rows) {
      const depth = row.cells[0].textContent.length;
      while (open.length && open.at(-1).depth >= depth) open.pop();
      const tree = { row, depth, inner: [] };
      (open.at(-1)?.inner ?? roots).push(tree);
      open.push(tree);
    }
    return roots;
  };
  const sorted = (trees, at) => [...trees]
    .sort(({ row: a }, { row: b }) => isNaN(amount(a, at)) - isNaN(amount(b, at)) || amount(b, at) - amount(a, at))
    .flatMap((tree) => [tree.row, ...sorted(tree.inner, at)]);
  for (const place of all(".lv2 .tbl:has(> .origins)")) {
    const table = place.querySelector("table");
    const rows = [...table.tBodies[0]?.rows ?? []];
    const coded = rows.filter((row) => row.cells[0].matches(".code"));
    const plain = coded.every((row) => all(".code", row).length === 1 && !row.querySelector("[rowspan], [colspan]"));
    if (coded.length < 4 || !plain || rows.some((row) => !row.matches(".total") && !coded.includes(row))) continue;
    const heads = names(table);
    const choices = [...coded[0].cells].flatMap((cell, at) => {
      const values = new Set(coded.map((row) => amount(row, at)));
      return cell.matches(".amt") && values.size > 2 ? [[at, heads(at)]] : [];
    });
    const select = make("select", {}, make("option", { value: "" }, "科目编码"), ...choices.map(([at, path]) => make("option", { value: String(at) }, `${path.map(own).join("·")}，由大到小`)));
    select.addEventListener("change", () => {
      const at = Number(select.value);
      for (const [column, path] of choices) path.at(-1).ariaSort = select.value && column === at ? "descending" : null;
      table.tBodies[0].append(...rows.filter((row) => !coded.includes(row)), ...(select.value ? sorted(forest(coded), at) : coded));
    });
    place.querySelector(":scope > .origins").append(make("label", { className: "order" }, "排列", select));
  }
})();
