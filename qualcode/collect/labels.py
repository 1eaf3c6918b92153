"""Labels: what may name a speaker at the beginning of a line, in whatever dress it comes.

The rule: a line alone only *may* have a label; the text decides. A word before a colon is a label where it is safe (a
role, a title and a name, a code) or comes back; any other dress (``P - ``, ``P<TAB>``, ``[Ibu S] ``, ``Q. ``, a name
alone above what was said) only where two labels or more come back and take turns. ``label_names`` says how often a name
is needed, ``cast`` what is accepted.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from qualcode.collect.label_names import begins_great, name_of
from qualcode.collect.lines import Line
from qualcode.collect.roles import SHORTENED, TITLES, role_at
from qualcode.language.marks import Span

TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?"
_DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},?\s+(?:(?:pukul|at|um|à|às)\s+)?"
_TIMES = rf"(?:{_DATE})?(?:{TIME}|(?<=\s)\d{{1,2}}\.\d{{2}}(?:\.\d{{2}})?)(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:-->|[-–—]|s/d|sampai|to|bis)\s*{TIME})?"
LINK = r"(?<=\])\((?:[^()\s]|\([^()\s]*\)){1,300}\)"
_TIME_FIRST = re.compile(
    rf"[*_\[(<#]{{0,3}}\s?{_TIMES}\s?[*_\])>#]{{0,3}}(?:{LINK})?[*_]{{0,2}}(?:\s+[-–—]\s+|\s*:\s+|\s+|$)"
)
_NUMBER_FIRST = re.compile(
    r"\(?\d{1,4}(?:[.)]\)?\s*|\t\s*|\s{2,}|\s(?=[A-Z]{1,3}\d?\s*:))(?=[^\d\s])|\[\d{1,4}\]\s*(?=\S)"
)
_LEAD = re.compile(r"(?:#{1,6}\s+|>{1,3}\s*|[-•▪◦]\s+(?=\*\*|\[?[A-Z]{1,12}\d*\]?\s*:))")
_QUOTED = re.compile(r"[\"“](?=[QA]\.\s|[A-Z]{2,20}[A-Z. ]{1,30}:\s)")  # a record quoted: “Q. Who was there?
_EMPTY = re.compile(r"`\s*`\s*(?=\*\*)")  # what is left of a blank that was set as code
_RUN = re.compile(
    r"\s?(?<!\*)\*[^*\n]{0,30}\d[^*\n]{0,30}\*{3}\s+(?=\S)"
)  # in a bold run with the label: *Question 1 (0:20)***
_PIECE = r"(?:[^\n:：\t()\[\]（）]|\([^()\n]{1,60}\)|（[^（）\n]{1,60}）|\[[^\[\]\n]{1,60}\])"
_COLON = re.compile(
    rf"(?P<name>{_PIECE}{{1,60}}?)\s*[*_]{{0,2}}\s?(?:(?<!\d)[:：](?!//)|[:：](?!\d|//))[*_]{{0,2}}(?:</[a-z]{{1,6}}>)?(?:\s+—(?=\s+\S))?"
)
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]| (?=[^\W_])){0,40} ?")
_PLAINLY_SAID = re.compile(r" ?[^\s\d\[(*_:/<—]")
_TAB = re.compile(r"(?P<name>[^\n:：\t]{1,40}?)(?: {0,40}\t|(?<![.)])\s{3,40})")
_OFFICE_TAB = re.compile(
    r"(?P<name>(?P<title>[A-Z][a-z]{0,9})\.?\s[A-Z][^\n:：\t,.?!]{1,30}),(?P<office>\s[^\n:：\t.?!;]{3,60})\.?\t"
)
_GAP = re.compile(r"(?P<name>[A-Z]{1,4}\d{0,2})\s{2,40}(?=\S)")  # as wide as a tab
_DASH = re.compile(
    r"(?P<name>[^\n:：\t–—-]{1,40}?(?:-\d{1,3})?(?:\*\*)?) {1,3}[-–—]{1,2} {1,3}(?=\S)|(?P<letters>[A-Z]{1,3})[-–—] +(?=\S)"
)
_TIME_LAST = re.compile(
    rf"(?P<name>[^\n:：\t\d]{{1,40}}(?:\d{{1,2}})?)[\s,|–-]+(?P<time>[*_\[(]{{0,3}}{TIME}(?:\s?[AaPp][Mm])?[\])*_]{{0,3}})\s?:?$"
)
_BRACKET = re.compile(r"(?P<name>\[[^\[\]\n:]{1,40}\]|\([^()\n:]{1,40}\)|<[^<>\n:]{1,40}>)\s*[-–]?\s*(?=[^\s=])")
_DOT = re.compile(
    r"(?P<name>(?:The\s+)?(?:(?:[A-Z][a-z]{1,8}\.?\s+){0,2}[A-Z]['’A-Z-]{2,20}(?:\s+(?:[A-Z]\.|(?:of\s+)?[A-Z][\w'’-]{1,20})){0,3}|[A-Z]\d{0,3}))"
    r"(?:\.|\)|>)(?:\s*[-–—]+)?\s+(?=\S)"
)
_SHORT = re.compile(r"(?P<name>[A-Z][a-z]{2,6})(?P<dot>\.)?[ \t]+(?=\S)")
_TITLED = re.compile(
    r"(?P<name>(?P<title>[A-Z][a-z]{1,14})\.?\s+[A-Z][\w'’-]{1,20}(?:\s+[A-Z][\w'’-]{1,20})?(?:\s+of\s+(?:[A-Z]\w{1,15}\s?){1,2})?)\.\s+(?=[^\s\d])"
)
_SLIP = re.compile(r"(?P<name>[A-Z][\w.]{0,14}(?:\s[A-Z][\w.]{0,14})?)\s*;\s+(?=\S)")
_CAPITALS = re.compile(r"[A-Z]['’A-Z]")
_ALONE = re.compile(
    r"(?P<name>[*_]{0,2}(?:[A-Z]\.\s?){1,4}[*_]{0,2}|[^\n:：=\t.,;!?…\"“”«»]{1,40}(?:\s\([^()\n]{1,40}\))?)$"
)
_CLOCK = re.compile(r"\d:\d")
_INLINE_TIME = re.compile(
    rf"\\?\[\s*{TIME}(?:\s*(?:-->|[-–—]|s/d|sampai)\s*{TIME})?\s*\\?\]|\(\d{{1,2}}:\d{{2}}:\d{{2}}\)"
    rf"|\#\d{{1,2}}:\d{{2}}:\d{{2}}(?:-\d+)?\#"
    rf"|^[*_(<]{{0,3}}{TIME}(?:\s*(?:-->|[-–—]|s/d|sampai)\s*{TIME})?[*_)>]{{0,3}}$|^\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d+)?(?=\s)"
)
_BULLET = re.compile(r"(?<=\s)\d{1,9}_\d{1,9}$")  # milliseconds, as CHAT writes them
_NOTE_WORDS = re.compile(
    r"\W{0,4}(?:baca juga|catatan|keterangan|ket\.|(?:field\s+)?notes?|nb|observasi|refleksi|suasana|nota|remarque|notiz|anmerkung|opmerking|"
    r"observaci[oó]n|observação|comment|memo)"
    r"(?:\s+(?:lapangan|peneliti|pewawancara|penulis|transkrip\w{0,6}|moderator|notulis|transcriber|del?\s\w{1,20}|do\s\w{1,20}))?\s?[:：]",
    re.I,
)

COLON, TIMED, TAB, DASH, BRACKET, DOT, ALONE = "colon", "timed", "tab", "dash", "bracket", "dot", "alone"
EDITORS = "→⇒➔➜➤►▶※†‡"  # begin what is said about a talk
SLIP = "slip"  # a semicolon for a colon: of a label that others prove


class Label(NamedTuple):
    """A line's beginning that may name a speaker."""

    key: str
    span: Span  # with numbering, emphasis and colon
    speech: int  # where the speech begins
    time: Span | None  # a time mark outside the span
    needed: int  # how often it must come at least: 1 where it is safe
    dress: str = COLON
    bold: bool = False
    apparatus: tuple[Span, ...] = ()  # numbers and signs beside it that are no part of the name
    bare: bool = False  # what follows a colon is no sentence: it may be the value of a field
    other: Label | None = None  # what the line may be instead, in another dress


