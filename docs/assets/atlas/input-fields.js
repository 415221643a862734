// @ts-check
/**
 * The fields that a calculator asks for, the same as the page's template makes for the worked example.
 */

import { element } from "./element.js";

/** @typedef {import("./calculator.js").Input} Input */

const SERIES_NOTE = "Several values: paste a column, or write them with semicolons between.";

/**
 * A label, its field and what it means.
 * @param {Input} input
 * @param {string} text
 */
export function fieldOf(input, text) {
  const id = `input-${input.name}`;
  /** @type {Record<string, string>} */
  const shape = input.series ? { rows: "2" } : { type: "text", inputmode: "decimal" };
  const field = element(input.series ? "textarea" : "input", { id, name: input.name, "aria-describedby": `${id}-note`, ...shape });
  /** @type {HTMLInputElement} */ (field).value = text;
  return element("div", { class: "atlas-field" },
    element("label", { for: id }, `${input.label} `, element("small", {}, input.unit)), field,
    element("small", { id: `${id}-note`, class: "atlas-note" }, input.series ? `${input.means}. ${SERIES_NOTE}` : input.means));
}
