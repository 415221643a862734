// @ts-check
/**
 * The scorecard as it will look, filled with example figures: a score, and a table for each group.
 */

import { element } from "../element.js";
import { scores, standing } from "./judging.js";

/**
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./model.js").Line} Line
 */

const BLANK = "–";
/** @type {Record<string, string>} */
const LOOKS = { "on target": "good", "off target": "poor" };

/** @param {Card} card with figures */
export function preview(card) {
  const now = scores(card, card.current);
  let place = 0;
  return [
    element("p", { class: "atlas-build-score" }, element("b", {}, score(now.total)), ` of 100 in ${card.periods[card.current]}, with example figures from the records`),
    ...card.groups.map((group, at) => element("table", { class: "atlas-build-preview" },
      element("caption", {}, element("b", {}, group.title), ` weight ${percent(group.weight)}, score ${score(now.groups[at])}`),
      element("thead", {}, element("tr", {}, ...["KPI", "Actual", "Target", "Status", "Weight"].map((word) => element("th", { scope: "col" }, word)))),
      element("tbody", {}, ...group.lines.map((line) => row(card, line, place++))))),
  ];
}

/** @param {Card} card @param {Line} line @param {number} place */
function row(card, line, place) {
  const { actual, target, status, trend } = standing(card, place, card.current);
  const badge = status ? element("span", { class: `atlas-rating atlas-${LOOKS[status] ?? status}` }, status) : BLANK;
  return element("tr", {}, element("th", { scope: "row" }, line.name),
    element("td", {}, figure(line, actual), trend ? element("small", {}, ` ${trend}`) : ""), element("td", {}, figure(line, target)),
    element("td", {}, badge), element("td", {}, percent(line.weight)));
}

/** A value with its decimals and, for percent, its sign. @param {Line} line @param {number | null} value */
function figure(line, value) {
  if (value === null) return BLANK;
  const digits = line.unit === "percent" ? 1 : line.unit.includes("/") || line.unitKind === "proportion" ? 2 : ["currency", "counted"].includes(line.unitKind) ? 0 : 1;
  const text = value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return line.unit === "percent" ? `${text}%` : text;
}

/** @param {number | null} value */
function score(value) {
  return value === null ? BLANK : value.toFixed(0);
}

/** @param {number} value */
function percent(value) {
  return `${Math.round(value * 10) / 10}%`;
}
