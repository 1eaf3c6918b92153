"""Ends of turns: what stands last in a turn and nobody says, the numbers and heads of pages and the foot of the text.

The rule: what is no speech is told by how the turns of this text are: a number counts on from page to page, a head comes back
at the ends of turns, and what ends no sentence below the last turn is a foot where turns have one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from qualcode.collect.cast import is_field
from qualcode.collect.inline import Start
from qualcode.collect.labels import ends_sentence, is_bare
from qualcode.collect.lines import NUMBERS, Line

MIN_TURNS = 4  # for a text to show how its turns are
MIN_HEAD = 12  # characters of a running head
MIN_ENDED = 0.8  # of the turns end as sentences do, for what does not to be no speech
MIN_BEFORE = 5  # turns of one paragraph each, for what stands behind the last one's to be nobody's

_NUMBER = re.compile(
    r"[-–—|~\s]*(?:(?:halaman|hlm\.?|hal\.?|page)\s*)?(\d{1,4})(?:\s*(?:dari|of|/)\s*\d{1,4})?[-–—|~\s]*", re.I
)
_DIGITS = re.compile(r"\d+")


def page_ends(lines: Sequence[Line], starts: Sequence[Start], roles: Mapping[int, str]) -> set[int]:
    """The last lines of turns that are numbers of pages or come back at the end of other turns, as the heads of pages do."""
    found: set[int] = set()
    if len(starts) < MIN_TURNS or "words" not in roles.values():
        return found
    for _twice in range(2):  # a head above a number, or a number above a head
        last = list(_last_lines(lines, starts, roles, found))
        more = _numbers(lines, last) | _heads(lines, last)
        if not more:
            break
        found |= more
    return found


def _last_lines(
    lines: Sequence[Line], starts: Sequence[Start], roles: Mapping[int, str], but: set[int]
) -> Iterator[int]:
    """The last line of words of each turn that has more than one."""
    for start, next_ in zip(starts, [*starts[1:], None], strict=True):
        first, at = start.line, (next_.line if next_ else len(lines)) - 1
        while at > first and (roles.get(at) != "words" or at in but):
            at -= 1
        if at > first and (
            start.label.speech < lines[first].stop or any(roles.get(one) == "words" for one in range(first + 1, at))
        ):
            yield at


def _further_lines(lines: Sequence[Line], starts: Sequence[Start], roles: Mapping[int, str]) -> Iterator[list[int]]:
    """For each turn its lines of words but for the first."""
    edges = [start.line for start in starts] + [len(lines)]
    for (first, after), start in zip(pairwise(edges), starts, strict=True):
        own = [at for at in range(first + 1, after) if roles.get(at) == "words"]
        yield own[1:] if own and start.label.speech >= lines[first].stop else own


def _numbers(lines: Sequence[Line], last: Sequence[int]) -> set[int]:
    """Numbers that count on by one from page to page; of one alone, the first page's, behind the end of a sentence."""
    found = {at: int(number[1]) for at in last if (number := _NUMBER.fullmatch(lines[at].text))}
    places = sorted(found)
    if len(places) > 1:
        on = all(found[b] - found[a] == 1 and b - a > 2 for a, b in pairwise(places))
        return set(places) if on else set()
    return {at for at in places if found[at] == 1 and _stopped(lines[at - 1].text)}


def _heads(lines: Sequence[Line], last: Sequence[int]) -> set[int]:
    """Lines of two words or more that end no sentence and come back, but for their number, at the ends of turns alone; or that are
    the title of the text."""
    likely = {
        at for at in last if len(lines[at].text) >= MIN_HEAD and " " in lines[at].text and is_bare(lines[at].text)
    }
    if not likely:
        return set()
    often: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if len(line.text) <= 120:
            often.setdefault(line.text.strip(NUMBERS), []).append(at)
    found: set[int] = set()
    for at in likely:
        places = often.get(lines[at].text.strip(NUMBERS), [])
        titled = places[:1] == [0]
        if (
            len(places) > 1
            and likely.issuperset(places[titled:])
            and (len(places) > 2 or titled or _count_on(lines, places))
        ):
            found.update(places[titled:])
    return found


