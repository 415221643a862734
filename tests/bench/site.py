"""How fast the site builds, and how large it gets: ours, plain mkdocs-material and Hugo over the same records.

Each build is a process of its own. Beside the time stands that of the processors, its children's included, which other
work on the machine disturbs less. Memory is the most that it and its children held at one time, shared pages counted
once. mkdocs-material and Hugo read one Markdown file per KPI that holds the record's texts; Hugo a second time the
record as data, which a template shows attribute by attribute in the frame of our pages.

Machines differ by more than programs do. PyYAML's C loader over the same files, which does nothing but read, is the
yardstick that the times of whole builds are told in.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.generated import write_catalogue
from bench.serving import EDITS, edit_seconds
from kpiatlas.checks.texts import prose
from kpiatlas.records import Catalogue, Kpi, load_catalogue
from kpiatlas.site.pages import Pages
from kpiatlas.site.record_json import said

SIZES, QUICK = (1000, 5000, 20780), (100,)
LONGEST = 900.0  # seconds after which a rival is stopped
MOST_MKDOCS = 1000  # mkdocs takes 0.1 s a page and more the more there are
_BEAT = 0.1
_PART = [sys.executable, "-m", "bench.site_parts"]
_MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
_ATTRIBUTES = (
    '{{ define "value" }}{{ if reflect.IsMap . }}'
    '<dl>{{ range $k, $v := . }}<dt>{{ $k }}</dt><dd>{{ template "value" $v }}</dd>{{ end }}</dl>'
    '{{ else if reflect.IsSlice . }}<ul>{{ range . }}<li>{{ template "value" . }}</li>{{ end }}</ul>'
    "{{ else }}{{ string . | markdownify }}{{ end }}{{ end }}"
    "<h1>{{ .Title }}</h1>{{ range $name, $value := .Params.record }}"
    '<section><h2>{{ humanize $name }}</h2>{{ template "value" $value }}</section>{{ end }}'
)
_ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


@dataclass(frozen=True)
class Run:
    """What a program took; `seconds` is None where it was stopped or could not run, and `note` says why.

    `cpu` is what the processors took, those of its children included.
    """

    seconds: float | None
    memory: int = 0
    note: str = ""
    cpu: float = 0.0


def table(quick: bool) -> Iterator[str]:
    """The table, size by size."""
    yield "time, processor time, most memory at one time of all processes; pages: index.html below kpi/, mean size"
    for size in QUICK if quick else SIZES:
        with tempfile.TemporaryDirectory(prefix="kpi-bench-") as folder:
            yield f"{size:,} records"
            yield from (f"  {line}" for line in _of_one_size(Path(folder), size))


def _of_one_size(folder: Path, size: int) -> Iterator[str]:
    root, out = folder / "catalogue", folder / "site"
    write_catalogue(root, size)
    env = {**os.environ, **_ENVIRONMENT, "KPI_CACHE": str(folder / "cache"), "KPI_CATALOGUE": str(root)}
    build = [sys.executable, "-m", "kpiatlas", "build", "-o", str(out)]
    yard = _inner(measured([*_PART, "yaml"], env))
    yield _line("PyYAML's C loader over the records, in one process", yard)
    yield _in_yards("load and check, nothing cached", _inner(measured([*_PART, "check"], env)), yard)
    shutil.rmtree(folder / "cache", ignore_errors=True)
    yield _in_yards("kpi build, cold: load, check, search and data included", measured(build, env), yard, out)
    _edit(root)
    yield _in_yards("kpi build, one record changed", measured(build, env), yard, out)
    yield _in_yards("kpi build, nothing changed", measured(build, env), yard)
    catalogue = load_catalogue(root)
    alone = measured([*_PART, "pages", str(out), str(folder / "pages")], env)
    yield _line("all KPI pages and the files beside them, alone, from the loaded catalogue", _inner(alone))
    yield _line("one KPI page, from the loaded catalogue", _inner(measured([*_PART, "page"], env)))
    shutil.rmtree(folder / "pages", ignore_errors=True)
    yield from _rivals(folder, catalogue, _inner(alone))
    if size <= SIZES[0]:
        yield _serving(root, folder / "served", env)


def _serving(root: Path, out: Path, env: dict[str, str]) -> str:
    try:
        usual, longest = edit_seconds(root, out, env)
    except (OSError, TimeoutError) as error:
        return f"{'':>10}  kpi serve: {error}"
    finally:
        shutil.rmtree(out, ignore_errors=True)
    return (
        f"{usual:8.2f} s  kpi serve, an edit saved to its page served: median of {EDITS}, the longest {longest:.2f} s"
    )


def _rivals(folder: Path, catalogue: Catalogue, pages: Run) -> Iterator[str]:
    hugo, mkdocs = ["hugo", "--quiet", "-s", str(folder / "hugo")], [*_MKDOCS, "-f", f"{folder}/mkdocs/mkdocs.yml"]
    for name, prepare, command in (
        ("Hugo, a three-line theme, one Markdown file per KPI", _hugo, hugo),
        ("Hugo, our frame, each record's attributes by a template; no formula, chart, calculator", _framed_hugo, hugo),
        ("mkdocs-material, one Markdown file per KPI, no search", _mkdocs, mkdocs),
    ):
        if shutil.which(command[0]) is None:
            yield f"{name}: not installed; apt-get install {command[0]}"
            continue
        if prepare is _mkdocs and len(catalogue) > MOST_MKDOCS:
            yield f"{name}: not run beyond {MOST_MKDOCS:,} records, where it would not end in reasonable time"
            continue
        out = prepare(folder, catalogue)
        run = measured(command, dict(os.environ))
        yield _line(f"{name}{_ratio(run, pages)}", run, out)
        shutil.rmtree(out.parent, ignore_errors=True)


def _ratio(rival: Run, own: Run) -> str:
    """How many times what all our KPI pages took."""
    if not rival.seconds or not own.seconds:
        return ""
    return f" ({rival.seconds / own.seconds:.1f} times all KPI pages, {rival.cpu / own.cpu:.1f} in processor time)"


def _hugo(folder: Path, catalogue: Catalogue) -> Path:
    top = folder / "hugo"
    _write(top / "config.toml", 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n')
    _write(top / "layouts/_default/single.html", "<title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}")
    _write(top / "layouts/_default/list.html", "<h1>{{ .Title }}</h1>")
    for kpi in catalogue:
        _write(top / f"content/kpi/{kpi.id}.md", f'---\ntitle: "{kpi.name}"\n---\n{_markdown(kpi)}')
    return top / "public"


def _framed_hugo(folder: Path, catalogue: Catalogue) -> Path:
    """Records as data behind a layout that is the frame of our KPI pages."""
    top = folder / "hugo"
    first = next(iter(catalogue))
    page = (folder / f"site/kpi/{first.id}/index.html").read_text(encoding="utf-8")
    before, _, after = page.partition(Pages(catalogue).kpi(first).body)
    _write(top / "config.toml", 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n')
    _write(top / "layouts/_default/single.html", f"{_literal(before)}{_ATTRIBUTES}{_literal(after)}")
    _write(top / "layouts/_default/list.html", "<h1>{{ .Title }}</h1>")
    for kpi in catalogue:
        data = {"title": kpi.name, "record": said(kpi)}
        _write(top / f"content/kpi/{kpi.id}.md", msgspec.json.encode(data).decode())
    return top / "public"


def _literal(text: str) -> str:
    """Text that a template of Hugo prints as it is."""
    return text.replace("{{", '{{ "{{" }}')


def _mkdocs(folder: Path, catalogue: Catalogue) -> Path:
    top = folder / "mkdocs"
    settings = (
        "site_name: KPIs\ntheme: {name: material, font: false}\nplugins: []\nnav: [index.md]\nnot_in_nav: /kpi/\n"
    )
    _write(top / "mkdocs.yml", settings)
    _write(top / "docs/index.md", "# KPIs\n")
    for kpi in catalogue:
        _write(top / f"docs/kpi/{kpi.id}.md", f"# {kpi.name}\n\n{_markdown(kpi)}")
    return top / "site"


def _markdown(kpi: Kpi) -> str:
    """The record's texts: a heading for each attribute, its texts as a list."""
    lines, attribute = [], ""
    for field, text in prose(kpi):
        if field[0] != attribute:
            attribute = str(field[0])
            lines += ["", f"## {attribute.replace('_', ' ').capitalize()}", ""]
        lines.append(f"- {text}")
    return "\n".join(lines) + f"\n\n`{kpi.standard_formula.expression}`\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _edit(root: Path) -> None:
    """Change the definition of the record in the middle."""
    records = sorted((root / "kpis").rglob("*.yml"))
    file = records[len(records) // 2]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("definition: >-\n", "definition: >-\n  Said anew for this measure.\n"), "utf-8")


def measured(command: Sequence[str], env: dict[str, str]) -> Run:
    """Run a program and watch its memory."""
    start, most, before = time.perf_counter(), 0, _spent()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=env, stdout=said, stderr=subprocess.STDOUT)
        while process.poll() is None:
            looked = time.perf_counter()
            most = max(most, _memory(process.pid))
            if time.perf_counter() - start > LONGEST:
                process.kill()
                process.wait()
                return Run(None, most, f"stopped after {LONGEST:.0f} s")
            # Looking stops the program for as long as it takes, so it may not be looked at often.
            time.sleep(max(_BEAT, 40 * (time.perf_counter() - looked)))
        seconds = time.perf_counter() - start
        said.seek(0)
        last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
    cpu = _spent() - before
    return Run(seconds, most, last, cpu) if process.returncode == 0 else Run(None, most, f"failed: {last}")


