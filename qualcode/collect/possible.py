"""Possible labels: the lines of a text that may begin a turn, before they prove themselves.

The rule: what a line says alone (``labels``) is put right by what stands about it: a colon may stand on the line below, a
legend says who the letters are and nobody's turn, a heading says where the transcript begins.
"""

from __future__ import annotations

import re
from itertools import pairwise

from qualcode.collect.head import reads_as_name
from qualcode.collect.label_names import name_of
from qualcode.collect.labels import ALONE, COLON, EDITORS, TIME, Label, Labels, examines, find_label, how_often, is_bare
from qualcode.collect.legends import without_legend
from qualcode.collect.lines import Line
from qualcode.collect.shapes import fresh_lines
from qualcode.language.marks import speaker_key


def possible_labels(lines: list[Line]) -> Labels:
    """What may be the label of a turn, by line."""
    possible = {
        at: label
        for at, line in enumerate(lines)
        if (label := find_label(line)) and not (line.text[0] == "B" and examines(line.text))
    }
    remarks = {at for at in possible if lines[at].text[0] in EDITORS}
    if 0 < len(remarks) <= 0.2 * len(possible) + 1:  # more of them are how labels are written
        possible = {at: label for at, label in possible.items() if at not in remarks}
    if not possible:
        return {}
    possible = _with_names(lines, _with_numbers(lines, _colon_below(lines, possible)))
    possible = _going_on(lines, possible)
    possible = without_legend(lines, _under_heading(lines, possible))
    fields = _pairs_of_fields(lines, possible)
    fields |= {
        at for at, label in possible.items() if label.speech >= lines[at].stop and _heads_list(lines, possible, at)
    }
    return {at: label for at, label in possible.items() if at not in fields} if fields else possible


MIN_NAMED = 4  # lines that hold a part and a name
MIN_WIDTH = 50  # characters of a line that may go on over the margin
_TIME_LAST = re.compile(rf"\s*(?P<time>[\[(]{TIME}[\])])$")


