"""What the browser needs to understand a query as the command line does: tables, filters, figures. On `understanding`.

They travel in the first file of the browser's index, so that they stand in one place and never differ from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import answering, ranking, understanding, vocabulary, words
from .facet_columns import shown_values
from .facet_words import facet_words
from .facets import EVERY, FACETS
from .fields import EXACT, FULL
from .synonyms import PHRASES, ROW, ROWS

if TYPE_CHECKING:
    from ..records import Catalogue


def tables(catalogue: Catalogue) -> dict[str, Any]:
    """The reviewed tables, the filters with their titles, the figures of understanding and ranking."""
    return {
        "size": len(catalogue),
        "stop": " ".join(sorted(words.STOP_WORDS)),
        "frame": " ".join(sorted(words.FRAME_WORDS - words.STOP_WORDS)),
        "spellings": words.SPELLINGS,
        "notBritish": sorted(words.NOT_BRITISH),
        "synonyms": list(ROWS),
        "phrases": {phrase: " ".join(meant) for phrase, meant in PHRASES.items()},
        "facetWords": facet_words(catalogue),
        "facets": [{"id": f.id, "title": f.title, "values": list(shown_values(f, catalogue))} for f in FACETS],
        "every": EVERY,
        "marks": {"exact": EXACT, "row": ROW},
        "rules": _rules(),
    }


def _rules() -> dict[str, float]:
    """The figures of understanding and ranking, so that they stand in one place."""
    return {
        "maxWords": words.MAX_WORDS,
        "maxCharacters": understanding.MAX_CHARACTERS,
        "synonym": understanding.SYNONYM,
        "near": understanding.NEAR,
        "joined": understanding.JOINED,
        "completed": understanding.COMPLETED,
        "phrase": understanding.PHRASE,
        "begun": understanding.BEGUN,
        "begins": understanding.BEGINS,
        "leastAlike": vocabulary.LEAST_ALIKE,
        "leastPart": vocabulary.LEAST_PART,
        "longJoined": vocabulary.LONG_JOINED,
        "mostJoined": vocabulary.MOST_JOINED,
        "meanPart": vocabulary.MEAN_PART,
        "full": FULL,
        "saturation": ranking.SATURATION,
        "enough": ranking.ENOUGH,
        "enoughOfMany": ranking.ENOUGH_OF_MANY,
        "many": ranking.MANY,
        "all": ranking.ALL,
        "farBelow": ranking.FAR_BELOW,
        "facetBonus": ranking.FACET_BONUS,
        "exactBonus": ranking.EXACT_BONUS,
        "lessSure": ranking.LESS_SURE,
        "inName": ranking.IN_NAME,
        "ownWord": ranking.OWN_WORD,
        "asWell": answering.AS_WELL,
    }
