// @ts-check
/**
 * The standard formula and its variants side by side on the same inputs, with the spread between them.
 *
 * Asks for the inputs that the calculator above does not show; what is typed here holds there too.
 */

import { element } from "./element.js";
import { fieldOf } from "./input-fields.js";
import { showChange, showNumber } from "./numbers.js";
import { bandOf, rating, withUnit } from "./reading.js";

/**
 * @typedef {import("./calculator.js").Calculator} Calculator
 * @typedef {import("./calculator.js").Formula} Formula
 */

export class VariantsTable {
  /**
   * @param {HTMLDetailsElement} root
   * @param {Calculator} calculator
   */
  constructor(root, calculator) {
    this.root = root;
    this.calculator = calculator;
    this.fields = element("div", { class: "atlas-tool-fields" });
    this.body = element("tbody", {});
    this.spread = element("p", { "data-spread": "", role: "status" });
    const head = ["Formula", "Result", "Against the standard"].map((text) => element("th", { scope: "col" }, text));
    root.append(this.fields,
      element("table", { class: "atlas-tool-table" }, element("caption", {}, "All on the inputs above and here"), element("thead", {}, element("tr", {}, ...head)), this.body),
      this.spread);
    this.fields.addEventListener("input", (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      calculator.type(field.name, field.value);
    });
  }

  /** Fields for the inputs that the formula chosen above does not take. */
  ask() {
    const { kpi, formula } = this.calculator;
    const there = new Set(formula.inputs.map((input) => input.name));
    const more = new Map(kpi.formulas.flatMap(({ inputs }) => inputs.map((input) => [input.name, input])));
    this.fields.replaceChildren(
      ...[...more.values()].filter((input) => !there.has(input.name)).map((input) => fieldOf(input, this.calculator.textOf(input))));
  }

  show() {
    const { kpi } = this.calculator;
    const found = kpi.formulas.map((formula) => ({ formula, ...this.calculator.outcome(formula) }));
    const standard = found.find(({ formula }) => formula.variant === "");
    this.body.replaceChildren(...found.map(({ formula, value, because }) => {
      const result = element("td", {}, value === null ? because ?? "no result" : `${withUnit(value, formula.unit)} `);
      const band = value !== null && formula.banded ? bandOf(kpi.bands, value) : undefined;
      if (band) result.append(rating(band));
      const against = formula === standard?.formula ? "" : difference(standard?.value ?? null, value, formula);
      return element("tr", {}, element("th", { scope: "row" }, formula.variant || "Standard formula"), result, element("td", {}, against));
    }));
    const values = found.filter(({ formula }) => formula.banded).flatMap(({ value }) => (value === null ? [] : [value]));
    this.spread.textContent = values.length > 1 ? this.spreadOf(values) : "";
  }

  /** @param {number[]} values */
  spreadOf(values) {
    const low = Math.min(...values), high = Math.max(...values);
    const { unit } = this.calculator.kpi.formulas.find((formula) => formula.banded) ?? this.calculator.formula;
    const apart = unit.symbol === "%" ? `${showNumber(high - low)} percentage points` : withUnit(high - low, unit);
    return `From ${withUnit(low, unit)} to ${withUnit(high, unit)}: ${apart} between the ways to compute it.`;
  }
}

/**
 * @param {number | null} standard
 * @param {number | null} value
 * @param {Formula} formula
 */
function difference(standard, value, formula) {
  if (!formula.banded) return "another unit";
  if (standard === null || value === null) return "";
  const change = showChange(value - standard);
  return formula.unit.symbol === "%" ? `${change} points` : standard === 0 ? change : `${change} (${showChange(((value - standard) / Math.abs(standard)) * 100)} %)`;
}