def _count_on(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether the last number of lines counts on from one to the next."""
    numbers = [int(digits[-1]) for at in places if (digits := _DIGITS.findall(lines[at].text))]
    return len(numbers) == len(places) and all(b - a == 1 for a, b in pairwise(numbers))


def _stopped(words: str) -> bool:
    return words[-1] in '.!…”"' and ends_sentence(words)


_ASIDE_LAST = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])$")


def foot_of(lines: Sequence[Line], starts: Sequence[Start], roles: Mapping[int, str]) -> list[int]:
    """The lines below the last turn that end as no sentence does, or are a word or three, where no other turn has more than
    one paragraph: nobody says them."""
    if len(starts) <= MIN_BEFORE or "words" not in roles.values():
        return []
    edges = [start.line for start in starts] + [len(lines)]
    *others, below = ([at for at in own if lines[at].gap] for own in _further_lines(lines, starts, roles))
    if any(others) or not below:
        return []
    ends = sum(_ended(lines[after - 1].text) for after in edges[1:-1])
    if ends < MIN_ENDED * (len(edges) - 2) and not _widest(lines, below[0]):
        return []
    while below and not (
        (_ended(lines[below[0] - 1].text) or _widest(lines, below[0]))
        and all(_is_no_speech(lines[at].text) for at in below)
    ):
        below = below[1:]
    return [at for at in range(below[0], len(lines)) if roles[at] == "words"] if below else []


MIN_MARGIN = 4  # numbers of lines from the margin, alone on their lines down to the end of the text
MIN_FIELDS = 2  # below the last turn, for a writing with fields of its own to stand there
CLOSING = re.compile(  # a line that says that the talk is over
    r"\W{0,4}(?:\d{1,2}:\d{2}(?::\d{2})?\W{1,4})?(?:meeting ended\b|end (?:of|transcript|recording|interview)\b|(?:wawancara|rekaman|transkrip)\s+(?:selesai|berakhir)|selesai\W*$"
    r"|transcribed (?:by|with)|.{1,40} (?:stopped|started) (?:transcription|recording)|fin de la? (?:entrevista|grabaci)"
    r"|fim da (?:entrevista|grava)|fin de l.(?:entretien|enregistrement)|ende (?:des|der) |(?:recording|interview) (?:ends|ended|stops|stopped|concluded|concludes)\b"
    r"|(?:the )?(?:end|fin|ende|fim|tamat|sekian|einde)\W*$)",
    re.I,
)


def after_talk(lines: Sequence[Line], starts: Sequence[Start], roles: Mapping[int, str]) -> list[int]:
    """The lines of words below one that says that the talk is over, or from the first of two fields on that no turn begins with
    (``Tema: ...``, ``Isi: ...``), where none stands within the talk; and the numbers of a margin at the very end."""
    last = starts[-1].line
    below = [at for at in range(last + 1, len(lines)) if roles[at] == "words"]
    if not below:
        return []
    over = next((at for at in range(last + 1, len(lines)) if CLOSING.match(lines[at].text)), len(lines))
    fields = [at for at in below if is_field(lines, at) and ends_sentence(lines[below[0] - 1].text)]
    if len(fields) >= MIN_FIELDS and not any(
        is_field(lines, at) for at in range(starts[0].line, last) if roles.get(at) == "words"
    ):
        over = min(over, fields[0])
    numbers = len(lines)
    while numbers - 1 > last and lines[numbers - 1].text.isdecimal():
        numbers -= 1
    margin = [int(line.text) for line in lines[numbers:] if len(line.text) < 5]
    if len(margin) >= MIN_MARGIN and len(margin) == len(lines) - numbers and all(a < b for a, b in pairwise(margin)):
        over = min(over, numbers)
    return [at for at in below if at >= over]


def _widest(lines: Sequence[Line], at: int) -> bool:
    """Whether more blank lines stand before a line than between the turns, and no sentence goes on in it: the talk is over."""
    return not lines[at].text[0].islower() and lines[at].gap > max(
        (line.gap for line in lines[max(1, at - 12) : at]), default=0
    )


def _ended(words: str) -> bool:
    """Whether words end as a sentence does, but for a remark or a time behind it."""
    return ends_sentence(words) or ends_sentence(_ASIDE_LAST.sub("", words))


def _is_no_speech(words: str) -> bool:
    return is_bare(words) or len(words.split()) < 4
