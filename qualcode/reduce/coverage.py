"""How much of each source is coded: informants' turns that bear a code, of all there are.

The rule: it says how far somebody has come and is no result: what is not coded may have nothing to be coded. A turn counts
once, and only codings of the coder who counts there; one made on an older version counts where it lay.
"""

from __future__ import annotations

from bisect import bisect_right

from qualcode.reduce.agreement_reading import informant_turns
from qualcode.store import Project, versions

Turns = list[tuple[int, int]]


def coverage(project: Project, kept: dict[bytes, Turns] | None = None) -> dict[bytes, tuple[int, int]]:
    """Of each live source with a text: turns that are coded, and all (informants' only). ``kept``: turns by version, which
    are read once and then taken from there."""
    kept = {} if kept is None else kept
    found = {}
    spans: dict[bytes, list[tuple[int, int]]] = {}
    for source, start, stop in project.rows(
        "SELECT c.source, c.start, c.stop FROM coding c JOIN source s ON s.id=c.source AND s.removed=0"
        " AND c.coder=COALESCE(s.responsible, s.importer) WHERE c.removed=0"
    ):
        spans.setdefault(source, []).append((start, stop))
    for source, version in project.rows("SELECT id, version FROM source WHERE removed=0 AND version IS NOT NULL"):
        if version not in kept:
            now = versions.load(project, version)
            kept[version] = [] if now is None else [(start, stop) for _n, start, stop in informant_turns(project, now)]
        found[source] = (_covered(kept[version], spans.get(source, [])), len(kept[version]))
    return found


def _covered(turns: Turns, spans: list[tuple[int, int]]) -> int:
    """How many turns some span reaches into."""
    stops = [stop for _start, stop in turns]
    reached: set[int] = set()
    for start, stop in spans:
        at = bisect_right(stops, start)
        while at < len(turns) and turns[at][0] < stop:
            reached.add(at)
            at += 1
    return len(reached)
