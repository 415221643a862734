"""A scorecard as one HTML page that prints on one sheet: no script, nothing from elsewhere, every text escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from . import look
from .examples import with_example_figures
from .model import Group, Scorecard
from .shown import BLANK, percent_text, score_text, value_text, variance_text
from .whole_file import write_file

HEADER = (
    "KPI",
    "Actual",
    "Target",
    "Variance",
    "% of target",
    "Status",
    "Trend",
    "History",
    "Weight",
    "Score",
    "Owner",
)
WIDE, HIGH = 96, 22
_STYLE = """
:root { color-scheme: light; --ink: #1f2933; --faint: #52606d; --line: #c3cdd8; --blue: #1f3a5f; }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: #fff; margin: 2rem auto;
  max-width: 72rem; padding: 0 1rem; }
h1 { color: var(--blue); font-size: 1.7rem; margin: 0 0 .3rem; }
p { margin: .2rem 0; } .faint { color: var(--faint); }
.score { font-size: 1.2rem; margin: .8rem 0; } .score b { font-size: 2rem; color: var(--blue); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; background: var(--blue); color: #fff; font-weight: 600; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; white-space: nowrap; } td.s { white-space: nowrap; }
tr.group td { background: #e4ebf3; font-weight: 600; color: var(--blue); }
tr.group small { font-weight: 400; color: var(--faint); }
.chip { display: inline-block; padding: .05rem .5rem; border-radius: .7rem; font-weight: 600; }
.spark { display: block; } .spark path { fill: none; stroke: #1f3a5f; stroke-width: 1.5; }
.spark circle { fill: #a84300; }
@media print { @page { size: landscape; margin: 10mm; } body { margin: 0; max-width: none; font-size: 10px; }
  th, tr.group td, .chip { print-color-adjust: exact; -webkit-print-color-adjust: exact; } tr { break-inside: avoid; } }
"""


def write_html(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """Write the summary; a file that stands there is replaced whole.

    Raises:
        UserError: the file cannot be written.
    """
    if with_examples:
        scorecard = with_example_figures(scorecard)
    write_file(target, html_text(scorecard).encode("utf-8"))


def html_text(card: Scorecard) -> str:
    """The page. Its own style is the only thing that its content security policy lets in."""
    style = _STYLE + "".join(_chips())
    mark = b64encode(sha256(style.encode()).digest()).decode()
    body = "\n".join(_body(card))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{mark}'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(card.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _chips() -> Iterator[str]:
    for word, (fill, color) in look.RATING_COLORS.items():
        yield f".{_class(word)} {{ background: #{fill}; color: #{color}; }}\n"
    for word, color in look.TREND_COLORS.items():
        yield f".{_class(word.split()[-1])} {{ color: #{color}; }}\n"


def _class(word: str) -> str:
    return f"is-{word.replace(' ', '-')}"


def _body(card: Scorecard) -> Iterator[str]:
    period = card.current
    yield f"<h1>{escape(card.title)}</h1>\n<p>{escape(card.purpose)}</p>"
    yield f'<p class="faint">For {escape(card.audience)}. Period {escape(card.periods[period])}.</p>'
    yield f'<p class="score"><b>{score_text(card.total_score(period))}</b> of 100</p>'
    head = "".join(f"<th{_numeric(column)}>{escape(word)}</th>" for column, word in enumerate(HEADER))
    yield f'<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>'
    place = 0
    for group, score in zip(card.groups, card.group_scores(period), strict=True):
        yield _group(group, score)
        for _ in group.lines:
            yield _row(card, place)
            place += 1
    yield "</tbody></table></div>"
    made = f"Catalogue {card.catalogue_version}, made on {card.made_on.isoformat()}."
    yield f'<p class="faint">{escape(made)}</p>'


def _group(group: Group, score: float | None) -> str:
    objective = f" <small>{escape(group.objective)}</small>" if group.objective else ""
    title = f'<td colspan="{len(HEADER) - 3}">{escape(group.title)}{objective}</td>'
    numbers = f'<td class="n">{group.weight:g}%</td><td class="n">{score_text(score)}</td>'
    return f'<tr class="group">{title}{numbers}<td></td></tr>'


def _row(card: Scorecard, place: int) -> str:
    line, standing = card.lines[place], card.standing(place, card.current)
    status = f'<span class="chip {_class(standing.status)}">{standing.status}</span>' if standing.status else BLANK
    trend = standing.trend and f'<span class="{_class(standing.trend.split()[-1])}">{standing.trend}</span>'
    cells = (
        f'<td title="{escape(line.words)}">{escape(line.name)}</td>',
        f'<td class="n">{value_text(line, standing.actual)}</td>',
        f'<td class="n">{value_text(line, standing.target)}</td>',
        f'<td class="n">{variance_text(line, standing.variance)}</td>',
        f'<td class="n">{percent_text(standing.percent_of_target)}</td>',
        f'<td class="s">{status}</td>',
        f'<td class="s">{trend}</td>',
        f"<td>{spark(card.actuals[place])}</td>",
        f'<td class="n">{line.weight:g}%</td>',
        f'<td class="n">{score_text(standing.score)}</td>',
        f"<td>{escape(line.said.owner)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _numeric(column: int) -> str:
    return ' class="n"' if HEADER[column] in ("Actual", "Target", "Variance", "% of target", "Weight", "Score") else ""


def spark(values: Sequence[float | None]) -> str:
    """A small line over the periods with a dot at the last value; a gap where there is none."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1.0
    steps, path, dot = max(1, len(values) - 1), "", ""
    before = False
    for place, value in enumerate(values):
        if value is None:
            before = False
            continue
        x, y = 3 + place / steps * (WIDE - 6), HIGH - 3 - (value / span - low / span) * (HIGH - 6)
        path += f"{'L' if before else 'M'}{x:.1f} {y:.1f}"
        dot, before = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2"/>', True
    return f'<svg class="spark" width="{WIDE}" height="{HIGH}" aria-hidden="true"><path d="{path}"/>{dot}</svg>'
