"""`kpi serve`: build the site, serve it, rebuild on change."""

from __future__ import annotations

import argparse
import threading
from functools import partial
from pathlib import Path

from ..paths import catalogue_dir, data_root
from ..problem import UserError
from ..site.live import LiveSite
from ..site.serve import server, state, watch
from .output import note


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("-o", "--output", metavar="DIR", default="build/site", help="folder of the site (build/site)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine alone)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.epilog = "example: kpi serve --port 8000"


def run(args: argparse.Namespace) -> int:
    """Serve until stopped with Ctrl-C."""
    site = LiveSite(catalogue_dir(args.catalogue), Path(args.output).resolve(), note)
    folders = (site.root, data_root() / "docs", data_root() / "mkdocs.yml")
    seen = state(folders)
    site.change()
    site.build()
    try:
        serving = server(site.target, args.host, args.port, lambda: site.ahead)
    except (OSError, OverflowError) as error:
        raise UserError(f"cannot listen on {args.host}:{args.port}: {error}; choose another with --port") from None
    stop = threading.Event()
    for work in (partial(watch, folders, seen, site.change, stop), site.keep_building):
        threading.Thread(target=work, daemon=True).start()
    host, port = serving.server_address[:2]
    note(f"serving http://{host!s}:{port}/ (Ctrl-C stops)")
    with serving:
        try:
            serving.serve_forever()
        finally:
            stop.set()
            site.close()
    return 0
