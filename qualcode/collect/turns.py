"""Turns: who speaks where in a transcript whose speakers are labelled.

The rule: propose, never guess in silence. A text is read as a labelled transcript only where labels come often
enough for it; then every character that is not blank is in a label, a speech, the header, a time mark or the
furniture, so that nothing of the file is out of sight, and ``summary`` counts what belongs to nobody. Reading again
changes marks and never the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.collect import sessions
from qualcode.collect.cast import cast
from qualcode.collect.head import Head, find_head, names_letter, reads_as_name, tells_letters
from qualcode.collect.header import named_sides
from qualcode.collect.inline import MIN_UNSTOPPED, Start, starts_in
from qualcode.collect.labels import ALONE, COLON, TAB, Label, Labels, find_label, is_bare, is_note, times_in
from qualcode.collect.layout import Layout, layout, paragraph_marks
from qualcode.collect.letters import bare_letters
from qualcode.collect.lines import Line, lines_of
from qualcode.collect.shapes import shape_of
from qualcode.collect.sides import sides
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
    lines = lines_of(text)
    possible = {at: label for at, line in enumerate(lines) if (label := find_label(line))}
    possible = _without_legend(lines, _under_heading(lines, _colon_below(lines, possible))) if possible else {}
    labels = cast(possible, lines) if possible else {}
    if len(labels) < max(3, FEW * len(lines)) and (bare := bare_letters(lines)):
        possible = labels = bare
    if shaped := _by_shape(lines, labels):
        possible = labels = shaped
    if not possible and not any(line.text.count(":") >= MIN_UNSTOPPED for line in lines):
        return None
    head = find_head(lines, labels)
    named = named_sides(text, head.fields)
    if named and possible is not labels and not _all_in(labels, possible, named):  # they may speak but once
        labels = cast(possible, lines, named)
        head = find_head(lines, labels)
    body: Labels = {at: label for at, label in possible.items() if at >= head.body}
    if len(body) < len(possible):
        labels = _below(labels, body, lines, named, head.body)
    starts = starts_in(lines, labels, named, head.body)
    if not starts:
        return None
    sure = len({start.label.key for start in starts}) > 1 or any(start.label.needed == 1 for start in starts)
    if not sure or len(starts) < max(2, MIN_SHARE * (len(lines) - head.body)):
        return None
    if len(starts) < 4 <= (len(lines) - head.body) / 4 and len({start.label.key for start in starts}) == len(starts):
        return None  # a word or two before a colon, each once, in a text much longer
    return _marks(text, lines, head, starts, {**named, **(given or {})})


def _colon_below(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels; one alone on its line is one with a colon where a colon and a sentence begin the next."""
    below = {
        at: label._replace(dress=COLON)
        for at, label in possible.items()
        if label.dress == ALONE
        and at + 1 < len(lines)
        and lines[at + 1].text[0] in ":："
        and not is_bare(lines[at + 1].text[1:])
    }
    return possible | below if below else possible


def _all_in(labels: Labels, possible: Labels, named: Mapping[str, str]) -> bool:
    """Whether all that may be labels of whom a header names are labels already."""
    return all(at in labels for at, label in possible.items() if label.key in named)


def _below(labels: Labels, body: Labels, lines: list[Line], named: Mapping[str, str], begin: int) -> Labels:
    """The labels below the header; they prove themselves anew only where what it took is missed by them."""
    kept = {at: label for at, label in labels.items() if at >= begin}
    often = Counter(label.key for label in kept.values())
    if kept and all(often[label.key] > 2 for at, label in labels.items() if at < begin):
        return kept
    return cast(body, lines, named) if body else {}


MIN_WORTH = 6  # lines that begin so


