"""`python -m bench.generated FOLDER COUNT`: write a generated catalogue."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.generated import write_catalogue


def main() -> int:
    """Write the catalogue that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.generated", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is empty or not there yet")
    parser.add_argument("count", type=int, metavar="COUNT", help="how many records")
    parser.add_argument("--seed", type=int, default=5, help="another seed gives other words (5)")
    args = parser.parse_args()
    try:
        write_catalogue(args.folder, args.count, args.seed)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
