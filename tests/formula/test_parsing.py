"""What is a formula, what it means as a tree, and what an author is told when it is none."""

from __future__ import annotations

import random

import pytest

from formula.hostile import HOSTILE, LONGEST
from kpiatlas.formula import FormulaError, Outcome, evaluate, parse
from kpiatlas.formula.canonical import canonical
from kpiatlas.formula.nodes import Node, walk

# Each line prints back unchanged.
IDENTITY = [
    "",
    "a",
    "12",
    "0.5",
    "1e-7",
    "1e21",
    "100000000000000000000",
    "a + b - c",
    "a - (b - c)",
    "a + (b + c)",
    "a * b / c",
    "a / (b * c)",
    "(a + b) * c",
    "-a",
    "--a",
    "-(a + b)",
    "-a * b",
    "a * -b",
    "a - -b",
    "-a^2",
    "(-a)^2",
    "a^b^c",
    "(a^b)^c",
    "a^-b",
    "a^-b^c",
    "a^(b + c)",
    "(a / b)^(1 / c) - 1",
    "if(a > b, a, b)",
    "if(a > b and c > 0 or a = b, a, b)",
    "if(a > b and (c > 0 or a = b), a, b)",
    "if(not a > b, a, b)",
    "if(not (a > b and c != 0), a, b)",
    "if(not not a > b, a, b)",
    "if(a > b or (c > 0 or a = b), a, b)",
    "if(a + b <= c * 2, a, b)",
    "min(a, b, c)",
    "max(0, a - b)",
    "round(a)",
    "round(a / b, -2)",
    "abs(a) + sqrt(b) + exp(c) + ln(d) + log10(e)",
    "sum(s) / count(s)",
    "percentile(s, 37.5)",
    "min(s) + max(s) + mean(s) + median(s) + stdev(s)",
    "count_if(s >= 4) / count(s) * 100",
    "",
][1:-1]

SPELLINGS = [
    (" a/b*100 ", "a / b * 100"),
    ("((a))", "a"),
    ("(a*b)/c", "a * b / c"),
    ("a\n  + b\t- c", "a + b - c"),
    ("if(a==b,1,2)", "if(a = b, 1, 2)"),
    ("if(a<>b,1,2)", "if(a != b, 1, 2)"),
    ("if((a>b),1,2)", "if(a > b, 1, 2)"),
    ("1E3 + 0010 + 2.50", "1000 + 10 + 2.5"),
    ("1.5e+2 + 1e-9", "150 + 1e-9"),
    ("2^(-1)", "2^-1"),
    ("a^(b^c)", "a^b^c"),
    ("-(2^2)", "-2^2"),
    ("0.1 + 123456789.987654321", "0.1 + 123456789.98765433"),
]

