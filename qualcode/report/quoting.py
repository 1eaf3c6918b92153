"""Counted passages as quotes: the words as read, and whose they are as it may be printed.

One rule: a list of quotes holds exactly the passages that were counted, in the order of source and text. One passage with
several codes stands there once and names them all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

from qualcode.collect.regions import regions
from qualcode.i18n import language
from qualcode.language.marks import speech_map
from qualcode.reduce.codebook import by_id
from qualcode.reduce.counting import Segment
from qualcode.report.blocks import Quote, Quotes, long_date
from qualcode.report.phrases import said
from qualcode.report.whose import described, is_coarse, month_of
from qualcode.store import Project, blobs, versions
from qualcode.store.versions import Version


class Quoter:
    """Reads what quotes need once: texts, people, places. Build it inside ``speaking``."""

    def __init__(self, project: Project) -> None:
        self.project = project
        book = by_id(project)
        self.codes = {rec: code.shown for rec, code in book.items()}
        self.valences = {rec: code.valence for rec, code in book.items()}
        self.regions = {region.id: region.name for region in regions(project)}
        self.sources: dict[bytes, tuple[str, str, str, bytes | None]] = {
            rec: (name, genre, date or "", region)
            for rec, name, genre, date, region in project.rows("SELECT id, name, genre, date, region FROM source")
        }
        self.people = described(project)
        self.above = {region.id: region.parent for region in regions(project)}
        self.glosses: dict[bytes, str] = {
            rec: blobs.prose(project.conn, gloss)
            for rec, gloss in project.rows("SELECT id, gloss FROM coding WHERE removed=0 AND gloss IS NOT NULL")
        }
        self._version = cache(lambda source: versions.current(project, source))
        self._plain = cache(self._as_it_stands)
        self._speech = cache(self._read)

    def _as_it_stands(self, source: bytes) -> Version | None:
        """The text of a source in which nothing is left out; None for another."""
        now: Version | None = self._version(source)
        return now if now is not None and now.marks.reads_as_it_stands else None

    def _read(self, source: bytes, turn: int) -> tuple[str, list[int]]:
        now: Version | None = self._version(source)
        return speech_map(now.text, now.marks, now.marks.turns[turn]) if now else ("", [0])

    def name(self, source: bytes) -> str:
        return self.sources[source][0]

    def words(self, segment: Segment) -> str:
        """The passage as read: hard wraps, furniture and times left out."""
        if (plain := self._plain(segment.source)) is not None:
            low, high = plain.marks.turns[segment.turn].speech
            return plain.text[max(low, segment.start) : min(high, segment.stop)].strip()
        speech, at = self._speech(segment.source, segment.turn)
        return speech[bisect_left(at, segment.start) : bisect_left(at, segment.stop)].strip()

    def attribution(self, segment: Segment) -> str:
        """Pseudonym, gender, age band, role, kelurahan; kind of source, date. What is not known is left out, and ``coarsely``
        what too few share."""
        _name, genre, date, region = self.sources[segment.source]
        person = self.people.get(segment.speaker, ()) if segment.speaker else ()
        if not person:
            place = (self.above.get(region or b"") if is_coarse() else region) or b""
            person = tuple(filter(None, (said("participant") if genre == "fgd" else "", self.regions.get(place, ""))))
        day = month_of(date) if is_coarse() else long_date(date, language())
        return ", ".join((*person, said(genre), *filter(None, [day])))

    def quotes(self, segments: Iterable[Segment]) -> tuple[Quote, ...]:
        """The passages in order of source and text, one quote a passage."""
        together: dict[tuple[str, int, int, int, bytes], list[Segment]] = {}
        for one in segments:
            together.setdefault((self.name(one.source), one.turn, one.start, one.stop, one.source), []).append(one)
        return tuple(self._quote(group) for _place, group in sorted(together.items(), key=lambda item: item[0]))

    def _quote(self, group: list[Segment]) -> Quote:
        first = group[0]
        glosses = dict.fromkeys(g for one in group for rec in one.codings if (g := self.glosses.get(rec)))
        place = [
            said("turn", n=first.turn + 1),
            said("codes", names=", ".join(sorted({self.codes[s.code] for s in group}))),
        ]
        if first.about:
            place.append(said("about", area=self.regions.get(first.about, "")))
        if all(one.bulk for one in group):
            place.append(said("bulk"))
        return Quote(
            self.words(first), self.attribution(first), self.name(first.source), "; ".join(place), " / ".join(glosses)
        )

    def listed(self, anchor: str, title: str, segments: Iterable[Segment]) -> Quotes:
        return Quotes(anchor, title, self.quotes(segments))
