"""Tokens into a tree: precedence climbing, with the shape of every call checked as it is read.

Nesting is counted before it is entered, so the depth of Python's own stack is bounded by the limit.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from .errors import FormulaError
from .functions import FUNCTIONS, WORDS, Function, Takes
from .lexer import Token, number, tokens
from .nodes import CONDITIONS, Binary, Call, Compare, Logic, Name, Negate, Node, Not, Number, Span, children
from .precedence import INFIX, Level

MOST_NODES = 500
MOST_DEPTH = 64
MOST_DIGITS = 15
_TIGHTER = {level: Level(level + 1) for level in Level if level < Level.ATOM}


def tree_of(source: str) -> Node:
    """The tree of the source; FormulaError where it is none or exceeds a limit."""
    parser = _Parser(tokens(source))
    tree = parser.whole()
    _check_size(tree)
    return tree


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A question that names the nearest known word, or nothing when none is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f'did you mean "{near[0]}"?' if near else None


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def advance(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def span_from(self, start: int) -> Span:
        return (start, self.tokens[self.position - 1].end)

    def enter(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise FormulaError(f"the formula is nested more than {MOST_DEPTH} deep", token.start, token.end)

    def whole(self) -> Node:
        if self.token.kind == "end":
            raise FormulaError("the formula is empty")
        if self.token.kind == "=":
            raise FormulaError("a formula does not begin with =", self.token.start, self.token.end, "leave it out")
        tree = self.expression(Level.OR)
        if self.token.kind != "end":
            raise _unexpected(self.token, self.tokens[self.position - 1])
        return _value(tree)

    def expression(self, lowest: Level) -> Node:
        """Everything from here that binds at least as tightly as `lowest`."""
        start = self.token.start
        left = self.prefix()
        while True:
            token = self.token
            level = INFIX.get(token.text)
            if level is None or level < lowest:
                return left
            self.advance()
            if level is Level.POWER:
                self.enter(token)
                right = self.expression(Level.SIGN)
                self.depth -= 1
            else:
                right = self.expression(_TIGHTER[level])
            left = _joined(token, left, right, self.span_from(start))

    def prefix(self) -> Node:
        """A sign or `not` with its operand, or an atom."""
        token = self.token
        if token.kind == "-" or token.text == "not":
            self.enter(self.advance())
            operand = self.expression(Level.SIGN if token.kind == "-" else Level.NOT)
            self.depth -= 1
            span = self.span_from(token.start)
            return Negate(_value(operand), span) if token.kind == "-" else Not(_condition(operand), span)
        return self.atom()

    def atom(self) -> Node:
        """A number, a name, a call, or something in brackets."""
        token = self.advance()
        if token.kind == "number":
            return Number(number(token), (token.start, token.end))
        if token.kind == "(":
            self.enter(token)
            inner = self.expression(Level.OR)
            self.close(token)
            self.depth -= 1
            return inner
        if token.kind == "name" and token.text not in WORDS:
            return self.call(token) if self.token.kind == "(" else _name(token)
        self.position -= 1
        raise _no_operand(token, self.tokens[self.position - 1] if self.position else None)

    def call(self, name: Token) -> Call:
        """The arguments after a function's name."""
        function = FUNCTIONS.get(name.text)
        if function is None:
            hint = did_you_mean(name.text, FUNCTIONS) or f"to multiply write {name.text} * (...)"
            raise FormulaError(f'unknown function "{name.text}"', name.start, name.end, hint)
        bracket = self.advance()
        self.enter(bracket)
        arguments: list[Node] = []
        while self.token.kind != ")" or arguments:
            arguments.append(self.expression(Level.OR))
            if self.token.kind != ",":
                break
            self.advance()
        self.close(bracket)
        self.depth -= 1
        call = Call(name.text, tuple(arguments), self.span_from(name.start))
        _check_call(call, function)
        return call

    def close(self, bracket: Token) -> None:
        if self.token.kind == ")":
            self.advance()
        elif self.token.kind == "end":
            raise FormulaError("this bracket is never closed", bracket.start, bracket.end)
        else:
            raise _unexpected(self.token, self.tokens[self.position - 1])


def _name(token: Token) -> Name:
    if token.text in FUNCTIONS:
        signature = FUNCTIONS[token.text].signature
        raise FormulaError(f'"{token.text}" is a function', token.start, token.end, f"write {signature}")
    return Name(token.text, (token.start, token.end))