def _by_shape(lines: list[Line], labels: Labels) -> Labels:
    """Labels by how lines begin, where that explains far more than words that are known as labels do."""
    shape = shape_of(lines) if len(labels) < 0.4 * len(lines) else None
    if shape is None or len(shape.found) < max(MIN_WORTH, 1.5 * len(labels)) or not shape.talks(lines):
        return {}
    known = {at: find_label(lines[at]) for at in shape.found}
    fresh = [at for at in shape.found if at not in labels]
    if sum(known[at] is not None for at in fresh) > 0.5 * len(fresh):
        return {}  # words know these lines, and say that they are fields or remarks
    found: Labels = {}
    for at, one in shape.found.items():
        label = known[at]
        stop = max(one.span[1], lines[at].start + len(lines[at].text[: one.speech - lines[at].start].rstrip()))
        made = Label(one.key, (one.span[0], stop), one.speech, None, 2, COLON if shape.name == "colon" else TAB)
        found[at] = label if label and label.key == one.key else made
    return found


_HEADED = re.compile(
    r"\W*(?:(?:full|complete|podcast|interview|meeting|audio|video)\s+)?(?:transcript(?:ion)?|transkrip(?:si|t)?|verbatim|transcripci[oó]n|"
    r"transcri[cç][aã]o|retranscription|uitgeschreven interview|hasil wawancara|isi wawancara|jalannya\s?wawancara)\b[^:\n]{0,25}$",
    re.I,
)


