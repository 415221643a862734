"""The caret under the source, and errors as objects."""

from __future__ import annotations

import pickle

import pytest

from kpiatlas.formula import FormulaError, InputError, TargetError, parse, render


@pytest.mark.parametrize(
    ("source", "start", "end", "shown"),
    [
        ("a / b", 4, 5, "a / b\n    ^"),
        ("revenu / cost", 0, 6, "revenu / cost\n^^^^^^"),
        ("a +", 3, 4, "a +\n   ^"),
        ("", 0, 1, "\n^"),
        ("a\n+ b", 2, 3, "a + b\n  ^"),
        ("a\x00b", 1, 2, "a\\x00b\n ^^^^"),
        ("\ud800a", 1, 2, "\\ud800a\n      ^"),
        ("\uff11 + 2", 3, 4, "\uff11 + 2\n    ^"),
        ("abc", 99, 120, "abc\n   ^"),
    ],
)
def test_the_caret_stands_under_the_span(source: str, start: int, end: int, shown: str) -> None:
    assert FormulaError("wrong", start, end).caret(source) == shown


@pytest.mark.parametrize("position", [0, 3, 49, 50, 51, 500, 948, 950, 998, 999])
def test_a_long_source_is_cut_to_a_window_around_the_caret(position: int) -> None:
    source = "x" * position + "!" + "x" * (999 - position)
    shown, carets = FormulaError("wrong", position, position + 1).caret(source).split("\n")
    assert len(shown) <= 106
    assert shown[len(carets) - 1] == "!"
    assert carets.strip() == "^"


def test_a_span_longer_than_the_window_ends_with_it() -> None:
    shown, carets = FormulaError("wrong", 0, 1000).caret("x" * 1000).split("\n")
    assert shown == "x" * 100 + "..."
    assert carets == "^" * 100


def test_an_error_reads_as_a_sentence_with_its_hint() -> None:
    assert str(FormulaError("wrong")) == "wrong"
    assert str(FormulaError("wrong", hint="write right")) == "wrong (write right)"


def test_errors_cannot_be_changed_and_survive_pickling() -> None:
    error = FormulaError("wrong", 2, 4, "write right")
    with pytest.raises(AttributeError):
        error.message = "other"  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.message, copy.start, copy.end, copy.hint) == ("wrong", 2, 4, "write right")
    assert str(pickle.loads(pickle.dumps(InputError("a", "is wrong")))) == "a: is wrong"


def test_a_target_error_survives_pickling() -> None:
    with pytest.raises(TargetError) as caught:
        render(parse("5e-324 * a"), "excel")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value) == "excel cannot say this: 5e-324 is 0 in a sheet"
    assert copy.node == caught.value.node
