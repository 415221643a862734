// @ts-check
/**
 * From a template and the catalogue to a scorecard: references followed, weights shared, inputs gathered. The same as
 * tools/kpiatlas/scorecard/build.py and gather.py; a test holds the workbooks of both equal.
 */

import { unitText } from "../compare-rows.js";
import { BANDS, BASELINE_TO_TARGET, EXCELLENT, FAIR, GOOD, LEVELS, PERCENT_OF_TARGET, POOR, TARGET } from "./judging.js";
import { periodLabels } from "./periods.js";

/**
 * @typedef {import("./judging.js").Band} Band
 * @typedef {{kpi: string, variant?: string, weight?: number, target?: number, targets?: Record<string, number>, baseline?: number,
 *   owner?: string, data_source?: string, status_by?: string, levels?: Record<string, number>, thresholds?: Band[], note?: string}} SaidLine
 * @typedef {{title: string, objective?: string, weight?: number, kpis: SaidLine[]}} SaidGroup
 * @typedef {{id: string, title: string, purpose: string, audience: string, cadence: string, groups: SaidGroup[], industries?: string[]}} Template
 * @typedef {number | number[]} Figure
 * @typedef {{label: string, unit: string, means: string, kind?: string}} Input
 * @typedef {{inputs: Record<string, Figure>, result: number}} Example
 * @typedef {{name: string, expression: string, text?: string, unit?: string, inputs?: Record<string, Input>, example: Example}} Variant
 * @typedef {{id: string, path: string, name: string, unit: string, direction: string, type: string, frequency: string, perspective: string,
 *   definition: string, standard_formula: {text: string, expression: string, inputs: Record<string, Input>, example: Example, variants?: Variant[]},
 *   interpretation: {reading: string, bands?: Band[]}, pitfalls: {mistake: string, consequence: string}[],
 *   deprecated?: {since: string, because: string, replaced_by: string}}} Kpi
 * @typedef {{text: string, excel: string, names: string[], series: string[], fingerprint: string}} Formula
 * @typedef {{content_hash: string, counter_weights: string[], formulas: Record<string, Formula>}} Formulas
 * @typedef {(inputs: Record<string, Figure | null>) => {value: number | null}} Compute
 * @typedef {{singular: string, plural: string, kind: string, dimension?: string}} Unit
 * @typedef {{kpis: Map<string, Kpi>, formulas: Map<string, Formulas>, compute: Map<string, Record<string, {compute: Compute}>>,
 *   taxonomy: {functions: any, industries: any, units: Record<string, Unit>}, program: string, version: string, commit: string}} Catalogue
 * @typedef {{said: SaidLine, kpi: Kpi, variant: Variant | null, formula: Formula, inputs: Record<string, string>, unit: string,
 *   unitText: string, unitKind: string, weight: number, bands: Band[], rule: string, byPercent: boolean, name: string, words: string,
 *   direction: string, hash: string, example: Record<string, Figure>, declared: Record<string, Input>, compute: Compute | null}} Line
 * @typedef {{title: string, objective: string, lines: Line[], weight: number, saidWeight: number | undefined}} Group
 * @typedef {{key: string, name: string, label: string, unit: string, unitText: string, unitKind: string, isSeries: boolean,
 *   means: string[], usedBy: string[], neverNegative: boolean}} InputRow
 * @typedef {{template: Template, groups: Group[], lines: Line[], inputs: InputRow[], periods: string[], current: number, madeOn: string,
 *   program: string, version: string, commit: string, site: string, figures: Map<string, (Figure | null)[]>, filledWith: string,
 *   actuals: (number | null)[][]}} Card
 */

/** A scorecard that cannot be made, with the reason for people. */
export class ScorecardError extends Error {}

/**
 * @param {Template} template
 * @param {Catalogue} catalogue
 * @param {{today: string, periods?: number, site?: string}} how `today` reads 2026-11-22
 * @returns {Card}
 */
export function build(template, catalogue, { today, periods = 12, site = "" }) {
  const weights = sharedWeights(template.groups.map(({ weight }) => weight));
  const groups = template.groups.map((said, at) => groupOf(said, weights[at], catalogue));
  const lines = groups.flatMap((group) => group.lines);
  const labels = periodLabels(template.cadence, today, periods);
  const { program, version, commit } = catalogue;
  const card = {
    template, groups, lines, inputs: gather(lines, catalogue), periods: labels, current: labels.length - 1, madeOn: today,
    program, version, commit, site, figures: new Map(), filledWith: "nothing", actuals: lines.map(() => labels.map(() => null)),
  };
  return card;
}

/** The same scorecard with figures, and what they give. @param {Card} card @param {Map<string, (Figure | null)[]>} figures @param {string} filledWith @returns {Card} */
export function filled(card, figures, filledWith) {
  const actuals = card.lines.map((line) => card.periods.map((_, period) => valueOf(line, (key) => figures.get(key)?.[period] ?? null)));
  return { ...card, figures, filledWith, actuals };
}

/** What a line's formula gives. @param {Line} line @param {(key: string) => Figure | null} figure @returns {number | null} */
export function valueOf(line, figure) {
  if (!line.compute) return null;
  return line.compute(Object.fromEntries(Object.entries(line.inputs).map(([name, key]) => [name, figure(key)]))).value;
}

/** Weights in percent: those given as they are, what they leave of 100 shared equally among the others. @param {(number | undefined)[]} given */
export function sharedWeights(given) {
  const left = Math.max(0, 100 - given.reduce((/** @type {number} */ sum, weight) => sum + (weight ?? 0), 0));
  const share = left / Math.max(1, given.filter((weight) => weight === undefined).length);
  return given.map((weight) => weight ?? share);
}

