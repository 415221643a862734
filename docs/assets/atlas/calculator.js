// @ts-check
/**
 * The calculator of a KPI: typed numbers give the value, its band and its place on the chart at once.
 *
 * The formulas come from the module `formula.js` beside the page, which the formula language's JavaScript target wrote;
 * labels, bands and worked examples come from a block of JSON in the page. Nothing that was typed leaves the page; it
 * stands in the address, so that a computation can be shared. Below stands what moves the result (drivers.js), and what
 * each input alone would have to be for a target.
 */

/**
 * @typedef {{name: string, label: string, unit: string, means: string, series: boolean, floor: boolean, example: number | number[]}} Input
 * @typedef {{variant: string, unit: {one: string, many: string, symbol: string}, banded: boolean, inputs: Input[]}} Formula
 * @typedef {{rating: string, meaning: string, atLeast: number | null, atMost: number | null}} Band
 * @typedef {{name: string, direction: string, bands: Band[], benchmarks: {value: number, text: string}[], formulas: Formula[]}} Kpi
 * @typedef {{value: number | null, because: string | null}} Outcome
 * @typedef {Record<string, {compute: (inputs: Record<string, unknown>) => Outcome}>} Formulas
 * @typedef {import("./drivers.js").Driver} Driver
 */

const locale = navigator.language || "en";
const parts = new Intl.NumberFormat(locale).formatToParts(1234567.5);
const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
const group = parts.find((part) => part.type === "group")?.value ?? ",";

/**
 * A number as a person types it: grouped, with a currency sign or a percent sign, in the reader's own way or plainly.
 * @param {string} text
 * @returns {number | null | undefined} null where nothing is typed, undefined where it is not a number
 */
export function readNumber(text) {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, "").replace(/^([-+]?)\p{Sc}/u, "$1").replace(/(\p{Sc}|%)$/u, "");
  if (bare === "") return text.trim() === "" ? null : undefined;
  const local = decimal === "," ? grouped(bare, ".", ",") : grouped(bare, ",", ".");
  const value = Number(local ?? bare);
  return Number.isFinite(value) && /\d/.test(bare) && !/^[-+]?0[xob]/i.test(bare) ? value : undefined;
}

/**
 * @param {string} text
 * @param {string} separator between thousands
 * @param {string} point before decimals
 * @returns {string | null} the number in plain form, or null where the separators do not stand where they must
 */
function grouped(text, separator, point) {
  const sep = separator === "." ? "\\." : separator;
  const dot = point === "." ? "\\." : point;
  const shape = new RegExp(`^[-+]?(\\d{1,3}(${sep}\\d{3})+|\\d+)?(${dot}\\d*)?(e[-+]?\\d+)?$`, "i");
  return shape.test(text) ? text.replaceAll(separator, "").replace(point, ".") : null;
}

/**
 * @param {string} text items between semicolons, blanks or lines, and between commas where the reader's comma is no decimal sign
 * @returns {number[] | null | undefined}
 */
export function readSeries(text) {
  const items = text.split(decimal === "," ? /[;\s]+/ : /[;,\s]+/).filter((item) => item !== "");
  if (items.length === 0) return null;
  const numbers = items.map(readNumber);
  return numbers.every((number) => typeof number === "number") ? /** @type {number[]} */ (numbers) : undefined;
}

/** @param {number} value */
export function showNumber(value) {
  const size = Math.abs(value);
  const options = size !== 0 && size < 0.01 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: size < 10 ? 3 : 2 };
  return new Intl.NumberFormat(locale, options).format(value);
}

/** @param {number} value a change with its sign */
function showChange(value) {
  return `${value > 0 ? "+" : ""}${showNumber(Number(value.toPrecision(3)))}`;
}

// An input's name holds no hyphen, so that the target can stand beside the inputs in the address.
const TARGET = "target-value";

/** @param {number | number[]} value as it stands in a field */
function typed(value) {
  if (Array.isArray(value)) return value.map(typed).join("; ");
  return String(value).replace(".", decimal);
}

/**
 * @param {Band[]} bands
 * @param {number} value
 */
