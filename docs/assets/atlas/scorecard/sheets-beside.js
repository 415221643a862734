// @ts-check
/**
 * The sheets beside Scorecard: Inputs, Series, History, Targets, Bands, Definitions, Provenance, as
 * tools/kpiatlas/scorecard/sheets does.
 */

import {
  BANDS_HEADER, BASELINE, FACTS_TOP, FIRST_PERIOD, Layout, NAME_COLUMN, PERIOD_ROW, POINTS_COLUMN, PROVENANCE_HEADER, RATING, SERIES_LABEL, SERIES_PERIOD,
  SERIES_ROWS, SERIES_TOP, THRESHOLD, USUAL_TARGET, VERSION, WORD,
} from "./grid.js";
import { PERCENT_OF_TARGET, POINTS } from "./judging.js";
import * as look from "./look.js";
import { groupData, lineData, templateData, written } from "./template-file.js";

/**
 * @typedef {import("./grid.js").Cell} Cell
 * @typedef {import("./grid.js").Rule} Rule
 * @typedef {import("./grid.js").Sheet} Sheet
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./model.js").InputRow} InputRow
 */

const NOT_NEGATIVE = "A number from 0, or blank while it is not known.", NUMBER = "A number, or blank while it is not known.";
const SHOWN = 20;
const HOW_INPUTS = "Fill in the yellow cells. A blank cell is a missing figure: the KPIs that need it stay blank for that period.";
const HOW_COUNTS = " A gray cell counts the values that the sheet Series holds for an input that is a list of numbers.";
const HOW_SERIES = `One value a cell, such as one survey answer, from the top of its column; up to ${SERIES_ROWS.toLocaleString("en-US")} values a period.`;
const HOW_HISTORY = "Computed from the inputs by each KPI's formula. Blank: a figure is missing, or it has no value (division by 0).";
const HOW_TARGETS = "The target of a period counts for that period; where it is blank, the target for all periods does.";
const HOW_BANDS = "The first band from the top that holds the value gives the status. Thresholds may be changed, their order not.";
const HOW_PROVENANCE = "The content hash changes with any edit of the record; the fingerprint only when definition, formula, inputs, "
  + "unit, direction or bands change.";

/** @param {string} title @param {string} how @returns {Cell[]} */
function titled(title, how) {
  return [{ row: 0, column: 0, value: title, style: look.TITLE }, { row: 1, column: 0, value: how, style: look.TEXT }];
}

/** The row of headings: words, then the periods. @param {Layout} layout @param {[string, number][]} columns @returns {Cell[]} */
function periodHeader(layout, columns) {
  return [
    ...columns.map(([value], column) => ({ row: PERIOD_ROW, column, value, style: look.HEADER })),
    ...layout.card.periods.map((value, at) => ({ row: PERIOD_ROW, column: FIRST_PERIOD + at, value, style: look.HEADER_NUMBER })),
  ];
}

/** What Inputs, History and Targets share. @param {Layout} layout @param {[string, number][]} columns @param {number} rows @returns {Omit<Sheet, "name" | "title" | "cells">} */
function byPeriod(layout, columns, rows) {
  return {
    widths: [...columns.map(([, width]) => width), ...layout.card.periods.map(() => 13)], frozen: [PERIOD_ROW + 1, 1], repeated: [PERIOD_ROW, PERIOD_ROW],
    printArea: [0, 0, PERIOD_ROW + rows, layout.lastPeriod],
  };
}

/** What a note says of an input. @param {InputRow} row */
function meaning(row) {
  return [`${row.key} (${row.unitText})`, ...row.means, `Used by: ${row.usedBy.join(", ")}`].join("\n");
}

/** @param {InputRow} row @param {import("./grid.js").Area} area @returns {Rule} */
function figureRule(row, area) {
  return row.neverNegative ? { area, kind: "not negative", message: NOT_NEGATIVE } : { area, kind: "number", message: NUMBER };
}

/** @param {InputRow} row */
function figureStyle(row) {
  return look.typed(look.style({ format: look.inputFormat(row.unit, row.unitKind) }, look.NUMBER));
}

