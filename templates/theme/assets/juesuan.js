// 字号、目录跟随、表格滚动提示、按 / 搜索。Pages are whole without this file.
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // 字号: remembered on this device only. Storage may be refused; the switch then lasts for the page.
  const KEY = "juesuan-size";
  const remembered = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };
  const setSize = (size) => {
    root.toggleAttribute("data-size", false);
    if (size === "large") root.dataset.size = size;
    for (const button of all(".sizes button")) {
      button.setAttribute("aria-pressed", String(button.value === size));
    }
  };
  setSize(remembered() === "large" ? "large" : "standard");
  for (const switcher of all(".sizes")) {
    switcher.hidden = false;
    switcher.addEventListener("click", (event) => {
      const size = event.target.value;
      if (!size) return;
      setSize(size);
      try { localStorage.setItem(KEY, size); } catch { /* not remembered */ }
    });
  }

  // 搜索
  const search = document.getElementById("find") ?? document.getElementById("q");
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });

  // 表格与图: say whether there is more at either side, and let heads follow the page where nothing is cut off.
  const measure = (frame) => {
    const inner = frame.firstElementChild;
    const holder = frame.parentElement;
    const over = inner.getBoundingClientRect().width > frame.clientWidth + 1;
    const left = Math.ceil(frame.scrollLeft);
    holder.classList.toggle("fits", !over);
    holder.classList.toggle("cut", over);
    holder.classList.toggle("tall", over && inner.getBoundingClientRect().height > innerHeight * 1.5);
    holder.classList.toggle("more-left", over && left > 1);
    holder.classList.toggle("more-right", over && left + frame.clientWidth < frame.scrollWidth - 1);
    if (!over) {
      for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
      return;
    }
    // A frame that scrolls is reached by keyboard and says what it holds.
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", frame.querySelector(".ttl, title")?.firstChild.textContent ?? "表");
  };
  const frames = all(".scroll");
  const watcher = new ResizeObserver((entries) => entries.forEach((entry) => measure(entry.target.closest(".scroll"))));
  for (const frame of frames) {
    measure(frame);
    watcher.observe(frame);
    watcher.observe(frame.firstElementChild);
    frame.addEventListener("scroll", () => measure(frame), { passive: true });
  }
  for (const details of all("details")) {
    details.addEventListener("toggle", () => all(".scroll", details).forEach(measure));
  }

  // 目录
  const toc = document.getElementById("toc");
  if (!toc) return;
  const links = all("a", toc);
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let current = null;
  const mark = (link) => {
    if (link === current) return;
    current?.removeAttribute("aria-current");
    all(".open", toc).forEach((item) => item.classList.remove("open"));
    current = link;
    if (!link) return;
    link.setAttribute("aria-current", "location");
    for (let item = link.closest("li"); item; item = item.parentElement.closest("li")) item.classList.add("open");
    const box = toc.getBoundingClientRect();
    const row = link.getBoundingClientRect();
    if (row.top < box.top + 40 || row.bottom > box.bottom - 40) {
      toc.scrollTop += row.top - box.top - box.height / 3;
    }
  };
  const bar = document.querySelector(".bar");
  const follow = () => {
    // Where a section stands after a jump to it, and a little below; at the very end the last one counts.
    const ended = innerHeight + scrollY >= root.scrollHeight - 2;
    const line = ended ? innerHeight : bar.offsetHeight + 48;
    let found = null;
    places.forEach((place, index) => {
      if (place && place.getBoundingClientRect().top <= line) found = links[index];
    });
    mark(found);
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  toc.classList.add("follows");
  toc.addEventListener("click", (event) => {
    if (event.target.closest("a") && toc.matches(":popover-open")) toc.hidePopover();
  });
  follow();
})();
