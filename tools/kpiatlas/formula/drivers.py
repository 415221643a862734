"""Drivers: what moves a result. For each input its elasticity, and the value that alone would reach a target.

Sits on `evaluation` and asks it alone, so docs/assets/atlas/drivers.js does the same, step by step, with the formula's
JavaScript; a test holds the two together. Nothing is differentiated symbolically.

**Elasticity** is by how many percent the result moves, measured on its size, when an input grows by one percent of its
size; it is positive where the result rises, also below zero. It comes from central differences of fourth order. Where
the slopes on both sides differ (a kink of `min`, `max`, `abs` or `if`) or the result jumps (`round`, `count_if`),
there is no one number: the elasticity is left out and the reason says what happens on either side.

**Needed** is found by looking outward from the present value on a grid of ratios, both ways, and halving the first
stretch on which the result crosses the target (a crossing there and back within one step is missed); crossings of
1/result count too, for they find roots that stand close to a pole. Nothing is taken that does not give the target when
put into the formula, nor what gives it only by rounding, far out on a result that levels off. A series is scaled as a
whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from operator import mul
from typing import TypeAlias

from .canonical import number_text
from .evaluation import Input, Outcome, evaluate
from .formula import Formula

STEP = 1e-4
# Slopes on both sides that differ by more than this are a kink; it is well above the error of the differences.
_SAME_SLOPE = 1e-3
# 1.1, 1.21, ... up to 1e12, then in powers of ten to 1e30: how far is looked, outward and towards zero. Multiplied up,
# so that the browser, whose powers may differ in the last bit, looks at the same values.
_RATIOS = tuple(accumulate((*repeat(1.1, 290), *repeat(10.0, 18)), mul))
_HALVINGS = 200
_CLOSE_ENOUGH, _EXACT, _FLAT = 1e-9, 1e-12, 1e-13
_DIGITS, _SLOPE_DIGITS, _SHOWN_DIGITS = 12, 9, 6

Curve: TypeAlias = Callable[[float], float | None]  # what the result is when one input takes a value


@dataclass(frozen=True, slots=True)
class Driver:
    """One input: its value, elasticity, and what it would have to be for the target; `because` where one is lacking.

    `needed` of a series is the series with every item scaled; `change_percent` is the way there.
    """

    input: str
    value: float | tuple[float | None, ...]
    elasticity: float | None
    needed: float | tuple[float | None, ...] | None
    change_percent: float | None
    because: str | None


@dataclass(frozen=True, slots=True)
class Drivers:
    """The result and what moves it; without a result only the reason."""

    outcome: Outcome
    target: float | None
    drivers: tuple[Driver, ...]


def drivers_of(
    formula: Formula,
    inputs: Mapping[str, Input],
    target: float | None = None,
    non_negative: Collection[str] = (),
) -> Drivers:
    """What moves the result of the formula for these inputs, in order of the formula.

    `non_negative` are inputs such as counts and times, whose needed value is looked for from 0 upwards only.
    InputError as `evaluate`.
    """
    outcome = evaluate(formula, inputs)
    if outcome.value is None:
        return Drivers(outcome, target, ())
    found = [_driver(formula, inputs, name, outcome.value, target, name in non_negative) for name in formula.names]
    return Drivers(outcome, target, tuple(found))


def _driver(
    formula: Formula, inputs: Mapping[str, Input], name: str, result: float, target: float | None, floor: bool
) -> Driver:
    given = inputs[name]
    assert given is not None, "a missing input has no result"
    series = not isinstance(given, (int, float))
    items: Sequence[float | None] = given if series else ()  # type: ignore[assignment]
    # A series moves by one factor, which begins at 1 and never turns the signs round.
    now = 1.0 if series else float(given)  # type: ignore[arg-type]

    def curve(value: float) -> float | None:
        changed = _scaled(items, value) if series else value
        if not series and not math.isfinite(value):
            return None
        try:
            return evaluate(formula, {**inputs, name: changed}).value
        except ValueError:  # an item became infinite
            return None

    elasticity, because = _elasticity(curve, now, result, all(not item for item in items) if series else now == 0)
    needed, unreached = (None, "") if target is None else _needed(curve, now, result, target, floor or series)
    reached: float | tuple[float | None, ...] | None = needed
    if series and needed is not None:
        reached = _scaled(items, needed)
    change = None if needed is None else 0.0 if needed == now else (needed - now) / abs(now) * 100 if now else None
    why = "; ".join(reason for reason in (because, unreached) if reason)
    value = tuple(items) if series else now
    return Driver(name, value, elasticity, reached, change, why or None)


def _scaled(items: Sequence[float | None], factor: float) -> tuple[float | None, ...]:
    return tuple(None if item is None else item * factor for item in items)


def _elasticity(curve: Curve, now: float, result: float, nothing: bool) -> tuple[float | None, str]:
    """The elasticity at the present value, or the reason why there is none."""
    if nothing:
        return 0.0, ""  # a percent of nothing moves nothing
    if result == 0:
        return None, "the result is 0, and no percent of it can be given"
    unit = STEP * abs(now)
    below2, below, above, above2 = (curve(now + steps * unit) for steps in (-2, -1, 1, 2))
    scale = abs(result) * STEP
    rising = None if above is None or above2 is None else (4 * above - above2 - 3 * result) / 2 / scale
    falling = None if below is None or below2 is None else (3 * result - 4 * below + below2) / 2 / scale
    if rising is None or falling is None:
        one, side = (falling, "more") if rising is None else (rising, "less")
        if one is None:
            return None, "the result is undefined on both sides of this value"
        return _short(one, _SLOPE_DIGITS), f"there is no result for a little {side} of it"
    assert below is not None
    assert below2 is not None
    assert above is not None
    assert above2 is not None
    if abs(rising - falling) <= _SAME_SLOPE * max(1.0, abs(rising), abs(falling)):
        return _short((8 * (above - below) - (above2 - below2)) / 12 / scale, _SLOPE_DIGITS), ""
    if _jumps(result, above, above2) or _jumps(result, below, below2):
        return None, "the result jumps at this value"
    return None, f"the result bends here: {_percent(rising)} for 1 % more, {_percent(-falling)} for 1 % less"


def _jumps(result: float, near: float, far: float) -> bool:
    """Whether a step of half the length moves the result by much more than half."""
    return abs(near - result) > 0.75 * abs(far - result) and near != result


def _percent(value: float) -> str:
    return f"{number_text(_short(value, 3))} %"


@dataclass(frozen=True, slots=True)
class _Point:
    """A value of the input with the result it gives."""

    value: float
    result: float


def _needed(curve: Curve, now: float, result: float, target: float, floor: bool) -> tuple[float | None, str]:
    """The nearest value that reaches the target, or the reason why none does."""
    if result == target:
        return now, ""
    roots: list[float] = []
    seen: list[_Point] = []
    for sign in (1.0, -1.0):
        values = [value for value in _grid(now, sign) if value >= 0 or not floor]
        root = _first_root(curve, _Point(now, result), values, target, seen)
        if root is not None and (root >= 0 or not floor):
            roots.append(root)
    if roots:
        return _plainer(curve, min(roots, key=lambda root: abs(root - now)), target), ""
    return None, _unreached(result, target, seen, floor)


def _grid(now: float, sign: float) -> list[float]:
    """The values to try in one direction: ratios of the present one, 0 where that is on the way, and beyond."""
    size = abs(now) or 1.0
    growing = [size * ratio for ratio in _RATIOS]
    shrinking = [size / ratio for ratio in _RATIOS]
    beyond = [sign * value for value in (*reversed(shrinking), size, *growing)]
    if now == 0:
        return beyond
    if now * sign > 0:
        return [sign * value for value in growing]
    return [*(-sign * value for value in shrinking), 0.0, *beyond]


def _first_root(
    curve: Curve, start: _Point, values: Sequence[float], target: float, seen: list[_Point]
) -> float | None:
    """The first crossing of the target on the way through the values; notes the points it passes."""
    scale = max(abs(target), abs(start.result))
    before: _Point | None = start
    at = start.value
    for value in values:
        result = curve(value)
        here = None if result is None else _Point(value, result)
        ends = [before, here]
        if here is None and before is not None:
            ends[1] = _edge(curve, before, value)
        elif before is None and here is not None:
            ends[0] = _edge(curve, here, at)
        if ends[0] is not None and ends[1] is not None:
            root = _root_between(curve, ends[0], ends[1], target, scale)
            if root is not None:
                return root
            seen.append(ends[1])
        if value == 0 and result is not None and abs(result - target) <= _EXACT * scale:
            return 0.0
        before, at = here, value
    return None


def _edge(curve: Curve, inside: _Point, outside: float) -> _Point:
    """The last point with a result on the way to a value that has none."""
    for _ in range(_HALVINGS):
        middle = inside.value + (outside - inside.value) / 2
        if middle in (inside.value, outside):
            break
        result = curve(middle)
        if result is None:
            outside = middle
        else:
            inside = _Point(middle, result)
    return inside


def _root_between(curve: Curve, start: _Point, end: _Point, target: float, scale: float) -> float | None:
    """The root on a stretch: where result - target crosses zero, or else 1/result - 1/target; no pole, no jump."""

    def plain(result: float) -> float:
        return result - target

    def inverse(result: float) -> float:
        return (1 / result if result else math.inf) - 1 / target

    tests = (plain, inverse) if target and abs(1 / target) < math.inf else (plain,)
    for test in tests:
        if test(start.result) * test(end.result) <= 0 or test(end.result) == 0:
            root = _halved(curve, start, end, test)
            result = curve(root)
            if result is not None and abs(result - target) <= _CLOSE_ENOUGH * scale:
                back = curve(root - math.copysign(abs(root), end.value - start.value) / 1000)
                return None if back is not None and abs(back - target) <= _FLAT * scale else root
    return None


def _halved(curve: Curve, start: _Point, end: _Point, test: Callable[[float], float]) -> float:
    """The first value on the far side of the crossing, to the last bit; a value without a result is far."""
    sign = test(start.result) > 0
    near, far = start.value, end.value
    for _ in range(_HALVINGS):
        middle = near + (far - near) / 2
        if middle in (near, far):
            break
        result = curve(middle)
        value = None if result is None else test(result)
        if value is not None and value != 0 and (value > 0) == sign:
            near = middle
        else:
            far = middle
    at_near, at_far = curve(near), curve(far)
    closer = at_far is None or (at_near is not None and abs(test(at_near)) < abs(test(at_far)))
    return near if closer else far


def _plainer(curve: Curve, root: float, target: float) -> float:
    """A plainer value where that gives the target as well: 1600, not 1599.9999999999998."""
    plain = _short(root, _DIGITS)
    found, result = curve(root), curve(plain)
    error = 0.0 if found is None else abs(found - target)
    fits = result is not None and abs(result - target) <= max(error, _EXACT * abs(target))
    return plain if fits else root


def _short(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}") + 0.0  # no -0


def _unreached(result: float, target: float, seen: Sequence[_Point], floor: bool) -> str:
    """Why no value reaches the target, from the point that came nearest."""
    aim = f"cannot reach {number_text(target)}: "
    if all(math.isclose(point.result, result, rel_tol=1e-12) for point in seen):
        return f"{aim}the result does not depend on it here"
    # Beside a huge target all differences are the same; the point that went furthest towards it is the nearest then.
    towards = -1 if target > result else 1
    nearest = min(reversed(seen), key=lambda point: (abs(point.result - target), towards * point.result))
    if abs(nearest.result - target) > abs(result - target):
        return f"{aim}every change leads away from it"
    vanishing = abs(nearest.result) < _CLOSE_ENOUGH * abs(result)
    shown = number_text(0.0 if vanishing else _short(nearest.result, _SHOWN_DIGITS))
    if shown == number_text(target):
        return f"{aim}the result comes ever closer and never arrives"
    if floor and nearest.value == 0:
        return f"{aim}at 0, the least it can be, the result is {shown}"
    return f"{aim}the result comes no nearer than {shown}"
