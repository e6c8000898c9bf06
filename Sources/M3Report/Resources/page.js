"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const make = (name, style, text) => {
    const element = document.createElement(name);
    if (style) element.className = style;
    if (text !== undefined && text !== null) element.textContent = text;
    return element;
  };

  // Light and dark: the system's choice until the button says otherwise. A file may not be allowed to remember.
  const remembered = (value) => {
    try {
      if (value) localStorage.setItem("m3-video-theme", value);
      return localStorage.getItem("m3-video-theme");
    } catch { return null; }
  };
  const theme = remembered();
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  byId("theme").addEventListener("click", () => {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    remembered(root.dataset.theme);
  });

  // What marks say when they are pointed at, touched or reached by the keyboard.
  const tip = byId("tip");
  const showTip = (mark) => {
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const place = mark.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const left = place.left + place.width / 2 - size.width / 2;
    tip.style.left = `${Math.max(6, Math.min(left, innerWidth - size.width - 6))}px`;
    const above = place.top - size.height - 8;
    tip.style.top = `${above > 6 ? above : place.bottom + 8}px`;
  };
  for (const title of document.querySelectorAll(".chart title")) {
    const mark = title.parentElement;
    mark.dataset.tip = title.textContent;
    mark.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  const marked = (event) => event.target.closest && event.target.closest("[data-tip]");
  document.addEventListener("pointerover", (event) => { const mark = marked(event); if (mark) showTip(mark); else tip.hidden = true; });
  document.addEventListener("focusin", (event) => { const mark = marked(event); if (mark) showTip(mark); });
  document.addEventListener("focusout", () => { tip.hidden = true; });
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  // Tables sort by the column that is clicked: numbers as numbers, cells without a value last.
  const words = new Intl.Collator("en", { numeric: true });
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
      const isNumber = head.classList.contains("n");
      const before = head.getAttribute("aria-sort");
      const isDown = before ? before === "ascending" : isNumber;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      const value = (row) => row.cells[column].dataset.v;
      const infinite = (text) => text === "inf" ? Infinity : Number(text);
      const compare = (one, other) => {
        const [left, right] = [value(one), value(other)];
        if (left === "" || right === "") return (left === "") - (right === "");
        const order = isNumber ? infinite(left) - infinite(right) || 0 : words.compare(left, right);
        return isDown ? -order : order;
      };
      const body = table.tBodies[0];
      body.append(...[...body.rows].sort(compare));
    }));
  }

  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", async () => {
      const text = button.dataset.csv;
      const said = button.textContent;
      let isDone = true;
      try { await navigator.clipboard.writeText(text); } catch {
        const area = make("textarea");
        area.value = text;
        document.body.append(area);
        area.select();
        isDone = document.execCommand("copy");
        area.remove();
      }
      button.textContent = isDone ? "Copied" : "The browser does not allow copying";
      setTimeout(() => { button.textContent = said; }, 1600);
    });
  }

  // The samples. All text goes through textContent: nothing of it can become markup.
  const list = byId("sample-list");
  if (!list) return;
  const data = JSON.parse(byId("sample-data").textContent);
  let pictures;
  const picture = (place) => {
    pictures ??= JSON.parse(byId("picture-data").textContent);
    return `data:image/jpeg;base64,${pictures[place]}`;
  };
  const signs = { right: "\u2713", partly: "\u25D0", wrong: "\u2717", unread: "?", failed: "\u2013", unscored: "\u00B7", absent: "\u00B7" };
  const says = {
    right: "right", partly: "partly right", wrong: "wrong", unread: "not readable, counts as wrong",
    failed: "no answer, counts as wrong", unscored: "nothing to compare with", absent: "not asked yet",
  };
  const control = (name) => byId(`sample-${name}`);
  const setting = (name) => control(name)?.value ?? "";
  const haystacks = data.questions.map((one) => [one.k, one.c, one.t, one.q, ...(one.o ?? []), ...(one.a ?? []),
    ...one.r.map((reply) => reply && `${reply.p ?? ""} ${reply.e ?? ""}`)].filter(Boolean).join("\n").toLowerCase());
  const state = (reply) => reply ? reply.x : "absent";
  const page = 25;
  let found = [];
  let shown = 0;

  const badge = (reply) => make("span", `badge ${state(reply)}`, `${signs[state(reply)]} ${says[state(reply)]}`);
  const letter = (place) => place < 26 ? String.fromCharCode(65 + place) : `${place + 1}`;

  const frames = (reply) => {
    const box = make("div", "frames");
    const set = reply && reply.f !== undefined ? data.sets[reply.f] : undefined;
    if (!set) return box;
    for (const [time, place] of set.f ?? []) {
      const frame = make("figure");
      const image = make("img");
      image.alt = `frame at ${time} s`;
      image.src = picture(place);
      frame.append(image, make("figcaption", "", `${time.toFixed(2)} s`));
      box.append(frame);
    }
    const notes = [];
    if (set.f.length && set.f.length < set.n) notes.push(`${set.f.length} of the ${set.n} frames that the model saw`);
    if (set.m) notes.push(set.m);
    if (notes.length) box.append(make("p", "note", notes.join("; ")));
    return box;
  };

  const answer = (one, column) => {
    const reply = one.r[column];
    const box = make("div");
    const line = make("p", "reply");
    line.append(badge(reply));
    if (reply?.x === "partly") line.append(` ${(reply.s * 100).toFixed(0)} %`);
    if (reply?.p !== undefined) line.append(`  ${reply.p === "" ? "(empty answer)" : reply.p}`);
    if (reply?.l !== undefined && one.o?.[reply.l] !== undefined) line.append(`  \u2192 ${letter(reply.l)}. ${one.o[reply.l]}`);
    if (reply?.e) line.append(`  ${reply.e}`);
    box.append(line);
    const facts = [];
    if (data.columns.length > 1) facts.push(data.columns[column]);
    if (reply?.j !== undefined) facts.push(`judge: ${reply.j}`);
    if (reply?.v !== undefined) facts.push(`${reply.v} visual tokens`);
    if (reply?.w !== undefined) facts.push(`${reply.w.toFixed(2)} s`);
    if (facts.length) {
      const meta = make("p", "meta");
      for (const fact of facts) meta.append(make("span", "", fact));
      box.append(meta);
    }
    box.append(frames(reply));
    return box;
  };

  const card = (number) => {
    const one = data.questions[number];
    const box = make("article", "sample");
    const meta = make("p", "meta");
    for (const text of [one.t, one.c, one.k]) if (text) meta.append(make("span", "", text));
    box.append(meta, make("p", "ask", one.q ?? "(the question's words are not at hand)"));
    if (one.o?.length) {
      const choices = make("ol");
      one.o.forEach((text, place) => choices.append(make("li", place === one.i ? "is-right" : "", text)));
      box.append(choices);
    } else if (one.a?.length) box.append(make("p", "meta", `expected: ${one.a.join(" | ")}`));
    let column = Number(setting("column") || data.first);
    let body = answer(one, column);
    if (data.columns.length > 1) {
      const strip = make("div", "strip");
      one.r.forEach((reply, place) => {
        const button = make("button", state(reply), signs[state(reply)]);
        button.type = "button";
        button.dataset.tip = `${data.columns[place]}: ${says[state(reply)]}`;
        button.setAttribute("aria-label", button.dataset.tip);
        button.setAttribute("aria-pressed", place === column);
        button.addEventListener("click", () => {
          strip.children[column].setAttribute("aria-pressed", false);
          column = place;
          button.setAttribute("aria-pressed", true);
          const next = answer(one, column);
          body.replaceWith(next);
          body = next;
        });
        strip.append(button);
      });
      box.append(strip);
    }
    box.append(body);
    return box;
  };

  const more = byId("sample-more");
  const showMore = () => {
    const until = Math.min(found.length, shown + page);
    for (; shown < until; shown += 1) list.append(card(found[shown]));
    more.hidden = shown >= found.length;
    byId("sample-count").textContent = found.length
      ? `${shown} of ${found.length} matching questions are listed` : "no question matches";
  };
  const listMatching = () => {
    const wanted = setting("search").trim().toLowerCase();
    const [outcome, type] = [setting("outcome"), setting("type")];
    const column = Number(setting("column") || data.first);
    found = [];
    data.questions.forEach((one, number) => {
      const is = state(one.r[column]);
      if (outcome === "differ" && new Set(one.r.filter(Boolean).map((reply) => reply.s)).size < 2) return;
      if (outcome === "wrong" && is !== "wrong" && is !== "partly") return;
      if (outcome && outcome !== "differ" && outcome !== "wrong" && is !== outcome) return;
      if (type && one.t !== type) return;
      if (wanted && !haystacks[number].includes(wanted)) return;
      found.push(number);
    });
    list.replaceChildren();
    shown = 0;
    showMore();
  };
  more.addEventListener("click", showMore);
  if (control("column")) control("column").value = String(data.first);
  for (const name of ["search", "outcome", "column", "type"]) control(name)?.addEventListener("input", listMatching);
  listMatching();
})();
