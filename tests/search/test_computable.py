"""What can be computed from the inputs somebody has: recognizing them, the three lists, the greedy order."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browsing import FULL
from kpiatlas.formula import parse
from kpiatlas.records import Catalogue
from kpiatlas.search.computable import (
    COLLECT_AT_MOST,
    Collect,
    Found,
    InputIndex,
    KnownInput,
    Need,
    group_of,
    input_index,
    inputs_json,
    never_negative,
)


@pytest.fixture(scope="module")
def known(catalogue: Catalogue) -> InputIndex:
    """The inputs of the project's own catalogue."""
    return input_index(catalogue)


def made(*needs: tuple[str, str, str]) -> InputIndex:
    """An index of formulas given as (KPI, variant, inputs)."""
    names = sorted({name for _, _, inputs in needs for name in inputs.split()})
    inputs = {name: KnownInput(name, name.upper(), (name.upper(),), "issue", False, ()) for name in names}
    rows = tuple(Need(kpi, variant, frozenset(wanted.split())) for kpi, variant, wanted in needs)
    return InputIndex(inputs, rows, {kpi: kpi.title() for kpi, _, _ in needs})


def test_what_a_formula_needs_is_what_its_expression_names(catalogue: Catalogue, known: InputIndex) -> None:
    needs = {(need.kpi, need.variant): need.inputs for need in known.needs}
    for kpi in catalogue:
        for variant, expression, inputs, _ in kpi.formulas():
            series = {name for name, input_ in inputs.items() if input_.is_series}
            expected = frozenset(parse(expression, series).names)
            assert needs.pop((kpi.id, variant.name if variant else "")) == expected
    assert needs == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("issues", "issues"),
        ("ISSUES", "issues"),
        ("issue", "issues"),
        ("Total issues", "issues"),
        ("total  Issues,", "issues"),
        ("resolved on first contact", "resolved_on_first_contact"),
        ("resolved-on-first-contact", "resolved_on_first_contact"),
        ("Issues resolved on first contact", "resolved_on_first_contact"),
        ("Issues resolved on frist contact", "resolved_on_first_contact"),
        ("resolvd_on_first_contact", "resolved_on_first_contact"),
        ("tickets resolved", "resolved_tickets"),
        ("resolve ticket", "resolved_tickets"),
        ("revenu", "revenue"),
        ("cost of good sold", "cost_of_goods_sold"),
        ("Labour cost per hour", "hourly_labor_cost"),
        ("customers who renewed", "renewed_customers"),
        ("Customers not renewed", "unrenewed_customers"),
        ("gross margin", "gross_margin_percent"),
    ],
)
def test_names_labels_and_typing_errors_lead_to_the_input(known: InputIndex, typed: str, meant: str) -> None:
    recognized = known.recognize([typed])
    assert recognized.inputs == (meant,)
    assert recognized.unknown == ()


def test_every_name_and_every_label_leads_to_its_input(known: InputIndex) -> None:
    for name, input_ in known.inputs.items():
        assert known.recognize([name]).inputs == (name,)
        for label in input_.labels:
            assert name in known.recognize([label]).inputs


@pytest.mark.parametrize(
    ("said", "meant"),
    [("COGS", "cost_of_goods_sold"), ("sales", "revenue"), ("AR", "accounts_receivable"), ("EBIT", "operating_income")],
)
def test_what_people_call_an_input_in_a_hurry_leads_to_it_and_is_told(known: InputIndex, said: str, meant: str) -> None:
    found = known.recognize([said])
    assert (found.inputs, found.corrected) == ((meant,), ((said, meant),))


def test_only_what_was_guessed_is_told_as_corrected(known: InputIndex) -> None:
    assert known.recognize(["issues", "Total issues", "isssues"]).corrected == (("isssues", "issues"),)


@pytest.mark.parametrize("typed", ["zebra crossings", "", "   ", "🙂", "x", "of the", "a" * 5000, "\x00"])
def test_what_is_no_input_is_unknown(known: InputIndex, typed: str) -> None:
    recognized = known.recognize([typed])
    assert recognized.inputs == ()
    assert [word for word, _ in recognized.unknown] == [typed.strip()]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("tickts solved", "resolved_tickets"),
        ("cost of goods", "cost_of_goods_sold"),
        ("hired people", "hires"),
        ("staff average", "average_headcount"),
    ],
)
def test_the_nearest_inputs_are_named_by_words_synonyms_and_spelling(known: InputIndex, typed: str, near: str) -> None:
    ((_, nearest),) = known.recognize([typed]).unknown
    assert near in nearest


def test_an_input_typed_twice_counts_once(known: InputIndex) -> None:
    assert known.recognize(["issues", "Total issues", "issues"]).inputs == ("issues",)


def test_a_label_of_two_units_stands_for_both() -> None:
    hours = KnownInput("talk_hours", "Talk time", ("Talk time",), "hour", False, ("a",))
    seconds = KnownInput("talk_seconds", "Talk time", ("Talk time",), "second", False, ("b",))
    index = InputIndex({known.name: known for known in (hours, seconds)}, ())
    assert index.recognize(["talk time"]).inputs == ("talk_hours", "talk_seconds")


