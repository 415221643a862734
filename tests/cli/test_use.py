"""Using `kpi`: help with examples that run, choosing a catalogue, and outputs that other programs can rely on."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from catalogues import CATALOGUE, COMPANION_FILE, ROOT, SUBJECT, SUBJECT_FILE, Small, changed, small_catalogue, subject
from cli.command import Kpi, run
from history.conftest import Checkout
from kpiatlas import __version__
from kpiatlas.cli import COMMANDS

HERE = [name for name in COMMANDS if (ROOT / "tools" / "kpiatlas" / "cli" / f"{name}.py").is_file()]
# These build the site, which tests of their own do.
LONG = ("build", "serve")


@pytest.mark.parametrize("command", HERE)
def test_the_help_of_a_command_holds_a_worked_example(kpi: Kpi, command: str) -> None:
    answer = kpi(command, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert re.search(rf"(?m)^example: kpi {command}\b", answer.out)
    assert "--catalogue" in answer.out


@pytest.mark.parametrize("command", [command for command in HERE if command not in LONG])
def test_the_example_of_a_command_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KPI_CATALOGUE", str(tmp_path / "catalogue"))
    if command == "diff":
        made = Checkout(tmp_path, Small(tmp_path / "catalogue", {}, {}))
        made.git("init", "-q")
        made.commit("one")
        made.commit("two")
    kpi = Kpi(capsys)
    found = re.search(r"(?m)^example: kpi (.+)$", kpi(command, "--help").out)
    assert found is not None
    answer = kpi(*shlex.split(found.group(1)))
    assert answer.code == 0, answer.err
    assert answer.out or command == "fmt"


def test_the_help_names_every_command(kpi: Kpi) -> None:
    for arguments, code in ((("--help",), 0), ((), 2)):
        answer = kpi(*arguments)
        assert answer.code == code
        assert all(re.search(rf"(?m)^    {name} +\S", answer.out) for name in COMMANDS)
        assert "example: kpi " in answer.out


def test_the_version_is_the_packages(kpi: Kpi) -> None:
    assert kpi("--version").out == f"kpi-atlas {__version__}\n"


WRONG = [
    ("nothing-like-it",),
    ("list", "--no-such-option"),
    ("list", "surplus"),
    ("show",),
    ("calc",),
    ("check", "--format", "xml"),
    ("formula", "1", "--to", "cobol"),
    ("list", "--category"),
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_2_and_says_so_on_standard_error(kpi: Kpi, arguments: tuple[str, ...]) -> None:
    answer = kpi(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "Traceback" not in answer.err
    assert re.search(r"(?m)^kpi( [a-z]+)?: ", answer.err)


def test_the_catalogue_may_be_chosen_before_and_after_the_command_and_by_environment(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = small_catalogue(tmp_path / "other")
    other.change(SUBJECT_FILE, ("name", "The Other One"))
    kpi, here, there = Kpi(capsys), str(small.root), str(other.root)
    monkeypatch.setenv("KPI_CATALOGUE", here)
    assert "The Other One" not in kpi("list").out
    for arguments in (("--catalogue", there, "list"), ("list", "--catalogue", there), ("list", f"--catalogue={there}")):
        assert "The Other One" in kpi(*arguments).out
    assert "The Other One" not in kpi("--catalogue", there, "list", "--catalogue", here).out
    monkeypatch.setenv("KPI_CATALOGUE", there)
    assert "The Other One" in kpi("list").out
    assert "The Other One" not in kpi("--catalogue", here, "list").out
    monkeypatch.delenv("KPI_CATALOGUE")
    assert len(kpi("list").out.splitlines()) > 3, "without a choice it is the package's own"


@pytest.mark.parametrize(
    "command", [("list",), ("show", SUBJECT), ("check",), ("fmt",), ("calc", SUBJECT), ("new", "a-b")]
)
@pytest.mark.parametrize("name", ["nowhere", "catalogue/kpis"])
def test_a_catalogue_that_is_none_is_wrong_use_in_one_line(kpi: Kpi, command: tuple[str, ...], name: str) -> None:
    answer = kpi("--catalogue", name, *command)
    assert (answer.code, answer.out) == (2, "")
    assert re.fullmatch(rf"kpi: {name}: n[^\n]+\n", answer.err)


def test_a_catalogue_with_problems_still_answers_and_says_so_on_standard_error(kpi: Kpi, small: Small) -> None:
    small.write_bytes(COMPANION_FILE, b"a: [")
    answer = kpi("list", "--json")
    assert (answer.code, len(answer.json)) == (0, 2)
    assert answer.err == f"kpi: 1 problem in {small.root}; `kpi check` shows them\n"


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What `kpi` writes when its output is a terminal."""
    main, other = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tools"), **environment}
    with subprocess.Popen(
        [sys.executable, "-m", "kpiatlas", *arguments], stdout=other, stderr=other, env=env
    ) as process:
        os.close(other)
        read = b""
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            read += part
        process.wait(60)
    os.close(main)
    return read.decode()


