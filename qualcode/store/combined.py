"""Combined codes: which code another one was combined into, and what was looked for in a source.

Two people may combine two codes into each other without knowing; then the code with the smallest id stays, the same
on every device, so that no coding falls between two codes that each point at the other.
"""

from __future__ import annotations

from collections import defaultdict

from qualcode.store.project import Project


def combined(project: Project) -> dict[bytes, bytes]:
    """Every combined code with the code it lives on in, however many steps away."""
    into: dict[bytes, bytes] = dict(
        project.rows(
            "SELECT c.id, c.merged_into FROM code c JOIN code t ON t.id=c.merged_into WHERE c.removed=0 AND t.removed=0"
        )
    )
    found: dict[bytes, bytes] = {}
    for code in into:
        path = [code]
        while (at := into.get(path[-1])) is not None and at not in path:
            path.append(at)
        found[code] = path[-1] if at is None else min(path[path.index(at) :])
    return {code: lives for code, lives in found.items() if code != lives}


def parts(project: Project) -> dict[bytes, set[bytes]]:
    """For each code that others were combined into: all of them."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for part, whole in combined(project).items():
        found[whole].add(part)
    return dict(found)


def finished_codes(project: Project) -> dict[tuple[bytes, bytes], set[bytes]]:
    """For each (source, coder) the codes that count as looked for: a combined code only where all its parts were."""
    return project.once("finished codes", lambda: _finished_codes(project))


def _finished_codes(project: Project) -> dict[tuple[bytes, bytes], set[bytes]]:
    of, read = parts(project), dict[str, set[bytes]]()  # most sources were finished for the same codes
    done: dict[tuple[bytes, bytes], set[bytes]] = {}
    for source, coder, together in project.rows(
        "SELECT source, coder, group_concat(DISTINCT hex(code)) FROM completion WHERE removed=0 GROUP BY source, coder"
    ):
        if together not in read:
            codes = set(map(bytes.fromhex, together.split(",")))
            read[together] = {code for code in codes if of.get(code, set()) <= codes}
        done[source, coder] = read[together]
    return done
