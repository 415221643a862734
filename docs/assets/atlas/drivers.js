// @ts-check
/**
 * Drivers: what moves a result. For each input its elasticity, and the value that alone would reach a target.
 *
 * The same method, step by step, as tools/kpiatlas/formula/drivers.py, where it is explained; a test compares the two on
 * every worked example. Knows no page: it asks the function `compute` of a formula's module.
 */

/**
 * @typedef {{value: number | null, because: string | null}} Outcome
 * @typedef {(inputs: Record<string, unknown>) => Outcome} Compute
 * @typedef {number | (number | null)[]} Value
 * @typedef {{input: string, value: Value, elasticity: number | null, needed: Value | null, change_percent: number | null, because: string | null}} Driver
 * @typedef {(value: number) => number | null} Curve what the result is when one input takes a value
 * @typedef {{value: number, result: number}} Point
 */

const STEP = 1e-4, SAME_SLOPE = 1e-3, HALVINGS = 200, CLOSE_ENOUGH = 1e-9, EXACT = 1e-12, FLAT = 1e-13;
const DIGITS = 12, SLOPE_DIGITS = 9, SHOWN_DIGITS = 6;
/** @type {number[]} */
const RATIOS = [1.1];
while (RATIOS.length < 308) RATIOS.push(RATIOS[RATIOS.length - 1] * (RATIOS.length < 290 ? 1.1 : 10));

/**
 * What moves the result for these inputs, in their order; nothing where there is no result.
 * @param {Compute} compute
 * @param {Record<string, Value>} inputs every input of the formula; a list is a series
 * @param {number | null} target
 * @param {Set<string>} nonNegative inputs whose needed value is looked for from 0 upwards only
 * @returns {Driver[]}
 */
export function driversOf(compute, inputs, target, nonNegative) {
  const result = compute(inputs).value;
  if (result === null) return [];
  return Object.keys(inputs).map((name) => driver(compute, inputs, name, result, target, nonNegative.has(name)));
}

/**
 * @param {Compute} compute
 * @param {Record<string, Value>} inputs
 * @param {string} name
 * @param {number} result
 * @param {number | null} target
 * @param {boolean} floor
 * @returns {Driver}
 */
function driver(compute, inputs, name, result, target, floor) {
  const given = inputs[name];
  const series = Array.isArray(given);
  const now = series ? 1 : given;
  const nothing = series ? given.every((item) => !item) : now === 0;
  /** @type {(value: number) => Value} */
  const at = (value) => (series ? given.map((item) => (item === null ? null : item * value)) : value);
  /** @type {Curve} */
  const curve = (value) => compute({ ...inputs, [name]: at(value) }).value;
  const [elasticity, because] = elasticityOf(curve, now, result, nothing);
  const [needed, unreached] = target === null ? [null, ""] : neededFor(curve, now, result, target, floor || series);
  const change = needed === null ? null : needed === now ? 0 : now ? ((needed - now) / Math.abs(now)) * 100 : null;
  const why = [because, unreached].filter(Boolean).join("; ");
  return { input: name, value: given, elasticity, needed: needed === null ? null : at(needed), change_percent: change, because: why || null };
}

/**
 * The elasticity at the present value, or the reason why there is none.
 * @param {Curve} curve
 * @param {number} now
 * @param {number} result
 * @param {boolean} nothing whether the input is 0, of which a percent is nothing
 * @returns {[number | null, string]}
 */
