// @ts-check
/**
 * A scorecard filled with the figures of its KPIs' own worked examples in the last period, and varied before it, as
 * tools/kpiatlas/scorecard/examples.py does it and explains.
 */

import { filled, valueOf } from "./model.js";

/**
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./model.js").Figure} Figure
 * @typedef {import("./model.js").InputRow} InputRow
 * @typedef {import("./model.js").Line} Line
 * @typedef {Map<string, Figure>} Figures by input key
 */

const EXAMPLES = "the KPIs' own worked examples in the last period, invented figures near them before it";
const GROWTH = 0.012, SWING = 0.02, STEP = 1.1, STEPS = 100, LEAST_VARIED = 50;

/** The same scorecard with example figures. @param {Card} card */
export function withExamples(card) {
  /** @type {Figures} */
  const placed = new Map();
  const rows = new Map(card.inputs.map((row) => [row.key, row]));
  for (const line of card.lines) place(line, placed, rows);
  const columns = [placed];
  for (let back = 1; back < card.periods.length; back++) columns.unshift(earlier(placed, back, rows, card.lines));
  return filled(card, new Map([...placed.keys()].map((key) => [key, columns.map((column) => column.get(key) ?? null)])), EXAMPLES);
}

/** @param {Line} line @param {Figures} figures */
function value(line, figures) {
  return valueOf(line, (key) => figures.get(key) ?? null);
}

/** The figures of a period before the last. @param {Figures} last @param {number} back @param {Map<string, InputRow>} rows @param {Line[]} lines */
function earlier(last, back, rows, lines) {
  const varied = new Map([...last].map(([key, figure]) => [key, variedFigure(figure, /** @type {InputRow} */ (rows.get(key)), back)]));
  for (let waiting = true; waiting;) {
    waiting = false;
    for (const line of lines) {
      const keys = Object.values(line.inputs).filter((key) => last.has(key) && !same(varied.get(key), last.get(key)));
      if (keys.length === 0 || staysNear(value(line, varied), value(line, last))) continue;
      for (const key of keys) varied.set(key, /** @type {Figure} */ (last.get(key)));
      waiting = true;
    }
  }
  return varied;
}

/** @param {Figure | undefined} one @param {Figure | undefined} other */
function same(one, other) {
  return Array.isArray(one) && Array.isArray(other) ? one.length === other.length && one.every((item, at) => item === other[at]) : one === other;
}

/** A volume as it may have been some periods before. @param {Figure} figure @param {InputRow} row @param {number} back @returns {Figure} */
function variedFigure(figure, row, back) {
  if (Array.isArray(figure)) return figure.slice(0, Math.max(2, figure.length - back % 3));
  if (Math.abs(figure) < LEAST_VARIED || row.unit.includes("/") || !["counted", "currency", "physical"].includes(row.unitKind)) return figure;
  const phase = [...row.key].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % 7;
  return stretched(figure, (1 - GROWTH) ** back * (1 + SWING * (Math.sin(phase + back) - Math.sin(phase))), row);
}

/** Whether a value is between half and double the last, and no share of a whole rises above 100 or falls below 0. @param {number | null} now @param {number | null} last */
function staysNear(now, last) {
  if (now === null || last === null) return now === last;
  return believable(now, last) && (last > 100 || now <= 100) && (last < 0 || now >= 0);
}

/** @param {number | null} now @param {number | null} expected */
function believable(now, expected) {
  if (now === null || expected === null) return false;
  const share = now / (expected || 1);
  return Math.abs(now - expected) <= Math.max(Math.abs(expected) / 2, 1e-9) || (0.5 <= share && share <= 2);
}

/** Put the example of a line among the figures, as far as it fits to those that are there. @param {Line} line @param {Figures} placed @param {Map<string, InputRow>} rows */
function place(line, placed, rows) {
  const names = Object.entries(line.inputs).filter(([name]) => name in line.example);
  const shared = new Map(Object.entries(line.inputs).filter(([, key]) => placed.has(key)).map(([name, key]) => [name, /** @type {Figure} */ (placed.get(key))]));
  const factor = factorOf(line, shared);
  let own = new Map(names.map(([name, key]) => [key, stretched(line.example[name], factor, /** @type {InputRow} */ (rows.get(key)))]));
  const expected = valueOfExample(line, (name) => line.example[name] ?? null);
  if (!believable(value(line, new Map([...own, ...placed])), expected)) {
    own = fitted(line, new Map([...own].filter(([key]) => !placed.has(key))), placed, rows, expected);
  }
  for (const [key, figure] of own) if (!placed.has(key)) placed.set(key, figure);
}

/** @param {Line} line @param {(name: string) => Figure | null} figure */
function valueOfExample(line, figure) {
  const names = new Map(Object.entries(line.inputs).map(([name, key]) => [key, name]));
  return valueOf(line, (key) => figure(/** @type {string} */ (names.get(key))));
}

/** The line's own figures, stretched together until the result is nearest. @param {Line} line @param {Figures} own @param {Figures} placed @param {Map<string, InputRow>} rows @param {number | null} expected @returns {Figures} */
function fitted(line, own, placed, rows, expected) {
  let nearest = Infinity;
  /** @type {Figures} */
  let best = new Map();
  if (expected === null) return best;
  for (let power = -STEPS; power <= STEPS; power++) {
    const tried = new Map([...own].map(([key, figure]) => [key, stretched(figure, STEP ** power, /** @type {InputRow} */ (rows.get(key)))]));
    const now = value(line, new Map([...placed, ...tried]));
    if (now !== null && believable(now, expected) && Math.abs(now - expected) < nearest) [nearest, best] = [Math.abs(now - expected), tried];
  }
  return best;
}

/** The factor that makes the example agree with what it shares and keeps its result; 1 where there is none. @param {Line} line @param {Map<string, Figure>} shared by name */
function factorOf(line, shared) {
  /** @type {number[]} */
  const factors = [];
  for (const [name, figure] of shared) {
    const own = line.example[name];
    if (own === undefined || own === 0 || Array.isArray(own) || Array.isArray(figure)) return 1;
    factors.push(figure / own);
  }
  const [factor] = factors;
  if (factor === undefined || !factors.every((each) => close(each, factor, 0.01))) return 1;
  const before = valueOfExample(line, (name) => line.example[name] ?? null);
  const after = valueOfExample(line, (name) => {
    const own = line.example[name] ?? null;
    return own === null || Array.isArray(own) ? own : own * factor;
  });
  return before !== null && after !== null && close(before, after, 1e-9) ? factor : 1;
}

/** @param {number} one @param {number} other @param {number} tolerance */
function close(one, other, tolerance) {
  return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other));
}

/** The figure times the factor, as precise as people would write it. @param {Figure} figure @param {number} factor @param {InputRow} row @returns {Figure} */
function stretched(figure, factor, row) {
  if (Array.isArray(figure) || factor === 1) return figure;
  return rounded(figure * factor, row.unitKind === "counted" && !row.unit.includes("/") ? 0 : 2);
}

/** Rounded as Python rounds: what lies in the middle goes to the even digit. @param {number} value @param {number} digits */
function rounded(value, digits) {
  const twice = value * 2 * 10 ** digits;
  if (Number.isInteger(value * 2 ** (digits + 1)) && Math.abs(twice) % 2 === 1) return 2 * Math.round(twice / 4) / 10 ** digits;
  return Number(value.toFixed(digits));
}