@given(st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_any_text_is_recognized_or_unknown_and_never_an_error(text: str) -> None:
    index = made(("a", "", "issues contacts"), ("b", "", "issues_closed"))
    recognized = index.recognize([text])
    assert bool(recognized.inputs) != bool(recognized.unknown)


def test_a_kpi_is_named_once_where_its_standard_formula_can_be_computed() -> None:
    index = made(("rate", "", "a b"), ("rate", "Gross", "a"), ("other", "Net", "a"), ("other", "Median", "b"))
    found = index.computable({"a", "b"}).computable
    assert found == (Found("other", "Net"), Found("other", "Median"), Found("rate", ""))


def test_what_lacks_one_input_says_which_and_uses_most_of_what_is_there_first() -> None:
    index = made(("one", "", "x"), ("two", "", "a y"), ("three", "", "a b z"), ("far", "", "p q"))
    found = index.computable({"a", "b"}).lacking_one
    assert found == (Found("three", "", "z"), Found("two", "", "y"), Found("one", "", "x"))


def test_formulas_of_a_kpi_that_lack_the_same_input_are_one_and_the_standard_is_named() -> None:
    index = made(("rate", "", "a x"), ("rate", "Net", "a b x"), ("rate", "Gross", "a y"))
    assert index.computable({"a", "b"}).lacking_one == (Found("rate", "", "x"), Found("rate", "Gross", "y"))


def test_where_only_a_variant_is_computable_the_lack_of_the_standard_formula_is_still_told() -> None:
    index = made(("rate", "", "a x"), ("rate", "Gross", "a"), ("rate", "Net", "a y"))
    answer = index.computable({"a"})
    assert answer.computable == (Found("rate", "Gross"),)
    assert answer.lacking_one == (Found("rate", "", "x"),)
    assert answer.collect_next == ()


def test_collecting_is_greedy_and_each_step_counts_on_those_before() -> None:
    index = made(("k1", "", "a x"), ("k2", "", "x"), ("k3", "", "x y"), ("k4", "", "a y z"), ("k5", "", "p q"))
    assert index.computable({"a"}).collect_next == (
        Collect("x", ("k1", "k2")),
        Collect("y", ("k3",)),
        Collect("z", ("k4",)),
    )


def test_among_equals_the_input_that_more_formulas_wait_for_comes_first() -> None:
    index = made(("k1", "", "b"), ("k2", "", "c"), ("k3", "", "c d e"))
    assert [each.input for each in index.computable(()).collect_next] == ["c", "b"]


def test_the_first_step_opens_as_many_kpis_as_any_input_could(known: InputIndex) -> None:
    names = sorted(known.inputs)
    for have in ({"issues"}, {"contacts", "orders"}, set(names[::3])):
        answer = known.computable(have)
        before = {found.kpi for found in answer.computable}
        first = answer.collect_next[0]
        tried = (first.input, *(names if FULL else names[::20]))
        gains = [len({found.kpi for found in known.computable({*have, name}).computable} - before) for name in tried]
        assert len(first.opens) == gains[0] == max(gains)
        assert len(answer.collect_next) <= COLLECT_AT_MOST


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_more_inputs_never_take_a_kpi_away_and_what_is_opened_can_be_computed(data: st.DataObject) -> None:
    pairs = [" ".join(pair) for pair in combinations("abcdef", 2)]
    index = made(*((f"k{place}", "", wanted) for place, wanted in enumerate(data.draw(st.permutations(pairs))[:8])))
    have = data.draw(st.sets(st.sampled_from("abcdef")))
    answer = index.computable(have)
    for each in answer.collect_next:
        have = {*have, each.input}
        now = {found.kpi for found in index.computable(have).computable}
        assert set(each.opens) <= now
        assert {found.kpi for found in answer.computable} <= now


def test_everything_can_be_computed_from_everything(catalogue: Catalogue, known: InputIndex) -> None:
    answer = known.computable(known.inputs)
    assert {found.kpi for found in answer.computable} == set(catalogue.kpis)
    assert (answer.lacking_one, answer.collect_next) == ((), ())


def test_the_browser_gets_every_input_once_with_label_unit_and_a_group_that_exists(catalogue: Catalogue) -> None:
    data = inputs_json(catalogue)
    index = input_index(catalogue)
    assert [row["name"] for row in data["inputs"]] == list(index.inputs)
    assert all(row["label"] and row["unit"] and row["group"] in data["groups"] for row in data["inputs"])
    assert sum(len(formulas) for _, _, formulas in data["kpis"]) == len(index.needs)


def test_an_input_stands_with_the_function_that_uses_it_most(catalogue: Catalogue) -> None:
    index = input_index(catalogue)
    assert group_of(index.inputs["resolved_tickets"], catalogue) == "customer-service"
    assert group_of(index.inputs["average_inventory"], catalogue) == "supply-chain"


@pytest.mark.parametrize(
    ("unit", "never"),
    [("issue", True), ("hour", True), ("ticket/hour", True), ("currency", False), ("currency/contact", False),
     ("percent", False), ("point", False)],
)  # fmt: skip
def test_counts_and_times_are_never_negative(catalogue: Catalogue, unit: str, never: bool) -> None:
    assert never_negative(unit, catalogue) is never