function elasticityOf(curve, now, result, nothing) {
  if (nothing) return [0, ""];
  if (result === 0) return [null, "the result is 0, and no percent of it can be given"];
  const unit = STEP * Math.abs(now), scale = Math.abs(result) * STEP;
  const [below2, below, above, above2] = [-2, -1, 1, 2].map((steps) => curve(now + steps * unit));
  const rising = above === null || above2 === null ? null : (4 * above - above2 - 3 * result) / 2 / scale;
  const falling = below === null || below2 === null ? null : (3 * result - 4 * below + below2) / 2 / scale;
  if (above === null || above2 === null || below === null || below2 === null || rising === null || falling === null) {
    const one = rising ?? falling;
    if (one === null) return [null, "the result is undefined on both sides of this value"];
    return [short(one, SLOPE_DIGITS), `there is no result for a little ${rising === null ? "more" : "less"} of it`];
  }
  if (Math.abs(rising - falling) <= SAME_SLOPE * Math.max(1, Math.abs(rising), Math.abs(falling))) {
    return [short((8 * (above - below) - (above2 - below2)) / 12 / scale, SLOPE_DIGITS), ""];
  }
  if (jumps(result, above, above2) || jumps(result, below, below2)) return [null, "the result jumps at this value"];
  return [null, `the result bends here: ${percent(rising)} for 1 % more, ${percent(-falling)} for 1 % less`];
}

/** @param {number} result @param {number} near @param {number} far */
function jumps(result, near, far) {
  return Math.abs(near - result) > 0.75 * Math.abs(far - result) && near !== result;
}

/**
 * The nearest value that reaches the target, or the reason why none does.
 * @param {Curve} curve
 * @param {number} now
 * @param {number} result
 * @param {number} target
 * @param {boolean} floor
 * @returns {[number | null, string]}
 */
function neededFor(curve, now, result, target, floor) {
  if (result === target) return [now, ""];
  /** @type {number[]} */
  const roots = [];
  /** @type {Point[]} */
  const seen = [];
  for (const sign of [1, -1]) {
    const values = grid(now, sign).filter((value) => value >= 0 || !floor);
    const root = firstRoot(curve, { value: now, result }, values, target, seen);
    if (root !== null && (root >= 0 || !floor)) roots.push(root);
  }
  if (roots.length === 0) return [null, unreached(result, target, seen, floor)];
  const nearest = roots.reduce((best, root) => (Math.abs(root - now) < Math.abs(best - now) ? root : best));
  return [plainer(curve, nearest, target), ""];
}

/**
 * The values to try in one direction: ratios of the present one, 0 where that is on the way, and beyond.
 * @param {number} now
 * @param {number} sign
 */
function grid(now, sign) {
  const size = Math.abs(now) || 1;
  const growing = RATIOS.map((ratio) => size * ratio), shrinking = RATIOS.map((ratio) => size / ratio);
  const beyond = [...shrinking].reverse().concat(size, growing).map((value) => sign * value);
  if (now === 0) return beyond;
  if (now * sign > 0) return growing.map((value) => sign * value);
  return [...shrinking.map((value) => -sign * value), 0, ...beyond];
}

/**
 * The first crossing of the target on the way through the values; notes the points it passes.
 * @param {Curve} curve
 * @param {Point} start
 * @param {number[]} values
 * @param {number} target
 * @param {Point[]} seen
 */
function firstRoot(curve, start, values, target, seen) {
  const scale = Math.max(Math.abs(target), Math.abs(start.result));
  /** @type {Point | null} */
  let before = start;
  let at = start.value;
  for (const value of values) {
    const result = curve(value);
    /** @type {Point | null} */
    const here = result === null ? null : { value, result };
    const first = before ?? (here && edge(curve, here, at));
    const last = here ?? (before && edge(curve, before, value));
    if (first && last) {
      const root = rootBetween(curve, first, last, target, scale);
      if (root !== null) return root;
      seen.push(last);
    }
    if (value === 0 && result !== null && Math.abs(result - target) <= EXACT * scale) return 0;
    before = here;
    at = value;
  }
  return null;
}

/**
 * The last point with a result on the way to a value that has none.
 * @param {Curve} curve
 * @param {Point} inside
 * @param {number} outside
 */
function edge(curve, inside, outside) {
  for (let turn = 0; turn < HALVINGS; turn += 1) {
    const middle = inside.value + (outside - inside.value) / 2;
    if (middle === inside.value || middle === outside) break;
    const result = curve(middle);
    if (result === null) outside = middle;
    else inside = { value: middle, result };
  }
  return inside;
}

