"use strict";

/** Attributes, listeners (onclick: ...) and children of a new node. Text stays text: nothing is read as markup. */
function furnish(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on"))
      node.addEventListener(key.slice(2), value);
    else
      node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => ![null, undefined, false, ""].includes(child)));
  return node;
}

const html = (name, attributes = {}, ...children) => furnish(document.createElement(name), attributes, children);

const svg = (name, attributes = {}, ...children) =>
    furnish(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

/** A card with a heading. */
const card = (id, title, ...children) => html("section", {class: "card", id}, html("h3", {}, title), ...children);

/** What is wide scrolls in a box of its own. */
const scrolling = (label, node) =>
    html("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": label}, node);

/** One choice of several, as buttons; calls `choose` with the option. */
function segments(label, options, chosen, choose) {
  const buttons = options.map(
      (option) => html(
          "button", {type: "button", "aria-pressed": String(option === chosen), onclick: () => pick(option)}, option));
  function pick(option) {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(options[i] === option)));
    choose(option);
  }
  return html("div", {class: "segments", role: "group", "aria-label": label}, buttons);
}

/** One choice of many. */
const selection = (label, options, choose) => html(
    "select", {"aria-label": label, onchange: (event) => choose(event.target.value)},
    options.map((option) => html("option", {value: option}, option)));

const fold = (summary, ...children) => html("details", {}, html("summary", {}, summary), ...children);

const plural = (count, one, many = one + "s") => `${count} ${count === 1 ? one : many}`;
