"""One formula at a time: read and computed, computed again and again, and over arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from bench.figures import Figure, Work, side_by_side
from formula.hostile import HOSTILE, LARGEST, LONGEST
from kpiatlas.formula import FormulaError, evaluate, parse

Row = dict[str, float]
RATIO = "resolved / issues * 100"
MARGIN = "(revenue - cost_of_goods - discounts * 0.5) / revenue * 100 + adjustment"
NAMES = {RATIO: "ratio", MARGIN: "margin"}
ROWS: dict[str, Row] = {
    RATIO: {"resolved": 1480.0, "issues": 2000.0},
    MARGIN: {"revenue": 5e6, "cost_of_goods": 3.1e6, "discounts": 2e5, "adjustment": -0.25},
}
# The same expressions as a person would write them in Python.
BY_HAND: dict[str, Callable[[Row], float]] = {
    RATIO: lambda row: row["resolved"] / row["issues"] * 100,
    MARGIN: lambda row: (
        (row["revenue"] - row["cost_of_goods"] - row["discounts"] * 0.5) / row["revenue"] * 100 + row["adjustment"]
    ),
}


def figures(quick: bool) -> Iterator[Figure]:
    """All figures of this part."""
    rounds = 1 if quick else 5
    for source in ROWS:
        yield from _read_and_computed(source, 20 if quick else 2_000, rounds)
        yield from _computed_again(source, 1_000 if quick else 1_000_000, 1 if quick else 3)
        yield from _over_arrays(source, 1_000 if quick else 1_000_000, rounds)
    yield _worst(rounds)


def _worst(rounds: int) -> Figure:
    """The source that takes longest to read or to refuse, message and caret included."""
    times = {source: side_by_side(rounds, _taken(source))[0] for source in (*HOSTILE, *LONGEST, *LARGEST)}
    worst = max(times, key=times.__getitem__)
    return Figure(f"read or refuse {worst[:20]!a}..., the worst of {len(times)} hostile sources", times[worst])


def _taken(source: str) -> Work:
    def work() -> None:
        parse.__globals__["_parsed"].cache_clear()
        try:
            parse(source)
        except FormulaError as error:
            error.caret(source)

    return work


def _read_and_computed(source: str, times: int, rounds: int) -> Iterator[Figure]:
    # Every text is new, so that nobody answers from a cache.
    texts = [f"{source} + {number}" for number in range(times * rounds)]
    row = ROWS[source]

    def all_by(compute: Callable[[str], object]) -> Work:
        waiting = iter(texts)
        return lambda: [compute(next(waiting)) for _ in range(times)]

    for rival, compute in _readers(row):
        ours, theirs = side_by_side(rounds, all_by(lambda text: evaluate(parse(text), row)), all_by(compute))
        yield Figure(f"read and compute a {NAMES[source]}", ours, rival, theirs, times)
        parse.__globals__["_parsed"].cache_clear()


def _readers(row: Row) -> Iterator[tuple[str, Callable[[str], object]]]:
    if simpleeval := _installed("simpleeval"):
        yield "simpleeval", lambda text: simpleeval.simple_eval(text, names=row)
    if asteval := _installed("asteval"):
        interpreter = asteval.Interpreter(symtable={**row}, minimal=True)
        yield "asteval", interpreter
    yield "Python's own eval", lambda text: eval(text, {"__builtins__": {}}, row)


def _computed_again(source: str, times: int, rounds: int) -> Iterator[Figure]:
    formula, row = parse(source), ROWS[source]
    by_hand, code = BY_HAND[source], compile(source, "by hand", "eval")

    def again(compute: Callable[[], object], share: int = 1) -> Work:
        def work() -> None:
            for _ in range(times // share):
                compute()

        return work

    hand, compiled = again(lambda: by_hand(row)), again(lambda: eval(code, {}, row))
    ours, theirs, other = side_by_side(rounds, again(lambda: evaluate(formula, row)), hand, compiled)
    what = f"compute a {NAMES[source]} read before, {times:,} times"
    yield Figure(what, ours, "a Python function", theirs, times)
    yield Figure(what, ours, "eval of compiled Python", other, times)
    for rival, compute in _evaluators(source, row):
        theirs = side_by_side(1, again(compute, 20))[0] * 20  # they are slow; a twentieth is enough to tell
        yield Figure(what, ours, rival, theirs, times)


def _evaluators(source: str, row: Row) -> Iterator[tuple[str, Callable[[], object]]]:
    if simpleeval := _installed("simpleeval"):
        evaluator = simpleeval.SimpleEval(names=row)
        tree = evaluator.parse(source)
        yield "simpleeval, read before", lambda: evaluator.eval(source, previously_parsed=tree)
        yield "simpleeval, reading each time", lambda: simpleeval.simple_eval(source, names=row)
    if asteval := _installed("asteval"):
        interpreter = asteval.Interpreter(symtable={**row}, minimal=True)
        node = interpreter.parse(source)
        yield "asteval, read before", lambda: interpreter.run(node)


def _over_arrays(source: str, rows: int, rounds: int) -> Iterator[Figure]:
    numexpr, numpy = _installed("numexpr"), _installed("numpy")
    if not numexpr or not numpy:
        return
    arrays = {name: numpy.full(rows, value) for name, value in ROWS[source].items()}
    formula, items = parse(source), [dict(ROWS[source]) for _ in range(rows)]
    ours, theirs = side_by_side(
        min(rounds, 3),
        lambda: [evaluate(formula, row) for row in items],
        lambda: numexpr.evaluate(source, local_dict=arrays),
    )
    yield Figure(f"compute a {NAMES[source]} for {rows:,} rows in memory", ours, "numexpr on arrays", theirs, rows)


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None
