/** What must be said beside every score of a model. */
const markOf = (answer) => answer.mark && html("p", {class: "warning mark"}, answer.mark);

/** A card with its heading, and the mark beside it. */
const markedCard = (id, title, answer, ...children) =>
  html("div", {class: "card", id}, html("div", {class: "head"}, html("h3", {}, title), markOf(answer)), ...children);

/** The classes of an answer: every key with a name of its own. */
const OTHER_KEYS = ["id", "score", "interval", "scores", "remarks", "mark"];
const classesOf = (answer) => Object.entries(answer).filter(([key]) => !OTHER_KEYS.includes(key)).map(
    ([key, value]) => html("li", {}, key.replaceAll("_", " ") + ": ", html("b", {}, String(value).replace(/^-/, "−"))));

/** An end of the scale of labels. */
const end = (value) => String(value).replace("-", "−");

function scoreCard({answer}, {model, labels, note}) {
  const [low, high] = labels;
  const within = answer.interval && `90 % interval ${answer.interval.map(signed).join(" to ")}`;
  const words = `Score ${signed(answer.score)} on a scale from ${end(low)} to ${end(high)}`;
  return html("div", {class: "card"},
    html("div", {class: "verdict"},
      html("h2", {id: "answer-title", tabindex: -1}, "Score ", html("span", {class: "big"}, signed(answer.score))),
      html("span", {id: "within"}, within ?? "The model has no interval."), markOf(answer)),
    scoreDrawing([words, within].filter(Boolean).join("; "), answer.score, answer.interval, labels),
    html("ul", {class: "chips"}, classesOf(answer)),
    html("p", {class: "soft"}, `Model ${model}; labels from ${end(low)} to ${end(high)}.`),
    note && html("p", {class: "soft"}, note),
    (answer.remarks ?? []).map((remark) => html("p", {class: "soft remark"}, remark)));
}

/** A word with the size and the sign of its effect: thick is much; a single line raises, a double line lowers. */
function wordNode(word, text, largest) {
  if (word.effect === null) return html("span", {class: "word unread", title: "not read"}, text);
  if (Math.abs(word.effect) < 0.005) return html("span", {class: "word", title: "no effect"}, text);
  const node = html("span", {class: `word ${direction(word.effect)}`, title: signed(word.effect)}, text);
  const share = Math.abs(word.effect) / largest, colour = word.effect < 0 ? "--worse" : "--better";
  node.style.textDecorationThickness = `${(word.effect < 0 ? 3 : 2) + 4 * share}px`;
  node.style.backgroundColor = `color-mix(in srgb, var(${colour}) ${Math.round(22 * share)}%, transparent)`;
  return node;
}

function wordsCard({words, answer}, text) {
  if (!words.length) return null;
  const largest = Math.max(...words.map((word) => Math.abs(word.effect ?? 0)), 0.01);
  const characters = Array.from(text);  // `first` and `last` count code points
  const parts = [];
  let at = 0;
  for (const word of words) {
    parts.push(characters.slice(at, word.first).join(""),
      wordNode(word, characters.slice(word.first, word.last).join(""), largest));
    at = word.last;
  }
  parts.push(characters.slice(at).join(""));
  const unread = words.filter((word) => word.effect === null).length;
  const sample = (kind, line) => html("span", {}, html("span", {class: `word ${kind}`}, "word"), ` ${line}`);
  return markedCard("words", "What each word does", answer,
    html("p", {class: "said"}, parts),
    html("p", {class: "legend"}, sample("raises", "raises the score"), sample("lowers", "lowers the score"),
      html("span", {}, "A thicker line is a larger effect."), unread > 0 && sample("unread", "is not read")),
    unread > 0 && html("p", {class: "soft"}, `${plural(unread, "word")} at the end: the model reads no text so long.`),
    fold("Every word as a table", scrolling("Effects of words", html("table", {},
      html("thead", {}, html("tr", {}, html("th", {scope: "col"}, "word"), html("th", {scope: "col"}, "effect"))),
      html("tbody", {}, words.map((word) => html("tr", {}, html("th", {scope: "row"}, word.word),
        html("td", {}, word.effect === null ? "not read" : signed(word.effect)))))))));
}

function withoutCard({answer, without}, labels) {
  const rows = Object.entries(without).map(([name, {score, effect}]) => (
    {name: `without ${name}`, value: score, text: `${signed(score)} (${signed(-effect)})`}));
  if (!rows.length) return null;
  const all = [{name: "with everything", value: answer.score, text: signed(answer.score)}, ...rows];
  return markedCard("without", "Score without each modality", answer,
    barDrawing(all.map((row) => `${row.name}: ${row.text}`).join("; "), all, labels),
    html("p", {class: "soft"}, "In brackets: how the score changes."));
}

function contrastCard({answer}) {
  const rows = Object.entries(answer.scores).map(([name, value]) => ({name, value, text: signed(value)}));
  if (!rows.length) return null;
  return markedCard("contrast", "What the model says of each modality", answer,
    barDrawing(rows.map((row) => `${row.name}: ${row.text}`).join("; "), rows, [-1, 1]),
    html("p", {class: "soft"}, "Of MMIM the contrast: how well the fused vector predicts the modality, from −1 to 1."));
}

/** An explanation of the server as nodes; `asked`: {text, model, labels, note}. */
const answerNodes = (said, asked) => [
  scoreCard(said, asked), wordsCard(said, asked.text), withoutCard(said, asked.labels), contrastCard(said)
].filter(Boolean);
