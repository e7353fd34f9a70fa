const hundredths = (value) => shown("score", value, {decimals: 2});

/** What a label of the case can be. */
function rangeOfCase(one) {
  const has = (section) => section.rows.some((row) => row.provenance.some(({cell}) => cell === one.cell));
  return rangeOf(report.sections.find(has) ?? report.sections[0]);
}

/** Truth and prediction on the scale of labels. */
function onScale(one) {
  const [low, high] = rangeOfCase(one);
  return drawn(`truth ${hundredths(one.truth)}, prediction ${hundredths(one.prediction)}`, (width) => {
    const x = scale(low, high, 10, width - 10);
    const at = (value) => x(Math.max(low, Math.min(high, value)));
    return svg(
        "svg", {height: 44, viewBox: `0 0 ${width} 44`},
        svg("line", {class: "axis", x1: x(low), x2: x(high), y1: 16, y2: 16}),
        [low, (low + high) / 2, high].map(
            (value) =>
                [svg("line", {class: "axis", x1: x(value), x2: x(value), y1: 12, y2: 20}),
                 svg("text", {x: x(value), y: 36, "text-anchor": "middle"}, brief(value)),
    ]),
        isNumber(one.truth) && svg("circle", {class: "ring", cx: at(one.truth), cy: 16, r: 6, stroke: "var(--ink)"}),
        isNumber(one.prediction) && svg("circle", {cx: at(one.prediction), cy: 16, r: 4.5, fill: "var(--c1)"}));
  });
}

/** A score is a number, or a cosine with its exponential. */
function scoreLines(scores) {
  return Object.entries(scores ?? {}).map(([name, score]) => {
    const value = isNumber(score) ? score : score?.cosine;
    const exponential = isNumber(score?.exp) ? ` (exp ${score.exp.toFixed(2)})` : "";
    return [
      html("span", {}, name),
      html(
          "span", {class: "rail"},
          html("div", {class: "bar", style: `width:${Math.round(100 * Math.max(0, Math.min(1, value || 0)))}%`})),
      html("span", {}, (isNumber(value) ? value.toFixed(2) : "–") + exponential)
    ];
  });
}

function caseBlock(one) {
  return html(
      "article", {class: "case"}, html("blockquote", {}, one.text || html("span", {class: "soft"}, "no text")),
      html(
          "div", {class: "soft"}, (one.tags ?? []).map((tag) => html("span", {class: "tag"}, tag)),
          html("code", {}, one.id)),
      html(
          "div", {class: "soft"},
          `truth ${hundredths(one.truth)}, prediction ${hundredths(one.prediction)}, off by ${
              hundredths(Math.abs(one.prediction - one.truth))}`,
          one.cell && ` · ${one.cell}`),
      html("div", {class: "drawn"}, onScale(one), html("div", {class: "scores"}, scoreLines(one.scores))));
}

const CASE_ORDERS = {
  "as they stand": () => 0,
  "largest error first": (a, b) => Math.abs(b.prediction - b.truth) - Math.abs(a.prediction - a.truth),
  "smallest error first": (a, b) => Math.abs(a.prediction - a.truth) - Math.abs(b.prediction - b.truth),
  "truth, lowest first": (a, b) => a.truth - b.truth,
};
const CASES_AT_ONCE = 30;

function casesCard(cases, id) {
  const tags = ["all", ...new Set(cases.flatMap((one) => one.tags ?? []))];
  const cells = ["all runs", ...new Set(cases.map((one) => one.cell).filter(Boolean))];
  const chosen = {words: "", tag: "all", cell: cells[0], order: "as they stand", most: CASES_AT_ONCE};
  const list = html("div"), count = html("p", {class: "soft", role: "status"});
  const more = html(
      "button", {
        type: "button",
        class: "more",
        onclick: () => {
          chosen.most += CASES_AT_ONCE;
          redraw();
        }
      },
      "show more");
  const fits = (one) => (chosen.tag === "all" || (one.tags ?? []).includes(chosen.tag)) &&
      (chosen.cell === cells[0] || one.cell === chosen.cell) &&
      chosen.words.toLowerCase().split(/\s+/).every((word) => `${one.text} ${one.id}`.toLowerCase().includes(word));
  const redraw = () => {
    const found = cases.filter(fits).sort(CASE_ORDERS[chosen.order]);
    list.replaceChildren(...found.slice(0, chosen.most).map(caseBlock));
    count.textContent = `${found.length} of ${plural(cases.length, "utterance")}`;
    more.hidden = found.length <= chosen.most;
  };
  const choose = (what) => (value) => {
    chosen[what] = value;
    chosen.most = CASES_AT_ONCE;
    redraw();
  };
  redraw();
  return card(
      id, "Utterances",
      html(
          "p", {class: "soft"},
          "Ring: truth; point: prediction, on the scale of the labels. Bars: how well the fusion predicts each ",
          "modality, as a cosine."),
      html(
          "div", {class: "controls"}, html("input", {
            type: "search",
            id: "case-filter",
            placeholder: "words or an id",
            "aria-label": "filter utterances",
            oninput: (event) => choose("words")(event.target.value.trim())
          }),
          cells.length > 2 && selection("run", cells, choose("cell")),
          selection("order", Object.keys(CASE_ORDERS), choose("order"))),
      tags.length > 2 && html("div", {class: "controls"}, segments("kind", tags, "all", choose("tag"))), count, list,
      more);
}
