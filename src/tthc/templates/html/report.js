"use strict";
// Sorting, searching and picking rows of tables, table rows as cards on a phone, folds in long chapters. No page needs it to be read.
(() => {
  const collator = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });

  // Vietnamese figures: "1.234,5", "66,67%", "2,5 ngày làm việc", "−3", dd/mm/yyyy with an optional time.
  const value = (text) => {
    const day = text.match(/^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}):(\d{2}))?/);
    if (day) return Number(day[3] + day[2] + day[1] + (day[4] || "00") + (day[5] || "00"));
    const number = text.match(/^[−-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.,/-])|^[−-]?\d+(?:,\d+)?(?![\d.,/-])/);
    return number ? Number(number[0].replaceAll(".", "").replace(",", ".").replace("−", "-")) : NaN;
  };
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

  // The head over each column: of two rows of heads, the lower one where there is one.
  const heads = (table) => {
    const found = [];
    [...table.tHead.rows].forEach((row) => {
      let column = 0;
      [...row.cells].forEach((cell) => {
        while (row.rowIndex > 0 && found[column] && found[column].rowSpan > 1) column += 1;
        for (let i = 0; i < cell.colSpan; i += 1) found[column + i] = cell;
        column += cell.colSpan;
      });
    });
    return found;
  };

  const sort = (table, column, head) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows].map((row) => {
      const text = row.cells[column].textContent.trim();
      return { row, text, number: value(text), empty: text === "" || text === "–" };
    });
    const byNumber = rows.every((one) => one.empty || !Number.isNaN(one.number));
    const order = (a, b) => (byNumber ? a.number - b.number : collator.compare(a.text, b.text));
    rows.sort((a, b) => a.empty - b.empty || (a.empty ? 0 : order(a, b) * (down ? -1 : 1)));
    table.tBodies[0].append(...rows.map((one) => one.row));
  };

  const makeSortable = (table) => heads(table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(table, column, head));
  });

  // Above a table: a field that searches its rows and pick lists that narrow them. What a list offers says how many rows
  // it would leave, given all that is chosen elsewhere.
  let toolsMade = 0;
  const makeTools = (block, table, lists) => {
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row, text: plain(row.textContent), picked: (row.dataset.picked || "").split(" "),
    }));
    const tools = document.createElement("div");
    const input = document.createElement("input");
    const found = document.createElement("output");
    const labelled = (words, field) => {
      const [label, both] = [document.createElement("label"), document.createElement("span")];
      toolsMade += 1;
      field.id = `t-tool-${toolsMade}`;
      label.htmlFor = field.id;
      label.append(words);
      both.append(label, field);
      tools.append(both);
    };
    tools.className = "t-tools";
    input.type = "search";
    input.autocomplete = "off";
    if (rows.length > 10) labelled("Tìm trong bảng", input);
    const choices = lists.map(([name, options]) => {
      const select = document.createElement("select");
      ["", ...options].forEach((text, place) => select.append(new Option(text, place ? String(place - 1) : "")));
      if (options.length > 1) labelled(name, select);
      return { select, options };
    });
    tools.append(found);
    block.prepend(tools);

    const fits = (one, words, but) => words.every((word) => one.text.includes(word))
      && choices.every(({ select }, n) => n === but || !select.value || one.picked[n] === select.value);
    const update = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((one) => {
        one.row.hidden = !fits(one, words, -1);
        shown += one.row.hidden ? 0 : 1;
      });
      choices.forEach(({ select, options }, n) => {
        const left = rows.filter((one) => fits(one, words, n));
        [...select.options].forEach((option) => {
          const many = option.value ? left.filter((one) => one.picked[n] === option.value).length : left.length;
          option.textContent = `${option.value ? options[Number(option.value)] : "tất cả"} (${many})`;
        });
      });
      const narrowed = words.length || choices.some(({ select }) => select.value);
      found.textContent = narrowed ? `${shown} / ${rows.length} dòng` : "";
    };
    update();
    tools.addEventListener("input", update);
  };

  const makeStackable = (block, table) => {
    const groups = [];
    [...table.tHead.rows[0].cells].forEach((cell) => {
      for (let i = 0; i < cell.colSpan; i += 1) groups.push(cell.colSpan > 1 ? `${cell.textContent.trim()}: ` : "");
    });
    const labels = heads(table).map((head, i) => `${groups[i] || ""}${head.textContent.trim()}`);
    const role = (elements, name) => [...elements].forEach((element) => element.setAttribute("role", name));
    role([table], "table");
    role(table.querySelectorAll("thead, tbody, tfoot"), "rowgroup");
    role(table.rows, "row");
    role(table.querySelectorAll("td"), "cell");
    role(table.querySelectorAll("th"), "columnheader");
    table.querySelectorAll("tbody tr, tfoot tr").forEach((row) => [...row.cells].forEach((cell, i) => {
      cell.dataset.head = labels[i] || "";
    }));
    block.classList.add("t-stack");
  };

  document.querySelectorAll(".t-table").forEach((block) => {
    const table = block.querySelector("table");
    if (!table.tBodies.length) return;
    const size = table.tBodies[0].rows.length;
    if (!block.classList.contains("t-wide")) makeStackable(block, table);
    if (block.classList.contains("t-sortable") && size > 2) makeSortable(table);
    const lists = size > 2 ? JSON.parse(block.dataset.picks || "[]") : [];
    const searched = block.classList.contains("t-sortable") && size > 10;
    if (searched || lists.some(([, options]) => options.length > 1)) makeTools(block, table, lists);
  });

  // What scrolls sideways can be reached by keyboard, and says what it is.
  const markScrolling = () => document.querySelectorAll(".t-scroll").forEach((box) => {
    const name = box.parentElement.querySelector("caption, figcaption");
    const does = box.scrollWidth > box.clientWidth + 1;
    const wanted = { tabindex: "0", role: "group", "aria-label": name ? name.textContent : "Hình" };
    box.parentElement.classList.toggle("t-scrolls", does);
    Object.entries(wanted).forEach(([key, text]) => (does ? box.setAttribute(key, text) : box.removeAttribute(key)));
  });
  markScrolling();
  window.addEventListener("resize", markScrolling);

  // A chapter of many screens folds its sections, and many cards each; what an address leads to opens.
  const fold = (head, inside) => {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    details.className = "t-fold";
    head.before(details);
    summary.append(head);
    details.append(summary, ...inside);
    return details;
  };
  const upTo = (head, ends) => {
    const inside = [];
    for (let next = head.nextElementSibling; next && !ends(next); next = next.nextElementSibling) inside.push(next);
    return inside;
  };
  const main = document.querySelector("main");
  if (main && main.scrollHeight > 10 * window.innerHeight) {
    const cards = [...main.querySelectorAll(".t-card")];
    if (cards.length > 8) {
      cards.forEach((card) => {
        const title = card.querySelector(".t-cardtitle");
        fold(title, upTo(title, () => false));
      });
    }
    const sections = [...main.querySelectorAll("h2")].slice(2);
    sections.forEach((head) => fold(head, upTo(head, (next) => next.matches("h1, h2, .t-fold, footer, nav"))));
  }
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    target.querySelectorAll(":scope > .t-fold").forEach((one) => { one.open = true; });
    for (let one = target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    target.scrollIntoView();
  };
  openTarget();
  window.addEventListener("hashchange", openTarget);

  const contents = document.querySelector(".chapters details");
  if (contents && window.matchMedia("(max-width: 65.99rem)").matches) contents.open = false;
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
})();