/**
 * The root on a stretch: where result - target crosses zero, or else 1/result - 1/target; no pole, no jump.
 * @param {Curve} curve
 * @param {Point} start
 * @param {Point} end
 * @param {number} target
 * @param {number} scale
 */
function rootBetween(curve, start, end, target, scale) {
  const tests = [(/** @type {number} */ result) => result - target];
  if (target && Number.isFinite(1 / target)) tests.push((result) => (result ? 1 / result : Infinity) - 1 / target);
  for (const test of tests) {
    if (test(start.result) * test(end.result) <= 0 || test(end.result) === 0) {
      const root = halved(curve, start, end, test);
      const result = curve(root);
      if (result !== null && Math.abs(result - target) <= CLOSE_ENOUGH * scale) {
        const back = curve(root - (Math.sign(end.value - start.value) * Math.abs(root)) / 1000);
        return back !== null && Math.abs(back - target) <= FLAT * scale ? null : root; // null: reached by rounding only
      }
    }
  }
  return null;
}

/**
 * The first value on the far side of the crossing, to the last bit; a value without a result is far.
 * @param {Curve} curve
 * @param {Point} start
 * @param {Point} end
 * @param {(result: number) => number} test
 */
function halved(curve, start, end, test) {
  const sign = test(start.result) > 0;
  let near = start.value, far = end.value;
  for (let turn = 0; turn < HALVINGS; turn += 1) {
    const middle = near + (far - near) / 2;
    if (middle === near || middle === far) break;
    const result = curve(middle);
    const value = result === null ? null : test(result);
    if (value !== null && value !== 0 && value > 0 === sign) near = middle;
    else far = middle;
  }
  const atNear = curve(near), atFar = curve(far);
  const closer = atFar === null || (atNear !== null && Math.abs(test(atNear)) < Math.abs(test(atFar)));
  return closer ? near : far;
}

/**
 * A plainer value where that gives the target as well: 1600, not 1599.9999999999998.
 * @param {Curve} curve
 * @param {number} root
 * @param {number} target
 */
function plainer(curve, root, target) {
  const plain = short(root, DIGITS);
  const found = curve(root), result = curve(plain);
  const error = found === null ? 0 : Math.abs(found - target);
  return result !== null && Math.abs(result - target) <= Math.max(error, EXACT * Math.abs(target)) ? plain : root;
}

/**
 * Why no value reaches the target, from the point that came nearest.
 * @param {number} result
 * @param {number} target
 * @param {Point[]} seen
 * @param {boolean} floor
 */
function unreached(result, target, seen, floor) {
  const aim = `cannot reach ${text(target)}: `;
  if (seen.every((point) => Math.abs(point.result - result) <= 1e-12 * Math.max(Math.abs(point.result), Math.abs(result)))) {
    return `${aim}the result does not depend on it here`;
  }
  // Beside a huge target all differences are the same; the point that went furthest towards it is the nearest then.
  const towards = target > result ? -1 : 1;
  const nearest = seen.reduce((best, point) => {
    const further = Math.abs(point.result - target) - Math.abs(best.result - target);
    return (further || towards * (point.result - best.result)) <= 0 ? point : best;
  });
  if (Math.abs(nearest.result - target) > Math.abs(result - target)) return `${aim}every change leads away from it`;
  const vanishing = Math.abs(nearest.result) < CLOSE_ENOUGH * Math.abs(result);
  const shown = text(vanishing ? 0 : short(nearest.result, SHOWN_DIGITS));
  if (shown === text(target)) return `${aim}the result comes ever closer and never arrives`;
  if (floor && nearest.value === 0) return `${aim}at 0, the least it can be, the result is ${shown}`;
  return `${aim}the result comes no nearer than ${shown}`;
}

/** @param {number} value @param {number} digits */
function short(value, digits) {
  return Number(value.toPrecision(digits)) + 0; // no -0
}

/** @param {number} value */
function percent(value) {
  return `${text(short(value, 3))} %`;
}

/** @param {number} value */
function text(value) {
  return String(value).replace("e+", "e");
}
