"""Talk in which nobody is named and a sign tells where each begins: a dash, a plus, a colon alone, the number of a question.

The rule: one sign may stand before all that is said (then the two take turns), two signs for the two sides, or a number
before a question with its answer behind the question mark; from one paragraph on nearly all must be so. What stands above is
nobody's.
"""

from __future__ import annotations

import re
from itertools import pairwise

from qualcode.collect.labels import is_bare
from qualcode.collect.sides import asks
from qualcode.language.marks import Span

Said = tuple[list[tuple[Span, str]], list[Span], list[Span]]  # turns with their side, furniture, what is nobody's

MIN_QUESTIONS = 3
DASH = re.compile(r"[—–-]\s*(?=\S)")
ASKED = re.compile(r"[?？؟][\"”’'»)*_]*$")
RUNNING = re.compile(r"\(?(\d{1,3})[.)]\s")


_SIGNED = re.compile(r"([+—–-])\s+(?=\S)")


def two_signs(text: str, pieces: list[Span]) -> Said | None:
    """One sign before what is asked and another before what is answered: ``+ Since when?``, ``- Long ago.``"""
    signed = {at: found for at, piece in enumerate(pieces) if (found := _SIGNED.match(text, *piece))}
    signs = [found[1] for found in signed.values()]
    if len(signs) < 2 * MIN_QUESTIONS or len(set(signs)) != 2 or "+" not in signs:
        return None
    first, last = min(signed), max(signed)
    taken = sum(a != b for a, b in pairwise(signs))
    if len(signs) < 0.9 * (last + 1 - first) or taken < 0.8 * (len(signs) - 1):
        return None
    asking = {
        sign: [asks(text[slice(*pieces[at])]) for at, found in signed.items() if found[1] == sign]
        for sign in set(signs)
    }
    share = {sign: sum(own) / len(own) for sign, own in asking.items()}
    asker = max(sorted(share), key=lambda sign: share[sign])
    if share[asker] < 0.5 or min(share.values()) > 0.5 * share[asker]:
        return None
    turns: list[tuple[Span, str]] = []
    furniture: list[Span] = []
    for at in range(first, len(pieces)):
        start, stop = pieces[at]
        if at in signed:
            furniture.append((start, start + 1))
            turns.append(((signed[at].end(), stop), "interviewer" if signed[at][1] == asker else "informant"))
        else:
            turns[-1] = ((turns[-1][0][0], stop), turns[-1][1])
    return turns, furniture, pieces[:first]


def dashes(text: str, pieces: list[Span]) -> Said | None:
    """Dialogue with a dash before what each says."""
    dashed = [bool(re.match(r"[—–]|-\s", text[start : start + 2])) for start, _ in pieces]
    body = below_preface(dashed, 0.7)
    if body is None or not any(asks(text[slice(*piece)]) for piece in pieces[body : body + 4]):
        return None
    before, pieces, dashed = pieces[: max(body - 1, 0)], pieces[max(body - 1, 0) :], dashed[max(body - 1, 0) :]
    said = sum(len(text[slice(*piece)].split()) for piece in pieces) / len(pieces)
    questions = sum(bool(ASKED.search(text[slice(*piece)])) for piece in pieces)
    if said < 3 or questions < max(MIN_QUESTIONS, 0.2 * sum(dashed)):
        return None
    turns: list[tuple[Span, str]] = []
    furniture: list[Span] = []
    loose: list[Span] = []
    above = pieces[max(dashed.index(True) - 1, 0)]
    opening = above if ASKED.search(text[slice(*above)]) else None  # the first question may stand without a dash
    for (start, stop), dash in zip(pieces, dashed, strict=True):
        if dash and (found := DASH.match(text, start, stop)):
            furniture.append((start, found.end()))
            turns.append(((found.end(), stop), "interviewer" if len(turns) % 2 == 0 else "informant"))
        elif turns:
            turns[-1] = ((turns[-1][0][0], stop), turns[-1][1])
        elif (start, stop) == opening:
            turns.append(((start, stop), "interviewer"))
        else:
            loose.append((start, stop))
    return turns, furniture, [*before, *loose]


