// @ts-check
/**
 * A scorecard as its own file, in the order that tools/kpiatlas/scorecard/template_file.py has; what is not said is left
 * out. JSON is YAML, so `kpi scorecard export` takes what is written here.
 */

/**
 * @typedef {import("./model.js").Template} Template
 * @typedef {import("./model.js").SaidGroup} SaidGroup
 * @typedef {import("./model.js").SaidLine} SaidLine
 */

const LINE = ["kpi", "variant", "weight", "target", "targets", "baseline", "owner", "data_source", "status_by", "levels", "thresholds", "note"];
const BAND = ["rating", "meaning", "at_least", "at_most"];

/** The fields that say something, in order. @param {any} thing @param {string[]} order @returns {Record<string, any>} */
function said(thing, order) {
  return Object.fromEntries(order.filter((key) => !silent(thing[key])).map((key) => [key, thing[key]]));
}

/** @param {any} value */
function silent(value) {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A line as its file says it. @param {SaidLine} line */
export function lineData(line) {
  const data = said(line, LINE);
  if (data.thresholds) data.thresholds = data.thresholds.map((/** @type {any} */ band) => said(band, BAND));
  return data;
}

/** A group as its file says it, without its lines. @param {SaidGroup} group */
export function groupData(group) {
  return said(group, ["title", "objective", "weight"]);
}

/** The template as its file says it. @param {Template} template */
export function templateData(template) {
  const groups = template.groups.map((group) => ({ ...groupData(group), kpis: group.kpis.map(lineData) }));
  return said({ ...template, groups }, ["title", "purpose", "audience", "cadence", "groups", "industries"]);
}

/** Data as JSON in one line, with a blank after each comma and colon as Python writes it. @param {any} value @returns {string} */
export function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (value !== null && typeof value === "object") return `{${Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${written(part)}`).join(", ")}}`;
  return typeof value === "number" ? numberText(value) : JSON.stringify(value);
}

/** A number as Python's JSON has it: what is smaller than 0.0001 with a power of ten. @param {number} value */
function numberText(value) {
  if (value === 0 || Math.abs(value) >= 1e-4) return JSON.stringify(value);
  return value.toExponential().replace(/-(\d)$/, "-0$1");
}

/** The text of the scorecard's file: YAML in which every text is in quotes. @param {Template} template */
export function toYaml(template) {
  return `${lines(templateData(template), "").join("\n")}\n`;
}

/** @param {Record<string, any>} data @param {string} indent @returns {string[]} */
function lines(data, indent) {
  return Object.entries(data).flatMap(([key, value]) => {
    if (!Array.isArray(value) || typeof value[0] !== "object") return [`${indent}${key}: ${safe(written(value))}`];
    const items = value.flatMap((item) => {
      const [first, ...rest] = lines(item, `${indent}    `);
      return [`${indent}  - ${first.trimStart()}`, ...rest];
    });
    return [`${indent}${key}:`, ...items];
  });
}

/** JSON as YAML reads it too: no sign that is a line break there, and a point in numbers that have a power of ten. @param {string} json */
function safe(json) {
  const escaped = json.replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return escaped.replace(/^(-?\d+)e/, "$1.0e");
}
