// @ts-check
/**
 * What a comparison shows: its rows from records, and what in them is not shared. Beside compare.js, which draws them.
 * Knows no document, so that the tests can ask it alone.
 */

/**
 * @typedef {{label: string, unit: string, means: string, kind?: string}} Input
 * @typedef {{rating: string, meaning: string, at_least?: number, at_most?: number}} Band
 * @typedef {{kind: string, statistic: string, unit: string, value?: number, low?: number, high?: number,
 *   population: {who: string, geography: string, period: string}}} Benchmark
 * @typedef {{id: string, name: string, abbreviation?: string, aliases: string[], categories: string[], industries: string[],
 *   unit: string, direction: string, type: string, level: string, perspective: string, frequency: string, definition: string,
 *   standard_formula: {text: string, expression: string, inputs: Record<string, Input>, example: {result: number},
 *     variants?: {name: string}[]},
 *   interpretation: {reading: string, basis?: string, bands?: Band[], no_bands_because?: string},
 *   benchmarks: Benchmark[], pitfalls: {mistake: string}[],
 *   change_impact: {kpi: string, effect: string, because: string}[], related: string[]}} Kpi
 * @typedef {{functions: Record<string, {title: string, groups: Record<string, {title: string}>}>,
 *   industries: Record<string, {title: string}>, units: Record<string, {singular: string, plural: string, symbol?: string}>}} Taxonomy
 * @typedef {string | {text: string, differs?: boolean, code?: boolean, line?: boolean}} Piece
 * @typedef {{title: string, cells: Piece[][], differs: boolean}} Row
 */

const TOKENS = /\s+|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[<>!=]=|./gu;

/**
 * The parts of an expression; one differs when some other expression does not have it as often.
 * @param {string[]} expressions
 * @returns {Piece[][]}
 */
export function markedExpressions(expressions) {
  const parts = expressions.map((expression) => expression.match(TOKENS) ?? []);
  const counts = parts.map((tokens) => {
    /** @type {Map<string, number>} */
    const count = new Map();
    for (const token of tokens) count.set(token, (count.get(token) ?? 0) + 1);
    return count;
  });
  return parts.map((tokens) => {
    /** @type {Map<string, number>} */
    const seen = new Map();
    return tokens.map((token) => {
      const place = (seen.get(token) ?? 0) + 1;
      seen.set(token, place);
      const shared = /^[\s()]/.test(token) || counts.every((count) => (count.get(token) ?? 0) >= place);
      return { text: token, differs: !shared, code: true };
    });
  });
}

/** A unit in words, as the pages write it. @param {string} unit @param {Taxonomy} taxonomy */
export function unitText(unit, taxonomy) {
  const [head, ...rest] = unit.split("/");
  const known = taxonomy.units[head];
  return [known?.plural ?? head.replaceAll("*", " "), ...rest.map((part) => taxonomy.units[part]?.singular ?? part)].join(" per ");
}

/** @param {number} value */
function figure(value) {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 6 });
}

/** @param {Benchmark} row @param {Taxonomy} taxonomy */
function benchmark(row, taxonomy) {
  const value = row.value === undefined ? `${figure(row.low ?? 0)} to ${figure(row.high ?? 0)}` : figure(row.value);
  const { who, geography, period } = row.population;
  return `${value} ${unitText(row.unit, taxonomy)}, ${row.statistic} (${row.kind}): ${who}, ${geography}, ${period}`;
}

/** @param {Band} band */
function bandText({ rating, at_least: least, at_most: most }) {
  if (least !== undefined) return `${rating}: ${figure(least)} or more`;
  return most === undefined ? `${rating}: the rest` : `${rating}: ${figure(most)} or less`;
}

/**
 * A list whose items are marked where not every KPI has them.
 * @param {string[][]} lists
 * @returns {Piece[][]}
 */
function markedLists(lists) {
  return lists.map((items) => (items.length ? items : ["none"]).map((text) => (
    { text, line: true, differs: items.length === 0 || !lists.every((others) => others.includes(text)) })));
}

/** @param {string[]} texts @returns {Piece[][]} */
function whole(texts) {
  const differs = new Set(texts).size > 1;
  return texts.map((text) => [{ text, line: true, differs }]);
}

/** Long texts are read, not compared: nothing in them is marked. @param {string[][]} lists @returns {Piece[][]} */
function read(lists) {
  return lists.map((items) => items.map((text) => ({ text, line: true })));
}

/** What each KPI says of the others. @param {Kpi} kpi @param {Kpi[]} kpis */
function between(kpi, kpis) {
  const others = new Map(kpis.filter(({ id }) => id !== kpi.id).map(({ id, name }) => [id, name]));
  const moves = kpi.change_impact.filter(({ kpi: id }) => others.has(id))
    .map(({ kpi: id, effect, because }) => `When it rises, ${others.get(id)} ${effect === "raises" ? "rises" : "falls"}. ${because}`);
  return moves.length ? moves : ["says nothing of the others"];
}

/**
 * The rows of the comparison, in the order of a KPI page.
 * @param {Kpi[]} kpis
 * @param {Taxonomy} taxonomy
 * @param {Record<string, Record<string, string>>} words titles of the controlled words by attribute
 * @returns {Row[]}
 */
export function rowsOf(kpis, taxonomy, words) {
  const groups = new Map(Object.values(taxonomy.functions).flatMap(({ groups: all }) => Object.entries(all)).map(([id, { title }]) => [id, title]));
  /** @type {[string, Piece[][]][]} */
  const rows = [
    ["Definition", read(kpis.map(({ definition }) => [definition]))],
    ["Formula", read(kpis.map(({ standard_formula: { text } }) => [text]))],
    ["Expression", markedExpressions(kpis.map(({ standard_formula: { expression } }) => expression))],
    ["Inputs", markedLists(kpis.map(({ standard_formula: { inputs } }) => Object.values(inputs).map(({ label, unit, kind }) =>
      `${label} (${unitText(unit, taxonomy)}${kind === "series" ? ", a list" : ""})`)))],
    ["Unit", whole(kpis.map(({ unit }) => unitText(unit, taxonomy)))],
    .../** @type {const} */ (["direction", "type", "level", "perspective", "frequency"]).map((name) => (
      /** @type {[string, Piece[][]]} */ ([name[0].toUpperCase() + name.slice(1), whole(kpis.map((kpi) => words[name]?.[kpi[name]] ?? kpi[name]))]))),
    ["Variants", markedLists(kpis.map(({ standard_formula: { variants = [] } }) => variants.map(({ name }) => name)))],
    ["Reading", read(kpis.map(({ interpretation: { reading } }) => [reading]))],
    ["Bands", markedLists(kpis.map(({ interpretation: { bands = [] } }) => bands.map(bandText)))],
    ["Benchmarks", read(kpis.map(({ benchmarks }) => (benchmarks.length ? benchmarks.map((row) => benchmark(row, taxonomy)) : ["none"])))],
    ["Categories", markedLists(kpis.map(({ categories }) => categories.map((id) => groups.get(id) ?? id)))],
    ["Industries", markedLists(kpis.map(({ industries }) => (industries.length ? industries.map((id) => taxonomy.industries[id]?.title ?? id) : ["every industry"])))],
    ["Pitfalls", read(kpis.map(({ pitfalls }) => pitfalls.map(({ mistake }) => mistake)))],
    ["Change impact", read(kpis.map((kpi) => between(kpi, kpis)))],
  ];
  return rows.map(([title, cells]) => ({ title, cells, differs: new Set(cells.map((pieces) => JSON.stringify(pieces))).size > 1 }));
}
