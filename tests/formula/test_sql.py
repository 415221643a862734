"""How formulas look in SQL, in which dialects, and what is refused there; test_engines_agree shows what they give."""

from __future__ import annotations

import math
import random
import sqlite3
import subprocess
import sys

import duckdb
import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

from formula.asked import FULL, agree, generated, the_catalogue, the_table
from formula.cases import CASES
from formula.test_language_page import REFUSED_WHERE_NOBODY_LOOKED
from kpiatlas.formula import FUNCTIONS, Formula, FormulaError, TargetError, evaluate, parse, render
from kpiatlas.formula.arithmetic import round_half_away
from kpiatlas.formula.targets.sql_dialects import DIALECTS
from kpiatlas.formula.targets.sql_writer import MOST_PARTS

EVERY_DIALECT = sorted(name for name in sqlglot.Dialect.classes if name)

WRITTEN = [
    (
        "a / b * 100",
        "duckdb",
        'CASE WHEN ISFINITE(CAST("a" AS DOUBLE) / NULLIF(CAST("b" AS DOUBLE), 0) * 100) '
        'THEN CAST("a" AS DOUBLE) / NULLIF(CAST("b" AS DOUBLE), 0) * 100 END',
    ),
    (
        "a / b",
        "tsql",
        "CASE WHEN ABS(CAST([a] AS FLOAT) / NULLIF(CAST([b] AS FLOAT), 0)) <= 1.7976931348623157e308 "
        "THEN CAST([a] AS FLOAT) / NULLIF(CAST([b] AS FLOAT), 0) END",
    ),
    ("sqrt(a)", "oracle", 'CASE WHEN TO_BINARY_DOUBLE("A") >= 0 THEN SQRT(TO_BINARY_DOUBLE("A")) END'),
    ("abs(7)", "bigquery", "ABS(CAST(7 AS FLOAT64))"),
    (
        "if(a > b, a, b)",
        "postgres",
        'CASE WHEN "a" IS NOT NULL AND "b" IS NOT NULL THEN CASE WHEN CAST("a" AS DOUBLE PRECISION) > '
        'CAST("b" AS DOUBLE PRECISION) THEN CAST("a" AS DOUBLE PRECISION) ELSE CAST("b" AS DOUBLE PRECISION) END END',
    ),
    ("log10(a)", "redshift", 'CASE WHEN CAST("a" AS DOUBLE PRECISION) > 0 THEN LOG(CAST("a" AS DOUBLE PRECISION)) END'),
    ("log10(a)", "snowflake", 'CASE WHEN CAST("A" AS DOUBLE) > 0 THEN LOG(10, CAST("A" AS DOUBLE)) END'),
    ("count_if(s >= 4)", "duckdb", 'CAST(COUNT(CASE WHEN CAST("s" AS DOUBLE) >= 4 THEN 1 END) AS DOUBLE)'),
    ("min(s)", "mysql", "MIN(CAST(`s` AS DOUBLE))"),
]
AGGREGATES = {
    "percentile(s, 90)": {
        "duckdb": "QUANTILE_CONT(CAST(\"s\" AS DOUBLE), 0.9 ORDER BY",
        "postgres": "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY",
        "spark": "PERCENTILE(CAST(`s` AS DOUBLE), 0.9)",
        "databricks": "PERCENTILE(CAST(`s` AS DOUBLE), 0.9)",
        "clickhouse": 'quantileExactInclusive(0.9)(CAST("s" AS Nullable(Float64)))',
        "trino": None,
        "bigquery": None,
        "mysql": None,
        "sqlite": None,
        "tsql": None,
    },
    "median(s)": {"clickhouse": "quantileExactInclusive(0.5)", "redshift": "PERCENTILE_CONT(0.5)", "trino": None},
    "stdev(s)": {"tsql": "STDEV(", "mysql": "STDDEV_SAMP(", "sqlite": None},
}  # fmt: skip


@pytest.mark.parametrize(("source", "dialect", "text"), WRITTEN)
def test_a_formula_is_written_in_the_spelling_of_the_dialect(source: str, dialect: str, text: str) -> None:
    assert render(parse(source), "sql", dialect=dialect) == text


@pytest.mark.parametrize(
    ("source", "dialect", "part"),
    [(source, dialect, part) for source, parts in AGGREGATES.items() for dialect, part in parts.items()],
)
def test_an_aggregate_is_exact_or_refused_but_never_approximate(source: str, dialect: str, part: str | None) -> None:
    if part is not None:
        assert part in render(parse(source), "sql", dialect=dialect)
        return
    formula = parse(f"1 + {source}")
    with pytest.raises(TargetError) as caught:
        render(formula, "sql", dialect=dialect)
    assert caught.value.target == f"sql ({dialect})"
    assert formula.source[caught.value.start : caught.value.end] == source


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_every_case_in_every_dialect_is_read_back_or_refused(dialect: str) -> None:
    formulas = {case.formula for case in CASES}
    said = [text for formula in formulas if (text := _said(formula, dialect)) is not None]
    for text in said:
        assert "APPROX" not in text
        tree = sqlglot.parse_one(text, dialect=dialect, error_level=ErrorLevel.RAISE)
        assert not list(tree.find_all(exp.Command))
    assert len(said) > len(formulas) * 0.85


