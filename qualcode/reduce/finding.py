"""Where the codebook's keywords stand in a project's speech: the engine of language/ on the words kept in the file.

One rule: which way a keyword is looked for changes nothing but the time. Keywords that ask for words go by number, all
sources at once; where one that reads the text (a regular expression, a token pattern, a paragraph) may stand in a turn, its
code is looked for in the text of that turn, and so is everything where numpy cannot be imported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from qualcode.language.keywords import Keyword
from qualcode.language.marks import speech_map
from qualcode.language.passages import passage
from qualcode.reduce.finding_text import Reader
from qualcode.reduce.found import Finds, Found, rows
from qualcode.reduce.held import Key, current, has_numbers, ready
from qualcode.store import Project, versions

if TYPE_CHECKING:
    from qualcode.language.corpus import Segment
    from qualcode.language.engine import Engine

Codes = Mapping[bytes, Sequence[Keyword]]


def find(project: Project, codes: Codes, sources: Sequence[bytes] | None = None) -> Sequence[Found]:
    """What the codes' keywords find in the current versions of the sources (else of all), in their order and that of the
    text. Whatever side a keyword asks for; what it proposes is not yet compared with what is coded."""
    asked = {code: keywords for code, keywords in codes.items() if keywords}
    keys = current(project, sources)
    if not has_numbers():
        reader, order = Reader(project, asked), {code: number for number, code in enumerate(asked)}
        each = (
            sorted(reader.all_of(source), key=lambda one: (one.turn, one.first, one.last, order[one.code]))
            for source in keys
        )
        return list(chain.from_iterable(each))
    return Finds(list(_parts(project, asked, keys)) if asked else [], list(keys), list(asked.items()))


def totals(project: Project, codes: Codes) -> Iterator[tuple[bytes, int, int]]:
    """Code, hits and turns with one, in parts to be summed: counted by number without any passage being made, where no keyword
    of the code reads the text."""
    slow = {code: ks for code, ks in codes.items() if not has_numbers() or any(keyword.needs_text for keyword in ks)}
    found = Counter(row[:3] for row in rows(find(project, slow))) if slow else {}  # by source, turn and code
    turns = Counter(code for _source, _turn, code in found)
    hits: Counter[bytes] = Counter()
    for (_source, _turn, code), count in found.items():
        hits[code] += count
    for code in slow:
        yield code, hits[code], turns[code]
    if len(slow) == len(codes):
        return
    import numpy as np

    engine, segments = ready(project, current(project))
    for segment, theirs in segments:
        for code, keywords in codes.items():
            if code not in slow:
                each = engine.hits(segment, keywords, theirs).turn
                yield code, len(each), int(np.count_nonzero(np.diff(each))) + bool(len(each))


def _parts(project: Project, codes: Codes, keys: Mapping[bytes, Key]) -> Iterator[Sequence[Any]]:
    """The columns of ``Finds``, a segment and code at a time."""
    import numpy as np

    engine, segments = ready(project, keys)
    number_of = {key: number for number, key in enumerate(keys.values())}
    mixed = {code: ks for code, ks in codes.items() if any(keyword.needs_text for keyword in ks)}
    reader = Reader(project, mixed) if mixed else None
    for segment, theirs in segments:
        of = np.array([number_of.get(key, -1) for key in segment.keys])
        if (of < 0).all():
            continue
        read = reader.turns_to_read(engine, segment, of >= 0) if reader else {}
        for number, (code, keywords) in enumerate(codes.items()):
            yield _by_number(project, engine, segment, (number, keywords), theirs, of, read.get(code))
        if reader:
            yield from _by_text(reader, segment, read, of, codes, list(keys))


def _by_number(
    project: Project, engine: Engine[Key], segment: Segment[Key], code: tuple[int, Sequence[Keyword]], theirs: Any, of: Any,
    read: Any,
) -> Sequence[Any]:  # fmt: skip
    """One code's hits in a segment, without those in turns that are read. ``of``: each version's source, -1 if not asked."""
    import numpy as np

    number, every = code
    asked = np.array([at for at, keyword in enumerate(every) if not keyword.needs_text], np.int64)
    hits = engine.hits(segment, [every[at] for at in asked.tolist()], theirs)
    version = segment.version(hits.turn)
    keep = of[version] >= 0
    if read is not None and len(read):
        keep &= ~np.isin(hits.turn, read)
    first, stop, turn, version = hits.first[keep], hits.stop[keep], hits.turn[keep], version[keep]
    keyword = asked[hits.keyword[keep]] if len(asked) else hits.keyword[keep]
    begins = np.where(turn > 0, segment.ends[np.maximum(turn - 1, 0)] + 1, 0) if len(turn) else turn
    low = segment.sentences[segment.sentence(first), 1].astype(np.int64)
    high = segment.sentences[segment.sentence(stop - 1), 2].astype(np.int64)
    own = turn - segment.first_turns[version]
    whole = np.array([one.unit == "turn" for one in every])[keyword] if len(keyword) else np.empty(0, bool)
    for row in np.flatnonzero(whole).tolist():
        low[row], high[row] = _whole_turn(project, segment.keys[version[row]][0], int(own[row]))
    unknown = np.full(len(first), -1)
    return (
        of[version], own, first - begins, stop - begins, np.full(len(first), number), low, high, keyword,
        hits.strong[keep], unknown, unknown,
    )  # fmt: skip


def _by_text(
    reader: Reader, segment: Segment[Key], read: Mapping[bytes, Any], of: Any, codes: Codes, sources: Sequence[bytes]
) -> Iterator[Sequence[Any]]:
    """What stands in the turns that are read, as one part."""
    numbers = {code: number for number, code in enumerate(codes)}
    places = {(code, id(keyword)): at for code, keywords in codes.items() for at, keyword in enumerate(keywords)}
    part = []
    for version, turns in reader.by_version(segment, read, of):
        for one in reader.find(sources[of[version]], turns):
            assert one.chars is not None
            part.append(
                (of[version], one.turn, one.first, one.last, numbers[one.code], one.start, one.stop,
                 places[one.code, id(one.keyword)], one.strong, *one.chars)
            )  # fmt: skip
    if part:
        yield list(zip(*part, strict=True))


def _whole_turn(project: Project, version: bytes, turn: int) -> tuple[int, int]:
    now = versions.load(project, version)
    assert now is not None
    speech, at = speech_map(now.text, now.marks, now.marks.turns[turn])
    start, stop = passage(speech, (0, len(speech)), "turn")
    return at[start], at[stop - 1] + 1
