// @ts-check
/**
 * The formulas of the sheet Scorecard, from the cells of one line to status, trend and score. The same as
 * tools/kpiatlas/scorecard/sheets/live.py, which says why each is as it is.
 */

import {
  ACTUAL, BANDS_HEADER, BASELINE, BOTH, CHOSEN, CHOSEN_NUMBER, Layout, POINTS_COLUMN, PREVIOUS, RATING, SCORE, STATUS, TARGET, THRESHOLD, USUAL_TARGET,
  VARIANCE, WEIGHT, WEIGHTED, WORD, address, areaText,
} from "./grid.js";
import {
  BANDS, BETTER, DIGITS, DOWN, OFF_TARGET, ON_TARGET, PERCENT_OF_TARGET, POINTS, SAME, TARGET as BY_TARGET, UNCHANGED, UP, WORSE,
} from "./judging.js";

/** @typedef {import("./model.js").Line} Line */

export const CHOSEN_PERIOD = address(...CHOSEN, BOTH);
const NUMBER = address(...CHOSEN_NUMBER, BOTH);

/** The line's value in the chosen period, or `back` periods before it. @param {Layout} layout @param {number} place @param {number} back */
export function lookedUp(layout, place, back) {
  const row = `History!${areaText(layout.periodsOf(layout.lineRow(place)), BOTH)}`;
  return `=IF(N(${NUMBER})<=${back},"",INDEX(${row},1,${back ? `${NUMBER}-${back}` : NUMBER}))`;
}

/** The target of the chosen period, else the one for all periods. @param {Layout} layout @param {number} place */
export function target(layout, place) {
  const row = `Targets!${areaText(layout.periodsOf(layout.lineRow(place)), BOTH)}`;
  const usual = `Targets!${address(layout.lineRow(place), USUAL_TARGET, BOTH)}`;
  const own = `INDEX(${row},1,MAX(1,N(${NUMBER})))`, otherwise = `IF(ISNUMBER(${usual}),${usual},"")`;
  return `=IF(N(${NUMBER})<1,${otherwise},IF(ISNUMBER(${own}),${own},${otherwise}))`;
}

/** The distance to the target, positive for better. @param {Line} line @param {number} row */
export function variance(line, row) {
  const actual = address(row, ACTUAL), goal = address(row, TARGET), value = `ROUND(${actual},${DIGITS})`;
  const distance = { higher: `${value}-${goal}`, lower: `${goal}-${value}` }[line.direction] ?? `0-ABS(${value}-${goal})`;
  return `=IF(COUNT(${actual},${goal})<2,"",IFERROR(${distance},""))`;
}

/** @param {number} row */
export function percentOfTarget(row) {
  return `=IF(ISNUMBER(${address(row, VARIANCE)}),IFERROR(${percent(row, address(row, TARGET))},""),"")`;
}

/** @param {number} row @param {string} scale */
function percent(row, scale) {
  return `100+100*${address(row, VARIANCE)}/ABS(${scale})`;
}

/** The percent that a rule by percent judges, and the cells it cannot do without. @param {Layout} layout @param {number} place @param {Line} line @returns {[string, string[]]} */
function judgedPercent(layout, place, line) {
  const row = layout.lineRows[place], goal = address(row, TARGET), distance = address(row, VARIANCE);
  if (line.rule === PERCENT_OF_TARGET) return [percent(row, goal), [distance]];
  const baseline = `Targets!${address(layout.lineRow(place), BASELINE, BOTH)}`;
  return [percent(row, `(${goal}-${baseline})`), [distance, baseline]];
}

/** The word of its band, or whether the target is reached. @param {Layout} layout @param {number} place @param {Line} line */
export function status(layout, place, line) {
  const row = layout.lineRows[place], actual = address(row, ACTUAL), distance = address(row, VARIANCE);
  if (line.byPercent) {
    const [text, cells] = judgedPercent(layout, place, line);
    return band(layout, place, line, cells, `ROUND(${text},${DIGITS})`);
  }
  if (line.rule === BANDS) return band(layout, place, line, [actual], `ROUND(${actual},${DIGITS})`);
  return line.rule === BY_TARGET ? `=IF(ISNUMBER(${distance}),IF(${distance}>=0,"${ON_TARGET}","${OFF_TARGET}"),"")` : '=""';
}

