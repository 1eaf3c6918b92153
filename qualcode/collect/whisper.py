"""The words of a machine's transcript: Whisper and WhisperX (.json, and Whisper's .tsv), whisper.cpp (.json).

The rule: a segment is a cue. Who speaks is what the file says, for the segment or word by word: a segment in which the
speaker changes becomes several cues. Nothing else of the file (tokens, probabilities) is text. A JSON of another shape is
looked through for ``records``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from qualcode.collect import blocks
from qualcode.collect.plain import Words, decode
from qualcode.collect.records import records_text
from qualcode.errors import UserError, reason
from qualcode.i18n import _, ngettext


def whisper_text(where: str, data: bytes, encoding: str | None) -> Words:
    """The text of a .json that Whisper, WhisperX or whisper.cpp wrote, or of a list of records (``records``). Raises UserError
    where it is none of these."""
    found = decode(where, data, encoding)
    try:
        content = json.loads(found.text)
    except (ValueError, RecursionError) as error:
        raise UserError(
            _("this is no valid JSON ({reason})").format(reason=reason(error)), where=where, todo=_("Copy it again")
        ) from None
    cues = [blocks.cue(*cue) for segment in _segments(content) for cue in _cues(segment) if cue[2].strip()]
    if cues:
        return Words(blocks.joined(cues), found.encoding, found.note)
    text, empty = records_text(content)
    if not text:
        raise _none(where)
    lost = ngettext("%d record holds no words that are read", "%d records hold no words that are read", empty) % empty
    return Words(text, found.encoding, "; ".join(filter(None, [found.note, lost if empty else ""])))


def _segments(content: Any) -> list[dict[str, Any]]:
    """The segments, wherever the program puts them."""
    if isinstance(content, dict):
        for key in ("segments", "transcription", "chunks"):
            if isinstance(content.get(key), list):
                content = content[key]
                break
    if not isinstance(content, list):
        return []
    return [one for one in content if isinstance(one, dict) and isinstance(one.get("text"), str)]


def _cues(segment: dict[str, Any]) -> Iterator[tuple[float, float, str, str]]:
    """The cues of a segment: start and stop in seconds, words, speaker."""
    start, stop = _times(segment)
    speaker = _name(segment.get("speaker"))
    words = segment.get("words")
    if isinstance(words, list) and len({_name(w.get("speaker")) for w in words if isinstance(w, dict)} - {""}) > 1:
        yield from _by_word([w for w in words if isinstance(w, dict)], segment["text"], (start, stop), speaker)
    else:
        yield start, stop, segment["text"], speaker


def _by_word(
    words: list[dict[str, Any]], text: str, times: tuple[float, float], speaker: str
) -> Iterator[tuple[float, float, str, str]]:
    """A segment cut where the speaker of its words changes; a word without one belongs to who spoke before it."""
    at = 0
    last = next((name for w in words if (name := _name(w.get("speaker")))), speaker)
    pieces: list[tuple[str, str, dict[str, Any]]] = []
    for word in words:
        written = str(word.get("word", word.get("text", ""))).strip()
        last = _name(word.get("speaker")) or last
        stands = text.find(written, at)
        if stands < 0:  # the words are not those of the text: then the text is kept whole
            yield *times, text, speaker
            return
        pieces.append((last, text[at : stands + len(written)], word))
        at = stands + len(written)
    for number, (name, run) in enumerate(runs := [(n, list(r)) for n, r in groupby(pieces, key=lambda p: p[0])]):
        said = "".join(words for _name_, words, _word in run) + (text[at:] if number == len(runs) - 1 else "")
        known = [_times(word, times) for _name_, _words, word in run]
        yield known[0][0], known[-1][1], said, name


def _name(speaker: object) -> str:
    return " ".join(str(speaker).split())[:100] if isinstance(speaker, str | int) else ""


def _times(thing: dict[str, Any], otherwise: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
    """Start and stop in seconds."""
    if isinstance(thing.get("offsets"), dict):  # whisper.cpp, in thousandths
        ends = [_number(thing["offsets"].get(key), 0.0) / 1000 for key in ("from", "to")]
    elif isinstance(thing.get("timestamp"), list) and len(thing["timestamp"]) == 2:  # transformers
        ends = [_number(value, other) for value, other in zip(thing["timestamp"], otherwise, strict=True)]
    else:
        ends = [_number(thing.get(key), other) for key, other in zip(("start", "end"), otherwise, strict=True)]
    return ends[0], max(ends)


def _number(value: object, otherwise: float) -> float:
    if isinstance(value, int | float) and math.isfinite(value) and 0 <= value < 1e7:
        return float(value)
    return otherwise


def whisper_table_text(where: str, data: bytes, encoding: str | None) -> Words:
    """The text of the .tsv that Whisper writes: start and end in thousandths of a second, text."""
    found = decode(where, data, encoding)
    lines = found.text.splitlines()
    if not lines or lines[0].split("\t") != ["start", "end", "text"]:
        raise _none(where)
    cues = []
    for number, line in enumerate(lines[1:], 2):
        match = re.fullmatch(r"(\d{1,12})\t(\d{1,12})\t(.*)", line, re.A)
        if match:
            cues.append(blocks.cue(int(match[1]) / 1000, int(match[2]) / 1000, match[3]))
        elif line.strip():
            raise UserError(_("line %d is not start, end and text") % number, where=where, todo=_("Copy it again"))
    return Words(blocks.joined(cues), found.encoding, found.note)


def _none(where: str) -> UserError:
    return UserError(
        _("this is no transcript that Whisper or WhisperX wrote"),
        where=where,
        todo=_(
            "Segments with start, end and text are looked for, or records of what was said and by whom; no other table or JSON"
        ),
    )
