"""Legends: the lines that say whose the labels are, and that nobody says.

The rule: a legend stands above the talk in the very form of the labels (``P: Peneliti``, ``W1 = Ketua RT, W2 = Bendahara``);
what it gives are names and words for somebody, where a talk has sentences, and the labels come again below it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from qualcode.collect.head import names_letter, reads_as_name, tells_letters
from qualcode.collect.labels import COLON, Label, Labels, how_often, is_bare
from qualcode.collect.lines import Line
from qualcode.language.marks import speaker_key

_GIVES = re.compile(r"\(([A-Z]{1,3}\d?)\)$")


def without_legend(lines: list[Line], possible: Labels) -> Labels:
    """The possible labels without two lines or more that say, anywhere above the talk, who the letters are: ``S: Student``,
    ``T: Teacher``; where the letters come again."""
    bare = {at: label for at, label in possible.items() if label.bare}
    short = {at: label for at, label in bare.items() if len(label.key) < 4}
    short |= {at: label for at, label in possible.items() if len(label.key) < 4 and _stopped(lines[at], label)}
    says = {at for at in short if names_letter(lines[at].text)}
    says |= {at for at in (near for one in says for near in (one - 1, one + 1)) if _gives_name(lines, possible, at)}
    rest = _rest_of_letters(bare, possible, says)
    says |= rest
    own = {at for at in says if at + 1 in says or at - 1 in says}
    gives = {
        at: found[1].casefold() for at in bare if lines[at].text[-1] == ")" and (found := _GIVES.search(lines[at].text))
    }
    if len(gives) > 1:  # - Fasilitator : Bu Rini (F)
        first = {label.key: at for at, label in reversed(possible.items())}
        given = {at for at, letters in gives.items() if at < first.get(letters, -1)}
        possible = {at: label for at, label in possible.items() if at not in given}
    often = Counter(label.key for at, label in possible.items() if at not in own) if own else {}
    own = {at for at in own if often[possible[at].key] > 1 or at in rest}
    own = own if len(own) > 1 else set()
    short = {at: label for at, label in short.items() if at in possible}
    own |= _spelled(lines, short, possible)
    own |= {at for at in short if tells_letters(lines[at].text)}
    own |= told_above(lines, possible) | _under_key(lines, possible)
    return {at: label for at, label in possible.items() if at not in own} if own else possible


def _rest_of_letters(bare: Labels, possible: Labels, says: set[int]) -> set[int]:
    """The lines that stand nowhere but beside one that says who a letter is, and end no sentence: ``The others: interviewed``."""
    beside = {at for at, label in bare.items() if len(label.key) > 3 and (at - 1 in says or at + 1 in says)} - says
    elsewhere = {label.key for at, label in possible.items() if at not in beside}
    return {at for at in beside if bare[at].key not in elsewhere}


_KEY = re.compile(
    r"\W*(?:keterangan|ket|legenda?|key|abbreviations?|daftar (?:inisial|singkatan|kode)|inisial|singkatan|leyenda|siglas|abreviaturas|"
    r"légende|legende|abréviations|abkürzungen|afkortingen)(?:\s(?:inisial|kode|singkatan|nama|transkrip))?\W*",
    re.I,
)
LONGEST_TOLD = 80  # characters: of what a legend says of a letter


def _under_key(lines: list[Line], possible: Labels) -> set[int]:
    """The lines right below a heading that promises a legend (``Keterangan:``), each with letters of its own and words that
    are no sentence, in any dress, where most of the letters come again below: ``P<tab>inisial dari peneliti``."""
    for at, line in enumerate(lines[:MOST_ABOVE]):
        if len(line.text) > 40 or not _KEY.fullmatch(line.text):
            continue
        run: list[int] = []
        keys: set[str] = set()
        for below in range(at + 1, len(lines)):
            label = possible.get(below)
            said = lines[below].text[label.speech - lines[below].start :] if label else ""
            if label is None or label.key in keys or not (is_bare(said) and len(said) <= LONGEST_TOLD):
                break
            run.append(below)
            keys.add(label.key)
        again = {label.key for one, label in possible.items() if run and one > run[-1]}
        if len(run) > 1 and 2 * len(keys & again) >= len(keys):
            return set(run)
    return set()


def _gives_name(lines: list[Line], possible: Labels, at: int) -> bool:
    """Whether a line says of a letter whose it is, by a name that begins with it: ``B: Budi Rekaan``."""
    label = possible.get(at)
    if label is None or len(label.key) > 3 or not (label.bare or _stopped(lines[at], label)):
        return False
    name = lines[at].text[label.speech - lines[at].start :].strip().removesuffix(".")
    return name[:1].casefold() == label.key[0] and reads_as_name(name)


def _stopped(line: Line, label: Label) -> bool:
    """Whether a word or two and a stop stand behind a label: ``R: Researcher.``"""
    return (
        line.text[-1] == "." and label.dress == COLON and len(line.text[label.speech - line.start :].split(None, 2)) < 3
    )


def _spelled(lines: list[Line], short: Labels, possible: Labels) -> set[int]:
    """Two lines or more, one below the other, that give the names of which letters are the first ones, where the letters come
    again below: ``AR: Ani Rekaan``, ``B: Budi``."""
    often = how_often(possible)
    given = [at for at, label in short.items() if often[label.key] > 1 and _begin_with(lines[at], label)]
    runs: list[list[int]] = []
    for at in given:
        if runs and runs[-1][-1] == at - 1 and all(possible[at].key != possible[one].key for one in runs[-1]):
            runs[-1].append(at)
        else:
            runs.append([at])
    run = runs[0] if runs else []
    if len(run) < 2:
        return set()
    first = {label.key: at for at, label in reversed(possible.items())}
    return set(run) if all(first[possible[at].key] == at for at in run) else set()


def _begin_with(line: Line, label: Label) -> bool:
    """Whether what stands behind letters is a name whose words begin with them."""
    name = line.text[label.speech - line.start :].strip()
    words = [word for word in name.split() if word[0].isupper()]
    initials = "".join(word[0] for word in words).casefold()
    letters = label.key.rstrip("0123456789.")
    return (
        0 < len(letters) <= len(words) + (len(words) == 1)
        and initials.startswith(letters[: len(initials)])
        and reads_as_name(name)
    )


_TELLS = r"(?P<{0}>[^\W\d_][^\s:=,;]{{0,11}}(?:\s\d{{1,2}})?)\s*[:=]\s*(?P<{1}>[^\W\d_][^:=,;?!\n]{{0,40}}?)"
_TOLD = re.compile(_TELLS.format("who", "name") + r"(?:[,;.]?\s*$|\s*[,;]\s*|\s{2,}|\s(?=[A-Z]{1,3}\d?\s?[:=]))")
MOST_ABOVE = 60  # lines


def told_above(lines: list[Line], possible: Labels) -> set[int]:
    """Lines above the talk, two or more one below the other, or one with two names or more, that say of every label whose it is
    by a name or a word with a capital, where the labels come again below: ``W1 = Ketua RT, W2 = Bendahara``."""
    run: list[int] = []
    told: list[str] = []
    for at, line in enumerate(lines[:MOST_ABOVE]):
        pairs = _pairs(line.text)
        if run and (
            not pairs or line.gap > lines[run[-1]].gap + (len(run) > 1) or any(key in told for key, _ in pairs)
        ):
            if len(told) > 1 and _come_again(told, possible, run):
                return set(run)
            run, told = [], []
        if pairs:
            run.append(at)
            told += [key for key, _ in pairs]
    return set()


@lru_cache(2 * MOST_ABOVE)  # asked of the same lines before labels have proved themselves, and after
def _pairs(words: str) -> list[tuple[str, str]]:
    """Labels, folded, and whose they are, of a line that holds nothing else."""
    at = 0
    found: list[tuple[str, str]] = []
    while at < len(words):
        one = _TOLD.match(words, at)
        if one is None or not (one["name"][0].isupper() and reads_as_name(one["name"])):
            return []
        found.append((speaker_key(one["who"]), one["name"]))
        at = one.end()
    return found


def _come_again(told: list[str], possible: Labels, run: list[int]) -> bool:
    """Whether all labels but one of three come again below the lines that tell them, and most of what is said there ends as
    sentences do."""
    below = [label for at, label in possible.items() if at > run[-1]]
    again = {label.key for label in below}
    ended = sum(not label.bare for label in below)
    return sum(key in again for key in told) >= max(2, len(told) - len(told) // 3) and 2 * ended > len(below)
