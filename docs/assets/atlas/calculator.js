// @ts-check
/**
 * The calculator of a KPI: typed numbers give the value, its band and its place on the charts at once.
 *
 * The formulas come from the module `formula.js` beside the page, which the formula language's JavaScript target wrote;
 * labels, bands and worked examples come from a block of JSON in the page, and the fields of the worked example stand in
 * the page already. Nothing that was typed leaves the page; it stands in the address, in a form that every language reads
 * alike. Below stand what moves the result (drivers-table.js) and the variants side by side (variants-table.js).
 */

import { DriversTable } from "./drivers-table.js";
import { element } from "./element.js";
import { fieldOf } from "./input-fields.js";
import { addressed, fromAddress, readNumber, readSeries, typed } from "./numbers.js";
import { bandOf, placeAmong, rating, withUnit } from "./reading.js";
import { VariantsTable } from "./variants-table.js";

/**
 * @typedef {{name: string, label: string, unit: string, kind: string, means: string, series: boolean, floor: boolean, example: number | number[]}} Input
 * @typedef {{one: string, many: string, symbol: string, kind: string}} Unit
 * @typedef {{variant: string, unit: Unit, banded: boolean, inputs: Input[]}} Formula
 * @typedef {{rating: string, meaning: string, atLeast: number | null, atMost: number | null}} Band
 * @typedef {{low: number, high: number, text: string}} Benchmark
 * @typedef {{name: string, direction: string, bands: Band[], benchmarks: Benchmark[], formulas: Formula[]}} Kpi
 * @typedef {{value: number | null, because: string | null}} Outcome
 * @typedef {Record<string, {compute: (inputs: Record<string, unknown>) => Outcome}>} Formulas
 * @typedef {{inputs: Record<string, number | number[] | null>, wrong: string}} Given
 */

// An input's name holds no hyphen, so that the target can stand beside the inputs in the address.
const TARGET = "target-value";

export class Calculator {
  /**
   * @param {HTMLElement} root
   * @param {Kpi} kpi
   * @param {Formulas} formulas
   */
  constructor(root, kpi, formulas) {
    this.root = root;
    this.kpi = kpi;
    this.formulas = formulas;
    this.form = /** @type {HTMLFormElement} */ (root.querySelector("[data-form]"));
    this.fields = /** @type {HTMLElement} */ (root.querySelector("[data-fields]"));
    this.result = /** @type {HTMLElement} */ (root.querySelector("[data-result]"));
    this.variant = /** @type {HTMLSelectElement | null} */ (root.querySelector("[data-variant]"));
    this.charts = [...document.querySelectorAll("svg[data-scale]")];
    /** @type {Map<string, string>} what was typed, kept when the formula changes */
    this.typed = new Map();
    const drivers = document.querySelector("details[data-drivers]");
    this.drivers = drivers instanceof HTMLDetailsElement ? new DriversTable(drivers, (text) => this.type(TARGET, text)) : null;
    const variants = document.querySelector("details[data-variants]");
    this.side = variants instanceof HTMLDetailsElement ? new VariantsTable(variants, this) : null;
  }

