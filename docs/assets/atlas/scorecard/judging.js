// @ts-check
/**
 * How a value is judged, as tools/kpiatlas/scorecard/judging.py says it: distance to target, percent, trend, score.
 */

export const DIGITS = 9;
export const EXCELLENT = "excellent", GOOD = "good", FAIR = "fair", POOR = "poor", ON_TARGET = "on target", OFF_TARGET = "off target";
/** The score of a status, best first. @type {Record<string, number>} */
export const POINTS = { [EXCELLENT]: 100, [GOOD]: 80, [FAIR]: 50, [POOR]: 0, [ON_TARGET]: 100, [OFF_TARGET]: 0 };
export const PERCENT_OF_TARGET = "percent-of-target", BASELINE_TO_TARGET = "baseline-to-target", BANDS = "bands", TARGET = "target";
/** @type {Record<string, number>} */
export const LEVELS = { [GOOD]: 100, [FAIR]: 90 };
export const UP = "\u2191", DOWN = "\u2193", SAME = "\u2192", BETTER = "better", WORSE = "worse", UNCHANGED = "same";

/**
 * @typedef {{rating: string, meaning: string, at_least?: number, at_most?: number}} Band
 * @typedef {{actual: number | null, previous: number | null, target: number | null, variance: number | null,
 *   percent_of_target: number | null, status: string, trend: string, score: number | null}} Standing
 * @typedef {import("./model.js").Line} Line
 * @typedef {import("./model.js").Card} Card
 */

/** @param {number} value */
export function judged(value) {
  return Number(value.toFixed(DIGITS));
}

/** @param {number} value */
function finite(value) {
  return Number.isFinite(value) ? value : null;
}

/** @param {string} direction @param {number | null} actual @param {number | null} target */
export function varianceOf(direction, actual, target) {
  if (actual === null || target === null) return null;
  const value = judged(actual);
  if (direction === "range") return finite(0 - Math.abs(value - target));
  return finite(direction === "higher" ? value - target : target - value);
}

/** @param {number | null} variance @param {number | null} scale */
export function percentOf(variance, scale) {
  return variance === null || !scale ? null : finite(100 + 100 * variance / Math.abs(scale));
}

/** @param {string} direction @param {number | null} actual @param {number | null} previous @param {number | null} target */
export function trendOf(direction, actual, previous, target) {
  if (actual === null || previous === null) return "";
  const now = judged(actual), before = judged(previous);
  if (now === before) return `${SAME} ${UNCHANGED}`;
  const arrow = now > before ? UP : DOWN;
  let better = (now > before) === (direction === "higher");
  if (direction === "range") {
    if (target === null) return arrow;
    const near = judged(Math.abs(now - target)), far = judged(Math.abs(before - target));
    if (near === far) return arrow;
    better = near < far;
  }
  return `${arrow} ${better ? BETTER : WORSE}`;
}

/** The percent that a rule by percent judges. @param {Line} line @param {number | null} actual @param {number | null} target */
function percentJudged(line, actual, target) {
  const variance = varianceOf(line.direction, actual, target);
  if (line.rule === PERCENT_OF_TARGET) return percentOf(variance, target);
  const { baseline } = line.said;
  return target === null || baseline === undefined ? null : percentOf(variance, target - baseline);
}

/** @param {Band} band @param {number} value */
function holds(band, value) {
  return (band.at_least === undefined || value >= band.at_least) && (band.at_most === undefined || value <= band.at_most);
}

/** The word for a value; empty where it is missing or no rule applies. @param {Line} line @param {number | null} actual @param {number | null} target */
export function statusOf(line, actual, target) {
  if (line.rule === TARGET) {
    const variance = varianceOf(line.direction, actual, target);
    return variance === null ? "" : variance >= 0 ? ON_TARGET : OFF_TARGET;
  }
  const value = line.byPercent ? percentJudged(line, actual, target) : actual;
  if (value === null) return "";
  const rounded = judged(value);
  return line.bands.find((band) => holds(band, rounded))?.rating ?? "";
}

/** @param {Line} line @param {number | null} actual @param {number | null} target */
function scoreOf(line, actual, target) {
  const status = statusOf(line, actual, target);
  if (!status) return null;
  if (!line.byPercent) return POINTS[status];
  const percent = percentJudged(line, actual, target);
  return percent === null ? null : Math.max(0, Math.min(100, percent));
}

/** How a line stands in a period, told by its place among the periods. @param {Card} card @param {number} place @param {number} period @returns {Standing} */
export function standing(card, place, period) {
  const line = card.lines[place], actuals = card.actuals[place];
  const actual = actuals[period], previous = period ? actuals[period - 1] : null;
  const target = targetOf(line, card.periods[period]);
  const variance = varianceOf(line.direction, actual, target);
  return {
    actual, previous, target, variance, percent_of_target: percentOf(variance, target), status: statusOf(line, actual, target),
    trend: trendOf(line.direction, actual, previous, target), score: scoreOf(line, actual, target),
  };
}

/** The value to reach in a period. @param {Line} line @param {string} period @returns {number | null} */
export function targetOf(line, period) {
  return line.said.targets?.[period] ?? line.said.target ?? null;
}

/** @param {[number, number | null][]} pairs weight and score */
function weighted(pairs) {
  let total = 0, sum = 0;
  for (const [weight, score] of pairs) {
    if (score === null) continue;
    total += weight;
    sum += weight * score;
  }
  return total ? sum / total : null;
}

/** Each group's score, and the total. @param {Card} card @param {number} period */
export function scores(card, period) {
  let place = 0;
  const groups = card.groups.map(({ lines }) => weighted(lines.map((line) => [line.weight, standing(card, place++, period).score])));
  return { groups, total: weighted(card.groups.map((group, at) => [group.weight, groups[at]])) };
}