def _with_names(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels; where they are parts that somebody has, with a name behind the colon and what is said below
    (``3. HAKIM ANGGOTA: S. ISRA``), a label is the whole line."""
    whole = {
        at: named for at, label in possible.items() if at + 1 not in possible and (named := _named(lines, at, label))
    }
    capitals = {at: label for at, label in whole.items() if lines[at].text.isupper()}
    if len(capitals) >= 0.8 * len(whole):
        whole = capitals
    often = how_often(whole)
    back = sum(count for count in often.values() if count > 1)
    if len(whole) < MIN_NAMED or back < 0.6 * len(whole) or len(often) < 2:
        return possible
    first = min(at for at, label in whole.items() if often[label.key] > 1)
    others = {at: label for at, label in possible.items() if at >= first and at not in whole}
    if sum(label.dress == COLON for label in others.values()) > 0.2 * len(whole):
        return possible
    return {at: label for at, label in others.items() if label.dress != COLON} | {
        at: label for at, label in whole.items() if at >= first
    }


def _named(lines: list[Line], at: int, label: Label) -> Label | None:
    """The label with the name behind its colon, where nothing else stands there but a time, and a line below."""
    line = lines[at]
    words = line.text[label.speech - line.start :].strip()
    time = _TIME_LAST.search(words)
    name = words[: time.start()] if time else words
    if (
        label.dress != COLON
        or not 0 < len(name.split()) <= 5
        or not (name.isupper() or reads_as_name(name))
        or at + 1 == len(lines)
        or lines[at + 1].gap > 1
    ):
        return None
    said = line.stop - len(words)
    span = (label.span[0], said + len(name))
    mark = (said + time.start("time"), line.stop) if time else label.time
    key = speaker_key(line.text[span[0] - line.start : span[1] - line.start])
    return label._replace(key=key, span=span, speech=line.stop, time=mark, needed=2, bare=False, other=None)


def _with_numbers(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels; a bare number before a name belongs to it where the numbers do not run: ``03 Ani:``, ``01 Budi:``."""
    own: dict[int, tuple[int, int, str]] = {}
    for at, label in possible.items():
        if (
            label.apparatus
            and (found := _BARE.match(lines[at].text))
            and label.span[0] == lines[at].start + found.end()
        ):
            own[at] = (int(found[1]), label.span[1], found[1])
    numbers = [number for number, _stop, _written in own.values()]
    if (
        len(numbers) < 2
        or all(a < b for a, b in pairwise(numbers))
        or not all(one[2][0] == "0" for one in own.values())
    ):
        return possible
    whole: Labels = {}
    for at, (_number, stop, _written) in own.items():
        span = (lines[at].start, stop)
        key = name_of(lines[at].text[: stop - span[0]])[1]
        whole[at] = possible[at]._replace(key=key, span=span, apparatus=possible[at].apparatus[1:])
    return possible | whole


def _going_on(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels; what is said on a line that goes on over the margin is no bare value, whatever it ends in."""
    likely = {
        at: label
        for at, label in possible.items()
        if label.bare
        and len(lines[at].text) >= MIN_WIDTH
        and at + 1 not in possible
        and at + 1 < len(lines)
        and not lines[at + 1].gap
    }
    if not likely:
        return possible
    fresh = fresh_lines(lines)
    return possible | {at: label._replace(bare=False) for at, label in likely.items() if at + 1 not in fresh}


_BARE = re.compile(r"(\d{1,3}) +(?=[^\W\d_])")


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


_HEADED = re.compile(
    r"\W*(?:(?:full|complete|podcast|interview|meeting|audio|video)\s+)?(?:transcript(?:ion)?|transkrip(?:si|t)?|verbatim|transcripci[oó]n|"
    r"transcri[cç][aã]o|retranscription|uitgeschreven interview|hasil wawancara|isi wawancara|jalannya\s?wawancara|"
    r"(?:start|beginning) of (?:the )?(?:interview|recording|session|tape)|(?:interview|recording) (?:starts|started|begins)|"
    r"(?:wawancara|rekaman|diskusi) (?:di)?mulai|mulai (?:wawancara|rekaman|diskusi)|(?:inicio|in[ií]cio|d[ée]but|inizio|beginn|begin|start) "
    r"(?:de la|del|de|da|do|de l.|des|der|van het|van de) ?(?:entrevista|grabaci[oó]n|grava[cç][aã]o|entretien|enregistrement|interviews?|gespr[aä]chs|aufnahme|opname))\b[^:\n]{0,25}$",
    re.I,
)


def _under_heading(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels under the last heading that says that the transcript begins, where nearly all stand there and what
    stands between two such headings are values."""
    found = possible
    for at in range(min(len(lines), max(possible))):
        if len(lines[at].text) <= 60 and _HEADED.match(lines[at].text):
            below = {line: label for line, label in found.items() if line > at}
            above = [label for line, label in found.items() if line <= at]
            if found is not possible and 2 * sum(label.bare for label in above) < len(above):
                continue
            if len(below) >= 4 and len(below) >= 0.6 * len(possible):
                found = below
    return found


_TWO_FIELDS = re.compile(r"\s*([^:]{2,40}?)\s{3,}[^\W\d_][^:]{1,30}:\s*([^:]{2,40})")


def _pairs_of_fields(lines: list[Line], possible: Labels) -> set[int]:
    """Lines with two names, each behind a word of its own that comes nowhere else: ``Respondent: R. R.   Asked by: N. N.``"""
    often = how_often(possible)
    once = ((at, label) for at, label in possible.items() if label.dress == COLON and often[label.key] == 1)
    found = ((at, _TWO_FIELDS.fullmatch(lines[at].text, label.speech - lines[at].start)) for at, label in once)
    return {at for at, two in found if two and reads_as_name(two[1]) and reads_as_name(two[2])}


_ITEM = re.compile(r"(?:[a-z]|\d{1,2})[.)]\s")


def _heads_list(lines: list[Line], possible: Labels, at: int) -> bool:
    """Whether a word with a colon, alone on its line and once in the text, stands above the items of a list."""
    if at + 2 >= len(lines) or lines[at].text[-1] not in ":：" or not _ITEM.match(lines[at + 1].text):
        return False
    return sum(label.key == possible[at].key for label in possible.values()) == 1
