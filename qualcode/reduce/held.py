"""What is kept of a project between two questions: its words as numbers, the engine that looks keywords up in them, and which
turns are the interviewer's.

One rule: it follows the file. What another window wrote is there at the next question, and what was withdrawn is gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from qualcode.reduce.counting import _speaker
from qualcode.store import Project, versions, words

if TYPE_CHECKING:
    from qualcode.language.corpus import Corpus, Segment
    from qualcode.language.engine import Engine

Key = tuple[bytes, bytes, bytes]  # a version, the hashes of its text and marks


@dataclass
class Held:
    """What is kept of a project between two questions."""

    path: Path
    lexicon: words.Lexicon
    corpus: Corpus[Key]
    engine: Engine[Key] | None = None
    sides: dict[bytes, str] = field(default_factory=dict)
    theirs: dict[int, Any] = field(default_factory=dict)  # of each segment, which turns are the interviewer's


_held: Held | None = None
_lock = Lock()  # the app asks in threads


def current(project: Project, sources: Sequence[bytes] | None = None) -> dict[bytes, Key]:
    """The current version of each live source, by source: of all by name, or of those given in their order."""
    rows = project.rows(
        "SELECT s.id, v.id, v.text, v.marks FROM source s JOIN version v ON v.id=s.version WHERE s.removed=0 ORDER BY s.name"
    )
    every = {source: (version, text, marks) for source, version, text, marks in rows}
    return every if sources is None else {source: every[source] for source in sources if source in every}


def has_numbers() -> bool:
    """Whether numpy is there (it comes with spaCy)."""
    try:
        import numpy  # noqa: F401
    except ImportError:
        return False
    return True


def held(project: Project, keys: Mapping[bytes, Key]) -> Held:
    """The engine with these versions in it. Raises ImportError without numpy."""
    global _held
    from qualcode.language.corpus import Corpus
    from qualcode.language.engine import Engine

    with _lock:
        before, _held = _held, None  # what goes wrong below leaves nothing half done
        if before is not None and before.path != project.path:
            before = None
        lexicon = words.lexicon(project.conn, before.lexicon if before else None)
        now = before if before is not None and before.lexicon is lexicon else Held(project.path, lexicon, Corpus())
        live = set(current(project).values())
        wanted = [key for segment in now.corpus.segments for key in segment.keys if key in live] + list(keys.values())
        while lost := now.corpus.keep(wanted):
            lexicon, parts = words.fetch(project.conn, now.lexicon, [key[1:] for key in lost])
            if lexicon is not now.lexicon:  # begun anew: what is held counts by other numbers
                now = Held(project.path, lexicon, Corpus())
                continue
            now.corpus.add(zip(lost, (encoded for _key, encoded in parts), strict=True))
            now.engine = None
        if now.engine is None:
            now.engine = Engine(now.lexicon.vocabulary, _misspelt(project, now))
        _held = now
        return now


def _misspelt(project: Project, now: Held) -> dict[int, str]:
    import numpy as np

    from qualcode.language.misspellings import misspellings

    forms = len(now.lexicon.vocabulary.forms)
    uses = sum(
        (np.bincount(segment.ids, minlength=forms) for segment in now.corpus.segments), np.zeros(forms, np.int64)
    )
    return misspellings(now.lexicon.vocabulary, uses.tolist(), words.near(project.conn, now.lexicon))


def ready(project: Project, keys: Mapping[bytes, Key]) -> tuple[Engine[Key], list[tuple[Segment[Key], Any]]]:
    """The engine, and each segment with which of its turns are the interviewer's."""
    now = held(project, keys)
    assert now.engine is not None
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    if sides != now.sides:
        now.sides, now.theirs = sides, {}
    for segment in now.corpus.segments:
        if segment.number not in now.theirs:
            now.theirs[segment.number] = _theirs(project, segment, sides)
    return now.engine, [(segment, now.theirs[segment.number]) for segment in now.corpus.segments]


def _theirs(project: Project, segment: Segment[Key], sides: dict[bytes, str]) -> Any:
    import numpy as np

    theirs = np.zeros(len(segment.ends), bool)
    turn = 0
    for version, _text, _marks in segment.keys:
        now = versions.load(project, version)
        for number in range(len(now.marks.turns) if now else 0):
            assert now is not None
            theirs[turn] = _speaker(now, now.source, number, sides)[1] == "interviewer"
            turn += 1
    return theirs


def turns(project: Project) -> int:
    """How many turns of informants there are."""
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    loaded = (versions.load(project, version) for version, _text, _marks in current(project).values())
    return sum(
        _speaker(now, now.source, number, sides)[1] != "interviewer"
        for now in loaded
        if now is not None
        for number in range(len(now.marks.turns))
    )


def taken_for(project: Project) -> dict[str, str]:
    """Misspelt forms and the word each is taken for, as far as the engine has found it out."""
    if _held is None or _held.path != project.path or _held.engine is None:
        return {}
    forms = _held.lexicon.vocabulary.forms
    return {forms[number].exact: word for number, word in _held.engine.misspelt.items()}
