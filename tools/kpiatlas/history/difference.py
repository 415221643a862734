"""The difference of two versions of a catalogue by meaning: what breaks whoever relies on it, apart from the rest.

Breaking is what changes a number or takes away something that others name: formula, inputs, unit, direction, bands, a
variant, a deprecation, an id that is gone. Everything else is editorial. A formula that is only written otherwise is
the same formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..formula import FormulaError, parse
from ..formula.canonical import canonical
from .snapshot import Data, Snapshot

MISSING = object()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `field` is the way to it as people write it, `before` and `after` what stood there.

    `before` is None for what was added, `after` None for what was removed. Texts stand whole, however long.
    """

    field: str
    before: str | None
    after: str | None
    breaking: bool = False


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What happened to one record (or scorecard, or taxonomy file): `added`, `removed`, `deprecated` or `changed`."""

    id: str
    title: str
    what: str
    changes: tuple[Change, ...] = ()

    @property
    def breaking(self) -> bool:
        """Whether anything in it breaks whoever relies on it."""
        return self.what in ("removed", "deprecated") or any(change.breaking for change in self.changes)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that is different between two versions, by id. `unreadable` are files of which nothing can be said."""

    old: str
    new: str
    records: tuple[RecordChange, ...] = ()
    taxonomy: tuple[RecordChange, ...] = ()
    scorecards: tuple[RecordChange, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def breaking(self) -> bool:
        """Whether anything breaks."""
        return any(change.breaking for change in (*self.records, *self.taxonomy, *self.scorecards))

    def __bool__(self) -> bool:
        return bool(self.records or self.taxonomy or self.scorecards)


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """Everything that is different between two versions."""
    gone = {path.rpartition("/")[2].removesuffix(".yml") for path in (*old.unreadable, *new.unreadable)}
    records = _things(old.records, new.records, lambda a, b, id_: record_changes(a, b, _moved(old, new, id_)))
    return Difference(
        old.name,
        new.name,
        tuple(change for change in records if change.id not in gone),
        tuple(_taxonomy(old, new)),
        tuple(change for change in _things(old.scorecards, new.scorecards, _fields) if change.id not in gone),
        tuple(sorted({*old.unreadable, *new.unreadable})),
    )


def record_changes(old: Data, new: Data, moved: tuple[Change, ...] = ()) -> tuple[Change, ...]:
    """What is different between two versions of one record, what breaks first."""
    if old == new:
        return moved
    found = [*moved, *_formulas(old, new), *_bands(old, new)]
    for name in dict.fromkeys((*old, *new)):
        if name not in ("standard_formula", "interpretation"):
            found += _compared(name, old.get(name, MISSING), new.get(name, MISSING), name in _BREAKING)
    return tuple(sorted(found, key=lambda change: not change.breaking))


_BREAKING = ("unit", "direction", "deprecated")


def _things(
    old: Mapping[str, Data], new: Mapping[str, Data], compare: Callable[[Data, Data, str], tuple[Change, ...]]
) -> list[RecordChange]:
    found = []
    for id_ in sorted({*old, *new}):
        if id_ not in new:
            found.append(RecordChange(id_, _title(old[id_], id_), "removed"))
        elif id_ not in old:
            found.append(RecordChange(id_, _title(new[id_], id_), "added"))
        elif changes := compare(old[id_], new[id_], id_):
            what = "deprecated" if "deprecated" in new[id_] and "deprecated" not in old[id_] else "changed"
            found.append(RecordChange(id_, _title(new[id_], id_), what, changes))
    return found


def _title(data: Data, id_: str) -> str:
    return str(data.get("name") or data.get("title") or id_)


def _moved(old: Snapshot, new: Snapshot, id_: str) -> tuple[Change, ...]:
    before, after = old.paths[id_], new.paths[id_]
    return (Change("path", before, after),) if before != after else ()


def _fields(old: Data, new: Data, id_: str) -> tuple[Change, ...]:
    names = dict.fromkeys((*old, *new))
    return tuple(change for n in names for change in _compared(n, old.get(n, MISSING), new.get(n, MISSING), False))


def _compared(field: str, old: Any, new: Any, breaking: bool) -> Iterator[Change]:
    """What is different at a place: one change for a value, one for each entry of a list or mapping."""
    if old == new or (isinstance(old, str) and isinstance(new, str) and old.split() == new.split()):
        return  # where a line breaks is no difference
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _compared(f"{field}.{key}", old.get(key, MISSING), new.get(key, MISSING), breaking)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _entries(field, old, new, breaking)
    else:
        yield Change(field, _text(old), _text(new), breaking)


def _entries(field: str, old: list[Any], new: list[Any], breaking: bool) -> Iterator[Change]:
    """What left a list and what came; entries at the same place in lists of one length are compared with each other."""
    if len(old) == len(new) and sum(a != b for a, b in zip(old, new, strict=True)) <= max(1, len(old) // 2):
        for number, (a, b) in enumerate(zip(old, new, strict=True), 1):
            yield from _compared(f"{field}[{number}]", a, b, breaking)
        return
    gone, come = [row for row in old if row not in new], [row for row in new if row not in old]
    yield from (Change(field, _text(row), None, breaking) for row in gone)
    yield from (Change(field, None, _text(row), breaking) for row in come)
    if not gone and not come:
        yield Change(field, "in another order", "", breaking)


def _formulas(old: Data, new: Data) -> Iterator[Change]:
    a, b = _mapping(old.get("standard_formula")), _mapping(new.get("standard_formula"))
    yield from _formula("standard_formula", a, b)
    before, after = _by_name(a.get("variants")), _by_name(b.get("variants"))
    for name in dict.fromkeys((*before, *after)):
        place = f'standard_formula.variants "{name}"'
        if name not in after:
            yield Change(place, _text(before[name].get("expression", "")), None, True)
        elif name not in before:
            yield Change(place, None, _text(after[name].get("expression", "")))
        else:
            yield from _formula(place, before[name], after[name])


def _formula(place: str, old: Data, new: Data) -> Iterator[Change]:
    """The expression and inputs of a formula break; its words, example and use do not."""
    if _meaning(old.get("expression")) != _meaning(new.get("expression")):
        yield Change(
            f"{place}.expression", _text(old.get("expression", MISSING)), _text(new.get("expression", MISSING)), True
        )
    inputs = _mapping(old.get("inputs")), _mapping(new.get("inputs"))
    for name in dict.fromkeys((*inputs[0], *inputs[1])):
        yield from _input(f"{place}.inputs.{name}", *(_mapping(side.get(name)) for side in inputs))
    for key in dict.fromkeys((*old, *new)):
        if key not in ("expression", "inputs", "variants"):
            yield from _compared(f"{place}.{key}", old.get(key, MISSING), new.get(key, MISSING), key == "unit")


def _input(place: str, old: Data, new: Data) -> Iterator[Change]:
    if not old or not new:
        yield Change(
            place, _text(old.get("unit", "")) if old else None, _text(new.get("unit", "")) if new else None, True
        )
        return
    for key in dict.fromkeys((*old, *new)):
        yield from _compared(f"{place}.{key}", old.get(key, MISSING), new.get(key, MISSING), key in ("unit", "kind"))


def _meaning(expression: Any) -> str:
    """An expression in canonical spelling; as it stands where it does not parse."""
    try:
        return canonical(parse(str(expression)).tree)
    except FormulaError:
        return str(expression)


def _bands(old: Data, new: Data) -> Iterator[Change]:
    a, b = _mapping(old.get("interpretation")), _mapping(new.get("interpretation"))
    before, after = _thresholds(a), _thresholds(b)
    if before != after:
        yield Change("interpretation.bands", before or None, after or None, True)
    for key in dict.fromkeys((*a, *b)):
        if key != "bands":
            yield from _compared(f"interpretation.{key}", a.get(key, MISSING), b.get(key, MISSING), False)
    if before == after:
        yield from _compared("interpretation.bands", a.get("bands", MISSING), b.get("bands", MISSING), False)


def _thresholds(interpretation: Data) -> str:
    """The bands without their words: `excellent from 80, good from 70, poor`."""
    rows = []
    for band in interpretation.get("bands") or ():
        if isinstance(band, dict):
            low, high = band.get("at_least"), band.get("at_most")
            limit = f" from {low}" if low is not None else f" up to {high}" if high is not None else ""
            rows.append(f"{band.get('rating')}{limit}")
    return ", ".join(rows)


def _taxonomy(old: Snapshot, new: Snapshot) -> Iterator[RecordChange]:
    """Ids that came and went, and units that mean something else; words are editorial."""
    for kind in dict.fromkeys((*old.taxonomy, *new.taxonomy)):
        a, b = _flat(old.taxonomy.get(kind, {})), _flat(new.taxonomy.get(kind, {}))
        changes = [Change(id_, _title(_mapping(a[id_]), id_), None, True) for id_ in a if id_ not in b]
        changes += [Change(id_, None, _title(_mapping(b[id_]), id_)) for id_ in b if id_ not in a]
        for id_ in (id_ for id_ in a if id_ in b):
            before, after = _mapping(a[id_]), _mapping(b[id_])
            for key in dict.fromkeys((*before, *after)):
                means = kind == "units" and key in ("dimension", "factor", "kind")
                if key != "groups":
                    changes += _compared(f"{id_}.{key}", before.get(key, MISSING), after.get(key, MISSING), means)
        if changes:
            yield RecordChange(
                f"taxonomy/{kind}", kind, "changed", tuple(sorted(changes, key=lambda c: not c.breaking))
            )


def _flat(taxonomy: Data) -> dict[str, Any]:
    """Ids of a taxonomy file, those of the groups inside functions included."""
    flat: dict[str, Any] = dict(taxonomy)
    for value in taxonomy.values():
        flat.update(_mapping(_mapping(value).get("groups")))
    return flat


def _by_name(variants: Any) -> dict[str, Data]:
    return {str(v.get("name")): v for v in variants or () if isinstance(v, dict)}


def _mapping(value: Any) -> Data:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    if value is MISSING or value is None:
        return None
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(str(_text(item)) for item in value)
    return str(value)
