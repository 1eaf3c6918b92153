"""The head of a transcript: what stands before its first turn, fields (``Key: value``) and titles.

The rule: a header is read, not demanded. Words of the header are never speech, so a header cannot be coded, and a key
that is also a label of turns (``Pewawancara: Sri``) is a key only where its value reads as a name.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from qualcode.collect.header import folded_key, header_key, shares_line
from qualcode.collect.lines import Line, is_heading
from qualcode.collect.roles import DENIED, NUMBERED, role_at, role_side
from qualcode.collect.roster import find_list, reads_as_list
from qualcode.language.marks import Span

_OTHER_NAMES = (
    "catatan, keterangan, waktu, jam, pukul, durasi, pendidikan, pendidikan terakhir, alamat, topik, tema, judul, "
    "notulis, notulen, perekam, pencatat, transkriptor, penranskrip, ditranskrip oleh, kode, kode informan, "
    "nomor, no, rt rw, rt, rw, agama, suku, status, status perkawinan, tahun, bahasa, hadir, jumlah peserta, kota, "
    "hari, lama tinggal, rekaman, berkas, versi, proyek, cuaca, pengamat, peran, instansi, lembaga"
)
_OTHER = frozenset(_OTHER_NAMES.split(", "))
LONGEST = 800  # characters of a value: more is what somebody says, and a quarter of it where it asks or names others
_SPOKEN = re.compile(r"\?\s|[.?!…]\s[^.:?!]{1,30}:\s")
MOST_FIELDS = 300  # a text that goes on like this is a form, not a header

_FIELD = re.compile(
    r"(?P<number>(?:\d{1,2}|[a-z])[.)]\s+)?(?:[*_]{1,2})?(?P<key>[^\W\d_][^:：\n\t]{0,38}?)(?:[*_]{1,2})?(?:\s*[:：](?!//)(?:[*_]{1,2})?|\t+)"
)
_ITEM = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s+\S")


@dataclass(frozen=True)
class Head:
    """The part of a text before its first turn."""

    fields: tuple[tuple[Span, Span], ...]  # key span (with its colon), value span
    titles: tuple[Span, ...]
    body: int  # index of the first line that is neither


def find_head(lines: list[Line], labelled: Container[int]) -> Head:
    """The header of a text: its fields and titles, down to the first line that is neither.

    ``labelled`` has the indices of the lines that could begin a turn. Titles count only above the last field, or
    where turns follow: else they are headings of what the text says.
    """
    head = _head_from(lines, labelled, 0)
    below = 0 if head.fields else _below_titles(lines, labelled)
    lower = _head_from(lines, labelled, below) if below else head
    return lower if lower.fields else head


def _head_from(lines: list[Line], labelled: Container[int], at: int) -> Head:
    """The header whose fields and titles begin at a line; what stands above is a title too."""
    fields: list[tuple[Span, Span]] = []
    titles: list[Span] = [(line.start, line.stop) for line in lines[:at]]
    last, value = at - 1, ""  # line of the last field, and what that line gave its value
    while at < len(lines) and len(fields) < MOST_FIELDS:
        line = lines[at]
        near = line.gap == 0 or (len(fields) > 1 and line.gap <= lines[last].gap)
        near = near and bool(fields)
        if at in labelled and not near:
            near = _fields_follow(lines, at, labelled)
        if listed := find_list(lines, at):
            fields.append(listed[:2])
            at = listed[2]
            last, value = at - 1, ""
            continue
        if fields and line.gap and _begins_as(line, fields[0], lines):
            break  # the first key again: a form of many records, or the header of the next talk
        if field := _field(lines, at, labelled, near):
            fields.append(field)
            last, value = at, line.text[field[1][0] - line.start :]
        elif fields and last == at - 1 and at not in labelled and _goes_on(value, line):
            key, (start, stop) = fields[-1]
            fields[-1] = (key, (start if start < stop else line.start, line.stop))
            last, value = at, line.text
        elif at not in labelled and _is_title(line, bool(fields), at):
            titles.append((line.start, line.stop))
        else:
            break
        at += 1
    if at == len(lines) or at not in labelled:
        at = last + 1
        titles = [title for title in titles if at and title[0] < lines[at - 1].start]
    return Head(tuple(fields), tuple(titles), at)


def fields_below(lines: list[Line], last: int) -> tuple[int, tuple[tuple[Span, Span], ...]]:
    """The fields that stand below a talk, two or more down to the end of the text, and the first line of them or of their
    title; ``last``: where the last turn begins. The number of lines and nothing where there are none."""
    at = len(lines)
    fields: list[tuple[Span, Span]] = []
    while at - 1 > last and _key_of(lines[at - 1], other=True) and (field := _field(lines, at - 1, (), True)):
        at -= 1
        fields.append(field)
    known = sum(bool(_key_of(line)) for line in lines[at:])
    if known < 2 or lines[at].gap == 0:
        if known < 2 or at - 1 <= last or lines[at - 1].gap == 0 or not _heads(lines[at - 1].text):
            return len(lines), ()
        at -= 1
    elif at - 1 > last and lines[at - 1].gap and _heads(lines[at - 1].text):
        at -= 1
    return at, tuple(reversed(fields))


def _heads(words: str) -> bool:
    """Whether words are short and end no sentence, as a title does."""
    return len(words.split()) <= 6 and words[-1] not in ".?!,;" and not words[0].islower()


_BELOW = 12  # lines that may stand above the fields of a header
_OF_TALK = frozenset(("date", "place", "code", "kind", "kelurahan", "kecamatan", "address"))


def _below_titles(lines: list[Line], labelled: Container[int]) -> int:
    """The line of the first of two fields or more that say of the talk when or where it was, where few lines stand above; else 0."""
    talk = any(at in labelled for at in range(len(lines)))
    keys = [_key_of(line, other=talk) for line in lines[: _BELOW + 4]]
    for at in range(1, min(_BELOW, len(keys))):
        run = 0
        while at + run < len(keys) and keys[at + run]:
            run += 1
        if run:
            own = keys[at : at + run]
            told = len(set(own)) == run > 1 and any(key in _OF_TALK or _is_other(key) for key in own)
            return at if told and sum(above in labelled for above in range(at)) <= 1 else 0
    return 0


def _key_of(line: Line, other: bool = False) -> str:
    """The key of a field: canonical, or with ``other`` that of any header as it is written; '' where a line is none."""
    found = _FIELD.match(line.text)
    value = line.text[found.end() :].strip() if found else ""
    if found is None or not value or len(value) > 80 or value[-1] in ".?!":
        return ""
    key = folded_key(found["key"])
    return header_key(found["key"]) or (key if other and _is_other(key) else "")


def _fields_follow(lines: list[Line], at: int, labelled: Container[int]) -> bool:
    """Whether a line that may be a turn's is the first of a header: a field no turn begins with stands below, and between
    them nothing but names."""
    for below in range(at, min(at + 4, len(lines))):
        if below > at and below not in labelled:
            return bool(_key_of(lines[below], other=True)) and lines[below].gap <= lines[at + 1].gap
        found = _FIELD.match(lines[below].text)
        if found is None or not reads_as_name(lines[below].text[found.end() :]):
            return False
    return False


def _begins_as(line: Line, field: tuple[Span, Span], lines: list[Line]) -> bool:
    """Whether a line begins with the key of a field."""
    start, stop = field[0]
    first = next(one for one in lines if one.start <= start < one.stop)
    key = first.text[start - first.start : stop - first.start]
    return len(key) > 2 and line.text.startswith(key)


_ROLE = r"(?-i:[A-Z]{1,3})\d{0,2}\s*[:=]\s*[^\W\d_]+(?:\s[^\W\d_]+)?"
_LEGEND = re.compile(
    r"((?-i:[A-Z]{1,3})\d{0,2})(\s*[:=]\s*)([^\W\d_]+(?:\s[^\W\d_]+)?(?:(?:\s*[,;]\s*|\s+)" + _ROLE + r")*)\.?"
    r"(?:\s+(?:tanggal|tgl|date|fecha)\b[^.?!]{0,40})?",
    re.I,
)


_LEGEND_NAMED = re.compile(r"([A-Z]{1,3}\d{0,2})(\s*[:=]?\s*)(\([^()]{2,40}\)\s*([^\W\d_]+))\.?")


def _legend(words: str) -> re.Match[str] | None:
    """A line that says who the letters are: ``P: Peneliti   I: Informan``."""
    if (named := _LEGEND_NAMED.fullmatch(words)) and role_side(named[4]):
        return named
    found = _LEGEND.fullmatch(words)
    roles = re.findall(r"[:=]\s*([^\W\d_]+(?:\s[^\W\d_]+)?)", words)
    return found if found and all(map(role_side, roles)) else None


_LEGEND_MORE = re.compile(r"([A-Z]{1,3}\d{0,2})(\s*[:=]\s*)([^\W\d_]+(?:\s\d{1,2})?),\s[^.?!:]{1,40}")

_LEGEND_LAST = re.compile(  # M : moi, l’intervieweur
    r"([A-Z]{1,3}\d{0,2})(\s*[:=]\s*)[^,.?!:]{1,40},\s(?:(?:the|le|la|el|o|a|de|der|die|het)\s|l['’])?([^\W\d_]+)"
)


def tells_letters(words: str) -> bool:
    """Whether a line says of several letters who they are: ``P: Peneliti N: Narasumber``."""
    return len(words) <= 160 and bool(_LEGEND.fullmatch(words) and _legend(words)) and len(_TELLS.findall(words)) > 1


_TELLS = re.compile(r"\b[A-Z]{1,3}\d{0,2}\s*[:=]")


def names_letter(words: str) -> bool:
    """Whether a line says of one letter who that is, by a word for somebody: ``T: Teacher``."""
    found = (form.fullmatch(words) for form in (_LEGEND, _LEGEND_MORE, _LEGEND_LAST))
    return any(one is not None and role_at(one[3].casefold()) for one in found)


_GREETING = re.compile(
    r"(?:ass?alamu[\w’'‘-]*|selamat|permisi|oh|ah|eh|namaste|kulo|sugeng|halo|hai|baik|oke|ya|nggih|inggih|monggo|hello|hi|hey|good|thanks?|thank|yes|yeah|no|"
    r"okay|ok|so|well|please|hola|buen[oa]s|gracias|sí|bueno|olá|oi|bom|boa|obrigad[oa]|sim|bonjour|bonsoir|merci|oui|alors|guten|"
    r"hallo|danke|ja|also|goedemorgen|goedemiddag|dag|dank|habari|asante|ndiyo|karibu|terima|maturnuwun|matur|nuwun)\b",
    re.I,
)


def greets(words: str) -> bool:
    """Whether words begin as what is said does: with a greeting, a yes or a thank you."""
    return bool(_GREETING.match(words))


def _field(lines: list[Line], at: int, labelled: Container[int], near: bool) -> tuple[Span, Span] | None:
    """The key and value of a header line; ``near``: it stands with other fields, so that any key will do."""
    line = lines[at]
    if legend := _legend(line.text):
        return (line.start, line.start + legend.start(3)), (line.start + legend.start(3), line.stop)
    found = _FIELD.match(line.text)
    if found is None:
        return None
    key, value = folded_key(found["key"]), line.text[found.end() :].strip()
    if found["number"] and not (value and (header_key(key) or key in _OTHER)):
        return None  # an item of a list
    if key in NUMBERED and not value:
        return None  # PERTANYAAN: above questions
    if len(value) > LONGEST or (len(value) > LONGEST / 4 and _SPOKEN.search(value)):
        return None
    if at in labelled:  # a label of turns too: its value must read as a name, or a list must follow
        opens = not value and at + 1 < len(lines) and at + 1 not in labelled and _ITEM.match(lines[at + 1].text)
        shared = shares_line(value) or any(_is_other(folded_key(one)) for one in _SHARED.findall(value))
        reads = shared or reads_as_name(value) or (header_key(key) == "participants" and reads_as_list(value))
        reads = reads or (near and _amid_fields(lines, at, labelled, value))
        known = header_key(key) or key in _OTHER or ((near or shared) and (role_side(key) or _is_other(key)))
        is_field = (bool(known) and (reads or bool(opens))) or (near and _legend_below(lines, at))
    elif "\t" in found[0] and ":" not in found[0]:
        is_field = bool(header_key(key))
    else:
        near = near or (at + 1 < len(lines) and bool(_legend(lines[at + 1].text)))
        is_field = bool(header_key(key)) or (_is_other(key) and len(value) <= 80) or (near and len(key.split()) <= 4)
    start = line.stop - len(value)
    return ((line.start, line.start + len(found[0].rstrip())), (start, line.stop)) if is_field else None


def _amid_fields(lines: list[Line], at: int, labelled: Container[int], value: str) -> bool:
    """Whether a line that ends no sentence stands in a block of fields, above one with which no turn begins:
    ``Interviewer: a student of nursing`` between a date and an aim; or last in it, where the talk begins with that key again."""
    if not value or len(value) > 80 or value[-1] in ".?!…," or lines[at].gap:
        return False
    key = lines[at].text[: -len(value)].rstrip()
    if at + 1 < len(lines) and lines[at + 1].gap and lines[at + 1].text.startswith(key):
        return True
    for below in range(at + 1, min(at + 5, len(lines))):
        found = _FIELD.match(lines[below].text)
        if lines[below].gap or not found:
            return False
        key = folded_key(found["key"])
        if below not in labelled and (_is_other(key) or (header_key(key) and not role_side(key))):
            return True
    return False


def _is_other(key: str) -> bool:
    """Whether a key is one of the fields that stand in headers, in any language."""
    return key in _OTHER or key.split(" ")[0] in DENIED or (not key.isascii() and key[-2:] in DENIED)


def _legend_below(lines: list[Line], at: int) -> bool:
    """Whether a line goes on with the legend above it, saying who a letter is by a name: ``R: Rini`` under ``P: Peneliti``."""
    found = _LETTER.fullmatch(lines[at].text)
    return bool(found and at and _legend(lines[at - 1].text) and reads_as_name(found[1]))


_SHARED = re.compile(
    r"\s(?:\*\*|\|\s*)([^\W\d_][^:：*|\n]{0,38})\s*[:：]"
)  # another field in bold on the line: **Fecha:**
_LETTER = re.compile(r"[A-Z]{1,3}\d{0,2}\s*[:=]\s*([^\W\d_][^:=?!.]{0,40})")


def _goes_on(value: str, line: Line) -> bool:
    """Whether a line goes on with the value before it: a list below it, or a long value broken at the margin."""
    listed = not value or bool(_ITEM.match(value))
    return bool(_ITEM.match(line.text)) if listed else line.gap == 0 and len(value) >= 40


def reads_as_name(value: str) -> bool:
    """``Sri Wahyuni``, ``Ibu S (45 tahun)``, ``8 orang``; not ``Selamat pagi, Bu.``"""
    bare = re.sub(r"\([^)]*\)", " ", value).strip()
    if not bare or bare[-1] in "?!…" or (bare[-1] == "." and len(bare.split()[-1]) > 4) or _GREETING.match(bare):
        return False
    words = re.findall(r"[^\W_][\w.'’-]*", bare)
    small = [word for word in words if word[0].islower() and word not in ("dan", "orang", "peneliti", "bin", "binti")]
    return 0 < len(words) <= 8 and not small and any(map(str.isalpha, bare))


def _is_title(line: Line, in_header: bool, at: int) -> bool:
    if is_heading(line.text):
        return True
    short = len(line.text.split()) <= 12 and line.text[-1] not in ".?!:;,"
    return short and not in_header and at < 4 and bool(_TITLE.match(line.text))


_TITLE = re.compile(
    r"\W*(?:transkrip|transcri|wawancara|verbatim|hasil|catatan|fgd|diskusi|focus group|notul|laporan|entrevista|interview|entretien"
    r"|retranscri|temu ?(?:bual|ramah)|oral history)",
    re.I,
)