def below_preface(signed: list[bool], share: float) -> int | None:
    """From which piece on nearly all (``share``) bear a sign, below a preface of at most half of them; None: nowhere."""
    count = sum(signed)
    for at, one in enumerate(signed[: len(signed) // 2 + 1]):
        if one and count >= 6 and count >= share * (len(signed) - at):
            return at
        count -= one
    return None


_COLON = re.compile(r"[:：]\s*(?=[^\s:：])")
FEW_LOOSE = 0.1  # of the paragraphs below the first may have no colon


def colons(text: str, pieces: list[Span]) -> Said | None:
    """A colon alone before what each says, where the letters before it are lost; not the values of a header whose keys stand
    on lines of their own."""
    signed = [_COLON.match(text, *piece) for piece in pieces]
    if sum(found is not None for found in signed) < 2 * MIN_QUESTIONS:
        return None
    keyed = [
        found is None and "\n" not in text[slice(*p)] and is_bare(text[slice(*p)])
        for found, p in zip(signed, pieces, strict=True)
    ]
    loose = [found is None and "\n\n" in text[max(0, p[0] - 3) : p[0]] for found, p in zip(signed, pieces, strict=True)]
    for body, found in enumerate(signed):
        if found and not (body and keyed[body - 1]) and sum(loose[body:]) <= FEW_LOOSE * (len(pieces) - body):
            break
    else:
        return None
    turns: list[tuple[Span, str]] = []
    furniture: list[Span] = []
    for (start, stop), found in zip(pieces[body:], signed[body:], strict=True):
        if found:
            furniture.append((start, start + 1))
            turns.append(((found.end(), stop), ""))
        else:
            turns[-1] = ((turns[-1][0][0], stop), "")
    asking = [asks(text[slice(*span)]) for span, _side in turns]
    if len(turns) < 2 * MIN_QUESTIONS or sum(asking) < MIN_QUESTIONS:
        return None
    first = "interviewer" if sum(asking[::2]) >= sum(asking[1::2]) else "informant"
    other = "informant" if first == "interviewer" else "interviewer"
    sided = [(span, other if at % 2 else first) for at, (span, _side) in enumerate(turns)]
    return sided, furniture, pieces[:body]


_ANSWERED = re.compile(r"[^.?!？؟]*[?？؟](?:\s[^.?!？؟]*[?？؟])*(?=\s+[^\s?])")
MIN_NUMBERED = 4


def numbered(text: str, pieces: list[Span]) -> Said | None:
    """Questions that are numbered from one on, each with its answer behind it in one paragraph: ``1. Since when? For years.``"""
    numbers = {at: found for at, piece in enumerate(pieces) if (found := RUNNING.match(text, *piece))}
    counts = [int(found[1]) for found in numbers.values()]
    if len(counts) < MIN_NUMBERED or any(b - a != 1 for a, b in pairwise(counts)):
        return None
    asked = {at: _ANSWERED.match(text, found.end(), pieces[at][1]) for at, found in numbers.items()}
    if sum(one is not None for one in asked.values()) < 0.8 * len(asked):
        return None
    first, last = min(numbers), max(numbers)
    turns: list[tuple[Span, str]] = []
    furniture: list[Span] = []
    for at in range(first, last + 1):
        start, stop = pieces[at]
        found, question = numbers.get(at), asked.get(at)
        if found:
            furniture.append((start, found.end()))
            start = found.end()
        if question:
            turns += [((start, question.end()), "interviewer"), (_trimmed(text, question.end(), stop), "informant")]
        elif found:
            turns.append(((start, stop), "interviewer"))
        elif turns[-1][1] == "interviewer":
            turns.append(((start, stop), "informant"))
        else:
            turns[-1] = ((turns[-1][0][0], stop), "informant")
    return turns, furniture, [*pieces[:first], *pieces[last + 1 :]]


def _trimmed(text: str, start: int, stop: int) -> Span:
    return stop - len(text[start:stop].lstrip()), stop
