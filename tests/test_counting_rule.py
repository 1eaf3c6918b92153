"""The rule of counting beside the same rule told slowly, character by character; and what is kept of it reads back the same."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.language.marks import Marks, Turn
from qualcode.reduce.counting_kept import _decoded, _encoded
from qualcode.reduce.counting_rule import Placed, Segment, tally, valence
from qualcode.store.versions import Version

SOURCE, ME, OTHER = b"s" * 16, b"m" * 16, b"o" * 16
CODES = [b"a" * 16, b"b" * 16]
PLACES: list[bytes | None] = [None, b"p" * 16]


def version(words: list[tuple[str, bool]]) -> Version:
    """Turns of these words, interviewer or not, with a line end between them that nobody says."""
    text, turns = "", []
    for said, asks in words:
        turns.append(Turn(None, (len(text), len(text) + len(said)), "interviewer" if asks else "informant"))
        text += said + "\n"
    return Version(b"v" * 16, SOURCE, text, Marks("paragraphs", tuple(turns)), "text")


def slowly(now: Version, found: list[Placed], judged: set[tuple[int, bytes]], *, agreed: bool) -> set[Segment]:
    segments = set()
    for number, turn in enumerate(now.marks.turns):
        if turn.side == "interviewer":
            continue
        said = range(*turn.speech)
        for code in CODES:
            here = [
                one for one in found
                if one.code == code and one.state != "lost" and "".join(now.text[at] for at in said if one.start <= at < one.stop).strip()
            ]  # fmt: skip
            counts = [one for one in here if one.layer == "own" and one.coder == ME]
            consensus = [one for one in here if one.layer == "consensus"]
            if agreed and (consensus or (number, code) in judged):
                counts = consensus
            for about in PLACES:
                there = [one for one in counts if one.about == about]
                covered = {at: any(one.start <= at < one.stop for one in there) for at in said}
                heard = [at for at in said if covered[at]]
                for gap, run in groupby(said, key=covered.__getitem__):
                    places = list(run)
                    between = not gap and heard and heard[0] < places[0] and places[-1] < heard[-1]
                    if between and not "".join(now.text[at] for at in places).strip():
                        covered.update(dict.fromkeys(places, True))
                for whole, run in groupby(said, key=covered.__getitem__):
                    if not whole:
                        continue
                    places = list(run)
                    start, stop = places[0], places[-1] + 1
                    them = sorted(
                        (max(one.start, said[0]), min(one.stop, said[-1] + 1), at, one)
                        for at, one in enumerate(there) if one.start < stop and start < one.stop
                    )  # fmt: skip
                    of = [one for *_place, one in them]
                    segments.add(
                        Segment(
                            SOURCE, number, code, start, stop, valence([one.valence for one in of]), None, about,
                            all(one.review == "bulk" for one in of), tuple(one.id for one in of),
                        )
                    )  # fmt: skip
    return segments


@st.composite
def studies(draw: st.DrawFn) -> tuple[Version, list[Placed], set[tuple[int, bytes]]]:
    words = st.tuples(st.text("ab \u0301\U0001f600", min_size=1, max_size=8), st.booleans())
    now = version(draw(st.lists(words, min_size=1, max_size=4)))
    end = len(now.text)
    codings = []
    for number in range(draw(st.integers(0, 7))):
        start = draw(st.integers(0, end - 1))
        stop = draw(st.integers(start + 1, end))
        layer, review = draw(st.sampled_from(["own", "own", "consensus"])), draw(st.sampled_from([None, "bulk"]))
        about = draw(st.sampled_from(PLACES))
        codings.append(
            Placed(
                bytes([number]) * 16, draw(st.sampled_from(CODES)), draw(st.sampled_from([ME, ME, OTHER])), start, stop,
                draw(st.sampled_from(["unchanged", "unchanged", "changed", "lost"])), layer, review, draw(st.sampled_from([None, -1, 0, 1])), about,
            )
        )  # fmt: skip
    judged = draw(st.sets(st.tuples(st.integers(0, 3), st.sampled_from(CODES)), max_size=2))
    return now, codings, judged


@settings(max_examples=150, deadline=None)
@given(studies(), st.booleans())
def test_the_rule_is_what_it_says_and_is_kept_as_it_is(
    study: tuple[Version, list[Placed], set[tuple[int, bytes]]], agreed: bool
) -> None:
    now, found, judged = study
    counts = tally(now, found, ME, {}, judged, agreed=agreed)
    assert len(set(counts.segments)) == len(counts.segments)
    assert set(counts.segments) == slowly(now, found, judged, agreed=agreed)
    assert [one.start for one in counts.segments] == sorted(one.start for one in counts.segments)
    assert _decoded(SOURCE, _encoded(counts.segments), counts.unsettled, counts.changed, counts.lost) == counts
    for doubt in ("changed", "lost"):
        mine = [
            one for one in found if one.state == doubt and (one.coder == ME or (agreed and one.layer == "consensus"))
        ]
        assert getattr(counts, doubt) == len(mine)
