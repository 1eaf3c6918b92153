"""A command of the app."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """``description`` is an untranslated text, a verb first; ``where`` the context it holds in."""

    id: str
    description: str
    keys: tuple[str, ...]
    where: str


def command(id: str, description: str, *keys: str) -> Command:
    """A command of the context that its id begins with."""
    return Command(id, description, keys, id.split(".")[0])
