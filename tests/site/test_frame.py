"""Stamping, the content security policy and the header's search field, on text alone."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest

from kpiatlas.site.frame import ADDRESS, BODY, DESCRIPTION, TITLE, Frame, framed_alone, without_indents
from kpiatlas.site.header import with_search
from kpiatlas.site.page import SitePage
from kpiatlas.site.policy import inline_hashes, with_policy

THEME = (
    f'<html><head><meta charset="utf-8"><title>{TITLE} - Site</title><meta name="description" content="{DESCRIPTION}">'
    f'<link rel="canonical" href="{ADDRESS}"><script>theme()</script></head>'
    f'<body><header class="md-header"><nav>{TITLE}</nav></header>{BODY}</body></html>'
)


def test_every_token_is_replaced_wherever_it_stands() -> None:
    page = SitePage("kpi/x/", "Name", "What it is.", "<h1>Name</h1><p>Body</p>")
    stamped = Frame.cut(THEME).around(page, "https://example.org/kpi/x/")
    assert "ATLAS" not in stamped
    assert stamped.count("Name") == 3
    assert 'href="https://example.org/kpi/x/"' in stamped


def test_text_of_a_record_cannot_leave_its_place_in_the_frame() -> None:
    page = SitePage("kpi/x/", '</title><script>alert(1)</script>"', '"><script>alert(2)</script>', "<h1>x</h1>")
    stamped = Frame.cut(THEME).around(page, "")
    assert stamped.count("<script>") == 1
    assert "&lt;/title&gt;" in stamped


def test_a_body_that_holds_a_token_stays_as_it_is() -> None:
    page = SitePage("kpi/x/", "Name", "What it is.", f"<h1>x</h1><p>{TITLE}</p>")
    assert f"<p>{TITLE}</p>" in Frame.cut(THEME).around(page, "")


def test_the_frame_loses_its_indentation_and_the_body_nothing() -> None:
    page = SitePage("kpi/x/", "Name", "What it is.", "<h1>x</h1>\n   <pre>a\n    b</pre>\n  <p>c</p>")
    theme = THEME.replace("<nav>", "\n    <nav>\n\n      ").replace(BODY, f"\n      {BODY}\n  ")
    stamped = Frame.cut(theme).around(page, "")
    assert f"\n{page.body}\n</body>" in stamped
    assert "\n<nav>\nName</nav>" in stamped


def test_what_keeps_its_spaces_keeps_them() -> None:
    kept = "<pre>a\n  b</pre><textarea>\n  c\n</textarea><script>a = `\n  b`</script>"
    assert without_indents(f"<p>\n   x</p>{kept}\n  <p>") == f"<p>\nx</p>{kept}\n<p>"


def test_a_page_rendered_alone_is_the_one_out_of_the_frame() -> None:
    first = '<script src="../assets/atlas/atlas.js" type="module"></script>'
    theme = THEME.replace("</body>", f"\n  <i data-table>\n    </i>  \n {first}\n</body>").replace(
        BODY, f"\n  {BODY}  "
    )
    page = SitePage("kpi/x/", "Name", "What it is.", "<h1>x</h1>\n   <div data-calculator></div>")
    values = {TITLE: "Name", DESCRIPTION: "What it is.", ADDRESS: "", BODY: page.body}
    alone = theme
    for token, value in values.items():
        alone = alone.replace(token, value)
    assert framed_alone(alone, page) == Frame.cut(theme).around(page, "")
    assert framed_alone(alone, page).count("calculator.js") == 1


def test_a_theme_that_leaves_out_the_body_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly once"):
        Frame.cut("<html></html>")


def test_the_policy_allows_the_theme_s_inline_scripts_by_hash_and_no_other() -> None:
    page = with_policy(THEME)
    expected = base64.b64encode(sha256(b"theme()").digest()).decode()
    assert f"script-src 'self' 'sha256-{expected}'" in page
    assert "unsafe-inline" not in page.split("script-src")[1].split(";")[0]
    assert page.index("Content-Security-Policy") < page.index("<script>")


def test_data_blocks_and_files_need_no_hash() -> None:
    assert inline_hashes('<script type="application/json">{}</script><script src="a.js"></script>') == []


@pytest.mark.parametrize("broken", ["<html></html>", "<meta charset=latin1>"])
def test_a_theme_without_a_place_for_the_policy_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="charset"):
        with_policy(broken)


def test_the_header_gets_one_search_field() -> None:
    page = with_search(THEME, "../../")
    assert page.count('role="search"') == 1
    assert 'action="../../search/"' in page
    assert page.index('role="search"') < page.index("</nav>")


def test_a_page_with_its_own_search_field_keeps_that_one() -> None:
    own = THEME.replace(BODY, f'{BODY}<form class="atlas-search atlas-search--large"></form>')
    assert with_search(own, "./") == own


def test_a_theme_without_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="header"):
        with_search("<html></html>", "./")
