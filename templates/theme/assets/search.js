// 查找页。Names, codes and terms answer at once; the index of texts follows. Without this file the lists below are whole.
(() => {
  "use strict";

  const form = document.getElementById("find-form");
  if (!form) return;
  const input = form.elements.q;
  const panel = document.getElementById("found");
  const [status, list, more, again] = ["found-status", "found-list", "found-more", "found-again"].map((id) => document.getElementById(id));
  const choices = [...panel.querySelectorAll("select")];
  const browse = document.getElementById("browse");
  const root = form.dataset.root;
  const here = new URL(".", location.href);

  // ---------- words, as generator/search/words.py and grams.py have them ----------

  const HAN = "\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const WORD = new RegExp(`[${HAN}]|[0-9a-z]+(?:\\.[0-9]+)?%?`, "gu");
  const isHan = new RegExp(`^[${HAN}]$`, "u");
  const fold = (text) => text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).toLowerCase();
  const words = (text) => fold(text).match(WORD) ?? [];
  const plain = (text) => words(text).join("");
  const grams = (text) => {
    const all = words(text);
    const found = new Set(all.filter((word) => !isHan.test(word)));
    for (let at = 1; at < all.length; at += 1) {
      if (isHan.test(all[at - 1]) || isHan.test(all[at])) found.add(all[at - 1] + all[at]);
    }
    return [...found];
  };
  /* Eight pairs of a long word tell it as well as all of them: texts are read before anything is shown. */
  const MOST = 8;
  const few = (all) => (all.length <= MOST ? all : Array.from({ length: MOST }, (_, at) => all[Math.floor((at * (all.length - 1)) / (MOST - 1))]));
  const bucket = (gram, count) => {
    let value = 0x811c9dc5;
    for (const sign of gram) value = Math.imul(value ^ sign.codePointAt(0), 0x01000193);
    return (value >>> 0) % count;
  };
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const DIGIT = new Map([...DIGITS].map((sign, at) => [sign, at]));
  const unpacked = (text) => {
    const found = [];
    let last = -1, value = 0, size = 1;
    for (const sign of text) {
      const digit = DIGIT.get(sign);
      value += (digit % 32) * size;
      size *= 32;
      if (digit < 32) {
        last += value + 1;
        found.push(last);
        value = 0;
        size = 1;
      }
    }
    return found;
  };

  // ---------- what is fetched, each once ----------

  const kept = new Map();
  const fetched = (path, options) => {
    const url = new URL(path, here).href;
    if (!kept.has(url)) {
      const asked = fetch(url, options).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${path}`);
        return answer.json();
      });
      asked.catch(() => kept.delete(url));
      kept.set(url, asked);
    }
    return kept.get(url);
  };

  // ---------- the catalog: everything that has a name ----------

  const KINDS = ["文件", "项目", "指标"];
  let site = null;

  const opened = async () => {
    const catalog = await fetched("catalog.json", { cache: "no-cache" });
    const files = await Promise.all(catalog.regions.map(([, , path]) => fetched(path)));
    const regions = new Map();
    const people = [];
    const docs = [];
    catalog.regions.forEach(([code, name], at) => {
      const mine = files[at].people.map(([path, title, short = ""]) => {
        const person = { region: code, place: name, path: `${code}/${path}/`, title, short, docs: [] };
        person.plain = plain(title);
        person.brief = plain(short);
        person.all = `${plain(name)} ${code} ${person.plain} ${person.brief}`;
        return person;
      });
      people.push(...mine);
      const years = {};
      for (const [year, entries] of Object.entries(files[at].years)) {
        years[year] = entries.map(([who, kind, own]) => {
          const doc = { year: Number(year), person: mine[who], kind: catalog.kinds[kind], title: own ?? mine[who].title };
          doc.path = `${doc.person.path}${year}/`;
          doc.plain = plain(doc.title);
          doc.person.docs.push(doc);
          docs.push(doc);
          return doc;
        });
      }
      regions.set(code, { code, name, plain: plain(name), years });
    });
    for (const person of people) person.docs.sort((one, other) => other.year - one.year);
    const parts = catalog.parts.map(([folder, count, runs]) => ({
      folder, count, docs: runs.flatMap(([year, region]) => regions.get(region).years[year]),
    }));
    const codes = catalog.codes.map(([code, name, ...above]) => ({ code, name, above, plain: plain(name), over: plain(above.join(" ")) }));
    const terms = catalog.terms.map(([slug, word, ...also]) => ({ slug, word, also, plain: [word, ...also].map(plain) }));
    const tables = catalog.tables.map(([anchor, title]) => ({ anchor, title, plain: plain(title) }));
    return { regions: [...regions.values()], people, docs, parts, codes, terms, tables, years: new Set(docs.map((doc) => doc.year)) };
  };

  // ---------- a query ----------

  const YEAR = /^((?:19|20)\d\d)(?:年|年度)?$/;
  const parsed = (text) => {
    const query = { words: [], year: 0 };
    for (const part of fold(text).replace(/[“”"'‘’]/g, "").split(/[\s,，、;；]+/)) {
      const year = Number(YEAR.exec(part)?.[1]);
      if (site.years.has(year)) query.year = year;
      else if (plain(part)) query.words.push(plain(part));
    }
    return query;
  };

  /* How well a name answers a word: 100 the same, less the more it says besides. */
  const near = (name, word) => {
    if (!name || !name.includes(word)) return 0;
    return name === word ? 100 : Math.max(20, 80 - (name.length - word.length)) + (name.startsWith(word) || name.endsWith(word) ? 5 : 0);
  };
  const least = (scores) => (scores.length && scores.every(Boolean) ? Math.min(...scores) : 0);

  /* Everything with a name that answers all words; documents by the names of who published them. */
  const named = ({ words: asked, year }) => {
    const found = [];
    if (!asked.length) return found;
    if (!year) {
      for (const one of site.regions) {
        const score = least(asked.map((word) => Math.max(near(one.plain, word), one.code === word ? 100 : 0)));
        if (score) found.push({ kind: "地区", score: score + 8, title: one.name, href: `${one.code}/`, about: "各部门的决算", region: one.code });
      }
      for (const one of site.codes) {
        const score = least(asked.map((word) => Math.max(near(one.plain, word), one.code.startsWith(word) ? 90 + word.length : 0, one.over.includes(word) ? 25 : 0)));
        if (score) found.push({ kind: "科目", score: score + 2, title: `${one.code} ${one.name}`, href: `codes/${one.code}/`, about: one.above.join(" › ") });
      }
      for (const one of site.terms) {
        const score = least(asked.map((word) => Math.max(...one.plain.map((name) => near(name, word)))));
        if (score) found.push({ kind: "名词", score: score + 4, title: one.word, href: `glossary/#term-${one.slug}`, about: one.also.length ? `又叫${one.also.join("、")}` : "" });
      }
    }
    for (const one of site.people) {
      const score = least(asked.map((word) => Math.max(near(one.plain, word), near(one.brief, word), one.all.includes(word) ? 30 : 0)));
      if (!score) continue;
      const mine = one.docs.filter((doc) => !year || doc.year === year);
      if (!year) found.push({ kind: "部门", score: score + 6, title: one.title, href: one.path, about: `${one.place} · ${mine.map((doc) => doc.year).join("、")}`, region: one.region, person: one });
      mine.forEach((doc, at) => found.push({ ...documentHit(doc), score: score + (year ? 6 : 5.5 - at / 10) }));
    }
    return found;
  };

  const documentHit = (doc) => ({
    kind: "文件", doc, title: `${doc.title}${doc.year}年度${doc.kind}`, href: doc.path, about: doc.title.startsWith(doc.person.place) ? "" : doc.person.place, region: doc.person.region, person: doc.person, year: doc.year,
  });

  /* For one word: document → kinds of hit, from the index; null where the word is too short to be looked up. */
  const looked = async (word) => {
    const mine = few(grams(word));
    if (!mine.length) return null;
    const found = new Map();
    await Promise.all(site.parts.map(async (part) => {
      const files = await Promise.all(mine.map((gram) => fetched(`${part.folder}${bucket(gram, part.count)}.json`)));
      const lists = mine.map((gram, at) => unpacked(files[at][gram] ?? "")).sort((one, other) => one.length - other.length);
      const rest = lists.slice(1).map((numbers) => new Set(numbers));
      for (const number of lists[0]) {
        if (rest.every((numbers) => numbers.has(number))) {
          const doc = part.docs[Math.floor(number / 4)];
          found.set(doc, [...(found.get(doc) ?? []), number % 4]);
        }
      }
    }));
    return found;
  };

  /* Documents that hold every word, in their text or in the names of who published them. */
  const texts = async ({ words: asked, year }, without) => {
    if (!asked.length) return [];
    const sets = without ? asked.map(() => null) : await Promise.all(asked.map(looked));
    if (!without && asked.every((word, at) => !sets[at])) return [];
    const found = [];
    for (const doc of site.docs) {
      if (year && doc.year !== year) continue;
      let score = 0, kind = 0, told = 0;
      const all = asked.every((word, at) => {
        const by = Math.max(doc.plain.includes(word) || doc.person.brief.includes(word) ? 3 : 0, doc.person.all.includes(word) ? 2 : 0);
        const kinds = sets[at]?.get(doc);
        const table = without && doc.kind !== "绩效自评" ? site.tables.find((one) => one.plain.includes(word)) : null;
        if (kinds && !by) kind = Math.max(kind, kinds.includes(1) ? 2 : kinds.includes(2) ? 1 : 0);
        told += (kinds || table) && !by ? 1 : 0;
        score += by || (kinds || table ? 1 : 0);
        return by || kinds || table;
      });
      if (all && told) found.push({ ...documentHit(doc), kind: ["文件", "指标", "项目"][kind], score: 40 + score + kind * 8, asked });
    }
    return found;
  };

  const ranked = (hits) => {
    const best = new Map();
    for (const hit of hits) {
      const before = best.get(hit.href);
      if (!before || before.score < hit.score) best.set(hit.href, { ...before, ...hit, asked: hit.asked ?? before?.asked });
    }
    return [...best.values()].sort((one, other) =>
      other.score - one.score || (other.year ?? 0) - (one.year ?? 0) || one.href.length - other.href.length || (one.href < other.href ? -1 : 1));
  };

  // ---------- the page ----------

  const STEP = 10;
  const ALL = "";
  const make = (tag, props = {}, ...inside) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...inside);
    return node;
  };

  /* The text with every place that says one of the words marked, whatever stands between their characters. */
  const marked = (text, asked) => {
    const places = [...fold(text).matchAll(WORD)].map((one) => [one[0], one.index, one.index + one[0].length]);
    const said = places.map(([word]) => word).join("");
    const at = [];
    places.forEach(([word], index) => { for (const _ of word) at.push(index); });
    const spans = [];
    for (const word of asked) {
      for (let from = said.indexOf(word); from >= 0; from = said.indexOf(word, from + word.length)) {
        spans.push([places[at[from]][1], places[at[from + word.length - 1]][2]]);
      }
    }
    spans.sort((one, other) => one[0] - other[0]);
    const nodes = [];
    let last = 0;
    for (const [from, to] of spans) {
      if (from < last) continue;
      nodes.push(text.slice(last, from), make("mark", { textContent: text.slice(from, to) }));
      last = to;
    }
    return [...nodes, text.slice(last)];
  };

  /* Some text around the first place that says the word. */
  const clipped = (text, asked, room = 60) => {
    if (text.length <= room) return text;
    const at = asked.map((word) => text.indexOf(word[0])).filter((one) => one >= 0);
    const from = Math.max(0, Math.min(...(at.length ? at : [0])) - 12);
    return `${from ? "…" : ""}${text.slice(from, from + room)}${from + room < text.length ? "…" : ""}`;
  };

  /* Sections of a document that say a word, most words first; `items` are what they say. */
  const sections = (pieces, asked) => {
    const found = pieces.map(([anchor, title, kind, ...items]) => {
      const told = items.filter((item) => asked.some((word) => plain(item).includes(word)));
      const covered = asked.filter((word) => plain(title).includes(word) || told.some((item) => plain(item).includes(word))).length;
      const same = asked.includes(plain(title)) ? 1 : 0;
      return { anchor, title, kind, items: told.length || !same ? told : items, covered, same };
    });
    return found.filter((one) => one.covered).sort((one, other) => other.covered - one.covered || other.same - one.same || other.items.length - one.items.length);
  };

  /* A document may hold all pairs of a word and still not the word. */
  const says = (hit, pieces) => hit.asked.every((word) =>
    hit.doc.plain.includes(word) || hit.doc.person.all.includes(word) || pieces.some(([, title, , ...items]) => [title, ...items].some((text) => plain(text).includes(word))));

  /* Among what is shown, what is called just so comes before what only says so. */
  const exactly = (hit) =>
    hit.score + (hit.pieces?.some(([, , kind, ...items]) => kind === hit.kind && items.some((item) => hit.asked.includes(plain(item)))) ? 50 : 0);

  const shown = (hit, asked) => {
    const link = make("a", { href: root + hit.href }, ...marked(hit.title, asked));
    const label = make("span", { className: "sort", textContent: hit.kind });
    return make("li", { className: "hit" }, make("p", { className: "name" }, label, link), make("p", { className: "about" }, ...marked(hit.about ?? "", asked)));
  };

  const filled = (item, hit, pieces, asked) => {
    const places = sections(pieces, asked.filter((word) => !hit.doc.plain.includes(word)));
    const wanted = places.find((one) => one.kind === hit.kind && one.items.length);
    if (wanted) {
      const link = item.querySelector("a");
      const name = wanted.items.find((one) => asked.some((word) => plain(one).includes(word)));
      link.replaceChildren(...marked(name, asked));
      link.href = `${root}${hit.href}#${wanted.anchor}`;
      item.querySelector(".about").replaceChildren(...marked([hit.title, hit.about].filter(Boolean).join(" · "), asked));
    }
    const rest = places.filter((one) => one !== wanted && one.anchor).slice(0, 3);
    if (rest.length) item.append(make("ul", { className: "places" }, ...rest.map((one) => {
      const link = make("a", { href: `${root}${hit.href}#${one.anchor}` }, ...marked(one.title, asked));
      const text = one.items.slice(0, 3).map((words_) => clipped(words_, asked)).join(" · ");
      return make("li", {}, link, ...(text ? [make("span", { className: "said" }, ...marked(text, asked))] : []));
    })));
    if (hit.rest.length) {
      item.append(make("p", { className: "about others" }, "也见于", ...hit.rest.flatMap((one) => [" ", make("a", { href: root + one.href, textContent: `${one.year}年度` })])));
    }
  };

  let turn = 0;
  let hits = [];
  let count = STEP;
  let asked = [];

  const chosen = () => Object.fromEntries(choices.map((select) => [select.name, select.value]));
  const passes = (hit, filter, but) =>
    (but === "region" || !filter.region || hit.region === filter.region) &&
    (but === "year" || !filter.year || String(hit.year) === filter.year) &&
    (but === "who" || !filter.who || hit.person?.path === filter.who) &&
    (but === "kind" || !filter.kind || hit.kind === filter.kind);

  /* What one publisher says in several years is one result, its newest first. */
  const same = (hit) => (hit.asked ? `${hit.person.path} ${hit.kind}` : hit.href);
  const gathered = (found) => {
    const groups = new Map();
    for (const hit of found) groups.set(same(hit), [...(groups.get(same(hit)) ?? []), hit]);
    return [...groups.values()].map(([first, ...rest]) => Object.assign(first, { rest }));
  };

  /* What may be chosen, with how many results each would leave. */
  const offer = () => {
    const filter = chosen();
    const label = { region: (hit) => [hit.region, site.regions.find((one) => one.code === hit.region)?.name], year: (hit) => [hit.year, `${hit.year}年度`], who: (hit) => [hit.person?.path, hit.person?.title], kind: (hit) => [hit.kind, hit.kind] };
    for (const select of choices) {
      const counts = new Map();
      for (const hit of hits) {
        if (!passes(hit, filter, select.name)) continue;
        const [value, text] = label[select.name](hit);
        if (!value) continue;
        const [, many] = counts.get(String(value)) ?? counts.set(String(value), [text, new Set()]).get(String(value));
        many.add(same(hit));
      }
      const order = [...counts].sort(([one], [other]) => (select.name === "year" ? other - one : one < other ? -1 : 1)).slice(0, 500);
      const options = order.map(([value, [text, many]]) => new Option(`${text}（${many.size}）`, value, false, value === filter[select.name]));
      if (filter[select.name] && !counts.has(filter[select.name])) options.push(new Option(`${select.selectedOptions[0].text.replace(/（.*/, "")}（0）`, filter[select.name], false, true));
      select.replaceChildren(new Option(select.dataset.all, ALL, false, !filter[select.name]), ...options);
      select.disabled = !options.length;
    }
  };

  const draw = async (said) => {
    const mine = turn;
    offer();
    const filter = chosen();
    let seen = gathered(hits.filter((hit) => passes(hit, filter)));
    // Texts of what is shown are read, and what they do not bear out goes.
    for (let at = 0; at < Math.min(count, seen.length); at += 1) {
      const open = seen.slice(at, count).filter((hit) => hit.asked && !hit.pieces && !hit.lost);
      if (open.length) {
        await Promise.all(open.map(async (hit) => {
          try { hit.pieces = await fetched(root + hit.href + "search.json"); } catch { hit.lost = true; }
        }));
        if (mine !== turn) return;
        const wrong = new Set(open.filter((hit) => hit.pieces && !says(hit, hit.pieces)));
        if (wrong.size) {
          hits = hits.filter((hit) => !wrong.has(hit));
          seen = gathered(hits.filter((hit) => passes(hit, filter)));
          at -= 1;
        }
      }
    }
    if (mine !== turn) return;
    seen = [...seen.slice(0, count).sort((one, other) => exactly(other) - exactly(one)), ...seen.slice(count)];
    const items = seen.slice(0, count).map((hit) => {
      const item = shown(hit, asked);
      if (hit.pieces) filled(item, hit, hit.pieces, asked);
      return item;
    });
    list.replaceChildren(...items);
    more.hidden = seen.length <= count;
    more.textContent = `再看${Math.min(STEP, seen.length - count)}项`;
    const whole = new Set(hits.map(same)).size;
    const rest = Object.values(filter).some(Boolean) && seen.length < whole ? `，不筛选有${whole}项` : "";
    status.textContent = (seen.length ? `找到${seen.length}项${rest}` : `没有找到${rest}。换个说法试试，例如只写部门简称、科目编码或项目名称中的几个字`) + (said ?? "");
  };

  const remember = () => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries({ q: input.value.trim(), ...chosen() })) {
      if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
    }
    history.replaceState(null, "", url);
  };

  const search = async () => {
    turn += 1;
    const mine = turn;
    const text = input.value.trim();
    delete panel.dataset.answered;
    browse.hidden = Boolean(text);
    panel.hidden = !text;
    form.classList.toggle("asked", Boolean(text));
    again.hidden = true;
    remember();
    if (!text) { status.textContent = ""; return; }
    try {
      site ??= await opened();
    } catch {
      if (mine !== turn) return;
      status.textContent = "名称目录没有取到，下面是全部清单";
      browse.hidden = again.hidden = false;
      return;
    }
    if (mine !== turn) return;
    const query = parsed(text);
    asked = query.words.length ? query.words : [String(query.year)];
    count = STEP;
    const names = query.words.length ? named(query) : site.docs.filter((doc) => doc.year === query.year).map((doc) => ({ ...documentHit(doc), score: 50 }));
    hits = ranked(names);
    if (names.length) await draw("，正在查正文");
    if (mine !== turn) return;
    let said = "";
    let inside = [];
    try {
      inside = await texts(query, false);
    } catch {
      inside = await texts(query, true);
      said = "。正文索引没有取到，只按名称、编码和表名查找";
      again.hidden = false;
    }
    if (mine !== turn) return;
    hits = ranked([...names, ...inside]);
    await draw(said);
    if (mine === turn) panel.dataset.answered = text;
  };

  // ---------- hands ----------

  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(search, 150); };
  input.addEventListener("input", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); search(); });
  for (const select of choices) select.addEventListener("change", () => { count = STEP; remember(); draw(); });
  more.addEventListener("click", async () => {
    const first = count;
    count += STEP;
    await draw();
    list.children[first]?.querySelector("a").focus();
  });
  again.addEventListener("click", search);
  document.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const inside = at >= 0 || document.activeElement === input;
    if (event.key === "Escape" && inside) {
      if (at >= 0) input.focus(); else { input.value = ""; search(); }
    } else if (event.key === "ArrowDown" && inside && links.length) {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (links[at - 1] ?? input).focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  const given = new URLSearchParams(location.search);
  input.value = given.get("q") ?? "";
  for (const select of choices) {
    const value = given.get(select.name);
    if (value) select.append(new Option(value, value, true, true));
  }
  if (input.value) search();
  else input.focus({ preventScroll: true });
})();
