// @ts-check
/**
 * Fields of the builder: a label, what is typed, and why it is not taken where it is not. Numbers are read as in the
 * calculators (numbers.js).
 */

import { element } from "../element.js";
import { ours, readNumber } from "../numbers.js";

/**
 * @typedef {{label: string, id: string, hint?: string, placeholder?: string, most?: number}} Said
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field
 */

/** A number as it stands in a field, in the reader's language. @param {number | undefined} value */
export function shown(value) {
  return value === undefined ? "" : String(value).replace(".", ours.decimal);
}

/** @param {Said} said @param {Field} field @param {string} [kind] for the look */
function around(said, field, kind = "") {
  const children = said.hint ? [element("small", { id: `${said.id}-hint`, class: "atlas-note" }, said.hint)] : [];
  field.id = said.id;
  const wrong = element("small", { id: `${said.id}-wrong`, class: "atlas-wrong", "data-wrong": "" });
  field.setAttribute("aria-describedby", [...(said.hint ? [`${said.id}-hint`] : []), `${said.id}-wrong`].join(" "));
  if (said.placeholder) field.setAttribute("placeholder", said.placeholder);
  return element("div", { class: `atlas-field ${kind}`.trim() }, element("label", { for: said.id }, said.label), field, ...children, wrong);
}

/** @param {Field} field @param {string} why empty where nothing is wrong */
function tell(field, why) {
  if (why) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  const place = field.parentElement?.querySelector("[data-wrong]");
  if (place) place.textContent = why;
}

/** @param {Said & {value: string, rows?: number, take: (text: string) => void}} said */
export function textField(said) {
  const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (element(said.rows ? "textarea" : "input", said.rows ? { rows: String(said.rows) } : { type: "text" }));
  if (said.most) field.maxLength = said.most;
  field.value = said.value;
  field.addEventListener("input", () => said.take(field.value.replace(/\s+/g, " ").trim()));
  return around(said, field, "atlas-field--text");
}

/** @param {Said & {value: number | undefined, take: (value: number | undefined) => void, check?: (value: number) => string}} said */
export function numberField(said) {
  const field = /** @type {HTMLInputElement} */ (element("input", { type: "text", inputmode: "decimal", autocomplete: "off" }));
  field.value = shown(said.value);
  field.addEventListener("input", () => {
    const { value, wrong } = readNumber(field.value, "percent");
    const why = wrong || (value === null ? "" : said.check?.(value) ?? "");
    tell(field, why);
    if (!why) said.take(value ?? undefined);
  });
  return around(said, field, "atlas-field--number");
}

/** @param {Said & {value: string, options: [value: string, text: string][], take: (value: string) => void}} said */
export function choiceField(said) {
  const field = /** @type {HTMLSelectElement} */ (element("select", {}, ...said.options.map(([value, text]) => element("option", { value }, text))));
  field.value = said.value;
  field.addEventListener("change", () => said.take(field.value));
  return around(said, field, "atlas-field--choice");
}

/** Targets of single periods, "2026-11: 78; 2026-12: 80". @param {Said & {value: Record<string, number> | undefined, take: (value: Record<string, number> | undefined) => void}} said */
export function targetsField(said) {
  const field = /** @type {HTMLInputElement} */ (element("input", { type: "text", autocomplete: "off" }));
  field.value = Object.entries(said.value ?? {}).map(([label, value]) => `${label}: ${shown(value)}`).join("; ");
  field.addEventListener("input", () => {
    /** @type {Record<string, number>} */
    const found = {};
    let why = "";
    for (const part of field.value.split(";").map((text) => text.trim()).filter(Boolean)) {
      const at = part.lastIndexOf(":"), label = part.slice(0, at).trim(), { value } = readNumber(part.slice(at + 1), "percent");
      if (at < 1 || value === null || !/^[0-9A-Za-z][0-9A-Za-z /._-]{0,39}$/.test(label)) why ||= `“${part.slice(0, 40)}” is no period with a number`;
      else found[label] = value;
    }
    tell(field, why);
    if (!why) said.take(Object.keys(found).length ? found : undefined);
  });
  return around(said, field, "atlas-field--text");
}
