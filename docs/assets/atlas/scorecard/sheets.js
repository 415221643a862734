// @ts-check
/**
 * From a scorecard to the sheets of its workbook, as tools/kpiatlas/scorecard/sheets does. Here the sheet Scorecard and
 * the names; sheets-beside.js has the others.
 */

import {
  ACTUAL, BOTH, CHOSEN, CHOSEN_NUMBER, FACTS_TOP, LINES_HEADER, Layout, MARK, MOST_COLUMNS, OWNER, PERCENT, PREVIOUS, SCORE, SPARK, STATUS, SUMMARY_ROW, TARGET,
  TOTAL, TREND, VARIANCE, WEIGHT, WEIGHTED, address, areaText,
} from "./grid.js";
import { OFF_TARGET, ON_TARGET, POINTS, TARGET as BY_TARGET, scores, standing } from "./judging.js";
import * as live from "./live.js";
import * as look from "./look.js";
import { ScorecardError } from "./model.js";
import { bands, definitions, history, inputs, provenance, series, targets } from "./sheets-beside.js";

/**
 * @typedef {import("./grid.js").Book} Book
 * @typedef {import("./grid.js").Cell} Cell
 * @typedef {import("./grid.js").Sheet} Sheet
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./model.js").Line} Line
 * @typedef {import("./look.js").Style} Style
 */

/** @type {[string, number][]} */
const COLUMNS = [
  ["KPI", 34], ["Actual", 11], ["Unit", 13], ["Target", 11], ["Variance", 11], ["% of target", 9], ["Status", 11], ["Previous", 11], ["Trend", 13],
  ["History", 18], ["Weight", 9], ["Score", 8], ["Weighted", 10], ["Better", 10], ["Owner", 19], ["Note", 76],
];
const NUMBERS = [ACTUAL, TARGET, VARIANCE, PERCENT, PREVIOUS, WEIGHT, SCORE, WEIGHTED];
/** @type {Record<string, string>} */
export const DIRECTIONS = { higher: "higher", lower: "lower", range: "in a range" };
/** @type {Record<string, string>} */
const NOTES = {
  Target: "From the sheet Targets: the period's own, else the one for all periods.",
  Variance: "Distance to the target: + is better and - is worse, whichever way the KPI is better.",
  "% of target": "100 % is the target; above is better, whichever way the KPI is better: 100 + variance / target.",
  Previous: "The period before the chosen one.",
  Trend: "The arrow shows where the value went, the word whether that is better.",
  Weight: "Share of the group, and in a group's row share of the total. Scores are divided by the sum of weights.",
  Score: "0 to 100: the points of the status (sheet Bands), or the percent where a percent gives the status.",
  Weighted: "Weight times score. What has no score is left out, and its weight falls to the others.",
};

/** The whole workbook of a scorecard. @param {Card} card @returns {Book} */
export function bookOf(card) {
  const layout = new Layout(card);
  const sheets = [
    scorecard(layout), inputs(layout), ...(layout.seriesColumns.size ? [series(layout)] : []), history(layout), targets(layout), bands(layout),
    definitions(layout), provenance(layout),
  ];
  const wide = sheets.find(({ widths }) => widths.length > MOST_COLUMNS);
  if (wide) throw new ScorecardError(`The sheet ${wide.name} needs ${wide.widths.length} columns; choose fewer periods.`);
  return { title: card.template.title, subject: card.template.purpose, created: card.madeOn, sheets, names: names(layout) };
}

/** Names for what people refer to in formulas of their own. @param {Layout} layout */
function names(layout) {
  /** @type {Record<string, string>} */
  const found = {
    [MARK]: `Provenance!${address(FACTS_TOP, 1, BOTH)}`, chosen_period: `Scorecard!${address(...CHOSEN, BOTH)}`,
    total_score: `Scorecard!${address(...TOTAL, BOTH)}`, periods: layout.periods(),
  };
  for (const [key, row] of layout.inputRows) found[`in_${key}`] = `Inputs!${areaText(layout.periodsOf(row), BOTH)}`;
  layout.card.lines.forEach((line, place) => {
    const plain = `kpi_${line.kpi.id.replaceAll("-", "_")}`;
    let name = plain;
    for (let number = 2; name in found; number++) name = `${plain}_${number}`;
    found[name] = `History!${areaText(layout.periodsOf(layout.lineRow(place)), BOTH)}`;
  });
  return found;
}

