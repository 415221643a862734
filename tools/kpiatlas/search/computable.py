"""What can be computed from the inputs somebody has, and what to collect next.

Sits on `words`, `synonyms` and `vocabulary`; no engine is asked.
docs/assets/atlas/compute.js does the same in the browser on what `inputs_json` gives; a test compares the two.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..records import Catalogue, Kpi
from ..records.model import Input
from .synonyms import rows_of
from .vocabulary import typing_distance
from .words import STOP_WORDS, key, split, stem

COLLECT_AT_MOST = 10
NEAREST_AT_MOST = 3
# Shorter words have too many neighbors: one wrong letter of `cash` could be anything.
_LETTERS_PER_ERROR = 5
_MOST_ERRORS = 3
_NEAR_ENOUGH = 0.6
_NEARLY_ALL = 0.84  # one word and a synonym of the other; a word and a near spelling are less
# What people call an input when they have no time: short forms, and one word for the whole.
SHORT_FORMS = {
    "ap": "accounts payable",
    "ar": "accounts receivable",
    "capex": "capital expenditure",
    "cogs": "cost of goods sold",
    "cos": "cost of goods sold",
    "d&a": "depreciation and amortization",
    "ebit": "operating income",
    "fte": "full time equivalents",
    "ftes": "full time equivalents",
    "net profit": "net income",
    "ocf": "operating cash flow",
    "operating profit": "operating income",
    "opex": "operating expenses",
    "payables": "accounts payable",
    "r&d": "research and development cost",
    "receivables": "accounts receivable",
    "sales": "revenue",
    "sg&a": "selling general and administrative expense",
    "turnover": "revenue",
}


@dataclass(frozen=True, slots=True)
class KnownInput:
    """An input by its name over all records: the label most of them give it, its unit, and who takes it."""

    name: str
    label: str
    labels: tuple[str, ...]
    unit: str
    is_series: bool
    kpis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """One formula of a KPI and the inputs it needs; `variant` is empty for the standard formula."""

    kpi: str
    variant: str
    inputs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A formula that can be computed, or lacks one input (`lacks`)."""

    kpi: str
    variant: str
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Collect:
    """An input worth collecting, and the KPIs it opens once those before it are there."""

    input: str
    opens: tuple[str, ...]


@dataclass(frozen=True)
class Recognized:
    """What was typed: the inputs meant, corrected spellings, and what is no input with the nearest ones."""

    inputs: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Computable:
    """The answer for a set of inputs."""

    computable: tuple[Found, ...]
    lacking_one: tuple[Found, ...]
    collect_next: tuple[Collect, ...]


