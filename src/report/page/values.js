const report = JSON.parse(document.getElementById("report").textContent);
/** Metrics and columns of a section: a section of another scale than the first has its own. */
const metricsOf = (section) => section.metrics ?? report.metrics;
const columnsOf = (section) => section.columns ?? report.columns;
const metricOf =
    Object.fromEntries([report, ...report.sections].flatMap((one) => one.metrics ?? []).map((one) => [one.name, one]));

/** What a label can be. */
const rangeOf = (section) => section.label_range ?? [-3, 3];

/** "T from −1 to 1": which labels, where they are not the usual ones. */
function labelsOf({label, label_range: range}) {
  const ends = range && `from ${brief(range[0])} to ${brief(range[1])}`;
  return [label, ends].filter(Boolean).join(" ");
}

/** The two-class accuracy that analyses show; undefined where a scale has none. */
const signAccuracy = (section) => metricsOf(section).map(({name}) => name).find(
    (name) => name === "Acc-2 (non0)" || name === "Acc-2");

/** What the metrics of a section count as one class. */
function classesOf(section) {
  const names = metricsOf(section).map(({name}) => name);
  if (names.includes("Acc-2 (has0)"))
    return "has0: non-negative against negative; non0: positive against negative, zeros left out. F1 is weighted by " +
        "true classes.";
  if (!names.includes("Acc-2")) return "";
  return "Labels and predictions are clipped to [−1, 1]; Acc-2 and F1: positive against not, zeros are not; Acc-3 is " +
      "cut at −0.1 and 0.1, Acc-5 also at −0.7 and 0.7. F1 is weighted by true classes.";
}

/** The tests behind a mark, in the order in which marks stand. */
const TESTS = [["paired", "†"], ["welch", "‡"], ["two_level", "*"]];
const SIGNIFICANT = 0.05;

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** A value as tables show it: shares in percent with two decimals, others with `decimals`. */
function shown(metric, value, {decimals = 4, sign = false} = {}) {
  if (!isNumber(value)) return "–";
  const share = metricOf[metric]?.share;
  const text = Math.abs(share ? 100 * value : value).toFixed(share ? 2 : decimals);
  const minus = value < 0 && Number(text) !== 0;
  return (minus ? "−" : sign ? "+" : "") + text;
}

/** The same as a cell of a table, which sorts by the value. */
const valueCell = (metric, value, options) => ({show: shown(metric, value, options), key: value});

/** A number of no metric, as short as it stays readable. */
function brief(value) {
  if (!isNumber(value)) return "–";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 0.001 || size >= 100000) ? size.toExponential(1) :
      size >= 100                                             ? size.toFixed(0) :
                                                                String(Number(size.toPrecision(3)));
  return (value < 0 ? "−" : "") + text;
}

const shownP = (p) => (!isNumber(p) ? "–" : p < 0.001 ? "<.001" : p.toFixed(3).replace(/^0/, ""));

const significant = (test) => isNumber(test?.holm) && test.holm < SIGNIFICANT;

/** The marks of a row's metric against the baseline. */
function marksOf(row, metric) {
  const tests = row.against?.[metric];
  const text = tests ? TESTS.filter(([name]) => significant(tests[name])).map(([, mark]) => mark).join("") : "";
  if (!text) return null;
  return html("sup", {class: tests.better ? "marks good" : "marks"}, text);
}

const finishedRows = (section) => section.rows.filter((row) => row.n > 0);

/** The colour of a row and, from the ninth on, its dashes: the same in every drawing. The baseline is the first. */
function lineOf(section, row) {
  const others = section.rows.filter((one) => one.name !== section.baseline);
  const place = row.name === section.baseline ? 0 : others.indexOf(row) + (section.baseline ? 1 : 0);
  return {color: `var(--c${place % 8})`, dash: ["", "5 2.5", "2 2.5"][Math.floor(place / 8) % 3]};
}

/** A short stretch of a line as it is drawn. */
const swatch = ({color, dash}) => svg(
    "svg", {class: "swatch", viewBox: "0 0 18 8", "aria-hidden": "true"},
    svg("line", {x1: 1, x2: 17, y1: 4, y2: 4, stroke: color, "stroke-width": 3.5, "stroke-dasharray": dash || null}));
