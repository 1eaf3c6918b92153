"""A keyword of the codebook in plain words, as somebody reads it who decides on what it found.

The rule: the signs of the syntax are for who writes keywords, in the codebook's fields; elsewhere stand the words it looks for.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.language.keywords import Level, Near, Phrase, Regex, TokenPattern, parse

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NO_WORDS = re.compile(
    r"\\.|\(\?[:=!<a-zA-Z]+|\[[^\]]*\]|\{[^}]*\}"
)  # classes, flags and counts of a regular expression


def plain(keyword: str) -> str:
    """As in ``kip (exactly so)``, ``baru … dapat``, ``jual/gadai``; the keyword itself where it holds no words."""
    return _plain(keyword, language())


@lru_cache(1024)
def _plain(keyword: str, _spoken: str) -> str:
    try:
        asks = parse(json.loads(keyword) if keyword.startswith("{") else keyword, "").asks
    except (UserError, ValueError):
        return keyword
    if isinstance(asks, Near):
        return f"{_words(asks.left)} … {_words(asks.right)}"
    if isinstance(asks, Phrase):
        return _words(asks)
    if isinstance(asks, Regex):
        written = asks.expression.pattern
        words = _LETTERS.findall(_NO_WORDS.sub(" ", written))
        return ("/" if "|" in written else " … ").join(dict.fromkeys(words)) or keyword
    assert isinstance(asks, TokenPattern)
    asked = [value for token in asks.as_list() for value in token.values() if isinstance(value, str)]
    return " ".join(value for value in asked if not value.isupper()) or keyword


def _words(phrase: Phrase) -> str:
    said = " ".join(word.text + ("…" if word.level is Level.PREFIX else "") for word in phrase.words)
    exact = all(word.level is Level.EXACT for word in phrase.words)
    return _("%s (exactly so)") % said if exact else said
