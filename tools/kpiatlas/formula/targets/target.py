"""What every target is: a name, a writer, and how names of inputs reach it. No target uses another, all use this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..errors import FormulaError
from ..formula import Formula
from ..nodes import Node

Naming: TypeAlias = Callable[[str], str]
Binding: TypeAlias = Naming | Mapping[str, str]


class TargetError(FormulaError):
    """A formula that a target cannot say; carries the node and the target beside the position."""

    def __init__(self, message: str, target: str, node: Node, hint: str | None = None) -> None:
        super().__init__(f"{target} cannot say this: {message}", *node.span, hint)
        self.target = target
        self.node = node

    def __reduce__(self) -> tuple[type[TargetError], tuple[str, str, Node, str | None]]:
        message = self.message.removeprefix(f"{self.target} cannot say this: ")
        return TargetError, (message, self.target, self.node, self.hint)


@dataclass(frozen=True, slots=True)
class Target:
    """One language a formula can be written in."""

    name: str
    title: str
    writer: Callable[[Formula, Naming], str]
    default_name: Naming = str
    in_dialect: Callable[[str], Target] | None = None

    def render(self, formula: Formula, binding: Binding | None = None, dialect: str | None = None) -> str:
        """The formula in this language; names go through the binding, or stand as the target writes them by default."""
        if dialect is not None:
            if self.in_dialect is None:
                raise TargetError("it has no dialects", self.name, formula.tree)
            return self.in_dialect(dialect).render(formula, binding)
        return self.writer(formula, self._naming(formula, binding))

    def _naming(self, formula: Formula, binding: Binding | None) -> Naming:
        if binding is None:
            return self.default_name
        if not isinstance(binding, Mapping):
            return binding
        for name in formula.names:
            if name not in binding:
                raise TargetError(f"the binding has nothing for {name}", self.name, formula.tree)
        return binding.__getitem__


def kept_apart(name: str, taken: bool) -> str:
    """The name, with an underscore more where the target reads the bare name as something else of its own."""
    return f"{name}_" if taken else name
