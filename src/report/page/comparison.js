/** The interval of a difference: over seeds and test videos where there is one, else Welch's, else of the weights. */
const INTERVALS = [
  ["two_level", "two-level, over seeds and test videos"], ["welch", "Welch, over seeds"],
  ["bootstrap", "of these weights, over test videos"]
];
function intervalOf(tests) {
  for (const [name, kind] of INTERVALS) {
    const {low, high} = tests[name];
    if (isNumber(low)) return {low, high, kind};
  }
  return {};
}

const shownInterval = (metric, {low, high}) => ({
  show: isNumber(low) ? `${shown(metric, low, {sign: true})} to ${shown(metric, high, {sign: true})}` : "–",
  key: low
});

function testCell(test) {
  if (test.undefined) return {show: html("span", {class: "sd wrap"}, `undefined: ${test.undefined}`), key: null};
  const df = isNumber(test.df) ? `, df ${brief(test.df)}` : "";
  return {
    show: [
      html("span", {class: significant(test) && "best"}, shownP(test.p)),
      html("div", {class: "sd"}, `Holm ${shownP(test.holm)}${df}`)
    ],
    key: test.p
  };
}

function testsTable(section, metric) {
  const worstEnd = metricOf[metric].lower_is_better ? "at_most" : "at_least";
  const rows = section.rows.filter((row) => row.against).map((row) => {
    const tests = row.against[metric];
    return {
      cells: [
        rowHead(section, row), valueCell(metric, tests.difference, {sign: true}), shownInterval(metric, tests.two_level),
        valueCell(metric, tests.two_level[worstEnd], {sign: true}), testCell(tests.two_level), valueCell(metric, tests.two_level.detectable), testCell(tests.paired),
        testCell(tests.welch), {show: brief(tests.g), key: tests.g}
      ]
    };
  });
  return table(
      `tests of ${metric}`,
      [
        {title: "system"}, {title: "difference"}, {title: "95 %", hint: "two-level, over seeds and test videos"},
        {title: "at worst", hint: "the unfavourable end of the one-sided 95 % interval, two-level"},
        {title: "two-level *, p", hint: "do the systems differ on other seeds and other test videos?"},
        {title: "80 % power sees", hint: "the true difference that p < .05 finds in 80 % of such experiments"},
        {title: "paired t †, p", hint: "as the paper; one seed of two architectures has nothing in common"},
        {title: "Welch’s t ‡, p", hint: "over seeds"},
        {title: "Hedges’ g", hint: "difference of means over the pooled deviation, right for small samples"}
      ],
      rows);
}

/** What is known of the weights that were trained, on other videos. */
function weightsTable(section, metric) {
  const rows = section.rows.filter((row) => row.against).map((row) => {
    const {difference, bootstrap} = row.against[metric];
    return {
      cells: [
        rowHead(section, row), valueCell(metric, difference, {sign: true}), shownInterval(metric, bootstrap),
        testCell(bootstrap)
      ]
    };
  });
  return fold(
      "Would these weights differ on other videos?",
      html(
          "p", {class: "soft"}, "A bootstrap over test videos, which takes the seeds as they are. It compares the ",
          "weights that were trained, not the systems, and so earns no star."),
      table(
          `these weights, ${metric}`,
          [{title: "system"}, {title: "difference"}, {title: "95 % over videos"}, {title: "bootstrap, p"}], rows));
}

const whyEmpty = (row) =>
  row.n === 0 && row.failed.length ? `failed, ${failuresOf(row).join("; ")}` : "no value: a run has none";

function meanBars(section, metric) {
  return barChart(
      `mean ${metric} of each system`, section.rows.map((row) => {
        const {mean, sd} = row.metrics[metric];
        return {
          name: row.name,
          value: mean,
          color: lineOf(section, row).color,
          strong: row.name === section.baseline,
          low: isNumber(sd) ? mean - sd : null,
          high: isNumber(sd) ? mean + sd : null,
          text: `${shown(metric, mean)} ± ${shown(metric, sd)}`,
          why: whyEmpty(row),
        };
      }),
      {
        caption: `${metric}${metricOf[metric].share ? ", %" : ""}${
            section.rows.some((row) => row.n > 1) ? "; error bars: ± standard deviation over seeds" : ""}`,
        format: (value) => shown(metric, value, {decimals: 3})
      });
}

function differenceBars(section, metric) {
  const rows = section.rows.filter((row) => row.name !== section.baseline);
  const compared = rows.filter((row) => row.against);
  const kinds = new Set(compared.map((row) => intervalOf(row.against[metric]).kind).filter(Boolean));
  return barChart(
      `difference of ${metric} from ${section.baseline}`, rows.map((row) => {
        const tests = row.against?.[metric];
        if (!tests) return {name: row.name, value: null, why: whyEmpty(row)};
        const marks = TESTS.filter(([name]) => significant(tests[name])).map(([, mark]) => mark).join("");
        return {
          name: row.name + (marks && ` ${marks}`),
          value: tests.difference,
          color: tests.better ? "var(--better)" : "var(--worse)",
          ...intervalOf(tests),
          text: `${shown(metric, tests.difference, {sign: true})} against ${section.baseline}`,
          why: whyEmpty(row),
        };
      }),
      {
        caption: `${metric}${metricOf[metric].share ? " in percentage points" : ""}, difference from ${
            section.baseline}${kinds.size ? `; error bars: 95 %, ${[...kinds].join(" or ")}` : ""}`,
        format: (value) => (value === 0 ? "0" : shown(metric, value, {sign: true, decimals: 3})),
      });
}

/** Every row as a bar, as it is or against the baseline, and the tests of the metric below; of two rows or more. */
function barsCard(section, id) {
  if (section.rows.length < 2 || finishedRows(section).length === 0) return null;
  const compared = section.rows.some((row) => row.against);
  const modes = compared ? ["difference", "mean"] : ["mean"];
  const chosen = {mode: modes[0], metric: "MAE"};
  const picture = html("div"), tests = html("div"), hint = html("p", {class: "soft"});
  const redraw = () => {
    const {lower_is_better: lower} = metricOf[chosen.metric];
    picture.replaceChildren((chosen.mode === "mean" ? meanBars : differenceBars)(section, chosen.metric));
    tests.replaceChildren(
        ...(compared ? [testsTable(section, chosen.metric), weightsTable(section, chosen.metric)] : []));
    hint.textContent =
        `Lower ${lower ? "is better: a bar to the left" : "is worse: a bar to the right"} of zero is an improvement.`;
    hint.hidden = chosen.mode === "mean";
  };
  redraw();
  return card(
      id, compared ? `Against ${section.baseline}` : "Bars",
      html(
          "div", {class: "controls"},
          segments(
              "metric", metricsOf(section).map((metric) => metric.name), chosen.metric,
              (metric) => {
                chosen.metric = metric;
                redraw();
              }),
          modes.length > 1 &&
              segments(
                  "what is drawn", modes, chosen.mode,
                  (mode) => {
                    chosen.mode = mode;
                    redraw();
                  })),
      hint, picture, tests);
}
