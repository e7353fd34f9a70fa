/** So many lines can be shaded and marked without covering each other. */
const FEW = 4;

const points = (curve, best) => best.map(({epoch}) => ({x: epoch, y: curve.mean[epoch - 1]}));

/** Lines of the rows that have the curve; the range over seeds is shaded where few lines stand together. */
function curveLines(section, rows, of) {
  const known = rows.filter((row) => row.curves && of(row.curves));
  return known.map((row) => {
    const curve = of(row.curves);
    const shade = known.length <= FEW && row.n > 1 ? {low: curve.low, high: curve.high} : {};
    return {
      name: row.name,
      ...lineOf(section, row),
      x: row.curves.epoch,
      y: curve.mean,
      ...shade,
      wide: row.name === section.baseline
    };
  });
}

function curvesCard(section, id) {
  const rows = section.rows.filter((row) => row.curves);
  if (rows.length === 0) return null;
  const terms = [...new Set(rows.flatMap((row) => Object.keys(row.curves.train)))];
  const curves = {"valid MAE": (all) => all.valid_mae, "test MAE": (all) => all.test_mae};
  for (const term of terms) curves[term] = (all) => all.train[term];
  const bounds = [...new Set(rows.flatMap((row) => Object.keys(row.curves.valid ?? {})))];
  for (const bound of bounds) curves[`valid ${bound}`] = (all) => (all.valid ?? {})[bound];
  const names = Object.keys(curves).filter((name) => rows.some((row) => curves[name](row.curves)));
  const chosen = {curve: names[0], on: new Set(rows.map((row) => row.name))};
  const body = html("div"), several = rows.some((row) => row.n > 1);
  const redraw = () => {
    const lines = curveLines(section, rows.filter((row) => chosen.on.has(row.name)), curves[chosen.curve]);
    if (chosen.curve === "valid MAE" && lines.length <= FEW)
      lines.forEach((line) => {
        const row = rows.find(({name}) => name === line.name);
        line.points = points(row.curves.valid_mae, row.curves.best);
      });
    body.replaceChildren(
        lineChart(`${chosen.curve} by epoch`, lines, {xTitle: "epoch", format: brief, whole: true, height: 300}));
  };
  redraw();
  return card(
      id, "Curves by epoch",
      html(
          "p", {class: "soft"}, several && "Mean over the seeds that reached the epoch. ",
          rows.length > 1 && html("span", {class: "on-screen"}, "Names switch lines off and on. "),
          `Rings${rows.length > FEW ? ", of four lines or fewer," : ""} mark the best epoch of each seed`,
          several ? "; shades reach from the lowest seed to the highest." : "."),
      html("div", {class: "controls"}, names.length > 6 ? selection("curve", names, (name) => {
             chosen.curve = name;
             redraw();
           }) : segments("curve", names, chosen.curve, (name) => {
             chosen.curve = name;
             redraw();
           })), body,
      rows.length > 1 && legend(rows.map((row) => ({name: row.name, ...lineOf(section, row)})), (on) => {
        chosen.on = on;
        redraw();
      }));
}

function stepPanels(section, row) {
  const {stages, best_step: best, best_epoch: epoch} = row.steps, {color} = lineOf(section, row);
  return stages.flatMap(
      (stage) =>
          Object.entries(stage.terms)
              .filter(([, values]) => values.some(isNumber))
              .map(
                  ([term, values]) => html(
                      "div", {class: "panel"}, html("h4", {}, `${stage.stage}: ${term}`),
                      lineChart(
                          `${term} over updates`, [{name: term, color, x: stage.step, y: values}], {
                            xTitle: `update, means of ${stage.every}`,
                            format: brief,
                            height: 200,
                            verticals: best > 0 ? [{x: best, label: `best epoch ${epoch}`}] : [],
                          }))));
}

/** "main: entropy": the terms that no update has a value of. */
const termsWithoutValue = ({stages}) => stages.flatMap(({stage, terms}) => {
  const empty = Object.entries(terms).filter(([, values]) => !values.some(isNumber));
  return empty.map(([term]) => `${stage}: ${term}`);
});

function stepsCard(section, id) {
  const rows = section.rows.filter((row) => row.steps);
  if (rows.length === 0) return null;
  const panels = html("div", {class: "panels"}), which = html("p", {class: "soft"});
  const redraw = (name) => {
    const row = rows.find((one) => one.name === name);
    panels.replaceChildren(...stepPanels(section, row));
    const without = termsWithoutValue(row.steps);
    which.textContent = `One run: ${row.steps.cell}, seed ${row.steps.seed}.` +
        (row.steps.best_step > 0 ? " The dashed line stands at the end of its best epoch." : "") +
        (without.length ? ` Without a value in any of its updates: ${without.join(", ")}.` : "");
  };
  const first = rows.find((row) => row.name === section.baseline) ?? rows[0];
  redraw(first.name);
  const names = [first.name, ...rows.map((row) => row.name).filter((name) => name !== first.name)];
  return card(
      id, "Loss terms over updates",
      names.length > 1 && html("div", {class: "controls"}, selection("system", names, redraw)), which,
      panels);
}
