/** Shades of a matrix, each line by its sum: how a true class is read. */
function confusionTable(row, {names, confusion}) {
  const decimals = confusion.flat().every(Number.isInteger) ? 0 : 1;
  const columns = [{title: "true class"}, ...names.map((name) => ({title: name, hint: `read as ${name}`}))];
  const rows = confusion.map((counts, k) => {
    const sum = counts.reduce((one, other) => one + other, 0);
    return {
      cells: [
        {show: names[k], key: k}, ...counts.map((count, j) => {
          const share = sum > 0 ? count / sum : 0;
          const style = `--share: ${Math.round(100 * share)}%`;
          return {
            show: html(
                "span", {class: j === k ? "shade exact" : "shade", style, title: `${Math.round(100 * share)} % of ${names[k]}`},
                shown("count", count, {decimals})),
            key: count
          };
        })
      ]
    };
  });
  return table(`confusion of ${row.name}`, columns, rows);
}

function reliabilityTable(row, {names, reliability}) {
  return table(
      `reliability of ${row.name}`,
      [
        {title: "read as"}, {title: "utterances"}, {title: "mean prediction"}, {title: "mean truth"},
        {title: "of that class, %"}
      ],
      reliability.map(({count, prediction, truth, right}, k) => ({
                        cells: [
                          {show: names[k], key: k}, {show: brief(count), key: count},
                          valueCell("prediction", prediction, {decimals: 2}), valueCell("truth", truth, {decimals: 2}),
                          {show: isNumber(right) ? (100 * right).toFixed(1) : "–", key: right}
                        ]
                      })));
}

/** How the classes of a scale are met: what is read as what, and what the truth is of what is read as a class. */
function classesCard(section, id) {
  if (!signAccuracy(section)) return null;
  const rows = section.rows.filter((row) => row.classes);
  if (finishedRows(section).length === 0) return null;
  if (rows.length === 0)
    return card(
        id, "Classes",
        html("p", {class: "soft"}, "The cells record no classes of predictions: no confusion matrix can be shown."));
  const body = html("div");
  const redraw = (name) => {
    const row = rows.find((one) => one.name === name), {mean, n} = row.classes;
    body.replaceChildren(
        html(
            "p", {class: "soft"}, `Utterances, mean over ${plural(n, "run")}: a line is a true class, a column what it `,
            "is read as, a shade the share of the line."),
        confusionTable(row, mean), html("h4", {}, "Reliability: what the truth is of what is read as a class"),
        reliabilityTable(row, mean));
  };
  const first = rows.find((row) => row.name === section.baseline) ?? rows[0];
  redraw(first.name);
  const names = [first, ...rows.filter((row) => row !== first)].map((row) => row.name);
  return card(
      id, "Classes", names.length > 1 && html("div", {class: "controls"}, selection("system", names, redraw)), body);
}