@dataclass(frozen=True)
class InputIndex:
    """Every input of a catalogue by name, and every formula with what it needs."""

    inputs: dict[str, KnownInput]
    needs: tuple[Need, ...]
    names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, ...]]:
        """Folded names and labels to the inputs they stand for; inputs that share a label differ in unit only."""
        names: dict[str, list[str]] = defaultdict(list)
        labels: dict[str, list[str]] = defaultdict(list)
        for name, known in self.inputs.items():
            names[_key(name)].append(name)
            for label in {_key(label) for label in known.labels}:
                labels[label].append(name)
        return {folded: tuple(found) for folded, found in {**labels, **names}.items() if folded}

    @cached_property
    def _stems(self) -> dict[str, frozenset[str]]:
        """The stems of each input's name and labels, small words left out."""
        texts = {name: f"{name} {' '.join(known.labels)}" for name, known in self.inputs.items()}
        return {name: _stems_of(text) for name, text in texts.items()}

    @cached_property
    def _by_stems(self) -> dict[frozenset[str], tuple[str, ...]]:
        """The inputs that the same words name in any order and form: tickets resolved, resolved ticket."""
        found: dict[frozenset[str], dict[str, None]] = defaultdict(dict)
        for name, known in self.inputs.items():
            for text in (name, *known.labels):
                found[_stems_of(text)][name] = None
        return {stems: tuple(names) for stems, names in found.items() if stems}

    def recognize(self, words: Iterable[str]) -> Recognized:
        """The inputs meant by what somebody typed: names, labels, other forms of them, typing errors."""
        inputs: dict[str, None] = {}
        corrected: list[tuple[str, str]] = []
        unknown: list[tuple[str, tuple[str, ...]]] = []
        for word in dict.fromkeys(word.strip() for word in words):
            exact = (word,) if word in self.inputs else self._by_key.get(_key(word), ())
            said = SHORT_FORMS.get(word.casefold(), word)
            meant = exact or self._by_key.get(_key(said), ()) or self._close(said)
            inputs.update(dict.fromkeys(meant))
            if not meant:
                unknown.append((word, self.nearest(said)))
            elif not exact:
                corrected += [(word, name) for name in meant]
        return Recognized(tuple(inputs), tuple(corrected), tuple(unknown))

    def _close(self, word: str) -> tuple[str, ...]:
        """The one input of the same words, else the one a few wrong letters away; none where several are as near."""
        same_words = self._by_stems.get(_stems_of(word), ())
        if len(same_words) == 1:
            return same_words
        typed = _key(word)
        reach = min(_MOST_ERRORS, len(typed) // _LETTERS_PER_ERROR)
        near: dict[str, int] = {}
        for known, names in self._by_key.items():
            if reach and abs(len(known) - len(typed)) <= reach:
                distance = typing_distance(typed, known, reach)
                for name in names:
                    near[name] = min(distance, near.get(name, distance))
        best = min(near.values(), default=reach + 1)
        nearest = [name for name, distance in near.items() if distance == best <= reach]
        return tuple(nearest) if len(nearest) == 1 else ()

    def nearest(self, word: str) -> tuple[str, ...]:
        """The inputs closest to a word that is none: by shared words, their synonyms and near spellings, else whole."""
        wanted = _stems_of(word[:200])
        shared = {name: sum(_agreement(stem_, stems) for stem_ in wanted) for name, stems in self._stems.items()}
        most = max(shared.values(), default=0.0)
        by_words = [name for name in self.inputs if most and shared[name] == most]
        by_words.sort(key=lambda name: (len(self._stems[name]), name))
        spelled = difflib.get_close_matches(_key(word[:200]), self._by_key, NEAREST_AT_MOST, _NEAR_ENOUGH)
        by_spelling = [name for near in spelled for name in self._by_key[near]]
        # Where one has nearly every word, an input that merely looks alike as a whole is no better than it.
        whole = [name for name in by_words if most >= _NEARLY_ALL * len(wanted)] if len(wanted) > 1 else []
        return tuple(dict.fromkeys((*whole[:1], *by_spelling, *by_words)))[:NEAREST_AT_MOST]

    def most_wanted(self, count: int) -> list[KnownInput]:
        """The inputs that the most KPIs need."""
        return sorted(self.inputs.values(), key=lambda known: (-len(known.kpis), known.name))[:count]

    def computable(self, have: Collection[str]) -> Computable:
        """What can be computed from these inputs, what lacks one, and what to collect next."""
        missing = [(need, need.inputs.difference(have)) for need in self.needs]
        opened = _preferred([Found(need.kpi, need.variant) for need, lacks in missing if not lacks])
        closed = {found.kpi: bool(found.variant) for found in opened}
        lacking: dict[tuple[str, str], tuple[int, Found]] = {}
        for need, lacks in missing:
            # Where only a variant can be computed, what the standard formula lacks is still worth knowing.
            if len(lacks) == 1 and (need.kpi not in closed or (closed[need.kpi] and not need.variant)):
                (name,) = lacks
                lacking.setdefault((need.kpi, name), (len(need.inputs), Found(need.kpi, need.variant, name)))
        # What uses most of the inputs that are there comes first; a formula of a single input says least.
        ordered = sorted(lacking.values(), key=lambda pair: (-pair[0], self._sorted(pair[1].kpi)))
        opened.sort(key=lambda found: self._sorted(found.kpi))
        return Computable(
            tuple(opened), tuple(found for _, found in ordered), tuple(self._collect(missing, closed))
        )  # fmt: skip

    def _sorted(self, kpi: str) -> tuple[str, str]:
        return self.names.get(kpi, kpi).casefold(), kpi

    def _collect(self, missing: Sequence[tuple[Need, frozenset[str]]], closed: Collection[str]) -> Iterator[Collect]:
        """Greedy: again and again the input that opens the most KPIs, among equals the one more formulas wait for."""
        left = [(need.kpi, set(lacks)) for need, lacks in missing if need.kpi not in closed]
        for _ in range(COLLECT_AT_MOST):
            opens: dict[str, set[str]] = defaultdict(set)
            for kpi, lacks in left:
                if len(lacks) == 1:
                    opens[next(iter(lacks))].add(kpi)
            if not opens:
                return
            waiting = Counter(name for _, lacks in left for name in lacks)
            best = min(opens, key=lambda name: (-len(opens[name]), -waiting[name], name))
            yield Collect(best, tuple(sorted(opens[best], key=self._sorted)))
            left = [(kpi, lacks - {best}) for kpi, lacks in left if kpi not in opens[best]]


def _preferred(found: list[Found]) -> list[Found]:
    """A KPI whose standard formula is among them is named once; the others with each of their variants."""
    standard = {each.kpi for each in found if not each.variant}
    return [each for each in found if not each.variant or each.kpi not in standard]


def _key(text: str) -> str:
    return key(split(text.replace("_", " ")))


def _stems_of(text: str) -> frozenset[str]:
    """The stems of a text without small words; `not` stays, for it tells customers not renewed from renewed ones."""
    return frozenset(stem(word) for word in split(text.replace("_", " ")) if word == "not" or word not in STOP_WORDS)


def _agreement(wanted: str, stems: Collection[str]) -> float:
    """How well a word is met by the words of an input: itself, a synonym, or a spelling one letter away."""
    if wanted in stems:
        return 1.0
    rows = rows_of()
    if not set(rows.get(wanted, ())).isdisjoint(row for other in stems for row in rows.get(other, ())):
        return 0.7
    return 0.6 if len(wanted) > 3 and any(typing_distance(wanted, other, 1) <= 1 for other in stems) else 0.0


def input_index(catalogue: Catalogue) -> InputIndex:
    """The inputs and needs of a catalogue.

    What a formula needs is read from its worked example, which the check `worked-example` holds to exactly that;
    parsing every expression would take seconds in a large catalogue.
    """
    uses: dict[str, list[tuple[Kpi, Input]]] = defaultdict(list)
    needs: list[Need] = []
    for kpi in catalogue.living:
        for variant, _, inputs, example in kpi.formulas():
            used = frozenset(name for name in example.inputs if name in inputs)
            if used:
                needs.append(Need(kpi.id, variant.name if variant else "", used))
            for name in used:
                uses[name].append((kpi, inputs[name]))
    known = {name: _known(name, uses[name]) for name in sorted(uses)}
    return InputIndex(known, tuple(needs), {kpi.id: kpi.name for kpi in catalogue.living})


def _known(name: str, uses: list[tuple[Kpi, Input]]) -> KnownInput:
    """One input; where records differ in label or unit, most of them decide."""
    labels = Counter(input_.label for _, input_ in uses)
    label = labels.most_common(1)[0][0]
    unit, is_series = Counter((input_.unit, input_.is_series) for _, input_ in uses).most_common(1)[0][0]
    return KnownInput(name, label, tuple(labels), unit, is_series, tuple(dict.fromkeys(kpi.id for kpi, _ in uses)))


def as_json(recognized: Recognized, answer: Computable, catalogue: Catalogue, index: InputIndex) -> dict[str, Any]:
    """The answer as `kpi computable --json` prints it; `variant` is null for the standard formula."""

    def row(found: Found) -> dict[str, Any]:
        return {"id": found.kpi, "name": catalogue.kpis[found.kpi].name, "variant": found.variant or None}

    return {
        "inputs": list(recognized.inputs),
        "unknown": [word for word, _ in recognized.unknown],
        "computable": [row(found) for found in answer.computable],
        "lacking_one": [{**row(found), "lacks": found.lacks} for found in answer.lacking_one],
        "collect_next": [
            {"input": each.input, "label": index.inputs[each.input].label, "opens": list(each.opens)}
            for each in answer.collect_next
        ],
    }


def inputs_json(catalogue: Catalogue) -> dict[str, Any]:
    """What the browser needs for the same answers, kept small: formulas name their inputs by number.

    `inputs` are objects, `kpis` are [id, name, [[variant, [numbers of inputs]], ...]].
    """
    index = input_index(catalogue)
    number = {name: place for place, name in enumerate(index.inputs)}
    formulas: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
    for need in index.needs:
        formulas[need.kpi].append((need.variant, sorted(number[name] for name in need.inputs)))
    return {
        "groups": {id_: function.title for id_, function in catalogue.functions.items()},
        "inputs": [
            {
                "name": known.name,
                "label": known.label,
                "also": [label for label in known.labels if label != known.label],
                "unit": catalogue.unit_text(known.unit),
                "series": known.is_series,
                "group": group_of(known, catalogue),
            }
            for known in index.inputs.values()
        ],
        "kpis": [[id_, index.names[id_], each] for id_, each in formulas.items()],
    }


def group_of(known: KnownInput, catalogue: Catalogue) -> str:
    """The function whose KPIs take the input most; the first of the taxonomy among equals."""
    counted = Counter(catalogue.kpis[id_].function for id_ in known.kpis)
    order = {id_: place for place, id_ in enumerate(catalogue.functions)}
    return min(counted, key=lambda id_: (-counted[id_], order.get(id_, len(order))))


def never_negative(unit: str, catalogue: Catalogue) -> bool:
    """Whether an input of the unit is counted or is a time, and so never below 0; money and scores may be."""
    return catalogue.unit_kind(unit) in ("counted", "time")
