"""Sessions: several interviews in one file, told by their headings or by a header that comes again.

The rule: a session is proposed, never cut in silence. A heading (``Participant 3``, ``Wawancara 2``) stands alone on its
line, its number comes once, and somebody talks below it; a label of turns that is numbered likewise comes back and so is
none. The sessions part the whole text: what stands above the first heading goes with the first session.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qualcode.collect.header import header_key
from qualcode.collect.labels import find_label
from qualcode.collect.lines import Line, lines_of
from qualcode.i18n import _
from qualcode.language.marks import speaker_name

MIN_TURNS = 3  # lines below a heading that may begin a turn
LONGEST = 120  # characters of a heading or a field


@dataclass(frozen=True)
class Session:
    """One interview of a file: its title as it is written, and where it stands in the canonical text."""

    title: str
    start: int
    stop: int


_WORDS = (
    "participants? partisipan peserta informan(?:t|ts)? narasumber responden respondents? subjek subyek interview(?:ee|ees|s)? "
    "wawancara transkrip(?:si)? transcript(?:ion)?s? sesi session sesion sesión rekaman recording fgd diskusi kelompok group "
    "entrevista entrevistad[oa] informante participante participantes grupo sessão sessao entretien participante? enquêté "
    "gespräch teilnehmer(?:in)? befragte[r]? gesprek deelnemer temu(?:bual|ramah) peserta mahojiano mshiriki kasus case "
    "hari day pertemuan kunjungan visit 受访者 访谈 受訪者 訪談"
)
_HEADING = re.compile(
    rf"[#*_\s\d.)=–—-]*(?P<word>(?:(?:hasil|transkrip(?:si)?|transcript(?:ion)?|catatan)\s+)?(?:{'|'.join(_WORDS.split())}))"
    r"(?:\s+(?:wawancara|fgd|informan|informant|interview|of|de|dengan|with|participant|partisipan|group|kelompok|no\.?|nomor|ke))*"
    r"\s*[-#:.]?\s*(?P<number>\d{1,3}|[ivxIVX]{1,5}|[A-H]|one|two|three|four|five|satu|dua|tiga|empat|lima|pertama|kedua|ketiga)"
    r"\b(?P<rest>[^?!]{0,80})",
    re.I,
)


def find(text: str) -> tuple[Session, ...]:
    """The sessions of a canonical text, in its order and covering all of it; none where it is one session."""
    lines = lines_of(text)
    starts = _starts(text)
    if len(starts) < 2:
        return ()
    titles = [title for _, title in starts]
    if _talk_above(lines[: starts[0][0]]):
        starts, titles = [(0, ""), *starts], [_("before %s") % titles[0], *titles]
    edges = [0, *(lines[at].start for at, _title in starts[1:]), len(text)]
    return tuple(Session(title, *edge) for title, edge in zip(titles, pairwise(edges), strict=True))


def _talk_above(lines: list[Line]) -> bool:
    """Whether lines hold a talk: two labels or more that come again, before sentences."""
    often = Counter(label.key for line in lines if (label := find_label(line)) and not label.bare)
    back = [count for count in often.values() if count > 1]
    return len(back) > 1 and sum(back) > MIN_TURNS


def apparatus(text: str, labels: Container[int]) -> set[int]:
    """The lines that head a session, and the fields of headers that come again: nobody said them."""
    found: set[int] = set()
    lines = lines_of(text)
    for at in dict(_starts(text)):
        found.add(at)
        at += 1
        while at < len(lines) and at not in labels and (_field(lines[at]) or _OF_HEADER.fullmatch(lines[at].text)):
            found.add(at)
            at += 1
    return found


_OF_HEADER = re.compile(  # a date, or whose a letter is: Wednesday, 1 October 2014; R: Researcher.
    r"(?:[^\W\d_]{3,12},?\s)?(?:\d{1,2}(?:st|nd|rd|th)?\s(?:(?:de|of)\s)?[^\W\d_]{3,12},?|[^\W\d_]{3,12}\s\d{1,2}(?:st|nd|rd|th)?,?|"
    r"\d{1,2}[./-]\d{1,2}[./-])\s?(?:de\s)?(?:19|20)\d\d\.?|[A-Z]{1,3}\d{0,2}\s?[:=]\s?[^\W\d_]+(?:\s[^\W\d_]+)?\.?"
)


@lru_cache(maxsize=2)  # asked for when its turns are read, and for what the file holds
def _starts(text: str) -> list[tuple[int, str]]:
    """The lines at which sessions begin, each with its title."""
    lines = lines_of(text)
    return _headings(lines) or _repeated_headers(lines)


def _headings(lines: list[Line]) -> list[tuple[int, str]]:
    """The lines that head a session, by the word that heads most of them."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for at, line in enumerate(lines):
        words = line.text
        if (
            len(words) <= LONGEST
            and words[-1] not in ".?!,;"
            and (heading := _HEADING.fullmatch(words))
            and _stands_alone(heading["rest"])
        ):
            word = " ".join(heading["word"].casefold().split())
            found.setdefault(word, []).append((at, heading["number"].casefold(), _title(words)))
    best: list[tuple[int, str]] = []
    for places in found.values():
        often = Counter(number for _, number, _ in places)
        once = [(at, title) for at, number, title in places if often[number] == 1]
        if 2 * len(once) < len(places) + 1:
            continue  # numbers that come back are labels of turns
        spoken = [
            start for start, turns in zip(once, _turns_below(lines, [at for at, _ in once]), strict=True) if turns
        ]
        if len(spoken) == len(once) and len(spoken) > max(1, len(best)):
            best = spoken
    return best


