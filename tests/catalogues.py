"""Small catalogues in a temporary folder, for the tests of everything that reads one.

Three records: the catalogue's own record of First Contact Resolution, and two companions made of it by moving every
letter of its prose, so that all three are complete and no sentence stands in two. A test takes this catalogue, which
has no problem, and changes one thing.
"""

from __future__ import annotations

import copy
import json
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kpiatlas.checks import check_catalogue
from kpiatlas.problem import FieldPath, Problem
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.records.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "catalogue"

SUBJECT = "first-contact-resolution"
COMPANIONS = ("cost-per-contact", "average-handle-time")
SUBJECT_FILE = f"kpis/customer-service/{SUBJECT}.yml"
COMPANION_FILE = f"kpis/customer-service/{COMPANIONS[0]}.yml"
SCORECARD_FILE = "scorecards/service-desk.yml"
SOURCES_FILE = "sources/some-publisher.yml"
CATEGORIES_FILE, INDUSTRIES_FILE, UNITS_FILE = (
    f"taxonomy/{name}.yml" for name in ("categories", "industries", "units")
)

REMOVED = object()
Data = dict[str, Any]
Change = tuple[str, Any]

CATEGORIES: Data = {
    "customer-service": {
        "title": "Customer service",
        "purpose": "Whether customers are helped.",
        "starter": [{"kpi": SUBJECT, "why": "It is what customers and cost agree on."}],
        "groups": {
            "contact-center": {"title": "Contact center", "purpose": "How contacts are answered."},
            "customer-support": {"title": "Support desk", "purpose": "How tickets are settled."},
        },
    },
    "accounting": {
        "title": "Accounting",
        "purpose": "What is earned and owed.",
        "groups": {"profitability": {"title": "Profitability", "purpose": "What is left of a sale."}},
    },
}
INDUSTRIES: Data = {
    "banking": {"title": "Banking", "isic": ["K64"], "also": ["banks"]},
    "retail": {"title": "Retail trade", "isic": ["G47"]},
    "software": {"title": "Software", "isic": ["J62"], "also": ["saas"]},
}
UNITS: Data = {
    "percent": {"singular": "percent", "plural": "percent", "symbol": "%", "kind": "proportion"},
    "point": {"singular": "point", "plural": "points", "kind": "score"},
    "currency": {"singular": "currency unit", "plural": "currency units", "kind": "currency", "dimension": "currency"},
    "minute": {"singular": "minute", "plural": "minutes", "kind": "time", "dimension": "time", "factor": 60},
    "hour": {"singular": "hour", "plural": "hours", "kind": "time", "dimension": "time", "factor": 3600},
    "issue": {"singular": "issue", "plural": "issues", "kind": "counted"},
    "contact": {"singular": "contact", "plural": "contacts", "kind": "counted"},
}
SOURCES: Data = {
    "publisher": "Some Publisher",
    "publications": {
        "some-study-2022": {
            "title": "What a good rate is",
            "published": 2022,
            "url": "https://www.example.org/good-rate",
            "tier": "B",
            "licence": "facts-only",
            "seen": "2026-11-22",
        }
    },
}
SCORECARD: Data = {
    "title": "Service desk",
    "purpose": "Shows whether customers get helped.",
    "audience": "Team leads",
    "cadence": "weekly",
    "groups": [{"title": "Help", "kpis": [{"kpi": SUBJECT, "weight": 60}, {"kpi": COMPANIONS[0]}]}],
}
FORMULA: Data = {
    "text": "(Issues resolved on first contact / Total issues) * 100",
    "expression": "resolved_on_first_contact / issues * 100",
    "inputs": {
        "resolved_on_first_contact": {
            "label": "Issues resolved on first contact",
            "unit": "issue",
            "means": "Issues closed at the first contact and not raised again",
        },
        "issues": {"label": "Total issues", "unit": "issue", "means": "Distinct issues raised, spam left out"},
    },
    "example": {"inputs": {"resolved_on_first_contact": 1480, "issues": 2000}, "result": 74},
    "variants": [
        {
            "name": "Gross rate",
            "expression": "resolving_contacts / contacts * 100",
            "inputs": {
                "resolving_contacts": {"label": "Contacts that settled", "unit": "contact", "means": "Settled at once"},
                "contacts": {"label": "Total contacts", "unit": "contact", "means": "Every one, repeats included"},
            },
            "example": {"inputs": {"resolving_contacts": 1480, "contacts": 2450}, "result": 60.408163265306},
            "when": "Only contact counts are known.",
        },
        {
            "name": "Mean of teams",
            "expression": "mean(team_rates)",
            "unit": "point",
            "inputs": {
                "team_rates": {"label": "Rates", "unit": "point", "kind": "series", "means": "One for each team"}
            },
            "example": {"inputs": {"team_rates": [70, 80]}, "result": 75},
            "when": "Teams weigh the same.",
        },
    ],
}
BANDS: list[Data] = [
    {"at_least": 80, "rating": "excellent", "meaning": "Few get here."},
    {"at_least": 70, "rating": "good", "meaning": "Sound."},
    {"at_least": 60, "rating": "fair", "meaning": "One in three comes back."},
    {"rating": "poor", "meaning": "Most come back."},
]
BENCHMARK: Data = {
    "kind": "observed",
    "statistic": "median",
    "value": 71,
    "unit": "percent",
    "population": {
        "who": "service desks",
        "industry": "all",
        "geography": "North America",
        "n": 500,
        "period": "2022",
    },
    "definition_match": "exact",
    "source": "some-study-2022",
    "quote": "half of the desks settle 71 % or more",
}


