// @ts-check
/**
 * The notes of a sheet: their texts, and the boxes in which spreadsheets show them.
 */

import { address } from "./grid.js";
import { columnPixels, rowPixels } from "./worksheet.js";
import { DECLARATION, open, tag, textElement } from "./xml.js";

/**
 * @typedef {import("./grid.js").Sheet} Sheet
 * @typedef {import("./grid.js").Cell & {note: string}} Noted
 */

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", WIDTH = 300;
const DEFAULT_WIDTH = 64, DEFAULT_HEIGHT = 20, BLOCK = 1024;

/** The cells with notes in reading order. @param {Sheet} sheet @returns {Noted[]} */
export function noted({ cells }) {
  const found = /** @type {Noted[]} */ (cells.filter(({ note }) => note));
  return found.sort((one, other) => one.row - other.row || one.column - other.column);
}

/** @param {Noted[]} cells */
export function comments(cells) {
  const look = tag("rPr", {}, tag("sz", { val: 9 }), tag("color", { indexed: 81 }), tag("rFont", { val: "Tahoma" }), tag("family", { val: 2 }));
  return DECLARATION + open("comments", { xmlns: MAIN }, tag("authors", {}, "<author></author>"), tag("commentList", {}, ...cells.map(({ row, column, note }) =>
    tag("comment", { ref: address(row, column), authorId: 0 }, tag("text", {}, tag("r", {}, look, textElement(note)))))));
}

/** How many numbers the boxes of a sheet take. @param {number} count */
export function blocks(count) {
  return Math.floor((BLOCK + count) / BLOCK);
}

/** @param {Sheet} sheet @param {Noted[]} cells @param {number} first the first block of numbers that is free */
export function drawing(sheet, cells, first) {
  const columns = columnPixels(sheet), rows = rowPixels(sheet);
  const width = (/** @type {number} */ column) => columns[column] ?? DEFAULT_WIDTH, height = (/** @type {number} */ row) => rows.get(row) ?? DEFAULT_HEIGHT;
  const data = Array.from({ length: Math.floor(cells.length / BLOCK) + 1 }, (_, at) => first + at).join(",");
  return open("xml", { "xmlns:v": "urn:schemas-microsoft-com:vml", "xmlns:o": "urn:schemas-microsoft-com:office:office", "xmlns:x": "urn:schemas-microsoft-com:office:excel" },
    tag("o:shapelayout", { "v:ext": "edit" }, tag("o:idmap", { "v:ext": "edit", data })),
    tag("v:shapetype", { id: "_x0000_t202", coordsize: "21600,21600", "o:spt": 202, path: "m,l,21600r21600,l21600,xe" },
      tag("v:stroke", { joinstyle: "miter" }), tag("v:path", { gradientshapeok: "t", "o:connecttype": "rect" })),
    ...cells.map((cell, at) => box(cell, first * BLOCK + at + 1, at + 1, width, height)));
}

/** @param {Noted} cell @param {number} id @param {number} order @param {(column: number) => number} width @param {(row: number) => number} height */
function box({ row, column, note }, id, order, width, height) {
  const lines = note.split("\n").reduce((sum, line) => sum + 1 + Math.floor([...line].length / 48), 0), tall = 16 * lines + 12;
  const left = across(column + 1, 15, WIDTH, width), top = across(Math.max(row - 1, 0), row ? 10 : 2, tall, height);
  const style = `position:absolute;margin-left:${left.from * 0.75}pt;margin-top:${top.from * 0.75}pt;width:${WIDTH * 0.75}pt;height:${tall * 0.75}pt;`
    + `z-index:${order};visibility:hidden`;
  const anchor = [left.start, left.into, top.start, top.into, left.end, left.rest, top.end, top.rest].join(", ");
  return tag("v:shape", { id: `_x0000_s${id}`, type: "#_x0000_t202", style, fillcolor: "#ffffe1", "o:insetmode": "auto" },
    tag("v:fill", { color2: "#ffffe1" }), tag("v:shadow", { on: "t", color: "black", obscured: "t" }), tag("v:path", { "o:connecttype": "none" }),
    tag("v:textbox", { style: "mso-direction-alt:auto" }, open("div", { style: "text-align:left" })),
    tag("x:ClientData", { ObjectType: "Note" }, tag("x:MoveWithCells"), tag("x:SizeWithCells"), `<x:Anchor>${anchor}</x:Anchor>`,
      "<x:AutoFill>False</x:AutoFill>", `<x:Row>${row}</x:Row>`, `<x:Column>${column}</x:Column>`));
}

/** Where a box begins and ends along one side, told by cells and pixels into them. @param {number} start @param {number} into @param {number} length @param {(place: number) => number} size */
function across(start, into, length, size) {
  let from = into;
  for (let place = 0; place < start; place++) from += size(place);
  for (; into >= size(start); start++) into -= size(start);
  let end = start, rest = length + into;
  for (; rest >= size(end); end++) rest -= size(end);
  return { from, start, into, end, rest };
}
