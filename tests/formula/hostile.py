"""Sources that try to break out or to take for ever; the tests refuse them, the benchmark prints the worst."""

from __future__ import annotations

LONGEST = ("(" * 2_000, "a" * 2_000, "1" * 2_000, "a+" * 1_000, "1e" * 1_000, "!" * 2_000, " " * 2_000)
HOSTILE = (
    "a.b", "a.__class__", "().__class__.__bases__", "(1).real", "1 .real", "a['x']", "a[0]", "{}.get(a)", "a := 1",
    "__import__(\"os\")", "eval(1)", "exec(a)", "open(a)", "getattr(a, b)", "lambda: 1", "print(1)", "import os",
    "a if b else c", "[a for a in b]", "f\"{a}\"", "`ls`", "$(ls)", "a; b", "a\\nb", "a # b", "/* a */", "@a",
    "constructor(1)", "a?.b", "a => b", "new a", "<script>", "=CMD()", "=1+1", "'; DROP TABLE kpis; --", "a\0b", "\0",
    "\u0430 + 1", "\uff11 + 1", "a \u2212 b", "a\u200bb", "\u202ea", "\u0660", "\u00b2", "x\u0301", "1" * 400,
    "1e400", "1e-400", "9" * 1_999, "a" * 65, "_a", "__a__", "A", "0x1f", "1_000", "1.", ".5", "1..2", "1e", "1e+", 
    "~a", "a % b", "a // b", "a ** b", "a << 1", "a & b", "a | b", "not a", "a and b", "True", "None",
    "\ud800", "\U0010ffff",
)  # fmt: skip
LARGEST = (
    "+".join("a" * 64), "min(" + ",".join("1" * 499) + ")", "*".join(["(a+b)"] * 60), "+".join("abcdefghij" * 6),
    "if(" + " and ".join(["a > 1"] * 60) + ", 1, 2)", "(" * 64 + "a" + ")" * 64, "2^" * 63 + "2",
)  # fmt: skip