def subject() -> Data:
    """The record of First Contact Resolution, naming nothing that the small catalogue does not hold."""
    return copy.deepcopy(_subject())


@cache
def _subject() -> Data:
    data: Data = read_yaml((CATALOGUE / SUBJECT_FILE).read_bytes())
    data["categories"], data["industries"] = ["contact-center", "customer-support"], ["banking", "retail"]
    data["related"] = list(COMPANIONS)
    data["change_impact"] = [
        {**impact, "kpi": id_} for impact, id_ in zip(data["change_impact"], COMPANIONS, strict=False)
    ]
    data["benchmarks"] = [copy.deepcopy(BENCHMARK)]
    data["standard_formula"] = FORMULA
    data["interpretation"] = {"reading": "A high rate is good.", "basis": "rule of thumb", "bands": BANDS}
    data["case_study"]["before"] = {"resolved_on_first_contact": 1190, "issues": 1900}
    data["case_study"]["after"] = {"resolved_on_first_contact": 1430, "issues": 1850}
    return data


def companion(id_: str, shift: int) -> Data:
    """A record that says nothing the subject says: its prose with every letter moved along the alphabet."""
    data = {key: _moved(value, shift, (key,)) for key, value in subject().items()}
    others = [SUBJECT, *(other for other in COMPANIONS if other != id_)]
    data["name"], data["aliases"] = id_.replace("-", " ").title(), [f"{id_} by another name"]
    data["abbreviation"] = "".join(word[0] for word in id_.split("-")).upper()
    data["asked_as"] = [f"what about {id_}", f"how much {id_} is there"]
    data["related"] = others
    for impact, other in zip(data["change_impact"], others, strict=True):
        impact["kpi"] = other
    return data


_KEPT = {"unit", "kind", "expression", "kpi", "effect", "chart", "rating", "basis", "source", "quote", "statistic"}
_PROSE = {
    "definition", "business_insights", "measurement_approach", "standard_formula", "trend_analysis", "case_study",
    "diagnostic_questions", "actionable_tips", "visualization_suggestions", "risk_warnings", "tools_and_technologies",
    "integration_points", "change_impact", "interpretation", "pitfalls", "improvement_levers", "faqs",
}  # fmt: skip


def _moved(value: Any, shift: int, path: tuple[str, ...]) -> Any:
    if path[0] not in _PROSE:
        return copy.deepcopy(value)
    if isinstance(value, str):
        keep = path[-1] in _KEPT and not (path[-1] == "effect" and path[0] == "improvement_levers")
        return value if keep and path[:1] + path[-1:] != ("tools_and_technologies", "kind") else _rotated(value, shift)
    if isinstance(value, dict):
        return {key: _moved(item, shift, (*path, key)) for key, item in value.items()}
    return [_moved(item, shift, path) for item in value] if isinstance(value, list) else value


