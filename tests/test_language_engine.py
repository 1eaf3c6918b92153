"""A whole project's keywords by number: the same as text by text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.language.corpus import Corpus
from qualcode.language.engine import Engine
from qualcode.language.marks import Marks, Turn
from qualcode.language.matching import Matcher, read_keywords
from qualcode.language.misspellings import Near, misspellings, more
from qualcode.language.tokens import cut
from qualcode.language.vocabulary import Encoded, Vocabulary, encode
from tests.test_language_matching import GAPS, SPOKEN

Row = tuple[int, str, str, str, str]  # turn, code, found, keyword, strength


def version(turns: Sequence[tuple[str, str]]) -> tuple[str, Marks]:
    """A text of turns, each with its side."""
    marked, at = [], 0
    for speech, side in turns:
        marked.append(Turn(None, (at, at + len(speech)), side))
        at += len(speech) + 1
    return "\n".join(speech for speech, _side in turns), Marks("test", tuple(marked))


def by_number(codes: Mapping[str, Sequence[str]], versions: Sequence[Sequence[tuple[str, str]]]) -> list[Row]:
    """What the engine finds, as texts; every version is a key of its own."""
    import numpy as np

    vocabulary = Vocabulary()
    corpus: Corpus[int] = Corpus()
    encoded: dict[int, Encoded] = {n: encode(*version(turns), vocabulary) for n, turns in enumerate(versions)}
    corpus.add(encoded.items())
    engine: Engine[int] = Engine(vocabulary)
    rows = []
    turns = [turn for turns in versions for turn in turns]
    theirs = np.array([side == "interviewer" for _speech, side in turns])
    for code, keywords in read_keywords(codes).items():
        for segment in corpus.segments:
            hits = engine.hits(segment, keywords, theirs)
            for first, stop, keyword, strong, turn in zip(*(column.tolist() for column in hits), strict=True):
                words, starts = cut(turns[turn][0])
                low = first - (int(segment.ends[turn - 1]) + 1 if turn else 0)
                high = low + stop - first - 1
                found = turns[turn][0][starts[low] : starts[high] + len(words[high])]
                rows.append((turn, code, found, keywords[keyword].source, "strong" if strong else "possible"))
    return sorted(rows)


def by_text(codes: Mapping[str, Sequence[str]], versions: Sequence[Sequence[tuple[str, str]]]) -> list[Row]:
    matcher = Matcher(read_keywords(codes))
    turns = [turn for turns in versions for turn in turns]
    return sorted(
        (n, hit.code, hit.found, hit.keyword, hit.strength)
        for n, (speech, side) in enumerate(turns)
        for hit in matcher.find(speech, side)
    )


@st.composite
def projects(draw: st.DrawFn) -> tuple[dict[str, list[str]], list[list[tuple[str, str]]]]:
    few = draw(st.lists(st.sampled_from(SPOKEN), min_size=2, max_size=5, unique=True))
    said = st.tuples(st.sampled_from(few), st.sampled_from(GAPS))
    speech = st.lists(said, max_size=12).map(lambda words: "".join(word + gap for word, gap in words).strip("\n"))
    turn = st.tuples(speech, st.sampled_from(["informant", "informant", "interviewer"]))
    phrases = st.lists(st.sampled_from([word for word in few if word != "😀"] or ["air"]), min_size=1, max_size=3).map(
        " ".join
    )
    keyword = st.one_of(
        phrases,
        st.tuples(st.sampled_from(["=", ""]), phrases).map("".join),
        st.tuples(phrases, st.sampled_from("~+*")).map("".join),
        st.tuples(phrases, st.integers(1, 6), phrases).map(lambda near: f"{near[0]} ~{near[1]} {near[2]}"),
    )
    asked = st.tuples(
        st.sampled_from(["", "", "-"]), keyword, st.sampled_from(["", "", " @all", " @sentence", " @turn @interviewer"])
    )
    codes = st.dictionaries(st.sampled_from("ABC"), st.lists(asked.map("".join), max_size=5), max_size=3)
    return draw(codes), draw(st.lists(st.lists(turn, max_size=4), max_size=3))


@settings(max_examples=60, deadline=None)
@given(projects())
def test_the_engine_finds_what_the_matcher_finds(
    drawn: tuple[dict[str, list[str]], list[list[tuple[str, str]]]],
) -> None:
    codes, versions = drawn
    try:
        keywords = read_keywords(codes)
    except UserError:
        return  # a prefix of one letter, say
    assert not any(keyword.needs_text for some in keywords.values() for keyword in some)
    assert by_number(codes, versions) == by_text(codes, versions)


def test_a_version_more_makes_one_segment_anew_and_none_is_read_twice() -> None:
    vocabulary = Vocabulary()
    encoded = {
        n: encode(*version([(text, "informant")]), vocabulary) for n, text in enumerate(["utang", "air", "kartu"])
    }
    corpus: Corpus[int] = Corpus()

    def hold(wanted: list[int]) -> list[int]:
        lost = corpus.keep(wanted)
        corpus.add((key, encoded[key]) for key in lost)
        return lost

    assert hold([0, 1]) == [0, 1]
    before = list(corpus.segments)
    assert hold([1, 0]) == [] and corpus.segments == before
    assert hold([0, 1, 2]) == [0, 1, 2], "small ones are laid together"
    assert hold([2]) == [2]
    assert [segment.keys for segment in corpus.segments] == [(2,)]


def test_a_misspelt_word_is_taken_for_the_known_one_and_a_known_one_never_bent() -> None:
    vocabulary = Vocabulary()
    said = "Sekolah mahal, di seklah itu; Rentenirr dan tangga, Sukolah. Kata pendiddikan saja, sekali"
    encode(*version([(said, "informant")]), vocabulary)
    once = [1] * len(vocabulary.forms)
    taken = {vocabulary.forms[form].exact: word for form, word in misspellings(vocabulary, once).items()}
    assert taken == {"seklah": "sekolah"}, (
        "the names are only ever capitalised; pendidikan nobody says, and it is no root"
    )
    assert misspellings(vocabulary, [9] * len(vocabulary.forms)) == {}, "what is often written so is meant so"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                (
                    "sekolah",
                    "seklah",
                    "skolah",
                    "bantuan",
                    "bantun",
                    "bantuam",
                    "Seklah",
                    "kesejahteran",
                    "keseahteran",
                    "kesejahteraan",
                    "kesejahteraannya",
                    "warungmu",
                    "warug",
                )
            ),
            max_size=6,
        ),
        max_size=4,
    )
)
def test_misspellings_told_text_by_text_are_those_told_at_once(texts: list[list[str]]) -> None:
    vocabulary = Vocabulary()
    kept: dict[int, Near] = {}
    compared, said = 1, []
    for words in texts:
        said += encode(*version([(" ".join(words), "informant")]), vocabulary).ids
        kept |= more(vocabulary, kept, compared)
        compared = len(vocabulary.forms)
    uses = [said.count(form) for form in range(len(vocabulary.forms))]
    assert misspellings(vocabulary, uses, kept) == misspellings(vocabulary, uses)
