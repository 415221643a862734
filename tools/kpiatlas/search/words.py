"""Words: how text becomes the words that are indexed and asked for. The ground of `search`; imports nothing.

The browser does the same in docs/assets/atlas/search-words.js, line by line; a test runs both over the whole vocabulary
and compares. So a rule is changed in both or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MAX_WORDS = 32
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['\u2019\u02bc]")
NOT_BRITISH = frozenset({"hour", "four", "your", "our", "tour", "pour", "sour", "flour"})
SPELLINGS = {
    "programme": "program", "catalogue": "catalog", "dialogue": "dialog", "cheque": "check", "defence": "defense",
    "licence": "license", "ageing": "aging", "grey": "gray", "tyre": "tire", "cosy": "cozy", "skilful": "skillful",
    "enrolment": "enrollment", "offence": "offense", "pretence": "pretense", "aeroplane": "airplane", "kerb": "curb",
    "paediatric": "pediatric", "anaesthesia": "anesthesia", "haemoglobin": "hemoglobin", "orthopaedic": "orthopedic",
    "avg": "average", "pct": "percent", "percentage": "percent", "qty": "quantity", "hrs": "hour",
    "mgmt": "management", "dept": "department", "mfg": "manufacturing", "yr": "year", "yrs": "year", "mth": "month",
}  # fmt: skip

# What carries no subject. "how long", "how much" and their like are read before these are dropped (synonyms.PHRASES).
_STOP_WORDS = """
a about above actually after ago all almost alone along already also although always am among an and another any
anybody anyone anything are around as at away be became because become been before behind being below besides between
both but by came can cannot come comes could did do does doing done each either else enough ever every everybody
everyone everything exactly find for from get gets getting give given gives go goes going gone got had has have having
he hence her here hers him his how however i if in indicator indeed inside instead into is it its itself just kpi kpis
let lets like likely long m made mainly make makes many may maybe me measure might more most mostly much must my
myself near nearly need neither never next no nobody nor not nothing now of often on once one ones only onto or other
others our ours ourselves out outside over own per perhaps please probably quite rather re really s same see seem
seems she should show shows simply since so some somebody someone something sometimes soon still such t take takes
taking tell than that the their theirs them themselves then there these they thing things this those though through
thus to today together too toward towards under unless until up upon us usually ve versus very vs want wants was way
ways we well were what whatever when whenever where whether which while who whoever whom whose why will with would yes
yet you your yours metric metrics arent cant couldnt didnt doesnt dont hasnt havent hes hows im isnt ive shes shouldnt
thats theres theyre theyve wasnt werent weve whats wheres whos wont wouldnt youre youve
"""
# What people put around a name: "what is aht", "how to calculate nps", "csat formula".
_FRAME_WORDS = """
benchmark benchmarks calculate calculating calculation calculator compute define defined definition equation example
examples explain explained formula good improve improving mean meaning means reduce report reporting target track
tracking typical
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
FRAME_WORDS = STOP_WORDS | frozenset(_FRAME_WORDS.split())


def bare(text: str) -> str:
    """Lower case, no accents, no apostrophes, `&` and `%` in words."""
    text = _APOSTROPHE.sub("", text.replace("&", " and ").replace("%", " percent "))
    text = text.lower()
    if text.isascii():  # nearly every text; the rest of the way costs ten times as much
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def split(text: str) -> list[str]:
    """The words of a text, bare, in order."""
    return _WORD.findall(bare(text))


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word in the singular and in American spelling; names are compared in this form."""
    word = SPELLINGS.get(word, word)
    return _american(_singular(word))


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def _american(word: str) -> str:
    word = SPELLINGS.get(word, word)
    if len(word) < 5 or word in NOT_BRITISH:
        return word
    word = re.sub(r"is(e|ed|ing|ation|er)$", r"iz\1", word)
    word = re.sub(r"ys(e|ed|ing|er)$", r"yz\1", word)
    word = re.sub(r"our(ed|ing|ite|al|able)?$", r"or\1", word)
    word = re.sub(r"([bt])re$", r"\1er", word)
    return re.sub(r"ogue$", "og", word)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What a word is indexed under: answer, answers, answered and answering are one."""
    word = plain(word)
    if len(word) > 4 and word.endswith("ied"):
        return word[:-3] + "y"
    for ending, least in (("ment", 7), ("ing", 6), ("ed", 5), ("ly", 6)):
        if len(word) >= least and word.endswith(ending) and not word.endswith(("eed", "pply")):
            root = word[: -len(ending)]
            if re.search(r"[aeiouy]", root):
                word = _root(root)
            break
    return _without_e(_root(word))


def _root(word: str) -> str:
    """One consonant where a suffix doubled it: planning, controlled, fulfillment."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        return word[:-1]
    return word[:-1] if len(word) >= 7 and word.endswith("ll") else word


def _without_e(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("e") and not word.endswith("ee") else word


def key(words: Sequence[str]) -> str:
    """A name in plain words without blanks."""
    return "".join(map(plain, words))


def keys(words: Sequence[str]) -> tuple[str, ...]:
    """A name as it is compared, without blanks, for e-mail, e mail and email are one.

    First as it stands, since ROAS is not the plural of ROA, then in plain words.
    """
    both = ("".join(words), key(words))
    return tuple(dict.fromkeys(one for one in both if one))


def hyphenated(text: str) -> list[str]:
    """Compounds written with a hyphen, joined: self-service gives selfservice."""
    if "-" not in text and text.isascii():
        return []
    return ["".join(_WORD.findall(part)) for part in re.findall(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+", bare(text))]