def _rotated(text: str, shift: int) -> str:
    low, up = string.ascii_lowercase, string.ascii_uppercase
    return text.translate(str.maketrans(low + up, low[shift:] + low[:shift] + up[shift:] + up[:shift]))


def as_yaml(data: Any) -> tuple[str, dict[FieldPath, int]]:
    """Block YAML with every value on a line of its own, and that line for every value by its path."""
    lines: dict[FieldPath, int] = {}
    rows = list(_rows(data, (), "", lines))
    return "\n".join(rows) + "\n", lines


def _rows(value: Any, path: FieldPath, indent: str, lines: dict[FieldPath, int], above: int = 0) -> Iterator[str]:
    members: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, Mapping) else enumerate(value)
    number = above
    for key, item in members:
        number += 1
        lines[(*path, key)] = number
        lead = f"{indent}{key}:" if isinstance(value, Mapping) else f"{indent}-"
        if isinstance(item, (dict, list)) and item:
            below = list(_rows(item, (*path, key), indent + "  ", lines, number))
            if isinstance(value, Mapping):
                yield lead
            else:  # the first member of a list item stands behind the dash
                below = list(_rows(item, (*path, key), indent + "  ", lines, number - 1))
                below[0] = f"{lead} {below[0].lstrip()}"
                number -= 1
            yield from below
            number += len(below)
        else:
            yield f"{lead} {json.dumps(item, ensure_ascii=False)}"


def changed(data: Data, *changes: Change) -> Data:
    """A copy with other values at dotted paths such as `interpretation.bands.0.at_least`; REMOVED takes one out."""
    data = copy.deepcopy(data)
    for dotted, value in changes:
        *way, last = [int(step) if step.isdigit() else step for step in dotted.split(".")]
        place: Any = data
        for step in way:
            place = place[step]
        if value is REMOVED:
            del place[last]
        elif isinstance(last, int) and last == len(place):
            place.append(copy.deepcopy(value))
        else:
            place[last] = copy.deepcopy(value)
    return data


def path_of(field_name: str) -> FieldPath:
    """`faqs[2].answer` as the way to the value: faqs, 1, answer."""
    steps = re.findall(r"[^.\[\]]+", field_name)
    numbers = set(re.findall(r"\[(\d+)\]", field_name))
    return tuple(int(step) - 1 if step in numbers else step for step in steps)


@dataclass
class Small:
    """A small catalogue in a folder. `data` is what stands in its files, `lines` where."""

    root: Path
    data: dict[str, Data]
    lines: dict[str, dict[FieldPath, int]]

    def write(self, file: str, data: Any) -> None:
        """Write a file as YAML, a value on a line."""
        text, self.lines[file] = as_yaml(data)
        self.data[file] = data
        self.write_bytes(file, text.encode())

    def write_bytes(self, file: str, raw: bytes) -> Path:
        """Write a file as it stands."""
        place = self.root / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
        return place

    def change(self, file: str, *changes: Change) -> None:
        """Change values of a file."""
        self.write(file, changed(self.data[file], *changes))

    def load(self, *, cached: bool = False) -> Catalogue:
        """The catalogue as it is read."""
        return load_catalogue(self.root, cached=cached)

    def check(self) -> tuple[Problem, ...]:
        """All problems."""
        return check_catalogue(self.load())

    def problems(self, rule: str) -> list[Problem]:
        """The problems of one rule."""
        return [problem for problem in self.check() if problem.rule == rule]

    def line(self, file: str, field: str) -> int:
        """The line of a field such as `faqs[2].answer`."""
        return self.lines[file][path_of(field)]


def small_catalogue(root: Path) -> Small:
    """Three records, a taxonomy, a source and a scorecard, without a problem."""
    small = Small(root, {}, {})
    root.mkdir(parents=True, exist_ok=True)
    small.write(SUBJECT_FILE, subject())
    for shift, id_ in enumerate(COMPANIONS, 1):
        small.write(f"kpis/customer-service/{id_}.yml", companion(id_, shift))
    for file, data in (
        (CATEGORIES_FILE, CATEGORIES),
        (INDUSTRIES_FILE, INDUSTRIES),
        (UNITS_FILE, UNITS),
        (SOURCES_FILE, SOURCES),
        (SCORECARD_FILE, SCORECARD),
    ):
        small.write(file, data)
    return small
