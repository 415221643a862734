// @ts-check
/**
 * How a result reads: with its unit, in its band, among the benchmarks.
 */

import { element } from "./element.js";
import { showNumber } from "./numbers.js";

/**
 * @typedef {import("./calculator.js").Band} Band
 * @typedef {import("./calculator.js").Benchmark} Benchmark
 * @typedef {import("./calculator.js").Unit} Unit
 */

/**
 * @param {Band[]} bands
 * @param {number} value
 */
export function bandOf(bands, value) {
  const near = Math.abs(value) < 1e12 ? Math.round(value * 1e9) / 1e9 : value; // to nine decimals, as on the command line
  return bands.find((band) => (band.atLeast === null || near >= band.atLeast) && (band.atMost === null || near <= band.atMost));
}

/**
 * @param {number} value
 * @param {Unit} unit
 */
export function withUnit(value, { one, many, symbol }) {
  return `${showNumber(value)} ${symbol || (value === 1 ? one : many)}`;
}

/** @param {Band} band */
export function rating(band) {
  return element("span", { class: `atlas-rating atlas-${band.rating}`, "data-band": "" }, band.rating);
}

/**
 * Where a value lies among the benchmarks: inside one that is a range, else beside the nearest.
 * @param {Benchmark[]} benchmarks
 * @param {number} value
 */
export function placeAmong(benchmarks, value) {
  if (benchmarks.length === 0) return "";
  const away = (/** @type {Benchmark} */ row) => Math.max(row.low - value, value - row.high, 0);
  const nearest = benchmarks.reduce((best, row) => (away(row) < away(best) ? row : best));
  const above = benchmarks.filter((row) => value > row.high).length;
  const count = benchmarks.length === 1 ? "" : ` Above ${above} of ${benchmarks.length}.`;
  const side = away(nearest) > 0 ? (value > nearest.high ? "Above" : "Below") : nearest.low === nearest.high ? "Equal to" : "Inside";
  return `${side} the nearest benchmark: ${nearest.text}.${count}`;
}
