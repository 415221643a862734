// @ts-check
/**
 * One sheet as XML: cells, widths, what may be typed, colors by content, sparklines, panes, print setup. Writes what
 * XlsxWriter writes for the command line; a test holds the two equal.
 */

import { address, areaText, letters } from "./grid.js";
import { Styles } from "./styles.js";
import { DECLARATION, content, escaped, numberText, open, tag } from "./xml.js";

/**
 * @typedef {import("./grid.js").Sheet} Sheet
 * @typedef {import("./grid.js").Cell} Cell
 * @typedef {import("./grid.js").Area} Area
 * @typedef {{number: (text: string) => number}} Texts the shared texts of the workbook
 */

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const LOWEST = -999_999_999_999_999, DEFAULT_WIDTH = 64, DEFAULT_HEIGHT = 20, DIGIT = 7;

/** @param {Area} area */
function place([top, left, bottom, right]) {
  return top === bottom && left === right ? address(top, left) : areaText([top, left, bottom, right]);
}

/** @param {string} text a spreadsheet could run it when somebody edits its cell */
export function couldBeFormula(text) {
  return /^[=+\-@\t\r]/.test(text);
}

/** Widths in pixels. @param {Sheet} sheet */
export function columnPixels(sheet) {
  return sheet.widths.map((width) => Math.floor(width * DIGIT + 0.5) + 5);
}

/** Heights in pixels of the rows whose text wraps or is large. @param {Sheet} sheet @returns {Map<number, number>} */
export function rowPixels({ cells, widths }) {
  /** @type {Map<number, number>} */
  const heights = new Map();
  for (const { row, column, value, style, across = 0 } of cells) {
    if (typeof value !== "string" || !(style.wrap || style.size > 10)) continue;
    const width = widths.slice(column, Math.max(across, column) + 1).reduce((sum, each) => sum + each, 0);
    const height = 13 * (style.wrap ? linesIn(value, width) : 1) * style.size / 10 + 6;
    heights.set(row, Math.max(heights.get(row) ?? 0, Math.floor(height * 4 / 3 + 0.5)));
  }
  return heights;
}

/** The lines that a text takes in a column: words are not split where they fit. @param {string} text @param {number} width */
function linesIn(text, width) {
  const fitting = Math.max(1, Math.trunc(width * 1.08) - 2);
  let lines = 0;
  for (const line of text.split("\n")) {
    let taken = 0, rows = 1;
    for (const word of line.split(" ")) {
      const length = [...word].length;
      if (taken && taken + 1 + length > fitting) [rows, taken] = [rows + 1, 0];
      taken += (taken ? 1 : 0) + length;
      if (taken > fitting) [rows, taken] = [rows + Math.ceil(taken / fitting) - 1, (taken - 1) % fitting + 1];
    }
    lines += rows;
  }
  return lines;
}

/** @param {Sheet} sheet @param {number} index @param {Texts} texts @param {Styles} styles @param {{priority: number}} count of colorings @returns {string} */
export function worksheet(sheet, index, texts, styles, count) {
  const withNotes = sheet.cells.some(({ note }) => note);
  return DECLARATION + open("worksheet", { xmlns: MAIN, "xmlns:r": RELATIONS },
    tag("sheetPr", {}, tag("pageSetUpPr", { fitToPage: 1 })), ...body(sheet, index, texts, styles),
    merged(sheet), colorings(sheet, styles, count), rules(sheet), tag("pageMargins", { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 }),
    tag("pageSetup", { paperSize: 9, fitToHeight: 0, orientation: "landscape" }),
    tag("headerFooter", {}, `<oddFooter>${content(`&L${sheet.title.replaceAll("&", "&&")}&R&P / &N`)}</oddFooter>`),
    withNotes ? tag("legacyDrawing", { "r:id": "rId1" }) : "", sparklines(sheet));
}

/** The dimension, the panes, the widths and the rows. @param {Sheet} sheet @param {number} index @param {Texts} texts @param {Styles} styles */
function body(sheet, index, texts, styles) {
  /** @type {Map<number, Map<number, string>>} */
  const rows = new Map();
  const put = (/** @type {number} */ row, /** @type {number} */ column, /** @type {(at: string) => string} */ write) => {
    const cells = rows.get(row) ?? new Map();
    rows.set(row, cells.set(column, write));
  };
  for (const cell of sheet.cells) {
    const text = typeof cell.value === "string" && cell.value && !cell.formula ? texts.number(cell.value) : -1;
    for (let column = cell.column + 1; column <= (cell.across ?? 0); column++) put(cell.row, column, (at) => tag("c", { r: at, s: styles.of(cell.style, false) }));
    put(cell.row, cell.column, (at) => cellXml(cell, at, text, styles));
  }
  const bottom = Math.max(...rows.keys()), right = Math.max(...[...rows.values()].flatMap((cells) => [...cells.keys()]));
  const [row, column] = sheet.frozen;
  const panes = tag("sheetView", { showGridLines: 0, tabSelected: index ? undefined : 1, workbookViewId: 0 },
    tag("pane", { xSplit: column, ySplit: row, topLeftCell: address(row, column), activePane: "bottomRight", state: "frozen" }),
    tag("selection", { pane: "topRight", activeCell: address(0, column), sqref: address(0, column) }),
    tag("selection", { pane: "bottomLeft", activeCell: address(row, 0), sqref: address(row, 0) }), tag("selection", { pane: "bottomRight" }));
  return [
    tag("dimension", { ref: `A1:${address(bottom, right)}` }), tag("sheetViews", {}, panes), tag("sheetFormatPr", { defaultRowHeight: 15 }), columns(sheet),
    tag("sheetData", {}, ...rowsXml(sheet, rows, bottom)),
  ];
}

