"""The part of the SQL target that needs sqlglot: from our tree to sqlglot's. `sql` imports it late.

A condition is true, false or NULL for undefined, as SQL has it; where SQL would make more of a NULL (`NULL AND FALSE`
is false there, `ELSE` takes it) the text says what the language means. Infinity passes through arithmetic up to the
top, as in the evaluator, and is looked for where it would be swallowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sqlglot import exp

from ..analysis import is_aggregate, literal, may_fail, may_overflow
from ..canonical import number_text
from ..formula import Formula
from ..nodes import Binary, Call, Compare, Logic, Name, Negate, Node, Not, Number, walk
from ..precedence import Side, needs_brackets
from .sql_dialects import Dialect
from .sql_parts import Sql, SqlParts
from .target import Naming, TargetError

MOST_PARTS = 3_000  # guards repeat their operands, and so does sqlglot's tree

_Make: TypeAlias = Callable[..., Sql]
_COMPARISONS: Mapping[str, _Make] = {
    "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE, "=": exp.EQ, "!=": exp.NEQ
}  # fmt: skip
_ARITHMETIC: Mapping[str, _Make] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}
_OF_NUMBER: Mapping[str, _Make] = {"exp": exp.Exp, "sqrt": exp.Sqrt, "ln": exp.Ln}
_OF_ITEMS: Mapping[str, _Make] = {"mean": exp.Avg, "min": exp.Min, "max": exp.Max}


def sql_of(formula: Formula, name_of: Naming, rules: Dialect, target: str) -> Sql:
    """The formula as sqlglot's tree; `target` is what errors call the dialect."""
    return _SqlWriter(name_of, formula.series, rules, target).whole(formula)


