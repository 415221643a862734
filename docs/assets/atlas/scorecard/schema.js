// @ts-check
/**
 * Whether a scorecard keeps to the schema that the site publishes: the part of JSON Schema that schema/scorecard.schema.json
 * uses. `kpi scorecard export` takes what passes here.
 */

/** @typedef {{field: (string | number)[], message: string}} Wrong */

const BAND = {
  title: "Band", type: "object", required: ["rating", "meaning"], properties: {
    rating: { title: "Rating", oneOf: ["excellent", "good", "fair", "poor"].map((word) => ({ const: word })) }, meaning: { title: "Meaning", type: "string", minLength: 3 },
    at_least: { title: "At least", type: "number" }, at_most: { title: "At most", type: "number" },
  },
};

/** @param {any} value @param {any} schema @param {(string | number)[]} field @returns {Wrong[]} */
export function wrongs(value, schema, field = []) {
  const rule = schema.$ref ? BAND : schema;
  const name = String(rule.title ?? field.at(-1) ?? "").toLowerCase();
  const tell = (/** @type {string} */ message) => [{ field, message }];
  if (rule.oneOf) return rule.oneOf.some((/** @type {any} */ option) => option.const === value) ? [] : tell(`the ${name} is none of those to choose from`);
  if (rule.type === "string") return typeof value === "string" ? ofText(value, rule, name).flatMap(tell) : tell(`the ${name} is no text`);
  if (rule.type === "number") return Number.isFinite(value) ? ofNumber(value, rule, name).flatMap(tell) : tell(`the ${name} is no number`);
  if (rule.type === "array") return Array.isArray(value) ? ofList(value, rule, name, field) : tell(`the ${name} is no list`);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return tell(`the ${name} cannot be read`);
  return ofFields(value, rule, name, field);
}

/** @param {string} text @param {any} rule @param {string} name */
function ofText(text, rule, name) {
  const { length } = [...text];
  if (length < (rule.minLength ?? 0)) return [length ? `the ${name} needs ${rule.minLength} characters or more` : `the ${name} is missing`];
  if (length > (rule.maxLength ?? Infinity)) return [`the ${name} has ${length} characters; ${rule.maxLength} are the most`];
  return rule.pattern && !new RegExp(rule.pattern, "u").test(text) ? [`the ${name} “${text.slice(0, 40)}” has another form`] : [];
}

/** @param {number} value @param {any} rule @param {string} name */
function ofNumber(value, rule, name) {
  if (value <= (rule.exclusiveMinimum ?? -Infinity)) return [`the ${name} is to be more than ${rule.exclusiveMinimum}`];
  return value > (rule.maximum ?? Infinity) ? [`the ${name} is to be ${rule.maximum} or less`] : [];
}

/** @param {any[]} items @param {any} rule @param {string} name @param {(string | number)[]} field @returns {Wrong[]} */
function ofList(items, rule, name, field) {
  if (items.length < (rule.minItems ?? 0)) return [{ field, message: `the ${name} need ${rule.minItems} or more` }];
  if (items.length > (rule.maxItems ?? Infinity)) return [{ field, message: `there are ${items.length} ${name}; ${rule.maxItems} are the most` }];
  return items.flatMap((item, at) => wrongs(item, rule.items ?? {}, [...field, at]));
}

/** @param {Record<string, any>} value @param {any} rule @param {string} name @param {(string | number)[]} field @returns {Wrong[]} */
function ofFields(value, rule, name, field) {
  const missing = (rule.required ?? []).filter((/** @type {string} */ key) => !(key in value));
  const found = missing.map((/** @type {string} */ key) => ({ field: [...field, key], message: `the ${name} has no ${key}` }));
  const keys = Object.keys(value), most = rule.maxProperties ?? Infinity;
  if (keys.length > most) found.push({ field, message: `the ${name} are ${keys.length}; ${most} are the most` });
  for (const [key, part] of Object.entries(value)) {
    const known = rule.properties?.[key] ?? (typeof rule.additionalProperties === "object" ? rule.additionalProperties : null);
    const form = rule.propertyNames?.pattern;
    if (form && !new RegExp(form, "u").test(key)) found.push({ field: [...field, key], message: `the ${name} know no “${key.slice(0, 40)}”` });
    else if (known) found.push(...wrongs(part, known, [...field, key]));
    else if (rule.additionalProperties === false) found.push({ field: [...field, key], message: `the ${name} knows no “${key.slice(0, 40)}”` });
  }
  return found;
}
