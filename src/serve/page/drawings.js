const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** "+0.94", "−1.20", "0.00": a score or an effect. */
function signed(value) {
  if (!isNumber(value)) return "–";
  const text = Math.abs(value).toFixed(2);
  return Number(text) === 0 ? text : (value < 0 ? "−" : "+") + text;
}

const direction = (value) => (value < 0 ? "lowers" : "raises");

const gridLine = (x, top, bottom) => (value) => [
  svg("line", {class: value === 0 ? "axis" : "grid", x1: x(value), x2: x(value), y1: top, y2: bottom}),
  svg("text", {x: x(value), y: bottom + 16, "text-anchor": "middle"}, String(value).replace("-", "−")),
];

/** A score and its interval on the scale of the labels; what is beyond the scale widens it. */
function scoreDrawing(label, score, interval, [low, high]) {
  const from = Math.min(low, score, ...interval ?? []), to = Math.max(high, score, ...interval ?? []);
  return drawn(label, (width) => {
    const x = scale(from, to, 14, width - 14);
    return svg("svg", {height: 66, viewBox: `0 0 ${width} 66`},
      svg("rect", {class: "track", x: x(low), y: 16, width: x(high) - x(low), height: 16, rx: 8}),
      ticks(low, high, Math.max(2, Math.min(6, Math.floor(width / 60)))).map(gridLine(x, 8, 42)),
      interval && svg("rect", {class: "interval", x: x(interval[0]), y: 18, height: 12, rx: 6,
        width: Math.max(2, x(interval[1]) - x(interval[0]))}),
      svg("circle", {class: direction(score), cx: x(score), cy: 24, r: 8}));
  });
}

/** Bars from zero, one a row: [{name, value, text}]. A value that is null has its text alone. */
function barDrawing(label, rows, [low, high]) {
  const values = rows.map((row) => row.value).filter(isNumber);
  const from = Math.min(0, low, ...values), to = Math.max(0, high, ...values);
  return drawn(label, (width) => {
    const left = width < 420 ? 10 : 150, step = width < 420 ? 46 : 32, bottom = step * rows.length + 6;
    const x = scale(from, to, left, width - 96), y = (i) => step * i + (width < 420 ? 30 : 16);
    return svg("svg", {height: bottom + 22, viewBox: `0 0 ${width} ${bottom + 22}`},
      ticks(from, to, Math.max(2, Math.min(6, Math.floor(width / 90)))).map(gridLine(x, 2, bottom)),
      rows.map((row, i) => [
        svg("text", {class: "name", x: width < 420 ? 4 : 0, y: width < 420 ? y(i) - 14 : y(i) + 4}, row.name),
        isNumber(row.value) && svg("rect", {class: direction(row.value), x: Math.min(x(0), x(row.value)), y: y(i) - 8,
          width: Math.max(2, Math.abs(x(row.value) - x(0))), height: 16, rx: 3}),
        svg("text", {class: "value", x: width - 2, y: y(i) + 4, "text-anchor": "end"}, row.text)]));
  });
}
