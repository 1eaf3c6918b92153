"""Who says what: segments put together by informant, code and place.

The rule: all of a voice is in one cell, whatever the columns are. So a hundred thousand passages are looked at once for all
matrices of a state of the project, and each matrix only at the voices, of which there are fewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from typing import NamedTuple

from qualcode.display.cells import source_valence
from qualcode.reduce.counting import Segment

_WHO = itemgetter(*map(Segment._fields.index, ("source", "code", "speaker", "about")))
_START = attrgetter("start")


class Voice(NamedTuple):
    """What one informant says in one source under one code about one place, in the order of the text. ``judged``: the valences
    that were given."""

    source: bytes
    code: bytes
    speaker: bytes | None
    segments: tuple[Segment, ...]
    judged: frozenset[int | None]


_voice = partial(tuple.__new__, Voice)
Said = dict[bytes, dict[bytes, list[Voice]]]  # column -> source -> who says it there


def voices_of(segments: Sequence[Segment]) -> list[Voice]:
    """Segments by who says what about where: all of a voice is in one cell, whatever the columns are."""
    found: dict[tuple[bytes, bytes, bytes | None, bytes | None], list[Segment]] = defaultdict(list)
    for key, segment in zip(map(_WHO, segments), segments, strict=True):
        found[key].append(segment)
    alone = _Alone()
    return [
        _voice((source, code, speaker, tuple(them), alone[them[0].valence] if len(them) == 1 else frozenset([one.valence for one in them])))
        for (source, code, speaker, _about), them in found.items()
    ]  # fmt: skip


class _Alone(dict[int | None, frozenset[int | None]]):
    """One valence as a set: most voices say one thing."""

    def __missing__(self, valence: int | None) -> frozenset[int | None]:
        found = self[valence] = frozenset([valence])
        return found


def passages(voices: list[Voice]) -> Sequence[Segment]:
    """All that some voices of a source say, in the order of the text."""
    return voices[0].segments if len(voices) == 1 else sorted([s for one in voices for s in one.segments], key=_START)


def together(parts: list[Said]) -> Said:
    """What the codes of a row gathered."""
    if len(parts) == 1:
        return parts[0]
    found: Said = {}
    for part in parts:
        for column, by_source in part.items():
            for source, voices in by_source.items():
                found.setdefault(column, {}).setdefault(source, []).extend(voices)
    return found


class Tones(dict[tuple[frozenset[int | None], int | None], int | None]):
    """The valence of what was judged so and so, where what nobody judged counts as something."""

    def __missing__(self, key: tuple[frozenset[int | None], int | None]) -> int | None:
        judged, unjudged = key
        found = self[key] = source_valence([unjudged if one is None else one for one in judged])
        return found


class People(dict[bytes | None, frozenset[str]]):
    """Who a speaker is: the participant where one is known, else the speaker; nobody where nobody is named."""

    def __init__(self, participants: Mapping[bytes, bytes]) -> None:
        self._participants = participants

    def __missing__(self, speaker: bytes | None) -> frozenset[str]:
        found = self[speaker] = frozenset([self._participants.get(speaker, speaker).hex()] if speaker else [])
        return found
