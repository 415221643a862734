"""Names that nothing was tuned on: each is found in every spelling, with typing errors, and while it is typed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kpiatlas.records import Catalogue, Kpi
from kpiatlas.search import Index, Query, open_index
from kpiatlas.search.words import key, split

FILE = Path(__file__).with_name("unseen.yml")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Spelling = Callable[[str], str]


def _record(row: dict[str, object], pattern: Kpi) -> Kpi:
    """A record that says nothing but its names."""
    name = str(row["name"])
    return replace(
        pattern,
        id=re.sub(r"[^a-z0-9]+", "-", name.lower()),
        name=name,
        abbreviation=str(row.get("abbreviation", "")),
        aliases=tuple(map(str, row.get("aliases", ()))),  # type: ignore[arg-type, call-overload]
        asked_as=(),
        definition=f"{name}.",
        faqs=(),
    )


@pytest.fixture(scope="module")
def unseen(catalogue: Catalogue) -> list[Kpi]:
    """The records to add."""
    pattern = catalogue.kpis["gross-margin"]
    made = (_record(row, pattern) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))
    # Square metre and square meter are one name; a record that the catalogue has by now is unseen no more.
    known = {key(split(name)) for kpi in catalogue for name in kpi.names}
    return [kpi for kpi in made if key(split(kpi.name)) not in known]


@pytest.fixture(scope="module")
def wider(catalogue: Catalogue, unseen: list[Kpi]) -> Catalogue:
    """The catalogue with them."""
    return replace(catalogue, kpis={**catalogue.kpis, **{kpi.id: kpi for kpi in unseen}})


@pytest.fixture(scope="module")
def opened(wider: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of both."""
    return open_index(wider, tmp_path_factory.mktemp("cache"))


def _found(opened: Index, text: str, places: int) -> list[str]:
    return [hit.id for hit in opened.search(Query(text, limit=places)).results]


def _missed(
    opened: Index, wider: Catalogue, kpis: list[Kpi], spell: Spelling, places: int
) -> Iterator[tuple[str, str]]:
    """The spellings under which a record does not stand in the first places; records that share a name share these."""
    for kpi in kpis:
        for name in kpi.names:
            typed, owners = spell(name), len(wider.named(name))
            if typed and kpi.id not in _found(opened, typed, max(places, owners)):
                yield kpi.name, typed


PLAIN: dict[str, Spelling] = {
    "as it stands": str,
    "small": str.lower,
    "capitals": str.upper,
    "hyphens": lambda name: name.replace(" ", "-"),
    "no hyphens": lambda name: name.replace("-", " "),
    "hyphens closed": lambda name: name.replace("-", ""),
    "plural": lambda name: "" if name.lower().endswith("s") or len(name) < 4 else f"{name}s",
    "quoted": lambda name: f'"{name}"',
    "question": lambda name: f"what is {name}?",
    "what's": lambda name: f"what’s our {name.lower()}",
    "formula": lambda name: f"{name} formula",
    "calculate": lambda name: f"how do you calculate {name.lower()}",
    "in brackets": lambda name: f"({name})",
    "joined": lambda name: "" if re.search(r"[^A-Za-z ]|\b\w\b", name) else name.replace(" ", ""),
}


@pytest.mark.parametrize("spelling", PLAIN)
def test_a_name_is_found_first_in_every_spelling(
    spelling: str, opened: Index, wider: Catalogue, unseen: list[Kpi]
) -> None:
    assert list(_missed(opened, wider, unseen, PLAIN[spelling], 1)) == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("labor cost percentage", "Labour Cost Percentage"),
        ("labor costs percent", "Labour Cost Percentage"),
        ("sales per square metre", "Sales per Square Meter"),
        ("program completion rate", "Programme Completion Rate"),
        ("bed utilization", "Bed Occupancy Rate"),
        ("a and e waiting time", "Emergency Department Wait Time"),
        ("clickthrough rate", "Click-Through Rate"),
        ("acid test", "Quick Ratio"),
        ("readmission within thirty days", "Thirty-Day Readmission Rate"),
        ("defects per million", "Defects per Million Opportunities"),
        ("return on shareholders equity", "Return on Equity"),
        ("po cycle time", "Purchase Order Cycle Time"),
        ("green house gas intensity", "Carbon Footprint per Unit"),
        ("avg length of stay", "Average Length of Stay"),
        ("mtbf hours", "Mean Time Between Failures"),
        ("d/e ratio", "Debt-to-Equity Ratio"),
    ],
)
def test_british_american_and_shortened_forms_are_one(typed: str, name: str, opened: Index, wider: Catalogue) -> None:
    assert name in [wider.kpis[id_].name for id_ in _found(opened, typed, 1)]


def _wrong(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    kinds = (
        word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return chance.choice(kinds)


def _with_errors(name: str, chance: random.Random) -> str:
    """The name with a typing error in its longest word; empty where no word is long enough."""
    words = name.lower().split()
    longest = max(range(len(words)), key=lambda at: len(words[at]))
    words[longest] = _wrong(words[longest], chance)
    return " ".join(words) if len(max(words, key=len)) > 4 else ""


def test_a_typing_error_in_a_name_leaves_it_in_the_first_three(
    opened: Index, wider: Catalogue, unseen: list[Kpi]
) -> None:
    chance = random.Random(4)
    rounds = [list(_missed(opened, wider, unseen, lambda name: _with_errors(name, chance), 3)) for _ in range(3)]
    asked = 3 * sum(len(kpi.names) for kpi in unseen)
    assert sum(map(len, rounds)) <= 0.03 * asked, rounds


def test_a_shared_abbreviation_shows_both(opened: Index, wider: Catalogue) -> None:
    shared = {name for kpi in wider for name in kpi.names if len(wider.named(name)) > 1}
    assert "MTTR" in shared
    for name in shared:
        owners = {kpi.id for kpi in wider.named(name)}
        assert set(_found(opened, name.lower(), len(owners))) == owners


@pytest.mark.parametrize("letters", [2, 3, 5, 8, 12])
def test_something_is_found_from_the_second_letter_on(letters: int, opened: Index, unseen: list[Kpi]) -> None:
    nothing = [kpi.name for kpi in unseen if not _found(opened, kpi.name[:letters].lower(), 1)]
    assert nothing == []


def test_a_name_stands_among_the_first_ten_while_its_last_word_is_typed(opened: Index, unseen: list[Kpi]) -> None:
    missed = []
    for kpi in unseen:
        typed = kpi.name.lower()[: len(kpi.name) - len(kpi.name.split()[-1]) // 2]
        if kpi.id not in _found(opened, typed, 10):
            missed.append(typed)
    assert len(missed) <= 0.03 * len(unseen), missed
