// @ts-check
/**
 * A workbook of sheets as data: the parts of the file and the file. No macros, no links. Part by part what XlsxWriter
 * writes for the command line, but for the theme, which holds only the fonts and colors that are used.
 */

import { areaText } from "./grid.js";
import { blocks, comments, drawing, noted } from "./notes.js";
import { Styles } from "./styles.js";
import { worksheet } from "./worksheet.js";
import { DECLARATION, content, open, tag, textElement } from "./xml.js";
import { zipped } from "./zip.js";

/** @typedef {import("./grid.js").Book} Book */

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SCHEMAS = "http://schemas.openxmlformats.org", OFFICE = `${SCHEMAS}/officeDocument/2006`, PACKAGE = `${SCHEMAS}/package/2006`;
const MAIN = `${SCHEMAS}/spreadsheetml/2006/main`, SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The texts of all cells, each once. */
class Texts {
  constructor() {
    /** @type {Map<string, number>} */
    this.places = new Map();
    this.count = 0;
  }

  /** @param {string} text */
  number(text) {
    this.count += 1;
    const known = this.places.get(text);
    if (known === undefined) this.places.set(text, this.places.size);
    return known ?? this.places.size - 1;
  }

  xml() {
    return DECLARATION + open("sst", { xmlns: MAIN, count: this.count, uniqueCount: this.places.size }, ...[...this.places.keys()].map((text) => tag("si", {}, textElement(text))));
  }
}

/** The file of a workbook. @param {Book} book */
export function workbookFile(book) {
  return zipped(parts(book), TYPE);
}

