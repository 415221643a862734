// @ts-check
/**
 * The styles of a workbook, gathered while its cells are written: a number for each distinct look.
 */

import { DECLARATION, open, tag } from "./xml.js";

/** @typedef {import("./look.js").Style} Style */

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", BORDER = "FFC3CDD8", FIRST_FORMAT = 164;
const FONT_END = tag("name", { val: "Calibri" }) + tag("family", { val: 2 }) + tag("scheme", { val: "minor" });

/** Texts in the order in which they were first met. */
class Numbered {
  /** @param {string[]} first */
  constructor(...first) {
    /** @type {Map<string, number>} */
    this.places = new Map(first.map((text, at) => [text, at]));
  }

  /** @param {string} text */
  of(text) {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    this.places.set(text, this.places.size);
    return this.places.size - 1;
  }

  get all() {
    return [...this.places.keys()];
  }
}

export class Styles {
  constructor() {
    this.fonts = new Numbered(tag("font", {}, tag("sz", { val: 11 }), tag("color", { theme: 1 }), FONT_END));
    this.fills = new Numbered(...["none", "gray125"].map((patternType) => tag("fill", {}, tag("patternFill", { patternType }))));
    this.borders = new Numbered(tag("border", {}, ...["left", "right", "top", "bottom", "diagonal"].map((side) => tag(side))));
    this.formats = new Numbered();
    this.looks = new Numbered(tag("xf", { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0, xfId: 0 }));
    this.colorings = new Numbered();
    /** @type {Map<string, number>} */
    this.known = new Map();
  }

  /** The number of a look. @param {Style} style @param {boolean} quoted whether the text keeps an apostrophe in front */
  of(style, quoted) {
    const key = JSON.stringify([style, quoted]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const number = this.looks.of(this.look(style, quoted));
    this.known.set(key, number);
    return number;
  }

  /** @param {Style} style @param {boolean} quoted */
  look(style, quoted) {
    const numFmtId = style.format === "General" ? 0 : style.format === "0" ? 1 : FIRST_FORMAT + this.formats.of(style.format);
    const font = tag("font", {}, style.bold ? tag("b") : "", style.italic ? tag("i") : "", tag("sz", { val: style.size }), tag("color", { rgb: `FF${style.color}` }), FONT_END);
    const fill = style.fill && tag("fill", {}, tag("patternFill", { patternType: "solid" }, tag("fgColor", { rgb: `FF${style.fill}` }), tag("bgColor", { indexed: 64 })));
    const fontId = this.fonts.of(font), fillId = fill ? this.fills.of(fill) : 0, borderId = style.border ? this.borders.of(border()) : 0;
    const applied = (/** @type {number} */ id) => (id > 0 ? 1 : undefined);
    return tag("xf", {
      numFmtId, fontId, fillId, borderId, xfId: 0, quotePrefix: quoted ? 1 : undefined, applyNumberFormat: applied(numFmtId), applyFont: applied(fontId),
      applyFill: applied(fillId), applyBorder: applied(borderId), applyAlignment: 1, applyProtection: style.typed ? 1 : undefined,
    }, tag("alignment", {
      horizontal: style.align, vertical: style.top ? "top" : "center", indent: style.border && style.align !== "center" ? 1 : undefined,
      wrapText: style.wrap ? 1 : undefined,
    }), style.typed ? tag("protection", { locked: 0 }) : "");
  }

  /** The number of a look that changes only the colors of the cell it falls on. @param {Style} style */
  coloring(style) {
    return this.colorings.of(tag("dxf", {}, tag("font", {}, tag("color", { rgb: `FF${style.color}` })),
      tag("fill", {}, tag("patternFill", {}, tag("bgColor", { rgb: `FF${style.fill}` })))));
  }

  /** @param {boolean} withNotes whether cells have notes, which are written in a font of their own */
  xml(withNotes) {
    const counted = (/** @type {string} */ name, /** @type {string[]} */ rows) => tag(name, { count: rows.length }, ...rows);
    const notes = tag("font", {}, tag("sz", { val: 8 }), tag("color", { indexed: 81 }), tag("name", { val: "Tahoma" }), tag("family", { val: 2 }));
    const formats = this.formats.all.map((formatCode, at) => tag("numFmt", { numFmtId: FIRST_FORMAT + at, formatCode }));
    return DECLARATION + open("styleSheet", { xmlns: MAIN },
      formats.length ? counted("numFmts", formats) : "", counted("fonts", [...this.fonts.all, ...(withNotes ? [notes] : [])]),
      counted("fills", this.fills.all), counted("borders", this.borders.all),
      counted("cellStyleXfs", [tag("xf", { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })]), counted("cellXfs", this.looks.all),
      counted("cellStyles", [tag("cellStyle", { name: "Normal", xfId: 0, builtinId: 0 })]), counted("dxfs", this.colorings.all),
      tag("tableStyles", { count: 0, defaultTableStyle: "TableStyleMedium9", defaultPivotStyle: "PivotStyleLight16" }));
  }
}

function border() {
  const color = tag("color", { rgb: BORDER });
  return tag("border", {}, ...["left", "right", "top", "bottom"].map((side) => tag(side, { style: "thin" }, color)), tag("diagonal"));
}