def _joined(token: Token, left: Node, right: Node, span: Span) -> Node:
    """Two operands under their operator, each of the kind the operator takes."""
    if token.text in WORDS:
        return Logic(token.text, _condition(left), _condition(right), span)
    if INFIX[token.text] is Level.COMPARE:
        if isinstance(left, Compare):
            raise FormulaError("two comparisons in a row", token.start, token.end, "join them: a < b and b < c")
        return Compare(token.text, _value(left), _value(right), span)
    return Binary(token.text, _value(left), _value(right), span)


def _value(node: Node) -> Node:
    if isinstance(node, CONDITIONS):
        raise FormulaError("a condition stands only in if or count_if", *node.span, "write if(condition, a, b)")
    return node


def _condition(node: Node) -> Node:
    if not isinstance(node, CONDITIONS):
        raise FormulaError("a condition is needed here, not a number", *node.span, "compare it, as in x > 0")
    return node


def _check_call(call: Call, function: Function) -> None:
    """The number of arguments and what each is; kinds of names are a later matter."""
    given = len(call.arguments)
    if given < function.least or (function.most is not None and given > function.most):
        raise FormulaError(f"{function.signature} was given {_counted(given)}", *call.span)
    conditional = function.takes in (Takes.BRANCHES, Takes.CONDITION)
    for index, argument in enumerate(call.arguments):
        if conditional and index == 0:
            _condition(argument)
        elif isinstance(argument, Compare) and argument.operator == "=" and isinstance(argument.left, Name):
            raise FormulaError(
                "arguments go by their place, without a name", *argument.span, f"write {function.signature}"
            )
        else:
            _value(argument)
    if function.takes is Takes.DIGITS and given == 2:
        _check_digits(call.arguments[1])
    if function.takes is Takes.PERCENT_OF_SERIES:
        _check_percent(call.arguments[1])


def _check_digits(node: Node) -> None:
    literal = node.operand if isinstance(node, Negate) else node
    if not isinstance(literal, Number) or not literal.value.is_integer() or literal.value > MOST_DIGITS:
        raise FormulaError(
            f"the digits of round are a whole number from -{MOST_DIGITS} to {MOST_DIGITS}, written out", *node.span
        )


def _check_percent(node: Node) -> None:
    if not isinstance(node, Number) or node.value > 100:
        raise FormulaError("the second argument of percentile is a number from 0 to 100, written out", *node.span)


def _counted(given: int) -> str:
    return {0: "nothing", 1: "one argument"}.get(given, f"{given} arguments")


def _unexpected(token: Token, before: Token) -> FormulaError:
    """The message for a token that cannot follow what stands before it."""
    if token.kind == ",":
        hint = "a thousand is 1000, one and a half is 1.5" if before.kind == "number" else None
        return FormulaError("a comma stands only between the arguments of a function", token.start, token.end, hint)
    if token.kind == ")":
        return FormulaError("this bracket was never opened", token.start, token.end)
    return FormulaError("an operator is missing before this", token.start, token.end, "to multiply write *")


def _no_operand(token: Token, before: Token | None) -> FormulaError:
    """The message where a number, name or bracket should begin and none does."""
    if token.kind == "+" and (before is None or before.kind in ("(", ",", *INFIX)):
        return FormulaError("a + stands only between two operands", token.start, token.end, "leave it out")
    if token.kind == "end":
        start = max(0, token.start - 1)
        return FormulaError("the formula ends too early", start, token.start, "a number or name is missing")
    if token.kind == ",":
        return FormulaError("a number or name is missing before the comma", token.start, token.end)
    shown = "this bracket" if token.kind == ")" else token.text
    return FormulaError(f"a number or name is missing before {shown}", token.start, token.end)


def _check_size(tree: Node) -> None:
    """Nodes and depth within the limits; a chain of operators is as deep as it has operators."""
    level, depth, count = [tree], 0, 0
    while level:
        depth += 1
        count += len(level)
        if depth > MOST_DEPTH:
            raise FormulaError(
                f"the formula is more than {MOST_DEPTH} operations deep",
                *tree.span,
                "a chain of operators counts each; sum(series) adds any number of items",
            )
        level = [child for node in level for child in children(node)]
    if count > MOST_NODES:
        raise FormulaError(f"the formula has {count} parts; at most {MOST_NODES} are allowed", *tree.span)
