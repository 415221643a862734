"""How formulas look in each target; that they mean the same is shown by test_engines_agree."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest

from engines import run_node
from formula.cases import CASES
from kpiatlas.formula import FUNCTIONS, TARGETS, FormulaError, TargetError, parse, render
from kpiatlas.formula.targets import excel, javascript

WRITTEN = {
    "resolved / issues * 100": {
        "text": "resolved / issues * 100",
        "excel": '=IF(COUNT(resolved,issues)<2,"",IFERROR(resolved/issues*100,""))',
        "javascript": (
            "(resolved == null || issues == null ? null : "
            "((x) => Number.isFinite(x) ? x : null)(resolved / issues * 100))"
        ),
    },
    "-2^2": {"text": "-2^2", "excel": '=IFERROR(-(2^2),"")'},
    "2^3^2": {"text": "2^3^2", "excel": '=IFERROR(2^(3^2),"")'},
    "(2^3)^2": {"text": "(2^3)^2", "excel": '=IFERROR((2^3)^2,"")'},
    "2^-x": {"text": "2^-x", "excel": '=IF(COUNT(x)<1,"",IFERROR(2^-x,""))'},
    "a - (b - 1)": {"excel": '=IF(COUNT(a,b)<2,"",IFERROR(a-(b-1),""))'},
    "(last / first)^(1 / years) - 1": {
        "excel": (
            '=IF(COUNT(last,first,years)<3,"",IFERROR(IF(AND(last/first<0,1/years<>INT(1/years)),NA(),'
            '(last/first)^(1/years))-1,""))'
        )
    },
    "if(a > 1 and b > 1, a, b)": {"excel": '=IF(COUNT(a,b)<2,"",IFERROR(IF(AND(a>1,b>1),a,b),""))'},
    "if(b != 0 and a / b > 1, a, b)": {
        "excel": '=IF(COUNT(b,a)<2,"",IFERROR(IF(IF(b<>0,a/b>1,FALSE),a,b),""))',
    },
    "sum(s) / count(s)": {"excel": '=IFERROR(SUM(s)/COUNT(s),"")'},
    "min(s)": {"excel": '=IFERROR(IF(COUNT(s)=0,NA(),MIN(s)),"")'},
    "count_if(s >= 4)": {"excel": '=IFERROR(SUMPRODUCT(ISNUMBER(s)*(s>=4)),"")'},
    "new / class": {
        "javascript": (
            "(new_ == null || class_ == null ? null : ((x) => Number.isFinite(x) ? x : null)(new_ / class_))"
        )
    },
    "1e-7 * 1e21 * 100000 * a": {
        "text": "1e-7 * 1e21 * 100000 * a",
        "excel": '=IF(COUNT(a)<1,"",IFERROR(1E-7*1E+21*100000*a,""))',
    },
}


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [(source, target, text) for source, texts in WRITTEN.items() for target, text in texts.items()],
)
def test_a_formula_is_written_as_a_person_would(source: str, target: str, text: str) -> None:
    assert render(parse(source), target) == text


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_every_target_can_say_every_function(target: str, function: object) -> None:
    assert render(parse(function.example), target)  # type: ignore[attr-defined]


@pytest.mark.parametrize("target", TARGETS)
def test_names_go_through_a_function_or_a_mapping(target: str) -> None:
    formula = parse("total / n")
    by_function = render(formula, target, lambda name: f"sheet{name}")
    by_mapping = render(formula, target, {"total": "sheettotal", "n": "sheetn"})
    assert by_function == by_mapping
    assert "sheettotal" in by_function


def test_a_name_without_a_binding_is_refused() -> None:
    with pytest.raises(TargetError, match="the binding has nothing for n"):
        render(parse("total / n"), "excel", {"total": "A1"})


def test_an_unknown_target_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(FormulaError, match=r'targets are .*did you mean "excel"\?'):
        render(parse("a"), "exel")


def test_what_a_target_cannot_say_it_refuses_with_node_and_position() -> None:
    formula = parse("1 + count_if(if(s > 1, 1, 2) > 1)")
    with pytest.raises(TargetError) as caught:
        render(formula, "excel")
    error = caught.value
    assert error.target == "excel"
    assert formula.source[error.start : error.end] == "if(s > 1, 1, 2)"
    assert error.caret(formula.source).endswith("\n             ^^^^^^^^^^^^^^^")


class TestExcel:
    """What is peculiar to sheets."""

    @pytest.mark.parametrize(
        "name", ["q1", "a1", "ab12", "xfd1", "tax2024", "r", "c", "rc", "r1", "c2", "r1c1", "true"]
    )
    def test_a_name_that_a_sheet_reads_as_a_cell_gets_an_underscore(self, name: str) -> None:
        assert excel.default_name(name) == f"{name}_"
        assert excel.default_name(f"{name}_") == f"{name}__"

    @pytest.mark.parametrize("name", ["revenue", "rate", "cost", "sales2024", "q1_sales", "a", "radius", "record"])
    def test_other_names_stand_as_they_are(self, name: str) -> None:
        assert excel.default_name(name) == name

    def test_a_formula_too_long_for_a_cell_is_refused_however_it_grows(self) -> None:
        nested = "a" + "^(b" * 20 + ")" * 20
        with pytest.raises(TargetError, match="8,192 characters"):
            render(parse(nested), "excel")
        with pytest.raises(TargetError, match="8,192 characters"):
            render(parse("a / b"), "excel", lambda name: name * 4_000)

    def test_more_arguments_than_a_sheet_allows_are_refused(self) -> None:
        assert render(parse(f"min({','.join(['a'] * 255)})"), "excel")
        with pytest.raises(TargetError, match="min takes at most 255 arguments"):
            render(parse(f"min({','.join(['a'] * 256)})"), "excel")
        many = (",".join(f"a{n}" for n in range(start, start + 65)) for start in range(0, 260, 65))
        formula = parse(" + ".join(f"max({names})" for names in many))
        with pytest.raises(TargetError, match="more than 255 inputs"):
            render(formula, "excel")

    def test_more_levels_than_a_sheet_allows_are_refused(self) -> None:
        with pytest.raises(TargetError, match="64 levels"):
            render(parse("abs(" * 63 + "a" + ")" * 63), "excel")

    def test_a_number_too_small_for_a_sheet_is_refused(self) -> None:
        with pytest.raises(TargetError, match="is 0 in a sheet"):
            render(parse("a * 5e-324"), "excel")


class TestJavaScript:
    """What is peculiar to JavaScript."""

    @pytest.mark.parametrize("name", ["new", "class", "return", "await", "undefined", "eval", "of", "let"])
    def test_a_reserved_word_gets_an_underscore(self, name: str) -> None:
        assert javascript.default_name(name) == f"{name}_"
        assert javascript.default_name(f"{name}_") == f"{name}__"

    def test_plain_arithmetic_carries_no_helpers(self) -> None:
        assert "$" not in render(parse("(a - b) / c * 100 + abs(d)"), "javascript")

    def test_a_module_imports_what_it_uses_from_the_given_path_and_nothing_else(self) -> None:
        text = javascript.module({"k": parse("a / b")}, "../assets/runtime.js")
        assert text.splitlines()[0] == 'import { $over, $finite, $formula } from "../assets/runtime.js";' or (
            re.match(r'import \{ [$a-zA-Z, ]+ \} from "../assets/runtime.js";', text)
        )
        assert text.count("import") == 1
        assert "import" not in javascript.RUNTIME.replace("imports nothing", "")

    def test_neither_module_nor_expression_evaluates_text(self) -> None:
        texts = [javascript.RUNTIME, javascript.module({str(case): case.formula for case in CASES})]
        for text in [*texts, *(render(case.formula, "javascript") for case in CASES)]:
            assert not re.search(r"\beval\(|new Function|</", text)

    def test_the_module_refuses_inputs_that_are_no_finite_numbers_in_the_words_of_the_evaluator(self) -> None:
        script = """
        import { formulas } from "./formulas.mjs";
        export default () => [
          formulas.ratio.compute({ a: 1, b: "many" }),
          formulas.ratio.compute({ a: true, b: 1 }),
          formulas.ratio.compute({ a: NaN, b: 1 }),
          formulas.ratio.compute({ a: [1], b: 1 }),
          formulas.ratio.compute({ a: null, b: "7" }),
          formulas.ratio.compute({}),
          formulas.total.compute({ s: 5 }),
          formulas.total.compute({ s: [1, "2"] }),
          formulas.total.compute({ s: [1, undefined, 2] }),
          formulas.total.names, formulas.total.series, formulas.ratio.series,
        ];
        """
        formulas = {"ratio": parse("a / b"), "total": parse("sum(s)")}
        files = {"formulas.mjs": javascript.module(formulas, "./run_time.mjs"), "run_time.mjs": javascript.RUNTIME}
        because = [
            'b: "many" is not a number',
            "a: true is not a number",
            "a: NaN is not a finite number",
            "a: a list was given where one number belongs",
            'b: "7" is not a number',
            "a is missing",
            "s: 5 is not a list of numbers",
            's: "2" is not a number',
        ]
        expected = [{"value": None, "because": each} for each in because]
        assert run_node(script, None, files) == [*expected, {"value": 3, "because": None}, ["s"], ["s"], []]

    def test_an_input_named_like_something_every_object_has_is_missing_when_not_given(self) -> None:
        script = """
        import { formulas } from "./formulas.mjs";
        export default () => formulas.k.compute({});
        """
        module = javascript.module({"k": parse("constructor / valueof")}, "./run_time.mjs")
        answer = run_node(script, None, {"formulas.mjs": module, "run_time.mjs": javascript.RUNTIME})
        assert answer == {"value": None, "because": "constructor is missing"}


A, B, C = (f'<mi mathvariant="normal">{name}</mi>' for name in "abc")


class TestMathML:
    """What is peculiar to MathML."""

    @pytest.mark.parametrize("case", CASES, ids=str)
    def test_every_formula_is_well_formed_and_says_its_canonical_text(self, case: object) -> None:
        formula = case.formula  # type: ignore[attr-defined]
        root = ElementTree.fromstring(render(formula, "mathml"))
        assert root.attrib["display"] == "block"
        assert parse(root.attrib["alttext"], formula.series).tree == formula.tree

    @pytest.mark.parametrize("case", CASES, ids=str)
    def test_fractions_and_powers_have_two_parts(self, case: object) -> None:
        root = ElementTree.fromstring(render(case.formula, "mathml"))  # type: ignore[attr-defined]
        for tag in ("mfrac", "msup", "msub"):
            for found in root.iter(f"{{http://www.w3.org/1998/Math/MathML}}{tag}"):
                assert len(found) == 2

    def test_labels_are_escaped(self) -> None:
        text = render(parse("a / b"), "mathml", {"a": "Costs <script> & more", "b": 'the "rest"'})
        assert '<mi mathvariant="normal">Costs &lt;script&gt; &amp; more</mi>' in text
        assert '<mi mathvariant="normal">the &quot;rest&quot;</mi>' in text

    @pytest.mark.parametrize(
        ("source", "part"),
        [
            (
                "a / b * 100",
                f"<mfrac>{A}{B}</mfrac><mo>\u00d7</mo><mn>100</mn>",
            ),
            ("a * 1234567.891", "<mn>1,234,567.891</mn>"),
            ("a * 1000", "<mn>1,000</mn>"),
            ("a - b", "<mo>\u2212</mo>"),
            ("sqrt(a)", f"<msqrt>{A}</msqrt>"),
            ("a^2", f"<msup>{A}<mn>2</mn></msup>"),
            ("(a + b)^2", f"<mrow><mo>(</mo><mrow>{A}"),
            (
                "(a + b) / c",
                f"<mfrac><mrow>{A}<mo>+</mo>{B}</mrow>{C}</mfrac>",
            ),
            ("sum(s)", '<mo>\u2211</mo><mi mathvariant="normal">s</mi>'),
            ("log10(a)", "<msub><mi>log</mi><mn>10</mn></msub>"),
            ("percentile(s, 90)", "<msub><mi>P</mi><mn>90</mn></msub>"),
            ("if(a >= b, a, b)", "<mtext>otherwise</mtext>"),
            (
                "min(a, b)",
                f"<mi>min</mi><mo>(</mo>{A}<mo>,</mo>{B}<mo>)</mo>",
            ),
        ],
    )
    def test_constructs_look_as_in_print(self, source: str, part: str) -> None:
        assert part in render(parse(source), "mathml")


def test_brackets_stand_exactly_where_the_tree_needs_them() -> None:
    operators = ["+", "-", "*", "/", "^"]
    for one, two in itertools.product(operators, operators):
        for source in (
            f"(a {one} b) {two} c",
            f"a {one} (b {two} c)",
            f"-(a {one} b)",
            f"(-a) {one} b",
            f"a {one} (-b)",
        ):
            tree = parse(source).tree
            text = render(parse(source), "text")
            assert parse(text).tree == tree
            if "(" in text:
                assert parse(text.replace("(", "").replace(")", "")).tree != tree
