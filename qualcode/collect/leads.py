"""Bold leads: who speaks, told by nothing but bold at the beginning of a paragraph (**Ani** Since when?).

The rule: bold is no word, and a reader gives words; but where bold words come back at the beginning of paragraphs, take turns
and have no colon, the bold alone parts who speaks from what is said. A tab stands for it then, as people type it who have
no bold; nothing else of the text changes. Bold that only stresses a word does not come back so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from qualcode.collect.roles import TITLES, role_at

MIN_BACK = 4  # paragraphs that begin with bold words that come again
MIN_ALTERNATION = 0.5  # of neighbouring leads must differ
MIN_KEPT = 0.6  # of the leads must be such as come again
MIN_SHARE = 0.1  # of the paragraphs
LONGEST = 80  # characters
MOST_WORDS = 14
_PARTED = (*":：\t-–—[(<=|.,;?!)]",)  # behind the bold: it is parted already, or goes on


def with_leads(paragraphs: Iterable[str], bold: Mapping[str, str]) -> list[str]:
    """Paragraphs, with a tab behind their bold leads where those tell who speaks. ``bold``: paragraph -> the bold words with
    which it begins, of those that are not bold to their end."""
    found = list(paragraphs)
    leads = {words: lead for words in found if (lead := bold.get(words, "").rstrip()) and _may_lead(words, lead)}
    keys = [_key(leads[words]) for words in found if words in leads]
    often = Counter(keys)
    back = [key for key in keys if often[key] > 1]
    if (
        len(set(back)) < 2
        or len(back) < max(MIN_BACK, MIN_KEPT * len(keys), MIN_SHARE * len(found))
        or sum(a != b for a, b in pairwise(back)) < MIN_ALTERNATION * (len(back) - 1)
    ):
        return found
    stopped = {key[-1] == "." for key in back}
    who = {
        words: lead
        for words, lead in leads.items()
        if often[_key(lead)] > 1 or ({lead[-1] == "."} == stopped and _names(lead))
    }
    return [f"{who[words]}\t{words[len(who[words]) :].lstrip()}" if words in who else words for words in found]


def _key(lead: str) -> str:
    return " ".join(lead.casefold().split())


def _may_lead(words: str, lead: str) -> bool:
    """Whether bold words may say who speaks: few, no sentence that asks, and neither parted by a sign nor a part of a word."""
    rest = words[len(lead) :]
    said = rest.lstrip(" \u00a0")
    if not words.startswith(lead) or not said or said[0] in _PARTED or "\n" in lead or "\t" in lead:
        return False
    torn = rest[0].isalnum() and lead[-1].isalnum() and not (rest[0].isupper() and lead[-1].islower())
    few = len(lead) <= LONGEST and len(lead.split()) <= MOST_WORDS
    return few and not torn and lead[-1] not in ":：?!…,;-–—" and lead[0].isalpha()


def _names(lead: str) -> bool:
    """Whether words that lead once may name somebody: a title, a role, or a name with capitals."""
    parts = lead.split()
    titled = len(parts) > 1 and parts[0].rstrip(".").casefold() in TITLES
    named = len(parts) in (2, 3) and all(part[0].isupper() for part in parts)
    return titled or named or role_at(lead.rstrip(".").casefold())
