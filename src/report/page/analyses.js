/** How rows are missing: "removed", or which systems have them zeroed. */
function rowsMissing(rows) {
  const zeroed = rows.filter((row) => row.robustness.mean.rows === "zeroed").map((row) => row.name);
  if (zeroed.length === 0) return "removed";
  return zeroed.length === rows.length ? "zeroed" : `removed, and zeroed for ${zeroed.join(", ")}, which read padded or aligned rows`;
}

/** Over which runs robustness is a mean: "all runs", or of which systems only some were tested so. */
function runsTested(rows) {
  const some = rows.filter((row) => row.robustness.n < row.n).map((row) => `${row.name} ${row.robustness.n} of ${row.n}`);
  return some.length === 0 ? "all runs" : `runs (${some.join(", ")})`;
}

function robustnessCard(section, id) {
  const rows = section.rows.filter((row) => row.robustness);
  if (rows.length === 0) return null;
  const kinds = [...new Set(
      rows.flatMap((row) => row.robustness.mean.curves.map((curve) => `${curve.missing} ${curve.modality}`)))];
  const chosen = {metric: "MAE", on: new Set(rows.map((row) => row.name))};
  const panels = html("div", {class: "panels"}), areas = html("div");
  const of = (row, kind) => row.robustness.mean.curves.find((curve) => `${curve.missing} ${curve.modality}` === kind);
  const redraw = () => {
    const all = kinds.map(
        (kind) => rows.filter((row) => chosen.on.has(row.name) && of(row, kind))
                      .map((row) => ({
                             name: row.name,
                             ...lineOf(section, row),
                             x: row.robustness.mean.shares,
                             y: of(row, kind).metrics[chosen.metric].mean,
                             wide: row.name === section.baseline,
                           })));
    const range = extent(all.flat().flatMap((line) => line.y));
    panels.replaceChildren(...kinds.map(
        (kind, i) => html(
            "div", {class: "panel"},
            html(
                "h4", {},
                kind.startsWith("stream") ? `${kind.slice(7)}: whole stream missing` :
                                            `${kind.slice(5)}: rows missing`),
            lineChart(`${chosen.metric}, ${kind}`, all[i], {
              xTitle: "share that is missing",
              xFormat: (value) => `${Math.round(100 * value)} %`,
              format: (value) => shown(chosen.metric, value, {decimals: 3}),
              height: 220,
              range
            }))));
    areas.replaceChildren(table(
        "areas under the curves", [{title: "system"}, ...kinds.map((kind) => ({title: kind.replace(" ", ", ")}))],
        rows.map((row) => ({
                   cells: [
                     rowHead(section, row), ...kinds.map((kind) => {
                       const area = of(row, kind)?.metrics[chosen.metric].area;
                       return valueCell(chosen.metric, area);
                     })
                   ]
                 }))));
  };
  redraw();
  return card(
      id, "With a modality missing",
      html(
          "p", {class: "soft"},
          "For a share of the utterances a stream is missing altogether, or in every utterance rows (of a text: word ",
          "pieces) are missing at random ", `(${rowsMissing(rows)}). Means over draws and ${runsTested(rows)}.`),
      html(
          "div", {class: "controls"},
          segments(
              "metric", metricsOf(section).map((metric) => metric.name), "MAE",
              (metric) => {
                chosen.metric = metric;
                redraw();
              })),
      panels, rows.length > 1 && legend(rows.map((row) => ({name: row.name, ...lineOf(section, row)})), (on) => {
        chosen.on = on;
        redraw();
      }), html("h4", {}, "Area under each curve"), areas);
}