MESSAGES = [
    ("", "the formula is empty", None),
    (" \n ", "the formula is empty", None),
    ("=a / b", "a formula does not begin with =", "leave it out"),
    ("+5", "a + stands only between two operands", "leave it out"),
    ("a +", "the formula ends too early", "a number or name is missing"),
    ("a + * b", "a number or name is missing before *", None),
    ("a b", "an operator is missing before this", "to multiply write *"),
    ("2 a", "an operator is missing before this", "to multiply write *"),
    ("2a", '"2a" is no number', "to multiply write 2 * a"),
    ("2(a)", "an operator is missing before this", "to multiply write *"),
    ("rate(a)", 'unknown function "rate"', "to multiply write rate * (...)"),
    ("summ(x)", 'unknown function "summ"', 'did you mean "sum"?'),
    ("averag + medain(x)", 'unknown function "medain"', 'did you mean "median"?'),
    ("Revenue / cost", '"Revenue" has capital letters', "write revenue"),
    ("SUM(x)", '"SUM" has capital letters', "write sum"),
    ("_x", '"_x" is no name', "a name begins with a letter from a to z"),
    ("a" * 65, "the name has 65 characters; at most 64 are allowed", None),
    ("if", '"if" is a function', "write if(condition, a, b)"),
    # Numbers
    ("1,000", "a comma stands only between the arguments of a function", "a thousand is 1000, one and a half is 1.5"),
    (".5", '".5" is no number', "write 0.5"),
    ("5.", '"5." is no number', "write 5"),
    ("1.2.3", '"1.2.3" is no number', "write digits, a point and digits, as in 1234.5 or 1e3"),
    ("1_000", '"1_000" is no number', "write 1000"),
    ("0x10", '"0x10" is no number', "write digits, a point and digits, as in 1234.5 or 1e3"),
    ("1e", '"1e" is no number', "write digits, a point and digits, as in 1234.5 or 1e3"),
    ("1e400", "the number is too large", "the largest is about 1.8e308"),
    ("1e-400", "the number is too small", "write 0"),
    # What other languages have
    ('__import__("os")', '"__import__" is no name', "a name begins with a letter from a to z"),
    ("eval(1)", 'unknown function "eval"', None),
    (
        "a.__class__",
        "a point stands only inside a number; there is nothing to reach into",
        "write a plain name",
    ),
    ("a[0]", "a formula has no indexing", "a series is used whole, as in sum(scores)"),
    ('"os"', "text in quotation marks has no place in a formula", "write numbers and input names"),
    ("50%", "% is no operator", "write * 100 or / 100"),
    ("a ** b", "** is no operator", "write ^"),
    ("a // b", "// is no operator", "write /"),
    ("if(a =< b, 1, 2)", "=< is no operator", "write <="),
    ("if(a && b, 1, 2)", "&& is no operator", "write and"),
    ("round(x, digits=2)", "arguments go by their place, without a name", "write round(x) or round(x, digits)"),
    ("a, b", "a comma stands only between the arguments of a function", None),
    ("min(a; b)", "; has no place in a formula", "arguments are separated by a comma"),
    ("lambda x: x", ": has no place in a formula", "a series is an input of its own, as in sum(scores)"),
    # Conditions
    ("a > 0", "a condition stands only in if or count_if", "write if(condition, a, b)"),
    ("(a > b) + 1", "a condition stands only in if or count_if", "write if(condition, a, b)"),
    ("abs(a > b)", "a condition stands only in if or count_if", "write if(condition, a, b)"),
    ("if(a, 1, 2)", "a condition is needed here, not a number", "compare it, as in x > 0"),
    ("if(not a, 1, 2)", "a condition is needed here, not a number", "compare it, as in x > 0"),
    ("if(a > 0 and b, 1, 2)", "a condition is needed here, not a number", "compare it, as in x > 0"),
    ("if(a > b > c, 1, 2)", "two comparisons in a row", "join them: a < b and b < c"),
    # Functions
    ("if(a > 0, 1)", "if(condition, a, b) was given 2 arguments", None),
    ("sum()", "sum(series) was given nothing", None),
    ("abs(a, b)", "abs(x) was given 2 arguments", None),
    ("min(a,)", "a number or name is missing before this bracket", None),
    ("round(x, 2.5)", "the digits of round are a whole number from -15 to 15, written out", None),
    ("round(x, y)", "the digits of round are a whole number from -15 to 15, written out", None),
    ("round(x, -16)", "the digits of round are a whole number from -15 to 15, written out", None),
    ("percentile(s, 101)", "the second argument of percentile is a number from 0 to 100, written out", None),
    ("percentile(s, p)", "the second argument of percentile is a number from 0 to 100, written out", None),
    # Brackets
    ("((a)", "this bracket is never closed", None),
    ("a)", "this bracket was never opened", None),
    ("()", "a number or name is missing before this bracket", None),
    # Series
    ("sum(a + b)", "sum takes the name of a series, nothing computed", "write sum(series)"),
    (
        "min(a + b)",
        "min takes two or more numbers, or the name of one series",
        "write min(a, b, ...) or min(series)",
    ),
    ("sum(a) + a", "a is used both as a series and as a single number", None),
    ("count_if(2 > 1)", "count_if needs a series in its condition", "as in count_if(scores >= 4)"),
    ("count_if(s > t)", "which of s or t is the series?", "declare it, or use it in another aggregate too"),
    ("sum(s) + sum(t) + count_if(s > t)", "which of s or t is the series?", None),
    ("count_if(mean(s) > 1)", "mean cannot stand inside count_if", "give its value as an input of its own"),
]

LOOKALIKES = [
    ("a \u2212 b", "write -"),
    ("a \u2013 b", "write -"),
    ("a \u00d7 b", "write *"),
    ("a \u00f7 b", "write /"),
    ("a\u00b2", "write ^2"),
    ("\u0430 + b", "write the plain letter a"),
    ("r\u0435venue", "write the plain letter e"),
    ("\uff11 + 2", "write 1"),
    ("a \uff0b b", "write +"),
    ("a\u00a0+ b", "write a plain space"),
    ("if(a \u2264 b, 1, 2)", "write <="),
    ("\u221aa", "write sqrt(...)"),
    ("\u201ca\u201d", "write numbers and input names"),
]


