"""Participants who turned out to be one person: who was joined into whom.

A join is a setting of its own and not a field of the participant, so that it outlives a withdrawal: the withdrawal of
one must reach whatever was ever said to be theirs. Two people may join the same two the other way round without knowing;
then the one with the smallest id stays for all, and it is a conflict until somebody says who stays.
"""

from __future__ import annotations

from qualcode.store import settings
from qualcode.store.project import Project

_PREFIX = "joined:"


def setting_key(other: bytes) -> str:
    """The key of the setting that says into whom ``other`` was joined."""
    return _PREFIX + other.hex()


def setting_id(project: Project, other: bytes) -> bytes:
    return settings.setting_id(project, setting_key(other))


def joins(project: Project) -> dict[bytes, bytes]:
    """Every joined participant with the one they were joined into, however many steps away."""
    into = _written(project)
    found: dict[bytes, bytes] = {}
    for other in into:
        path = [other]
        while (at := into.get(path[-1])) is not None and at not in path:
            path.append(at)
        found[other] = path[-1] if at is None else min(path[path.index(at) :])
    return {other: keep for other, keep in found.items() if other != keep}


def loops(project: Project) -> list[list[tuple[bytes, bytes]]]:
    """Joins that lead back to where they began: each as (who was joined, into whom), from the smallest id on."""
    into = _written(project)
    found = []
    for least in sorted(into):
        path = [least]
        while (at := into.get(path[-1])) is not None and at not in path:
            path.append(at)
        if at == least and least == min(path):
            found.append([(one, into[one]) for one in path])
    return found


def _written(project: Project) -> dict[bytes, bytes]:
    """Into whom each was joined, as it is written; what names no participant joins nobody."""
    found = {}
    for other, keep in settings.settings(project, _PREFIX).items():
        try:
            found[bytes.fromhex(other)] = bytes.fromhex(keep)
        except (TypeError, ValueError):  # a forged or later form of the setting: kept, passed on, not obeyed
            continue
    return found


def everyone(project: Project, participant: bytes) -> set[bytes]:
    """All participants who are this person: the one who stays and those joined into them."""
    known = joins(project)
    keep = known.get(participant, participant)
    return {keep, *(other for other, into in known.items() if into == keep)}
