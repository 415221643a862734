"""The content security policy of every page: no other host, no inline script but the theme's own, by hash."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
_CHARSET = '<meta charset="utf-8">'


def inline_hashes(page: str) -> list[str]:
    """The hashes of the inline scripts of a page that a browser would run."""
    found = []
    for match in _SCRIPT.finditer(page):
        attributes, code = match["attributes"].lower(), match["code"]
        if "src=" not in attributes and "application/" not in attributes:
            digest = base64.b64encode(sha256(code.encode()).digest()).decode()
            found.append(f"'sha256-{digest}'")
    return list(dict.fromkeys(found))


def policy(hashes: list[str]) -> str:
    """The policy as the content of a meta element."""
    # The theme's icons are data addresses in its own styles.
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def with_policy(page: str) -> str:
    """The page with the policy as its first meta element after the character set.

    Raises:
        ValueError: the page names no character set, so that there is no place that comes before every script.
    """
    if _CHARSET not in page:
        raise ValueError("the theme's page has no <meta charset>")
    meta = f'{_CHARSET}\n      <meta http-equiv="Content-Security-Policy" content="{policy(inline_hashes(page))}">'
    return page.replace(_CHARSET, meta, 1)
