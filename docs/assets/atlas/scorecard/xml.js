// @ts-check
/**
 * Writing XML: elements with attributes, text that stays text. What stands in a workbook comes from records and people,
 * so every text passes through here.
 */

/** @typedef {Record<string, string | number | undefined>} Attributes */

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** @param {string} text */
export function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Control characters as spreadsheets write them, and texts that look like that. @param {string} text */
export function controlled(text) {
  const marked = text.replace(/_x[0-9a-fA-F]{4}_/g, "_x005F$&").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  return marked.replace(/[\0-\x08\x0b-\x1f\ufffe\uffff]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);
}

/** @param {string} text */
export function content(text) {
  return escaped(controlled(text));
}

/** @param {Attributes} attributes */
function said(attributes) {
  return Object.entries(attributes).filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('"', "&quot;").replaceAll("\n", "&#xA;")}"`).join("");
}

/** An element; the children are XML already. @param {string} name @param {Attributes} [attributes] @param {...string} children */
export function tag(name, attributes = {}, ...children) {
  const inner = children.join("");
  return inner ? `<${name}${said(attributes)}>${inner}</${name}>` : `<${name}${said(attributes)}/>`;
}

/** An element that is never written as empty. @param {string} name @param {Attributes} attributes @param {...string} children */
export function open(name, attributes, ...children) {
  return `<${name}${said(attributes)}>${children.join("")}</${name}>`;
}

/** Text in an element, blanks at its ends included. @param {string} text */
export function textElement(text) {
  return `<t${/^\s|\s$/.test(text) ? ' xml:space="preserve"' : ""}>${content(text)}</t>`;
}

/** A number with sixteen digits at most, as spreadsheets store it. @param {number} value */
export function numberText(value) {
  const [digits, power] = value.toExponential(15).split("e"), exponent = Number(power);
  const short = (/** @type {string} */ text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (exponent < -4 || exponent >= 16) return `${short(digits)}E${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return short(value.toFixed(Math.max(0, 15 - exponent)));
}
