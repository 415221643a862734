"""`figures-in-prose`: a statement about the world with a figure, and what only looks like one."""

from __future__ import annotations

import pytest

from catalogues import Small
from checks.rows import Bad, Good

HINT = "give it as a benchmark with its source, or say it without the figure"
CLAIMS = [
    ("Studies show that 63 percent of customers leave after one bad call.", "63 percent"),
    ("Most companies lose 21 percent of their staff each year.", "21 percent"),
    ("Raising retention by 5 percent increases profits by 25 percent.", "5 percent"),
    ("Typically 3 percent of invoices hold an error.", "3 percent"),
    ("World-class plants run at 86 percent.", "86 percent"),
    ("According to analysts, a bad hire costs 30,000 dollars.", "30,000 dollars"),
    ("According to a survey the price of an error is $4,129.", "$4,129"),
    ("Winning a customer is 5 times more expensive than keeping one.", "5 times"),
    ("Winning a customer is five times more expensive than keeping one.", "five times"),
    ("Around 68 % of shoppers leave the basket behind.", "68 %"),
    ("The industry average is 76 percent.", "76 percent"),
    ("Automation lowers the cost of an invoice by up to 81 percent.", "81 percent"),
    ("Seven in 10 buyers never come back.", "Seven in 10"),
    ("Companies with engaged staff see 21 percent higher profit.", "21 percent"),
]
# Explanations, thresholds, arithmetic, suppositions, questions; and the record's own figures (74, 80, 70, 60, 71).
EXPLANATIONS = [
    "If 5 percent of customers leave each month, half are gone in little over a year.",
    "Above 90 percent most teams burn out.",
    "At a 40 percent margin, 3 times in revenue is only 1.2 times in profit.",
    "Alert the owner when it moves by more than 5 points.",
    "A good team answers 82 percent within 20 seconds.",
    "What share of revenue comes from the largest 2 percent of orders?",
    "Take 10 closed issues a week and trace each to its first contact.",
    "Raising the result by 70 percent is typically out of reach.",
    "Most companies stand near the 71 percent of the benchmark.",
    "The two add up to 100 percent.",
    "Most teams need 8 weeks and 3 people.",
    "With 50 answers the figure can swing by 10 points from chance alone.",
    "Suppose that most customers stay 5 years and 20 percent leave.",
]


@pytest.mark.parametrize(("sentence", "figure"), CLAIMS)
def test_a_figure_told_of_the_world_is_a_warning(small: Small, sentence: str, figure: str) -> None:
    message = f'"{figure}" is told of the world without a source: "{sentence[:90]}"'
    changes = (("faqs.0.answer", sentence),)
    Bad("", changes, "faqs[1].answer", message, HINT, severity="warning").is_told(small, "figures-in-prose")


@pytest.mark.parametrize("sentence", EXPLANATIONS)
def test_explanations_thresholds_and_own_figures_are_silent(small: Small, sentence: str) -> None:
    Good("", (("faqs.0.answer", sentence),)).is_silent(small, "figures-in-prose")


@pytest.mark.parametrize("field", ["case_study.story", "standard_formula.text", "benchmarks.0.quote", "asked_as.0"])
def test_stories_formulas_quotations_and_questions_are_left_aside(small: Small, field: str) -> None:
    claim = "71: " + CLAIMS[1][0] + " So this one writes it down."
    Good("", ((field, claim),)).is_silent(small, "figures-in-prose")
