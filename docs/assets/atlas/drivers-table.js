// @ts-check
/**
 * What moves the result: what one percent more of each input does, and what each alone would have to be for a target.
 *
 * The table below the calculator; drivers.js computes it, and is fetched when the table is first opened.
 */

import { element } from "./element.js";
import { readNumber, showChange, showNumber } from "./numbers.js";

/**
 * @typedef {import("./calculator.js").Formula} Formula
 * @typedef {import("./calculator.js").Outcome} Outcome
 * @typedef {import("./drivers.js").Driver} Driver
 */

export class DriversTable {
  /**
   * @param {HTMLDetailsElement} root
   * @param {(text: string) => void} aim called when a target is typed
   */
  constructor(root, aim) {
    this.root = root;
    this.target = /** @type {HTMLInputElement} */ (element("input", { id: "drivers-target", type: "text", inputmode: "decimal", autocomplete: "off" }));
    this.target.addEventListener("input", () => aim(this.target.value));
    this.unit = element("small", {});
    this.wrong = element("small", { class: "atlas-note", role: "status" });
    this.body = element("tbody", {});
    this.needed = element("th", { scope: "col" }, "Needed for the target");
    const head = element("tr", {}, element("th", { scope: "col" }, "Input"), element("th", { scope: "col" }, "1 % more moves it by"), this.needed);
    root.append(
      element("div", { class: "atlas-field" }, element("label", { for: "drivers-target" }, "Target ", this.unit), this.target, this.wrong),
      element("table", { class: "atlas-tool-table" }, element("caption", {}, "Each input alone, the others as they are"), element("thead", {}, head), this.body));
    /** @type {typeof import("./drivers.js").driversOf | null} */
    this.driversOf = null;
    this.again = () => {};
    root.addEventListener("toggle", () => root.open && this.fetch());
    if (root.open) this.fetch(); // opened before the script was there
  }

  /** @param {string} text the target to begin with */
  aim(text) {
    this.target.value = text;
    if (text) this.root.open = true;
  }

  fetch() {
    if (this.driversOf) return;
    import("./drivers.js").then((module) => {
      this.driversOf = module.driversOf;
      this.again();
    }).catch((error) => console.error("drivers:", error));
  }

  /**
   * @param {Formula} formula
   * @param {(inputs: Record<string, unknown>) => Outcome} compute
   * @param {Record<string, unknown>} inputs
   * @param {number | null} value the result; without one there is nothing to move
   */
  show(formula, compute, inputs, value) {
    this.again = () => this.show(formula, compute, inputs, value);
    const { value: target, wrong } = readNumber(this.target.value, formula.unit.kind);
    this.target.setAttribute("aria-invalid", String(wrong !== ""));
    this.wrong.textContent = wrong;
    this.root.hidden = value === null;
    if (value === null || !this.driversOf) return;
    this.unit.textContent = formula.unit.many;
    this.needed.hidden = target === null;
    const floor = new Set(formula.inputs.filter((input) => input.floor).map((input) => input.name));
    const given = /** @type {Record<string, number | number[]>} */ (inputs);
    const drivers = this.driversOf(compute, given, target, floor);
    this.body.replaceChildren(...drivers.map((driver) => row(driver, formula, value, target !== null)));
  }
}

/**
 * @param {Driver} driver
 * @param {Formula} formula
 * @param {number} value
 * @param {boolean} aimed
 */
function row({ input, elasticity, needed, change_percent: change, because }, formula, value, aimed) {
  const { unit } = formula;
  const label = formula.inputs.find(({ name }) => name === input)?.label ?? input;
  const moved = element("td", {}, elasticity === null ? "–" : `${showChange(elasticity)} %`);
  if (elasticity !== null) {
    const points = (elasticity * Math.abs(value)) / 100;
    moved.append(" ", element("small", {}, `${showChange(points)} ${unit.symbol === "%" ? "points" : unit.many}`));
  }
  const name = element("th", { scope: "row" }, label);
  if (because) name.append(element("small", { class: "atlas-note" }, because));
  if (!aimed) return element("tr", {}, name, moved);
  const way = change === null ? "" : `${showChange(change)} %`;
  const all = Array.isArray(needed) ? "each item " : "";
  const shown = needed === null ? "–" : Array.isArray(needed) ? "" : showNumber(needed);
  return element("tr", {}, name, moved, element("td", {}, shown, " ", element("small", {}, way && `${all}${way}`)));
}
