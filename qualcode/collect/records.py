"""Records: a JSON that no known program wrote, a list in which each record holds what was said and by whom.

The rule: what is said and who says it are told by the keys' names, and nearly all records must have the first and most the
second; else nothing is read, since a list of anything could be taken for a talk. A record of a heading alone is one in the
text, and nobody's. A time of beginning is written before the label; nothing else of a record is text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from qualcode.collect import blocks

_SAID = ("text", "line", "content", "utterance", "said", "speech", "words", "message", "teks", "ucapan", "isi", "texto")
_WHO = ("speaker", "who", "name", "speaker_name", "speakername", "participant", "author", "role", "pembicara", "nama")
_SINCE = ("start", "start_time", "begin", "from", "sec", "seconds", "offset", "time", "timestamp")
_HEADS = ("header", "heading", "title", "section", "judul")
MIN_RECORDS = 3
MIN_SAID, MIN_NAMED = 0.8, 0.6  # of the records
MOST_LISTS = 2_000  # that are looked at
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,]\d{1,3})?")

_Record = dict[str, Any]


def records_text(content: Any) -> tuple[str, int]:
    """The text of the longest list of records that hold a talk, and how many of its records hold neither words nor a heading;
    '' where there is none."""
    talks = [found for found in map(_talk, islice(_lists(content), MOST_LISTS)) if found]
    talk = max(talks, key=len, default=[])
    return blocks.joined(talk), talk.count("")


def _lists(content: Any) -> Iterator[list[Any]]:
    """The lists of an object, and those within."""
    left = [content]
    while left:
        one = left.pop()
        if isinstance(one, list):
            yield one
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        left += [thing for thing in inner if isinstance(thing, dict | list)]


def _talk(found: list[Any]) -> list[str]:
    """The paragraphs of a list of records; none where it is no talk."""
    records: list[_Record] = [
        {str(key).casefold(): value for key, value in one.items()} for one in found if isinstance(one, dict)
    ]
    heads = [_first(one, _HEADS) if not _first(one, _SAID) and not _name(one) else "" for one in records]
    told = [one for one, head in zip(records, heads, strict=True) if not head]
    said = sum(bool(_first(one, _SAID)) for one in told)
    named = sum(bool(_first(one, _SAID) and _name(one)) for one in told)
    few = len(records) < max(MIN_RECORDS, MIN_SAID * len(found))
    if few or said < max(MIN_RECORDS, MIN_SAID * len(told)) or named < MIN_NAMED * len(told):
        return []
    return [f"## {head}" if head else _paragraph(one) for one, head in zip(records, heads, strict=True)]


def _paragraph(record: _Record) -> str:
    if not (words := _first(record, _SAID)):
        return ""
    words = blocks.said(words, _name(record))
    since = next((clock for key in _SINCE if (clock := _clock(record.get(key)))), "")
    return f"[{since}] {words}" if since else words


def _first(record: _Record, keys: tuple[str, ...]) -> str:
    """What stands under the first of the keys that holds words."""
    return next((one.strip() for key in keys if isinstance(one := record.get(key), str) and one.strip()), "")


def _name(record: _Record) -> str:
    for key in _WHO:
        who = record.get(key)
        if isinstance(who, dict):
            who = who.get("name") or who.get("label")
        if isinstance(who, str | int) and not isinstance(who, bool) and str(who).strip():
            return " ".join(str(who).replace(":", " ").split())[:100]
    return ""


def _clock(value: object) -> str:
    """A time as hours, minutes and seconds; '' where a value is none. Numbers are seconds."""
    if isinstance(value, str) and (found := _CLOCK.fullmatch(value.strip())):
        return f"{int(found[1] or 0):02d}:{int(found[2]):02d}:{found[3]}"
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value < 360_000:
        return f"{int(value) // 3600:02d}:{int(value) // 60 % 60:02d}:{int(value) % 60:02d}"
    return ""