def _stands_alone(rest: str) -> bool:
    """Whether what follows the number is a title (``: Ibu S``, ``(perempuan, 45)``, ``— Mojo``) and not speech."""
    words = rest.strip(" *_#=–—-:.")
    return len(words.split()) <= 10 and not (rest.rstrip().endswith((".", ",")) and len(words.split()) > 3)


def _title(words: str) -> str:
    return words.strip(" #*_=–—-:\t")


def _turns_below(lines: list[Line], heads: list[int]) -> list[bool]:
    """For each heading, whether enough lines below it may begin a turn."""
    edges = [*heads, len(lines)]
    return [
        sum(find_label(line) is not None or line.text.endswith("?") for line in lines[first + 1 : after]) >= MIN_TURNS
        for first, after in pairwise(edges)
    ]


def _repeated_headers(lines: list[Line]) -> list[tuple[int, str]]:
    """The header blocks of a text in which the same first key comes again, with talk between them."""
    blocks: list[tuple[int, list[str], str]] = []  # first line, keys, title
    fields = {at: field for at, line in enumerate(lines) if len(line.text) <= LONGEST and (field := _field(line))}
    at = 0
    for first in fields:
        if first < at:
            continue
        keys: list[str] = []
        name = ""
        at = first
        while at in fields and fields[at][0] not in keys:
            key, value = fields[at]
            keys.append(key)
            name = name or (value if key == "informant" else "")
            at += 1
        if len(keys) >= 2:
            blocks.append((first, keys, name))
    if not blocks:
        return []
    common = set(blocks[0][1])
    same = [(first, name) for first, keys, name in blocks if len(common.intersection(keys)) >= max(2, len(common) // 2)]
    if len(same) < 2 or not all(_turns_below(lines, [first for first, _ in same])):
        return []
    starts: list[tuple[int, str]] = []
    for number, (first, name) in enumerate(same, 1):
        above = first - 1
        titled = above >= 0 and len(lines[above].text) <= 80 and not find_label(lines[above]) and lines[first].gap <= 1
        titled = titled and lines[above].text[-1] not in ".?!,;" and (above == 0 or lines[above].gap > 0)
        starts.append((above if titled else first, _title(lines[above].text) if titled else name or str(number)))
    return starts


_FIELD = re.compile(r"[*_]{0,2}([^\W\d_][^:：\n\t]{0,38}?)[*_]{0,2}\s*[:：\t][*_]{0,2}\s*(.*)")


_MARK = re.compile(r"[:：\t]")


@lru_cache(1024)
def _key(before: str) -> str:
    """The canonical key that stands before a colon or tab; '' where none does."""
    found = _FIELD.match(before + ":")
    return header_key(speaker_name(found[1])) if found else ""


def _field(line: Line) -> tuple[str, str] | None:
    """Canonical key and value of a header line that one cannot take for a turn."""
    words = line.text
    if len(words) > LONGEST:
        return None
    mark = _MARK.search(words, 0, 44)
    if not mark or not (key := _key(words[: mark.start()])) or not (found := _FIELD.match(words)):
        return None
    return (key, found[2].strip()) if not found[2].rstrip().endswith("?") else None