def _spent() -> float:
    """The processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    """What a process and its children hold, pages that several share counted in parts; 0 off Linux."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return own + sum(_memory(int(child)) for child in children)


def _inner(run: Run) -> Run:
    """The seconds, and those of the processors, that the process measured itself and printed last."""
    if run.seconds is None:
        return run
    seconds, cpu = map(float, run.note.split())
    return Run(seconds, run.memory, cpu=cpu)


def _in_yards(what: str, run: Run, yard: Run, out: Path | None = None) -> str:
    yards = f" ({run.seconds / yard.seconds:.1f} times PyYAML alone)" if run.seconds and yard.seconds else ""
    return _line(what + yards, run, out)


def _line(what: str, run: Run, out: Path | None = None) -> str:
    took = f"{run.seconds:8.2f} s {run.cpu:8.2f} s" if run.seconds is not None else f"{'':>21}"
    size = f", {_size(out)}" if out and run.seconds is not None else ""
    why = f" ({run.note})" if run.seconds is None else ""
    return f"{took}  {run.memory / 1e6:6.0f} MB  {what}{size}{why}"


def _size(out: Path) -> str:
    files = [file for file in out.rglob("*") if file.is_file()]
    pages = [file.stat().st_size for file in (out / "kpi").glob("*/index.html")]
    whole = sum(file.stat().st_size for file in files)
    return f"{whole / 1e6:.0f} MB in {len(files):,} files, pages {sum(pages) / len(pages) / 1000:.1f} KB"