Labels = dict[int, Label]  # by line


def how_often(labels: Labels) -> Counter[str]:
    """How many of the labels have each key."""
    return Counter(map(_KEY, labels.values()))


_KEY = itemgetter(Label._fields.index("key"))


def find_label(line: Line) -> Label | None:
    """What may be a label at the beginning of a line, or None. Never a word of ``DENIED``."""
    words, start = line.text, line.start
    colon = words.find(":", 1, 44)  # the commonest by far: letters, a colon, words
    if colon > 0 and (plain := _plain(words[:colon])) and _PLAINLY_SAID.match(words, colon + 1):
        key, need = plain
        end = start + colon + 1
        bare = words[-1] not in _STOPS and is_bare(words[colon + 1 :])
        return Label._make((key, (start, end), end, None, need, COLON, False, (), bare, None))
    at = begin = 0
    time: Span | None = None
    if not (first := words[0]).isalpha():
        if first == "|":
            return None  # a row of a table
        if first in "*_" and words[-1] == first and words[1:2] != first:
            return None  # all of it is set in italics: an editor's line
        if lead := _LEAD.match(words):
            at = lead.end()
        if (first in '"“' and (quote := _QUOTED.match(words))) or (first == "`" and (quote := _EMPTY.match(words))):
            at = begin = quote.end()
        if first in "([0123456789" and (number := _NUMBER_FIRST.match(words, at)):
            at = number.end()
            if words[at] in '"“' and (quote := _QUOTED.match(words, at)):
                at = begin = quote.end()
        if (
            words[at : at + 1] in "[(<*_#0123456789"
            and (clock := _TIME_FIRST.match(words, at))
            and clock.end() < len(words)
        ):
            time = (start + (0 if not lead else at), start + len(words[: clock.end()].rstrip()))
            at = begin = clock.end()
    head = words[at : at + 90]
    colon = ":" in head or "：" in head
    if (
        colon
        and (found := _COLON.match(words, at))
        and not (first == "#" and found.end() < len(words))
        and (label := _label(line, found, COLON, begin, time))
    ):
        if label.time is None and _ONLY_TIME.fullmatch(words, found.end()):
            mark = (start + found.end() + (words[found.end()] == " "), line.stop)
            return label._replace(dress=TIMED, time=mark, speech=line.stop)
        if label.time is None and (next_ := _TIME_NEXT.match(words, found.end())):
            mark = (start + next_.start("time"), start + next_.end("time"))
            label = label._replace(time=mark, speech=start + next_.end())
        if first in "*_`" and found["name"].startswith("**") and (count := _RUN.match(words, found.end())):
            run = (start + found.end(), start + len(count[0].rstrip()) + found.end())
            label = label._replace(speech=start + count.end(), apparatus=(*label.apparatus, run))
        other = _undressed(line, at, begin, time, head) if _TWOFOLD.search(label_words := found["name"]) else None
        return label._replace(other=other) if other and label_words else label
    if time is None and words[-1] in "0123456789])*:Mm" and colon and (found := _TIME_LAST.match(words, at)):
        label = _label(line, found, TIMED, begin, time)
        stop = start + len(words[: found.end("name")].rstrip())
        mark = (start + found.start("time"), line.stop)
        return label and label._replace(span=(label.span[0], stop), time=mark, speech=line.stop)
    if colon and time is None and head[:1].isupper() and _CLOCK.search(head) and (found := _TIME_MID.match(words, at)):
        label = _label(line, found, TIMED, begin, None)
        if label and label.needed < 3:  # Voz 2 01:22 y entonces
            mark = (start + found.start("time"), start + found.end("time"))
            stop = start + found.end("name")
            return label._replace(span=(label.span[0], stop), time=mark, speech=start + found.end(), needed=2)
    return _undressed(line, at, begin, time, head)


