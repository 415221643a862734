"""Does an expression give its declared unit? Dimensions are checked, numbers are never converted.

`UnitSystem` is made once from the rows of the taxonomy. pint does the algebra; it is imported when the first system is
made, because it is slow to import. `docs/decisions/formula-meaning.md` says why the rules are as they are.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from .analysis import is_aggregate, literal
from .canonical import canonical, number_text
from .errors import FormulaError
from .formula import Formula
from .nodes import Binary, Call, Compare, Name, Negate, Node, Number, Span, children, walk
from .parser import did_you_mean

if TYPE_CHECKING:
    from pint import UnitRegistry

Definition: TypeAlias = Mapping[str, Any]

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_PLAIN = "a plain number"
_MOST_TRIED = 10_000
# Dimensions that measure rather than count, so that no count can stand for them.
_MEASURED = ("currency", "time")


class UnitError(FormulaError):
    """A unit that is not known, or an expression whose dimension is not the declared one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a node gives: powers of dimensions, the size of its unit, and what is known of its number.

    `literals` is the product of the numbers written into it, by which `hours * 60` can be told to be minutes.
    `zero` marks a literal 0, which is 0 of anything. `counts_above` and `counts_below` say how many counts stand
    above and below the stroke; each may stand for one counted noun.
    """

    dimensions: tuple[tuple[str, float], ...] = ()
    factor: float = 1.0
    literals: float = 1.0
    zero: bool = False
    counts_above: int = 0
    counts_below: int = 0


class UnitSystem:
    """The units there are, and the check of a formula against them.

    Each definition has an `id`, a `dimension` (None for plain numbers such as percent) and perhaps a `factor`, the size
    in the unit that its dimension is counted in. A count can stand for any dimension but the `measured` ones.
    """

    def __init__(self, definitions: Iterable[Definition], measured: Collection[str] = _MEASURED) -> None:
        self._measured = frozenset(measured)
        self._registry = _registry(definitions)
        self._ids = frozenset(self._registry)

    def parse(self, unit: str) -> Measure:
        """The measure of a unit expression: ids and 1, joined by `/` and `*` from the left."""
        parts = re.split(r"([*/])", unit)
        measure, position, sign = Measure(), 0, "*"
        for part in parts:
            if part in ("*", "/"):
                sign = part
            else:
                measure = _product(measure, self._unit(part, unit, position), 1 if sign == "*" else -1)
            position += len(part)
        return measure

    def check(self, formula: Formula, input_units: Mapping[str, str], declared: str) -> None:
        """UnitError when the expression does not give the dimension of the declared unit, or certainly not its size."""
        found = self._measured_formula(formula, input_units)
        try:
            wanted = self.parse(declared)
        except UnitError as error:
            raise UnitError(f"the declared unit: {error.message}", *formula.tree.span, error.hint) from error
        if found.zero:
            return
        if not self._counts_make_up(found, wanted):
            raise UnitError(
                f"the expression gives {_shown(found)}, but the unit is {_shown_unit(declared, wanted)}",
                *formula.tree.span,
            )
        scale = found.factor / wanted.factor
        if not math.isclose(scale, 1) and _unconverted(formula.tree, found.literals, scale):
            times = f"multiply by {_number(scale)}" if scale > 1 else f"divide by {_number(1 / scale)}"
            raise UnitError(f"the expression gives {self._of_size(declared, scale)}", *formula.tree.span, times)

    def _of_size(self, declared: str, scale: float) -> str:
        """What was found and what was declared, the former in units of the same dimensions that have its size."""
        size = self.parse(declared).factor * scale
        parts = re.split(r"([*/])", declared.replace(" ", ""))
        alike = [
            [part, *(id_ for id_ in sorted(self._ids) if self._registry[id_].dimensions == self._unit_of(part))]
            for part in parts
        ]
        for chosen in itertools.islice(itertools.product(*alike), _MOST_TRIED):
            if math.isclose(self.parse("".join(chosen)).factor, size):
                return f"{''.join(chosen)}, but the unit is {declared}"
        off = f"{_number(scale)} times too small" if scale > 1 else f"{_number(1 / scale)} times too large"
        return f"numbers {off} for the unit {declared}"

    def _unit_of(self, part: str) -> tuple[tuple[str, float], ...] | None:
        measure = self._registry.get(part)
        return measure.dimensions if measure and measure.dimensions else None

    def _unit(self, part: str, unit: str, position: int) -> Measure:
        word = part.strip()
        start = position + len(part) - len(part.lstrip())
        if word == "1":
            return Measure()
        if word not in self._ids:
            message = f'unknown unit "{word}"' if _ID.fullmatch(word) else f'"{unit}" is no unit'
            hint = did_you_mean(word, self._ids) or "units are ids joined by / and *, as in currency/contact"
            raise UnitError(message, start, start + max(1, len(word)), hint)
        return self._registry[word]

    def _measured_formula(self, formula: Formula, input_units: Mapping[str, str]) -> Measure:
        inputs: dict[str, Measure] = {}
        for name in formula.names:
            span = _first_use(formula.tree, name)
            if name not in input_units:
                raise UnitError(f"no unit is given for {name}", *span)
            try:
                inputs[name] = self.parse(input_units[name])
            except UnitError as error:
                raise UnitError(f"{name}: {error.message}", *span, error.hint) from error
        return _Walk(inputs).measure(formula.tree)

    def _counts_make_up(self, found: Measure, wanted: Measure) -> bool:
        """Whether the dimensions agree, or differ only by counted nouns that counts in the expression stand for."""
        above, below = found.counts_above, found.counts_below
        for dimension, power in _divided(wanted, found):
            if dimension in self._measured or not power.is_integer():
                return False
            above, below = above - max(0, int(power)), below - max(0, -int(power))
        return above >= 0 and below >= 0


class _Walk:
    """Goes through a tree and gives each node its measure."""

    def __init__(self, inputs: Mapping[str, Measure]) -> None:
        self.inputs = inputs

    def measure(self, node: Node) -> Measure:
        match node:
            case Number(value):
                return Measure(literals=value or 1.0, zero=value == 0)
            case Name(name):
                return self.inputs[name]
            case Negate(operand):
                return self.measure(operand)
            case Binary():
                return self.binary(node)
            case Call():
                return self.call(node)
        for child in children(node):
            self.condition(child)
        return Measure()

    def condition(self, node: Node) -> None:
        """A condition has no measure, but what it compares must be alike."""
        if isinstance(node, Compare):
            self.alike([node.left, node.right], "compared")
        else:
            for child in children(node):
                self.condition(child)

    def binary(self, node: Binary) -> Measure:
        if node.operator in "+-":
            return self.alike([node.left, node.right], "added" if node.operator == "+" else "subtracted")
        if node.operator == "^":
            return self.power(node)
        return _product(self.measure(node.left), self.measure(node.right), 1 if node.operator == "*" else -1)

    def power(self, node: Binary) -> Measure:
        self.plain(node.right, "an exponent")
        base = self.measure(node.left)
        if not base.dimensions:
            return Measure()
        exponent = _constant(node.right)
        if exponent is None:
            raise UnitError(
                f"{canonical(node.left)} is {_shown(base)}; its exponent must be a number written out", *node.right.span
            )
        return _raised(base, exponent)

    def call(self, node: Call) -> Measure:
        function, arguments = node.function, node.arguments
        if function == "count_if":
            self.condition(arguments[0])
        if function in ("count", "count_if"):
            return Measure(counts_above=1)
        if function == "if":
            self.condition(arguments[0])
            return self.alike(list(arguments[1:]), "given by the branches of one if")
        if function in ("min", "max") and not is_aggregate(node):
            return self.alike(list(arguments), "compared")
        if function in ("exp", "ln", "log10"):
            self.plain(arguments[0], f"the argument of {function}")
            return Measure()
        inner = self.measure(arguments[0])
        return _raised(inner, 0.5) if function == "sqrt" else replace(inner, literals=1.0)

    def plain(self, node: Node, role: str) -> None:
        found = self.measure(node)
        if found.dimensions:
            raise UnitError(f"{role} must be {_PLAIN}, but {canonical(node)} is {_shown(found)}", *node.span)

    def alike(self, nodes: list[Node], done: str) -> Measure:
        """The one measure of operands that must agree; a literal 0 agrees with anything."""
        first: tuple[Node, Measure] | None = None
        for node in nodes:
            found = self.measure(node)
            if found.zero:
                continue
            first = (node, found) if first is None else (first[0], _agreed(first, (node, found), done))
        return Measure(zero=True) if first is None else replace(first[1], literals=1.0)


def _agreed(first: tuple[Node, Measure], second: tuple[Node, Measure], done: str) -> Measure:
    (left, one), (right, other) = first, second
    told = f"{canonical(left)} is {_shown(one)} and {canonical(right)} is {_shown(other)}"
    span = (left.span[0], right.span[1])
    if one.dimensions != other.dimensions:
        raise UnitError(f"unlike units are {done}: {told}", *span)
    if math.isclose(one.factor, other.factor):
        return one
    if math.isclose(one.factor / one.literals, other.factor / other.literals):
        return replace(one, factor=one.factor / one.literals)  # hours * 60 + minutes
    ratio = max(one.factor, other.factor) / min(one.factor, other.factor)
    raise UnitError(
        f"units of another size are {done}: {canonical(left)} and {canonical(right)} are both {_shown(one)}",
        *span,
        f"convert first: one unit is {number_text(round(ratio, 9))} of the other",
    )


def _unconverted(tree: Node, literals: float, scale: float) -> bool:
    """Whether no number in the tree can be what turns one size into the other, or only one that turns it the wrong way.

    Any other number may be a conversion, or part of one: `* 12 / 365` is nobody's business here.
    """
    return not any(_written(tree)) or math.isclose(literals, 1 / scale)


def _written(node: Node) -> Iterator[float]:
    """The numbers that a result is multiplied by or added up from; none of conditions, exponents, digits, shares."""
    if isinstance(node, Number):
        yield node.value
    elif isinstance(node, Call) and node.function in ("if", "count_if"):
        for branch in node.arguments[1:]:
            yield from _written(branch)
    elif isinstance(node, Call) and node.function in ("round", "percentile"):
        yield from _written(node.arguments[0])
    elif isinstance(node, Binary) and node.operator == "^":
        yield from _written(node.left)
    else:
        for child in children(node):
            yield from _written(child)


def _number(value: float) -> str:
    return number_text(float(f"{value:.10g}"))


def _product(left: Measure, right: Measure, sign: int) -> Measure:
    """The measure of a product, or of a quotient when the sign is -1."""
    powers = dict(left.dimensions)
    for dimension, power in right.dimensions:
        powers[dimension] = powers.get(dimension, 0.0) + sign * power
    above, below = right.counts_above, right.counts_below
    return Measure(
        _kept(powers),
        left.factor * right.factor**sign,
        left.literals * right.literals**sign,
        left.zero or (right.zero and sign == 1),
        left.counts_above + (above if sign == 1 else below),
        left.counts_below + (below if sign == 1 else above),
    )


def _raised(base: Measure, exponent: float) -> Measure:
    powers = {dimension: power * exponent for dimension, power in base.dimensions}
    return Measure(_kept(powers), base.factor**exponent)


def _divided(left: Measure, right: Measure) -> tuple[tuple[str, float], ...]:
    return _product(left, right, -1).dimensions


def _kept(powers: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((dimension, power) for dimension, power in powers.items() if abs(power) > 1e-9))


def _constant(node: Node) -> float | None:
    """An exponent written out, a fraction such as 1 / 2 included."""
    if isinstance(node, Binary) and node.operator == "/":
        above, below = literal(node.left), literal(node.right)
        return above / below if above is not None and below else None
    return literal(node)


def _first_use(tree: Node, name: str) -> Span:
    return next(node.span for node in walk(tree) if isinstance(node, Name) and node.name == name)


def _shown(measure: Measure) -> str:
    """The dimensions as one writes them: currency/contact."""
    above = [_shown_power(each, power) for each, power in measure.dimensions if power > 0]
    below = [_shown_power(each, -power) for each, power in measure.dimensions if power < 0]
    if not above and not below:
        return _PLAIN
    return "/".join(["*".join(above) or "1", *below])


def _shown_power(dimension: str, power: float) -> str:
    return dimension if power == 1 else f"{dimension}^{number_text(power)}"


def _shown_unit(unit: str, measure: Measure) -> str:
    shown = _shown(measure)
    return unit if shown == unit else f"{unit} ({shown})"


def _registry(definitions: Iterable[Definition]) -> dict[str, Measure]:
    """The measure of every unit, by a pint registry that holds these definitions and nothing else."""
    from pint import UnitRegistry

    registry: UnitRegistry[Any] = UnitRegistry(None)
    rows = list(definitions)
    for dimension in dict.fromkeys(row["dimension"] for row in rows if row.get("dimension")):
        registry.define(f"base_{_identifier(dimension)} = [{_identifier(dimension)}]")
    for row in rows:
        dimension, factor = row.get("dimension"), float(row.get("factor") or 1.0)
        base = f"base_{_identifier(dimension)}" if dimension else "[]"
        definition = f"{factor!r} * {base}" if dimension else base
        registry.define(f"unit_{_identifier(row['id'])} = {definition}")
    shown = {_identifier(str(row["dimension"])): str(row["dimension"]) for row in rows if row.get("dimension")}
    return {str(row["id"]): _of_pint(registry, f"unit_{_identifier(row['id'])}", shown) for row in rows}


def _of_pint(registry: UnitRegistry[Any], name: str, shown: Mapping[str, str]) -> Measure:
    factor, base = registry.get_base_units(name)
    powers = {shown[each.strip("[]")]: float(power) for each, power in base.dimensionality.items()}
    return Measure(_kept(powers), float(factor))


def _identifier(text: str) -> str:
    """The id as pint can take it: hyphens would be read as minus."""
    return text.replace("_", "_u_").replace("-", "_h_")