def test_headings_are_bold_on_a_terminal_unless_no_color_is_set(small: Small) -> None:
    name, catalogue = small.data[SUBJECT_FILE]["name"], str(small.root)
    bold = on_a_terminal("--catalogue", catalogue, "show", SUBJECT)
    assert bold.startswith(f"\x1b[1m{name}\x1b[0m (FCR)\r\n")
    assert "\x1b[1mBenchmarks\x1b[0m\r\n" in bold
    plain = on_a_terminal("--catalogue", catalogue, "show", SUBJECT, NO_COLOR="1")
    assert plain.startswith(f"{name} (FCR)\r\n")
    assert "\x1b" not in plain
    assert "\x1b" not in run("--catalogue", catalogue, "show", SUBJECT).out


def test_escape_sequences_of_a_record_never_reach_the_terminal(kpi: Kpi, small: Small) -> None:
    for sequence in ("\x1b]0;title\x07", "\x1b[2J", "\x9b2J", "\x7f", "\x00"):
        record = changed(
            subject(),
            ("name", f"A {sequence} name"),
            ("definition", f"What {sequence} it is, told at some length and in plain words."),
        )
        file = small.write_bytes(SUBJECT_FILE, b"")
        text = "\n".join(f"{key}: {json.dumps(value)}" for key, value in record.items())
        file.write_text(text, encoding="utf-8")
        for arguments in (("show", SUBJECT), ("list",), ("show", SUBJECT, "--json"), ("check",)):
            answer = kpi(*arguments)
            assert answer.out
            assert not set(answer.out) & {chr(code) for code in (*range(10), *range(11, 32))}, arguments
            if "--json" not in arguments:
                assert not set(answer.out) & {chr(code) for code in range(127, 160)}, arguments


def test_a_terminal_that_lacks_signs_gets_their_numbers(small: Small) -> None:
    small.change(SUBJECT_FILE, ("name", "Lösungsquote — 解決率"))
    answer = run("--catalogue", str(small.root), "show", SUBJECT, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert answer.code == 0
    assert "\\u89e3\\u6c7a\\u7387" in answer.out
    assert answer.err == ""


def test_a_reader_that_leaves_early_is_no_error(small: Small) -> None:
    command = f"{shlex.quote(sys.executable)} -m kpiatlas --catalogue {shlex.quote(str(small.root))} show {SUBJECT}"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; echo ${{PIPESTATUS[0]}}"], env=env, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_one_line(small: Small) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tools"), "KPI_CATALOGUE": str(small.root)}
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kpiatlas", "list"], stdout=full, stderr=subprocess.PIPE, env=env, text=True
        )
    assert (done.returncode, done.stderr) == (2, "kpi: output: No space left on device\n")


def test_a_place_that_cannot_be_written_is_one_line(kpi: Kpi, small: Small) -> None:
    small.write_bytes("kpis/accounting", b"a file where a folder belongs")
    answer = kpi("new", "net-margin", "--category", "profitability")
    assert (answer.code, answer.out) == (2, "")
    assert re.fullmatch(r"kpi: .*kpis/accounting.*: [^\n]+\n", answer.err)


def test_only_the_module_of_the_command_is_imported(small: Small) -> None:
    code = (
        "import sys; from kpiatlas.cli import main; main(['list']);"
        "loaded = sorted(name for name in sys.modules if name.startswith('kpiatlas.'));"
        "print([name for name in loaded if name.split('.')[1] in ('search', 'site', 'scorecard', 'checks')])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tools"), "KPI_CATALOGUE": str(small.root)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_expression_may_begin_with_a_minus_behind_two_dashes(kpi: Kpi) -> None:
    assert kpi("formula", "--", "-2^2").out == "-4\n"
    assert kpi("formula", "-a + 1", "a=3").out == "-2\n"
    assert kpi("formula", "-5").out == "-5\n"