/** @param {SaidGroup} said @param {number} weight @param {Catalogue} catalogue @returns {Group} */
function groupOf(said, weight, catalogue) {
  const weights = sharedWeights(said.kpis.map((line) => line.weight));
  const lines = said.kpis.map((line, at) => lineOf(line, weights[at], catalogue));
  return { title: said.title, objective: said.objective ?? "", lines, weight, saidWeight: said.weight };
}

/** @param {SaidLine} said @param {number} weight @param {Catalogue} catalogue @returns {Line} */
function lineOf(said, weight, catalogue) {
  const kpi = catalogue.kpis.get(said.kpi), known = catalogue.formulas.get(said.kpi);
  if (!kpi || !known) throw new ScorecardError(`There is no KPI “${said.kpi}”.`);
  const standard = kpi.standard_formula;
  const variant = said.variant ? standard.variants?.find(({ name }) => name === said.variant) ?? null : null;
  if (said.variant && !variant) throw new ScorecardError(`${kpi.name} has no variant “${said.variant}”.`);
  const formula = known.formulas[said.variant ?? ""];
  if (!formula) throw new ScorecardError(`A workbook cannot compute the formula of ${kpi.name}.`);
  const unit = variant?.unit || kpi.unit;
  const bands = said.status_by ? levelBands(said) : said.thresholds ?? (unit === kpi.unit ? kpi.interpretation.bands ?? [] : []);
  const rule = said.status_by || (bands.length ? BANDS : kpi.direction !== "range" ? TARGET : "");
  return {
    said, kpi, variant, formula, inputs: {}, unit, unitText: unitText(unit, catalogue.taxonomy), unitKind: unitKind(unit, catalogue), weight, bands, rule,
    byPercent: rule === PERCENT_OF_TARGET || rule === BASELINE_TO_TARGET, name: variant ? `${kpi.name} (${variant.name})` : kpi.name,
    words: variant ? variant.text || variant.expression : standard.text, direction: kpi.direction, hash: known.content_hash,
    example: (variant ?? standard).example.inputs, declared: { ...standard.inputs, ...variant?.inputs },
    compute: catalogue.compute.get(said.kpi)?.[said.variant ?? ""]?.compute ?? null,
  };
}

/** @param {string} unit @param {Catalogue} catalogue */
function unitKind(unit, catalogue) {
  return catalogue.taxonomy.units[unit.split("/")[0].split("*")[0]]?.kind ?? "counted";
}

/** The bands over the percent that a rule by percent judges, best first. @param {SaidLine} said @returns {Band[]} */
function levelBands(said) {
  /** @type {Record<string, number>} */
  const levels = { ...LEVELS, ...said.levels };
  const says = said.status_by === PERCENT_OF_TARGET
    ? (/** @type {number} */ level) => `${general(level)} % of the target or more; 100 % is the target, above it is better.`
    : (/** @type {number} */ level) => `${general(level)} % or more of the way from baseline to target.`;
  const bands = [EXCELLENT, GOOD, FAIR].filter((rating) => rating in levels);
  return [...bands.map((rating) => ({ rating, meaning: says(levels[rating]), at_least: levels[rating] })), { rating: POOR, meaning: "Less than that." }];
}

/** A number with six digits at most, as Python's `:g` writes it. @param {number} value */
export function general(value) {
  if (value === 0) return "0";
  const [digits, power] = value.toExponential(5).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6) {
    const plain = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
    return `${plain}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const text = value.toFixed(Math.max(0, 5 - exponent));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

const NET = "greenhouse-gas";

/**
 * The distinct inputs in the order of first use; every line is pointed at them. The same name with another unit or kind
 * is another input, whose key carries a number.
 * @param {Line[]} lines @param {Catalogue} catalogue @returns {InputRow[]}
 */
function gather(lines, catalogue) {
  /** @type {Map<string, {key: string, name: string, input: Input, means: Map<string, string>, usedBy: string[]}>} */
  const needs = new Map();
  for (const line of lines) {
    for (const name of line.formula.names) {
      const input = line.declared[name];
      const identity = JSON.stringify([name, input.unit, input.kind ?? "number"]);
      const need = needs.get(identity) ?? { key: freeKey(name, new Set([...needs.values()].map(({ key }) => key))), name, input, means: new Map(), usedBy: /** @type {string[]} */ ([]) };
      needs.set(identity, need);
      if (!need.means.has(input.means)) need.means.set(input.means, line.kpi.name);
      if (!need.usedBy.includes(line.name)) need.usedBy.push(line.name);
      line.inputs[name] = need.key;
    }
  }
  const { units } = catalogue.taxonomy;
  return [...needs.values()].map(({ key, name, input, means, usedBy }) => ({
    key, name, label: input.label, unit: input.unit, unitText: unitText(input.unit, catalogue.taxonomy), unitKind: unitKind(input.unit, catalogue),
    isSeries: input.kind === "series", usedBy,
    means: means.size === 1 ? [...means.keys()] : [...means].map(([text, kpi]) => `${kpi}: ${text}`),
    neverNegative: input.unit.split(/[/*]/).every((part) => countsUp(units[part])),
  }));
}

/** Whether there can be no less than none of it: things, time and matter, but not money, points or percent. @param {Unit | undefined} unit */
function countsUp(unit) {
  return unit !== undefined && (["counted", "time"].includes(unit.kind) || (unit.kind === "physical" && unit.dimension !== NET));
}

/** @param {string} name @param {Set<string>} taken */
function freeKey(name, taken) {
  let key = name;
  for (let number = 2; taken.has(key); number++) key = `${name}_${number}`;
  return key;
}
