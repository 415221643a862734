"""The helpers that JavaScript formulas call, as source text; the part of the JavaScript target that is not printing.

Each helper is one constant. Its name begins with `$`, which no input name can. An expression carries the helpers it
uses, the site's modules import them all from one file. They mirror `arithmetic`, `program` and `evaluation`, and
every case of the tests is computed by both.
"""

from __future__ import annotations

import json
import re

from .. import reasons

_TOO_LARGE = json.dumps(reasons.TOO_LARGE)

# An expression only needs to know that there is no value; a module needs to know why.
_FAIL_SILENTLY = "const $fail = () => { throw null; };"
_FAIL = f"""class $Undefined extends Error {{}}
const $fail = (because = {_TOO_LARGE}, ...values) => {{
  throw new $Undefined(typeof because === "function" ? because(...values) : because);
}};
const $text = (x) => String(x).replace("e+", "e");
const $which = (because) => (x) => because + $text(x);
const $noPower = (before, after) => (a, b) =>
  (before && before + $text(a) + after)
  + (a < 0 ? {json.dumps(reasons.NEGATIVE_POWER)} : {json.dumps(reasons.ZERO_POWER)}) + $text(b);"""

_HELPERS = {
    "$finite": "const $finite = (x) => Number.isFinite(x) ? x : $fail();",
    "$over": "const $over = (a, b, because) => b === 0 ? $fail(because) : a / $finite(b);",
    "$sqrt": "const $sqrt = (x, because) => x >= 0 ? Math.sqrt(x) : $fail(because, x);",
    "$ln": "const $ln = (x, because) => x > 0 ? Math.log(x) : $fail(because, x);",
    "$log10": "const $log10 = (x, because) => x > 0 ? Math.log10(x) : $fail(because, x);",
    "$power": """const $power = (a, b, because) =>
  (a === 0 && b <= 0) || (a < 0 && !Number.isInteger(b)) ? $fail(because, a, b) : a ** b;""",
    "$round": """const $round = (x, digits) => {
  const [mantissa, exponent] = Math.abs(x).toExponential(14).split("e");
  const scaled = Number(`${mantissa}e${Number(exponent) + digits}`);
  return scaled >= 1e15 ? x : Math.sign(x) * Number(`${Math.floor(scaled + 0.5)}e${-digits}`);
};""",
    "$items": "const $items = (series) => series.filter((x) => x !== null && x !== undefined);",
    "$some": """const $some = (series, least, because) => {
  const items = $items(series);
  return items.length < least ? $fail(because) : items;
};""",
    "$ordered": "const $ordered = (items) => Float64Array.from(items).sort();",
    "$total": """const $total = (items) => {
  let sum = 0, lost = 0; // what rounding loses is kept and added at the end
  for (const x of items) {
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + lost;
};""",
    "$sum": "const $sum = (series) => $total($items(series));",
    "$count": "const $count = (series) => $items(series).length;",
    "$countIf": "const $countIf = (series, test) => $items(series).filter(test).length;",
    "$average": "const $average = (items) => $total(items) / items.length;",
    "$mean": "const $mean = (series, because) => $average($some(series, 1, because));",
    "$min": "const $min = (series, because) => $some(series, 1, because).reduce((a, b) => Math.min(a, b));",
    "$max": "const $max = (series, because) => $some(series, 1, because).reduce((a, b) => Math.max(a, b));",
    "$between": """const $between = (low, high, share) =>
  Number.isFinite(high - low) ? low + share * (high - low) : low * (1 - share) + high * share;""",
    "$median": """const $median = (series, because) => {
  const items = $ordered($some(series, 1, because)), half = items.length >> 1;
  return items.length % 2 ? items[half] : $between(items[half - 1], items[half], 0.5);
};""",
    "$stdev": """const $stdev = (series, because) => {
  const items = $some(series, 2, because), centre = $average(items);
  return Math.sqrt($total(items.map((x) => (x - centre) * (x - centre))) / (items.length - 1));
};""",
    "$percentile": """const $percentile = (series, percent, because) => {
  const items = $ordered($some(series, 1, because)), rank = (items.length - 1) * percent / 100;
  const below = Math.floor(rank), above = Math.min(below + 1, items.length - 1);
  return $between(items[below], items[above], rank - below);
};""",
}

_MODULE_HELPERS = {
    "$number": """const $number = (name, x) => {
  if (typeof x !== "number") return `${name}: ${typeof x === "string" ? JSON.stringify(x) : x} is not a number`;
  return Number.isFinite(x) ? null : `${name}: ${x} is not a finite number`;
};""",
    "$refused": """const $refused = (name, value, isSeries) => {
  if (value === null || value === undefined) return null;
  if (!isSeries) {
    return Array.isArray(value) ? `${name}: a list was given where one number belongs` : $number(name, value);
  }
  if (!Array.isArray(value)) return `${name}: ${JSON.stringify(value)} is not a list of numbers`;
  return $items(value).map((x) => $number(name, x)).find((because) => because !== null) ?? null;
};""",
    "$formula": f"""const $formula = (names, series, run) => ({{
  names,
  series,
  compute(inputs) {{
    const values = names.map((name) => Object.hasOwn(inputs, name) ? inputs[name] : null);
    for (const [place, name] of names.entries()) {{
      const because = $refused(name, values[place], series.includes(name));
      if (because !== null) return {{ value: null, because }};
    }}
    const gap = values.findIndex((value) => value === null || value === undefined);
    if (gap >= 0) return {{ value: null, because: names[gap] + {json.dumps(reasons.MISSING)} }};
    try {{
      return {{ value: $finite(run(...values)) + 0, because: null }};
    }} catch (error) {{
      if (error instanceof $Undefined) return {{ value: null, because: error.message }};
      throw error;
    }}
  }},
}});""",
}

_USED = re.compile(r"\$[A-Za-z0-9]+")


def helpers_for(code: str) -> str:
    """The helpers that the code uses, and those these use, in an order in which each stands before its users."""
    wanted: set[str] = set()
    waiting = set(_USED.findall(code))
    while waiting:
        name = waiting.pop()
        if name in _HELPERS and name not in wanted:
            wanted.add(name)
            waiting.update(_USED.findall(_HELPERS[name]))
    if not wanted:
        return ""
    shown = [_FAIL_SILENTLY, *(text for name, text in _HELPERS.items() if name in wanted)]
    return " ".join(re.sub(r"(?: //[^\n]*)?\n *", " ", text) for text in shown)


MODULE_NAMES = ("$Undefined", "$fail", "$text", "$which", "$noPower", *_HELPERS, *_MODULE_HELPERS)
RUNTIME = (
    "// What the formulas of KPI Atlas call. Generated by the JavaScript target; imports nothing.\n"
    + "\n".join([_FAIL, *_HELPERS.values(), *_MODULE_HELPERS.values()])
    + f"\nexport {{ {', '.join(MODULE_NAMES)} }};\n"
)
