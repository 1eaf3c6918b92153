"""Codes that meet: counted against plain SQL, ordered by their ties and by nothing else, and written for others."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.display import graphs
from qualcode.display.meetings import meetings, together
from qualcode.display.network import Spot, around, neighbours, network, unit_of
from qualcode.display.seriation import ordered
from qualcode.display.theme_map import theme_map
from qualcode.errors import UserError
from qualcode.reduce.themes import add_theme
from qualcode.report.blocks import Quotes, cells
from qualcode.report.network_figure import network_blocks
from qualcode.report.phrases import speaking
from qualcode.store import act, open_project
from qualcode.store.ids import derived
from qualcode.store.lookup import find
from tests.app_world import make_study
from tests.study_for_tests import interview, study

UTANG, UANG, ZONASI = b"u", b"p", b"z"
NAMES = {UANG: "penghasilan", UTANG: "utang", ZONASI: "zonasi"}


def at(source: int, turn: int = 0, start: int = 0, stop: int = 10) -> Spot:
    return bytes([source]), turn, start, stop


SPOTS = {
    UTANG: [at(1, 0), at(1, 4), at(2, 0)],
    UANG: [at(1, 0), at(1, 0, 30, 40), at(1, 5), at(2, 3)],
    ZONASI: [at(3, 1)],
}


def test_a_tie_counts_turns_with_both_of_those_with_either_and_the_sources():
    found = network(SPOTS, NAMES)
    assert [(node.name, node.units, node.sources) for node in found.nodes] == [
        ("penghasilan", 3, 2), ("utang", 3, 2), ("zonasi", 1, 1),
    ]  # fmt: skip
    (tie,) = found.ties
    assert (tie.one, tie.other, tie.together, tie.either, tie.sources, tie.jaccard) == (UANG, UTANG, 1, 5, 1, 1 / 5)


def test_within_one_turn_the_neighbours_count_too_but_never_those_of_another_source():
    (tie,) = network(SPOTS, NAMES, "near", 1).ties
    assert (tie.together, tie.sources) == (3, 1)  # turns 0, 4 and 5 of the first source
    assert network(SPOTS, NAMES, "near", 3).ties[0].together == 5
    last, first = {UTANG: [at(1, 7)], UANG: [at(2, 0)]}, {UTANG: "utang", UANG: "penghasilan"}
    assert network(last, first, "near", 50).ties == ()


def test_in_a_source_and_in_overlapping_passages():
    assert network(SPOTS, NAMES, "source").ties[0].together == 2
    spots = {UTANG: [at(1, 0, 0, 20)], UANG: [at(1, 0, 2, 5), at(1, 0, 18, 30), at(1, 0, 40, 50)]}
    (tie,) = network(spots, {UTANG: "utang", UANG: "penghasilan"}, "span").ties
    assert (tie.together, tie.either) == (1, 2)  # one stretch from 0 to 30, and the passage that stands alone


def test_passages_that_only_touch_do_not_overlap():
    assert network({UTANG: [at(1, 0, 0, 5)], UANG: [at(1, 0, 5, 9)]}, {UTANG: "utang", UANG: "uang"}, "span").ties == ()


def test_a_code_of_two_themes_counts_in_both(tmp_path: Path):
    s = study(tmp_path)
    (debt,) = s.codes("utang")
    s.code(s.text("W-1", interview("Pajang", "Saya berutang.")), debt, "berutang")
    here = [add_theme(s.project, name, nature="problem") for name in ("Uang", "Malu")]
    with act(s.project, "themes") as a:
        for theme in here:
            a.create("theme_code", derived(theme, "utang"), theme=theme, code=debt)
    met = meetings(s.project, of="themes")
    assert [(tie.together, tie.either, {tie.one, tie.other}) for tie in met.network.ties] == [(1, 1, set(here))]


def test_rare_ties_can_be_left_out_and_their_codes_stay():
    found = network(SPOTS, NAMES, at_least=3)
    assert found.ties == () and len(found.nodes) == 3


@pytest.mark.parametrize("wrong", ["turns", "near", "near:0", "near:x", "near:51", "turn:2"])
def test_a_unit_that_is_none_is_a_clear_line(wrong: str):
    with pytest.raises(UserError, match="unit"):
        unit_of(wrong)


SPOT = st.builds(
    lambda s, t, a, n: at(s, t, a, a + n), st.integers(0, 2), st.integers(0, 9), st.integers(0, 20), st.integers(1, 9)
)
ALL = st.dictionaries(st.sampled_from([UTANG, UANG, ZONASI]), st.lists(SPOT, max_size=12))


@settings(max_examples=60)
@given(ALL, st.sampled_from(["span", "turn", "source", "near"]), st.integers(1, 3))
def test_any_tie_is_what_counting_by_hand_gives(spots: dict[bytes, list[Spot]], unit: str, near: int):
    found = network(spots, NAMES, unit, near)
    for one, other in combinations(NAMES, 2):
        tie = found.tie(one, other)
        expected = by_hand(spots.get(one, []), spots.get(other, []), unit, near)
        assert (tie.together if tie else 0, tie.sources if tie else 0) == expected[:2]
        assert tie is None or (tie.either == expected[2] and 0 < tie.jaccard <= 1)
    shuffled = {rec: found_[::-1] + found_ for rec, found_ in reversed(spots.items())}
    assert network(shuffled, NAMES, unit, near) == found


def by_hand(one: list[Spot], other: list[Spot], unit: str, near: int) -> tuple[int, int, int]:
    """Places with both, sources with such a place, places with either: straight from what the words mean."""
    if unit == "span":
        return stretches(one, other)
    if unit == "source":
        mine, theirs = {(s[0], 0) for s in one}, {(s[0], 0) for s in other}
        near = 0
    else:
        mine, theirs = {s[:2] for s in one}, {s[:2] for s in other}
        near = near if unit == "near" else 0
    both = {p for p in mine if any(q[0] == p[0] and abs(q[1] - p[1]) <= near for q in theirs)}
    both |= {q for q in theirs if any(q[0] == p[0] and abs(q[1] - p[1]) <= near for p in mine)}
    return len(both), len({p[0] for p in both}), len(mine | theirs)


def stretches(one: list[Spot], other: list[Spot]) -> tuple[int, int, int]:
    """Letters carry the codes; a stretch is letters of one code or both without a gap, but codes that only touch are apart."""
    pieces = [{*((s[0], s[1], n) for n in range(s[2], s[3]))} for s in (*one, *other)]
    kinds = [{"one"}] * len(one) + [{"other"}] * len(other)
    groups = list(zip(pieces, kinds, strict=True))
    merged = True
    while merged:
        merged = False
        for a, b in combinations(range(len(groups)), 2):
            if groups[a][0] & groups[b][0]:
                groups[a] = (groups[a][0] | groups[b][0], groups[a][1] | groups[b][1])
                del groups[b]
                merged = True
                break
    both = [letters for letters, kind in groups if len(kind) == 2]
    return len(both), len({next(iter(letters))[0] for letters in both}), len(groups)


@settings(max_examples=40)
@given(st.permutations([bytes([n]) for n in range(9)]))
def test_the_order_puts_tied_codes_together_wherever_they_stood(codes: list[bytes]):
    """Three groups of three that meet in themselves and hardly elsewhere, in any order of the codebook."""
    groups = [{bytes([3 * g + n]) for n in range(3)} for g in range(3)]
    spots = {
        code: [at(0, turn) for g, group in enumerate(groups) if code in group for turn in range(10 * g, 10 * g + 5)] + [at(1, code[0])]
        for code in codes
    }  # fmt: skip
    order = ordered(network(spots, dict.fromkeys(codes, "x")))
    assert [set(order[n : n + 3]) in groups for n in (0, 3, 6)] == [True] * 3


@settings(max_examples=40)
@given(ALL)
def test_what_codes_are_called_changes_nothing_but_names(spots: dict[bytes, list[Spot]]):
    one, other = network(spots, NAMES), network(spots, dict(zip(NAMES, "cba", strict=True)))
    assert one.ties == other.ties and ordered(one) == ordered(other)


def test_one_code_and_its_neighbours():
    spots = {UTANG: [at(1), at(2)], UANG: [at(1)], ZONASI: [at(2)]}
    whole = network(spots, NAMES)
    assert [(node.name, tie.together) for node, tie in neighbours(whole, UANG)] == [("utang", 1)]
    assert {node.name for node in around(whole, UANG).nodes} == {"utang", "penghasilan"}


def test_the_layout_is_the_same_in_every_making():
    springs = [(0, 1, 1.0), (1, 2, 0.5)]
    assert graphs.layout(4, springs) == graphs.layout(4, springs)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in graphs.layout(4, springs))


def test_the_graph_carries_the_counts():
    drawn = graphs.graph(network(SPOTS, NAMES))
    assert drawn.nodes[UTANG.hex()]["label"] == "utang" and drawn.nodes[UTANG.hex()]["units"] == 3
    assert drawn.edges[UTANG.hex(), UANG.hex()]["together"] == 1
    assert b"<graphml" in graphs.graphml(drawn) and b"<gexf" in graphs.gexf(drawn)


def test_without_networkx_the_rows_are_there_and_the_graph_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    found = network(SPOTS, NAMES)
    assert found.ties
    with pytest.raises(UserError, match="pip install networkx"):
        graphs.graph(found)


# Of a study: the agreed layer, against plain SQL, and the way back to the passages.


@pytest.fixture(scope="module")
def study_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_study(tmp_path_factory.mktemp("network") / "study")


def test_sources_in_which_two_codes_meet_are_those_of_plain_sql(study_path: Path):
    with open_project(study_path) as project:
        met = meetings(project, "source")
        expected = {
            (one, other): n
            for one, other, n in project.rows(
                "SELECT a.code, b.code, COUNT(DISTINCT a.source) FROM coding a JOIN coding b ON b.source=a.source AND b.code<>a.code"
                " JOIN source s ON s.id=a.source AND a.coder=IFNULL(s.responsible, s.importer) AND b.coder=a.coder"
                " WHERE a.removed=0 AND b.removed=0 GROUP BY a.code, b.code"
            )
        }
        assert {pair: n for t in met.network.ties for pair, n in (((t.one, t.other), t.together), ((t.other, t.one), t.together))} == expected  # fmt: skip
        assert expected


def test_a_tie_leads_to_the_passages_of_both_where_they_meet(study_path: Path):
    with open_project(study_path) as project:
        for unit in ("span", "turn", "source", "near"):
            met = meetings(project, unit, 1)
            for tie in met.network.ties:
                found = together(met, tie.one, tie.other)
                assert {segment.code for segment in found} == {tie.one, tie.other}
                assert len({segment.source for segment in found}) == tie.sources


def test_a_query_says_which_codings_meet(study_path: Path):
    with open_project(study_path) as project:
        everywhere, there = meetings(project, "source"), meetings(project, "source", where="source:W-01")
        assert there.sources == 1 < everywhere.sources
        assert all(tie.together == 1 for tie in there.network.ties)
        theme = find(project, "theme", "Utang menutup kekurangan")
        assert theme in meetings(project, of="themes").rows


def test_the_theme_map_has_four_kinds_of_edge_and_only_one_is_a_count(study_path: Path):
    with open_project(study_path) as project:
        drawn = theme_map(project, meetings(project, of="themes"))
    kinds = {drawn.nodes[rec]["kind"] for rec in drawn}
    assert kinds == {"theme", "code"}  # this study has no indicators
    for _one, _other, edge in drawn.edges(data=True):
        assert edge["kind"] in ("holds", "under", "linked", "together") and ("together" in edge) == (
            edge["kind"] == "together"
        )


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_number_of_the_ties_leads_to_its_passages(study_path: Path, language: str):
    with open_project(study_path) as project, speaking(language):
        blocks = network_blocks(project, of="codes", at_least=1, linked=True)
        met = meetings(project)
        quotes = {block.anchor: block for block in blocks if isinstance(block, Quotes)}
        linked = [cell for block in blocks for cell in cells(block) if cell.link]
        assert {cell.link for cell in linked} == set(quotes) and linked
        for tie, block in zip(met.network.ties, quotes.values(), strict=True):
            assert len(block.items) == len({(s.source, s.start, s.stop) for s in together(met, tie.one, tie.other)})
        assert [type(block).__name__ for block in blocks][:3] == ["Table", "Table", "Figure"]
