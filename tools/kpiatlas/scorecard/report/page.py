"""The report of a filled scorecard: one page of HTML that needs no server, no script and no other file.

Its style is the site's own style sheet with what only the report has, embedded, so that the page can be mailed; the
content security policy lets in nothing but that style.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from ..model import Group, Line, Scorecard, Standing
from ..reading import Reading
from ..reading.tell import changed_text, difference_text, missing_text, notes
from ..shown import BLANK, percent_text, score_text, value_text, variance_text
from .attention import Concern, Move, concerns, counts, moves
from .charts import status_bar, status_class, trend_chart
from .markup import Markup, element, joined

QUESTIONS_FIRST = 2
"""Questions that stand beside a KPI to look at first; the others are a link away."""
MOST_TOLD = 12


def page_text(reading: Reading, style: str) -> str:
    """The whole page."""
    mark = b64encode(sha256(style.encode()).digest()).decode()
    head = joined(
        (
            element("meta", charset="utf-8"),
            element(
                "meta", http_equiv="Content-Security-Policy", content=f"default-src 'none'; style-src 'sha256-{mark}'"
            ),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", f"{reading.card.title}, {reading.label}"),
            element("style", Markup(style)),
        )
    )
    body = element("body", element("main", *_sections(reading), class_="md-typeset report"))
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>{body}</html>\n'


def _sections(reading: Reading) -> Iterator[Markup]:
    card, period = reading.card, reading.period
    yield _head(reading)
    yield from _first(card, concerns(card, period))
    yield _objectives(card, period)
    yield from _changes(reading, moves(card, period))
    yield from _trends(card, period)
    yield from _questions(card)
    yield _provenance(reading)


def _head(reading: Reading) -> Markup:
    card, period = reading.card, reading.period
    score, before = card.total_score(period), card.total_score(period - 1) if period else None
    moved = ""
    if score is not None and before is not None:
        change = round(score - before, 1)
        moved = f" {change:+.1f} since" if change else " as in"
        moved += f" {card.periods[period - 1]}"
    return element(
        "header",
        element("h1", card.title),
        element("p", card.purpose, class_="atlas-summary"),
        element("p", f"For {card.audience}. Period {reading.label}.", class_="atlas-aside"),
        element(
            "p",
            element("b", score_text(score)),
            element("span", " of 100", element("span", moved, class_="atlas-aside") if moved else ""),
            class_="report-score",
        ),
    )


def _first(card: Scorecard, found: tuple[Concern, ...]) -> Iterator[Markup]:
    yield element("h2", "Look at these first", id="first")
    if not found:
        scored = card.lines and any(value is not None for row in card.actuals for value in row)
        yield element("p", "Nothing keeps the score down." if scored else "No KPI has a value yet.")
        return
    yield element("ol", *(_concern(concern) for concern in found), class_="report-first")


def _concern(concern: Concern) -> Markup:
    line, standing = concern.line, concern.standing
    target = f", target {value_text(line, standing.target)}" if standing.target is not None else ""
    figures = f"{value_text(line, standing.actual)}{_unit(line)}{target}"
    questions = line.kpi.diagnostic_questions[:QUESTIONS_FIRST]
    more = len(line.kpi.diagnostic_questions) - len(questions)
    link = element("a", f"{more} more questions" if more > 0 else "Its questions", href=f"#{_questions_id(line)}")
    return element(
        "li",
        element("h3", element("a", line.name, href=f"#{_id(concern.place)}"), " ", _status(standing.status)),
        element("p", figures),
        element(
            "p", _trend(standing.trend), f"{'; ' if standing.trend else ''}costs {concern.cost:.1f} points of the score"
        ),
        element("ul", *(element("li", question) for question in questions)),
        element("p", link),
    )


def _unit(line: Line) -> str:
    """The unit in words behind a value; percent has its sign already."""
    return "" if line.unit == "percent" else f" {line.unit_text}"


def _status(word: str) -> Markup:
    return element("span", word or "no status", class_=f"atlas-rating {status_class(word)}")


def _trend(trend: str) -> Markup:
    return element("span", trend, class_=f"report-{trend.split()[-1]}") if " " in trend else element("span", trend)


def _objectives(card: Scorecard, period: int) -> Markup:
    scores = card.group_scores(period)
    rows = [_objective(group, words, score) for (group, words), score in zip(counts(card, period), scores, strict=True)]
    return element("section", element("h2", "Status by objective"), element("div", *rows, class_="report-objectives"))


def _objective(group: Group, words: dict[str, int], score: float | None) -> Markup:
    said = ", ".join(f"{count} {word or 'without a status'}" for word, count in words.items())
    return element(
        "article",
        element("h3", group.title, " ", element("span", score_text(score), class_="report-points")),
        element("p", group.objective, class_="atlas-aside") if group.objective else "",
        status_bar(words),
        element("p", said),
    )


def _changes(reading: Reading, found: tuple[Move, ...]) -> Iterator[Markup]:
    card, period = reading.card, reading.period
    before = card.periods[period - 1] if period else ""
    yield element("h2", f"What changed since {before}" if before else "What changed")
    if not found:
        yield element(
            "p", "No KPI has a value in both periods that differs." if before else "There is no period before."
        )
    else:
        words = ("KPI", "Trend", before, reading.label, "Change", "Status")
        head = element("tr", *(element("th", word, scope="col") for word in words))
        rows = (_move(move) for move in found)
        table = element("table", element("thead", head), element("tbody", *rows))
        yield element("div", table, class_="atlas-scroll", tabindex=0, role="region", aria_label="What changed")


def _move(move: Move) -> Markup:
    line, standing = move.line, move.standing
    change = f"{move.percent:+,.1f}%" if move.percent is not None else BLANK
    status = (
        joined((_status(move.status_before), " to ", _status(standing.status)))
        if move.crossed
        else _status(standing.status)
    )
    name = element("a", line.name, href=f"#{_id(move.place)}")
    return element(
        "tr",
        element("th", name, scope="row"),
        element("td", _trend(standing.trend)),
        *(element("td", value_text(line, value)) for value in (standing.previous, standing.actual)),
        element("td", change),
        element("td", status),
    )


def _trends(card: Scorecard, period: int) -> Iterator[Markup]:
    yield element("h2", "Trends")
    place = 0
    for group in card.groups:
        cards = []
        for line in group.lines:
            cards.append(_card(card, place, line, card.standing(place, period), period))
            place += 1
        yield element("section", element("h3", group.title), element("div", *cards, class_="report-cards"))


def _card(card: Scorecard, place: int, line: Line, standing: Standing, period: int) -> Markup:
    facts = [
        ("Target", value_text(line, standing.target)),
        ("Variance", variance_text(line, standing.variance)),
        ("Of target", percent_text(standing.percent_of_target)),
        ("Score", score_text(standing.score)),
    ]
    missing = card.outcome(line, period).undefined_because
    return element(
        "article",
        element("h4", element("a", line.name, href=f"#{_questions_id(line)}")),
        element(
            "p",
            element("b", value_text(line, standing.actual)),
            element("span", _unit(line), class_="report-unit") if _unit(line) else "",
            " ",
            _status(standing.status),
            " ",
            _trend(standing.trend),
        ),
        element("p", f"No value: {missing}.", class_="atlas-aside") if missing else "",
        trend_chart(card, place, period),
        element("dl", *(element("div", element("dt", word), element("dd", text)) for word, text in facts)),
        element("p", f"Owner: {line.said.owner}", class_="atlas-aside") if line.said.owner else "",
        id=_id(place),
    )


def _id(place: int) -> str:
    return f"kpi-{place + 1}"


def _questions_id(line: Line) -> str:
    return f"questions-{line.kpi.id}"


def _questions(card: Scorecard) -> Iterator[Markup]:
    """The diagnostic questions of each KPI, once even where it stands on two lines."""
    yield element("h2", "Diagnostic questions")
    for kpi in {line.kpi.id: line.kpi for line in card.lines}.values():
        page = f"{card.site.rstrip('/')}/kpi/{kpi.id}/#diagnostic-questions" if card.site else ""
        yield element(
            "section",
            element("h3", kpi.name),
            element("p", kpi.summary, class_="atlas-aside"),
            element("ol", *(element("li", question) for question in kpi.diagnostic_questions)),
            element("p", element("a", f"{kpi.name} in the atlas", href=page)) if page else "",
            id=f"questions-{kpi.id}",
            class_="report-questions",
        )


def _provenance(reading: Reading) -> Markup:
    card = reading.card
    found = [
        f"Read from {reading.name} with catalogue {card.catalogue_version}; exported from {reading.exported_from}.",
        *(f"{missing_text(missing)}." for missing in reading.missing()),
        *(f"{changed.line.name}: {changed_text(changed.how)}." for changed in reading.changed),
        *(f"{difference_text(difference)}." for difference in reading.comparison.differences[:MOST_TOLD]),
        *(f"{note}." for note in notes(reading)),
    ]
    if (more := len(reading.comparison.differences) - MOST_TOLD) > 0:
        found.append(f"And {more:,} more results in the workbook differ from the computed ones.")
    return element(
        "footer", element("h2", "Where this comes from"), element("ul", *(element("li", text) for text in found))
    )
