"""A scorecard as slides: a summary with a native chart and table, then a slide for each KPI.

The only module that knows python-pptx (extra `slides`), which it imports when it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..problem import UserError
from . import look
from .examples import with_example_figures
from .model import Scorecard
from .shown import BLANK, percent_text, score_text, value_text, variance_text
from .text import could_be_formula
from .whole_file import write_file

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6
MOST_ROWS = 14
"""KPIs that the table of the summary has room for; beyond them it lists the groups."""
BLUE, INK, FAINT = "1F3A5F", "1F2933", "52606D"


def write_slides(scorecard: Scorecard, target: Path, *, with_examples: bool = False) -> None:
    """Write a scorecard as slides; a file that stands there is replaced whole.

    Raises:
        UserError: python-pptx is not installed, or the file cannot be written.
    """
    try:
        import pptx
    except ImportError:
        raise UserError("slides need python-pptx: pip install 'kpi-atlas[slides]'") from None
    card = with_example_figures(scorecard) if with_examples else scorecard
    deck = _Deck(pptx.Presentation(), card)
    deck.summary()
    for place in range(len(card.lines)):
        deck.line(place)
    buffer = BytesIO()
    deck.show.save(buffer)
    write_file(target, buffer.getvalue())


class _Deck:
    """The presentation being made."""

    def __init__(self, show: Presentation, card: Scorecard) -> None:
        from pptx.util import Inches

        self.show, self.card = show, card
        show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)
        properties = show.core_properties
        properties.title, properties.subject, properties.author = (
            _clean(card.title[:255]),
            _clean(card.purpose[:255]),
            "",
        )

    def summary(self) -> None:
        """Score by group as a chart, every KPI (or where they are many every group) in a table."""
        card, period = self.card, self.card.current
        slide = self._slide(card.title, f"{card.periods[period]} · {card.audience}")
        total = score_text(card.total_score(period))
        self._text(slide, (EDGE, 1.25, 4.6, 0.6), f"Score {total} of 100", 24, BLUE, bold=True)
        scores = card.group_scores(period)
        self._bars(slide, (EDGE, 1.9, 4.6, 5.0), [group.title for group in card.groups], scores)
        many = len(card.lines) > MOST_ROWS
        self._table(slide, (5.5, 1.35, WIDTH - 5.5 - EDGE), self._group_rows() if many else self._line_rows())

    def line(self, place: int) -> None:
        """One KPI: where it stands, how it went, what it means."""
        card = self.card
        line, standing = card.lines[place], card.standing(place, card.current)
        slide = self._slide(line.name, f"{card.periods[card.current]} · {line.unit_text}")
        fill, color = look.RATING_COLORS.get(standing.status, ("E4EBF3", INK))
        self._text(slide, (EDGE, 1.4, 3.4, 1.0), value_text(line, standing.actual), 44, BLUE, bold=True)
        self._text(slide, (EDGE, 2.4, 2.2, 0.45), standing.status or "no status", 16, color, bold=True, fill=fill)
        facts = (
            ("Target", value_text(line, standing.target)),
            ("Variance", variance_text(line, standing.variance)),
            ("% of target", percent_text(standing.percent_of_target)),
            ("Previous", value_text(line, standing.previous)),
            ("Trend", standing.trend or BLANK),
            ("Score", score_text(standing.score)),
            ("Owner", line.said.owner or BLANK),
        )
        self._text(slide, (EDGE, 3.0, 3.6, 2.4), "\n".join(f"{name}: {text}" for name, text in facts), 14, INK)
        self._course(slide, (4.4, 1.3, WIDTH - 4.4 - EDGE, 3.9), place)
        texts = "\n".join(filter(None, (line.kpi.summary, f"Formula: {line.words}", line.said.note)))
        self._text(slide, (EDGE, 5.4, WIDTH - 2 * EDGE, 1.7), texts, 12, FAINT)

    def _slide(self, title: str, below: str) -> Slide:
        slide = self.show.slides.add_slide(self.show.slide_layouts[5])
        heading = slide.shapes.title
        heading.left, heading.top, heading.width, heading.height = self._at((EDGE, 0.35, WIDTH - 2 * EDGE, 0.6))
        self._fill(heading.text_frame, title, 26, BLUE, bold=True)
        self._text(slide, (EDGE, 0.9, WIDTH - 2 * EDGE, 0.4), below, 13, FAINT)
        return slide

    def _at(self, place: Sequence[float]) -> list[Any]:
        from pptx.util import Inches

        return [Inches(number) for number in place]

    def _text(
        self,
        slide: Slide,
        place: Sequence[float],
        text: str,
        size: int,
        color: str,
        *,
        bold: bool = False,
        fill: str = "",
    ) -> None:
        from pptx.dml.color import RGBColor

        box = slide.shapes.add_textbox(*self._at(place))
        if fill:
            box.fill.solid()
            box.fill.fore_color.rgb = RGBColor.from_string(fill)
        self._fill(box.text_frame, text, size, color, bold=bold)

    def _fill(self, frame: Any, text: str, size: int, color: str, *, bold: bool = False) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap = True
        frame.text = _clean(text)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.font.size, paragraph.font.bold = Pt(size), bold
            paragraph.font.color.rgb = RGBColor.from_string(color)

    def _bars(self, slide: Slide, place: Sequence[float], names: Sequence[str], values: Sequence[float | None]) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE

        data = CategoryChartData(number_format="0")
        data.categories = [_label(name) for name in names]
        data.add_series("Score", values)
        chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *self._at(place), data).chart
        self._dress(chart)
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 100
        chart.category_axis.reverse_order = True
        chart.plots[0].has_data_labels = True
        chart.plots[0].gap_width = 60

    def _course(self, slide: Slide, place: Sequence[float], line: int) -> None:
        """The KPI over the periods, with its target where it has one."""
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

        card = self.card
        data = CategoryChartData(number_format="#,##0.0#")
        data.categories = [_label(period) for period in card.periods]
        data.add_series("Actual", card.actuals[line])
        targets = [card.lines[line].target(period) for period in card.periods]
        if any(target is not None for target in targets):
            data.add_series("Target", targets)
        chart = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *self._at(place), data).chart
        self._dress(chart)
        chart.has_legend = len(chart.plots[0].series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False

    def _dress(self, chart: Any) -> None:
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        chart.has_title, chart.has_legend, chart.font.size = False, False, Pt(11)
        chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("DDE3EA")
        for series, color in zip(chart.plots[0].series, (BLUE, "A84300"), strict=False):
            series.smooth = False
            series.format.line.color.rgb = RGBColor.from_string(color)
            if not hasattr(series, "marker"):
                series.format.fill.solid()
                series.format.fill.fore_color.rgb = RGBColor.from_string(color)
                continue
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = RGBColor.from_string(color)
            series.marker.format.line.color.rgb = RGBColor.from_string(color)

    def _line_rows(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = [("KPI", "Actual", "Target", "Status", "Trend", "Score")]
        for place, line in enumerate(self.card.lines):
            standing = self.card.standing(place, self.card.current)
            actual, target = value_text(line, standing.actual), value_text(line, standing.target)
            rows.append((line.name, actual, target, standing.status, standing.trend, score_text(standing.score)))
        return rows

    def _group_rows(self) -> list[tuple[str, ...]]:
        card = self.card
        rows: list[tuple[str, ...]] = [("Objective", "KPIs", "Weight", "Score")]
        for group, score in zip(card.groups, card.group_scores(card.current), strict=True):
            rows.append((group.title, str(len(group.lines)), f"{group.weight:g}%", score_text(score)))
        return rows

    def _table(self, slide: Slide, place: Sequence[float], rows: Sequence[tuple[str, ...]]) -> None:
        from pptx.dml.color import RGBColor
        from pptx.util import Inches, Pt

        left, top, width = place
        columns = len(rows[0])
        size = self._at((left, top, width, 0.36 * len(rows)))
        table = slide.shapes.add_table(len(rows), columns, *size).table
        share = width * 0.36
        for number in range(columns):
            table.columns[number].width = Inches(share if number == 0 else (width - share) / (columns - 1))
        for r, row in enumerate(rows):
            table.rows[r].height = Inches(0.36)
            for c, text in enumerate(row):
                cell = table.cell(r, c)
                fill, color = (BLUE, "FFFFFF") if r == 0 else look.RATING_COLORS.get(text, ("FFFFFF", INK))
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(fill)
                cell.margin_top = cell.margin_bottom = Pt(2)
                self._fill(cell.text_frame, text, 10, color, bold=r == 0)


def _clean(text: str) -> str:
    """The text without control characters, which XML cannot hold; line breaks stay."""
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())


def _label(text: str) -> str:
    """The text as a category of a chart.

    In the chart's own workbook python-pptx writes what begins with = as a formula and an address as a link; a blank in
    front keeps both text.
    """
    clean = _clean(text)
    return f" {clean}" if could_be_formula(clean) or ":" in clean else clean
