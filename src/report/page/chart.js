/** Round numbers from `low` to `high`, about `count` of them. */
function ticks(low, high, count = 5) {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.75);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; ++k)
    found.push(Number((k * step).toPrecision(12)));
  return found;
}

/** From values to places; what has one value stands in the middle. */
const scale = (low, high, from, to) => (value) =>
  high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from);

/** Keeps a drawing as wide as its box: `draw(width)` gives an svg, again whenever the width changes. */
function drawn(label, draw) {
  const box = html("div", {class: "chart"});
  let width = 0;
  box.redraw = () => {
    const image = draw(Math.max(240, width || 600), box);
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", label);
    box.replaceChildren(image);
  };
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now > 0 && now !== width) {
      width = now;
      box.redraw();
    }
  }).observe(box);
  return box;
}

function extent(values, padding = 0.06) {
  const finite = values.filter(isNumber);
  if (finite.length === 0) return [0, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const room = (high - low || Math.abs(high) || 1) * padding;
  return [low - room, high + room];
}

/** The points of a line as a path; where a value is missing the line is interrupted. */
function path(xs, ys, x, y) {
  let text = "", open = false;
  xs.forEach((at, i) => {
    if (!isNumber(ys[i])) {
      open = false;
      return;
    }
    text += `${open ? "L" : "M"}${x(at).toFixed(1)},${y(ys[i]).toFixed(1)}`;
    open = true;
  });
  return text;
}

/** The places of values without a neighbour, which a path does not show. */
const lonePlaces = (ys) => ys.map((_, i) => i).filter(
    (i) => isNumber(ys[i]) && !isNumber(ys[i - 1]) && !isNumber(ys[i + 1]));

function lonePoint(line, i, x, y) {
  const at = x(line.x[i]), known = isNumber(line.low?.[i]) && isNumber(line.high?.[i]);
  return [
    known && svg("line", {
      x1: at, x2: at, y1: y(line.low[i]), y2: y(line.high[i]), stroke: line.color, "stroke-width": 7, opacity: 0.22}),
    svg("circle", {class: "lone", cx: at, cy: y(line.y[i]), r: line.wide ? 4 : 3, fill: line.color}),
  ];
}

/** Between `low` and `high`, over the stretch where both are there. */
function band(line, x, y) {
  const known = line.x.map((_, i) => i).filter((i) => isNumber(line.low[i]) && isNumber(line.high[i]));
  const corner = (values) => (i) => `${x(line.x[i]).toFixed(1)},${y(values[i]).toFixed(1)}`;
  return [...known.map(corner(line.high)), ...known.reverse().map(corner(line.low))].join(" ");
}

const emptyChart = (width, height, text) => svg(
    "svg", {height, viewBox: `0 0 ${width} ${height}`},
    svg("text", {x: width / 2, y: height / 2, "text-anchor": "middle"}, text));

/** Texts of ticks: as many decimals as tell them apart, where short numbers would be alike. */
function tickTexts(values, format) {
  const texts = values.map((value) => format(value));
  if (format !== brief || new Set(texts).size === texts.length) return texts;
  const decimals = Math.max(0, -Math.floor(Math.log10(values[1] - values[0]) + 1e-9));
  return values.map((value) => value.toFixed(decimals).replace("-", "−"));
}

function axes(frame, x, y, xTitle, xTicks, yTicks, xFormat, yTexts) {
  const {left, right, top, bottom} = frame;
  return [
    yTicks.map(
        (value, i) =>
            [svg("line", {class: "grid", x1: left, x2: right, y1: y(value), y2: y(value)}),
             svg("text", {x: left - 6, y: y(value) + 4, "text-anchor": "end"}, yTexts[i]),
  ]),
    svg("line", {class: "axis", x1: left, x2: right, y1: bottom, y2: bottom}),
    xTicks.map((value) => svg("text", {x: x(value), y: bottom + 16, "text-anchor": "middle"}, xFormat(value))),
    svg("text", {x: (left + right) / 2, y: bottom + 32, "text-anchor": "middle"}, xTitle),
  ];
}

/** Shows what every line says at the x nearest to the pointer, or at the one that the arrow keys have come to. */
function pointing(box, image, frame, x, lines, xTitle, format, xFormat) {
  const all = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const rule = svg("line", {class: "axis", y1: frame.top, y2: frame.bottom, visibility: "hidden"});
  const tip = html("div", {class: "tip", hidden: true});
  let place = -1;
  image.append(rule);

  function show(to) {
    place = to;
    const at = all[place];
    rule.setAttribute("x1", x(at));
    rule.setAttribute("x2", x(at));
    rule.setAttribute("visibility", "visible");
    tip.replaceChildren(
        html("div", {class: "soft"}, `${xTitle} ${xFormat(at)}`),
        ...lines.map((line) => [line, line.y[line.x.indexOf(at)]])
            .filter(([, value]) => isNumber(value))
            .map(([line, value]) => html("div", {}, swatch(line), `${line.name}  ${format(value)}`)));
    if (!tip.isConnected) box.append(tip);
    tip.hidden = false;
    const width = image.getBoundingClientRect().width;
    const beside = x(at) + 12 + tip.offsetWidth > width ? x(at) - 12 - tip.offsetWidth : x(at) + 12;
    tip.style.left = `${Math.max(0, beside)}px`;
    tip.style.top = `${frame.top}px`;
  }
  function hide() {
    tip.hidden = true;
    rule.setAttribute("visibility", "hidden");
  }

  const nearest = (at) => all.reduce(
      (best, value, i) => (Math.abs(x(value) - at) < Math.abs(x(all[best]) - at) ? i : best), 0);
  image.addEventListener("pointermove", (event) => show(nearest(event.clientX - image.getBoundingClientRect().left)));
  image.addEventListener("pointerleave", hide);
  image.setAttribute("tabindex", "0");
  image.addEventListener("keydown", (event) => {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (event.key === "Escape") hide();
    if (!step) return;
    event.preventDefault();
    show(Math.max(0, Math.min(all.length - 1, place + step)));
  });
  image.addEventListener("blur", hide);
}

/**
 * Lines over a common x. lines: {name, color, dash, x, y, low, high, points: [{x, y}], wide}; options: {title of x,
 * format of y, xFormat, height, range of y, verticals: [{x, label}], whole: x counts}.
 */
function lineChart(
    label, lines, {xTitle, format, xFormat = String, height = 260, range, verticals = [], whole = false}) {
  return drawn(label, (width, box) => {
    if (!lines.some((line) => line.y.some(isNumber)))
      return emptyChart(width, height, lines.length ? "no value" : "no system is switched on");
    const [low, high] =
        range ?? extent(lines.flatMap((line) => [...line.y, ...(line.low ?? []), ...(line.high ?? [])]));
    const xs = lines.flatMap((line) => line.x);
    const [first, last] = xs.length ? [Math.min(...xs), Math.max(...xs)] : [0, 1];
    const yTicks = ticks(low, high, 5);
    const yTexts = tickTexts(yTicks, format);
    const left = 10 + 7.2 * Math.max(...yTexts.map((text) => text.length));
    const right = width - Math.max(10, 3.6 * xFormat(last).length);  // half of the last tick's text
    const frame = {left, right, top: 12, bottom: height - 40};
    const x = scale(first, last, frame.left + 4, frame.right - 4), y = scale(low, high, frame.bottom, frame.top);
    const xTicks =
        ticks(first, last, Math.max(3, Math.floor(width / 65))).filter((value) => !whole || Number.isInteger(value));
    const image = svg(
        "svg", {height, viewBox: `0 0 ${width} ${height}`}, axes(frame, x, y, xTitle, xTicks, yTicks, xFormat, yTexts),
        verticals.filter(({x: at}) => at >= first && at <= last)
            .map(
                ({x: at, label: text}) =>
                    [svg("line", {
                       class: "axis",
                       "stroke-dasharray": "3 3",
                       x1: x(at),
                       x2: x(at),
                       y1: frame.top,
                       y2: frame.bottom
                     }),
                     svg("text", {
                       x: x(at) + (x(at) > width / 2 ? -5 : 5),
                       y: frame.top + 8,
                       "text-anchor": x(at) > width / 2 ? "end" : "start"
                     },
                         text),
    ]),
        lines.filter((line) => line.low)
            .map((line) => svg("polygon", {points: band(line, x, y), fill: line.color, opacity: 0.13})),
        lines.map((line) => svg("path", {
                    d: path(line.x, line.y, x, y),
                    fill: "none",
                    stroke: line.color,
                    "stroke-width": line.wide ? 3 : 1.8,
                    "stroke-dasharray": line.dash || null,
                    "stroke-linejoin": "round",
                    "stroke-linecap": "round",
                  })),
        lines.flatMap((line) => lonePlaces(line.y).map((i) => lonePoint(line, i, x, y))),
        lines.flatMap(
            (line) =>
                (line.points ?? [])
                    .filter((point) => isNumber(point.y))
                    .map(
                        (point) =>
                            svg("circle", {class: "ring", cx: x(point.x), cy: y(point.y), r: 4, stroke: line.color}))));
    if (lines.length) pointing(box, image, frame, x, lines, xTitle, format, xFormat);
    return image;
  });
}

/** Switches for lines, so that one can be seen alone among many; calls `changed` with the names that are on. */
function legend(entries, changed) {
  const on = new Set(entries.map((entry) => entry.name));
  const buttons = entries.map(
      (entry) => html(
          "button", {
            type: "button",
            "aria-pressed": "true",
            onclick: (event) => {
              on.has(entry.name) ? on.delete(entry.name) : on.add(entry.name);
              event.currentTarget.setAttribute("aria-pressed", String(on.has(entry.name)));
              changed(on);
            },
          },
          swatch(entry), entry.name));
  return html("div", {class: "legend", role: "group", "aria-label": "shown systems"}, buttons);
}
