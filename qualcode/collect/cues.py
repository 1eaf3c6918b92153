"""Cues: subtitles and the like, where a time stands above every few words.

The rule: a turn spans many cues. It goes on while the same speaker does (who may be named in the first cue only); where
nobody is named it ends at a pause of more than ``PAUSE`` seconds or where a cue ends its sentence. Times are marked and
kept; numbers, tags and a name that comes again in the same turn are furniture. Read alike: SubRip, WebVTT, Whisper's text,
and what the readers of such files render (``[00:00:01.000 --> 00:00:03.000]``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from qualcode.collect.cue_labels import Cue, labels_in
from qualcode.collect.labels import ALONE, COLON, LINK, Label, find_label
from qualcode.collect.lines import Line, lines_of
from qualcode.collect.sides import sides
from qualcode.language.marks import Marks, Span, Turn

PAUSE = 1.5  # seconds
MIN_CUES = 3
MIN_CHANGES = 0.05  # of the cues must begin with the sign of a change of speaker, for nothing else to end a turn
MIN_SHARE = 0.2  # of the lines must be times
ALL_TIMED = 0.8  # of the lines must begin with a time, where it stands bare before the words

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_CUE = re.compile(
    rf"\[?\s*{_TIME}\s*(?:-{{1,2}}>|,(?=\d{{1,2}}:)|(?<=\d)\s[-–]\s(?=[\d:.,]+\s*(?:\]|$)))\s*{_TIME}\s*(?:\]\s*|\s+(?=[a-z]+:)|$)(?P<rest>.*)$"
)
_LIKELY = re.compile(r"\n[*_]{0,2}[\[(<]?[ \t]?\d{1,3}:\d{2}")  # with the line end before it: found eight times as fast
_STAMP = re.compile(rf"[*_]{{0,2}}[\[(<]?\s*{_TIME}\s*(?:[\])>](?:{LINK})?[*_]{{0,2}}\s*(?P<rest>.*)|[*_]{{0,2}}$)")
_BARE = re.compile(rf"{_TIME}(?:\s*\|\s*|\s+|(?=[^\W\d_]))(?P<rest>\S.*)$")
_SETTINGS = re.compile(r"(?:(?:align|position|line|size|region|vertical):\S+\s*)+")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^<>\n]{1,60})>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|lang|ruby|rt|font)\b[^<>\n]{0,60}>|<\d{2}:[\d:.]+>|\{\\[^{}\n]{1,20}\}")
_ENDS = re.compile(r"[.?!…。？！][\"”’'»)\]]*$")
_DASHED = re.compile(r"[-–—]\s?(?=\S)")
_CHANGE = re.compile(r">>+\s*")


def cue_marks(text: str, given: Mapping[str, str] | None = None) -> Marks | None:
    """The marks of a text made of cues; None where it is none."""
    if len(_LIKELY.findall("\n" + text)) < MIN_CUES:
        return None
    lines = lines_of(text)
    cues, furniture = _cues(lines)
    if len(cues) < MIN_CUES or len(cues) < MIN_SHARE * len(lines):
        return None
    voices = [_voices(text, cue) for cue in cues]
    tags = [span for cue in cues for line in cue.lines for span in _tags(text, line)]
    labels = labels_in(cues)
    if _talk_around(lines, cues, labels):
        return None
    turns: list[tuple[Span | None, Span, str]] = []
    repeated: list[Span] = []
    before: Cue | None = None
    told = _signs_tell(cues)
    parted = not labels and not any(voices) and not told and _paragraph_cues(cues)
    for cue, voice in zip(cues, voices, strict=True):
        furniture += cue.apparatus
        fresh = before is None or parted or (not told and _ends_turn(text, before, cue))
        for line in cue.lines:
            label = labels.get(line.start)
            if line.start in voice:
                name, speech = voice[line.start]
                key = text[slice(*name)].strip().casefold()
            elif label:
                name, speech, key = label.span, label.speech, label.key
                furniture += label.apparatus
            else:
                name, speech, key = (0, 0), line.start, ""
                dash = (
                    _DASHED.match(line.text)
                    if told or sum(bool(_DASHED.match(other.text)) for other in cue.lines) > 1
                    else None
                )
                if dash or (dash := _CHANGE.match(line.text)):
                    fresh, speech = True, line.start + dash.end()
                    furniture.append((line.start, speech))
            span = (min(speech, line.stop), line.stop)
            if key and turns and turns[-1][2] == key:
                repeated.append(name)
                turns[-1] = (turns[-1][0], (turns[-1][1][0], span[1]), key)
            elif key:
                turns.append((name, span, key))
            elif turns and (not fresh or (turns[-1][2] and not _CHANGE.match(line.text))):
                turns[-1] = (turns[-1][0], (turns[-1][1][0], span[1]), turns[-1][2])
            else:
                turns.append((None, span, ""))
            fresh = False
        before = cue
    side = sides(((key, text[slice(*speech)]) for _, speech, key in turns if key), given or {})
    shown = [(name, _trimmed(text, speech), key) for name, speech, key in turns]
    inside = {span for span in {*furniture, *tags, *repeated} if span[0] < span[1]}
    names = [name for name, _, _ in shown if name]
    return Marks(
        convention="cues",
        turns=tuple(Turn(name, speech, side.get(key, "unknown")) for name, speech, key in shown),
        wraps=(),
        furniture=tuple(_disjoint(inside, names)),
        times=tuple(cue.times for cue in cues),
    )


def _signs_tell(cues: list[Cue]) -> bool:
    """Whether each turn begins with a sign: ``- Since when?``, as the first one does, or ``>> Since when?``, which stands in no
    prose, so that the first cue may go on with what was said before the recording."""
    firsts = [cue.lines[0].text for cue in cues if cue.lines]
    if not firsts:
        return False
    dashed, changed = (sum(bool(sign.match(words)) for words in firsts) for sign in (_DASHED, _CHANGE))
    return (dashed > 2 and bool(_DASHED.match(firsts[0]))) or changed > max(2, MIN_CHANGES * len(firsts))


def _trimmed(text: str, span: Span) -> Span:
    start, stop = span
    while start < stop and text[start].isspace():
        start += 1
    return start, stop


def _disjoint(spans: set[Span], names: list[Span]) -> list[Span]:
    """The spans in order, none within another nor over a label."""
    taken = {at for first, last in names for at in range(first, last)}
    kept: list[Span] = []
    for first, last in sorted(spans):
        if kept and first < kept[-1][1]:
            continue
        if first in taken or last - 1 in taken:
            continue
        kept.append((first, last))
    return kept


def _cues(lines: list[Line]) -> tuple[list[Cue], list[Span]]:
    """The cues, and what stands outside them (the file's first line, notes, numbers)."""
    ranged = sum(bool(_CUE.match(line.text)) for line in lines if "-" in line.text or "," in line.text)
    bare = _timed_from(lines) if ranged < MIN_CUES else None
    pattern = _CUE if ranged >= MIN_CUES else _STAMP if bare is None else _BARE
    cues: list[Cue] = []
    furniture: list[Span] = [(line.start, line.stop) for line in lines[: bare or 0]]
    lines = lines[bare or 0 :]
    held: list[Line] = []
    numbers: list[Span] = []
    head: tuple[Span, float, float | None, tuple[Span, ...]] | None = None

    def close() -> None:
        nonlocal held, head
        if head is not None:
            cues.append(Cue(head[0], head[1], head[2], tuple(held), head[3]))
        else:
            furniture.extend((line.start, line.stop) for line in held)
        held, head = [], None

    for at, line in enumerate(lines):
        found = pattern.match(line.text) if line.text[0] in "*_[(<0123456789" else None
        if found:
            if held and held[-1].text.isdecimal() and pattern is _CUE:
                numbers.append((held[-1].start, held[-1].stop))
                held.pop()
            close()
            rest = found["rest"] or ""
            stop = line.stop - len(rest)
            settings = _SETTINGS.match(rest)
            extra = list(numbers)
            numbers = []
            if settings:
                extra.append((stop, stop + len(rest[: settings.end()].rstrip())))
                rest, stop = rest[settings.end() :], stop + settings.end()
            groups = found.groups()
            begin = _seconds(groups[:4])
            end = _seconds(groups[4:8]) if pattern is _CUE else None
            head = ((line.start, line.start + len(line.text[: stop - line.start].rstrip())), begin, end, tuple(extra))
            if rest.strip():
                gap = len(rest) - len(rest.lstrip())
                held.append(Line(stop + gap, line.stop, rest.strip(), 0))
        elif head is not None and line.gap and held and pattern is _CUE and _stands_outside(lines, at):
            close()
            held.append(line)
        else:
            held.append(line)
    close()
    return cues, [*furniture, *numbers]


def _timed_from(lines: list[Line]) -> int | None:
    """From which line on nearly every one begins with a bare time and words, in order, and nobody is named behind it."""
    found = [
        (at, stamp)
        for at, line in enumerate(lines)
        if line.text[0].isdecimal() and "\t" not in line.text and (stamp := _BARE.match(line.text))
    ]
    times = [_seconds(stamp.groups()[:4]) for _, stamp in found]
    drops = [at for at, (a, b) in enumerate(pairwise(times), 1) if b < a]
    found = found[drops[-1] :] if drops else found  # above it: a list of chapters
    if not found or found[0][0] > 0.5 * len(lines):
        return None
    first = found[0][0]
    body = len(lines) - first
    if len(found) < (MIN_CUES + 1 if len(found) == len(lines) else max(2 * MIN_CUES, ALL_TIMED * body)):
        return None
    names = Counter(label.key for at, _ in found if (label := find_label(lines[at])) and label.dress != ALONE)
    return first if max(names.values(), default=0) < 2 else None


def _stands_outside(lines: list[Line], at: int) -> bool:
    """Whether a line behind a blank one is a note, or a name of the cue below it."""
    words = lines[at].text
    named = at + 1 < len(lines) and bool(_CUE.match(lines[at + 1].text)) and not words.isdecimal()
    return words.startswith(("NOTE", "STYLE", "REGION")) or (named and len(words) <= 40 and words[-1] not in ".?!,")


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{rest or 0}")


def _voices(text: str, cue: Cue) -> dict[int, tuple[Span, int]]:
    """By line start: the span of the name in a voice tag, and where the speech begins."""
    found = {}
    for line in cue.lines:
        if line.text.startswith("<v") and (tag := _VOICE.match(line.text)):
            found[line.start] = ((line.start + tag.start(1), line.start + tag.end(1)), line.start + tag.end())
    return found


def _tags(text: str, line: Line) -> list[Span]:
    spans: list[Span] = []
    if "<" not in line.text and "{" not in line.text:
        return spans
    for tag in _TAG.finditer(line.text):
        if voice := _VOICE.match(tag[0]):
            spans.append((line.start + tag.start(), line.start + tag.start() + voice.start(1)))
            spans.append((line.start + tag.start() + voice.end(1), line.start + tag.end()))
        else:
            spans.append((line.start + tag.start(), line.start + tag.end()))
    return spans


def _talk_around(lines: list[Line], cues: list[Cue], labels: dict[int, Label]) -> bool:
    """Whether speakers of the cues speak before the first of them too: a talk with times here and there."""
    keys = {label.key for label in labels.values()}
    before = (find_label(line) for line in lines if line.stop <= cues[0].times[0])
    return any(label and label.dress == COLON and label.key in keys for label in before)


MIN_WORDS = 12  # a cue, on the average: then cues are paragraphs of a talk and no subtitles
WHOLE = 0.8  # of them begin with a capital


def _paragraph_cues(cues: list[Cue]) -> bool:
    """Whether nearly every cue is a paragraph that somebody says: words enough, with a capital at their beginning."""
    said = [cue.lines for cue in cues if cue.lines]
    words = sum(len(line.text.split()) for lines in said for line in lines)
    whole = sum(lines[0].text[0].isupper() for lines in said)  # one cut at its length goes on small
    return words >= MIN_WORDS * len(said) and whole >= WHOLE * len(said) > 0


def _ends_turn(text: str, before: Cue, cue: Cue) -> bool:
    """Whether a turn of nobody ends between two cues: at a pause, or where the first ends its sentence."""
    if before.stop is not None and cue.start - before.stop > PAUSE:
        return True
    words = _TAG.sub("", before.lines[-1].text).rstrip() if before.lines else ""
    return bool(_ENDS.search(words))
