"""The cast: which of the possible labels of a text are its speakers.

The rule: labels prove themselves by coming back and by taking turns. Labels with a colon are looked at first, and each
for itself where it is safe; another dress is accepted as a whole or not at all. Keys of a form that come round in the
same order (``Nama: Umur: Saran:``, ``A: B: C: D:``) are no cast. ``seldom`` knows who speaks too seldom for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise

from qualcode.collect.jointly import with_joint
from qualcode.collect.labels import ALONE, BRACKET, COLON, DASH, DOT, TAB, TIMED, Label, Labels, how_often, is_note
from qualcode.collect.lines import Line, goes_on
from qualcode.collect.roles import DENIED, NUMBERED, role_at
from qualcode.collect.seldom import full_names, introduced, speech_below, timed_above, with_rare

MIN_ALTERNATION = 0.6  # share of neighbouring labels that differ, asked of labels that nothing else proves
MIN_EXCHANGE = 0.3  # the same where labels are words: somebody may have several lines in a row
MIN_WORDS = 2.5  # words an utterance, on the average: less is a table of names and figures
EXAMINED = {"q", "a"}


def cast(possible: Labels, lines: list[Line], named: Container[str] = ()) -> Labels:
    """Those of the possible labels (by line) that are speakers; ``named``: folded names that a header gives."""
    possible = without_fields(possible, lines)
    strong = {at: label for at, label in possible.items() if label.dress in (COLON, TIMED)}
    often = how_often(strong)
    best = {at: label for at, label in strong.items() if often[label.key] >= label.needed or label.key in named}
    best |= timed_above(strong, lines) | introduced(strong, lines) | full_names(strong, lines)
    if not _is_cast(best, lines, named):
        best = {}
    elif not all(_safe(label, named) for label in best.values()):
        best = _without_forms(best, lines, named)
    colons = best
    dressed = _by_dress(possible)
    for dress in (DOT, BRACKET, DASH, TAB, ALONE):
        own = _weak(dressed[dress], lines, dress, named) if dress in dressed else {}
        if own and dress in (DOT, TAB) and {label.key for label in own.values()} <= EXAMINED:
            sure = {at: label for at, label in strong.items() if label.needed == 1}
            best = own | best | sure  # a court: questions and answers, and who breaks in by name
        elif len(own) > len(best):
            keys = {label.key for label in own.values()}
            best = own | {at: label for at, label in colons.items() if label.key in keys}
    if not best:
        return {}
    if len(best) < len(possible):
        best |= _theirs(best, possible, lines)
        best |= _letters_beside(dressed.get(TAB, {}), best, lines)
    return _unnumbered(with_joint(_all_above(with_rare(best, possible, lines), lines), lines), lines)


def without_tail(labels: Labels, lines: list[Line]) -> Labels:
    """The labels without the last that come once and stand between fields with which no turn begins: ``Tema: ...``, ``Lead: ...``,
    ``Isi: ...`` below a talk are a writing of its own."""
    often = how_often(labels)
    kept = sorted(labels)
    end = len(lines)
    while len(kept) > 2 and often[labels[kept[-1]].key] == 1:
        above, last = kept[-2:]
        if not all(any(is_field(lines, at) for at in range(*edge)) for edge in ((above + 1, last), (last + 1, end))):
            break
        kept.pop()
        end = last
    return {at: label for at, label in labels.items() if at <= kept[-1]}


def _theirs(labels: Labels, possible: Labels, lines: list[Line]) -> Labels:
    """What else of the possible labels are labels of the same people."""
    keys = {label.key for label in labels.values()}
    worn = {label.dress for label in labels.values()}
    theirs = {at for at, label in possible.items() if label.key in keys}
    found: Labels = {}
    for at, label in possible.items():
        if at in labels or label.key not in keys or (label.dress == ALONE and not speech_below(lines, at, theirs)):
            continue
        if label.dress == TAB and TAB not in worn and lines[at].text.count("\t") > 1:
            continue  # a row of a table of persons
        if label.dress == DOT and DOT not in worn and goes_on(lines, at):
            continue  # who is spoken to within a sentence: Terima kasih, | Ibu Ketua. Saya ...
        if label.dress in worn or label.dress != DOT or len(label.key) > 1:  # B. Hari: the letter of a list
            found[at] = label
    return found


def _letters_beside(tabbed: Labels, best: Labels, lines: list[Line]) -> Labels:
    """Letters with a gap or tab behind them that begin paragraphs again and again beside those who have names:
    ``MS. RINA: Go ahead.`` and ``Q    Is it?``."""
    often = Counter(label.key for at, label in tabbed.items() if lines[at].gap)
    return {
        at: label
        for at, label in tabbed.items()
        if at not in best and label.needed == 1 and len(label.key) < 3 and often[label.key] > 2 and lines[at].gap
    }


def _all_above(labels: Labels, lines: list[Line]) -> Labels:
    """Where nearly all labels stand alone above what was said, a word before a colon that comes once is said, too."""
    above = sum(label.speech >= lines[at].stop for at, label in labels.items())
    if above == len(labels) or above < max(6, 0.8 * len(labels)):
        return labels
    often = how_often(labels)
    return {at: label for at, label in labels.items() if label.speech >= lines[at].stop or often[label.key] > 1}


_FIELD = re.compile(r"(?:\d{1,2}[.)]\s)?[-*•_\s]{0,6}([^\W\d_]+)[^:：\n]{0,40}?[*_]{0,2}\s?[:：]")


def without_fields(labels: Labels, lines: list[Line]) -> Labels:
    """Labels without the fields of a header that stands anywhere: names and words that are no sentence, beside other fields
    (``Tanggal: ...``), or a role that names somebody every time it comes (``Presenter: Ani Wijaya``)."""
    titles = {
        at for at, label in labels.items() if label.speech >= lines[at].stop and is_field(lines, at + 1)
    }  # INFORMAN 1: above Tanggal: ...
    labels = {at: label for at, label in labels.items() if at not in titles} if titles else labels
    bare = {at for at, label in labels.items() if label.bare and label.dress == COLON}
    if not bare:
        return labels
    gone: set[int] = set()
    for at in sorted(bare):
        if any(near in gone or is_field(lines, near) for near in (at - 1,)) or is_field(lines, at + 1):
            gone.add(at)
    for at in sorted(bare - gone, reverse=True):
        if at + 1 in gone and (
            lines[at + 1].gap == 0 or (role_at(labels[at].key) and _names_somebody(lines[at], labels[at]))
        ):
            gone.add(at)
    often = how_often(labels)
    lost = Counter(labels[at].key for at in gone)
    somebody = [at for at in bare if _names_somebody(lines[at], labels[at])]
    named = Counter(labels[at].key for at in somebody)
    forms = {key for key, count in often.items() if lost[key] == count or (named[key] == count > 1 and role_at(key))}
    talk = min((at for at, label in labels.items() if often[label.key] > 1 and label.key not in forms), default=0)
    forms |= {labels[at].key for at in somebody if at < talk and often[labels[at].key] == 1 and role_at(labels[at].key)}
    team = _teams(labels, lines, bare, often)
    return {at: label for at, label in labels.items() if label.key not in forms and at not in team}


def _teams(labels: Labels, lines: list[Line], bare: set[int], often: Counter[str]) -> set[int]:
    """Lines of lists of names by what each does, four or more in a row, most of whose words come nowhere else:
    ``Ketua: Ani``, ``Juru foto: Budi``."""
    found: set[int] = set()
    run: list[int] = []
    for at in [*sorted(bare), len(lines)]:
        if run and (at != run[-1] + 1 or at == len(lines) or lines[at].gap > lines[run[-1]].gap):
            here = Counter(labels[one].key for one in run)
            if len(run) >= 4 and sum(often[key] == count for key, count in here.items()) >= 0.7 * len(here):
                found.update(run)
            run = []
        if at < len(lines) and _is_name(lines[at], labels[at]):
            run.append(at)
    return found


def _is_name(line: Line, label: Label) -> bool:
    words = line.text[label.speech - line.start :].split()
    return 1 <= len(words) <= 5 and words[0][0].isupper() and all(word.isalpha() or word[-1] == "." for word in words)


def is_field(lines: Sequence[Line], at: int) -> bool:
    """Whether a line begins with a word that opens a field and never a turn, and its colon; a remark is none."""
    if not 0 <= at < len(lines):
        return False
    head = lines[at].text[:60]
    if not (":" in head or "：" in head) or not (found := _FIELD.match(head)):
        return False
    return found[1].casefold() in DENIED and not is_note(lines[at])


_JOINS = frozenset(["y", "e", "dan", "and", "et", "und", "en", "&", "de", "da", "del", "van", "von", "bin", "binti"])


def _names_somebody(line: Line, label: Label) -> bool:
    words = line.text[label.speech - line.start :].split()
    return 2 <= len(words) <= 8 and all(word.lstrip("(")[:1].isupper() or word in _JOINS for word in words)


def _by_dress(possible: Labels) -> dict[str, Labels]:
    """What the lines would be in each dress but that with a colon."""
    found: dict[str, Labels] = {}
    for at, label in possible.items():
        if label.dress != COLON:
            found.setdefault(label.dress, {})[at] = label
        if label.other:
            found.setdefault(label.other.dress, {})[at] = label.other
    return found


def _safe(label: Label, named: Container[str]) -> bool:
    return label.needed == 1 or label.key in named


def _is_cast(labels: Labels, lines: list[Line], named: Container[str]) -> bool:
    """Whether labels with a colon are a cast: one of them is safe, or they come back and take turns."""
    if any(_safe(label, named) for label in labels.values()):
        return True
    keys = [labels[at].key for at in sorted(labels)]
    if goes_round(keys) and not one_asks(labels, lines):
        return False
    if max(map(len, keys), default=0) < 2:  # letters may be those of a list
        return len(keys) >= 4 and alternation(keys) >= MIN_ALTERNATION
    exchanges = 1 + sum(a != b for a, b in pairwise(keys))
    return exchanges >= 4 and alternation(keys) >= MIN_EXCHANGE


def _without_forms(labels: Labels, lines: list[Line], named: Container[str]) -> Labels:
    """Labels without those that nothing proves and that come round in one order."""
    loose = [labels[at].key for at in sorted(labels) if not _safe(labels[at], named)]
    if goes_round(loose) and not one_asks(labels, lines):
        return {at: label for at, label in labels.items() if _safe(label, named)}
    return labels


def _weak(labels: Labels, lines: list[Line], dress: str, named: Container[str]) -> Labels:
    """The labels of a dress without a colon, where they come back and take turns; else none."""
    if dress == ALONE:
        labels = _above_speech(labels, lines)
    if dress in (DOT, TAB):
        labels = _unnumbered(labels, lines)
    if dress == DOT and max((len(label.key) for label in labels.values()), default=0) > 2:
        # J. Budi: the first name of somebody listed
        labels = {at: label for at, label in labels.items() if len(label.key) > 1 or label.key in EXAMINED}
    often = how_often(labels)
    least = 3 if dress == DOT and max(map(len, often), default=0) < 2 and often.keys() != EXAMINED else 2
    own = {at: label for at, label in labels.items() if often[label.key] >= least or _known(label, named, dress)}
    keys = [own[at].key for at in sorted(own)]
    few = 2 if all(_known(label, named, dress) for label in own.values()) and dress in (TAB, DASH) else 4
    if dress == TAB and len(set(keys)) == len(keys) > 2:
        return {}  # S1, S2, O1: each of a list
    if len(keys) < few or len(set(keys)) < 2 or alternation(keys) < MIN_ALTERNATION:
        return {}
    if goes_round(keys) and not one_asks(own, lines):
        return {}
    said = sum(len(lines[at].text.split()) for at in own) / len(own)
    if dress != ALONE and said < MIN_WORDS + 1 and not all(label.needed == 1 for label in own.values()):
        return {}
    return own


def _above_speech(labels: Labels, lines: list[Line]) -> Labels:
    """Those alone on their line that stand above what is said: below a name another line follows than one that comes back as
    names do (``Ani``, ``Halo``, ``Budi``, ``Halo``)."""
    often = how_often(labels)
    again = {at for at, label in labels.items() if often[label.key] > 1}
    told = Counter(labels[at].key for at in again if at + 1 not in again)
    names = {at for at in again if 2 * told[labels[at].key] >= often[labels[at].key]}
    return {
        at: label
        for at, label in labels.items()
        if speech_below(lines, at, names if at in names else labels) and not is_field(lines, at + 1)
    }


def _known(label: Label, named: Container[str], dress: str) -> bool:
    return label.key in named or (label.needed == 1 and dress in (TAB, DASH, BRACKET, ALONE) and len(label.key) > 0)


def alternation(keys: list[str]) -> float:
    """The share of neighbouring keys that differ: 1 where they take turns, 0 where there is one."""
    return sum(a != b for a, b in pairwise(keys)) / (len(keys) - 1) if len(keys) > 1 else 0.0


def goes_round(keys: list[str]) -> bool:
    """Whether three keys or more come round in one order, twice at least, as the fields of a form do."""
    round_ = sum(count > 1 for count in Counter(keys).values())
    if round_ < 3 or len(keys) < 2 * round_:
        return False
    follows = Counter(pairwise(keys))
    usual = Counter(a for a, _ in follows.elements())
    same = sum(max(count for (a, _), count in follows.items() if a == key) for key in usual)
    return same >= 0.95 * (len(keys) - 1)


MIN_ASKED = 0.6  # of what one of them says ends in a question, and less of what any other says
_ASKS = re.compile(r"[?？؟][\"”’'»)\]*_]*$")


def one_asks(labels: Labels, lines: list[Line]) -> bool:
    """Whether one of the labels asks and the others do not: a talk may go round, too, with one who asks all in turn."""
    often, asking = how_often(labels), Counter[str]()
    for at, label in labels.items():
        below = label.speech >= lines[at].stop and at + 1 < len(lines)
        asking[label.key] += bool(_ASKS.search(lines[at + below].text))
    asks = [key for key, count in asking.items() if count >= MIN_ASKED * often[key]]
    return len(asks) == 1 and often[asks[0]] > 1


_RUNNING = re.compile(r"(.*?[^\d\s.])[\s.#-]*(\d{1,3})\W*$")


@lru_cache(4096)
def _running(key: str) -> tuple[str, int] | None:
    """A key's words and the number behind them."""
    found = _RUNNING.match(key)
    return (found[1], int(found[2])) if found else None


