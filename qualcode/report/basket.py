"""The basket: passages somebody marked for the report.

One rule: what lies in it is a reference to codings and never a copy of words, so that a corrected text, a withdrawn person or a
changed code is right in the report too. Each passage is a setting of its own: what two people put in does not meet in a
conflict. The report prints those of a theme with the theme, the others by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.reduce.counting import Segment, counted
from qualcode.reduce.themes import Theme, themes
from qualcode.report.blocks import Block, Heading, Quotes
from qualcode.report.quoting import Quoter
from qualcode.store import Project, act
from qualcode.store.settings import settings, write_setting

PREFIX = "basket:"


@dataclass(frozen=True)
class Marked:
    """A passage in the basket: ``codings`` it rests on, as ids; ``theme`` it was marked under, or None; ``place`` in order."""

    key: str
    codings: frozenset[bytes]
    theme: bytes | None
    place: int


def basket(project: Project) -> list[Marked]:
    """What lies in the basket, in order."""
    found = []
    for key, value in settings(project, PREFIX).items():
        if not isinstance(value, dict):
            continue  # taken out again
        try:
            codings = frozenset(map(bytes.fromhex, value["codings"]))
            theme = bytes.fromhex(value["theme"]) if value.get("theme") else None
            found.append(Marked(PREFIX + key, codings, theme, int(value.get("place", 0))))
        except (KeyError, TypeError, ValueError):  # of another version: kept, not shown
            continue
    return sorted(found, key=lambda one: (one.place, one.key))


def put_in(project: Project, segments: Sequence[Segment], theme: bytes | None = None) -> int:
    """Put these passages in, under a theme or none; how many were not there yet. One deed."""
    lying = basket(project)
    known = {one.key for one in lying}
    place = max((one.place for one in lying), default=0)
    new = [one for one in segments if _key(one) not in known]
    if new:
        with act(project, "basket") as a:
            for at, one in enumerate(new, place + 1):
                value = {
                    "codings": sorted(rec.hex() for rec in one.codings),
                    "theme": theme.hex() if theme else None,
                    "place": at,
                }
                write_setting(project, a, _key(one), value)
    return len(new)


def take_out(project: Project, marked: Iterable[Marked]) -> None:
    """Take these out. One deed."""
    with act(project, "basket") as a:
        for one in marked:
            write_setting(project, a, one.key, False)


def move(project: Project, one: Marked, by: int) -> bool:
    """Let it stand ``by`` places later (negative: earlier); False where it is there already. One deed."""
    lying = basket(project)
    at = next(i for i, other in enumerate(lying) if other.key == one.key)
    to = min(max(at + by, 0), len(lying) - 1)
    if to == at:
        return False
    lying.insert(to, lying.pop(at))
    with act(project, "basket") as a:
        for place, other in enumerate(lying, 1):
            if other.place != place:
                value = {
                    "codings": sorted(rec.hex() for rec in other.codings), "theme": other.theme.hex() if other.theme else None, "place": place,
                }  # fmt: skip
                write_setting(project, a, other.key, value)
    return True


def lying(project: Project, found: Sequence[Segment] | None = None) -> list[tuple[Marked, Segment]]:
    """What lies in the basket and is still counted, each with the passage as it is now; in order."""
    by_coding = {rec: one for one in (counted(project).segments if found is None else found) for rec in one.codings}
    pairs = []
    for one in basket(project):
        segment = next((by_coding[rec] for rec in sorted(one.codings) if rec in by_coding), None)
        if segment is not None:
            pairs.append((one, segment))
    return pairs


def basket_blocks(project: Project, quoter: Quoter, *, elsewhere: bool = False) -> list[Block]:
    """The passages as quotes, by theme; ``elsewhere``: those of a theme are printed with it. Inside ``speaking``."""
    pairs = lying(project)
    named: dict[bytes | None, Theme] = {theme.id: theme for theme in themes(project)}
    blocks: list[Block] = []
    for theme in dict.fromkeys(one.theme if one.theme in named else None for one, _segment in pairs):
        if theme is not None and elsewhere:
            continue
        if theme is not None:
            blocks.append(Heading(named[theme].shown, 3))
        inside = [segment for one, segment in pairs if (one.theme if one.theme in named else None) == theme]
        items = tuple(quote for segment in inside for quote in quoter.quotes([segment]))
        blocks.append(Quotes(f"basket {named[theme].name if theme else ''}", "", items, inline=True))
    return blocks


def _key(one: Segment) -> str:
    return PREFIX + min(one.codings).hex()
