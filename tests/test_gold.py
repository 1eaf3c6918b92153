"""The gold sentences and how they are scored: what only one coder gave counts for nothing."""

from __future__ import annotations

import csv

from benchmarks.gold import GOLD, counts, dimensions
from benchmarks.gold_coders import Gold, agreed, cells, kappa


def test_what_only_one_coder_gave_is_neither_hit_nor_miss() -> None:
    gold = agreed(frozenset({"utang", "sepi"}), frozenset({"utang", "banjir"}))
    assert gold == Gold(frozenset({"utang"}), frozenset({"sepi", "banjir"}))
    assert counts([frozenset({"utang", "banjir", "phk"})], [gold]) == (1, 2, 1)
    assert counts([frozenset()], [gold]) == (0, 0, 1)


def test_agreement_counts_every_pair_of_sentence_and_code() -> None:
    pairs = [(frozenset({"a"}), frozenset({"a", "b"})), (frozenset(), frozenset()), (frozenset({"b"}), frozenset())]
    assert cells(pairs, ["a", "b"]) == (1, 1, 1, 3)
    assert kappa((5, 0, 0, 5)) == 1
    assert kappa((0, 0, 0, 9)) is None


def test_every_gold_sentence_has_codes_of_the_codebook_by_both_coders() -> None:
    above = dimensions()
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [sum(row["part"] == part for row in rows) for part in ("build", "held")] == [210, 210]
    for column in ("codes", "second"):
        assert {code for row in rows for code in row[column].split()} <= {*above, *above.values()}
