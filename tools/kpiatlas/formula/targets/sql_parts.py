"""The small parts that SQL expressions are made of, as one database writes them; `sql_writer` puts them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from sqlglot import exp

from ..canonical import number_text
from .sql_dialects import Dialect
from .target import Naming

Sql: TypeAlias = "exp.Expr"
LARGEST = 1.7976931348623157e308
_WHOLE = 2.0**53


class SqlParts:
    """Columns, literals, guards and cases of one database."""

    def __init__(self, name_of: Naming, rules: Dialect) -> None:
        self.name_of = name_of
        self.rules = rules

    def double(self, value: Sql) -> Sql:
        """The value as a double of this database."""
        if self.rules.cast:
            return self.named(self.rules.cast, value)
        return exp.Cast(this=value, to=exp.DataType(this=exp.DataType.Type.DOUBLE))

    def number_literal(self, value: float) -> Sql:
        """A number written out; fit to stand beside a double."""
        text = number_text(value) if value < _WHOLE else repr(value).replace("e+", "e")
        if self.rules.cast and not 1e-120 < value < 1e120 and value:
            return self.named(self.rules.cast, exp.Literal.string(text))
        return exp.Literal.number(text)

    def column(self, name: str) -> Sql:
        """The column as doubles, whatever numbers it holds: integers would divide to integers and overflow early."""
        return self.double(self.stored(name))

    def stored(self, name: str) -> Sql:
        """The column as it is; only for asking whether it is NULL."""
        return exp.Column(this=exp.Identifier(this=self.name_of(name), quoted=True))

    def named(self, function: str, *arguments: Sql) -> Sql:
        """A function by the name the database knows it by."""
        return exp.Anonymous(this=function, expressions=list(arguments))

    def is_there(self, value: Sql) -> Sql:
        """The condition that the value is not NULL."""
        return exp.Is(this=value, expression=exp.Not(this=exp.Null()))

    def all_of(self, conditions: Iterable[Sql]) -> Sql:
        """The conditions joined by AND; at least one."""
        first, *rest = [self.loose(each) if isinstance(each, exp.Or) else each for each in conditions]
        for each in rest:
            first = exp.And(this=first, expression=each)
        return first

    def when(self, conditions: Sequence[Sql], value: Sql) -> Sql:
        """The value where all conditions hold, otherwise NULL."""
        return self.case([(self.all_of(conditions), value)])

    def case(self, pairs: list[tuple[Sql, Sql]], otherwise: Sql | None = None) -> Sql:
        """The value of the first pair whose condition holds; NULL where nothing else is said."""
        ifs = [exp.If(this=condition, true=value) for condition, value in pairs]
        return exp.Case(ifs=ifs, default=otherwise)

    def loose(self, value: Sql) -> Sql:
        """In brackets when it is made with an operator."""
        loose = exp.Binary | exp.Neg | exp.Not
        return exp.Paren(this=value) if isinstance(value, loose) else value

    def is_finite(self, value: Sql) -> Sql:
        """The condition that the value is no infinity and no NaN, which stands above all or compares as false."""
        if self.rules.finite:
            return self.named(self.rules.finite, value)
        return exp.LTE(this=exp.Abs(this=value), expression=self.number_literal(LARGEST))

    def below(self, value: Sql, limit: float) -> Sql:
        """The condition that the value is less than the limit."""
        return exp.LT(this=value.copy(), expression=self.number_literal(limit))

    def scaled(self, value: Sql, unit: float, down: bool) -> Sql:
        """The value times the unit, or divided by it; powers of ten up to 1e22 are exact, so both round once."""
        if unit == 1:
            return value
        factor = self.double(self.number_literal(unit))
        return (
            exp.Div(this=value, expression=factor, typed=True, safe=False)
            if down
            else exp.Mul(this=value, expression=factor)
        )
