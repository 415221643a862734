"""Search: one understanding of queries and one ranking over postings: whoosh's here, files of our own in the browser.

`words` < `synonyms` < `fields`, `facets` < `vocabulary` < `understanding` < `ranking` < `record_table`, `facet_index`,
`documents` < `whoosh_index`, `store` < `answering` < `index`. None of them imports records unless it makes an index: a
process that only answers loads no catalogue. What the browser loads: `packing` < `posting_lists`, `facet_columns`,
`browser_tables` < `browser_index`.
"""

from .answers import Answer, Hit, Query, as_json
from .facets import FACETS
from .index import Index, open_index, open_search
from .understanding import MAX_CHARACTERS

__all__ = [
    "FACETS",
    "MAX_CHARACTERS",
    "Answer",
    "Hit",
    "Index",
    "Query",
    "as_json",
    "open_index",
    "open_search",
]