function conformalCard(section, id) {
  const rows = section.rows.filter((row) => row.conformal);
  if (rows.length === 0) return null;
  const entries = rows.map((row) => {
    const {coverage, expected} = row.conformal.mean;
    const runs = (coverage.runs ?? []).filter(isNumber);
    return {name: row.name, color: lineOf(section, row).color, ...coverage, runs, chance: [expected.low, expected.high]};
  });
  const {alpha, range} = rows[0].conformal.mean;
  const [low, high] = extent([1 - alpha, ...entries.flatMap((entry) => [entry.low, entry.high, ...entry.chance, ...entry.runs])]);
  const percent = (value) => `${(100 * value).toFixed(1)}`;
  const why = [...new Set(rows.map((row) => row.conformal.mean.approximate).filter(Boolean))];
  return card(
      id, `Intervals that hold ${percent(1 - alpha)} % of truths`,
      html(
          "p", {class: "soft"},
          `Split-conformal intervals, clipped to the label range ${brief(range[0])} to ${
              brief(range[1])}. Point and line: coverage on test, mean over `,
          "seeds, with its 95 % interval over videos. Rings: single runs; grey: what chance allows one run 95 % of the ",
          "time, so that rings and not the point stand against it; dashed: what was asked for. Runs on one split are ",
          "not independent."),
      why.map((sentence) => html("p", {class: "soft"}, `Approximate: ${sentence}.`)),
      intervalChart(
          "coverage", entries,
          {low, high: Math.min(high, 1.001), target: 1 - alpha, format: percent, caption: "coverage on test, %"}),
      table(
          "intervals",
          [
            {title: "system"}, {title: "coverage, %"}, {title: "95 %"}, {title: "runs, from to"}, {title: "chance allows one run"},
            {title: "mean width"},
            {title: "radius"}, {title: "calibrated on"}
          ],
          rows.map((row) => {
            const {coverage, expected, width, radius, calibration} = row.conformal.mean;
            const runs = (coverage.runs ?? []).filter(isNumber);
            return {
              cells: [
                rowHead(section, row), {show: percent(coverage.value), key: coverage.value},
                {show: `${percent(coverage.low)} to ${percent(coverage.high)}`, key: coverage.low},
                {
                  show: runs.length ? `${percent(Math.min(...runs))} to ${percent(Math.max(...runs))}` : "–",
                  key: Math.min(...runs)
                },
                {show: `${percent(expected.low)} to ${percent(expected.high)}`, key: expected.low},
                {show: brief(width), key: width}, {show: brief(radius), key: radius},
                {show: `${brief(calibration.utterances)}, rank ${brief(calibration.rank)}`, key: calibration.utterances}
              ]
            };
          })));
}

const SLICES = {
  length: "length of the text",
  strength: "strength of the truth |y|",
  sign: "sign of the truth",
  disagreement: "disagreement between modalities"
};

function slicesCard(section, id) {
  const rows = section.rows.filter((row) => row.slices);
  if (rows.length === 0) return null;
  const kinds = [...new Set(rows.flatMap((row) => Object.keys(row.slices.mean.slices)))];
  const metrics = ["MAE", "error", signAccuracy(section)].filter(Boolean);
  const chosen = {kind: kinds[0], metric: "MAE"};
  const body = html("div");
  const redraw = () => {
    const names =
        [...new Set(rows.flatMap((row) => (row.slices.mean.slices[chosen.kind] ?? []).map(({slice}) => slice)))];
    body.replaceChildren(table(
        `error by ${chosen.kind}`, [{title: "system"}, ...names.map((name) => ({title: name}))],
        rows.map((row) => ({
                   cells: [
                     rowHead(section, row), ...names.map((name) => {
                       const slice = (row.slices.mean.slices[chosen.kind] ?? []).find((one) => one.slice === name);
                       const value = slice?.[chosen.metric];
                       return {
                         show: [
                           shown(chosen.metric, value, {sign: chosen.metric === "error"}),
                           slice && html("span", {class: "sd"}, ` of ${brief(slice.count)}`)
                         ],
                         key: value
                       };
                     })
                   ],
                 }))));
  };
  redraw();
  const lines = rows.filter((row) => row.slices.mean.calibration?.length)
                    .map((row) => ({
                           name: row.name,
                           ...lineOf(section, row),
                           x: row.slices.mean.calibration.map(({prediction}) => prediction),
                           y: row.slices.mean.calibration.map(({truth}) => truth),
                           wide: row.name === section.baseline,
                         }));
  const line = [{name: "exact", color: "var(--soft)", dash: "3 3", x: rangeOf(section), y: rangeOf(section)}];
  return card(
      id, "Where the systems err",
      html(
          "p", {class: "soft"},
          "Means over seeds; behind each value how many utterances it is of. error: mean of prediction − truth, below ",
          "zero where a system scores too low."),
      html(
          "div", {class: "controls"},
          segments(
              "slices", kinds.map((kind) => SLICES[kind] ?? kind), SLICES[kinds[0]] ?? kinds[0],
              (name) => {
                chosen.kind = kinds.find((kind) => (SLICES[kind] ?? kind) === name);
                redraw();
              }),
          segments(
              "measure", metrics, "MAE",
              (metric) => {
                chosen.metric = metric;
                redraw();
              })),
      body,
      lines.length > 0 &&
          [
            html("h4", {}, "Calibration: mean truth where the prediction is so much"),
            lineChart(
                "calibration", [...line, ...lines], {xTitle: "prediction", format: brief, xFormat: brief, height: 300}),
            html("div", {class: "legend"}, lines.map((one) => html("span", {}, swatch(one), one.name)))
          ]);
}