@pytest.mark.parametrize("text", IDENTITY)
def test_canonical_text_prints_back_unchanged(text: str) -> None:
    assert canonical(parse(text).tree) == text


@pytest.mark.parametrize(("source", "text"), SPELLINGS)
def test_other_spellings_have_one_canonical_text(source: str, text: str) -> None:
    assert canonical(parse(source).tree) == text
    assert parse(text).tree == parse(source).tree


@pytest.mark.parametrize(("source", "message", "hint"), MESSAGES)
def test_what_is_no_formula_gets_one_clear_message(source: str, message: str, hint: str | None) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(source)
    assert caught.value.message == message
    if hint is not None:
        assert caught.value.hint == hint


@pytest.mark.parametrize(("source", "hint"), LOOKALIKES)
def test_a_character_that_looks_like_ascii_is_named_with_what_to_write(source: str, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(source)
    assert caught.value.hint == hint


def test_every_node_knows_the_text_it_came_from() -> None:
    source = "  (end_value / start_value) ^ (1 / years) - round(a, -2)"
    texts = {canonical(node): source[slice(*node.span)] for node in _nodes(source)}
    assert texts["end_value"] == "end_value"
    assert texts["1 / years"] == "1 / years"
    assert texts["(end_value / start_value)^(1 / years)"] == "(end_value / start_value) ^ (1 / years)"
    assert texts["round(a, -2)"] == "round(a, -2)"


def _nodes(source: str) -> list[Node]:
    return list(walk(parse(source).tree))


@pytest.mark.parametrize(
    ("source", "series", "message"),
    [
        ("issues / 2", {"issues"}, "issues is a series and stands only inside an aggregate (as in sum(issues))"),
        ("sum(issues)", set(), "issues is a single number; sum needs a series"),
        ("min(issues)", set(), "issues is a single number; min needs a series"),
        ("min(issues, 3)", {"issues"}, "issues is a series and stands only inside an aggregate (as in sum(issues))"),
        ("count_if(a > 1)", set(), "count_if needs a series in its condition (as in count_if(scores >= 4))"),
        ("count_if(a > b)", {"a", "b"}, "count_if takes one series, not both a and b"),
    ],
)
def test_a_name_used_as_what_it_is_not_is_refused(source: str, series: set[str], message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(source, series)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("source", "series"),
    [
        ("a / b", set()),
        ("sum(s) / n", {"s"}),
        ("min(s) + min(a, b)", {"s"}),
        ("count_if(s > 4)", {"s"}),
        ("count_if(s > target) / count(s)", {"s"}),
        ("count_if(s > target) * target", {"s"}),
        ("count_if(s > 1) + count_if(s > target)", {"s"}),
    ],
)
def test_series_are_inferred_from_use(source: str, series: set[str]) -> None:
    assert parse(source).series == series


def test_declared_series_that_are_not_used_are_not_part_of_the_formula() -> None:
    assert parse("a / b", {"s"}).series == frozenset()


def test_names_come_in_order_of_first_use() -> None:
    assert parse("b / a + b - sum(c)").names == ("b", "a", "c")


def test_an_unknown_input_is_named_with_the_known_ones() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("(revenu - cost) / revenue", names=["revenue", "cost"])
    assert str(caught.value) == ('unknown input "revenu" (inputs are revenue, cost; did you mean "revenue"?)')
    assert (caught.value.start, caught.value.end) == (1, 7)


def test_the_same_source_is_parsed_once() -> None:
    assert parse("a / b * 100") is parse("a / b * 100")
    assert parse("a / b") != parse("a/b")
    assert parse("a / b").tree == parse("a/b").tree


def test_only_text_is_a_formula() -> None:
    with pytest.raises(FormulaError, match="a formula is text, not int"):
        parse(5)  # type: ignore[arg-type]


class TestLimits:
    """Everything has a limit, and reaching it is a message, never another exception."""

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("(" * 100_000 + "a" + ")" * 100_000, "the formula has 200,001 characters; at most 2,000 are allowed"),
            ("(" * 950 + "a" + ")" * 950, "the formula is nested more than 64 deep"),
            ("-" * 1_900 + "a", "the formula is nested more than 64 deep"),
            ("2^" * 900 + "2", "the formula is nested more than 64 deep"),
            ("abs(" * 390 + "a" + ")" * 390, "the formula is nested more than 64 deep"),
            ("if(" + "not " * 400 + "a > 1, 1, 2)", "the formula is nested more than 64 deep"),
            ("(" * 1_900, "the formula is nested more than 64 deep"),
            ("+".join("1" * 1000), "the formula is more than 64 operations deep"),
            ("+".join(["(a*b*c*d)"] * 60) + "+" + "min(" + ",".join("1" * 200) + ")", "the formula has 681 parts"),
        ],
    )
    def test_what_exceeds_a_limit_is_refused(self, source: str, message: str) -> None:
        with pytest.raises(FormulaError) as caught:
            parse(source)
        assert caught.value.message.startswith(message)
        assert len(caught.value.caret(source).split("\n")[0]) < 120

    @pytest.mark.parametrize(
        "source",
        [
            "(" * 64 + "a" + ")" * 64,
            "-" * 63 + "a",
            "2^" * 63 + "2",
            "+".join("a" * 64),
            "(".join(["1-"] * 63) + "(1" + ")" * 63,
            "-(a+" * 31 + "a" + ")" * 31,
            "2^(1+" * 31 + "a" + ")" * 31,
            "min(" + ",".join("1" * 499) + ")",
        ],
    )
    def test_what_just_keeps_the_limits_is_taken_and_prints_back(self, source: str) -> None:
        tree = parse(source).tree
        assert parse(canonical(tree)).tree == tree

    @pytest.mark.parametrize("source", LONGEST, ids=lambda source: source[:4])
    def test_the_longest_sources_of_one_kind_are_refused(self, source: str) -> None:
        # Length, nodes and depth bound the work; what it takes is printed by `make bench`, as the worst source.
        with pytest.raises(FormulaError):
            parse(source)


