"""The formula language: its own grammar and nodes, one meaning, many targets. Knows nothing of KPIs.

`parse` makes a `Formula` of source text, `evaluate` computes it, `render` writes it in another language,
`UnitSystem` checks its dimensions. The order of the modules, each using only those before it:
nodes, errors, functions, lookalikes, lexer, precedence, parser, printer, canonical, reasons, analysis, kinds,
arithmetic, program, quick, formula, evaluation, drivers, targets, units.
"""

from __future__ import annotations

from .drivers import Driver, Drivers, drivers_of
from .errors import FormulaError, InputError
from .evaluation import Outcome, evaluate
from .formula import Formula, parse
from .functions import FUNCTIONS
from .targets import TARGETS, TargetError, render
from .units import UnitError, UnitSystem

__all__ = [
    "FUNCTIONS",
    "TARGETS",
    "Driver",
    "Drivers",
    "Formula",
    "FormulaError",
    "InputError",
    "Outcome",
    "TargetError",
    "UnitError",
    "UnitSystem",
    "drivers_of",
    "evaluate",
    "parse",
    "render",
]
