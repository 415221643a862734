// @ts-check
/**
 * A scorecard as CSV, a row for each KPI, and as JSON, the whole model: as tools/kpiatlas/scorecard/csv.py and json.py.
 */

import { scores, standing, targetOf } from "./judging.js";
import { templateData } from "./template-file.js";
import { couldBeFormula } from "./worksheet.js";

/**
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./model.js").Line} Line
 */

const COLUMNS = [
  "group", "objective", "group_weight", "kpi", "name", "variant", "unit", "direction", "weight", "baseline", "owner", "data_source", "formula", "expression",
  "inputs", "input_labels", "note", "status_by", "period", "actual", "previous", "target", "variance", "percent_of_target", "status", "trend", "score",
];

/** Names that a sheet would read as a cell. */
const TAKEN = /^([a-z]{1,3}[0-9]+|r[0-9]*|c[0-9]*|r[0-9]*c[0-9]*|true|false)$/;

/** The text of the CSV file. @param {Card} card */
export function csvText(card) {
  const labels = new Map(card.inputs.map(({ key, label }) => [key, label]));
  let place = 0;
  const rows = card.groups.flatMap((group) => group.lines.map((line) => {
    const now = standing(card, place++, card.current), keys = Object.values(line.inputs);
    return [
      group.title, group.objective, group.weight, line.kpi.id, line.name, line.variant?.name, line.unit, line.direction, line.weight, line.said.baseline,
      line.said.owner, line.said.data_source, line.words, line.formula.text, keys.join("; "), keys.map((key) => labels.get(key)).join("; "), line.said.note,
      line.rule, card.periods[card.current], now.actual, now.previous, now.target, now.variance, now.percent_of_target, now.status, now.trend, now.score,
    ];
  }));
  return [COLUMNS, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/** @param {string | number | null | undefined} value */
function field(value) {
  if (typeof value === "number") return String(value);
  const text = value && couldBeFormula(value) ? `'${value}` : value ?? "";
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The scorecard as dicts and lists. @param {Card} card */
export function asData(card) {
  const { template, periods, current } = card, { groups, total } = scores(card, current);
  let place = 0;
  return {
    id: template.id, title: template.title, purpose: template.purpose, audience: template.audience, cadence: template.cadence, made_on: card.madeOn,
    catalogue_version: card.version, filled_with: card.filledWith, commit: card.commit, periods, period: periods[current], score: total,
    groups: card.groups.map(({ title, objective, weight, lines }, at) => ({
      title, objective, weight, score: groups[at], kpis: lines.map((line) => lineData(card, line, place++)),
    })),
    inputs: card.inputs.map((row) => ({
      key: row.key, name: row.name, label: row.label, unit: row.unit, kind: row.isSeries ? "series" : "number", means: row.means, used_by: row.usedBy,
      figures: periods.map((_, period) => card.figures.get(row.key)?.[period] ?? null),
    })),
    template: templateData(template),
  };
}

/** @param {Card} card @param {Line} line @param {number} place */
function lineData(card, line, place) {
  const excel = line.formula.excel.replace(/\{([^{}]*)\}/g, (_, name) => (TAKEN.test(name.replace(/_+$/, "")) ? `${name}_` : name));
  return {
    kpi: line.kpi.id, name: line.name, variant: line.variant?.name ?? null, unit: line.unit, direction: line.direction, weight: line.weight,
    targets: card.periods.map((period) => targetOf(line, period)), baseline: line.said.baseline ?? null, owner: line.said.owner ?? "",
    data_source: line.said.data_source ?? "", note: line.said.note ?? "", status_by: line.rule,
    bands: line.bands.map((band) => ({ at_least: band.at_least ?? null, at_most: band.at_most ?? null, rating: band.rating, meaning: band.meaning })),
    formula: { words: line.words, text: line.formula.text, excel }, inputs: line.inputs, fingerprint: line.formula.fingerprint,
    content_hash: line.hash, actuals: card.actuals[place], standing: standing(card, place, card.current),
  };
}
