/** Text cut to a width in pixels, by an estimate that is on the safe side. */
function fitted(text, pixels) {
  const room = Math.max(4, Math.floor(pixels / 6.6));
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

/** Where named rows of a drawing stand: their names beside them, or above them where there is little room. */
function rowFrame(names, width, low, high) {
  const above = width < 560, step = above ? 46 : 34, top = 6;
  const left = above ? 10 : Math.min(230, 20 + 6.8 * Math.max(...names.map((name) => name.length)));
  const right = width - 64, bottom = top + step * names.length + 4;
  const x = scale(low, high, left, right);
  const at = (i) => top + step * i + (above ? 31 : step / 2);
  return {above, top, left, right, bottom, width, x, low, high, at};
}

function rowGrid({low, high, left, right, top, bottom, x}, format) {
  return ticks(low, high, Math.max(2, Math.floor((right - left) / 85))).map((value) => [
    svg("line", {class: "grid", x1: x(value), x2: x(value), y1: top, y2: bottom}),
    svg("text", {x: x(value), y: bottom + 16, "text-anchor": "middle"}, format(value)),
  ]);
}

function rowName({above, left, width, at}, i, name, strong) {
  const place = above ? {x: 6, y: at(i) - 14} : {x: left - 10, y: at(i) + 4, "text-anchor": "end"};
  const room = above ? width - 12 : left - 10;
  return svg("text", {class: strong ? "name strong" : "name", ...place}, fitted(name, room), svg("title", {}, name));
}

const rowValue = ({width, at}, i, text) =>
  svg("text", {class: "value", x: width - 2, y: at(i) + 4, "text-anchor": "end"}, text);

function whisker(from, to, y) {
  const end = (x) => svg("line", {class: "whisker", x1: x, x2: x, y1: y - 5, y2: y + 5});
  return [svg("line", {class: "whisker", x1: from, x2: to, y1: y, y2: y}), end(from), end(to)];
}

/** A drawing of named rows: `draw(frame, entry, i)` draws one. The caption stands below, where it can wrap. */
function rowChart(label, entries, {low, high, format, caption, target}, draw) {
  const image = drawn(label, (width) => {
    const frame = rowFrame(entries.map((entry) => entry.name), width, low, high);
    const {x, top, bottom} = frame;
    const line = (value, dashes) =>
      svg("line", {class: "axis", "stroke-dasharray": dashes, x1: x(value), x2: x(value), y1: top, y2: bottom});
    return svg("svg", {height: bottom + 24, viewBox: `0 0 ${width} ${bottom + 24}`}, rowGrid(frame, format),
      target === undefined ? line(0) : line(target, "4 3"),
      entries.map((entry, i) => [rowName(frame, i, entry.name, entry.strong), draw(frame, entry, i)]));
  });
  return html("figure", {}, image, html("figcaption", {class: "soft"}, caption));
}

function bar({x, left, width, at}, {name, value, low, high, color, text, why}, y) {
  if (!isNumber(value)) {
    const from = Math.max(x(0), left) + 6;
    return svg("text", {class: "failed", x: from, y: y + 4}, fitted(why ?? "–", width - from), svg("title", {}, why));
  }
  const size = {x: Math.min(x(0), x(value)), y: y - 9, width: Math.max(1, Math.abs(x(value) - x(0))), height: 18};
  return [
    svg("rect", {class: "bar", ...size, rx: 3, fill: color, "fill-opacity": 0.75},
      svg("title", {}, `${name}: ${text}`)),
    isNumber(low) && isNumber(high) && whisker(x(low), x(high), y),
  ];
}

/**
 * Horizontal bars from zero with error bars. bars: {name, value, low, high, color, strong, text, why}: `why` stands
 * where there is no value.
 */
function barChart(label, bars, {format, caption}) {
  const [low, high] = extent([0, ...bars.flatMap((one) => [one.value, one.low, one.high])], 0.05);
  const ends = {low: Math.min(low, 0), high: Math.max(high, 0)};
  if (bars.every((one) => !(one.value < 0) && !(one.low < 0))) ends.low = 0;
  return rowChart(label, bars, {...ends, format, caption}, (frame, one, i) =>
    [bar(frame, one, frame.at(i)), isNumber(one.value) && rowValue(frame, i, format(one.value))]);
}

/**
 * Points with their intervals, against a target and the range that chance allows one run:
 * {name, value, low, high, chance, runs}. A ring is one run.
 */
function intervalChart(label, entries, {low, high, target, format, caption}) {
  return rowChart(label, entries, {low, high, target, format, caption}, (frame, entry, i) => {
    const {x, at} = frame, y = at(i), [from, to] = entry.chance.map(x);
    return [
      svg("rect", {class: "chance", x: from, y: y - 8, width: Math.max(1, to - from), height: 16, rx: 3}),
      whisker(x(entry.low), x(entry.high), y),
      entry.runs.map((run) => svg("ellipse", {class: "ring", cx: x(run), cy: y, rx: 3.5, ry: 3.5, stroke: entry.color})),
      svg("circle", {cx: x(entry.value), cy: y, r: 5, fill: entry.color}),
      rowValue(frame, i, format(entry.value)),
    ];
  });
}
