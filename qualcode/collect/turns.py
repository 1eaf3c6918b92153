"""Turns: who speaks where in a transcript whose speakers are labelled.

The rule: propose, never guess in silence. A text is read as a labelled transcript only where labels come often
enough for it (``possible`` says which lines may begin a turn, ``cast`` whom of them the text proves, ``inline`` who
speaks within lines, ``talk`` what every line is then). Reading again changes marks and never the text; ``summary`` counts
what belongs to nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from qualcode.collect.cast import cast, without_fields, without_tail
from qualcode.collect.head import find_head
from qualcode.collect.header import named_sides
from qualcode.collect.inline import starts_in
from qualcode.collect.kin import with_kin
from qualcode.collect.labels import COLON, TAB, Label, Labels, find_label, how_often
from qualcode.collect.layout import paragraph_marks
from qualcode.collect.legends import told_above
from qualcode.collect.letters import bare_letters, examined_letters
from qualcode.collect.lines import Line, led, lines_of
from qualcode.collect.possible import possible_labels
from qualcode.collect.run_on import MIN_COLONS
from qualcode.collect.shapes import Shape, closed_shape, paragraphs, shape_of
from qualcode.collect.talk import talk_marks
from qualcode.language.marks import Marks, Span, Turn, speaker_key, speaker_name

FEW = 0.1  # of the lines: where fewer have a label, letters without a colon are looked for
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
    return labelled(text) or paragraph_marks(text)


def labelled(text: str, given: Mapping[str, str] | None = None) -> Marks | None:
    """The marks of a text as a labelled transcript, or None where too few labels say that it is one. ``given``: sides of
    folded labels that a person has set."""
    return _labelled(text, frozenset((given or {}).items()))


@lru_cache(maxsize=2)  # asked for as labels, and to be weighed against other conventions
def _labelled(text: str, given: frozenset[tuple[str, str]]) -> Marks | None:
    lines = lines_of(text)
    possible = possible_labels(lines)
    labels = cast(possible, lines) if possible else {}
    if len(labels) < max(3, FEW * len(lines)) and (bare := bare_letters(lines)):
        possible = labels = bare
    if examined := examined_letters(lines, labels):
        possible, labels = possible | examined, labels | examined
    elif shaped := _by_shape(lines, possible, labels):
        possible = labels = shaped
    if not possible and not any(line.text.count(":") >= MIN_COLONS for line in lines):
        return None
    labels = known = with_kin(labels, lines, possible)
    possible = possible | labels
    head = find_head(lines, labels)
    named = named_sides(text, head.fields)
    if named and possible is not labels and not _all_in(labels, possible, named):  # they may speak but once
        labels = cast(possible, lines, named)
        head = find_head(lines, labels)
    body: Labels = {at: label for at, label in possible.items() if at >= head.body}
    if len(body) < len(possible):
        labels = _below(labels, body, lines, named, head.body)
    if labels.keys() != {at for at in known if at >= head.body}:  # they have proved themselves anew
        labels = {at: label for at, label in with_kin(labels, lines, possible).items() if at >= head.body}
    labels = without_tail(labels, lines)
    told = max(told_above(lines, possible), default=-1) + 1
    starts = starts_in(lines, labels, named, max(head.body, told))
    if not starts:
        return None
    sure = len({start.label.key for start in starts}) > 1 or any(start.label.needed == 1 for start in starts)
    if not sure or len(starts) < max(2, MIN_SHARE * (len(lines) - head.body)):
        return None
    if len(starts) < 4 <= (len(lines) - head.body) / 4 and len({start.label.key for start in starts}) == len(starts):
        return None  # a word or two before a colon, each once, in a text much longer
    return talk_marks(text, lines, head, starts, {**named, **dict(given)})


def _all_in(labels: Labels, possible: Labels, named: Mapping[str, str]) -> bool:
    """Whether all that may be labels of whom a header names are labels already."""
    return labels.keys() == possible.keys() or all(at in labels for at, label in possible.items() if label.key in named)


def _below(labels: Labels, body: Labels, lines: list[Line], named: Mapping[str, str], begin: int) -> Labels:
    """The labels below the header; they prove themselves anew only where what it took is missed by them."""
    kept = {at: label for at, label in labels.items() if at >= begin}
    often = how_often(kept)
    if kept and all(often[label.key] > 2 for at, label in labels.items() if at < begin):
        return kept
    return cast(body, lines, named) if body else {}


MIN_WORTH = 6  # lines that begin so
MANY = 12  # labels: more of them are seldom taken amiss


def _by_shape(lines: list[Line], possible: Labels, labels: Labels) -> Labels:
    """Labels by how lines begin, where that explains far more than words that are known as labels do, or where every
    paragraph begins so and some have no label."""
    shape = shape_of(lines) if len(labels) < 0.4 * len(lines) else None
    if (
        shape is None
        or len(shape.found) < max(MIN_WORTH, 1.5 * len(labels))
        or not shape.talks(lines)
        or _words_know(lines, shape, labels)
    ):
        shape = None
    shape = shape or _closed(lines, possible, labels)
    if shape is None:
        return {}
    found: Labels = {}
    for at, one in shape.found.items():
        label = labels.get(at) or find_label(lines[at])
        stop = max(one.span[1], lines[at].start + len(lines[at].text[: one.speech - lines[at].start].rstrip()))
        made = Label(one.key, (one.span[0], stop), one.speech, None, 2, COLON if shape.name == "colon" else TAB)
        if shape.name in ("sign", "dash", "dot", "timed") and stop > one.span[1]:
            made = made._replace(span=one.span, apparatus=((one.span[1], stop),))
        found[at] = label if label and label.key == one.key else made
    return found


def _closed(lines: list[Line], possible: Labels, labels: Labels) -> Shape | None:
    """The shape with which every paragraph begins, but for legends and fields, where it explains more than the labels do."""
    if len(labels) > MANY:
        first = min(labels)
        if len(labels) >= 0.8 * sum(at >= first for at in paragraphs(lines)):
            return None
    fit = without_fields(possible, lines)
    but = {at for at, line in enumerate(lines) if at not in fit and find_label(line)}
    if labels:  # headings and items of lists where the labels are none
        leads = {"", *(led(lines[at]) for at in labels)}
        but |= {at for at, line in enumerate(lines) if led(line) not in leads}
    shape = closed_shape(lines, but, sure=len(labels) > MANY)
    return shape if shape and len(shape.found) > len(labels) else None


def _words_know(lines: list[Line], shape: Shape, labels: Labels) -> bool:
    """Whether words know most of the lines that a shape finds and the labels do not, and say that they are fields or remarks."""
    fresh = [at for at in shape.found if at not in labels]
    return sum(find_label(lines[at]) is not None for at in fresh) > 0.5 * len(fresh)


def summary(text: str, marks: Marks) -> TurnSummary:
    """Who speaks how often in a text under its marks, and what belongs to nobody."""
    names = writings(text, marks)
    ranked = sorted(names.values(), key=lambda written: -written.total())
    counts = {written.most_common(1)[0][0]: written.total() for written in ranked}
    if not counts:
        return TurnSummary(marks.convention, {}, ())
    loose = [turn.speech for turn in marks.turns if turn.label is None and turn.side == "unknown"]
    first = min(turn.label[0] for turn in marks.turns if turn.label)
    often = Counter(text[slice(*span)] for span in marks.furniture)
    for span in marks.furniture:
        words = text[slice(*span)]
        if span[0] > first and often[words] < 3 and any(map(str.isalpha, words)):
            loose.append(span)
    return TurnSummary(marks.convention, counts, tuple(sorted(loose)))


def writings(text: str, marks: Marks) -> dict[str, Counter[str]]:
    """How often each label (folded, in order of first appearance) is written in which way."""
    names: dict[str, Counter[str]] = {}
    for label, count in Counter([text[turn[0][0] : turn[0][1]] for turn in marks.turns if turn[0]]).items():
        names.setdefault(speaker_key(label), Counter())[speaker_name(label)] += count
    return names


_ROUND = re.compile(
    r"[*_]{0,2}([^()\[\]*_:]*[^()\[\]*_:\s])[*_]{0,2}\s*(?!.\d{1,3}[:.]\d\d)(\([^()]{1,40}\)|\[[^\[\]]{1,40}\])[*_:：\s]*$"
)


def as_written(text: str, marks: Marks) -> tuple[str, ...]:
    """Every label in each way it is written, in order of first appearance: with what it has in brackets behind it (``Ani
    (warga)``, then ``Ani``), but for what is no name and stands behind several (``Ani (tertawa)``, ``Budi (tertawa)``);
    without numbering, emphasis and colon."""
    found: dict[tuple[str, str], None] = {}
    behind: dict[str, set[str]] = {}
    for label in dict.fromkeys(text[slice(*turn.label)] for turn in marks.turns if turn.label):
        name = speaker_name(label)
        said = _ROUND.match(label.strip()) if "(" in label or "[" in label else None
        brackets = said[2] if said and name in said[1] else ""
        found[name, brackets] = None
        behind.setdefault(brackets, set()).add(speaker_key(label))
    return tuple(
        dict.fromkeys(
            f"{name} {said}" if said and (len(behind[said]) == 1 or not said[1].islower()) else name
            for name, said in found
        )
    )


def counted(marks: Marks) -> list[Turn]:
    """The turns that count: those with a label, and those of whom it is told that they ask or answer; else all."""
    return [turn for turn in marks.turns if turn.label or turn.side != "unknown"] or list(marks.turns)
