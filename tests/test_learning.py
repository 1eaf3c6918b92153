"""Learning from decisions: keywords first, numbers only where they are backed, and a plain word where scikit-learn is not."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.reduce import learning
from qualcode.reduce.accepting import reject
from qualcode.reduce.completion import finish
from qualcode.reduce.learning_units import decided, units
from qualcode.reduce.queue import queue
from qualcode.reduce.suggestions import suggestions
from qualcode.store import act
from tests.study_for_tests import Study, study

numpy = pytest.importorskip("numpy")

from qualcode.reduce import learning_model as model  # noqa: E402
from qualcode.reduce.learning_alike import heard  # noqa: E402
from qualcode.reduce.learning_fit import regressions  # noqa: E402

# Looked for, not imported: every worker reads this module, and one runs it.
pytestmark = pytest.mark.skipif(find_spec("sklearn") is None, reason="scikit-learn is not installed")

# Invented: a keyword finds one in two; the other half has words of its own.
DEBT = ("Saya utang {n} juta di koperasi.", "Cicilan {n} juta macet di koperasi.")
FLOOD = ("Banjir masuk dapur setinggi {n} jengkal.", "Air kali meluap {n} jengkal ke dapur.")


def texts(count: int) -> tuple[list[str], list[int]]:
    made = [(kind[n % 2].format(n=n), code) for code, kind in enumerate((DEBT, FLOOD)) for n in range(count)]
    return [text for text, _code in made], [code for _text, code in made]


def test_without_scikit_learn_it_says_so_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(UserError, match="scikit-learn"):
        model.require()


def test_with_no_examples_the_keywords_alone_speak() -> None:
    some, _labels = texts(4)
    read = model.passages(some, [["utang"], ["banjir"]])
    asked = numpy.arange(len(some))
    assert numpy.allclose(
        model.one_of(read, numpy.array([], dtype=int), numpy.array([], dtype=int), asked),
        model.by_keywords(read, asked),
    )


def test_what_was_decided_reaches_passages_without_a_keyword() -> None:
    some, labels = texts(20)
    read = model.passages(some, [["utang"], ["banjir"]])
    known = numpy.array([0, 1, 2, 3, 20, 21, 22, 23])
    rest = numpy.setdiff1d(numpy.arange(40), known)
    truth = numpy.array(labels)
    alone = (model.by_keywords(read, rest).argmax(axis=1) == truth[rest]).mean()
    found = model.one_of(read, known, truth[known], rest)
    assert numpy.allclose(found.sum(axis=1), 1)
    assert (found.argmax(axis=1) == truth[rest]).mean() > alone


def test_all_codes_learned_at_once_are_as_if_each_had_been_learned_by_itself() -> None:
    from sklearn.linear_model import LogisticRegression

    draw = numpy.random.default_rng(1)
    rows = draw.normal(size=(60, 8)).astype("float32")
    truth = (rows @ draw.normal(size=(8, 3)) + draw.normal(size=(60, 3)) > 0).astype(float)
    worth = numpy.ones_like(truth)
    worth[::4, 1] = 0  # nobody decided
    weights = regressions([rows], truth, worth, 1.0)
    for code in range(3):
        alone = LogisticRegression(C=1.0, fit_intercept=False).fit(rows, truth[:, code], sample_weight=worth[:, code])
        assert numpy.allclose(rows @ weights[:, code], rows @ alone.coef_[0], atol=0.1)
    truth[0] = 1 - truth[0]
    again = regressions([rows], truth, worth, 1.0, start=weights)
    assert numpy.allclose(rows @ again, rows @ regressions([rows], truth, worth, 1.0), atol=0.1)


def test_a_passage_hears_what_was_decided_of_the_ones_most_like_it() -> None:
    read = model.passages(["koperasi macet lagi", "koperasi macet terus", "cucu tiga orang"], [["utang"], ["banjir"]])
    assert read.alike.toarray().round(3).tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
    told = heard(read.alike, numpy.full((3, 2), 0.1), numpy.array([0]), numpy.array([[1.0, numpy.nan]]))
    assert told.round(3).tolist() == [[0.1, 0.1], [0.37, 0.1], [0.1, 0.1]]


def test_a_word_that_is_said_beside_a_learned_one_speaks_too() -> None:
    """Invented: plecit is in no example and no keyword, but stands where cicilan does."""
    beside = [kind.format(n) for kind in ("Cicilan plecit macet {}.", "Air kali masuk dapur {}.") for n in "abcde"]
    some = [*beside, "Cicilan macet.", "Air masuk dapur.", "Plecit, plecit."]
    read = model.passages(some, [["utang"], ["banjir"]])
    known, asked = numpy.array([10, 11]), numpy.array([12])
    assert model.one_of(read, known, numpy.array([0, 1]), asked)[0, 0] > 0.5
    made = model.learn(read, known, numpy.eye(2))
    assert made.telling(read, 12, 0) == ["plecit"]


@pytest.fixture
def coded(tmp_path: Path) -> tuple[Study, list[bytes], list[bytes]]:
    """Four sources of invented people; in the first three every sentence is coded and they are finished."""
    one = study(tmp_path / "kajian")
    codes = one.codes("utang", "banjir")
    with act(one.project, "edit") as a:
        a.change("code", codes[0], keywords=["utang"])
        a.change("code", codes[1], keywords=["banjir"])
    sources = []
    for number in range(4):
        said = [kind[n % 2].format(n=10 * number + n) for n in range(8) for kind in (DEBT, FLOOD)]
        sources.append(
            one.text(f"W-0{number}", "T: Bagaimana?\nJ: " + " ".join(said) + " Cucu saya tiga orang semua.\n")
        )
        for text in said if number < 3 else ():
            one.code(sources[-1], codes["dapur" in text], text)
        if number < 3:
            finish(one.project, sources[-1])
    return one, codes, sources


def test_not_coded_is_no_only_where_somebody_looked(coded: tuple[Study, list[bytes], list[bytes]]) -> None:
    one, codes, sources = coded
    me = one.project.coder or b""
    every = units(one.project)
    before = decided(one.project, me, every, codes)
    last = [row for row, unit in enumerate(every) if unit.source == sources[3]]
    assert numpy.isnan(before.truth[last]).all()
    first = next(row for row, unit in enumerate(every) if unit.source == sources[0] and "utang" in unit.text)
    assert before.truth[first].tolist() == [1, 0]
    turned_down = suggestions(one.project, me, codes=[codes[0]], sources=[sources[3]])[0]
    reject(one.project, [turned_down], me)
    after = decided(one.project, me, every, codes)
    (row,) = [row for row in last if every[row].start == turned_down.start]
    assert after.truth[row, 0] == 0 and numpy.isnan(after.truth[row, 1])


def test_it_proposes_passages_no_keyword_finds_and_says_by_which_words(
    coded: tuple[Study, list[bytes], list[bytes]],
) -> None:
    one, _codes, sources = coded
    me = one.project.coder or b""
    reading = learning.read(one.project)
    so_far = learning.known(one.project, me, reading)
    found = learning.fitted(reading, so_far, learning.trusted(reading, so_far))
    learned = [it.suggestion for it in queue(one.project, me, learned=found) if it.suggestion.learned]
    assert learned and {it.source for it in learned} == {sources[3]}
    assert not [it for it in learned if "utang" in it.quote or "Banjir" in it.quote or "Cucu" in it.quote]
    assert all(set(it.reason.split(", ")) & {"cicil", "cicilan", "macet", "koperasi", "luap", "dapur", "kali", "jengkal", "air"} for it in learned)  # fmt: skip


def test_a_share_is_computed_only_where_it_can_be(coded: tuple[Study, list[bytes], list[bytes]]) -> None:
    one, _codes, sources = coded
    me = one.project.coder or b""
    debt, flood = learning.quality(one.project, me)
    assert debt.precision == flood.precision == 1.0
    assert debt.recall is not None and debt.recall > 0.9
    finish(one.project, sources[0], undo=True)
    again = learning.quality(one.project, me)
    assert [(it.precision, it.recall, it.why) for it in again] == [(None, None, "fewer than 3 finished sources")] * 2
