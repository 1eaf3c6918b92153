"""Where sentences begin and end, by rules: no trained model of Indonesian is needed to get these right.

A sentence ends at ``. ? ! …`` (with closing quotes and brackets) before white space and something that can open one,
and at a blank line. It does not end after an abbreviation, an initial, a list number or *et al.*; a time (``17.30``)
or an amount (``Rp638.102``) has no white space in it. An opening quote or bracket belongs to the sentence it opens.
In speech without capital letters a full stop before a small letter is read as a pause.
"""

from __future__ import annotations

import re

_END = re.compile(
    r"""[.!?…\n](?:                    # one set of characters first: the text between is passed over at the speed of the set
        (?<=\n)(?P<blank>[^\S\n]*+\n\s*+)
      | (?<!\n)[.!?…]*+["”’')\]»]*+   # the end, with what closes there
        (?P<gap>\s++)
        (?=(?:[-–—•*]\s+)?["“‘'(\[«]*(?:[^\W_a-zß-öø-ÿ]|[a-z][.)]\s))  # no small letter, but: b. Jarak
    )""",
    re.VERBOSE,
)
_OPENS = re.compile(r"[\s\"“‘'(\[«]")

# Titles, degrees and the like: a name or a place follows.
_BEFORE_NAME = """
    dr drs dra drg prof ir hj h kh r ra rm st sdr sdri bpk bp jl jln gg kel kec kab kav prov kep ust
    s.sos s.pd s.e s.h s.t s.kom s.si s.psi s.kep s.km s.ag s.ip s.ap s.gz s.farm s.hum s.stp
    m.si m.pd m.m m.kes m.sc m.t m.h m.hum m.ag m.kom m.ap m.ip m.p m.eng a.md a.ma sp.a sp.og sp.pd ph.d
    a.n u.p d.a s.d c.q yth tn ny nn pt cv ud al cf vs ibid ed eds terj
"""
# A number follows; before a word these may end a sentence: "di RT. Lalu".
_BEFORE_NUMBER = """
    no nomor rt rw hlm hal vol tgl thn tel telp fax rp gbr tab bab ps pasal art jam pkl blok
"""
_NAMED, _NUMBERED = frozenset(_BEFORE_NAME.split()), frozenset(_BEFORE_NUMBER.split())
_SHORT = _NAMED | _NUMBERED
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+", re.UNICODE)
_LIST_NUMBER = re.compile(r"(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences as half-open code-point spans, in order, without white space at their ends.

    Together they hold everything that is not white space.
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        stop = match.start("gap")
        if stop < 0:  # a blank line
            spans.append(_trimmed(text, start, match.start()))
        elif _ends(text, start, stop, match.end()):
            spans.append((start, stop) if spans else _trimmed(text, start, stop))
        else:
            continue
        start = match.end()  # white space went before: only the first can begin with some
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span[0] < span[1]]


def _ends(text: str, start: int, stop: int, following: int) -> bool:
    """Whether the sentence that began at ``start`` ends at ``stop``."""
    if text[stop - 1] != ".":
        return True
    low = max(start, stop - 40)
    word = text[max(low, text.rfind(" ", low, stop) + 1) : stop]
    bare = word[:-1]
    if not bare.isalpha():
        word = _OPENS.split(word)[-1]
    elif len(bare) > 1 and bare.casefold() not in _SHORT and bare.strip("ivxIVX"):
        return True  # an ordinary word, as most are
    if _LIST_NUMBER.fullmatch(word) and not text[start : stop - len(word)].strip("\"“‘'([« \t\n"):
        return False
    if word[0].isupper() and _INITIALS.fullmatch(word):
        return False
    folded = word[:-1].casefold()
    if folded in _NAMED:
        return False
    return not (folded in _NUMBERED and text[following : following + 1].isdecimal())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
