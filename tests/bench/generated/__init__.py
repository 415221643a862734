"""Whole valid catalogues of any size, made of words without meaning: what builds, search and checks are measured on.

Words follow Zipf's law, a record has about 6 KB, inputs are shared, links lead to records that exist, and `kpi check`
finds no error. The same seed and taxonomy give the same bytes.
"""

from bench.generated.catalogue import write_catalogue

__all__ = ["write_catalogue"]
