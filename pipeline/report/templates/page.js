"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const root = document.documentElement;

  const theme = by("theme");
  const isDark = () => getComputedStyle(root).colorScheme === "dark" ||
    (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  const nameTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
  nameTheme();
  theme.hidden = false;

  const body = by("rows");
  if (!body) return;

  // So many rows are shown, a list that is hardly longer is shown whole; a first frame lays out a few.
  const STEP = 250, WHOLE = 500, FRAME = 40;
  const controls = by("controls"), search = by("search"), sorting = by("sorting");
  const selects = [...controls.querySelectorAll("select[data-by]")];
  const heads = [...by("table").tHead.rows[0].cells];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...body.rows].map((node, place) => ({ node, place, words: null, keys: [] }));
  const first = rows.length <= WHOLE ? rows.length : STEP;
  let order = { column: 0, down: false }, limit = first, chosen = rows;

  const words = (row) => row.words ?? (row.words = plain(row.node.textContent));
  // A missing value stands last, whichever way it goes.
  const key = (row, column) => {
    if (!(column in row.keys)) {
      const cell = row.node.cells[column];
      const text = plain((cell.querySelector(".title") ?? cell).textContent).trim();
      row.keys[column] = text === "" ? null : heads[column].dataset.sort === "number" ? Number(text.replaceAll(",", "")) : text;
    }
    return row.keys[column];
  };
  const compare = (a, b) => {
    const [left, right] = [key(a, order.column), key(b, order.column)];
    if (left === right) return a.place - b.place;
    if (left === null || right === null) return left === null ? 1 : -1;
    return (left < right ? -1 : 1) * (order.down ? -1 : 1);
  };
  const fits = (row, terms, filters) =>
    filters.every(([name, value]) => (row.node.dataset[name] ?? "").split(" ").includes(value)) &&
    terms.every((term) => words(row).includes(term));

  let frame = 0;
  const nodes = (start, end) => chosen.slice(start, end).map((row) => row.node);
  // Each frame twice as many as the one before: a table is laid out anew with every frame.
  const fill = (start, count = FRAME) => {
    const end = Math.min(start + count, limit, chosen.length);
    body.append(...nodes(start, end));
    if (end < Math.min(limit, chosen.length)) frame = requestAnimationFrame(() => fill(end, 2 * count));
    else body.removeAttribute("aria-busy");
  };
  const showAll = (rowsShown) => {
    cancelAnimationFrame(frame);
    body.replaceChildren(...nodes(0, rowsShown));
    body.removeAttribute("aria-busy");
  };
  const show = (start = 0) => {
    cancelAnimationFrame(frame);
    if (start !== body.rows.length) body.replaceChildren(...nodes(0, start));
    body.setAttribute("aria-busy", "true");
    fill(start);
    const left = chosen.length - limit;
    by("more").hidden = left <= 0;
    by("next").textContent = `Show ${Math.min(STEP, left)} more`;
    by("none").hidden = chosen.length > 0;
  };
  const told = () => {
    const all = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "entry" : "entries"}`;
    return chosen.length === rows.length ? all : `${chosen.length.toLocaleString("en")} of ${all}`;
  };
  const say = () => { by("count").textContent = told(); };
  // On paper no field says what was chosen.
  const chosenBy = () => [
    ...(search.value.trim() ? [`search: ${search.value.trim()}`] : []),
    ...selects.filter((each) => each.value).map((each) => `${each.labels[0].textContent.toLowerCase()}: ${each.selectedOptions[0].text}`),
  ].join("; ");
  const choose = () => {
    const terms = plain(search.value).split(/\s+/).filter(Boolean);
    const filters = selects.filter((each) => each.value).map((each) => [each.dataset.by, each.value]);
    chosen = rows.filter((row) => fits(row, terms, filters)).sort(compare);
    limit = first;
    show();
    say();
    // Who looks at a row far below sees the first of what was chosen.
    if (body.getBoundingClientRect().top < 0) by("table").scrollIntoView({ behavior: "instant" });
  };
  // What is chosen stands in the address, so that it can be handed on.
  const note = () => {
    const told = new URLSearchParams();
    if (search.value) told.set("q", search.value);
    for (const each of selects) if (each.value) told.set(each.dataset.by, each.value);
    if (order.column || order.down) told.set("sort", `${order.column}${order.down ? "-" : ""}`);
    history.replaceState(null, "", `#${String(told) || "entries"}`);
  };
  const markSorted = () => {
    heads.forEach((head, column) => {
      if (column === order.column) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    sorting.value = String(order.column);
  };
  const sortBy = (column, down) => { order = { column, down }; markSorted(); choose(); note(); };
  // The greatest and the newest are looked for first.
  const natural = (column) => column > 0 && heads[column].dataset.sort === "number";

  const buttons = heads.map((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sortBy(column, column === order.column ? !order.down : natural(column)));
    sorting.append(new Option(head.textContent, String(column)));
    head.replaceChildren(button);
    return button;
  });
  sorting.addEventListener("change", () => sortBy(Number(sorting.value), natural(Number(sorting.value))));
  search.addEventListener("input", () => { choose(); note(); });
  selects.forEach((each) => each.addEventListener("change", () => { choose(); note(); }));
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("reset", () => setTimeout(() => { order = { column: 0, down: false }; markSorted(); choose(); note(); }));
  by("next").addEventListener("click", () => {
    const shown = limit, next = chosen[shown];
    limit += STEP;
    show(shown);
    next.node.querySelector("a")?.focus();
  });
  by("all").addEventListener("click", () => { const shown = limit; limit = Infinity; show(shown); });

  // What is said of some entries above leads to these.
  for (const link of document.querySelectorAll("a[data-filter]")) {
    link.addEventListener("click", () => {
      search.value = "";
      for (const each of selects) each.value = each.dataset.by === link.dataset.filter ? link.dataset.value : "";
      choose();
      // After the browser has followed the link.
      setTimeout(note);
    });
  }
  const goTo = (id) => {
    const row = rows.find((each) => each.node.id === id);
    if (!row) return;
    if (!chosen.includes(row)) { controls.querySelectorAll("select[data-by]").forEach((each) => { each.value = ""; }); search.value = ""; choose(); }
    limit = Math.max(limit, chosen.indexOf(row) + 1);
    show();
    showAll(limit);
    row.node.tabIndex = -1;
    row.node.focus({ preventScroll: true });
    row.node.scrollIntoView({ block: "center", behavior: "instant" });
  };
  const readAddress = () => {
    const told = location.hash.slice(1);
    if (told.startsWith("entry-")) { goTo(told); return; }
    if (!told.includes("=")) return;
    const wanted = new URLSearchParams(told);
    search.value = wanted.get("q") ?? "";
    for (const each of selects) {
      each.value = wanted.get(each.dataset.by) ?? "";
      if (each.selectedIndex < 0) each.value = "";
    }
    const sorted = /^([0-5])(-?)$/.exec(wanted.get("sort") ?? "0");
    if (sorted) order = { column: Number(sorted[1]), down: sorted[2] === "-" };
    markSorted();
    choose();
    by("entries").scrollIntoView({ behavior: "instant" });
  };
  addEventListener("hashchange", readAddress);

  // Paper has no button: all that is chosen is printed, and all findings, below heads that are text on every sheet.
  const caption = by("table").caption, named = caption.textContent;
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.group:not([open])")];
    closed.forEach((each) => { each.open = true; });
    heads.forEach((head, column) => head.replaceChildren(buttons[column].textContent));
    if (chosen.length < rows.length) {
      caption.textContent = `${told()} (${chosenBy()})`;
      caption.className = "";
    }
    showAll(Infinity);
  });
  addEventListener("afterprint", () => {
    closed.forEach((each) => { each.open = false; });
    heads.forEach((head, column) => head.replaceChildren(buttons[column]));
    caption.textContent = named;
    caption.className = "unseen";
    show();
  });

  controls.hidden = false;
  markSorted();
  show();
  say();
  readAddress();
  // The first search need not read all rows.
  (window.requestIdleCallback ?? setTimeout)(() => rows.forEach(words));
})();