class TestHostile:
    """Whatever comes in, a FormulaError comes out."""

    @pytest.mark.parametrize(
        "code", [*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x200B, 0x202E, 0x2028, 0xFEFF, 0xD800, 0xE000, 0x10FFFF]
    )
    def test_a_character_that_does_not_print_is_shown_by_its_code(self, code: int) -> None:
        source = f"a + {chr(code)} b"
        with pytest.raises(FormulaError) as caught:
            parse(source)
        assert caught.value.message == f"the character U+{code:04X} has no place in a formula"
        shown, carets = caught.value.caret(source).split("\n")
        assert shown.isprintable()
        assert carets.startswith("    ^")

    @pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
    def test_what_tries_to_break_out_gets_one_line_with_a_place(self, source: str) -> None:
        with pytest.raises(FormulaError) as caught:
            parse(source)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 300
        assert 0 <= caught.value.start <= len(source)

    @pytest.mark.parametrize("source", ["9^9^9^9", "-9^9^9^9", "1e308 * 1e308", "exp(exp(exp(9)))", "1 / 9^9^9^9"])
    def test_a_huge_result_is_undefined_and_no_work(self, source: str) -> None:
        assert evaluate(parse(source), {}) == Outcome(None, "the result is too large")

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16-le", "utf-32-le"])
    def test_random_bytes_are_refused_or_are_a_formula(self, encoding: str) -> None:
        generator = random.Random(encoding)
        for _ in range(2_500):
            data = generator.randbytes(generator.randint(0, 40) * 4)
            _taken_or_refused(data.decode(encoding, "surrogatepass" if encoding == "utf-16-le" else "replace"))

    def test_random_tokens_are_refused_or_are_a_formula(self) -> None:
        generator = random.Random(8)
        words = [
            "a",
            "b",
            "s",
            "1",
            "2.5",
            "+",
            "-",
            "*",
            "/",
            "^",
            "(",
            ")",
            ",",
            "<",
            ">=",
            "=",
            "and",
            "or",
            "not",
            "if(",
            "min(",
            "sum(",
            "count_if(",
            "round(",
            "percentile(",
        ]
        sources = [" ".join(generator.choices(words, k=generator.randint(1, 9))) for _ in range(9_000)]
        assert sum(map(_taken_or_refused, sources)) > 50


def _taken_or_refused(source: str) -> bool:
    try:
        parse(source)
    except FormulaError as error:
        return not error.caret(source)
    return True
