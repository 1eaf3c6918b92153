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
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress, count
from operator import add
from string import ascii_letters, digits
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
    rf"{PATTERN}(?!\w)|[Rr][Pp](?=\.?\s?\d)|{_LETTER}{_REST}(?:(?:[{_MARKS}]++|['’ʼ‐‑-](?={_LETTER})){_REST})*+|\d+(?:[.,:]\d+)*+"
)
_HYPHEN = re.compile("[-‐‑]")
_IN_WORDS = ascii_letters + digits + "'-_"  # the plain signs beside which a token may go on; all others part,
_IN_NUMBER = re.compile(r"\d[.,:](?=\d)")  # but for these
_BLANKED = bytes(code if code > 127 or chr(code) in _IN_WORDS else ord(" ") for code in range(256))


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
    pieces = _parted(text).split()
    found: list[str] = []
    last = 0
    for at in [at for at, piece in enumerate(pieces) if not piece.isalpha()]:
        found += pieces[last:at]
        found += [word for _, word in _within(pieces[at])]
        last = at + 1
    return found + pieces[last:]


def cut(text: str) -> tuple[list[str], list[int]]:
    """The same as two lists, the words and where each starts: what the matcher reads."""
    pieces = _parted(text).split(" ")
    begins = map(add, accumulate(map(len, pieces), initial=0), count())  # a blank behind each
    words, starts = list(filter(None, pieces)), list(compress(begins, pieces))
    all_words: list[str] = []
    all_starts: list[int] = []
    last = 0
    for at in [at for at, word in enumerate(words) if not word.isalpha()]:
        start = starts[at]
        all_words += words[last:at]
        all_starts += starts[last:at]
        for offset, word in _within(words[at]):
            all_words.append(word)
            all_starts.append(start + offset)
        last = at + 1
    return all_words + words[last:], all_starts + starts[last:]


def _parted(text: str) -> str:
    """The text with blanks for the plain signs that stand in no token: what is left between blanks is a word or, seldom, more."""
    parted = text.encode("utf-8", "surrogatepass").translate(_BLANKED).decode("utf-8", "surrogatepass")
    numbers = [found.end() - 1 for found in _IN_NUMBER.finditer(text)]
    if not numbers:
        return parted
    pieces: list[str] = []
    last = 0
    for at in numbers:
        pieces += (parted[last:at], text[at])
        last = at + 1
    return "".join([*pieces, parted[last:]])


def _within(piece: str) -> Sequence[tuple[int, str]]:
    """The tokens of a piece of text that is more than plain letters, each with its offset in it."""
    return _met(piece) if len(piece) <= LONGEST_MET else _matched(piece)


LONGEST_MET = 40  # characters of a piece that may come again; scripts without blanks have long ones, which do not


@lru_cache(maxsize=1 << 18)
def _met(piece: str) -> Sequence[tuple[int, str]]:
    return _matched(piece)


def _matched(piece: str) -> Sequence[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for one in _TOKEN.finditer(piece):
        found += [(one.start() + offset, word) for offset, word in _divided(one[0])]
    return found


def _divided(word: str) -> Sequence[tuple[int, str]]:
    """A hyphenated run as its words with their offset in it; what is reduplicated stays together."""
    if not _HYPHEN.search(word) or is_stand_in(word):
        return [(0, word)]
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
    return pieces


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
