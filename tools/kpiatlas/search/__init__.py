"""Search: one understanding of queries and one ranking, over two engines: whoosh here, Pagefind in the browser.

`words` < `synonyms` < `fields`, `facets` < `vocabulary` < `understanding` < `ranking` < `whoosh_index`, `store` <
`index` < `answers`; beside them `browser_documents` and `pagefind_index` write what the browser loads.
"""

from .answers import as_json
from .facets import FACETS
from .index import Answer, Hit, Index, Query, open_index

__all__ = ["FACETS", "Answer", "Hit", "Index", "Query", "as_json", "open_index"]
