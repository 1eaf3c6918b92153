"""One tokenizer for the whole product, so that a keyword and the text it looks for are cut in the same places.

A token is a word or a number; what stands between (spaces, punctuation, signs) is none. The rules, with their why:

- A reduplication is one token (``anak-anak``, ``bermain-main``, ``sayur-mayur``): it is one word. Every other hyphen
  or slash divides (``antar-kelurahan``, ``RT/RW``, ``e-KTP``), so that a keyword finds the parts, and the whole too,
  because it is divided likewise.
- An apostrophe inside a word stays (``Jum'at``, ``mbak'e``). Combining marks and soft hyphens belong to their word.
- A number keeps its separators (``5,61``, ``638.102``, ``17.30``, ``00:12:33``) and parts from letters that follow it
  (``3bulanan``, ``200rb``) and from ``Rp``; digits inside a word stay (``P3KE``, ``anak2``).
- What stands in for a name (``I-MJS-K4F2-1``) is one word, as the name was.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from qualcode.language.stand_ins import PATTERN, is_stand_in

# Marks that Python does not count as word characters: Latin, Arabic and Javanese script, joiners, the soft hyphen.
_MARKS = (
    "\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ua980-\ua983\ua9b3-\ua9c0\ufe20-\ufe2f"
)
_LETTER = r"[^\W\d_]"
_REST = r"[^\W_]*+"
_TOKEN = re.compile(
    # Most words are plain letters before a plain separator: tried first for speed, the same token as the general rule gives.
    rf"([A-Za-z]++(?=[ ,.?!\n;:])|{PATTERN}(?!\w)|[Rr][Pp](?=\.?\s?\d)|{_LETTER}{_REST}(?:(?:[{_MARKS}]++|['’ʼ‐‑-](?={_LETTER})){_REST})*+|\d+(?:[.,:]\d+)*+)"
)
_HYPHEN = re.compile("[-‐‑]")


class Token(NamedTuple):
    """A word or number: ``text`` is the slice ``[start, end)`` of what was given, in code points."""

    start: int
    end: int
    text: str


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text, in order."""
    words, starts = cut(text)
    return [Token(start, start + len(word), word) for word, start in zip(words, starts, strict=True)]


def words(text: str) -> list[str]:
    """Only the words and numbers, not where they stand: twice as fast as ``cut``, for whoever counts them."""
    found: list[str] = _TOKEN.findall(text)
    if "-" in text or "‐" in text or "‑" in text:
        for index in [index for index, word in enumerate(found) if not word.isalnum()][::-1]:
            if len(pieces := _divided(found[index])) > 1:
                found[index : index + 1] = [piece for _, piece in pieces]
    return found


def cut(text: str) -> tuple[list[str], list[int]]:
    """The same as two lists, the words and where each starts: what the matcher reads, at the speed of ``re``."""
    parts = _TOKEN.split(text)  # gap, token, gap, ..., gap
    words = parts[1::2]
    starts = list(accumulate(map(len, parts)))[::2][: len(words)]
    if "-" in text or "‐" in text or "‑" in text:
        for index in [index for index, word in enumerate(words) if not word.isalnum()][::-1]:
            if len(pieces := _divided(words[index])) > 1:
                start = starts[index]
                words[index : index + 1] = [piece for _, piece in pieces]
                starts[index : index + 1] = [start + offset for offset, _ in pieces]
    return words, starts


@lru_cache(maxsize=1 << 18)
def _divided(word: str) -> tuple[tuple[int, str], ...]:
    """A hyphenated run as its words with their offset in it; what is reduplicated stays together."""
    if not _HYPHEN.search(word) or is_stand_in(word):
        return ((0, word),)
    pieces: list[tuple[int, str]] = []
    offset = 0
    before = ""  # the last part, which the next may repeat
    for part in _HYPHEN.split(word):
        if before and unfolded(before, part) is not None:
            start, joined = pieces[-1]
            pieces[-1] = (start, joined + word[offset - 1] + part)
        else:
            pieces.append((offset, part))
        offset += len(part) + 1
        before = part
    return tuple(pieces)


def unfolded(first: str, second: str) -> str | None:
    """The single word that a reduplication doubles, or None where the two are different words.

    ``anak``, ``anaknya`` -> ``anaknya``; ``bermain``, ``main`` -> ``bermain``; ``dicukup``, ``cukupke`` ->
    ``dicukupke``; ``tolong``, ``menolong`` -> ``tolong``; ``sayur``, ``mayur`` -> ``sayur``.
    """
    a, b = first.casefold(), second.casefold()
    for length in range(min(len(a), len(b)), 1, -1):
        whole = length in (len(a), len(b))
        if (whole or length >= 3) and a.endswith(b[:length]):
            return a[: len(a) - length] + b
    if b.startswith("me") and len(a) >= 4 and b.endswith(a[1:]):
        return a
    if len(a) == len(b) >= 4 and (a[1:] == b[1:] or _consonants(a) == _consonants(b)):
        return a
    return None


def _consonants(word: str) -> str:
    return re.sub("[aeiou]", "", word)
