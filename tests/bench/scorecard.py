"""Exporting a workbook: 100 KPIs by 24 months and 1,000 by 60, beside openpyxl writing the same cells."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.figures import Figure, side_by_side
from bench.generated import write_catalogue
from kpiatlas.records import Catalogue, load_catalogue
from kpiatlas.records.scorecard_template import ScorecardGroup, ScorecardLine, ScorecardTemplate
from kpiatlas.scorecard import Scorecard, build, with_example_figures, write_xlsx
from kpiatlas.scorecard.sheets import book

TODAY = date(2026, 11, 22)
SIZES = ((100, 24), (1000, 60))
QUICK = ((10, 6),)
SEED = 7
IN_A_GROUP = 100


def figures(quick: bool) -> Iterator[Figure]:
    """All figures of this part."""
    for count, months in QUICK if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "catalogue")
            write_catalogue(root, count, SEED)
            card = filled_card(load_catalogue(root, cached=False), months)
            target = Path(folder, "card.xlsx")
            rounds = 1 if quick or count > 100 else 3
            ours, theirs = side_by_side(rounds, lambda: written(card, target), lambda: by_openpyxl(card, target))  # noqa: B023
            size = target.stat().st_size
            peak = _peak(root, months)
        what = f"{count:,} KPIs by {months} months, filled: {size / 1e6:.1f} MB file, {peak} MB peak with everything"
        yield Figure(what, ours, "openpyxl, the same cells", theirs)


def filled_card(catalogue: Catalogue, months: int) -> Scorecard:
    """A scorecard of every KPI of a catalogue, filled with examples."""
    ids = list(catalogue.kpis)
    parts = [ids[at : at + IN_A_GROUP] for at in range(0, len(ids), IN_A_GROUP)]
    groups = tuple(ScorecardGroup(f"Part {n}", tuple(map(ScorecardLine, part))) for n, part in enumerate(parts, 1))
    template = ScorecardTemplate("all", "all.yml", "All", "All KPIs.", "Everyone", "monthly", groups)
    return with_example_figures(build(template, catalogue, TODAY, months))


def written(card: Scorecard, target: Path) -> None:
    """Export from a scorecard whose values are not computed yet."""
    write_xlsx(replace(card), target)


def by_openpyxl(card: Scorecard, target: Path) -> None:
    """What a person would do with openpyxl: every cell with its value or formula and its number format."""
    from openpyxl import Workbook

    workbook = Workbook()
    for sheet in book(replace(card)).sheets:
        worksheet = workbook.create_sheet(sheet.name)
        for cell in sheet.cells:
            made = worksheet.cell(cell.row + 1, cell.column + 1, cell.formula or cell.value)
            made.number_format = cell.style.format
    workbook.save(target.with_suffix(".openpyxl.xlsx"))


def _peak(root: Path, months: int) -> int:
    """The most memory that a process takes which loads the catalogue and exports, in megabytes."""
    code = (
        "import resource, sys; from pathlib import Path; from bench.scorecard import filled_card;"
        "from kpiatlas.records import load_catalogue; from kpiatlas.scorecard import write_xlsx;"
        f"root = Path({str(root)!r}); card = filled_card(load_catalogue(root, cached=False), {months});"
        "write_xlsx(card, root.parent / 'peak.xlsx');"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)