/** @param {Layout} layout @returns {Sheet} */
function scorecard(layout) {
  const rows = layout.lineRows, last = rows[rows.length - 1], words = Object.keys(look.RATING_COLORS);
  return {
    name: "Scorecard", title: layout.card.template.title,
    cells: [...head(layout), ...summary(layout), ...header(), ...groups(layout), ...layout.card.lines.flatMap((line, place) => lineCells(layout, place, line))],
    widths: COLUMNS.map(([, width]) => width), frozen: [LINES_HEADER + 1, 1], repeated: [LINES_HEADER, LINES_HEADER],
    rules: [
      { area: [...CHOSEN, ...CHOSEN], kind: "choice", message: "Choose one of the periods of the sheet Inputs.", choices: layout.periods() },
      { area: [LINES_HEADER + 1, WEIGHT, last, WEIGHT], kind: "not negative", message: "A weight is a number from 0." },
    ],
    colorings: [
      ...words.map((word) => ({ area: /** @type {any} */ ([LINES_HEADER + 1, STATUS, last, STATUS]), word, style: look.rating(word) })),
      ...Object.keys(look.TREND_COLORS).map((word) => ({ area: /** @type {any} */ ([LINES_HEADER + 1, TREND, last, TREND]), word, style: look.trend(word) })),
      { area: [SUMMARY_ROW, 1, SUMMARY_ROW, words.length + 1], word: 0, style: look.NONE_OF_IT },
    ],
    sparks: rows.map((row, place) => ({ row, column: SPARK, source: `History!${areaText(layout.periodsOf(layout.lineRow(place)))}` })),
    printArea: [0, 0, last, OWNER],
  };
}

/** @param {Layout} layout @returns {Cell[]} */
function head(layout) {
  const { card } = layout;
  const { title, purpose, audience } = card.template;
  const periods = layout.periods();
  return [
    { row: 0, column: 0, value: title, style: look.TITLE },
    { row: 1, column: 0, value: purpose, style: look.INTRODUCTION, across: OWNER },
    { row: 2, column: 0, value: `For: ${audience}`, style: look.SUBTITLE },
    { row: CHOSEN[0], column: 0, value: "Period (choose in the yellow cell)", style: look.LABEL },
    { row: CHOSEN[0], column: CHOSEN[1], value: card.periods[card.current], style: look.CHOICE },
    {
      row: CHOSEN_NUMBER[0], column: CHOSEN_NUMBER[1], value: card.current + 1,
      style: look.style({ format: `"period "0" of ${card.periods.length}"` }, look.SUBTITLE), formula: `=IFERROR(MATCH(${live.CHOSEN_PERIOD},${periods},0),"")`,
    },
  ];
}

/** The total score, how many KPIs stand at each status, and how many have none. @param {Layout} layout @returns {Cell[]} */
function summary(layout) {
  const { card } = layout, row = SUMMARY_ROW, rows = layout.lineRows;
  const standings = card.lines.map((_, place) => standing(card, place, card.current));
  const area = areaText([rows[0], STATUS, rows[rows.length - 1], STATUS], BOTH), words = wordsOf(card.lines);
  const count = (/** @type {string} */ word) => standings.filter(({ status }) => status === word).length;
  const counted = words.map((_, at) => `-${address(row, at + 1)}`).join("");
  return [
    { row: TOTAL[0], column: 0, value: "Score, 0 to 100", style: look.LABEL },
    computed(...TOTAL, scores(card, card.current).total, look.TOTAL, live.totalScore(layout)),
    {
      row: TOTAL[0], column: TOTAL[1] + 1, value: standings.filter(({ score }) => score !== null).length,
      style: look.style({ format: `"from "0" of ${card.lines.length} KPIs"` }, look.SUBTITLE), formula: live.scored(layout),
    },
    { row, column: 0, value: "KPIs by status", style: look.LABEL },
    ...words.map((word, at) => ({
      row, column: at + 1, value: count(word), style: look.style({ format: `0" ${word}"` }, look.rating(word)), formula: `=COUNTIF(${area},"${word}")`,
    })),
    {
      row, column: words.length + 1, value: count(""), style: look.style({ bold: false, format: '0" without"' }, look.STATUS),
      formula: `=${card.lines.length}${counted}`,
    },
  ];
}

