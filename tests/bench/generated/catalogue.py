"""The files of a generated catalogue: records, the project's own taxonomy, sources and a scorecard."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench.generated.formulas import Inputs, Shape
from bench.generated.records import FIGURES_OF_A_PUBLICATION, Records
from bench.generated.words import Words, vocabulary
from catalogues import CATALOGUE, as_yaml
from kpiatlas.records.strict_yaml import read_yaml

SMALLEST = 20  # so that every record finds others to link to
_PUBLICATIONS_OF_A_PUBLISHER = 5


def write_catalogue(folder: Path, count: int, seed: int = 5) -> None:
    """Write a catalogue of `count` records into a folder that is empty or not there yet.

    Raises:
        ValueError: fewer records than links between them need, or the folder holds something.
    """
    if count < SMALLEST:
        raise ValueError(f"{count} records are too few to link to each other; at least {SMALLEST}")
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")
    rng = random.Random(f"{seed} {count}")
    words = Words(rng, vocabulary(seed))
    inputs = Inputs(rng, words, count)
    names, shapes = _names(words, inputs, count)
    categories: dict[str, Any] = _taxonomy("categories")
    home = {group: function for function, data in categories.items() for group in data["groups"]}
    groups = rng.choices(list(home), cum_weights=_few_large(len(home)), k=count)
    records = Records(rng, words, inputs, names, list(home), list(_taxonomy("industries")))
    for function in set(home.values()):
        (folder / "kpis" / function).mkdir(parents=True)
    for (id_, shape), group in zip(shapes.items(), groups, strict=True):
        text = records.text(id_, group, shape)
        (folder / "kpis" / home[group] / f"{id_}.yml").write_text(text, encoding="utf-8")
    _beside(folder, categories, {id_: home[group] for id_, group in zip(names, groups, strict=True)}, words)
    _sources(folder, records.figures, words)


def _names(words: Words, inputs: Inputs, count: int) -> tuple[dict[str, str], dict[str, Shape]]:
    """Name and shape of the formula by id; the kind of figure ends the name."""
    names: dict[str, str] = {}
    shapes: dict[str, Shape] = {}
    while len(names) < count:
        shape = inputs.shape()
        name = words.name(shape.kind)
        id_ = name.lower().replace(" ", "-")
        names[id_], shapes[id_] = name, shape
    return names, shapes


def _few_large(count: int) -> list[float]:
    """Weights of groups: a few hold many records, most hold some."""
    return list(accumulate(1 / (rank + 8) for rank in range(count)))


def _taxonomy(name: str) -> dict[str, Any]:
    data: dict[str, Any] = read_yaml((CATALOGUE / "taxonomy" / f"{name}.yml").read_bytes())
    return data


def _beside(folder: Path, categories: dict[str, Any], functions: dict[str, str], words: Words) -> None:
    """Taxonomy and a scorecard; starter sets name generated records instead of those of the catalogue."""
    members: dict[str, list[str]] = defaultdict(list)
    for id_, function in functions.items():
        members[function].append(id_)
    for function, data in categories.items():
        data["starter"] = [{"kpi": id_, "why": words.sentence(9)} for id_ in members[function][:4]]
    _write(folder / "taxonomy/categories.yml", categories)
    for name in ("industries", "units"):
        content = (CATALOGUE / "taxonomy" / f"{name}.yml").read_bytes()
        (folder / "taxonomy" / f"{name}.yml").write_bytes(content)
    ids = list(functions)[:SMALLEST]
    groups = [
        {"title": words.phrase(2), "kpis": [{"kpi": id_} for id_ in ids[start : start + 5]]}
        for start in range(0, len(ids), 5)
    ]
    card = {"title": words.phrase(2), "purpose": words.sentence(12), "audience": words.phrase(2), "cadence": "monthly"}
    _write(folder / "scorecards/overview.yml", {**card, "groups": groups})


def _sources(folder: Path, figures: int, words: Words) -> None:
    """As many publications as the benchmarks cite, at most so many figures from each."""
    count = -(-figures // FIGURES_OF_A_PUBLICATION)
    (folder / "sources").mkdir()
    for first in range(0, count, _PUBLICATIONS_OF_A_PUBLISHER):
        publications = {
            f"study-{number}": {
                "title": words.phrase(6),
                "published": 2016 + number % 10,
                "url": f"https://www.example.org/studies/{number}",
                "tier": "AB"[number % 2],
                "licence": ("facts-only", "CC-BY-4.0")[number % 2],
                "vendor": number % 3 == 0,
                "seen": "2026-11-22",
            }
            for number in range(first, min(first + _PUBLICATIONS_OF_A_PUBLISHER, count))
        }
        _write(
            folder / f"sources/publisher-{first // _PUBLICATIONS_OF_A_PUBLISHER}.yml",
            {"publisher": words.phrase(2), "publications": publications},
        )


def _write(file: Path, data: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_yaml(data)[0], encoding="utf-8")
