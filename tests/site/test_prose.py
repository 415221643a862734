"""Text of records as HTML: emphasis and links work, nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiatlas.site.prose import inline, parsed, plain

from .markup import tags_in


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("*stress* and `code`", "<em>stress</em> and <code>code</code>"),
        ("[text](https://example.org)", '<a href="https://example.org">text</a>'),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b onclick=x>y</b>", "&lt;b onclick=x&gt;y&lt;/b&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](data:text/html,y)", "[x](data:text/html,y)"),
        ("![x](https://example.org/a.png)", None),
        ("{{ 7 * 7 }} {% x %}", "{{ 7 * 7 }} {% x %}"),
        ("safe\u202etext\u2066", "safetext"),
    ],
)
def test_only_inline_markup_and_http_links_become_html(text: str, html: str | None) -> None:
    if html is None:
        assert "<img" not in inline(text)
    else:
        assert inline(text) == html


@given(st.text())
def test_no_text_becomes_anything_but_inline_markup(text: str) -> None:
    for tag, attributes in tags_in(str(inline(text))):
        assert tag in {"em", "strong", "code", "a", "br"}
        assert set(attributes) <= {"href", "title"}
        assert attributes.get("href", "https://").startswith(("https://", "http://"))


@given(st.text() | st.text("ab .,;:'(){}%$#~^|/=+-\u00a0\u2028"))
def test_a_text_that_is_not_parsed_is_what_parsing_would_give(text: str) -> None:
    assert inline(text) == parsed(text)


@given(st.text())
def test_plain_text_keeps_what_can_be_read(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert "\u202e" not in plain(text)
