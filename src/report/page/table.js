/**
 * A table that is sorted by a click on a heading. columns: {title, hint, text}; rows: {class, cells}, each cell a node
 * or text, or {show, key}: key is what it is sorted by. The first cell is the row's heading; the last cell of a short
 * row takes the columns that are left.
 */
function table(label, columns, rows) {
  const body = html("tbody");
  const keyOf = (cell) => (cell !== null && typeof cell === "object" && "key" in cell ? cell.key : cell);
  const showOf = (cell) => (cell !== null && typeof cell === "object" && "show" in cell ? cell.show : cell);
  const lines = rows.map((row) => ({
                           keys: row.cells.map(keyOf),
                           node: html(
                               "tr", {class: row.class},
                               row.cells.map(
                                   (cell, i) => html(
                                       i === 0 ? "th" : "td", {
                                         scope: i === 0 && "row",
                                         class: columns[i]?.text && "text",
                                         colspan: i > 0 && i === row.cells.length - 1 && columns.length - i
                                       },
                                       showOf(cell)))),
                         }));
  const headings = columns.map(
      (column, i) => html(
          "th", {scope: "col", title: column.hint, class: column.text && "text"},
          html("button", {type: "button", onclick: () => sort(i)}, column.title)));

  function sort(column) {
    const down = headings[column].getAttribute("aria-sort") === "ascending";
    headings.forEach((heading) => heading.removeAttribute("aria-sort"));
    headings[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const missing = (key) => key === null || key === undefined || Number.isNaN(key);
    const order = (a, b) => {
      const [one, other] = [a.keys[column], b.keys[column]];
      if (missing(one) || missing(other)) return missing(one) - missing(other);  // what is missing stands last
      const before = typeof one === "number" ? one - other : String(one).localeCompare(String(other));
      return down ? -before : before;
    };
    body.append(...[...lines].sort(order).map((line) => line.node));
  }

  body.append(...lines.map((line) => line.node));
  return scrolling(label, html("table", {}, html("thead", {}, html("tr", {}, headings)), body));
}
