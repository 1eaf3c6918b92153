"""Theme (or code) by informant: who speaks of what, in how many passages, and in which tone.

For the case-ordered reading of few voices (an article's four officials, the members of one discussion). It counts
segments, never transcripts: one voice is one case, and a number here says how often, not how widely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from qualcode.display.cells import settled_valence, source_valence
from qualcode.display.matrix import Row, code_rows, theme_rows
from qualcode.reduce.codebook import by_id
from qualcode.reduce.counting import Segment, counted
from qualcode.store import Project, blobs


@dataclass(frozen=True)
class Voice:
    """An informant of the sources: a participant where one is known, else the speaker of one source."""

    id: bytes
    name: str


@dataclass(frozen=True)
class VoiceMatrix:
    """``counts``: passages by (row id, voice id); ``tones``: -1, 0, +1 or None where nobody judged; ``unnamed``: passages of
    nobody in particular (a document's own text), left out."""

    rows: tuple[Row, ...]
    voices: tuple[Voice, ...]
    counts: dict[tuple[bytes, bytes], int]
    tones: dict[tuple[bytes, bytes], int | None]
    quotes: dict[tuple[bytes, bytes], tuple[Segment, ...]]
    unnamed: int

    def text(self, row: bytes, voice: bytes) -> str:
        """``−3``, ``±2``, ``+1``, ``2`` without a judgement, or nothing said: ``0``."""
        count = self.counts.get((row, voice), 0)
        sign = {-1: "−", 0: "±", 1: "+", None: ""}[self.tones.get((row, voice))]
        return f"{sign}{count}" if count else "0"


def voice_matrix(
    project: Project, rows: str = "themes", *, sources: Collection[bytes] | None = None, coder: bytes | None = None
) -> VoiceMatrix:
    """Themes (or codes) by informant, of some sources or all; only rows that somebody speaks of."""
    wanted = theme_rows(project) if rows == "themes" else code_rows(project)
    valences = {code.id: code.valence for code in by_id(project).values()}
    voices: dict[bytes, Voice] = {}
    of_speaker: dict[bytes, bytes] = {}
    for speaker, source, label, participant, name in project.rows(
        "SELECT s.id, s.source, s.label, p.id, p.pseudonym FROM speaker s LEFT JOIN participant p ON p.id=s.participant"
        " AND p.removed=0 WHERE s.removed=0 AND s.side<>'interviewer' ORDER BY s.k"
    ):
        if sources is None or source in sources:
            of_speaker[speaker] = participant or speaker
            voices.setdefault(
                participant or speaker, Voice(participant or speaker, name or blobs.prose(project.conn, label))
            )
    inside = [s for s in counted(project, coder).segments if sources is None or s.source in sources]
    quotes: dict[tuple[bytes, bytes], list[Segment]] = defaultdict(list)
    for row in wanted:
        for segment in inside:
            if segment.code in row.codes and segment.speaker in of_speaker:
                quotes[row.id, of_speaker[segment.speaker]].append(segment)
    tones = {
        (row.id, voice): source_valence(
            settled_valence(s.valence, valences.get(s.code), row.nature) for s in quotes[row.id, voice]
        )
        for row in wanted
        for voice in voices
        if (row.id, voice) in quotes
    }
    raised = {row for row, _voice in quotes}
    return VoiceMatrix(
        tuple(row for row in wanted if row.id in raised),
        tuple(voices.values()),
        {key: len(found) for key, found in quotes.items()},
        tones,
        {key: tuple(found) for key, found in quotes.items()},
        sum(s.speaker is None for s in inside),
    )