def _under_heading(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels under the heading that says that the transcript begins, where nearly all stand there."""
    for at in range(min(len(lines), max(possible))):
        if len(lines[at].text) <= 60 and _HEADED.match(lines[at].text):
            below = {line: label for line, label in possible.items() if line > at}
            return below if len(below) >= 4 and len(below) >= 0.6 * len(possible) else possible
    return possible


_GIVES = re.compile(r"\(([A-Z]{1,3}\d?)\)$")


def _without_legend(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels without two lines or more that say, anywhere above the talk, who the letters are: ``S: Student``,
    ``T: Teacher``; where the letters come again."""
    says = {at for at, label in possible.items() if label.bare and len(label.key) < 4 and names_letter(lines[at].text)}
    says |= {at for at in (near for one in says for near in (one - 1, one + 1)) if _gives_name(lines, possible, at)}
    own = {at for at in says if at + 1 in says or at - 1 in says}
    gives = {
        at: found[1].casefold()
        for at, label in possible.items()
        if label.bare and lines[at].text[-1] == ")" and (found := _GIVES.search(lines[at].text))
    }
    if len(gives) > 1:  # - Fasilitator : Bu Rini (F)
        first = {label.key: at for at, label in reversed(possible.items())}
        given = {at for at, letters in gives.items() if at < first.get(letters, -1)}
        possible = {at: label for at, label in possible.items() if at not in given}
    often = Counter(label.key for at, label in possible.items() if at not in own) if own else {}
    own = {at for at in own if often[possible[at].key] > 1}
    own = own if len(own) > 1 else set()
    own |= {at for at, label in possible.items() if label.bare and len(label.key) < 4 and tells_letters(lines[at].text)}
    own |= {at for at, label in possible.items() if label.speech >= lines[at].stop and _heads_list(lines, possible, at)}
    return {at: label for at, label in possible.items() if at not in own} if own else possible


def _gives_name(lines: list[Line], possible: Labels, at: int) -> bool:
    """Whether a line says of a letter whose it is, by a name that begins with it: ``B: Budi Rekaan``."""
    label = possible.get(at)
    if label is None or not label.bare or len(label.key) > 3:
        return False
    name = lines[at].text[label.speech - lines[at].start :].strip()
    return name[:1].casefold() == label.key[0] and reads_as_name(name)


_ITEM = re.compile(r"(?:[a-z]|\d{1,2})[.)]\s")


def _heads_list(lines: list[Line], possible: Labels, at: int) -> bool:
    """Whether a word with a colon, alone on its line and once in the text, stands above the items of a list."""
    if at + 2 >= len(lines) or lines[at].text[-1] not in ":：" or not _ITEM.match(lines[at + 1].text):
        return False
    return sum(label.key == possible[at].key for label in possible.values()) == 1


def _marks(text: str, lines: list[Line], head: Head, starts: list[Start], known: Mapping[str, str]) -> Marks:
    """The marks of a transcript whose turns are known by where they start, each line by its role."""
    at_line = {start.line for start in starts if not start.inside}
    roles = _roles_of_lines(text, lines, head.body, at_line, starts[-1].line)
    page = _page(text, lines, roles, head.body, starts[0].line)
    printed = set(page.furniture)
    for at, role in roles.items():
        if role == "words" and (lines[at].start, lines[at].stop) in printed:
            roles[at] = "furniture"
    first = starts[0].line
    opening = {span[0] for span in page.headings if span[1] <= lines[first].start}
    for at in range(head.body, first):
        if lines[at].start in opening:
            roles[at] = "furniture"
    words_at = {lines[at].start for at in range(head.body, first) if roles[at] == "words"}
    turns: list[tuple[Span | None, Span, str]] = [(None, span, "") for span in page.paragraphs if span[0] in words_at]
    if starts[0].inside and (before := _trimmed(text, lines[first].start, starts[0].label.span[0])) != (0, 0):
        turns += [(None, before, "")] if before[0] < before[1] else []
    colons: list[Span] = []
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        begin, end = _speech(text, lines, start, after, roles)
        if begin < end and text[begin] in ":：" and start.label.speech >= lines[start.line].stop:  # on the line below
            colons.append((begin, begin + 1))
            begin, end = _trimmed(text, begin + 1, end)
        turns.append((start.label.span, (begin, end), start.label.key))
    side = sides(((key, text[slice(*speech)]) for _, speech, key in turns if key), known)
    furniture = [
        (lines[at].start, lines[at].stop) for at, role in roles.items() if role in ("furniture", "note", "aside")
    ]
    furniture += [*colons, *(span for start in starts for span in start.label.apparatus)]
    return Marks(
        convention="labels",
        turns=tuple(Turn(label, speech, side.get(key, "unknown")) for label, speech, key in turns),
        wraps=page.wraps,
        furniture=tuple(sorted({*head.titles, *furniture})),
        times=tuple(_times(text, lines, starts, roles)),
        header=head.fields,
    )


def _page(text: str, lines: list[Line], roles: Mapping[int, str], body: int, first: int) -> Layout:
    """The layout of the body, whose labels and remarks begin something new; none where every line is a turn."""
    if "words" not in roles.values():
        return Layout((), (), (), ())
    breaks = {
        lines[at].start for at, role in roles.items() if role != "words" or roles.get(at - 1) not in ("words", "label")
    }
    return layout(text, starts={*breaks, lines[first].start}, begin=lines[body].start)


_ASIDE = re.compile(
    r"[*_]{0,3}(?:\([^()\n]{1,100}\)|\[[^\[\]\n]{1,100}\])\.?[*_]{0,3}|\*(?=[^\W\d_])[^*\n.]{1,60}\*|<[^<>\n]{1,60}>"
)
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
_NEXT_PART = re.compile(r"@End$|(?:[A-Z]|[IVX]{1,4})\.\s*[A-Z]{3}|BAB\s+[IVX]+\b|LAMPIRAN\b")
_CLOSING = re.compile(
    r"\W{0,4}(?:\d{1,2}:\d{2}(?::\d{2})?\W{1,4})?(?:meeting ended\b|end (?:of|transcript|recording|interview)\b|(?:wawancara|rekaman|transkrip)\s+(?:selesai|berakhir)|selesai$"
    r"|transcribed (?:by|with)|.{1,40} (?:stopped|started) (?:transcription|recording)|fin de la? (?:entrevista|grabaci)"
    r"|fim da (?:entrevista|grava)|fin de l.(?:entretien|enregistrement)|ende (?:des|der) )",
    re.I,
)


def _roles_of_lines(text: str, lines: list[Line], body: int, labels: set[int], last: int) -> dict[int, str]:
    """What each line of the body is: label, words, note (a remark and what follows it in its block), aside (in
    brackets alone), time, or furniture (a heading, a header that comes again, a closing line)."""
    roles: dict[int, str] = {}
    apparatus = sessions.apparatus(text, labels)
    before, after = "", False
    for at in range(body, len(lines)):
        line = lines[at]
        first = line.text[0]
        if at in labels:
            role = "label"
        elif at in apparatus or after or (at > last and _CLOSING.match(line.text)):
            role = "furniture"
        elif at > last and (
            _NEXT_PART.match(line.text)
            or (line.text.isdecimal() and at + 1 < len(lines) and _NEXT_PART.match(lines[at + 1].text))
        ):
            role, after = "furniture", True
        elif ":" in line.text and times_in(text, line.start, line.stop) == [(line.start, line.stop)]:
            role = "time"
        elif (line.gap == 0 and before == "note") or is_note(line):
            role = "note"
        elif first in "([*_<" and _ASIDE.fullmatch(line.text):
            role = "aside"
        elif first == "#" and _MARKDOWN_HEADING.match(line.text):
            role = "furniture"
        else:
            role = "words"
        roles[at] = before = role
    return roles


def _speech(text: str, lines: list[Line], start: Start, after: Start | None, roles: dict[int, str]) -> Span:
    """From behind the label to the last words before the next one; an aside is speech where there are no words."""
    at, label = start.line, start.label
    until = after.line if after else len(lines)
    edge = lines[at].stop
    if after and after.inside and after.line == at:
        edge = after.label.span[0]
    begin, end = _trimmed(text, label.speech, edge)
    here = begin < end
    if here and until == at + 1 and not (after and after.inside):
        return begin, end
    own = [line for line in range(at + 1, until) if roles[line] == "words"]
    if not own and not here:
        own = [line for line in range(at + 1, until) if roles[line] == "aside"]
        roles.update(dict.fromkeys(own, "words"))
    if own:
        end = lines[own[-1]].stop
        begin = begin if here else lines[own[0]].start
    if after and after.inside and after.line > at:  # the line before goes on with another's words
        begin, end = _trimmed(text, begin if here or own else lines[after.line].start, after.label.span[0])
    return begin, end


def _trimmed(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def _times(text: str, lines: list[Line], starts: Iterable[Start], roles: Mapping[int, str]) -> list[Span]:
    times: set[Span] = set()
    first: dict[int, Start] = {}
    for start in starts:
        if start.label.time:
            times.add(start.label.time)
        if not start.inside:
            first[start.line] = start
    if not _MAY_BE_TIME.search(text):
        return sorted(times)
    for at, role in roles.items():
        if role == "label":
            label = first[at].label
            times.update(times_in(text, max(label.speech, label.time[1] if label.time else 0), lines[at].stop))
        elif role in ("words", "time"):
            times.update(times_in(text, lines[at].start, lines[at].stop))
    return sorted(times | _before_words(lines, roles))


_MAY_BE_TIME = re.compile(r":\d\d|_\d")
_CLOCK_FIRST = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?=\s+\D)")


def _before_words(lines: list[Line], roles: Mapping[int, str]) -> set[Span]:
    """Bare times before what is said, where nearly every line that names nobody begins with one."""
    words = [lines[at] for at, role in roles.items() if role == "words"]
    found = [(line.start, line.start + m.end()) for line in words if (m := _CLOCK_FIRST.match(line.text))]
    return set(found) if len(found) >= max(3, 0.8 * len(words)) else set()


def summary(text: str, marks: Marks) -> TurnSummary:
    """Who speaks how often in a text under its marks, and what belongs to nobody."""
    names = writings(text, marks)
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


def writings(text: str, marks: Marks) -> dict[str, Counter[str]]:
    """How often each label (folded, in order of first appearance) is written in which way."""
    names: dict[str, Counter[str]] = {}
    folded: dict[str, tuple[str, str]] = {}
    for turn in marks.turns:
        if turn.label:
            label = text[slice(*turn.label)]
            key, name = folded.get(label) or folded.setdefault(label, (speaker_key(label), speaker_name(label)))
            if key not in names:
                names[key] = Counter()
            names[key][name] += 1
    return names


def counted(marks: Marks) -> list[Turn]:
    """The turns that count: those with a label where the text has labels, those that ask or answer where they are told
    apart, else all."""
    labels = [turn for turn in marks.turns if turn.label]
    return labels or [turn for turn in marks.turns if turn.side != "unknown"] or list(marks.turns)