  start() {
    const given = new URLSearchParams(location.search);
    const series = new Map(this.kpi.formulas.flatMap(({ inputs }) => inputs.map((input) => [input.name, input.series])));
    for (const [name, value] of given) this.typed.set(name, fromAddress(value, series.get(name) ?? false));
    const wanted = given.get("variant");
    if (this.variant && wanted !== null && this.kpi.formulas.some((formula) => formula.variant === wanted)) this.variant.value = wanted;
    this.variant?.addEventListener("change", () => this.show(true));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      if (field !== /** @type {unknown} */ (this.variant)) this.type(field.name, field.value);
    });
    this.form.addEventListener("reset", () => {
      this.typed.clear();
      this.drivers?.aim("");
      setTimeout(() => this.show(true));
    });
    this.drivers?.aim(this.typed.get(TARGET) ?? "");
    this.show(false);
  }

  get formula() {
    const name = this.variant?.value ?? "";
    return this.kpi.formulas.find((formula) => formula.variant === name) ?? this.kpi.formulas[0];
  }

  /** @param {string} name @param {string} text */
  type(name, text) {
    this.typed.set(name, text);
    this.compute(true);
  }

  /** @param {Input} input the text of its field */
  textOf(input) {
    return this.typed.get(input.name) ?? typed(input.example);
  }

  /** @param {boolean} changed whether a person asked for it */
  show(changed) {
    this.fields.replaceChildren(...this.formula.inputs.map((input) => fieldOf(input, this.textOf(input))));
    this.side?.ask();
    this.compute(changed);
  }

  /**
   * The inputs of a formula, read from what stands in the fields; marks the fields that hold no number.
   * @param {Formula} formula
   * @returns {Given}
   */
  given(formula) {
    /** @type {Given} */
    const given = { inputs: {}, wrong: "" };
    for (const input of formula.inputs) {
      const text = this.textOf(input);
      const { value, wrong } = input.series ? readSeries(text, input.kind) : readNumber(text, input.kind);
      document.getElementById(`input-${input.name}`)?.setAttribute("aria-invalid", String(wrong !== ""));
      if (wrong) given.wrong ||= `${input.label}: ${wrong}`;
      given.inputs[input.name] = value;
    }
    return given;
  }

  /**
   * @param {Formula} formula
   * @returns {Outcome & Given}
   */
  outcome(formula) {
    const given = this.given(formula);
    const found = given.wrong ? { value: null, because: given.wrong } : this.formulas[formula.variant].compute(given.inputs);
    const because = found.because && !given.wrong ? labelled(found.because, formula) : found.because;
    return { ...given, value: found.value, because };
  }

  /** @param {boolean} changed */
  compute(changed) {
    const { value, because, inputs } = this.outcome(this.formula);
    this.answer(value, because);
    this.drivers?.show(this.formula, this.formulas[this.formula.variant].compute, inputs, value);
    this.side?.show();
    if (changed) this.remember();
  }

  /** @param {number | null} value @param {string | null} because */
  answer(value, because) {
    const banded = this.formula.banded;
    this.mark(banded ? value : null);
    if (value === null) {
      this.result.replaceChildren(element("p", { class: "atlas-undefined" }, because ?? "no result"));
      return;
    }
    const band = banded ? bandOf(this.kpi.bands, value) : undefined;
    const lines = [element("p", { class: "atlas-result-value" }, withUnit(value, this.formula.unit))];
    if (band) lines.push(element("p", {}, rating(band), ` ${band.meaning}`));
    const place = banded ? placeAmong(this.kpi.benchmarks, value) : "";
    if (place) lines.push(element("p", { class: "atlas-note" }, place));
    this.result.replaceChildren(...lines);
  }

  /** @param {number | null} value moves the markers of the charts */
  mark(value) {
    for (const chart of this.charts) {
      const marker = chart.querySelector("[data-marker]");
      if (!(chart instanceof SVGElement) || !marker) continue;
      const { low, high, left, right } = /** @type {Record<string, string>} */ (chart.dataset);
      marker.toggleAttribute("hidden", value === null);
      if (value === null) continue;
      const share = Math.min(1, Math.max(0, (value - Number(low)) / (Number(high) - Number(low))));
      marker.setAttribute("transform", `translate(${Number(left) + share * (Number(right) - Number(left))} 0)`);
    }
  }

  /** Keep what was typed in the address, as plain numbers; what is no number is not kept. */
  remember() {
    const query = new URLSearchParams();
    if (this.variant?.value) query.set("variant", this.variant.value);
    const inputs = new Map(this.kpi.formulas.flatMap((formula) => formula.inputs.map((input) => [input.name, input])));
    for (const [name, text] of this.typed) {
      const input = inputs.get(name);
      const kind = input?.kind ?? this.formula.unit.kind;
      if (!input && (name !== TARGET || text === "")) continue;
      const { value, wrong } = input?.series ? readSeries(text, kind) : readNumber(text, kind);
      if (!wrong) query.set(name, addressed(value));
    }
    const text = query.toString();
    history.replaceState(history.state, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
  }
}

/**
 * @param {string} because a reason, with the labels of inputs in place of their names
 * @param {Formula} formula
 */
function labelled(because, formula) {
  const labels = new Map(formula.inputs.map((input) => [input.name, input.label]));
  return because.replace(/[a-z][a-z0-9_]*/g, (word) => labels.get(word) ?? word);
}

for (const root of document.querySelectorAll("[data-calculator]")) {
  if (!(root instanceof HTMLElement) || !root.dataset.module) continue;
  const kpi = JSON.parse(root.querySelector("[data-kpi]")?.textContent ?? "{}");
  import(new URL(root.dataset.module, document.baseURI).href)
    .then(({ formulas }) => {
      kpi.formulas = kpi.formulas.filter((/** @type {Formula} */ formula) => formula.variant in formulas);
      if (kpi.formulas.length > 0) new Calculator(root, kpi, formulas).start();
    })
    .catch((error) => console.error("calculator:", error));
}