class _SqlWriter(SqlParts):
    """Writes one formula for one database."""

    def __init__(self, name_of: Naming, series: frozenset[str], rules: Dialect, target: str) -> None:
        super().__init__(name_of, rules)
        self.series = series
        self.target = target
        self.by_row = not series  # otherwise columns stand inside aggregates
        self.item: str | None = None

    def whole(self, formula: Formula) -> Sql:
        value = self.finite(formula.tree)
        single = [name for name in formula.names if name not in formula.series]
        if self.by_row:
            # NULL passes through arithmetic by itself; a branch not taken and GREATEST would hide it.
            calls = {node.function for node in walk(formula.tree) if isinstance(node, Call)}
            present = [self.is_there(self.stored(name)) for name in single] if calls & {"if", "min", "max"} else []
        else:
            present = [self.same_everywhere(name) for name in single]
        return self.when(present, value) if present else value

    def same_everywhere(self, name: str) -> Sql:
        """A single number beside a series: one value in the whole group; NULL when it has none."""
        lowest, highest = exp.Min(this=self.column(name)), exp.Max(this=self.column(name))
        return exp.EQ(this=lowest, expression=highest)

    def below_infinity(self, node: Node, value: Sql) -> list[Sql]:
        """The condition that the value is finite, where it may not be."""
        return [self.is_finite(value.copy())] if may_overflow(node) else []

    # Numbers

    def finite(self, node: Node) -> Sql:
        """An operand whose infinity would be swallowed; a double, also when it is a literal."""
        if isinstance(node, Call) and node.function == "if":
            return self.bounded(node, self.choice(node.arguments[0], *map(self.finite, node.arguments[1:])))
        value = self.value(node)
        conditions = self.below_infinity(node, value)
        return self.when(conditions, value) if conditions else value

    def value(self, node: Node) -> Sql:
        """The node as a double."""
        return self.double(self.bare(node)) if literal(node) is not None else self.bare(node)

    def bare(self, node: Node) -> Sql:
        """The node; a literal as it is written, fit only beside a double."""
        match node:
            case Number(number):
                if 0 < number < self.rules.smallest:
                    raise self.refused(node, f"{number_text(number)} is 0 there")
                return self.number_literal(number)
            case Name(name):
                return self.name(name)
            case Negate(operand):
                inner = self.bare(operand)
                made: Sql = exp.Neg(this=self.around(inner, operand, node, "only"))
            case Binary():
                made = self.binary(node)
            case Call():
                made = self.call(node)
            case _:
                raise AssertionError("conditions are written by test")
        return self.bounded(node, made)

    def name(self, name: str) -> Sql:
        if self.by_row or self.item is not None:
            return self.column(name)
        return exp.Max(this=self.column(name))

    def around(self, value: Sql, child: Node, parent: Node, side: Side) -> Sql:
        """The operand, in brackets where it needs them; what became a function or CASE needs none."""
        if isinstance(value, exp.Binary | exp.Neg | exp.Not) and needs_brackets(child, parent, side):
            return exp.Paren(this=value)
        return value

    def binary(self, node: Binary) -> Sql:
        if node.operator == "^":
            return self.power(node)
        both_literal = literal(node.left) is not None and literal(node.right) is not None
        left = self.value(node.left) if both_literal else self.bare(node.left)
        left = self.around(left, node.left, node, "left")
        if node.operator == "/":
            return self.divide(node, left)
        return _ARITHMETIC[node.operator](
            this=left, expression=self.around(self.bare(node.right), node.right, node, "right")
        )

    def divide(self, node: Binary, left: Sql) -> Sql:
        if literal(node.right):
            right = self.around(self.bare(node.right), node.right, node, "right")
        else:
            right = exp.Nullif(this=self.finite(node.right), expression=exp.Literal.number("0"))
        # Told that it knows the types, sqlglot adds no cast of its own.
        return exp.Div(this=left, expression=right, typed=True, safe=False)

    def power(self, node: Binary) -> Sql:
        """Guarded as far as the operands can give 0 to the power 0 or less, or a broken power of a negative number."""
        base, exponent = self.value(node.left), self.value(node.right)
        conditions = [*self.below_infinity(node.left, base), *self.below_infinity(node.right, exponent)]
        conditions += self.has_power(node, base, exponent)
        power = exp.Pow(this=base, expression=exponent)
        return self.when(conditions, power) if conditions else power

    def has_power(self, node: Binary, base: Sql, exponent: Sql) -> list[Sql]:
        low, high = literal(node.left), literal(node.right)
        if (low is not None and low > 0) or (high is not None and high > 0 and high.is_integer()):
            return []
        if high is not None:
            kind = exp.NEQ if high.is_integer() else exp.GTE if high > 0 else exp.GT
            return [self.beside_zero(kind, base)]
        whole = exp.EQ(this=exponent.copy(), expression=exp.Floor(this=exponent.copy()))
        zero = [self.beside_zero(exp.EQ, base), self.beside_zero(exp.GT, exponent)]
        negative = [self.beside_zero(exp.LT, base), whole]
        either = exp.Or(this=self.beside_zero(exp.GT, base), expression=self.loose(self.all_of(zero)))
        return [exp.Or(this=either, expression=self.loose(self.all_of(negative)))]

    def beside_zero(self, kind: _Make, value: Sql) -> Sql:
        return kind(this=value.copy(), expression=exp.Literal.number("0"))

    # Functions

    def call(self, node: Call) -> Sql:
        function, arguments = node.function, node.arguments
        if function == "if":
            first, second = self.value(arguments[1]), self.value(arguments[2])
            return self.choice(arguments[0], first, second)
        if function == "count_if":
            return self.count_if(node)
        if is_aggregate(node):
            return self.aggregate(node)
        if function in ("min", "max"):
            return self.extreme(node)
        if function == "abs":
            return exp.Abs(this=self.value(arguments[0]))
        if function == "round":
            return self.round(node)
        return self.with_domain(node)

    def choice(self, condition: Node, first: Sql, second: Sql) -> Sql:
        """One of two by a condition, NULL where that is undefined."""
        test = self.test(condition)
        if not may_fail(condition) and not self.item:
            return self.case([(test, first)], second)
        return self.case([(test, first), (exp.Not(this=self.loose(test.copy())), second)])

    def extreme(self, node: Call) -> Sql:
        """LEAST and GREATEST, kept from stepping over a NULL as some databases do."""
        values = [self.value(argument) for argument in node.arguments]
        conditions: list[Sql] = []
        for argument, value in zip(node.arguments, values, strict=True):
            if may_overflow(argument):
                conditions.append(self.is_finite(value.copy()))
            elif may_fail(argument) or self.item:
                conditions.append(self.is_there(value.copy()))
        kind: _Make = exp.Least if node.function == "min" else exp.Greatest
        picked = kind(this=values[0], expressions=values[1:], ignore_nulls=True)
        return self.when(conditions, picked) if conditions else picked

    def with_domain(self, node: Call) -> Sql:
        """exp, sqrt, ln and log10; a negative root is an error in one database and NaN in the next."""
        argument = node.arguments[0]
        value = self.value(argument)
        conditions = self.below_infinity(argument, value)
        if node.function != "exp":
            conditions.append(self.beside_zero(exp.GTE if node.function == "sqrt" else exp.GT, value))
        result = self.log10(node, value) if node.function == "log10" else _OF_NUMBER[node.function](this=value)
        return self.when(conditions, result) if conditions else result

    def log10(self, node: Call, value: Sql) -> Sql:
        if self.rules.log10 is None:
            raise self.refused(node, "its logarithm to base 10 is not known")
        if self.rules.log10 == "LOG(10, x)":
            return exp.Log(this=exp.Literal.number("10"), expression=value)
        return self.named(self.rules.log10.removesuffix("(x)"), value)

    def round(self, node: Call) -> Sql:
        """Half away from zero on 15 significant digits, by arithmetic: databases differ in what ROUND does to doubles.

        Half a unit of the 15th digit is added to the half, below 1e14, where that digit is the last whole one. The
        logarithm may look at the sum with the half: where that has one digit more, the number is rounded up anyway.
        """
        digits = int(literal(node.arguments[1]) or 0) if len(node.arguments) == 2 else 0
        argument = node.arguments[0]
        value, unit = self.value(argument), float(f"1e{abs(digits)}")
        size = exp.Abs(this=value)
        half = exp.Literal.number("0.5")
        up = exp.Add(this=self.scaled(size.copy(), unit, down=digits < 0), expression=half)
        place = exp.Sub(this=exp.Floor(this=self.log10(node, up.copy())), expression=exp.Literal.number("14"))
        last_digit = exp.Pow(this=self.double(exp.Literal.number("10")), expression=place)
        share = self.case([(self.below(size, float(f"1e{14 - digits}")), half.copy())], exp.Literal.number("0"))
        whole = exp.Floor(this=exp.Add(this=up, expression=exp.Mul(this=share, expression=last_digit)))
        rounded = exp.Mul(this=exp.Sign(this=value.copy()), expression=self.scaled(whole, unit, down=digits > 0))
        return self.case([(self.below(size, float(f"1e{15 - digits}")), rounded)], self.finite(argument))

    # Series

    def aggregate(self, node: Call) -> Sql:
        series = node.arguments[0]
        assert isinstance(series, Name)
        items = self.column(series.name)
        match node.function:
            case "sum":
                # The sum of nothing is NULL in SQL.
                return exp.Coalesce(this=exp.Sum(this=items), expressions=[exp.Literal.number("0")])
            case "count":
                return self.double(exp.Count(this=items))
            case "median":
                return self.percentile(node, items, 50.0)
            case "percentile":
                return self.percentile(node, items, literal(node.arguments[1]) or 0.0)
            case "stdev":
                if self.rules.stdev is None:
                    raise self.refused(node, "it has no sample deviation")
                return self.named(self.rules.stdev, items)
        return _OF_ITEMS[node.function](this=items)

    def percentile(self, node: Call, items: Sql, percent: float) -> Sql:
        share = exp.Literal.number(number_text(percent / 100))
        match self.rules.percentile:
            case "within group":
                order = exp.Order(expressions=[exp.Ordered(this=items, nulls_first=False)])
                return exp.WithinGroup(this=exp.PercentileCont(this=share), expression=order)
            case "function":
                return self.named("PERCENTILE", items, share)
            case "parameters":
                return exp.ParameterizedAgg(this="quantileExactInclusive", expressions=[share], params=[items])
        raise self.refused(node, f"it has no exact {node.function} as an aggregate")

    def count_if(self, node: Call) -> Sql:
        """How many items meet the condition; NULL when it is undefined for one of them."""
        condition = node.arguments[0]
        self.item = next(each.name for each in walk(condition) if isinstance(each, Name) and each.name in self.series)
        item, is_item, test = self.stored(self.item), self.is_there(self.stored(self.item)), self.test(condition)
        self.item = None
        one = exp.Literal.number("1")
        met = exp.Count(this=self.when([is_item, self.loose(test)], one))
        if _only_compares(condition, self.series):
            met = exp.Count(this=self.when([test], one))
            return self.double(met)
        unmet = exp.Not(this=self.loose(test.copy()))
        unmet_items = exp.Count(this=self.when([is_item.copy(), unmet], one.copy()))
        known = exp.Add(this=met.copy(), expression=unmet_items)
        decided = exp.EQ(this=known, expression=exp.Count(this=item.copy()))
        return self.when([decided], self.double(met))

    # Conditions: NULL where undefined

    def test(self, node: Node) -> Sql:
        if isinstance(node, Not):
            inner = self.test(node.operand)
            return self.bounded(node, exp.Not(this=self.around(inner, node.operand, node, "only")))
        if isinstance(node, Logic):
            return self.bounded(node, self.logic(node))
        assert isinstance(node, Compare), "the parser lets nothing else stand for a condition"
        both_literal = literal(node.left) is not None and literal(node.right) is not None
        left, right = (
            self.bare(side) if literal(side) is not None and not both_literal else self.finite(side)
            for side in (node.left, node.right)
        )
        return self.bounded(node, _COMPARISONS[node.operator](this=left, expression=right))

    def logic(self, node: Logic) -> Sql:
        left, right = self.test(node.left), self.test(node.right)
        if not may_fail(node.left) and not self.item:
            # Undefined on the right only: SQL stops where the language does.
            kind: _Make = exp.And if node.operator == "and" else exp.Or
            first, second = self.around(left, node.left, node, "left"), self.around(right, node.right, node, "right")
            return kind(this=first, expression=second)
        # Undefined on the left decides, which AND and OR would overrule. 1 and 0, because not every database lets
        # a CASE give a truth value.
        yes, no = exp.Literal.number("1"), exp.Literal.number("0")
        against = exp.Not(this=self.loose(left.copy()))
        second = self.case([(right, yes.copy()), (exp.Not(this=self.loose(right.copy())), no.copy())])
        pairs = [(left, second), (against, no)] if node.operator == "and" else [(left, yes), (against, second)]
        return exp.EQ(this=self.case(pairs), expression=exp.Literal.number("1"))

    # Limits

    def bounded(self, node: Node, made: Sql) -> Sql:
        # Checked at every node, because guards repeat their operands.
        for count, _ in enumerate(made.walk()):
            if count > MOST_PARTS:
                raise self.refused(node, f"it takes more than {MOST_PARTS:,} parts")
        return made

    def refused(self, node: Node, message: str) -> TargetError:
        return TargetError(message, self.target, node)


def _only_compares(condition: Node, series: frozenset[str]) -> bool:
    """One comparison that has a value for every item: without an item it is NULL by itself, and is not counted."""
    return (
        isinstance(condition, Compare)
        and not may_fail(condition)
        and not any(isinstance(node, Call) for node in walk(condition))
        and all(node.name in series for node in walk(condition) if isinstance(node, Name))
    )
