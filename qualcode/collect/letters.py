"""Letters without a colon: ``P Sejak kapan, Bu?``, ``12 MH “Klaten”``, as the cells of a printed table leave them.

The rule: a code before a blank is a label only where the whole text says so: codes that come back and take turns, and that
a legend tells (``P: Peneliti``) or that stand before words in quotes. A single letter that nothing tells is a word.
"""

from __future__ import annotations

import re
from collections import Counter

from qualcode.collect.cast import MIN_ALTERNATION, alternation, goes_round
from qualcode.collect.labels import TAB, Label, Labels
from qualcode.collect.lines import Line
from qualcode.language.marks import speaker_key

MIN_TURNS = 6
MIN_SHARE = 0.2  # of the lines from the first label on
STRICT = 0.9  # of the neighbouring codes must differ where neither a legend nor quotes prove them
MIN_QUOTED = 0.8  # of the utterances must begin with a quotation mark where no legend tells the codes

_CODE = re.compile(
    r"(?P<number>\d{1,4}[.)]?\s+)?(?P<name>[A-Z]{1,4}\d{0,2})\s+(?P<quote>[“”\"'‘’«„]*)(?=[^\s:=.,;)–—~/|>-])"
)
_TOLD = re.compile(r"([A-Z]{1,4})\d{0,2}\s*[:=]\s*[^\W\d_]")


_GIVEN = re.compile(r"\s(?!:)[^\W\d_]+\s?[:=]\s?([A-Z]{1,4})\d{0,2}\.?$")  # Kode informan: LA


def bare_letters(lines: list[Line]) -> Labels:
    """The labels of a text whose speakers are codes without a colon, by line; none where it is not written so."""
    found: dict[int, re.Match[str]] = {}
    told: set[str] = set()
    for at, line in enumerate(lines):
        words = line.text
        if ":" in words and (given := _GIVEN.search(words, max(0, len(words) - 40))):
            told.add(given[1])
        if words[1:2].islower() or not ("A" <= words[0] <= "Z" or words[0].isdecimal()):
            continue
        if code := _CODE.match(words):
            found[at] = code
        elif legend := _TOLD.match(words):
            told.add(legend[1])
    often = Counter(code["name"] for code in found.values())
    found = {at: code for at, code in found.items() if often[code["name"]] > 1}
    if len(found) < MIN_TURNS:
        return {}
    known = {at: code for at, code in found.items() if code["name"].rstrip("0123456789") in told}
    quoted = {at: code for at, code in found.items() if code["quote"]}
    own = known if len(known) >= MIN_QUOTED * len(found) else quoted
    if len(own) < MIN_QUOTED * len(found) and _in_turns([found[at]["name"] for at in sorted(found)]):
        own = found
    keys = [own[at]["name"] for at in sorted(own)]
    if len(keys) < max(MIN_TURNS, MIN_QUOTED * len(found), MIN_SHARE * (len(lines) - min(own, default=0))):
        return {}
    if len(set(keys)) < 2 or alternation(keys) < MIN_ALTERNATION or goes_round(keys):
        return {}
    return {at: _label(lines[at], code) for at, code in own.items()}


def _in_turns(names: list[str]) -> bool:
    """Whether two codes take turns so strictly that no legend is asked for."""
    return len(names) >= 2 * MIN_TURNS and len(set(names)) == 2 and alternation(names) >= STRICT


_EXAMINED = re.compile(r"(?P<number>\d{1,2}\s+)?(?P<name>[QA])\.?\s{1,10}(?P<quote>)(?=[^\s:=)~/|>])")
_CAPITALS = re.compile(r"[A-Z]{2,}\.?(?:\s[A-Z][A-Z.'’-]*){1,3}:")
_STOPPED = re.compile(r"[.?!…:–—-][\"”’'»)\]]*$")


def examined_letters(lines: list[Line], labels: Labels) -> Labels:
    """``Q`` and ``A`` before a blank in the record of a court, beside the labels of those whom capitals name
    (``MS. RINA: Objection.``); none elsewhere. They stand behind the end of a sentence, and no answer follows an answer."""
    if sum(lines[at].text[1:2].isupper() and _CAPITALS.match(lines[at].text) is not None for at in labels) < 2:
        return {}
    found: Labels = {}
    before, stopped = "", True
    for at, line in enumerate(lines):
        code = _EXAMINED.match(line.text) if at not in labels and stopped else None
        if code and code["name"] + before != "AA":
            found[at], before = _label(line, code), code["name"]
        elif at in labels:
            before = ""
        if not line.text.isdecimal():  # the number of a page
            stopped = bool(_STOPPED.search(line.text, max(0, len(line.text) - 6)))
    keys = [label.key for label in found.values()]
    return found if len(set(keys)) > 1 and len(keys) > 3 and alternation(keys) >= MIN_ALTERNATION else {}


def _label(line: Line, code: re.Match[str]) -> Label:
    span = (line.start + code.start("name"), line.start + code.end("name"))
    number = ((line.start, span[0]),) if code["number"] else ()
    return Label(speaker_key(code["name"]), span, line.start + code.start("quote"), None, 1, TAB, apparatus=number)
