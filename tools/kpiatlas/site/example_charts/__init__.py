"""A small example chart for each kind of chart that a record suggests, drawn from example data and marked so.

The drawing depends on the kind of chart and on which way is better; the one figure in it is the result of the record's
worked example. So a drawing is made once a catalogue and a page costs one replacement of text.
"""

from __future__ import annotations

from functools import cache

from markupsafe import Markup, escape

from .by_group import BY_GROUP
from .of_values import OF_VALUES
from .over_time import OVER_TIME
from .pen import HEIGHT, VALUE, WIDTH

DRAWINGS = {**OVER_TIME, **BY_GROUP, **OF_VALUES}
_TITLE, _SAYS = "\x01", "\x02"


def example_chart(chart: str, direction: str, value: str, title: str, says: str) -> Markup:
    """The chart as SVG: `value` is the worked example's result as text, `says` describes the kind of chart.

    Empty for a kind without a drawing.
    """
    if chart not in DRAWINGS:
        return Markup("")
    words = {_TITLE: title, _SAYS: says, VALUE: value}
    drawing = _template(chart, direction)
    for mark, text in words.items():
        drawing = drawing.replace(mark, escape(text))
    return Markup(drawing)


@cache
def _template(chart: str, direction: str) -> str:
    return (
        f'<svg class="atlas-example" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{_TITLE}, example data</title>'
        f"<desc>{_SAYS} The figures are made up around the worked example, {VALUE}.</desc>"
        f"{DRAWINGS[chart](direction)}</svg>"
    )