function bandOf(bands, value) {
  const near = Math.abs(value) < 1e12 ? Math.round(value * 1e9) / 1e9 : value; // to nine decimals, as on the command line
  return bands.find((band) => (band.atLeast === null || near >= band.atLeast) && (band.atMost === null || near <= band.atMost));
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class Calculator {
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
    this.charts = [...document.querySelectorAll("svg.atlas-bands")];
    /** @type {Record<string, string>} what was typed, kept when the formula changes */
    this.typed = {};
    this.drivers = new DriversTable(this.root, (text) => {
      this.typed[TARGET] = text;
      this.compute(true);
    });
  }

  start() {
    const given = new URLSearchParams(location.search);
    for (const [name, value] of given) this.typed[name] = value.slice(0, 2000);
    const wanted = given.get("variant");
    if (this.variant && wanted !== null && this.kpi.formulas.some((formula) => formula.variant === wanted)) this.variant.value = wanted;
    this.variant?.addEventListener("change", () => this.show(true));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => {
      if (event.target === this.variant) return;
      const field = /** @type {HTMLInputElement} */ (event.target);
      this.typed[field.name] = field.value;
      this.compute(true);
    });
    this.form.addEventListener("reset", () => {
      this.typed = {};
      this.drivers.target.value = "";
      setTimeout(() => this.show(true));
    });
    this.form.hidden = this.result.hidden = false;
    this.drivers.target.value = this.typed[TARGET] ?? "";
    const fallback = this.root.querySelector("[data-no-script]");
    if (fallback instanceof HTMLElement) fallback.hidden = true;
    this.show(false);
  }

  get formula() {
    const name = this.variant?.value ?? "";
    return this.kpi.formulas.find((formula) => formula.variant === name) ?? this.kpi.formulas[0];
  }

  /** @param {boolean} changed whether a person asked for it */
  show(changed) {
    this.fields.replaceChildren(...this.formula.inputs.map((input) => this.field(input)));
    this.compute(changed);
  }

  /** @param {Input} input */
  field(input) {
    const id = `input-${this.kpi.name}-${input.name}`.replace(/[^a-zA-Z0-9]+/g, "-");
    const field = element(input.series ? "textarea" : "input", {
      id, name: input.name, "aria-describedby": `${id}-note`, ...(input.series ? { rows: "2" } : { type: "text", inputmode: "decimal" }),
    });
    /** @type {HTMLInputElement} */ (field).value = this.typed[input.name] ?? typed(input.example);
    const note = input.series ? `${input.means}. Several values, separated by ${decimal === "," ? "semicolons" : "commas"}.` : input.means;
    return element("div", { class: "atlas-field" },
      element("label", { for: id }, `${input.label} `, element("small", {}, input.unit)), field,
      element("small", { id: `${id}-note`, class: "atlas-note" }, note));
  }

  /** @param {boolean} changed */
  compute(changed) {
    /** @type {Record<string, unknown>} */
    const inputs = {};
    let wrong = "";
    for (const input of this.formula.inputs) {
      const field = /** @type {HTMLInputElement} */ (this.form.elements.namedItem(input.name));
      const value = input.series ? readSeries(field.value) : readNumber(field.value);
      field.setAttribute("aria-invalid", String(value === undefined));
      if (value === undefined) wrong ||= `${input.label}: “${field.value.slice(0, 40)}” is not ${input.series ? "a list of numbers" : "a number"}`;
      inputs[input.name] = value;
    }
    const outcome = wrong ? { value: null, because: wrong } : this.formulas[this.formula.variant].compute(inputs);
    this.answer(outcome);
    this.drivers.show(this.formula, this.formulas[this.formula.variant].compute, inputs, outcome.value);
    if (changed) this.remember();
  }

  /** @param {Outcome} outcome */
  answer({ value, because }) {
    if (value === null) {
      this.result.replaceChildren(element("p", { class: "atlas-undefined" }, this.labelled(because ?? "no result")));
      this.mark(null);
      return;
    }
    const { one, many, symbol } = this.formula.unit;
    const shown = `${showNumber(value)} ${symbol || (value === 1 ? one : many)}`;
    const band = this.formula.banded ? bandOf(this.kpi.bands, value) : undefined;
    const lines = [element("p", { class: "atlas-result-value" }, shown)];
    if (band) {
      lines.push(element("p", {}, element("span", { class: `atlas-rating atlas-${band.rating}`, "data-band": "" }, band.rating), ` ${band.meaning}`));
    }
    const place = this.formula.banded ? this.place(value) : "";
    if (place) lines.push(element("p", { class: "atlas-note" }, place));
    this.result.replaceChildren(...lines);
    this.mark(this.formula.banded ? value : null);
  }

  /** @param {string} because the reason, with the labels of inputs in place of their names */
  labelled(because) {
    const labels = new Map(this.formula.inputs.map((input) => [input.name, input.label]));
    return because.replace(/[a-z][a-z0-9_]*/g, (word) => labels.get(word) ?? word);
  }

  /** @param {number} value where it lies among the benchmarks */
  place(value) {
    const { benchmarks } = this.kpi;
    if (benchmarks.length === 0) return "";
    const nearest = benchmarks.reduce((best, row) => (Math.abs(row.value - value) < Math.abs(best.value - value) ? row : best));
    const side = value > nearest.value ? "above" : value < nearest.value ? "below" : "equal to";
    return `${side[0].toUpperCase()}${side.slice(1)} the nearest benchmark: ${nearest.text}.`;
  }

  /** @param {number | null} value moves the marker of the charts */
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

  /** Keep what was typed in the address. */
  remember() {
    const query = new URLSearchParams();
    if (this.variant?.value) query.set("variant", this.variant.value);
    for (const input of this.formula.inputs) {
      const value = this.typed[input.name];
      if (value !== undefined) query.set(input.name, value);
    }
    if (this.typed[TARGET]) query.set(TARGET, this.typed[TARGET]);
    const text = query.toString();
    history.replaceState(history.state, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
  }
}

