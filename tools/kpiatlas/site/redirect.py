"""A page whose place another took sends its readers on at once, without a script, and engines by its address."""

from __future__ import annotations

import html
import re

from .page import SitePage

_CANONICAL = re.compile(r'<link rel="canonical"')


def with_redirect(rendered: str, page: SitePage) -> str:
    """The rendered page with what leads on in its head; as it is where it leads nowhere."""
    if not page.leads_to:
        return rendered
    address = html.escape(page.root + page.leads_to)
    head = f'<meta http-equiv="refresh" content="0; url={address}">'
    if not _CANONICAL.search(rendered):  # without the address of the site a relative one is all there is
        head += f'\n    <link rel="canonical" href="{address}">'
    return rendered.replace("</head>", f"  {head}\n  </head>", 1)