/** @param {Sheet} sheet @param {Map<number, Map<number, any>>} rows @param {number} bottom */
function rowsXml(sheet, rows, bottom) {
  const heights = rowPixels(sheet);
  /** @type {string[]} */
  const written = [];
  for (let block = 0; block <= bottom; block += 16) {
    const here = Array.from({ length: Math.min(16, bottom + 1 - block) }, (_, at) => block + at).filter((row) => rows.has(row));
    const used = here.flatMap((row) => [.../** @type {Map<number, any>} */ (rows.get(row)).keys()]);
    const spans = `${Math.min(...used) + 1}:${Math.max(...used) + 1}`;
    for (const row of here) {
      const pixels = heights.get(row), own = pixels !== undefined && pixels !== DEFAULT_HEIGHT;
      const cells = [.../** @type {Map<number, any>} */ (rows.get(row))].sort(([one], [other]) => one - other);
      written.push(tag("row", { r: row + 1, spans, ht: own ? pixels * 0.75 : undefined, customHeight: own ? 1 : undefined },
        ...cells.map(([column, write]) => write(address(row, column)))));
    }
  }
  return written;
}

/** @param {Cell} cell @param {string} r @param {number} text @param {Styles} styles */
function cellXml({ value, style, formula }, r, text, styles) {
  const s = styles.of(style, !formula && typeof value === "string" && couldBeFormula(value));
  if (formula) {
    const shown = typeof value === "string" ? escaped(value) : String(value);
    return open("c", { r, s, t: typeof value === "string" && value ? "str" : undefined }, `<f>${escaped(formula.slice(1))}</f><v>${shown}</v>`);
  }
  if (text >= 0) return tag("c", { r, s, t: "s" }, `<v>${text}</v>`);
  return typeof value === "number" ? tag("c", { r, s }, `<v>${numberText(value)}</v>`) : tag("c", { r, s });
}

/** @param {Sheet} sheet */
function columns(sheet) {
  const pixels = columnPixels(sheet);
  /** @type {string[]} */
  const written = [];
  for (let first = 0; first < pixels.length;) {
    let last = first;
    while (pixels[last + 1] === pixels[first]) last++;
    written.push(tag("col", {
      min: first + 1, max: last + 1, width: Math.floor(pixels[first] * 256 / DIGIT) / 256, customWidth: pixels[first] === DEFAULT_WIDTH ? undefined : 1,
    }));
    first = last + 1;
  }
  return tag("cols", {}, ...written);
}

/** @param {Sheet} sheet */
function merged({ cells }) {
  const wide = cells.filter(({ column, across = 0 }) => across > column);
  const areas = wide.map(({ row, column, across = 0 }) => tag("mergeCell", { ref: areaText([row, column, row, across]) }));
  return areas.length ? tag("mergeCells", { count: areas.length }, ...areas) : "";
}

/** @param {Sheet} sheet @param {Styles} styles @param {{priority: number}} count */
function colorings({ colorings: said = [] }, styles, count) {
  count.priority = 0;
  /** @type {Map<string, string[]>} */
  const areas = new Map();
  for (const { area, word, style } of said) {
    const dxfId = styles.coloring(style), formula = typeof word === "string" ? `"${word}"` : String(word);
    const rule = tag("cfRule", { type: "cellIs", dxfId, priority: ++count.priority, operator: "equal" }, `<formula>${escaped(formula)}</formula>`);
    areas.set(place(area), [...areas.get(place(area)) ?? [], rule]);
  }
  return [...areas].map(([sqref, rules]) => tag("conditionalFormatting", { sqref }, ...rules)).join("");
}

/** @param {Sheet} sheet */
function rules({ rules: said = [] }) {
  const told = { allowBlank: 1, showInputMessage: 1, showErrorMessage: 1, errorTitle: "Not possible here" };
  const written = said.map(({ area, kind, message, choices }) => {
    const rest = { ...told, error: message, sqref: place(area) };
    if (kind === "choice") return tag("dataValidation", { type: "list", ...rest }, `<formula1>${escaped(choices ?? "")}</formula1>`);
    const lowest = kind === "not negative" ? 0 : LOWEST;
    return tag("dataValidation", { type: "decimal", operator: "greaterThanOrEqual", ...rest }, `<formula1>${lowest}</formula1>`);
  });
  return written.length ? tag("dataValidations", { count: written.length }, ...written) : "";
}

/** Small lines in cells, the last first. @param {Sheet} sheet */
function sparklines({ sparks = [] }) {
  if (sparks.length === 0) return "";
  const groups = [...sparks].reverse().map(({ row, column, source }) => tag("x14:sparklineGroup", { lineWeight: 1.5, displayEmptyCellsAs: "gap", last: 1 },
    tag("x14:colorSeries", { rgb: "FF1F3A5F" }), tag("x14:colorNegative", { theme: 5 }), tag("x14:colorAxis", { rgb: "FF000000" }),
    tag("x14:colorMarkers", { theme: 4, tint: "-0.499984740745262" }), tag("x14:colorFirst", { theme: 4, tint: "0.39997558519241921" }),
    tag("x14:colorLast", { rgb: "FFA84300" }), tag("x14:colorHigh", { theme: 4 }), tag("x14:colorLow", { theme: 4 }),
    tag("x14:sparklines", {}, tag("x14:sparkline", {}, `<xm:f>${source}</xm:f><xm:sqref>${letters(column)}${row + 1}</xm:sqref>`))));
  const office = "http://schemas.microsoft.com/office";
  return tag("extLst", {}, tag("ext", { "xmlns:x14": `${office}/spreadsheetml/2009/9/main`, uri: "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" },
    tag("x14:sparklineGroups", { "xmlns:xm": `${office}/excel/2006/main` }, ...groups)));
}
