"""Brackets and labels in the margin: never two in one place, and no jumping."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.pane.lanes import Extent, Margin, assigned, edge
from tests.pane_texts import tried

extents = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=25
).map(lambda pairs: [(bytes([n]), first, last) for n, (first, last) in enumerate(pairs)])


def beside(extents: list[Extent], first: int, last: int) -> list[bytes]:
    return [e.id for e in extents if e.first <= last and e.last >= first]


def collide(one: Extent, other: Extent) -> bool:
    return one.lane == other.lane and one.first <= other.last and other.first <= one.last


@tried
@given(extents)
def test_two_codings_on_one_line_never_share_a_lane(given_: list[tuple[bytes, int, int]]) -> None:
    placed = assigned(given_)
    assert not any(collide(a, b) for a in placed for b in placed if a is not b)
    deepest = max((sum(e.first <= line <= e.last for e in placed) for line in range(40)), default=0)
    assert all(e.lane < deepest for e in placed)


@tried
@given(extents, extents, st.data())
def test_coming_and_going_codings_leave_the_others_where_they_are(
    given_: list[tuple[bytes, int, int]], more: list[tuple[bytes, int, int]], data: st.DataObject
) -> None:
    margin = Margin(given_)
    present = {id: margin[id] for id, _, _ in given_}
    for id, first, last in more:
        new = b"+" + id
        present[new] = margin.add(new, first, last, beside(list(present.values()), first, last))
        if data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(sorted(present)))
            margin.remove(gone)
            del present[gone]
    placed = list(present.values())
    assert [margin[e.id] for e in placed] == placed
    assert not any(collide(a, b) for a in placed for b in placed if a is not b)


@tried
@given(extents)
def test_a_label_stands_beside_its_own_bracket_once_and_the_rest_are_counted(
    given_: list[tuple[bytes, int, int]],
) -> None:
    margin = Margin(given_)
    labels = [(line, *margin.label(line)) for line in range(45)]
    shown = [(line, id) for line, id, _ in labels if id is not None]
    assert all(margin[id].first <= line <= margin[id].last for line, id in shown)
    assert len({id for _, id in shown}) == len(shown)
    assert len(shown) + sum(more for _, _, more in labels) == len(given_)


@tried
@given(extents, extents)
def test_labels_do_not_depend_on_the_order_in_which_one_looks(
    given_: list[tuple[bytes, int, int]], more: list[tuple[bytes, int, int]]
) -> None:
    margin, afresh = Margin(given_), Margin(given_)
    margin.label(7)
    for id, first, last in more:
        present = list(afresh)
        for one in (margin, afresh):
            one.add(b"+" + id, first, last, beside(present, first, last))
    down = [margin.label(line) for line in range(45)]
    assert [afresh.label(line) for line in reversed(range(45))] == down[::-1]


def test_a_bracket_opens_runs_and_closes() -> None:
    three = Extent(b"a", 4, 6, 0)
    assert [edge(three, line) for line in (4, 5, 6)] == ["open", "through", "close"]
    assert edge(Extent(b"a", 4, 4, 0), 4) == "single"


def test_labels_of_codings_that_begin_together_follow_below_each_other() -> None:
    margin = Margin([(b"long", 0, 4), (b"short", 0, 1), (b"line", 0, 0)])
    assert [margin.label(line)[0] for line in range(4)] == [b"line", b"short", b"long", None]


def test_a_label_waits_while_another_coding_begins() -> None:
    margin = Margin([(b"a", 0, 3), (b"b", 0, 3), (b"c", 1, 1)])
    assert [margin.label(line)[0] for line in range(4)] == [b"a", b"c", b"b", None]


def test_a_label_that_finds_no_line_is_counted() -> None:
    margin = Margin([(b"a", 0, 1), (b"b", 0, 1), (b"c", 1, 1)])
    assert margin.label(0) == (b"a", 1)
    assert margin.label(1) == (b"c", 0)


def test_on_one_line_the_first_in_the_text_has_the_first_lane_whatever_its_id() -> None:
    assert [one.id for one in assigned([(b"z", 0, 0), (b"a", 0, 0)])] == [b"z", b"a"]