@pytest.mark.parametrize("dialect", sorted(set(EVERY_DIALECT) - set(DIALECTS)))
def test_a_dialect_that_nobody_looked_up_gets_what_all_spell_alike(dialect: str) -> None:
    assert _said(parse("if(b > 0, sqrt(a) / b, -a^2)"), dialect) is not None
    assert _said(parse("a * 1e-320"), dialect) is None
    refused = {name for name, function in FUNCTIONS.items() if _said(parse(function.example), dialect) is None}
    assert refused == REFUSED_WHERE_NOBODY_LOOKED


def _said(formula: Formula, dialect: str) -> str | None:
    try:
        return render(formula, "sql", dialect=dialect)
    except TargetError:
        return None


def test_the_dialects_that_stand_in_the_table_are_ones_that_sqlglot_writes() -> None:
    assert set(DIALECTS) <= set(EVERY_DIALECT)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_the_default_dialect_can_say_every_function(function: object) -> None:
    assert render(parse(function.example), "sql") == render(parse(function.example), "sql", dialect="duckdb")  # type: ignore[attr-defined]


def test_an_unknown_dialect_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(FormulaError, match=r'no dialect "postgrs" \(did you mean "postgres"\?\)'):
        render(parse("a"), "sql", dialect="postgrs")


def test_other_targets_have_no_dialects() -> None:
    with pytest.raises(TargetError, match="excel cannot say this: it has no dialects"):
        render(parse("a"), "excel", dialect="duckdb")


def test_a_number_that_a_dialect_takes_for_0_is_refused() -> None:
    with pytest.raises(TargetError, match="5e-324 is 0 there"):
        render(parse("a * 5e-324"), "sql", dialect="tsql")
    assert "5e-324" in render(parse("a * 5e-324"), "sql")


class TestColumns:
    """Names of columns."""

    @pytest.mark.parametrize(
        "column", ["Total issues", 'the "rest"', "it's", "a;b--c", "select", "größe", "a.b", "x\\y"]
    )
    def test_any_name_is_only_a_name(self, column: str) -> None:
        text = render(parse("a + 1"), "sql", {"a": column})
        quoted = column.replace('"', '""')
        assert duckdb.sql(f'SELECT {text} FROM (SELECT 2 AS "{quoted}")').fetchall() == [(3.0,)]

    @pytest.mark.parametrize("column", ["", "a\x00b", "a\nb"])
    def test_what_cannot_be_a_name_is_refused_where_it_is_used(self, column: str) -> None:
        with pytest.raises(TargetError, match="cannot be the name of a column") as caught:
            render(parse("1 + a"), "sql", {"a": column})
        assert (caught.value.start, caught.value.end) == (4, 5)

    @pytest.mark.parametrize("column", ["a`b", "a\\b", "a'b", "a]b", 'a"b'])
    @pytest.mark.parametrize("dialect", ["bigquery", "mysql", "clickhouse", "tsql", "spark"])
    def test_a_name_whose_quoting_a_database_reads_in_its_own_way_is_refused(self, dialect: str, column: str) -> None:
        with pytest.raises(TargetError, match="cannot be the name of a column"):
            render(parse("a"), "sql", {"a": column}, dialect)

    @pytest.mark.parametrize(("dialect", "shown"), [("snowflake", '"A"'), ("oracle", '"A"'), ("postgres", '"a"')])
    def test_an_input_stands_as_the_database_stores_bare_names(self, dialect: str, shown: str) -> None:
        assert shown in render(parse("a"), "sql", dialect=dialect)
        assert '"Amount"' in render(parse("a"), "sql", {"a": "Amount"}, dialect)


