/** Means with marks, their deviations below; the best mean of the column stands out. */
function meanCell(section, row, metrics) {
  const means = metrics.flatMap((metric, i) => {
    const {mean} = row.metrics[metric];
    const best = isNumber(mean) && shown(metric, mean) === bestShown(section, metric);
    return [
      i > 0 && html("span", {class: "sd"}, " / "), html("span", {class: best && "best"}, shown(metric, mean)),
      marksOf(row, metric)
    ];
  });
  const spread = metrics.map((metric) => shown(metric, row.metrics[metric].sd)).join(" / ");
  const known = metrics.some((metric) => isNumber(row.metrics[metric].sd));
  return {show: [means, known && html("div", {class: "sd"}, `± ${spread}`)], key: row.metrics[metrics[0]].mean};
}

function bestShown(section, metric) {
  const means = finishedRows(section).map((row) => row.metrics[metric].mean).filter(isNumber);
  if (means.length < 2) return null;
  return shown(metric, metricOf[metric].lower_is_better ? Math.min(...means) : Math.max(...means));
}

/** The name of a row, cut to few lines where it is long. */
const rowHead = (section, row) => ({
  show: html(
      "div", {class: "name", title: row.name}, swatch(lineOf(section, row)), row.name,
      row.name === section.baseline && html("span", {class: "sd"}, " baseline")),
  key: row.name,
});

const failuresOf = (row) => {
  const seeds = new Map();
  for (const {reason, seed} of row.failed) seeds.set(reason, [...(seeds.get(reason) ?? []), seed]);
  return [...seeds].map(
      ([reason, list]) =>
          `${list.length > 1 ? "seeds" : "seed"} ${list.join(", ")}: ${reason || "no reason was recorded"}`);
};

function meansCard(section, id) {
  const columns = [
    {title: "system"}, {title: "runs"}, {title: "valid MAE", hint: "of the best epoch"},
    ...columnsOf(section).map(
        (column) => ({
          title: column.metrics.length > 1 ? [html("div", {class: "sd"}, "has0 / non0"), column.title] : column.title,
          hint: metricsOf(section).filter(({name}) => column.metrics.includes(name)).map(({meaning}) => meaning).join("; "),
        }))
  ];
  const rows = section.rows.map((row) => {
    const head = rowHead(section, row);
    if (row.n === 0) return {cells: [head, 0, {show: html("div", {class: "failed text"}, "failed"), key: null}]};
    const valid = row.valid_mae;
    return {
      class: row.name === section.baseline && "baseline",
      cells: [
        head, row.failed.length ? {show: `${row.n} of ${row.n + row.failed.length}`, key: row.n} : row.n, {
          show: [
            shown("MAE", valid.mean), isNumber(valid.sd) && html("div", {class: "sd"}, `± ${shown("MAE", valid.sd)}`)
          ],
          key: valid.mean
        },
        ...columnsOf(section).map((column) => meanCell(section, row, column.metrics))
      ],
    };
  });
  const remarks =
      section.rows
          .flatMap(
              (row) =>
                  [row.note && html("li", {}, html("b", {}, row.name), ` ${row.note}`),
                   ...failuresOf(row).map(
                       (failure) => html("li", {class: "failed"}, html("b", {}, row.name), ` failed, ${failure}`)),
  ]).filter(Boolean);
  const several = section.rows.some((row) => row.n > 1);
  return card(
      id, several ? "Means over seeds" : "Metrics",
      html(
          "p", {class: "soft"}, several && "Mean ± standard deviation (n − 1) over seeds. ",
          classesOf(section) && `Accuracies and F1 in percent. ${classesOf(section)} `,
          rows.length > 1 && html("span", {class: "on-screen"}, "A click on a heading sorts.")),
      table("means over seeds", columns, rows),
      section.baseline &&
          html(
              "p", {class: "soft"},
              `${section.marks_legend} `,
              html("span", {class: "marks good"}, "Blue"), " marks a better mean, ",
              html("span", {class: "marks"}, "orange"), " a worse one."),
      remarks.length > 0 && html("ul", {class: "soft"}, remarks));
}

function publishedCard(section, id) {
  const rows = section.rows.filter((row) => row.published);
  if (rows.length === 0) return null;
  const body = html("div");
  const redraw = (metric) => body.replaceChildren(table(
      "as published",
      [
        {title: "system"}, {title: "runs"}, {title: "selected on valid"}, {title: "as published"},
        {title: "looks better by"}
      ],
      rows.map((row) => {
        const {selected, published, inflation} = row.published.metrics[metric];
        return {
          cells: [
            rowHead(section, row), row.published.n, valueCell(metric, selected), valueCell(metric, published), {
              show: html("b", {class: inflation > 0 && "failed"}, shown(metric, inflation, {sign: true})),
              key: inflation
            }
          ]
        };
      })));
  redraw("MAE");
  return card(
      id, "As published, and honestly",
      html(
          "p", {class: "soft"},
          "MMIM's published program keeps the epoch that is better on validation and also has a lower MAE on test. ",
          "Every system is selected so here, whatever its own program does. Such a number is no estimate of what a ",
          "system does on new data; how much better it looks than the epoch chosen on validation alone stands in the ",
          "last column."),
      html("div", {class: "controls"}, segments("metric", metricsOf(section).map((metric) => metric.name), "MAE", redraw)),
      body);
}
