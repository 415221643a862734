"""A parsed formula and the function that makes one: the front door for everything that reads source text."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache

from . import analysis
from .errors import FormulaError
from .kinds import series_of
from .nodes import Name, Node, walk
from .parser import did_you_mean, tree_of
from .program import Run, program_of
from .quick import quick_program


@dataclass(frozen=True)
class Formula:
    """A formula that has passed every check: what was written, its tree, its inputs, and which of them are series.

    `run` is the tree made ready to run, `quick` the same for rows that nobody has looked at; `evaluate` is the way to
    both.
    """

    source: str
    tree: Node
    names: tuple[str, ...]
    series: frozenset[str]
    run: Run = field(init=False, repr=False, compare=False)
    quick: Run = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "run", program_of(self.tree, self.series))
        object.__setattr__(self, "quick", quick_program(self.tree, self.series, self.run))

    def __reduce__(self) -> tuple[Callable[..., Formula], tuple[str, frozenset[str]]]:
        # Closures cannot be pickled; the source says everything.
        return parse, (self.source, self.series)


def parse(source: str, series: Collection[str] | None = None, names: Collection[str] | None = None) -> Formula:
    """The formula of a source text.

    `series` are the inputs declared as series; None infers them from use. `names` are all inputs there are; when
    given, any other name is refused with the nearest known one. FormulaError says what is wrong and where.
    """
    if not isinstance(source, str):
        raise FormulaError(f"a formula is text, not {type(source).__name__}")
    formula = _parsed(source, None if series is None else frozenset(series))
    if names is not None:
        _check_names(formula, names)
    return formula


@lru_cache(maxsize=8192)
def _parsed(source: str, series: frozenset[str] | None) -> Formula:
    tree = tree_of(source)
    return Formula(source, tree, analysis.names(tree), series_of(tree, series))


def _check_names(formula: Formula, known: Collection[str]) -> None:
    for node in walk(formula.tree):
        if isinstance(node, Name) and node.name not in known:
            listed = f"inputs are {', '.join(known)}" if known else "there are no inputs"
            near = did_you_mean(node.name, known)
            hint = f"{listed}; {near}" if near else listed
            raise FormulaError(f'unknown input "{node.name}"', *node.span, hint)
