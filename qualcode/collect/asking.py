"""Asked or not asked: proposed from what the interviewer said, decided by a person.

The rule: only the interviewer's turns speak for "asked"; a topic that an informant raises unasked was not asked, or the
matrix could no longer tell silence from absence. A proposal is computed each time and never stored; the answer is. Where
a source has no interviewer side nothing is proposed, since silence there says nothing.

How likely a sentence asks a topic is the mean of two numbers between 0 and 100: how alike the words are (rapidfuzz's
token-set ratio of root words, against the question, its parts and the topic's name) and how telling the shared words are
(their weight by how few topics use them: Sparck Jones, 1972, pp. 11-21). A sentence speaks fully for the topic it fits
best only. ``benchmarks/asking.py`` measures it; the thresholds were chosen there on one half of the sources.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qualcode.collect.guide import Topic, asked_id, asked_in, topics
from qualcode.collect.inventory import turns_of
from qualcode.language.function_words import content_roots
from qualcode.language.sentences import sentences
from qualcode.store import Project, act

ASKED = 50.0  # the score from which "asked" is proposed
CLEAR_YES, CLEAR_NO = 72.0, 25.0  # from the one up and below the other a proposal is clear
_ENOUGH = 1.5  # weight of shared words that needs no more
_BESIDE = 0.75  # of its score is left to a sentence that fits another topic better
_PARTS = re.compile(r"[,;:?.\n]+|\b(?:dan|atau|serta)\b")


@dataclass(frozen=True)
class Evidence:
    """The interviewer's sentence that speaks most for a topic. ``score``: 0 to 100; ``turn``: from 1, None where no sentence
    shares a word with it; ``second``, ``second_score``: the topic that this sentence fits next best (or better)."""

    score: float = 0.0
    turn: int | None = None
    quote: str = ""
    second: bytes | None = None
    second_score: float = 0.0


@dataclass(frozen=True)
class Cell:
    """A topic in a source. ``state``: yes, no or open, as people answered; ``proposed``: what the interviewer's words
    propose, None where they cannot; ``clear``: far from the threshold."""

    state: str
    proposed: bool | None
    score: float
    turn: int | None
    clear: bool
    evidence: Evidence


@dataclass(frozen=True)
class AskedSource:
    """``questions``: how many turns the interviewer has; 0: nothing can be proposed."""

    id: bytes
    name: str
    questions: int


@dataclass(frozen=True)
class Grid:
    """All topics by sources; ``cells`` by (source, topic)."""

    topics: tuple[Topic, ...]
    sources: tuple[AskedSource, ...]
    cells: dict[tuple[bytes, bytes], Cell]


def grid(
    project: Project, sources: Iterable[bytes] | None = None, *, progress: Callable[[int], object] | None = None
) -> Grid:
    """What was answered and what is proposed, for all live sources by name or those given; ``progress`` hears the number
    of sources done."""
    guide = tuple(topics(project))
    questions = Questions({topic.id: (topic.name, topic.question) for topic in guide})
    answers = asked_in(project)
    wanted = None if sources is None else set(sources)
    rows: list[AskedSource] = []
    cells: dict[tuple[bytes, bytes], Cell] = {}
    for source, name in project.rows("SELECT id, name FROM source WHERE removed=0 ORDER BY name"):
        if wanted is not None and source not in wanted:
            continue
        turns = [(t.number, t.speech) for t in turns_of(project, source) if t.side == "interviewer"]
        best = questions.best(turns)
        rows.append(AskedSource(source, name, len(turns)))
        for topic in guide:
            answer = answers.get((source, topic.id))
            state = "open" if answer is None else "yes" if answer else "no"
            cells[source, topic.id] = _cell(state, best[topic.id], bool(turns) and questions.says(topic.id))
        if progress:
            progress(len(rows))
    return Grid(guide, tuple(rows), cells)


def _cell(state: str, evidence: Evidence, possible: bool) -> Cell:
    score = evidence.score
    proposed = score >= ASKED if possible else None
    clear = possible and (score >= CLEAR_YES or score < CLEAR_NO)
    return Cell(state, proposed, score, evidence.turn, clear, evidence)


def answer(project: Project, answers: Iterable[tuple[bytes, bytes, bool | None]]) -> int:
    """Record for (source, topic) that it was asked, was not, or (None) that nobody has said; how many changed. One action."""
    with act(project, "asked") as a:
        for source, topic, asked in answers:
            rec = asked_id(source, topic)
            if asked is not None:
                a.create("asked", rec, source=source, topic=topic, asked=int(asked))
            elif project.value("SELECT 1 FROM asked WHERE id=? AND removed=0", rec):
                a.remove("asked", rec)
        return len(a.pending)


def proposals(seen: Grid, *, clear: bool) -> list[tuple[bytes, bytes, bool]]:
    """What ``answer`` would take of a grid: open cells with a proposal, only the clear ones or all."""
    return [
        (*place, cell.proposed)
        for place, cell in seen.cells.items()
        if cell.state == "open" and cell.proposed is not None and (cell.clear or not clear)
    ]


class Questions:
    """A guide made ready for comparing: for each topic (by any key) its name and question."""

    def __init__(self, guide: dict[bytes, tuple[str, str]]) -> None:
        self._written: dict[bytes, list[str]] = {}
        self._words: dict[bytes, set[str]] = {}
        for key, (name, question) in guide.items():
            variants = [content_roots(one) for one in (name, question, *_PARTS.split(question))]
            self._written[key] = list(dict.fromkeys(" ".join(one) for one in variants if one))
            self._words[key] = {word for one in variants for word in one}
        uses = Counter(word for words in self._words.values() for word in words)
        self._weight = {word: math.log(1 + len(guide) / n) / math.log(1 + len(guide)) for word, n in uses.items()}

    def says(self, key: bytes) -> bool:
        """Whether the topic has words to be recognised by."""
        return bool(self._words[key])

    def scores(self, sentence: str) -> dict[bytes, float]:
        """The topics that share a word with a sentence, each with its score."""
        from rapidfuzz import fuzz

        words = content_roots(sentence)
        said, joined = set(words), " ".join(words)
        found: dict[bytes, float] = {}
        for key, known in self._words.items():
            shared = sum(self._weight[word] for word in said & known)
            if shared:
                alike = max(fuzz.token_set_ratio(joined, one) for one in self._written[key])
                found[key] = (alike + 100 * min(shared, _ENOUGH) / _ENOUGH) / 2
        return found

    def best(self, turns: Sequence[tuple[int, str]]) -> dict[bytes, Evidence]:
        """For each topic the sentence of the turns (number, speech) that speaks most for it."""
        found = {key: Evidence() for key in self._words}
        for number, speech in turns:
            for start, stop in sentences(speech):
                scores = self.scores(speech[start:stop])
                order = sorted(scores, key=lambda key: -scores[key])
                for key in order:
                    score = scores[key] if scores[key] == scores[order[0]] else _BESIDE * scores[key]
                    if score > found[key].score:
                        other = next((one for one in order if one != key), None)
                        found[key] = Evidence(
                            score, number, speech[start:stop], other, scores[other] if other is not None else 0.0
                        )
        return found