def _unnumbered(labels: Labels, lines: list[Line]) -> Labels:
    """Labels without the running number of the question (``Pertanyaan 1``, ``Q1``, ``A1``): the number becomes apparatus."""
    if not any(map(_running, {label.key for label in labels.values()})):
        return labels
    runs: dict[str, list[int]] = {}
    parts: dict[int, tuple[str, int]] = {}
    for at in sorted(labels):
        if part := _running(labels[at].key):
            parts[at] = part
            runs.setdefault(part[0], []).append(part[1])
    running = {base for base, numbers in runs.items() if len(numbers) > 1 and all(a < b for a, b in pairwise(numbers))}
    asked = {base for base in running if base in NUMBERED and (len(base) > 1 or len(running) > 1)}
    if len(running) > 1 and min(len(runs[base]) for base in running) >= 3:
        asked |= running
    changed: Labels = {}
    for at, (base, number) in parts.items():
        if base in asked:
            label = labels[at]
            start, stop = label.span
            words = lines[at].text[start - lines[at].start : stop - lines[at].start]
            digits = words.rfind(str(number))
            name = len(words[:digits].rstrip(" .#-\t"))
            if digits > 0 and name:
                number_span = (start + digits, max(stop, *(span[1] for span in label.apparatus), stop))
                changed[at] = label._replace(key=base, span=(start, start + name), apparatus=(number_span,))
    return labels | changed