/** The parts of the file by name. @param {Book} book @returns {Map<string, string>} */
export function parts(book) {
  const texts = new Texts(), styles = new Styles(), count = { priority: 0 };
  /** @type {Map<string, string>} */
  const found = new Map();
  const sheets = book.sheets.map((sheet, at) => worksheet(sheet, at, texts, styles, count));
  let withNotes = 0, block = 1;
  book.sheets.forEach((sheet, at) => {
    found.set(`xl/worksheets/sheet${at + 1}.xml`, sheets[at]);
    const cells = noted(sheet);
    if (cells.length === 0) return;
    withNotes += 1;
    found.set(`xl/worksheets/_rels/sheet${at + 1}.xml.rels`, relations([
      ["vmlDrawing", `../drawings/vmlDrawing${withNotes}.vml`], ["comments", `../comments${withNotes}.xml`],
    ]));
    found.set(`xl/comments${withNotes}.xml`, comments(cells));
    found.set(`xl/drawings/vmlDrawing${withNotes}.vml`, drawing(sheet, cells, block));
    block += blocks(cells.length);
  });
  found.set("xl/sharedStrings.xml", texts.xml()).set("xl/styles.xml", styles.xml(withNotes > 0)).set("xl/theme/theme1.xml", theme());
  found.set("xl/workbook.xml", workbook(book)).set("xl/_rels/workbook.xml.rels", relations([
    ...book.sheets.map((_, at) => /** @type {[string, string]} */ (["worksheet", `worksheets/sheet${at + 1}.xml`])),
    ["theme", "theme/theme1.xml"], ["styles", "styles.xml"], ["sharedStrings", "sharedStrings.xml"],
  ]));
  found.set("docProps/app.xml", application(book)).set("docProps/core.xml", core(book));
  found.set("_rels/.rels", relations([
    ["officeDocument", "xl/workbook.xml"], [`${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml"], ["extended-properties", "docProps/app.xml"],
  ]));
  return new Map([["[Content_Types].xml", types(book.sheets.length, withNotes)], ...found]);
}

/** @param {[type: string, target: string][]} rows */
function relations(rows) {
  return DECLARATION + open("Relationships", { xmlns: `${PACKAGE}/relationships` }, ...rows.map(([type, target], at) =>
    tag("Relationship", { Id: `rId${at + 1}`, Type: type.includes(":") ? type : `${OFFICE}/relationships/${type}`, Target: target })));
}

/** Every name, those of print setup included, in the order that spreadsheets keep. @param {Book} book @returns {{name: string, sheet: number, place: string}[]} */
function definedNames(book) {
  const names = Object.entries(book.names).map(([name, place]) => ({ name, sheet: -1, place }));
  book.sheets.forEach(({ name, printArea, repeated: [first, last] }, sheet) => {
    names.push({ name: "_xlnm.Print_Area", sheet, place: `${name}!${areaText(printArea, "row column")}` });
    names.push({ name: "_xlnm.Print_Titles", sheet, place: `${name}!$${first + 1}:$${last + 1}` });
  });
  const key = (/** @type {{name: string, place: string}} */ { name, place }) => `${name.replace("_xlnm.", "").toLowerCase()}::${place.toLowerCase()}`;
  return names.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** @param {Book} book */
function workbook(book) {
  return DECLARATION + open("workbook", { xmlns: MAIN, "xmlns:r": `${OFFICE}/relationships` },
    tag("fileVersion", { appName: "xl", lastEdited: 4, lowestEdited: 4, rupBuild: 4505 }), tag("workbookPr", { defaultThemeVersion: 124226 }),
    tag("bookViews", {}, tag("workbookView", { xWindow: 240, yWindow: 15, windowWidth: 16095, windowHeight: 9660 })),
    tag("sheets", {}, ...book.sheets.map(({ name }, at) => tag("sheet", { name, sheetId: at + 1, "r:id": `rId${at + 1}` }))),
    tag("definedNames", {}, ...definedNames(book).map(({ name, sheet, place }) => tag("definedName", { name, localSheetId: sheet < 0 ? undefined : sheet }, content(place)))),
    tag("calcPr", { calcId: 124519, fullCalcOnLoad: 1 }));
}

/** @param {Book} book */
function application(book) {
  const names = definedNames(book).map(({ name, place }) => (name.startsWith("_xlnm.") ? `${place.split("!")[0]}!${name.replace("_xlnm.", "")}` : name));
  const titles = [...book.sheets.map(({ name }) => name), ...names];
  const pair = (/** @type {string} */ word, /** @type {number} */ count) => tag("vt:variant", {}, `<vt:lpstr>${word}</vt:lpstr>`) + tag("vt:variant", {}, `<vt:i4>${count}</vt:i4>`);
  return DECLARATION + open("Properties", { xmlns: `${OFFICE}/extended-properties`, "xmlns:vt": `${OFFICE}/docPropsVTypes` },
    "<Application>Microsoft Excel</Application><DocSecurity>0</DocSecurity><ScaleCrop>false</ScaleCrop>",
    tag("HeadingPairs", {}, tag("vt:vector", { size: 4, baseType: "variant" }, pair("Worksheets", book.sheets.length), pair("Named Ranges", names.length))),
    tag("TitlesOfParts", {}, tag("vt:vector", { size: titles.length, baseType: "lpstr" }, ...titles.map((title) => `<vt:lpstr>${content(title)}</vt:lpstr>`))),
    "<Company></Company><LinksUpToDate>false</LinksUpToDate><SharedDoc>false</SharedDoc><HyperlinksChanged>false</HyperlinksChanged><AppVersion>12.0000</AppVersion>");
}

/** @param {Book} book */
function core({ title, subject, created }) {
  const moment = (/** @type {string} */ name) => tag(`dcterms:${name}`, { "xsi:type": "dcterms:W3CDTF" }, `${created}T00:00:00Z`);
  return DECLARATION + open("cp:coreProperties", {
    "xmlns:cp": `${PACKAGE}/metadata/core-properties`, "xmlns:dc": "http://purl.org/dc/elements/1.1/", "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:dcmitype": "http://purl.org/dc/dcmitype/", "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
  }, `<dc:title>${content(title)}</dc:title><dc:subject>${content(subject)}</dc:subject><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>`,
  moment("created"), moment("modified"));
}

/** @param {number} sheets @param {number} withNotes */
function types(sheets, withNotes) {
  const standard = (/** @type {string} */ Extension, /** @type {string} */ ContentType) => tag("Default", { Extension, ContentType });
  const part = (/** @type {string} */ name, /** @type {string} */ ContentType) => tag("Override", { PartName: `/${name}`, ContentType });
  const own = "application/vnd.openxmlformats-officedocument";
  return DECLARATION + open("Types", { xmlns: `${PACKAGE}/content-types` },
    standard("rels", "application/vnd.openxmlformats-package.relationships+xml"), standard("xml", "application/xml"),
    withNotes ? standard("vml", `${own}.vmlDrawing`) : "", part("docProps/app.xml", `${own}.extended-properties+xml`),
    part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"), part("xl/styles.xml", `${SHEET_TYPE}.styles+xml`),
    part("xl/theme/theme1.xml", `${own}.theme+xml`), part("xl/workbook.xml", `${SHEET_TYPE}.sheet.main+xml`),
    ...Array.from({ length: sheets }, (_, at) => part(`xl/worksheets/sheet${at + 1}.xml`, `${SHEET_TYPE}.worksheet+xml`)),
    ...Array.from({ length: withNotes }, (_, at) => part(`xl/comments${at + 1}.xml`, `${SHEET_TYPE}.comments+xml`)),
    part("xl/sharedStrings.xml", `${SHEET_TYPE}.sharedStrings+xml`));
}

/** Fonts and colors under the names that styles and sparklines use; the effects for drawings are left plain. */
function theme() {
  const plain = (/** @type {string} */ name, /** @type {string} */ val) => tag(`a:${name}`, {}, tag("a:srgbClr", { val }));
  const fonts = (/** @type {string} */ name, /** @type {string} */ typeface) => tag(`a:${name}Font`, {}, tag("a:latin", { typeface }), tag("a:ea", { typeface: "" }), tag("a:cs", { typeface: "" }));
  const three = (/** @type {string} */ name, /** @type {string} */ child) => tag(`a:${name}`, {}, child.repeat(3));
  const fill = tag("a:solidFill", {}, tag("a:schemeClr", { val: "phClr" }));
  return DECLARATION + open("a:theme", { "xmlns:a": `${SCHEMAS}/drawingml/2006/main`, name: "Office Theme" }, tag("a:themeElements", {},
    tag("a:clrScheme", { name: "Office" }, tag("a:dk1", {}, tag("a:sysClr", { val: "windowText", lastClr: "000000" })),
      tag("a:lt1", {}, tag("a:sysClr", { val: "window", lastClr: "FFFFFF" })), plain("dk2", "1F497D"), plain("lt2", "EEECE1"), plain("accent1", "4F81BD"),
      plain("accent2", "C0504D"), plain("accent3", "9BBB59"), plain("accent4", "8064A2"), plain("accent5", "4BACC6"), plain("accent6", "F79646"),
      plain("hlink", "0000FF"), plain("folHlink", "800080")),
    tag("a:fontScheme", { name: "Office" }, fonts("major", "Cambria"), fonts("minor", "Calibri")),
    tag("a:fmtScheme", { name: "Office" }, three("fillStyleLst", fill), three("lnStyleLst", tag("a:ln", { w: 9525 }, fill)),
      three("effectStyleLst", tag("a:effectStyle", {}, tag("a:effectLst"))), three("bgFillStyleLst", fill))),
  tag("a:objectDefaults"), tag("a:extraClrSchemeLst"));
}