/** The words of status that these lines can have, best first. @param {Line[]} lines */
function wordsOf(lines) {
  const can = new Set(lines.flatMap(({ bands }) => bands.map(({ rating }) => rating)));
  if (lines.some(({ rule }) => rule === BY_TARGET)) can.add(ON_TARGET).add(OFF_TARGET);
  return Object.keys(POINTS).filter((word) => can.has(word));
}

/** @returns {Cell[]} */
function header() {
  return COLUMNS.map(([word], column) => {
    const style = column === STATUS || column === TREND ? look.HEADER_MIDDLE : NUMBERS.includes(column) ? look.HEADER_NUMBER : look.HEADER;
    return { row: LINES_HEADER, column, value: word, style, note: NOTES[word] };
  });
}

/** @param {Layout} layout @returns {Cell[]} */
function groups(layout) {
  const { card } = layout, group = scores(card, card.current).groups;
  return card.groups.flatMap(({ title, objective, weight }, place) => {
    const row = layout.groupRows[place], score = group[place];
    const blank = COLUMNS.map((_, column) => column).slice(1).filter((column) => ![WEIGHT, SCORE, WEIGHTED].includes(column));
    return [
      { row, column: 0, value: objective ? `${title}: ${objective}` : title, style: look.GROUP },
      ...blank.map((column) => ({ row, column, value: null, style: look.GROUP })),
      { row, column: WEIGHT, value: weight, style: look.typed(look.style({ format: look.share(weight) }, look.GROUP_NUMBER)) },
      computed(row, SCORE, score, look.style({ format: look.SCORE }, look.GROUP_NUMBER), live.groupScore(layout, place)),
      computed(row, WEIGHTED, score === null ? null : weight * score / 100, look.style({ format: look.POINTS }, look.GROUP_NUMBER), live.weighted(row)),
    ];
  });
}

/** @param {Layout} layout @param {number} place @param {Line} line @returns {Cell[]} */
function lineCells(layout, place, line) {
  const { card } = layout, row = layout.lineRows[place];
  const now = standing(card, place, card.current), { score } = now;
  const number = (/** @type {string} */ format) => look.style({ format }, look.NUMBER);
  const plain = number(look.resultFormat(line.unit, line.unitKind));
  return [
    { row, column: 0, value: line.name, style: look.NAME, note: line.words },
    { row, column: 2, value: line.unitText, style: look.BODY },
    computed(row, ACTUAL, now.actual, plain, live.lookedUp(layout, place, 0)),
    computed(row, TARGET, now.target, plain, live.target(layout, place)),
    computed(row, VARIANCE, now.variance, number(look.varianceFormat(line.unit, line.unitKind)), live.variance(line, row)),
    computed(row, PERCENT, now.percent_of_target, number(look.PERCENT), live.percentOfTarget(row)),
    computed(row, STATUS, now.status, look.STATUS, live.status(layout, place, line)),
    computed(row, PREVIOUS, now.previous, plain, live.lookedUp(layout, place, 1)),
    computed(row, TREND, now.trend, look.MIDDLE, live.trend(line, row)),
    { row, column: SPARK, value: null, style: look.BODY },
    { row, column: WEIGHT, value: line.weight, style: look.typed(number(look.share(line.weight))) },
    computed(row, SCORE, score, number(look.SCORE), live.score(layout, place, line)),
    computed(row, WEIGHTED, score === null ? null : line.weight * score / 100, number(look.POINTS), live.weighted(row)),
    ...[DIRECTIONS[line.direction], line.said.owner ?? "", line.said.note ?? ""].map((value, at) => ({ row, column: WEIGHTED + 1 + at, value, style: look.BODY })),
  ];
}

/** @param {number} row @param {number} column @param {string | number | null} value @param {Style} style @param {string} formula @returns {Cell} */
function computed(row, column, value, style, formula) {
  return { row, column, value: value ?? "", style, formula };
}
