"""Ten million rows: `kpi calc --data` beside the same SQL written by hand, as processes and in this one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bench.figures import Figure, Work, side_by_side
from kpiatlas.formula import parse
from kpiatlas.paths import catalogue_dir
from kpiatlas.records import load_catalogue
from kpiatlas.tables import Calculation

TOOLS = Path(__file__).resolve().parents[2] / "tools"
KPI = "first-contact-resolution"
MADE = """COPY (
  SELECT i AS id, (ARRAY['north', 'south', 'east', 'west'])[1 + i % 4] AS region, i % 50 AS team,
         floor(random() * 2000)::DOUBLE AS issues, floor(random() * 1500)::DOUBLE AS resolved_on_first_contact,
         random() AS scores
  FROM range({rows}) AS t(i)) TO '{table}' (FORMAT parquet)"""
BAND = """CASE WHEN value >= 80 THEN 'excellent' WHEN value >= 70 THEN 'good'
  WHEN value >= 60 THEN 'fair' WHEN value IS NOT NULL THEN 'poor' END"""
BY_HAND = f"""COPY (
  SELECT *, {BAND} AS band
  FROM (SELECT *, resolved_on_first_contact / nullif(issues, 0) * 100 AS value FROM '{{table}}')
  ) TO '{{output}}' ({{format}})"""
# A formula and what a person would write for it.
ROW_BY_ROW = {
    "(issues - scores) / issues * 100": "(issues - scores) / nullif(issues, 0) * 100",
    "issues + scores * 2 - resolved_on_first_contact + team / 60 + issues * scores - id": (
        "issues + scores * 2 - resolved_on_first_contact + team / 60 + issues * scores - id"
    ),
}
IN_GROUPS = {
    "mean(scores)": "avg(scores)",
    "sum(resolved_on_first_contact) / sum(issues) * 100": (
        "sum(resolved_on_first_contact) / nullif(sum(issues), 0) * 100"
    ),
}
ROWS_BY_HAND = "COPY (SELECT *, {value} AS value FROM '{table}') TO '{output}' ({format})"
GROUPS_BY_HAND = """COPY (SELECT region, team, {value} AS value FROM '{table}' GROUP BY region, team
  ORDER BY region, team) TO '{output}' ({format})"""
FORMATS = {"parquet": "FORMAT parquet", "csv": "FORMAT csv, HEADER"}


def figures(quick: bool) -> Iterator[Figure]:
    """All figures of this part."""
    if find_spec("duckdb") is None:
        return
    rows, rounds = (20_000, 1) if quick else (10_000_000, 5)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "rows.parquet")
        _in_duckdb(MADE.format(rows=rows, table=table))()
        what = f"{KPI} over {rows:,} rows"
        yield from _rows_to_rows(what, table, rounds)
        for source, value in ROW_BY_ROW.items():
            yield _computed(f"{source} over {rows:,} rows", source, (), ROWS_BY_HAND, value, table, rounds)
        for source, value in IN_GROUPS.items():
            what = f"{source} over {rows:,} rows by two columns"
            yield _computed(what, source, ("region", "team"), GROUPS_BY_HAND, value, table, rounds)


def _rows_to_rows(what: str, table: Path, rounds: int) -> Iterator[Figure]:
    kpi = load_catalogue(catalogue_dir()).kpis[KPI]
    calculation = Calculation(parse(kpi.standard_formula.expression), table, bands=kpi.interpretation.bands)
    for format_, options in FORMATS.items():
        mine, theirs = (table.with_name(f"{who}.{format_}") for who in ("ours", "theirs"))
        by_hand = BY_HAND.format(table=table, output=theirs, format=options)
        inside = side_by_side(rounds, lambda out=mine: calculation.write(out), _in_duckdb(by_hand))  # type: ignore[misc]
        yield Figure(f"{what} to {format_}, computing alone", inside[0], "SQL by hand in DuckDB", inside[1])
        kpi_calc = _process("-m", "kpiatlas", "calc", KPI, "--data", str(table), "-o", str(mine))
        script = table.with_name("by_hand.py")  # given with -c, DuckDB would take it for a person and draw its progress
        script.write_text(f"import duckdb\nduckdb.connect().execute({by_hand!r})\n", encoding="utf-8")
        duckdb = _process(str(script))
        whole = side_by_side(rounds, kpi_calc, duckdb)
        yield Figure(f"{what} to {format_}, whole process", whole[0], "SQL by hand in DuckDB", whole[1])


def _computed(
    what: str, source: str, by: tuple[str, ...], by_hand: str, value: str, table: Path, rounds: int
) -> Figure:
    mine, theirs = table.with_name("ours.parquet"), table.with_name("theirs.parquet")
    calculation = Calculation(parse(source), table, by=by)
    sql = by_hand.format(value=value, table=table, output=theirs, format=FORMATS["parquet"])
    ours, hand = side_by_side(rounds, lambda: calculation.write(mine), _in_duckdb(sql))
    return Figure(what, ours, "SQL by hand in DuckDB", hand)


def _in_duckdb(sql: str) -> Work:
    import duckdb

    def work() -> None:
        with duckdb.connect() as connection:
            connection.execute(sql)

    return work


def _process(*arguments: str) -> Work:
    environment = {**os.environ, "PYTHONPATH": str(TOOLS)}

    def work() -> None:
        subprocess.run([sys.executable, *arguments], env=environment, check=True, stderr=subprocess.DEVNULL)

    return work
