"""Turns: who speaks where in a transcript.

The rule: propose, never guess in silence. A text is read as a labelled transcript only where labels come often
enough for it; then every character that is not blank is in a label, a speech, the header, a time mark or the
furniture, so that nothing of the file is out of sight, and ``summary`` counts what belongs to nobody. Reading again
changes marks and never the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from qualcode.collect.head import Head, find_head
from qualcode.collect.header import named_sides
from qualcode.collect.labels import Label, accepted, find_label, is_note, sides, times_in
from qualcode.collect.layout import layout, paragraph_marks
from qualcode.collect.lines import Line, lines_of
from qualcode.language.marks import Marks, Span, Turn, speaker_key, speaker_name

MIN_SHARE = 0.03  # of the lines must begin with a label: turns of more than 30 lines on the average are no talk


@dataclass(frozen=True)
class TurnSummary:
    """What the parser made of a text, for a person to look over."""

    convention: str
    counts: dict[str, int]  # label as written most often -> its turns, the most frequent first
    loose: tuple[Span, ...]  # words that belong to nobody: remarks, asides, text before the first turn

    @property
    def unassigned(self) -> int:
        """How many pieces of text belong to nobody."""
        return len(self.loose)


def parse(text: str) -> Marks:
    """The marks of a canonical text: labelled turns where it is a transcript, else its paragraphs as turns."""
    lines = lines_of(text)
    possible = {at: label for at, line in enumerate(lines) if (label := find_label(line))}
    head = find_head(lines, accepted(possible))
    named = named_sides(text, head.fields)
    head = find_head(lines, accepted(possible, named))  # whom the header names may speak but once
    labels = accepted({at: label for at, label in possible.items() if at >= head.body}, named)
    sure = len({label.key for label in labels.values()}) > 1 or any(label.needed == 1 for label in labels.values())
    if sure and len(labels) >= max(2, MIN_SHARE * (len(lines) - head.body)):
        return _labelled(text, lines, head, labels)
    return paragraph_marks(text)


def _labelled(text: str, lines: list[Line], head: Head, labels: dict[int, Label]) -> Marks:
    """The marks of a transcript whose labels are known, each line by its role."""
    roles = _roles_of_lines(text, lines, head.body, labels)
    breaks = {
        lines[at].start for at, role in roles.items() if role != "words" or roles.get(at - 1) not in ("words", "label")
    }
    page = layout(text, starts=breaks, begin=lines[head.body].start)
    printed = set(page.furniture)
    for at, role in roles.items():
        if role == "words" and (lines[at].start, lines[at].stop) in printed:
            roles[at] = "furniture"
    order = sorted(labels)
    opening = {span[0] for span in page.headings if span[1] <= lines[order[0]].start}
    for at in range(head.body, order[0]):
        if lines[at].start in opening:
            roles[at] = "furniture"
    words_at = {lines[at].start for at in range(head.body, order[0]) if roles[at] == "words"}
    turns: list[tuple[Span | None, Span, str]] = [(None, span, "") for span in page.paragraphs if span[0] in words_at]
    for at, after in zip(order, [*order[1:], len(lines)], strict=True):
        turns.append((labels[at].span, _speech(text, lines, labels[at], at, after, roles), labels[at].key))
    side = sides(((key, text[slice(*speech)]) for _, speech, key in turns if key), named_sides(text, head.fields))
    furniture = [
        (lines[at].start, lines[at].stop) for at, role in roles.items() if role in ("furniture", "note", "aside")
    ]
    return Marks(
        convention="labels",
        turns=tuple(Turn(label, speech, side.get(key, "unknown")) for label, speech, key in turns),
        wraps=page.wraps,
        furniture=tuple(sorted({*head.titles, *furniture})),
        times=tuple(_times(text, lines, labels, roles)),
        header=head.fields,
    )


_ASIDE = re.compile(r"[*_]*(?:\([^()\n]{1,100}\)|\[[^\[\]\n]{1,100}\])\.?[*_]*")


def _roles_of_lines(text: str, lines: list[Line], body: int, labels: dict[int, Label]) -> dict[int, str]:
    """What each line of the body is: label, words, note (a remark and what follows it in its block), aside (in
    brackets alone), time, or furniture (a heading in Markdown)."""
    roles: dict[int, str] = {}
    for at in range(body, len(lines)):
        line = lines[at]
        if at in labels:
            roles[at] = "label"
        elif times_in(text, line.start, line.stop) == [(line.start, line.stop)]:
            roles[at] = "time"
        elif is_note(line) or (line.gap == 0 and roles.get(at - 1) == "note"):
            roles[at] = "note"
        elif _ASIDE.fullmatch(line.text):
            roles[at] = "aside"
        elif re.match(r"#{1,6}\s", line.text):
            roles[at] = "furniture"
        else:
            roles[at] = "words"
    return roles


def _speech(text: str, lines: list[Line], label: Label, at: int, after: int, roles: dict[int, str]) -> Span:
    """From behind the label to the last words before the next one; an aside is speech where there are no words."""
    own = [line for line in range(at + 1, after) if roles[line] == "words"]
    here = bool(text[label.speech : lines[at].stop].strip())
    if not own and not here:
        own = [line for line in range(at + 1, after) if roles[line] == "aside"]
        roles.update(dict.fromkeys(own, "words"))
    stop = lines[own[-1]].stop if own else lines[at].stop
    start = label.speech if here or not own else lines[own[0]].start
    while start < stop and text[start].isspace():
        start += 1
    return start, stop


def _times(text: str, lines: list[Line], labels: dict[int, Label], roles: dict[int, str]) -> list[Span]:
    times: list[Span] = []
    for at, role in sorted(roles.items()):
        if role == "label":
            label = labels[at]
            times += [label.time] if label.time else []
            times += times_in(text, max(label.speech, label.time[1] if label.time else 0), lines[at].stop)
        elif role in ("words", "time"):
            times += times_in(text, lines[at].start, lines[at].stop)
    return sorted(times)


def summary(text: str, marks: Marks) -> TurnSummary:
    """Who speaks how often in a text under its marks, and what belongs to nobody."""
    names: dict[str, Counter[str]] = {}
    for turn in marks.turns:
        if turn.label:
            label = text[slice(*turn.label)]
            names.setdefault(speaker_key(label), Counter())[speaker_name(label)] += 1
    ranked = sorted(names.values(), key=lambda written: -written.total())
    counts = {written.most_common(1)[0][0]: written.total() for written in ranked}
    if not counts:
        return TurnSummary(marks.convention, {}, ())
    loose = [turn.speech for turn in marks.turns if turn.label is None]
    first = min(turn.label[0] for turn in marks.turns if turn.label)
    often = Counter(text[slice(*span)] for span in marks.furniture)
    for span in marks.furniture:
        words = text[slice(*span)]
        if span[0] > first and often[words] < 3 and any(map(str.isalpha, words)):
            loose.append(span)
    return TurnSummary(marks.convention, counts, tuple(sorted(loose)))
