"""Talk in which nobody is named: a question, then its answer, told by how they are set.

The rule: nothing is made of a text in which only some paragraphs ask. Dashes before nearly all utterances, questions that
are headings or in bold, or questions in nearly every other paragraph make it a talk; who answers is the other side. A turn
is a question or all of its answer, without the signs that set it apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from qualcode.collect.asked_signs import (
    ASKED,
    DASH,
    MIN_QUESTIONS,
    RUNNING,
    Said,
    below_preface,
    colons,
    dashes,
    numbered,
    two_signs,
)
from qualcode.collect.head import find_head
from qualcode.collect.labels import SENTENCE, is_bare, is_note, times_in
from qualcode.collect.layout import layout
from qualcode.collect.lines import Line, lines_of
from qualcode.collect.sides import asks
from qualcode.collect.talk import ASIDE
from qualcode.collect.turn_ends import CLOSING
from qualcode.language.marks import Marks, Span, Turn, speaker_key

MIN_SHARE = 0.6  # of the paragraphs must be a question or stand behind one, in turns
MIN_NAMED = 0.8  # of the answers begin with the name of who answers
LONGEST = 400  # characters of a question

_HEADING = re.compile(r"#{1,6}\s+")
_BOLD = re.compile(r"(?:\*\*(?P<b>[^*\n]+)\*\*|__(?P<u>[^_\n]+)__|\*(?P<i>[^*\n]+)\*|_(?P<e>[^_\n]+)_)\s*$")
_QUOTE = re.compile(r">\s*")
_NUMBER = re.compile(
    r"(?:\(?\d{1,3}[.)]|\(?[a-z][.)](?=\s)|[Qq]\d{0,3}[.):]|(?:Question|Pertanyaan|Frage|Pregunta|Pergunta|Vraag)\s\d{1,3}\s?[:.])\s*"
)


def asked_marks(text: str, given: Mapping[str, str] | None = None) -> Marks | None:
    """The marks of a talk without labels; None where the text is none."""
    if sum(text.count(sign) for sign in "?？؟") < MIN_QUESTIONS:
        return None
    lines = lines_of(text)
    head = find_head(lines, ())
    begin = lines[head.body].start if head.body < len(lines) else len(text)
    starts = {line.start for line in lines if line.text[0] in "#>—–-*_"} if _plain(text) else set()
    page = layout(text, starts=starts, begin=begin)
    pieces, foot = _without_foot(text, _lines_apart(text, page.paragraphs, _line_by_line(lines)))
    for read in (two_signs, dashes, colons, numbered, _set_apart, _quoted, _all_quoted, _every_other):
        turns = read(text, pieces)
        if turns is not None:
            break
    else:
        return None
    spoken, furniture, loose = turns
    loose = [*loose, *foot]
    marks = [*_with_names(text, spoken), *(Turn(None, span, "unknown") for span in loose)]
    return Marks(
        convention="questions",
        turns=tuple(sorted(marks, key=lambda turn: turn.speech)),
        wraps=page.wraps,
        furniture=tuple(sorted({*head.titles, *page.furniture, *furniture})),
        times=tuple(time for line in lines[head.body :] for time in times_in(text, line.start, line.stop)),
        header=head.fields,
    )


_NAMED = re.compile(r"[*_]{0,2}(?P<name>[^\W\d_][^:：\n.?!]{0,30}?)\s?[:：][*_]{0,2}\s*(?=\S)")


def _with_names(text: str, spoken: list[tuple[Span, str]]) -> Iterator[Turn]:
    """The turns; where nearly every answer begins with one name before a colon, and no question does, that is its label."""
    names = [_NAMED.match(text, *span) if side == "informant" else None for span, side in spoken]
    often = Counter(speaker_key(found["name"]) for found in names if found)
    key, count = often.most_common(1)[0] if often else ("", 0)
    sure = count >= max(MIN_QUESTIONS, MIN_NAMED * sum(side == "informant" for _, side in spoken))
    for ((start, stop), side), found in zip(spoken, names, strict=True):
        if sure and found and speaker_key(found["name"]) == key:
            yield Turn((start, found.start() + len(found[0].rstrip())), (found.end(), stop), side)
        else:
            yield Turn(None, (start, stop), side)


def _without_foot(text: str, pieces: list[Span]) -> tuple[list[Span], list[Span]]:
    """The pieces, and those at the end that nobody says: remarks, closing words, and what ends no sentence where others do."""
    kept = list(pieces)
    ended = sum(bool(SENTENCE.search(text[slice(*piece)])) for piece in pieces) >= 0.8 * len(pieces)
    while len(kept) > 2 * MIN_QUESTIONS - 2:
        words = text[slice(*kept[-1])]
        bare = ended and (is_bare(words) or words[-1] in ",:") and _dressed(text, kept[-1])[0] == ""
        if not (ASIDE.fullmatch(words) or CLOSING.match(words) or (bare and not DASH.match(words))):
            break
        kept.pop()
    return kept, pieces[len(kept) :]


def _plain(text: str) -> bool:
    return len(text) < 5_000_000


def _line_by_line(lines: list[Line]) -> bool:
    """Whether a line is a question and the next one its answer, with a hyphen before it, from the first one to the last."""
    answers = [line.text[0] == "-" and line.text[1:2] not in ("", " ", "-") for line in lines]
    first = answers.index(True) - 1 if any(answers) else -1
    return first >= 0 and sum(answers) >= 4 and all(a != b for a, b in pairwise(answers[first:]))


_BREAK = re.compile(r"(?<=\S)\s*<br\s*/?>$", re.I)  # a line ends here, as Markdown writes it
_GLUED = re.compile(r"(?<=\w[?？؟])(?=[^\W\d_])")


def _lines_apart(text: str, paragraphs: tuple[Span, ...], every: bool = False) -> list[Span]:
    """Paragraphs, cut where a line that asks stands in one, or one line a paragraph where few are blank; and behind a question
    mark to which an answer is glued (``Sejak kapan?Dulu.``), which a blank would follow within what one says."""
    pieces: list[Span] = []
    broken = False
    for start, stop in paragraphs:
        at = start
        for line in text[start:stop].split("\n"):
            said = _BREAK.sub("", line.rstrip())
            before = text[slice(*pieces[-1])] if pieces else ""
            if line.strip() and (at == start or every or _cuts(line, before) or (broken and _BOLD.fullmatch(before))):
                pieces.append((at + len(line) - len(line.lstrip()), at + len(said)))
            elif line.strip():
                pieces[-1] = (pieces[-1][0], at + len(said))
            broken = len(said) < len(line.rstrip()) if said else broken
            at += len(line) + 1
    return [part for piece in pieces for part in _unglued(text, piece)]


def _unglued(text: str, piece: Span) -> Iterator[Span]:
    start, stop = piece
    for found in _GLUED.finditer(text, start, stop):
        if text[found.end()].isupper():
            yield start, found.end()
            start = found.end()
    yield start, stop


def _cuts(line: str, before: str) -> bool:
    return bool(
        ASKED.search(before.rstrip())
        or (line[0] == "¿" and before[-1:].isalnum() and len(before.split()) <= 6)
        or DASH.match(line)
        or (line[0] in '“"«„' and (before[-1:] in '”"»“' or not _QUOTES.search(before)))
        or (_NUMBER.match(line) and ASKED.search(line.rstrip()))
    )


def _set_apart(text: str, pieces: list[Span]) -> Said | None:
    """Questions as headings or in bold, answers as plain paragraphs or quotes below them."""
    set_apart = [_dressed(text, piece) for piece in pieces]
    numbers = [int(found[1]) for piece in pieces if (found := RUNNING.match(text, *piece))]
    runs = len(numbers) >= MIN_QUESTIONS and all(b - a == 1 for a, b in pairwise(numbers))
    kinds = {kind for kind, _ in set_apart if kind and (kind != "numbered" or runs)}
    for kind in sorted(kinds):
        own = {at for at, (k, _) in enumerate(set_apart) if k == kind}
        asking = [at for at in sorted(own) if asks(text[slice(*pieces[at])])]
        answered = [at for at in asking if at + 1 < len(pieces) and at + 1 not in own]
        if len(asking) < MIN_QUESTIONS or len(asking) < 0.6 * len(own) or len(answered) < 0.8 * len(asking):
            continue
        if kind == "heading" and len(pieces) > 8 * len(asking):
            continue
        return _answers(text, pieces, own, {at: inner for at, (_, inner) in enumerate(set_apart)}, min(asking))
    return None


def _dressed(text: str, piece: Span) -> tuple[str, Span]:
    """How a paragraph is set apart (heading, bold, italic, ''), and its words without the signs."""
    start, stop = piece
    words = text[start:stop]
    if found := _HEADING.match(words):
        inner = (start + found.end(), stop)
        return ("heading", inner) if len(words) <= LONGEST else ("", piece)
    if quote := _QUOTE.match(words):
        return "quote", (start + quote.end(), stop)
    number, bullet = _NUMBER.match(words), _BULLET.match(words)
    at = number.end() if number else bullet.end() if bullet else 0
    if len(words) <= LONGEST and words[at : at + 1] in ("*", "_") and (bold := _BOLD.match(words, at)):
        kind = "bold" if bold["b"] or bold["u"] else "italic"
        return kind, (start + bold.start(bold.lastgroup or 0), start + bold.end(bold.lastgroup or 0))
    if bullet and len(words) <= LONGEST:
        return "bullet", (start + bullet.end(), stop)
    return ("numbered" if RUNNING.match(words) and len(words) <= LONGEST else ""), piece


_BULLET = re.compile(r"[-•▪◦]\s+(?=\S)")


def _answers(text: str, pieces: list[Span], questions: set[int], inner: dict[int, Span], first: int) -> Said:
    """Turns where the questions are known: each, and all that stands below it."""
    turns: list[tuple[Span, str]] = []
    furniture: list[Span] = []
    loose: list[Span] = []
    for at, (start, stop) in enumerate(pieces):
        if at < first:
            (furniture if text[start] == "#" else loose).append((start, stop))
        elif _is_note(text, (start, stop)):
            furniture.append((start, stop))
        elif at in questions:
            begin, end = inner[at]
            number = _NUMBER.match(text, begin, end)
            begin = number.end() if number and number.end() < end else begin
            furniture += [span for span in ((start, begin), (end, stop)) if span[0] < span[1]]
            if turns and turns[-1][1] == "interviewer":
                turns[-1] = ((turns[-1][0][0], end), "interviewer")
            else:
                turns.append(((begin, end), "interviewer"))
        else:
            begin, signs = _unquoted(text, start, stop)
            if begin == start and inner.get(at, (start, stop)) != (start, stop):  # all of it in italics
                (begin, end), stop_ = inner[at], stop
                signs, stop = [(start, begin), (end, stop_)], end
            furniture += signs
            if turns and turns[-1][1] == "informant":
                turns[-1] = ((turns[-1][0][0], stop), "informant")
            else:
                turns.append(((begin, stop), "informant"))
    return turns, furniture, loose


def _is_note(text: str, piece: Span) -> bool:
    return is_note(Line(*piece, text[slice(*piece)], 0))


def _unquoted(text: str, start: int, stop: int) -> tuple[int, list[Span]]:
    """Where an answer begins behind the sign of a quote, and the signs of its lines."""
    if text[start] == "-" and text[start + 1 : start + 2].strip():
        return start + 1, [(start, start + 1)]
    if text[start] != ">":
        return start, []
    signs = []
    at = start
    for line in text[start:stop].split("\n"):
        lead = len(line) - len(line.lstrip())
        if found := _QUOTE.match(line, lead):
            signs.append((at + found.start(), at + min(found.end(), len(line.rstrip()))))
        at += len(line) + 1
    begin = signs[0][1] if signs else start
    while begin < stop and text[begin].isspace():
        begin += 1
    return begin, [span for span in signs if span[0] < span[1]]


_QUOTES = re.compile(r"[“”\"«»„]")
_IN_QUOTES = re.compile(r"[“\"«„].*[”\"»“][.,]?(?:\s[a-z]\w*(?:\s\w+){0,3}\.?)?", re.S)  # and who says it: tanya saya.
_SAID = re.compile(r"[“\"«„].*[”\"»“][.,]?$|-(?=[^\s-])", re.S)


def _quoted(text: str, pieces: list[Span]) -> Said | None:
    """Questions as plain paragraphs and every answer in quotes or behind a dash; what stands above the first of them is a
    preface."""
    said = {at for at, piece in enumerate(pieces) if _SAID.match(text[slice(*piece)])}
    if len(said) < MIN_QUESTIONS or min(said) == 0:
        return None
    first = min(said) - 1
    questions = {at for at in range(first, len(pieces)) if at not in said}
    asking = [at for at in questions if asks(text[slice(*pieces[at])]) and at + 1 in said]
    if len(asking) < max(MIN_QUESTIONS, 0.7 * len(questions)):
        return None
    return _answers(text, pieces, questions, {at: pieces[at] for at in questions}, first)


def _all_quoted(text: str, pieces: list[Span]) -> Said | None:
    """All that is said in quotes, questions and answers in turns, below a preface."""
    said = [bool(_IN_QUOTES.fullmatch(text[slice(*piece)])) for piece in pieces]
    body = below_preface(said, 0.9)
    if body is None:
        return None
    asking = [asks(text[slice(*piece)]) for piece in pieces[body:]]
    if sum(asking) < MIN_QUESTIONS or sum(a != b for a, b in pairwise(asking)) < MIN_SHARE * (len(asking) - 1):
        return None
    turns = [
        (piece, "interviewer" if asked else "informant") for piece, asked in zip(pieces[body:], asking, strict=True)
    ]
    return turns, [], pieces[:body]


def _every_other(text: str, pieces: list[Span]) -> Said | None:
    """Plain paragraphs, nearly every other of which asks."""
    asking = [len(text[slice(*piece)]) <= LONGEST and bool(ASKED.search(text[slice(*piece)])) for piece in pieces]
    if asking and asking[0] and text[pieces[0][0]] == "#":
        asking[0] = False  # the title asks
    if sum(asking) < MIN_QUESTIONS or len(pieces) < 2 * MIN_QUESTIONS:
        return None
    first = asking.index(True)
    body = range(first, len(pieces))
    answered = sum(one and not other for one, other in pairwise(asking[first:]))
    if 2 * answered < MIN_SHARE * len(body) or first > 0.34 * len(pieces):
        return None
    told = _told(asking, first)
    turns: list[tuple[Span, str]] = []
    furniture: list[Span] = []
    for at in body:
        start, stop = pieces[at]
        number = _NUMBER.match(text, start, stop) if asking[at] else None
        begin = number.end() if number and number.end() < stop else start
        furniture += [(start, begin)] if begin > start else []
        side = "interviewer" if asking[at] or at in told else "informant"
        if side == "informant" and turns[-1][1] == side:
            turns[-1] = ((turns[-1][0][0], stop), side)
        else:
            turns.append(((begin, stop), side))
    return turns, furniture, [pieces[at] for at in range(first)]


def _told(asking: list[bool], first: int) -> set[int]:
    """Paragraphs that ask without a question mark (``Tell me about ...``): where answers are of one paragraph, the second
    of three between two questions."""
    runs: list[list[int]] = [[]]
    for at in range(first, len(asking)):
        if asking[at]:
            runs.append([])
        else:
            runs[-1].append(at)
    runs = [run for run in runs if run]
    if sum(len(run) == 1 for run in runs) < 0.6 * len(runs):
        return set()
    return {at for run in runs if len(run) % 2 for at in run[1::2]}