/** @param {Layout} layout @returns {Sheet} */
export function inputs(layout) {
  /** @type {[string, number][]} */
  const columns = [["Input", 40], ["Unit", 20], ["Used by", 36], ["Name", 26]];
  const rows = layout.card.inputs;
  return {
    name: "Inputs", title: "Inputs", ...byPeriod(layout, columns, rows.length),
    cells: [...titled("Inputs", HOW_INPUTS + (layout.seriesColumns.size ? HOW_COUNTS : "")), ...periodHeader(layout, columns), ...rows.flatMap((row) => inputCells(layout, row))],
    rules: rows.filter(({ isSeries }) => !isSeries).map((row) => figureRule(row, layout.periodsOf(layout.inputRows.get(row.key) ?? 0))),
  };
}

/** @param {Layout} layout @param {InputRow} input @returns {Cell[]} */
function inputCells(layout, input) {
  const row = layout.inputRows.get(input.key) ?? 0, figures = layout.card.figures.get(input.key);
  return [
    { row, column: 0, value: input.label, style: look.NAME, note: meaning(input) },
    { row, column: 1, value: input.unitText, style: look.BODY },
    { row, column: 2, value: input.usedBy.join(", "), style: look.BODY },
    { row, column: NAME_COLUMN, value: input.key, style: look.CODE },
    ...layout.card.periods.map((_, period) => {
      const column = FIRST_PERIOD + period, figure = figures?.[period] ?? null;
      if (!input.isSeries) return { row, column, value: Array.isArray(figure) ? null : figure, style: figureStyle(input) };
      const area = layout.reference(input.key, period), count = Array.isArray(figure) ? figure.length : 0;
      const style = look.style({ format: '#,##0" values"' }, look.MEASURED);
      return { row, column, value: count || "", style, formula: `=IF(COUNT(${area})=0,"",COUNT(${area}))` };
    }),
  ];
}

/** @param {Layout} layout @returns {Sheet} */
export function series(layout) {
  const rows = layout.card.inputs.filter(({ isSeries }) => isSeries), width = rows.length * layout.card.periods.length;
  const cells = rows.flatMap((row) => seriesCells(layout, row));
  return {
    name: "Series", title: "Series",
    cells: [
      ...titled("Series", HOW_SERIES), { row: SERIES_LABEL, column: 0, value: "Input", style: look.HEADER },
      { row: SERIES_PERIOD, column: 0, value: "Period", style: look.HEADER }, ...cells,
    ],
    widths: [10, ...Array(width).fill(13)], frozen: [SERIES_TOP, 1], repeated: [SERIES_LABEL, SERIES_PERIOD],
    rules: rows.map((row) => {
      const [top, left, bottom] = layout.seriesCells(row.key, 0);
      return figureRule(row, [top, left, bottom, left + layout.card.periods.length - 1]);
    }),
    printArea: [0, 0, cells.reduce((most, { row }) => Math.max(most, row), 0), width],
  };
}

/** @param {Layout} layout @param {InputRow} row @returns {Cell[]} */
function seriesCells(layout, row) {
  const style = figureStyle(row), figures = layout.card.figures.get(row.key);
  return layout.card.periods.flatMap((label, period) => {
    const [top, column] = layout.seriesCells(row.key, period), figure = figures?.[period];
    const values = Array.isArray(figure) ? figure : [];
    return [
      { row: SERIES_LABEL, column, value: row.label, style: look.HEADER, note: period ? "" : meaning(row) },
      { row: SERIES_PERIOD, column, value: label, style: look.HEADER_NUMBER },
      ...Array.from({ length: Math.max(SHOWN, values.length) }, (_, at) => ({ row: top + at, column, value: values[at] ?? null, style })),
    ];
  });
}

/** @param {Layout} layout @returns {Sheet} */
export function history(layout) {
  /** @type {[string, number][]} */
  const columns = [["KPI", 40], ["Unit", 20], ["Group", 26], ["Id", 30]];
  const cells = layout.card.lines.flatMap((line, place) => {
    const row = layout.lineRow(place), style = look.style({ format: look.resultFormat(line.unit, line.unitKind) }, look.NUMBER);
    return [
      { row, column: 0, value: line.name, style: look.NAME, note: line.words },
      { row, column: 1, value: line.unitText, style: look.BODY },
      { row, column: 2, value: layout.groupTitles[place], style: look.BODY },
      { row, column: NAME_COLUMN, value: line.kpi.id, style: look.CODE },
      ...layout.card.actuals[place].map((actual, period) => ({
        row, column: FIRST_PERIOD + period, value: actual ?? "", style, formula: layout.actualFormula(line, period),
      })),
    ];
  });
  return {
    name: "History", title: "History", ...byPeriod(layout, columns, layout.card.lines.length),
    cells: [...titled("History", HOW_HISTORY), ...periodHeader(layout, columns), ...cells],
  };
}

