// 排序和筛选。Tables are whole without this file.
(() => {
  const all = (css, from = document) => [...from.querySelectorAll(css)];
  const make = (tag, props, ...inside) => {
    const one = document.createElement(tag);
    one.append(...inside);
    return Object.assign(one, props);
  };
  const heads = (table) => all("[scope=col]", table);
  const read = (cell) => (cell.querySelector("[aria-hidden]") ?? cell).textContent.trim();
  // ↓3.23% is negative, “—” is last.
  const number = (cell) => parseFloat(read(cell).replace(/[,↑]/g, "").replace(/[↓−]/, "-"));
  const word = new Intl.Collator("zh-CN").compare;

  for (const table of all("[data-sortable]")) {
    const [body] = table.tBodies;
    heads(table).forEach((head, at) => {
      const amounts = head.matches(".amt");
      if (!head.matches(".amt, .name, .code")) return;
      const button = make("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => {
        const down = head.ariaSort ? head.ariaSort === "ascending" : amounts;
        for (const one of heads(table)) one.ariaSort = null;
        head.ariaSort = down ? "descending" : "ascending";
        const rows = [...body.rows].map((row) => [(amounts ? number : read)(row.cells[at]), row]);
        rows.sort(([a], [b]) => (amounts && isNaN(a) - isNaN(b)) || (down ? -1 : 1) * (amounts ? a - b : word(a, b)));
        body.append(...rows.map(([, row]) => row));
      });
      head.append(button);
    });
  }

  for (const part of all("[data-filtered]")) {
    const rows = all("tbody tr", part).map((row) => [row, row.textContent.replace(/\s/g, "").toLowerCase()]);
    const input = make("input", { type: "search" });
    const said = make("p", { role: "status" });
    const bar = make("div", { className: "sift" }, make("label", {}, "筛选", input));
    const choices = [];
    // The same columns in all its tables.
    heads(part.querySelector("table")).forEach((head, at) => {
      if (!head.matches("[data-facet]")) return;
      const values = new Set(["", ...rows.map(([row]) => read(row.cells[at]))]);
      const options = [...values].map((value) => make("option", { value }, value || "全部"));
      const select = make("select", {}, ...options);
      bar.append(make("label", {}, read(head), select));
      choices.push([at, select]);
    });
    const sift = () => {
      const words = input.value.toLowerCase().split(/\s+/);
      for (const [row, text] of rows) {
        row.hidden = !words.every((one) => text.includes(one))
          || choices.some(([at, { value }]) => value && value !== read(row.cells[at]));
      }
      for (const table of all(".tbl", part)) table.hidden = !table.querySelector("tbody tr:not([hidden])");
      const count = rows.filter(([row]) => !row.hidden).length;
      said.textContent = `显示${count}行，共${rows.length}行`;
    };
    bar.addEventListener("input", sift);
    bar.append(said);
    part.prepend(bar);
    sift();
  }
})();
