// @ts-check
/**
 * Numbers as people type and read them. Knows no page.
 *
 * One rule for points and commas: two different signs in one number, or one sign that cannot stand between thousands, can
 * be read in one way only, and are read so by everybody. A single sign before exactly three digits ("1.234") can be read
 * in two ways: there the reader's language decides, where it uses that sign; where it does not, we ask.
 */

/**
 * @typedef {{decimal: string, group: string, locale: string}} Style how a language writes numbers
 * @typedef {{value: number | null, wrong: string}} Reading value is null where nothing is typed; wrong says why it is no number
 * @typedef {{value: number[] | null, wrong: string}} SeriesReading
 */

const LANGUAGE = globalThis.navigator?.language || "en";
const MONEY = "(?:[A-Z]{0,3}\\p{Sc}|[A-Z]{3})";
const BEFORE = new RegExp(`^([-+]?)\\s*${MONEY}\\s*(?=[-+]?[\\d.,])`, "u"), AFTER = new RegExp(`(?<=[\\d.,])\\s*${MONEY}$`, "u");

/**
 * @param {string} locale
 * @returns {Style}
 */
export function styleOf(locale) {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.5);
  const sign = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value ?? "";
  return { decimal: sign("decimal") === "," ? "," : ".", group: sign("group"), locale };
}

export const ours = styleOf(LANGUAGE);

/**
 * One number as a person types it: grouped, with a currency sign or a percent sign, in brackets when negative.
 * @param {string} text
 * @param {string} kind of the unit: percent, ratio, money, or empty for everything else
 * @param {Style} style
 * @returns {Reading}
 */
export function readNumber(text, kind = "", style = ours) {
  let bare = text.trim().replace(/^[\u2212\u2013]/, "-");
  if (bare === "") return { value: null, wrong: "" };
  const shown = `“${text.trim().slice(0, 40)}”`;
  const brackets = /^\((.+)\)$/.exec(bare);
  if (brackets) bare = brackets[1].trim();
  const percent = /%$/.test(bare);
  if (percent) bare = bare.slice(0, -1).trim();
  const plain = bare.replace(BEFORE, "$1").replace(AFTER, "");
  const money = plain !== bare;
  if (percent && kind !== "percent" && kind !== "ratio") return { value: null, wrong: `${shown} is a percentage, and this is not` };
  if (money && kind !== "money") return { value: null, wrong: `${shown} is an amount of money, and this is not` };
  const { value, wrong } = readDigits(plain, style);
  if (value === null) return { value, wrong: wrong ? `${shown} ${wrong}` : `${shown} is not a number` };
  const share = percent && kind === "ratio" ? value / 100 : value;
  return { value: brackets ? -Math.abs(share) : share, wrong: "" };
}

/**
 * @param {string} text a sign, digits with marks between them, a power of ten
 * @param {Style} style
 * @returns {Reading} wrong is empty where the text is simply no number
 */
function readDigits(text, style) {
  const [, sign, typed, power = ""] = /^([-+]?)\s*([\d.,'’\s]*\d[\d.,'’\s]*)(e[-+]?\d+)?$/i.exec(text) ?? [];
  if (typed === undefined) return { value: null, wrong: "" };
  const spaced = /[\s'’]/.test(typed);
  if (spaced && !/^\d{1,3}([\s'’])\d{3}(\1\d{3})*([.,]\d*)?$/.test(typed)) return { value: null, wrong: "" };
  const digits = typed.replace(/[\s'’]/g, "");
  const marks = digits.match(/[.,]/g) ?? [];
  const last = marks[marks.length - 1];
  let point = last;
  if (marks.length > 1 && marks[0] === last) point = "";
  else if (marks.length === 1 && !spaced && !power && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) {
    if (last === style.group) point = "";
    else if (last !== style.decimal) {
      const [whole, rest] = digits.split(last);
      return { value: null, wrong: `can be ${whole}${rest} or ${whole}${style.decimal}${rest}; write it the one way or the other` };
    }
  }
  const [whole, fraction = ""] = point ? [digits.slice(0, digits.lastIndexOf(point)), digits.slice(digits.lastIndexOf(point) + 1)] : [digits];
  if (!/^(\d*|\d{1,3}([.,])(\d{2,3}\2)*\d{3})$/.test(whole) || (point && whole.includes(point))) return { value: null, wrong: "" };
  const value = Number(`${sign}${whole.replace(/[.,]/g, "") || "0"}.${fraction || "0"}${power}`);
  return Number.isFinite(value) ? { value: value + 0, wrong: "" } : { value: null, wrong: "is too large" };
}

/**
 * Several numbers: a pasted column (a first line that is no number is its heading), or one line with semicolons, commas or
 * blanks between.
 * @param {string} text
 * @param {string} kind of the unit
 * @param {Style} style
 * @returns {SeriesReading}
 */
export function readSeries(text, kind = "", style = ours) {
  const column = /[\n\t]/.test(text.trim());
  let items = (column ? text.split(/[\n\t;]/) : text.split(/;|,(?= )| /)).map((item) => item.trim()).filter((item) => item !== "");
  if (!column) items = items.flatMap((item) => split(item, style));
  if (column && items.length > 1 && !/\d/.test(items[0])) items = items.slice(1);
  if (items.length === 0) return { value: null, wrong: "" };
  /** @type {number[]} */
  const found = [];
  for (const item of items) {
    if (!column && items.length === 1 && style.decimal === "." && /^\d{1,3},\d{3}$/.test(item)) {
      return { value: null, wrong: `“${item}” can be one number or two; write one number a line, or put semicolons between` };
    }
    const { value, wrong } = readNumber(item, kind, style);
    if (value === null) return { value, wrong: wrong || `“${item}” is not a number` };
    found.push(value);
  }
  return { value: found, wrong: "" };
}

/**
 * Numbers between commas without blanks, where the comma is no decimal sign and the whole is no number.
 * @param {string} item
 * @param {Style} style
 */
function split(item, style) {
  const one = style.decimal === "," || !item.includes(",") || readNumber(item, "", style).value !== null;
  return one ? [item] : item.split(",").filter((part) => part !== "");
}

/**
 * @param {number} value
 * @param {Style} style
 */
export function showNumber(value, style = ours) {
  const size = Math.abs(value);
  const options = size !== 0 && size < 0.01 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: size < 10 ? 3 : 2 };
  return new Intl.NumberFormat(style.locale, options).format(value);
}

/** @param {number} value a change with its sign */
export function showChange(value) {
  return `${value > 0 ? "+" : ""}${showNumber(Number(value.toPrecision(3)))}`;
}

/**
 * A value as it stands in a field: exact, without signs between thousands, in the reader's way.
 * @param {number | number[]} value
 * @param {Style} style
 * @returns {string}
 */
export function typed(value, style = ours) {
  if (Array.isArray(value)) return value.map((item) => typed(item, style)).join("; ");
  return String(value).replace(".", style.decimal);
}

/**
 * A value as it stands in an address, the same for every language.
 * @param {number | number[] | null} value
 */
export function addressed(value) {
  return Array.isArray(value) ? value.join(";") : value === null ? "" : String(value);
}

/**
 * The text of a field for what stands in an address; what is not plain is left as it is, and then read as if typed.
 * @param {string} text
 * @param {boolean} series
 * @param {Style} style
 */
export function fromAddress(text, series, style = ours) {
  const items = series ? text.split(/[;,]/) : [text];
  const plain = items.every((item) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(item.trim()));
  return plain ? typed(series ? items.map(Number) : Number(text), style) : text.slice(0, 20000);
}
