// @ts-check
/**
 * What a careful reader would say of a scorecard: warnings, never refusals. The same words as
 * tools/kpiatlas/scorecard/advice.py; a test asks both about the same scorecards.
 */

import { BASELINE_TO_TARGET, EXCELLENT, FAIR, GOOD, targetOf, varianceOf } from "./judging.js";
import { general } from "./model.js";

/**
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./model.js").Line} Line
 * @typedef {import("./model.js").Catalogue} Catalogue
 * @typedef {{message: string, field: (string | number)[], hint: string}} Warning
 */

const MOST_KPIS = 25, MOST_IN_A_GROUP = 3;
const SPANS = ["intraday", "daily", "weekly", "monthly", "quarterly", "yearly"];

/** The warnings, those of the whole first. @param {Card} card @param {Catalogue} catalogue @returns {Warning[]} */
export function warnings(card, catalogue) {
  return [...whole(card), ...counterWeights(card, catalogue), ...groups(card), ...lines(card)];
}

/** @param {Card} card @returns {Warning[]} */
function whole({ lines: all, groups: held, template }) {
  /** @type {Warning[]} */
  const found = [];
  const field = ["groups"];
  if (all.length > MOST_KPIS) found.push({ message: `${all.length} KPIs; more than ${MOST_KPIS} are not steered by`, field, hint: "keep what leads to a decision" });
  if (!all.some(({ kpi }) => kpi.type === "leading")) {
    found.push({ message: "no leading KPI: all of them tell what has happened already", field, hint: "add one that moves first" });
  }
  all.forEach((one, at) => {
    for (const other of all.slice(at + 1)) {
      if (alike(one, other)) found.push({ message: `"${one.name}" and "${other.name}" are computed from the same inputs`, field, hint: "one may do" });
    }
  });
  const slow = all.filter(({ kpi }) => SPANS.indexOf(kpi.frequency) > SPANS.indexOf(template.cadence));
  if (slow.length) {
    const names = [...new Set(slow.map(({ kpi }) => `${kpi.id} (${kpi.frequency})`))].sort().join(", ");
    const message = `mixed frequencies: ${names} on a ${template.cadence} scorecard`;
    found.push({ message, field: ["cadence"], hint: "their columns stay blank in between, or repeat" });
  }
  return [...found, ...sum(held.map(({ weight }) => weight), "the groups' weights", field)];
}

/** The same inputs, all of them: churn and retention, or one KPI twice. @param {Line} one @param {Line} other */
function alike(one, other) {
  const mine = new Set(Object.values(one.inputs)), theirs = new Set(Object.values(other.inputs));
  return mine.size === theirs.size && [...mine].every((key) => theirs.has(key));
}

/** @param {number[]} weights @param {string} whose @param {(string | number)[]} field @returns {Warning[]} */
function sum(weights, whose, field) {
  const total = weights.reduce((so, weight) => so + weight, 0);
  if (Math.abs(total - 100) <= 1e-6) return [];
  return [{ message: `${whose} add up to ${general(total)}, not to 100`, field, hint: "scores are divided by what they add up to" }];
}

/** KPIs whose betterment may cost another that their record names, where none of these is there. @param {Card} card @param {Catalogue} catalogue @returns {Warning[]} */
function counterWeights({ lines: all }, catalogue) {
  const held = new Set(all.map(({ kpi }) => kpi.id));
  return [...held].flatMap((id) => {
    const cost = catalogue.formulas.get(id)?.counter_weights ?? [];
    if (cost.length === 0 || cost.some((other) => held.has(other))) return [];
    return [{ message: `no counter-weight for ${id}`, field: ["groups"], hint: `bettering it may cost ${cost.join(", ")}` }];
  });
}

/** @param {Card} card @returns {Warning[]} */
function groups({ groups: held }) {
  return held.flatMap(({ title, lines: own }, place) => {
    const field = ["groups", place, "kpis"];
    const many = `"${title}" has ${own.length} KPIs; an objective is told by ${MOST_IN_A_GROUP} or fewer`;
    return [...(own.length > MOST_IN_A_GROUP ? [{ message: many, field, hint: "" }] : []), ...sum(own.map(({ weight }) => weight), `the weights of "${title}"`, field)];
  });
}

/** @param {Card} card @returns {Warning[]} */
function lines(card) {
  return card.groups.flatMap(({ lines: own }, group) => own.flatMap((line, place) => ofLine(card, line).map(([message, key, hint]) => ({
    message: `${line.kpi.id}: ${message}`, field: ["groups", group, "kpis", place, key], hint,
  }))));
}

/** @param {Card} card @param {Line} line @returns {[message: string, key: string, hint: string][]} */
function ofLine(card, line) {
  const { said } = line, target = targetOf(line, card.periods[card.periods.length - 1]);
  /** @type {[string, string, string][]} */
  const found = [], gone = line.kpi.deprecated;
  if (gone) found.push([`deprecated since ${gone.since}: ${gone.because}`, "kpi", `use ${gone.replaced_by}`]);
  if (said.status_by && target === null && !said.targets) found.push([`status by ${said.status_by} without a target`, "status_by", "the status stays blank"]);
  if (said.status_by === BASELINE_TO_TARGET && said.baseline === undefined) {
    found.push(["status by baseline-to-target without a baseline", "baseline", "the status stays blank"]);
  }
  if (said.baseline !== undefined && target !== null && (varianceOf(line.direction, target, said.baseline) ?? 0) < 0) {
    found.push(["the target is worse than the baseline", "target", `${line.direction} is better`]);
  }
  if (said.status_by && said.thresholds?.length) found.push(["the thresholds are not used beside status_by", "thresholds", ""]);
  const limits = said.status_by ? line.bands.filter(({ rating }) => [EXCELLENT, GOOD, FAIR].includes(rating)).map(({ at_least: least }) => least) : [];
  const known = limits.filter((limit) => limit !== undefined);
  if (known.some((limit, at) => at > 0 && limit > known[at - 1])) found.push(["the levels do not fall from excellent to fair", "levels", "the first that is reached counts"]);
  return found;
}
