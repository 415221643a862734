"""`python -m bench`: every benchmark in one run, the machine first, then a table with the ratios in front."""

from __future__ import annotations

import argparse
import sys

from bench import catalogue, expressions, lighthouse, scorecard, search, search_scale, site, tables
from bench.figures import Figure, printed
from bench.machine import described

PARTS = {
    "expressions": expressions.figures,
    "tables": tables.figures,
    "catalogue": catalogue.figures,
    "scorecard": scorecard.figures,
}
TABLES = {
    "search": search.table,
    "scale": search_scale.table,
    "site": site.table,
    "lighthouse": lighthouse.table,
}  # parts that print lines of their own


def main() -> int:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS | TABLES)}; all without any")
    parser.add_argument(
        "--quick", action="store_true", help="few repetitions and small tables: only to see that it runs"
    )
    args = parser.parse_args()
    if unknown := [part for part in args.parts if part not in PARTS | TABLES]:
        parser.error(f"unknown part {unknown[0]}; parts are {', '.join(PARTS | TABLES)}")
    print(described())
    if args.quick:
        print("quick: the figures mean little")
    for name in args.parts or PARTS | TABLES:
        print(f"\n{name}", flush=True)
        if name in TABLES:
            for line in TABLES[name](args.quick):
                print(line, flush=True)
            continue
        measured: list[Figure] = []
        for figure in PARTS[name](args.quick):
            print(f"  {figure.what}", file=sys.stderr, flush=True)
            measured.append(figure)
        print(printed(measured), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