/** @param {Layout} layout @returns {Sheet} */
export function targets(layout) {
  /** @type {[string, number][]} */
  const columns = [["KPI", 40], ["Unit", 20], ["Baseline", 13], ["All periods", 13]];
  const { lines, periods } = layout.card;
  const cells = lines.flatMap((line, place) => {
    const row = layout.lineRow(place), style = look.typed(look.style({ format: look.resultFormat(line.unit, line.unitKind) }, look.NUMBER));
    return [
      { row, column: 0, value: line.name, style: look.NAME },
      { row, column: 1, value: line.unitText, style: look.BODY },
      { row, column: BASELINE, value: line.said.baseline ?? null, style },
      { row, column: USUAL_TARGET, value: line.said.target ?? null, style },
      ...periods.map((label, at) => ({ row, column: FIRST_PERIOD + at, value: line.said.targets?.[label] ?? null, style })),
    ];
  });
  return {
    name: "Targets", title: "Targets", ...byPeriod(layout, columns, lines.length),
    cells: [...titled("Targets", HOW_TARGETS), ...periodHeader(layout, columns), ...cells],
    rules: [{ area: [PERIOD_ROW + 1, BASELINE, PERIOD_ROW + lines.length, layout.lastPeriod], kind: "number", message: "A target is a number, or blank." }],
  };
}

/** @param {Layout} layout @returns {Sheet} */
export function bands(layout) {
  const words = Object.keys(POINTS);
  const cells = layout.card.lines.flatMap((_, place) => bandCells(layout, place));
  const bottom = Math.max(cells.reduce((most, { row }) => Math.max(most, row), BANDS_HEADER), BANDS_HEADER + words.length);
  const heads = ["KPI", "Value is", "Threshold", "Status", "Unit", "What it says"].map((value, column) => ({
    row: BANDS_HEADER, column, value, style: column === THRESHOLD ? look.HEADER_NUMBER : column === RATING ? look.HEADER_MIDDLE : look.HEADER,
  }));
  return {
    name: "Bands", title: "Bands",
    cells: [
      ...titled("Bands", HOW_BANDS), { row: BANDS_HEADER, column: WORD, value: "Status", style: look.HEADER_MIDDLE },
      { row: BANDS_HEADER, column: POINTS_COLUMN, value: "Points", style: look.HEADER_NUMBER }, ...heads, ...cells,
      ...words.flatMap((word, at) => [
        { row: BANDS_HEADER + 1 + at, column: WORD, value: word, style: look.rating(word) },
        { row: BANDS_HEADER + 1 + at, column: POINTS_COLUMN, value: POINTS[word], style: look.NUMBER },
      ]),
    ],
    widths: [40, 12, 14, 14, 22, 80, 3, 14, 10], frozen: [BANDS_HEADER + 1, 1], repeated: [BANDS_HEADER, BANDS_HEADER],
    rules: cells.filter(({ column, style }) => column === THRESHOLD && style.typed)
      .map(({ row, column }) => ({ area: [row, column, row, column], kind: "number", message: "A threshold is a number." })),
    colorings: cells.length ? words.map((word) => ({ area: [BANDS_HEADER + 1, RATING, bottom, RATING], word, style: look.rating(word) })) : [],
    printArea: [0, 0, bottom, POINTS_COLUMN],
  };
}

/** @param {Layout} layout @param {number} place @returns {Cell[]} */
function bandCells(layout, place) {
  const line = layout.card.lines[place];
  const format = line.byPercent ? look.PERCENT : look.resultFormat(line.unit, line.unitKind), number = look.style({ format }, look.NUMBER);
  const percent = line.rule === PERCENT_OF_TARGET ? "percent of target" : "percent of the way from baseline to target";
  return line.bands.flatMap((band, offset) => {
    const row = layout.bandRows[place] + offset, threshold = band.at_least ?? band.at_most ?? null;
    const side = band.at_least !== undefined ? "at least" : band.at_most === undefined ? "the rest" : "at most";
    return [
      { row, column: 0, value: line.name, style: offset === 0 ? look.NAME : look.BODY },
      { row, column: 1, value: side, style: look.BODY },
      { row, column: THRESHOLD, value: threshold, style: threshold === null ? number : look.typed(number) },
      { row, column: RATING, value: band.rating, style: look.STATUS },
      { row, column: 4, value: line.byPercent ? percent : line.unitText, style: look.BODY },
      { row, column: 5, value: band.meaning, style: look.BODY },
    ];
  });
}

