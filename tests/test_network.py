"""Codes that meet in the same unit."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.display.network import Tie, graph, network
from qualcode.errors import UserError

PAIRS = [
    (1, "utang"),
    (1, "penghasilan"),
    (2, "utang"),
    (2, "penghasilan"),
    (2, "penghasilan"),
    (3, "utang"),
    (4, "zonasi"),
]


def test_ties_count_units_with_both_codes():
    found = network(PAIRS)
    assert found.units == {"penghasilan": 2, "utang": 3, "zonasi": 1}
    assert found.ties == (Tie("penghasilan", "utang", 2, 2, 3, 2 / 3),)


def test_rare_ties_can_be_left_out_and_their_codes_stay():
    found = network(PAIRS, at_least=3)
    assert found.ties == ()
    assert "utang" in found.units


def test_the_graph_carries_the_counts():
    drawn = graph(network(PAIRS))
    assert set(drawn.nodes) == {"utang", "penghasilan", "zonasi"}
    assert drawn.nodes["utang"]["units"] == 3
    assert drawn.edges["utang", "penghasilan"] == {"together": 2, "jaccard": 2 / 3}


def test_without_networkx_the_rows_are_there_and_the_graph_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    found = network(PAIRS)
    assert found.ties
    with pytest.raises(UserError, match="pip install networkx"):
        graph(found)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abcd")), max_size=30))
def test_for_any_codings(pairs):
    found = network(pairs)
    assert found == network(pairs[::-1] + pairs)
    for tie in found.ties:
        assert 1 <= tie.together <= min(tie.one_units, tie.other_units)
        assert tie.one < tie.other
        assert 0 < tie.jaccard <= 1
