"use strict";
// Tables can be sorted and filtered; without this script they stand as they are.
(function () {
  const french = document.documentElement.lang === "fr";
  const words = document.body.dataset;
  function value(cell) {
    if (cell.dataset.value) return cell.dataset.value;
    const text = cell.textContent.trim();
    const plain = french ? text.replace(/[\u202f\u00a0]/g, "").replace(",", ".") : text.replace(/,/g, "");
    const number = parseFloat(plain.replace("\u2212", "-").replace("<", ""));
    return /^[<\u2212-]?[\d.,]/.test(text) ? number : text;
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a.localeCompare(b, "fr");
  }
  function sort(table, column, head) {
    const falling = head.getAttribute("aria-sort") === "ascending";
    const rows = Array.from(table.tBodies[0].rows);
    const keys = new Map(rows.map((row) => [row, value(row.cells[column])]));
    rows.sort((a, b) => (falling ? -1 : 1) * compare(keys.get(a), keys.get(b)));
    table.tBodies[0].append(...rows);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
  }
  function addSorting(table) {
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, column, head));
      head.append(button);
    });
  }
  function addFilter(figure, table) {
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = words.filter;
    field.setAttribute("aria-label", words.filtered + " " + table.caption.firstElementChild.firstChild.data.trim());
    field.addEventListener("input", () => {
      const fold = figure.querySelector(".fold input");
      if (fold && field.value.trim()) fold.checked = true;
      const wanted = field.value.trim().toLocaleLowerCase("fr");
      for (const row of table.tBodies[0].rows) {
        row.hidden = !row.textContent.toLocaleLowerCase("fr").includes(wanted);
      }
    });
    figure.prepend(field);
  }
  for (const figure of document.querySelectorAll("figure.table")) {
    const table = figure.querySelector("table");
    if (!table || !table.tHead || table.tBodies[0].rows.length < 3) continue;
    addSorting(table);
    if (table.tBodies[0].rows.length > 8) addFilter(figure, table);
  }
  for (const cite of document.querySelectorAll("p.cite")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.copy;
    button.addEventListener("click", () => {
      const range = document.createRange();
      range.selectNodeContents(cite);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      button.textContent = document.execCommand("copy") ? words.copied : words.press;
    });
    cite.after(button);
  }
})();