_TIME_MID = re.compile(rf"(?P<name>[^\W\d_][^\n:：\t.,!?]{{0,30}}?)\s+(?P<time>[\[(]?{TIME}[\])]?)\s+(?=\S)")
_ONLY_TIME = re.compile(rf" ?[*_\[(]{{0,3}}{TIME}[\])*_]{{0,3}}")
_TIME_NEXT = re.compile(rf" ?(?P<time>[\[(]{TIME}[\])])\s*")
_TWOFOLD = re.compile(r"[\])>] *[^\s\])>:]| [-–—]{1,2} |\. ")


def _undressed(line: Line, at: int, begin: int, time: Span | None, head: str) -> Label | None:
    """A label without a colon."""
    words = line.text
    if words[0] == "#":  # a heading is a name or none
        found = _ALONE.match(words, at) if len(words) - at <= 60 else None
        return _label(line, found, TIMED if time else ALONE, begin, time) if found else None
    if head[:1].isupper() and (found := _SHORT.match(words, at)) and found["name"].casefold() in SHORTENED:
        return _label(line, found, DOT if found["dot"] else TAB, begin, time)
    if (
        head[:1] in "[(<"
        and (found := _BRACKET.match(words, at))
        and (label := _label(line, found, BRACKET, begin, time))
    ):
        return label
    if len(words) - at <= 60 and (found := _ALONE.match(words, at)):
        label = _label(line, found, TIMED if time else ALONE, begin, time)
        if label is not None:
            return label
    if "  " in head[:8] and (found := _GAP.match(words, at)):
        return _label(line, found, TAB, begin, time)
    if "\t" in head and "," in head and (found := _OFFICE_TAB.match(words, at)) and _is_title(found["title"]):
        label = _label(line, found, TAB, begin, time)  # Mme Ani Rekaan, ministre des routes.<tab>
        return label and label._replace(
            span=(label.span[0], line.start + found.end("name")),
            apparatus=(*label.apparatus, (line.start + found.end("name"), line.start + len(found[0].rstrip()) + at)),
        )
    if ("\t" in head or "   " in head[:44]) and (found := _TAB.match(words, at)):
        return _label(line, found, TAB, begin, time)
    if (" -" in head or "- " in head[:5] or "–" in head or "—" in head) and (found := _DASH.match(words, at)):
        return _label(line, found, DASH, begin, time)
    if head[:1].isupper() and ". " in head and (found := _TITLED.match(words, at)) and _is_title(found["title"]):
        return _label(line, found, DOT, begin, time)
    if (
        head[:1].isupper()
        and (head[1:2] in ".)>0123456789" or _CAPITALS.search(head, 0, 40))
        and (found := _DOT.match(words, at))
    ):
        return _label(line, found, DOT, begin, time)
    if ";" in head[:40] and (found := _SLIP.match(words, at)):
        return _label(line, found, SLIP, begin, time)
    return None