class TestMeaning:
    """What tables bring that a list of inputs does not."""

    ROWS = "(VALUES (1, 4, 2, 10), (1, 6, 2, NULL), (2, 4, 2, 10), (2, 6, 3, 10), (3, 5, NULL, 1)) AS t(g, s, a, b)"

    def by_group(self, source: str) -> list[float | None]:
        text = render(parse(source, {"s"}), "sql")
        return [value for (value,) in duckdb.sql(f"SELECT {text} FROM {self.ROWS} GROUP BY g ORDER BY g").fetchall()]

    def test_a_single_number_must_be_the_same_in_all_rows_of_a_group(self) -> None:
        assert self.by_group("sum(s) / a") == [5.0, None, None]

    def test_a_single_number_may_stand_in_some_rows_only(self) -> None:
        assert self.by_group("sum(s) / b") == [1.0, 1.0, 5.0]

    def test_but_beside_an_item_it_must_be_there(self) -> None:
        assert self.by_group("count_if(s < b)") == [None, 2.0, 0.0]

    def test_an_item_that_leaves_the_condition_undefined_leaves_the_count_so(self) -> None:
        assert self.by_group("count_if(1 / (s - 4) > 0)") == [None, None, 1.0]

    def test_integers_and_decimals_are_computed_as_doubles(self) -> None:
        text = render(parse("a / b + c * c"), "sql")
        rows = "(SELECT 1::INTEGER AS a, 4::INTEGER AS b, 9000000000000000000::BIGINT AS c)"
        assert duckdb.sql(f"SELECT {text} FROM {rows}").fetchall() == [(0.25 + 9e18 * 9e18,)]

    @pytest.mark.parametrize("digits", [-3, -1, 0, 1, 2, 5])
    def test_rounding_is_that_of_the_evaluator_near_every_half(self, digits: int) -> None:
        generator = random.Random(digits)
        values = [
            math.nextafter(sign * (generator.randint(0, 10**size) + 0.5) / 10**digits, toward)
            for size in range(15)
            for sign in (-1, 1)
            for toward in (-math.inf, 0.0, math.inf)
            for _ in range(10)
        ] + [0.0, 9.5, 9.49999999999997, 9.999999999999999, 99.5, 1e14 + 0.4, 1e15 - 0.6, 1e22, 1e300, -1e-300]
        text = render(parse(f"round(x, {digits})" if digits >= 0 else f"round(x, -{-digits})"), "sql")
        rows = ", ".join(f"({value!r}::DOUBLE)" for value in values)
        found = [value for (value,) in duckdb.sql(f"SELECT {text} FROM (VALUES {rows}) AS t(x)").fetchall()]
        for value, result in zip(values, found, strict=True):
            assert result == pytest.approx(round_half_away(value, digits), rel=1e-14, abs=0), value


def test_a_formula_that_grows_beyond_reading_is_refused_wherever_that_happens() -> None:
    source = "a" + "^(b" * 20 + ")" * 20
    with pytest.raises(TargetError, match=f"more than {MOST_PARTS:,} parts") as caught:
        render(parse(source), "sql")
    assert caught.value.start > 0


@pytest.mark.parametrize(
    "source",
    [
        "abs(" * 62 + "a" + ")" * 62,
        "a" + " + a" * 62,
        "a" + " - (a" * 60 + ")" * 60,
        "if(a > 1, 1, " * 60 + "2" + ")" * 60,
        "if(" + "not " * 60 + "a > 1, 1, 2)",
        "min(a, " * 60 + "b" + ")" * 60,
        "-" * 62 + "a",
        "1 / (a + " * 30 + "1" + ")" * 30,
    ],
)
@pytest.mark.parametrize("dialect", ["duckdb", "oracle", "clickhouse"])
def test_the_deepest_formulas_are_written_or_refused(source: str, dialect: str) -> None:
    formula = parse(source)
    try:
        text = render(formula, "sql", dialect=dialect)
    except TargetError:
        return
    if dialect == "duckdb":
        ((value,),) = duckdb.sql(f"SELECT {text} FROM (SELECT 0.5 AS a, 2 AS b)").fetchall()
        assert value == pytest.approx(evaluate(formula, {"a": 0.5, "b": 2.0}).value)


def test_sqlglot_is_not_imported_before_sql_is_written() -> None:
    code = "import sys, kpiatlas.formula; sys.exit('sqlglot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0


def test_without_sqlglot_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    with pytest.raises(TargetError, match=r"sqlglot is not installed \(pip install 'kpi-atlas\[data\]'\)"):
        render(parse("a"), "sql")


def test_sqlite_gives_the_same_as_the_evaluator() -> None:
    with sqlite3.connect(":memory:") as connection:
        try:
            connection.execute("SELECT POWER(2, 2), LOG10(10), SIGN(-1), FLOOR(1.5)")
        except sqlite3.OperationalError:
            pytest.skip("this SQLite was built without its mathematical functions")
        wrong, said = [], 0
        for each in [*the_table(), *the_catalogue()[:: 1 if FULL else 4], *generated()[:300]]:
            if each.formula.series:
                continue  # aggregates are the same standard SQL; rows keep this test small
            try:
                text = render(each.formula, "sql", dialect="sqlite")
            except TargetError:
                continue
            said += 1
            given = ", ".join(f'? AS "{name}"' for name in each.formula.names) or "1"
            values = [each.inputs.get(name) for name in each.formula.names]
            (value,) = connection.execute(f"SELECT {text} FROM (SELECT {given})", values).fetchone()
            if not agree(each, value):
                wrong.append((str(each), value, each.outcome))
        assert wrong == []
        assert said > 200