/** @param {Layout} layout @returns {Sheet} */
export function definitions(layout) {
  /** @type {[string, number][]} */
  const columns = [
    ["KPI", 24], ["Definition", 42], ["Formula in words", 28], ["Formula", 28], ["Unit", 14], ["Better", 10], ["How to read it", 42], ["Pitfalls", 56],
    ["Data source", 28], ["Page", 40],
  ];
  /** @type {Record<string, string>} */
  const better = { higher: "higher", lower: "lower", range: "in a range" };
  const { lines, site } = layout.card, header = 2;
  return {
    name: "Definitions", title: "Definitions",
    cells: [
      { row: 0, column: 0, value: "Definitions", style: look.TITLE },
      ...columns.map(([value], column) => ({ row: header, column, value, style: look.HEADER })),
      ...lines.flatMap(({ kpi, name, words, formula, unitText, direction, said }, at) => [
        name, kpi.definition, words, formula.text, unitText, better[direction], kpi.interpretation.reading,
        kpi.pitfalls.map(({ mistake, consequence }) => `${mistake} ${consequence}`).join("\n"), said.data_source ?? "",
        site ? `${site.replace(/\/+$/, "")}/kpi/${kpi.id}/` : `kpi/${kpi.id}/`,
      ].map((value, column) => ({ row: header + 1 + at, column, value, style: column === 0 ? look.NAME_OF_LONG : look.LONG }))),
    ],
    widths: columns.map(([, width]) => width), frozen: [header + 1, 1], repeated: [header, header], printArea: [0, 0, header + lines.length, 7],
  };
}

/** @param {Layout} layout @returns {Sheet} */
export function provenance(layout) {
  const { card } = layout, heads = ["KPI", "Id", "Record", "Variant", "Content hash", "Fingerprint", "Model"];
  return {
    name: "Provenance", title: "Provenance",
    cells: [
      { row: 0, column: 0, value: "Provenance", style: look.TITLE },
      ...facts(card).flatMap(([label, value], at) => [
        { row: FACTS_TOP + at, column: 0, value: label, style: look.LABEL }, { row: FACTS_TOP + at, column: 1, value, style: look.FACT },
      ]),
      { row: PROVENANCE_HEADER - 1, column: 0, value: HOW_PROVENANCE, style: look.SUBTITLE },
      ...heads.map((value, column) => ({ row: PROVENANCE_HEADER, column, value, style: look.HEADER })),
      ...card.lines.flatMap((line, place) => [
        line.name, line.kpi.id, line.kpi.path, line.variant?.name ?? "standard formula", line.hash, line.formula.fingerprint, written(lineData(line.said)),
      ].map((value, column) => ({
        row: PROVENANCE_HEADER + 1 + place, column, value, style: column === 0 ? look.NAME : column === 6 ? look.CODE : look.BODY,
      }))),
    ],
    widths: [40, 40, 52, 26, 34, 20, 60], frozen: [PROVENANCE_HEADER + 1, 1], repeated: [PROVENANCE_HEADER, PROVENANCE_HEADER],
    printArea: [0, 0, PROVENANCE_HEADER + card.lines.length, heads.length - 2],
  };
}

/** What is known of the making of a workbook, by label. @param {Card} card @returns {[string, string | number][]} */
function facts(card) {
  const { template, periods } = card;
  const groups = template.groups.map((group) => ({ ...groupData(group), count: group.kpis.length }));
  return [
    ["Layout", VERSION], ["Scorecard", template.id], ["Periods", `${periods[0]} to ${periods[periods.length - 1]} (${periods.length})`],
    ["Filled with", card.filledWith], ["Made on", card.madeOn], ["Made with", card.program], ["Catalogue version", card.version],
    ["Commit", card.commit], ["Site", card.site], ["Model", written({ ...templateData(template), groups })],
  ];
}