@lru_cache(4096)
def _plain(written: str) -> tuple[str, int] | None:
    """What stands before a colon, folded, and how often it is needed; None where it is more than letters or never a label."""
    if not _PLAIN.fullmatch(written):
        return None
    _name, key, need = name_of(written.rstrip(" "))
    return None if need is None else (key, need)


def _is_title(word: str) -> bool:
    """``Mr``, ``Senator``: what stands before a name that a full stop ends."""
    return word.casefold() in TITLES or role_at(word.casefold())


_STOPPED = re.compile(r"[^\W\d_]{3}\.\s*$")
_BARE_NUMBER = re.compile(r"\d{1,4}(?:[.)](?=\S)| +)")


def _label(line: Line, found: re.Match[str], dress: str, begin: int, time: Span | None) -> Label | None:
    written = found["name"] or found[0].rstrip(" -–—")
    name, key, need = name_of(written)
    if need is None or (dress not in (COLON, TAB, DASH) and not begins_great(name)):
        return None
    if dress == TIMED and written.count("[") != written.count("]"):
        return None  # That's not [crosstalk 00:06:51]
    stop = line.start + len(line.text[: found.end()].rstrip())
    apparatus: tuple[Span, ...] = ()
    if dress == TAB and _STOPPED.search(written):  # M. le président.<tab>
        stop = line.start + found.start("name") + len(written.rstrip()) - 1
        apparatus = ((stop, stop + 1),)
    elif dress == DOT:
        stop, sign = line.start + found.end("name"), stop
        apparatus = ((stop, sign),)
    if begin == 0 and (count := _BARE_NUMBER.match(line.text)):
        begin = count.end()
        apparatus = ((line.start, line.start + begin), *apparatus)
    elif begin and time is None:
        apparatus = ((line.start, line.start + begin), *apparatus)
    elif time and time[0] > line.start:  # ### [00:07] Ani
        apparatus = ((line.start, time[0]), *apparatus)
    bold = written.lstrip().startswith(("**", "__")) or line.text.startswith("#")
    bare = dress == COLON and is_bare(line.text[found.end() :])
    return Label(key, (line.start + begin, stop), line.start + found.end(), time, need, dress, bold, apparatus, bare)


