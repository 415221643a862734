// @ts-check
/**
 * Sheets as data: cells with value, formula and style; addresses; where everything stands (version 2 of the layout in
 * tools/kpiatlas/scorecard/layout.py). Rows and columns count from 0 here and from 1 and A in addresses.
 */

/**
 * @typedef {import("./look.js").Style} Style
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./model.js").Line} Line
 * @typedef {{row: number, column: number, value: string | number | null, style: Style, formula?: string, note?: string, across?: number}} Cell
 * @typedef {[top: number, left: number, bottom: number, right: number]} Area both corners included
 * @typedef {{area: Area, kind: "number" | "not negative" | "choice", message: string, choices?: string}} Rule
 * @typedef {{area: Area, word: string | number, style: Style}} Coloring
 * @typedef {{row: number, column: number, source: string}} Spark
 * @typedef {{name: string, title: string, cells: Cell[], widths: number[], frozen: [number, number], repeated: [number, number],
 *   rules?: Rule[], colorings?: Coloring[], sparks?: Spark[], printArea: Area}} Sheet
 * @typedef {{title: string, subject: string, created: string, sheets: Sheet[], names: Record<string, string>}} Book
 */

export const SERIES_ROWS = 5000, VERSION = 2, MARK = "kpi_atlas_layout", MOST_COLUMNS = 16_384;
export const FIRST_PERIOD = 4, PERIOD_ROW = 3, NAME_COLUMN = 3, BASELINE = 2, USUAL_TARGET = 3;
/** @type {[number, number]} */
export const CHOSEN = [4, 1];
/** @type {[number, number]} */
export const CHOSEN_NUMBER = [4, 2];
/** @type {[number, number]} */
export const TOTAL = [5, 1];
export const SUMMARY_ROW = 6, LINES_HEADER = 8;
export const ACTUAL = 1, TARGET = 3, VARIANCE = 4, PERCENT = 5, STATUS = 6, PREVIOUS = 7, TREND = 8;
export const SPARK = 9, WEIGHT = 10, SCORE = 11, WEIGHTED = 12, OWNER = 14;
export const SERIES_LABEL = 3, SERIES_PERIOD = 4, SERIES_TOP = 5;
export const BANDS_HEADER = 3, THRESHOLD = 2, RATING = 3, WORD = 7, POINTS_COLUMN = 8;
export const FACTS_TOP = 1, PROVENANCE_HEADER = FACTS_TOP + 10 + 2;

/** 0 is A, 25 is Z, 26 is AA. @param {number} column */
export function letters(column) {
  let text = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(65 + (rest - 1) % 26) + text;
  return text;
}

/** @param {number} row @param {number} column @param {string} [fixed] "row", "column" or both where a dollar sign is wanted */
export function address(row, column, fixed = "") {
  return `${fixed.includes("column") ? "$" : ""}${letters(column)}${fixed.includes("row") ? "$" : ""}${row + 1}`;
}

/** @param {Area} area @param {string} [fixed] */
export function areaText([top, left, bottom, right], fixed = "") {
  return `${address(top, left, fixed)}:${address(bottom, right, fixed)}`;
}

export const BOTH = "row column";

/** The places of one scorecard's cells. */
export class Layout {
  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lastPeriod = FIRST_PERIOD + card.periods.length - 1;
    /** @type {number[]} the row of each group on Scorecard */
    this.groupRows = [];
    /** @type {number[]} the row of each line there */
    this.lineRows = [];
    /** @type {string[]} */
    this.groupTitles = [];
    let row = LINES_HEADER + 1;
    for (const { title, lines } of card.groups) {
      this.groupRows.push(row++);
      for (const _ of lines) {
        this.lineRows.push(row++);
        this.groupTitles.push(title);
      }
    }
    /** @type {Map<string, number>} the row of each input on Inputs */
    this.inputRows = new Map(card.inputs.map(({ key }, at) => [key, PERIOD_ROW + 1 + at]));
    /** @type {Map<string, number>} the column of each series input's first period on Series */
    this.seriesColumns = new Map(card.inputs.filter(({ isSeries }) => isSeries).map(({ key }, at) => [key, 1 + at * card.periods.length]));
    let band = BANDS_HEADER + 1;
    /** @type {number[]} the row of each line's first band on Bands */
    this.bandRows = card.lines.map(({ bands }) => (band += bands.length) - bands.length);
  }

  /** The row of a line on History and on Targets. @param {number} place */
  lineRow(place) {
    return PERIOD_ROW + 1 + place;
  }

  /** The labels of all periods, as a reference with its sheet. */
  periods() {
    return `Inputs!${areaText([PERIOD_ROW, FIRST_PERIOD, PERIOD_ROW, this.lastPeriod], BOTH)}`;
  }

  /** The cells of a row for all periods. @param {number} row @returns {Area} */
  periodsOf(row) {
    return [row, FIRST_PERIOD, row, this.lastPeriod];
  }

  /** @param {string} key @param {number} period @returns {Area} */
  seriesCells(key, period) {
    const column = (this.seriesColumns.get(key) ?? 0) + period;
    return [SERIES_TOP, column, SERIES_TOP + SERIES_ROWS - 1, column];
  }

  /** Where a formula finds an input's figure of a period. @param {string} key @param {number} period */
  reference(key, period) {
    if (this.seriesColumns.has(key)) return `Series!${areaText(this.seriesCells(key, period), "row")}`;
    return `Inputs!${address(this.inputRows.get(key) ?? 0, FIRST_PERIOD + period)}`;
  }

  /** A line's formula over the cells of a period; a series without any value is a missing figure. @param {Line} line @param {number} period */
  actualFormula({ formula, inputs }, period) {
    const written = formula.excel.replace(/\{([^{}]*)\}/g, (_, name) => this.reference(inputs[name], period));
    if (formula.series.length === 0) return written;
    const empty = formula.series.map((name) => `COUNT(${this.reference(inputs[name], period)})=0`);
    return `=IF(OR(${empty.join(",")}),"",${written.slice(1)})`;
  }
}
