function runsTable(section) {
  const columns = [
    {title: "system"}, {title: "seed"}, {title: "epochs"}, {title: "best"}, {title: "valid MAE"},
    ...metricsOf(section).map((metric) => ({title: metric.name, hint: metric.meaning}))
  ];
  const rows = section.rows.flatMap(
      (row) => row.seeds.map((seed, i) => ({
                               cells: [
                                 rowHead(section, row), seed, row.provenance[i].epochs, row.provenance[i].best_epoch,
                                 valueCell("MAE", row.valid_mae.values[i]),
                                 ...metricsOf(section).map(({name}) => valueCell(name, row.metrics[name].values[i]))
                               ],
                             })));
  return table("every run", columns, rows);
}

const hash = (text) => html("code", {title: text}, (text || "–").slice(0, 12));

function provenanceTable(section) {
  const columns = [
    "cell", "seed", "protocol", "data", "encoder", "configuration", "version", "program", "machine", "parameters",
    "seconds"
  ];
  const rows = section.rows.flatMap(
      (row) => row.provenance.map((cell) => ({
                                    cells: [
                                      cell.cell, cell.seed, cell.protocol, hash(cell.fingerprint),
                                      hash(cell.encoder_sha256), hash(cell.configuration_sha256), cell.version,
                                      hash(cell.program), {show: cell.machine, key: cell.machine},
                                      {show: cell.parameters ? cell.parameters.toLocaleString("en") : "–", key: cell.parameters || null},
                                      {show: brief(cell.seconds), key: cell.seconds}
                                    ],
                                  })));
  return table("where each number comes from", columns.map((title) => ({title, text: title === "machine"})), rows);
}

function runsCard(section, id) {
  const count = finishedRows(section).reduce((sum, row) => sum + row.n, 0);
  return card(
      id, "Every run, and where it comes from", count > 0 && fold(`The ${plural(count, "run")}`, runsTable(section)),
      fold("Seed, protocol, hashes, program and machine of each", provenanceTable(section)));
}

const CARDS = [
  ["means", "Means", meansCard], ["bars", "Comparison", barsCard], ["published", "As published", publishedCard],
  ["curves", "Curves", curvesCard], ["steps", "Losses", stepsCard], ["robustness", "Missing", robustnessCard],
  ["intervals", "Intervals", conformalCard], ["classes", "Classes", classesCard],
  ["slices", "Errors", slicesCard], ["runs", "Runs", runsCard]
];

function sectionHead(section) {
  const chips = [
    ["split", section.split], ["labels", labelsOf(section)], ["utterances", section.utterances],
    ["videos", section.videos || null],
    ["text encoder", section.encoder || "random"], ["protocol", section.protocol],
    ["data", section.fingerprint.slice(0, 12)]
  ];
  return [
    html("h2", {}, section.synthetic && "Synthetic data: ", section.data || "unknown data"),
    html(
        "ul", {class: "chips"},
        chips.filter(([, value]) => value).map(([name,
                                                 value]) => html("li", {}, `${name} `, html("b", {}, String(value))))),
    section.marks.map((mark) => html("p", {class: "warning"}, mark))
  ];
}

/** What differs from what the names of rows tell, under the title. */
function changedOptions() {
  const names = new Set(report.sections.flatMap((section) => section.rows.map((row) => row.name)));
  const of = (rows) => (names.size > 1 && rows.length === names.size ? "all rows" : rows.join(", "));
  const lines = report.changes.map(
      ({rows, options}) => html(
          "li", {}, html("b", {}, `${of(rows)}: `), options.map((option, i) => [i > 0 && ", ", html("code", {}, option)])));
  return lines.length ? [html("div", {id: "changes", class: "soft"}, "Changed options:", html("ul", {}, lines))] : [];
}

function page() {
  const cases = JSON.parse(document.getElementById("cases").textContent);
  const main = document.getElementById("page"), links = [], body = [];
  report.sections.forEach((section, i) => {
    body.push(sectionHead(section));
    for (const [name, title, make] of CARDS) {
      const id = `${name}-${i + 1}`, made = make(section, id);
      if (!made) continue;
      body.push(made);
      links.push(html("a", {href: `#${id}`}, report.sections.length > 1 ? `${title} ${i + 1}` : title));
    }
  });
  if (cases?.length) {
    body.push(html("h2", {}, "Cases"), casesCard(cases, "cases-list"));
    links.push(html("a", {href: "#cases-list"}, "Cases"));
  }
  main.replaceChildren(
      html("h1", {}, report.title),
      html(
          "p", {class: "soft"},
          `${plural(report.finished, "finished run")}${report.failed ? `, ${report.failed} failed` : ""}; written by ${
              report.written_by} report.`),
      ...(cases?.length ?
              [html(
                  "p", {class: "warning", id: "private"},
                  "This page shows data: texts, truths and predictions of utterances. Do not publish it.")] :
              []),
      ...changedOptions(), ...report.marks.map((mark) => html("p", {class: "warning"}, mark)),
      html("nav", {"aria-label": "parts of this page"}, links), ...body.flat(Infinity),
      html(
          "footer", {class: "soft"},
          html(
              "p", {}, "Every number is computed by the program from the runs named above; nothing is typed by hand. ",
              "The same numbers stand in tables.json, report.md, table.tex and table.csv.")));
}

page();
