"""LaTeX: whole, escaped, and readable by a parser that is not ours."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from latex2mathml.converter import convert

from formula.asked import the_catalogue
from formula.cases import CASES, Case
from formula.trees import formula_of, tame, trees
from kpiatlas.formula import parse, render
from kpiatlas.formula.nodes import Node

WRITTEN = [
    ("a / b * 100", r"\frac{\text{a}}{\text{b}} \times 100"),
    ("a * 1234567.891", r"\text{a} \times 1{,}234{,}567.891"),
    ("a * 1e-7", r"\text{a} \times 1 \times 10^{-7}"),
    ("(a + b) / c", r"\frac{\text{a} + \text{b}}{\text{c}}"),
    ("(a + b) * c", r"\left(\text{a} + \text{b}\right) \times \text{c}"),
    ("a^2", r"\text{a}^{2}"),
    ("-2^2", "-2^{2}"),
    ("(-a)^2", r"\left(-\text{a}\right)^{2}"),
    ("a^b^c", r"\text{a}^{\text{b}^{\text{c}}}"),
    ("(a^b)^c", r"\left(\text{a}^{\text{b}}\right)^{\text{c}}"),
    ("(a / b)^(1 / n)", r"\left(\frac{\text{a}}{\text{b}}\right)^{\frac{1}{\text{n}}}"),
    ("sqrt(abs(a))", r"\sqrt{\left|\text{a}\right|}"),
    ("exp(a)^2", r"\left(e^{\text{a}}\right)^{2}"),
    ("log10(a) + ln(b)", r"\log_{10}\left(\text{a}\right) + \ln\left(\text{b}\right)"),
    ("sum(s) / count(s)", r"\frac{\sum \text{s}}{\operatorname{count}\left(\text{s}\right)}"),
    ("percentile(s, 90)", r"P_{90}\left(\text{s}\right)"),
    (
        "if(a >= b and not a != 1, a, b)",
        r"\begin{cases} \text{a} & \text{if } \text{a} \ge \text{b} \land \lnot \text{a} \ne 1 \\ "
        r"\text{b} & \text{otherwise} \end{cases}",
    ),
    ("min(a, b)", r"\min\left(\text{a}, \text{b}\right)"),
    ("count_if(s < 3)", r"\operatorname{count}\left(\text{where } \text{s} < 3\right)"),
]


@pytest.mark.parametrize(("source", "text"), WRITTEN)
def test_constructs_look_as_in_a_book(source: str, text: str) -> None:
    assert render(parse(source), "latex") == text


def whole(text: str) -> None:
    """Braces, \\left with \\right and environments close in order; a parser of LaTeX takes it."""
    open_braces: list[str] = []
    pairs = {"}": "{", r"\right": r"\left", r"\end": r"\begin"}
    for token in re.findall(r"\\[a-zA-Z]+|\\.|[{}]", text):
        if token in pairs.values():
            open_braces.append(token)
        elif token in pairs:
            assert open_braces.pop() == pairs[token]
    assert open_braces == []
    ElementTree.fromstring(convert(text))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_case_is_whole(case: Case) -> None:
    whole(render(case.formula, "latex"))


def test_every_formula_of_the_catalogue_is_whole() -> None:
    for formula in {each.formula for each in the_catalogue()}:
        whole(render(formula, "latex"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(tame))
def test_every_generated_formula_is_whole(tree: Node) -> None:
    whole(render(formula_of(tree), "latex"))


@pytest.mark.parametrize(
    ("label", "escaped"),
    [
        ("Costs & fees", r"\text{Costs \& fees}"),
        ("100% of $5 #1_a", r"\text{100\% of \$5 \#1\_a}"),
        ("{a}^~", r"\text{\{a\}\textasciicircum{}\textasciitilde{}}"),
        (r"\input{x}", r"\text{\textbackslash{}input\{x\}}"),
        ("a < b", r"\text{a \textless{} b}"),
        ("two\nlines\x00", r"\text{two lines }"),
        ("Umsatz größer €", r"\text{Umsatz größer €}"),
    ],
)
def test_labels_are_escaped(label: str, escaped: str) -> None:
    assert render(parse("a"), "latex", {"a": label}) == escaped


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30))
def test_no_label_can_end_its_text_or_begin_a_command(label: str) -> None:
    text = render(parse("a"), "latex", {"a": label})
    inner = text.removeprefix(r"\text{").removesuffix("}")
    known = r"\\text(?:backslash|asciicircum|asciitilde|less|greater)\{\}|\\[#$%&_{}]"
    assert not re.search(r"[\\{}#$%&_^~<>\n]", re.sub(known, "", inner))