SENTENCE = re.compile(r"[.?!…。？！][\"”’'»)\]*_]*$|,$")  # how one ends
_STOPS, _CLOSES = tuple(".?!…。？！"), "\"”’'»)]*_"
_ASIDE_LAST = re.compile(r"(?<=[.?!…,])\s*(?:\([^()]*\)|\[[^\[\]]*\])$")


def ends_sentence(words: str) -> bool:
    """As ``SENTENCE``, for a line without blanks at its end."""
    return words.endswith(",") or words.rstrip(_CLOSES).endswith(_STOPS)


def is_bare(words: str) -> bool:
    """Whether words end no sentence: they may be the value of a field."""
    said = words.strip()
    said = _ASIDE_LAST.sub("", said) if said[-1:] in ")]" else said
    return 0 < len(said) <= 100 and not ends_sentence(said)


_TIER = re.compile(r"%[a-z]{2,6}:\s")  # of CHAT: words about the words


_EXAMINES = re.compile(r"BY\s+(?:M[RS]{1,2}|MISS|DR|JUDGE|THE)\b\.?\s[A-Z\s.'’-]{2,40}:$")


def examines(words: str) -> bool:
    """Whether a line of a court's record says who asks from here on, and nobody says it: ``BY MS. RINA:``."""
    return words.startswith("BY") and bool(_EXAMINES.match(words))


def is_note(line: Line) -> bool:
    """Whether a line begins a remark of the transcriber (``Catatan: ...``), which nobody said."""
    return bool(_NOTE_WORDS.match(line.text)) or (line.text[0] == "%" and bool(_TIER.match(line.text)))


def times_in(text: str, start: int, stop: int) -> list[Span]:
    """The time marks in a stretch of a line: in brackets, between #, or alone on it."""
    words = text[start:stop]
    if words[-1:].isdecimal() and "_" in words and (bullet := _BULLET.search(words)):
        return [(start + bullet.start(), stop)]
    if ":" not in words or not _CLOCK.search(words):
        return []
    return [(start + m.start(), start + m.end()) for m in _INLINE_TIME.finditer(words)]
