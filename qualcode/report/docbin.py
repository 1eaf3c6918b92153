"""What informants say, turn by turn, with what counts as coded in it: a spaCy DocBin for those who train models.

The rule: a code that is not in a turn says something only where it was looked for. Each turn therefore names the codes its
source is finished for; who trains on others learns what nobody has looked at as if it were a no.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speech_map
from qualcode.reduce.codebook import codebook
from qualcode.reduce.counting import counted, owners, sides_of_turns
from qualcode.reduce.held import current
from qualcode.store import Project, versions
from qualcode.store.combined import finished_codes


def training(project: Project, coder: bytes | None = None) -> bytes:
    """The file's bytes: a Doc a turn, its spans ``codes`` those of the agreed layer or of ``coder``; ``user_data``: source (its
    name), turn (1-based), looked_for (names of codes). UserError where spaCy is not installed."""
    try:
        from qualcode.language.documents import docbin

        return docbin(_units(project, coder))
    except ImportError:
        raise UserError(
            _("spaCy is not installed or cannot be imported"), todo=_("“qualcode export table codings” needs none")
        ) from None


def _units(project: Project, coder: bytes | None) -> Iterator[tuple[str, list[tuple[int, int, str]], dict[str, Any]]]:
    names = {code.id: code.name for code in codebook(project)}
    by_turn: dict[tuple[bytes, int], list[tuple[int, int, str]]] = defaultdict(list)
    for one in counted(project, coder).segments:
        by_turn[one.source, one.turn].append((one.start, one.stop, names[one.code]))
    whose, done = owners(project, coder), finished_codes(project)
    titles = dict(project.rows("SELECT id, name FROM source"))
    for source in current(project):
        now = versions.current(project, source)
        who = whose.get(source)
        looked_for = sorted(names[code] for code in done.get((source, who), ()) if code in names) if who else []
        sides = sides_of_turns(project, now) if now else []
        for turn, side in enumerate(sides):
            if side == "interviewer":
                continue
            assert now is not None
            speech, at = speech_map(now.text, now.marks, now.marks.turns[turn])
            spans = [(bisect_left(at, low), bisect_left(at, high), code) for low, high, code in by_turn[source, turn]]
            yield speech, spans, {"source": titles[source], "turn": turn + 1, "looked_for": looked_for}
