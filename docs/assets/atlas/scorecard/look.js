// @ts-check
/**
 * How a workbook looks: styles, number formats by unit, colors. The same as tools/kpiatlas/scorecard/look.py.
 */

import { BETTER, DOWN, EXCELLENT, FAIR, GOOD, OFF_TARGET, ON_TARGET, POOR, UP, WORSE } from "./judging.js";

/**
 * @typedef {{format: string, bold: boolean, italic: boolean, size: number, color: string, fill: string, border: boolean, wrap: boolean,
 *   align: string, top: boolean, typed: boolean}} Style colors are six hexadecimal digits; `typed` marks a cell that people fill in
 */

/** @param {Partial<Style>} [said] @param {Style} [base] @returns {Style} */
export function style(said = {}, base = TEXT) {
  return { ...base, ...said };
}

/** @type {Style} */
export const TEXT = {
  format: "General", bold: false, italic: false, size: 10, color: "1F2933", fill: "", border: false, wrap: false, align: "left", top: false, typed: false,
};
export const TITLE = style({ bold: true, size: 16, color: "1F3A5F" });
export const FACT = style({ format: "0" });
export const SUBTITLE = style({ color: "52606D", italic: true });
export const LABEL = style({ bold: true, color: "1F3A5F" });
export const HEADER = style({ bold: true, color: "FFFFFF", fill: "1F3A5F", border: true, wrap: true });
export const HEADER_NUMBER = style({ align: "right" }, HEADER);
export const HEADER_MIDDLE = style({ align: "center" }, HEADER);
export const INTRODUCTION = style({ wrap: true, top: true });
export const GROUP = style({ bold: true, size: 11, color: "1F3A5F", fill: "E4EBF3" });
export const GROUP_NUMBER = style({ align: "right", border: true }, GROUP);
export const TOTAL = style({ format: "0.0", bold: true, size: 14, color: "1F3A5F", align: "center", border: true });
export const BODY = style({ border: true, wrap: true });
export const LONG = style({ top: true }, BODY);
export const NAME = style({ bold: true }, BODY);
export const NAME_OF_LONG = style({ top: true }, NAME);
export const NUMBER = style({ border: true, align: "right" });
export const CHOICE = style({ format: "@", bold: true, fill: "FFF8DC", border: true, align: "center", typed: true });
export const STATUS = style({ bold: true, border: true, align: "center" });
export const CODE = style({ border: true, color: "52606D" });
export const MIDDLE = style({ border: true, align: "center" });
export const MEASURED = style({ italic: true, color: "52606D", border: true, align: "right" });
export const NONE_OF_IT = style({ color: "7B8794", fill: "FFFFFF" });

/** @type {Record<string, [fill: string, color: string]>} */
export const RATING_COLORS = {
  [EXCELLENT]: ["0B5394", "FFFFFF"], [GOOD]: ["BDD7EE", "1F2933"], [FAIR]: ["FCE4B6", "1F2933"], [POOR]: ["A84300", "FFFFFF"],
  [ON_TARGET]: ["BDD7EE", "1F2933"], [OFF_TARGET]: ["A84300", "FFFFFF"],
};
/** @type {Record<string, string>} */
export const TREND_COLORS = {
  [`${UP} ${BETTER}`]: "0B5394", [`${DOWN} ${BETTER}`]: "0B5394", [`${UP} ${WORSE}`]: "A84300", [`${DOWN} ${WORSE}`]: "A84300",
};
export const PERCENT = '0"%"', SCORE = "0", POINTS = "0.0";

/** @param {string} word */
export function trend(word) {
  return style({ color: TREND_COLORS[word], fill: "FFFFFF" }, STATUS);
}

/** The style of a cell that people fill in. @param {Style} base */
export function typed(base) {
  return style({ fill: "FFF8DC", typed: true }, base);
}

/** @param {string} word */
export function rating(word) {
  const [fill, color] = RATING_COLORS[word];
  return style({ fill, color }, STATUS);
}

/** The number format of a KPI's values. @param {string} unit @param {string} kind */
export function resultFormat(unit, kind) {
  if (unit === "percent") return '0.0"%"';
  if (unit.includes("/") || kind === "proportion") return "#,##0.00";
  return kind === "currency" || kind === "counted" ? "#,##0" : "#,##0.0";
}

/** The number format of a distance. @param {string} unit @param {string} kind */
export function varianceFormat(unit, kind) {
  const plain = unit === "percent" ? '0.0" pp"' : resultFormat(unit, kind);
  return `+${plain};-${plain};${plain}`;
}

/** The number format of an input. @param {string} unit @param {string} kind */
export function inputFormat(unit, kind) {
  if (unit === "percent") return '0.0##"%"';
  if (unit.includes("/") || kind === "score" || kind === "proportion") return "General";
  return kind === "time" && unit !== "second" ? "#,##0.0" : "#,##0";
}

/** The number format of a weight. @param {number} weight */
export function share(weight) {
  return Number(weight.toFixed(9)) % 1 ? '0.0"%"' : '0"%"';
}