/** The word of the first band that holds what is judged. @param {Layout} layout @param {number} place @param {Line} line @param {string[]} cells @param {string} value */
function band(layout, place, line, cells, value) {
  let word = '""';
  const needed = [...cells];
  for (let offset = line.bands.length - 1; offset >= 0; offset--) {
    const { at_least: least, at_most: most } = line.bands[offset], row = layout.bandRows[place] + offset;
    const threshold = `Bands!${address(row, THRESHOLD, BOTH)}`, rating = `Bands!${address(row, RATING, BOTH)}`;
    if (least === undefined && most === undefined) {
      word = rating;
      continue;
    }
    needed.push(threshold);
    word = `IF(${value}${least === undefined ? "<=" : ">="}${threshold},${rating},${word})`;
  }
  return `=IF(COUNT(${needed.join(",")})<${needed.length},"",IFERROR(${word},""))`;
}

/** An arrow for the way the value went and a word for what that means. @param {Line} line @param {number} row */
export function trend(line, row) {
  const actual = address(row, ACTUAL), before = address(row, PREVIOUS), goal = address(row, TARGET);
  const now = `ROUND(${actual},${DIGITS})`, then = `ROUND(${before},${DIGITS})`;
  const [up, down] = line.direction === "higher" ? [BETTER, WORSE] : [WORSE, BETTER];
  let moved = `IF(${now}>${then},"${UP} ${up}","${DOWN} ${down}")`;
  if (line.direction === "range") {
    const [near, far] = [now, then].map((value) => `ROUND(ABS(${value}-${goal}),${DIGITS})`);
    const word = `IF(NOT(ISNUMBER(${goal})),"",IF(${near}=${far},"",IF(${near}<${far}," ${BETTER}"," ${WORSE}")))`;
    moved = `IF(${now}>${then},"${UP}","${DOWN}")&${word}`;
  }
  return `=IF(COUNT(${actual},${before})<2,"",IF(${now}=${then},"${SAME} ${UNCHANGED}",${moved}))`;
}

/** The percent under a rule by percent, else the points of the status. @param {Layout} layout @param {number} place @param {Line} line */
export function score(layout, place, line) {
  const word = address(layout.lineRows[place], STATUS);
  if (line.byPercent) return `=IF(${word}="","",MAX(0,MIN(100,${judgedPercent(layout, place, line)[0]})))`;
  const first = BANDS_HEADER + 1, last = BANDS_HEADER + Object.keys(POINTS).length;
  const words = `Bands!${areaText([first, WORD, last, WORD], BOTH)}`, points = `Bands!${areaText([first, POINTS_COLUMN, last, POINTS_COLUMN], BOTH)}`;
  return `=IF(${word}="","",INDEX(${points},MATCH(${word},${words},0)))`;
}

/** Weight times score. @param {number} row */
export function weighted(row) {
  const points = address(row, SCORE);
  return `=IF(ISNUMBER(${points}),N(${address(row, WEIGHT)})*${points}/100,"")`;
}

/** The mean of a group's scores by weight. @param {Layout} layout @param {number} place */
export function groupScore(layout, place) {
  const top = layout.groupRows[place] + 1, bottom = top + layout.card.groups[place].lines.length - 1;
  const [scores, weights, parts] = [SCORE, WEIGHT, WEIGHTED].map((column) => areaText([top, column, bottom, column], "row"));
  return `=IFERROR(SUM(${parts})/SUMIF(${scores},">=0",${weights})*100,"")`;
}

/** The mean of the groups' scores by weight. @param {Layout} layout */
export function totalScore(layout) {
  const parts = layout.groupRows.map((row) => `N(${address(row, WEIGHTED)})`).join("+");
  const weights = layout.groupRows.map((row) => `ISNUMBER(${address(row, SCORE)})*N(${address(row, WEIGHT)})`).join("+");
  return `=IFERROR((${parts})/(${weights})*100,"")`;
}

/** How many KPIs have a score. @param {Layout} layout */
export function scored(layout) {
  const areas = layout.groupRows.map((row, at) => areaText([row + 1, SCORE, row + layout.card.groups[at].lines.length, SCORE]));
  return `=COUNT(${areas.join(",")})`;
}
