"""What a query (``--where``) names of all that is listed: a source, a person, a theme, a finding.

One rule: a query asks of coded passages, and everything else fits by the passages it stands on, which are those its own table
counts (``fitting_words`` says it noun by noun). Where a query asks only who spoke and where, what was said by nobody yet fits
by who was heard. An empty query names everything, and reads nothing: every list asks here, and few have a query, so that what
a query needs is imported where one is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from qualcode.store import Project

if TYPE_CHECKING:
    from qualcode.conclude.cases import Case as FindingCase
    from qualcode.conclude.following import Followed
    from qualcode.conclude.member_checks import MemberCheck
    from qualcode.conclude.swot_evidence import Support
    from qualcode.conclude.swot_records import Swot
    from qualcode.conclude.tows import Strategy
    from qualcode.display.framework import Listening
    from qualcode.reduce.counting import Segment
    from qualcode.reduce.issues import Issue
    from qualcode.reduce.memos import Memo
    from qualcode.reduce.selection import Selection
    from qualcode.reduce.summaries import Case
    from qualcode.reduce.themes import Link


class Fitting:
    """A query on a project as it is now; each method says of one thing whether the query names it."""

    def __init__(self, project: Project, text: str) -> None:
        """UserError where ``text`` cannot be read, or names what there is not."""
        self.project = project
        self.chosen: Selection | None = None
        if text.strip():
            from qualcode.reduce.selection import selection

            self.chosen = selection(project, text)

    def coding(self, rec: bytes) -> bool:
        return self.chosen is None or rec in self.chosen.codings

    def source(self, rec: bytes) -> bool:
        if self.chosen is None or self.chosen.passages:
            return self.chosen is None or rec in self.chosen.spans
        could, speakers = self.chosen.could, self._informants.get(rec)
        return any(could(rec, one) for one in speakers) if speakers else could(rec, None)

    def participant(self, rec: bytes) -> bool:
        if self.chosen is None:
            return True
        parts = self._parts.get(rec, ())
        if self.chosen.passages:
            return any(speaker in self._speaking for _source, speaker in parts)
        return any(self.chosen.could(source, speaker) for source, speaker in parts)

    def code(self, rec: bytes) -> bool:
        return self.chosen is None or rec in self._codes

    def theme(self, rec: bytes) -> bool:
        return self.chosen is None or rec in self._themes

    def link(self, one: Link) -> bool:
        return self.theme(one.theme)

    def cell(self, theme: bytes, case: Case) -> bool:
        """A theme in a case: of a summary, an issue, a thread, a verdict. A theme that is gone fits nothing."""
        if self.chosen is None:
            return True
        if theme not in self._listening.rows:
            return False
        if self._any(self._listening.heard(theme, case).segments):
            return True
        from qualcode.display.cells import Status

        narrowed = self._narrowed.heard(theme, case).count
        return not self.chosen.passages and narrowed.status is not Status.UNSAMPLED

    def issue(self, one: Issue) -> bool:
        if self.chosen is None:
            return True
        from qualcode.reduce.summaries import Case

        return bool(one.theme and self.cell(one.theme, Case(one.scope)))

    def finding(self, one: FindingCase) -> bool:
        pieces = (*one.speaking, *one.candidates, *one.against, *one.explained)
        return self._any(piece.segment for piece in pieces)

    def thread(self, one: Followed) -> bool:
        if self.chosen is None:
            return True
        from qualcode.reduce.summaries import Case

        if one.joint is not None and one.verdict is not None:
            return self.cell(one.joint.theme.id, Case(one.joint.areas[one.verdict.area].id))
        return one.thread is not None and self.cell(one.thread.theme, Case(one.thread.region_id))

    def factor(self, support: Iterable[Support], against: Iterable[Segment] = ()) -> bool:
        """A factor of a SWOT, by what it rests on and what was put against it."""
        return self._any((*(s for one in support for s in (*one.speaking, *one.against)), *against))

    def strategy(self, one: Strategy, held: Swot) -> bool:
        known = [key for key in one.items if key in held.support]
        return self.chosen is None or any(self.factor(held.support[key], held.against.get(key, ())) for key in known)

    def record(self, kind: str, rec: bytes) -> bool:
        """What a memo or an answer is on. What lies nowhere (the study itself) fits no query."""
        if self.chosen is None:
            return True
        if kind == "finding":
            return any(one.finding.id == rec and self.finding(one) for one in self._cases)
        if kind == "summary":
            return any(one.id == rec and self.cell(*key) for key, one in self._listening.written.items())
        if kind == "memo":  # an answer to a memo, or to one that a coding holds
            on = self.project.rows("SELECT about_kind, about FROM memo WHERE id=?", rec)
            return any(self.record(*one) for one in on or [("coding", rec)])
        if kind == "relevance":  # a note on words that nobody has coded lies in a source
            return any(
                map(self.source, (at for (at,) in self.project.rows("SELECT source FROM relevance WHERE id=?", rec)))
            )
        if kind == "swot_item":
            return rec in self._factors
        plain = {"source": self.source, "participant": self.participant, "code": self.code, "theme": self.theme, "coding": self.coding}  # fmt: skip
        return kind in plain and plain[kind](rec)

    def memo(self, one: Memo) -> bool:
        return self.record(one.kind, one.about)

    def member_check(self, one: MemberCheck) -> bool:
        return self.participant(one.participant) if one.participant else self.record(one.kind, one.about)

    # What is read for it, once and as far as it is asked for

    def _any(self, segments: Iterable[Segment]) -> bool:
        return self.chosen is None or any(not self.chosen.codings.isdisjoint(one.codings) for one in segments)

    @cached_property
    def _listening(self) -> Listening:
        from qualcode.display.framework import Listening

        return Listening(self.project)

    @cached_property
    def _narrowed(self) -> Listening:
        from qualcode.display.framework import Listening

        return Listening(self.project, self.chosen.text if self.chosen else "")

    @cached_property
    def _cases(self) -> list[FindingCase]:
        from qualcode.conclude.cases import cases

        return cases(self.project)

    @cached_property
    def _factors(self) -> set[bytes]:
        """The factors that fit, of the city's SWOT and of each area's."""
        from qualcode.collect.regions import regions
        from qualcode.conclude.swot_records import read_swot

        areas = {region.id: region for region in regions(self.project)}
        scopes = self.project.rows("SELECT DISTINCT scope FROM swot_item WHERE removed=0")
        found = set[bytes]()
        for held in (read_swot(self.project, scope=areas.get(scope)) for (scope,) in scopes):
            found |= {rec for key, rec in held.ids.items() if self.factor(held.support[key], held.against.get(key, ()))}
        return found

    @cached_property
    def _codes(self) -> set[bytes]:
        """The codes of what is named, and those they live on in."""
        from qualcode.reduce.counting import living

        given = {one.code for one in self.chosen.named} if self.chosen else set()
        alive = living(self.project)
        return given | {alive[code] for code in given if code in alive}

    @cached_property
    def _themes(self) -> set[bytes]:
        from qualcode.reduce.themes import themes

        return {one.id for one in themes(self.project, retired=True) if not self._codes.isdisjoint(one.codes)}

    @cached_property
    def _speaking(self) -> set[bytes]:
        """The informants whose words are named."""
        from qualcode.reduce.query_people import Speakers

        people = Speakers(self.project)
        return {speaker for one in (self.chosen.named if self.chosen else ()) for speaker in people.of(one)}

    @cached_property
    def _informants(self) -> dict[bytes, frozenset[bytes]]:
        """Speakers by source."""
        from qualcode.display.columns import informants

        return informants(self.project)

    @cached_property
    def _parts(self) -> dict[bytes, list[tuple[bytes, bytes]]]:
        """(source, speaker) by participant."""
        found: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
        people = dict(self.project.rows("SELECT id, participant FROM speaker WHERE participant IS NOT NULL"))
        for source, speakers in self._informants.items():
            for speaker in speakers & people.keys():
                found[people[speaker]].append((source, speaker))
        return found
