"""The modules of the site's builder, run in Node: what they make of the same scorecards as the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from catalogues import ROOT
from kpiatlas.formula.targets import javascript
from kpiatlas.records import Catalogue
from kpiatlas.records.scorecard_template import ScorecardTemplate
from kpiatlas.scorecard.template_file import template_data
from kpiatlas.site.files import formula_module
from kpiatlas.site.record_json import record_json
from kpiatlas.site.scorecard_files import formulas_json, scorecards_json
from kpiatlas.site.whole_catalogue import taxonomy

ASSETS = ROOT / "docs/assets/atlas"
RUNNER = """
import { readFileSync } from "node:fs";
const names = "model examples advice flat-files sheets workbook template-file yaml draft schema".split(" ");
const modules = await Promise.all(names.map((name) => import(`./assets/atlas/scorecard/${name}.js`)));
const { build, withExamples, warnings, asData, csvText, bookOf, parts, toYaml, readYaml, asDraft, wrongs } =
  Object.assign({}, ...modules);
const { cards, catalogue, ids, schema } = JSON.parse(readFileSync(0, "utf8"));
const compute = new Map(), kpis = new Map(Object.entries(catalogue.kpis));
for (const id of ids) compute.set(id, (await import(`./kpi/${id}/formula.js`)).formulas);
const known = { ...catalogue, kpis, formulas: new Map(Object.entries(catalogue.formulas)), compute };
const made = cards.map(({ template, examples, ...how }) => {
  const blank = build(template, known, how), card = examples ? withExamples(blank) : blank;
  const file = toYaml(card.template), again = toYaml(asDraft({ ...readYaml(file), id: template.id }));
  const texts = { csv: csvText(card), file, again }, data = asData(card), wrong = wrongs(readYaml(file), schema);
  const workbook = Object.fromEntries(parts(bookOf(card)));
  return { ...texts, data, wrongs: wrong, warnings: warnings(card, known), parts: workbook };
});
process.stdout.write(JSON.stringify(made));
"""


def node() -> str:
    """The program, or the test is skipped."""
    found = shutil.which("node")
    if found is None:
        reason = "node is not installed: apt-get install nodejs"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found


def run(folder: Path, script: str, payload: Any) -> Any:
    """What a script prints as JSON; it stands in the folder of `site_of`."""
    (folder / "run.js").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [node(), str(folder / "run.js")], input=json.dumps(payload), capture_output=True, text=True, encoding="utf-8",
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def site_of(folder: Path) -> Path:
    """A folder with the site's scripts, as Node reads them."""
    shutil.copytree(ASSETS, folder / "assets/atlas", dirs_exist_ok=True)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (folder / "assets/atlas/formula-runtime.js").write_text(javascript.RUNTIME, encoding="utf-8")
    return folder


def made_in_browser(
    folder: Path, catalogue: Catalogue, cards: Sequence[tuple[ScorecardTemplate, Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """Parts of the workbook, warnings and files for each template, beside which `today`, `periods` and `site` stand."""
    ids = sorted({line.kpi for template, _ in cards for group in template.groups for line in group.kpis})
    site_of(folder)
    for id_ in ids:
        place = folder / "kpi" / id_ / "formula.js"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(formula_module(catalogue.kpis[id_]), encoding="utf-8")
    said = [{"template": {"id": template.id, **template_data(template)}, **how} for template, how in cards]
    schema = json.loads((ROOT / "schema/scorecard.schema.json").read_bytes())
    payload = {"cards": said, "catalogue": known(catalogue, ids), "ids": ids, "schema": schema}
    made: list[dict[str, Any]] = run(folder, RUNNER, payload)
    return made


def known(catalogue: Catalogue, ids: Iterable[str]) -> dict[str, Any]:
    """What the builder loads from `api/v1`."""
    shared = scorecards_json(catalogue)
    return {
        "kpis": {id_: json.loads(record_json(catalogue.kpis[id_])) for id_ in ids},
        "formulas": {id_: formulas_json(catalogue, catalogue.kpis[id_]) for id_ in ids},
        "taxonomy": json.loads(msgspec.json.encode(taxonomy(catalogue))),
        "program": shared["program"],
        "version": shared["catalogue_version"],
        "commit": shared["commit"],
    }