/** The small table below the result: what one percent more of each input does, and what it takes to reach a target. */
class DriversTable {
  /**
   * @param {HTMLElement} root
   * @param {(text: string) => void} aim called when a target is typed
   */
  constructor(root, aim) {
    const id = `${root.querySelector("[id]")?.id ?? "calculator"}-target`;
    this.target = /** @type {HTMLInputElement} */ (element("input", { id, type: "text", inputmode: "decimal", autocomplete: "off" }));
    this.target.addEventListener("input", () => aim(this.target.value));
    this.unit = element("small", {});
    this.body = element("tbody", {});
    this.needed = element("th", { scope: "col" }, "Needed for the target");
    const head = element("tr", {}, element("th", { scope: "col" }, "Input"), element("th", { scope: "col" }, "1 % more moves it by"), this.needed);
    const table = element("table", { class: "atlas-drivers-table" }, element("caption", {}, "What moves it, each input alone"), element("thead", {}, head), this.body);
    this.section = element("div", { class: "atlas-drivers", "data-drivers": "" },
      element("div", { class: "atlas-field" }, element("label", { for: id }, "Target ", this.unit), this.target), table);
    this.section.hidden = true;
    root.append(this.section);
    /** @type {typeof import("./drivers.js").driversOf | null} */
    this.driversOf = null;
    this.waiting = () => {};
    import("./drivers.js").then((module) => {
      this.driversOf = module.driversOf;
      this.waiting();
    }).catch((error) => console.error("drivers:", error));
  }

  /**
   * @param {Formula} formula
   * @param {(inputs: Record<string, unknown>) => Outcome} compute
   * @param {Record<string, unknown>} inputs
   * @param {number | null} value the result; without one there is nothing to move
   */
  show(formula, compute, inputs, value) {
    this.waiting = () => this.show(formula, compute, inputs, value);
    const target = readNumber(this.target.value);
    this.target.setAttribute("aria-invalid", String(target === undefined));
    this.section.hidden = value === null || !this.driversOf;
    if (value === null || !this.driversOf) return;
    this.unit.textContent = formula.unit.many;
    this.needed.hidden = typeof target !== "number";
    const floor = new Set(formula.inputs.filter((input) => input.floor).map((input) => input.name));
    const given = /** @type {Record<string, number | number[]>} */ (inputs);
    const drivers = this.driversOf(compute, given, target ?? null, floor);
    this.body.replaceChildren(...drivers.map((driver) => this.row(driver, formula, value, typeof target === "number")));
  }

  /**
   * @param {Driver} driver
   * @param {Formula} formula
   * @param {number} value
   * @param {boolean} aimed
   */
  row({ input, elasticity, needed, change_percent: change, because }, formula, value, aimed) {
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
