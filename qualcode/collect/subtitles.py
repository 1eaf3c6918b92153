"""The words of subtitles (.srt, .vtt): cue after cue, with its times and, where a voice tag names one, its speaker.

The rule: no word of a cue is left out. Times may be written a little differently than the formats say; what follows a
blank line belongs to the cue before it; only what is a tag of the formats is taken out of the words. (webvtt-py 0.6.0
drops a cue without thousandths and, in .vtt, what follows a blank line, and takes the words in ``< 5 orang, > 3`` for a tag.)
"""

from __future__ import annotations

import html
import re

from qualcode.collect import blocks
from qualcode.collect.plain import Words, decode
from qualcode.errors import UserError
from qualcode.i18n import _

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-+>\s*{_TIME}(?:\s+\S.*)?\s*", re.A)
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+([^<>\n]{1,120})>")
_TAG = re.compile(
    r"</?(?:[bicuvs]|rt|ruby|lang|font|span)(?:[.\s][^<>\n]{0,120})?>|<\d{1,4}:[\d:.,]{2,20}>|\{\\an?\d{1,2}\}", re.I
)


def subtitle_text(where: str, data: bytes, encoding: str | None) -> Words:
    """The text of .srt or .vtt subtitles. Raises UserError where there are no cues in it."""
    found = decode(where, data, encoding)
    lines = found.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues = _cues(lines)
    if not cues:
        raise UserError(
            _("there are no subtitles in it"), where=where, todo=_("If it is a plain text, let its name end in .txt")
        )
    return Words(blocks.joined(cues), found.encoding, found.note)


def _cues(lines: list[str]) -> list[str]:
    """The cues as blocks of text."""
    times = {at: match for at, line in enumerate(lines) if ">" in line and (match := _TIMES.fullmatch(line))}
    stops = [*(_beginning(lines, at, times) for at in times), len(lines)]
    return [
        text for number, at in enumerate(times) if (text := _cue(times[at], _spoken(lines[at + 1 : stops[number + 1]])))
    ]


def _beginning(lines: list[str], at: int, times: dict[int, re.Match[str]]) -> int:
    """Where the cue with its times at ``at`` begins: at its number, or its name between a blank line and the times."""
    if at == 0 or at - 1 in times or not lines[at - 1].strip():
        return at
    alone = at == 1 or not lines[at - 2].strip()
    return at - 1 if alone or lines[at - 1].strip().isdecimal() else at


def _spoken(lines: list[str]) -> list[str]:
    """The lines of a cue without the notes and styles that stand in blocks of their own behind it."""
    kept: list[str] = []
    skipped = False
    for before, line in zip(["x", *lines], lines, strict=False):
        if not before.strip():
            skipped = bool(_NO_CUE.match(line))
        if line.strip() and not skipped:
            kept.append(line)
    return kept


def _cue(times: re.Match[str], lines: list[str]) -> str:
    """A cue's text; where several voices speak in it, each on lines of its own under the same times."""
    parts = _VOICE.split("\n".join(lines))
    pieces = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    spoken = [(" ".join(voice.split()), words) for voice, raw in pieces if (words := _bare(raw)).strip()]
    if not spoken:
        return ""
    start, stop = _seconds(*times.groups()[:4]), _seconds(*times.groups()[4:])
    (voice, words), *more = spoken
    return "\n".join([blocks.cue(start, stop, words, voice), *(blocks.said(words, voice) for voice, words in more)])


def _bare(raw: str) -> str:
    """What a cue's words are without tags and entities."""
    words = _TAG.sub("", raw) if "<" in raw or "{" in raw else raw
    return html.unescape(words) if "&" in words else words


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int((thousandths or "0").ljust(3, "0")) / 1000
