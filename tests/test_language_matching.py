"""All keywords of a codebook at once, against a slow matcher written plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.language import forms
from qualcode.language.keywords import Keyword, Level, Near, Phrase, Regex, Word, parse
from qualcode.language.matching import Hit, compile_keywords
from qualcode.language.slang import slang
from qualcode.language.tokens import tokens


def found(codes: Mapping[str, Sequence[str]], text: str) -> list[tuple[str, str, str, str]]:
    """Code, what was found, keyword, strength."""
    return [(hit.code, hit.found, hit.keyword, hit.strength) for hit in compile_keywords(codes).find(text)]


def words(keywords: Sequence[str], text: str) -> list[str]:
    return [hit.found for hit in compile_keywords({"kode": keywords}).find(text)]


def test_a_word_is_found_in_all_its_inflections() -> None:
    text = "Utangnya banyak, ngutang terus, berutang ke tetangga, utange ora lunas, hutang-hutang. Diutangi wae."
    assert words(["utang"], text) == ["Utangnya", "ngutang", "berutang", "utange", "hutang-hutang", "Diutangi"]
    assert words(["pendapatan"], "mendapatkan pendapatannya, terdapat") == ["pendapatannya"]
    assert words(["pendapatan~"], "mendapatkan pendapatannya, terdapat") == ["mendapatkan", "pendapatannya", "terdapat"]
    assert words(["=utang"], text) == []
    assert words(["=KIS"], "kis, KISnya, Kis") == ["kis", "Kis"]
    assert words(["hutang*"], "hutan hutang hutange") == ["hutang", "hutange"]


def test_everyday_and_javanese_words_stand_for_the_indonesian_one() -> None:
    assert words(["uang"], "duit, duwite, uangku") == ["duit", "duwite", "uangku"]
    assert words(["ngutang"], "berutang") == ["berutang"]


def test_a_word_that_looks_misspelt_is_also_itself_for_a_keyword_that_names_it() -> None:
    from qualcode.language.matching import Matcher, read_keywords

    look = Matcher(read_keywords({"near": ["pustu"], "broken": ["putus"]}), misspelt={"pustu": "putus"})
    assert [hit.code for hit in look.find("Ada pustu dekat rusun.")] == ["near", "broken"]


def test_of_words_as_near_a_misspelt_one_is_taken_for_the_one_that_lost_a_letter() -> None:
    from benchmarks.gold import misspelt

    assert misspelt(["Ada manfat bagi yang kulia."]) == {"manfat": "manfaat", "kulia": "kuliah"}


def test_a_function_word_said_twice_is_not_the_word_itself() -> None:
    assert words(["apa-apa ~2 naik"], "Pulangnya naik apa?") == []
    assert words(["apa-apa ~2 naik"], "Sekarang apa-apa naik.") == ["apa-apa naik"]
    assert words(["anak-anak"], "Anaknya ikut.") == ["Anaknya"]


def test_carrying_is_not_helping_out() -> None:
    assert words(["sambatan"], "Ambulans berhenti di ujung, digotong.") == []
    assert words(["sambatan"], "Bangun rumah ya gugurgunung.") == ["gugurgunung"]


def test_a_phrase_runs_across_punctuation_and_line_ends() -> None:
    text = "Kartunya mati. Kartu, mati! kartu\nmati; kartu KIS mati"
    assert words(["kartu mati"], text) == ["Kartunya mati", "Kartu, mati", "kartu\nmati"]
    assert words(["RT/RW"], "RT/RW, RT RW, rt 05 rw 02") == ["RT/RW", "RT RW"]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("air bersih", ["air bersih"]),
        ("bersih airnya", ["bersih airnya"]),
        ("airnya itu ndak pernah bersih", ["airnya itu ndak pernah bersih"]),
        ("air satu dua tiga empat bersih", ["air satu dua tiga empat bersih"]),
        ("air satu dua tiga empat lima bersih", []),
        ("air", []),
    ],
)
def test_near_counts_tokens_in_either_order(text: str, hits: list[str]) -> None:
    assert words(["air ~5 bersih"], text) == hits


def test_a_regular_expression_reads_the_text() -> None:
    assert words(["/rp ?\\d+ ?(juta|jt)/", "/\\bxyz\\b/"], "Rp 2 juta atau rp3jt") == ["Rp 2 juta", "rp3jt"]
    assert words(["/\\b/"], "air") == [], "nothing found is no hit"


def test_an_exclusion_bars_what_it_covers() -> None:
    codes = {"air": ["air", "air ~3 bersih", "-air mata"]}
    assert found(codes, "Air mata. Airnya keruh") == [("air", "Airnya", "air", "possible")]
    assert found(codes, "air mata itu bersih") == [], "a side that is barred makes no near hit"
    assert words(["kaki", "-=Kaki Lima"], "kaki lima, kakinya sakit") == ["kakinya"]
    assert words(["anak sekolah", "-anak"], "anak sekolah") == ["anak sekolah"], "it has to cover the whole"


def test_overlapping_hits_of_a_code_are_one_under_the_longest() -> None:
    codes = {"biaya": ["biaya", "biaya sekolah", "sekolah mahal"], "sekolah": ["sekolah"]}
    assert found(codes, "Biaya sekolah mahal") == [
        ("biaya", "Biaya sekolah mahal", "biaya sekolah", "strong"),
        ("sekolah", "sekolah", "sekolah", "possible"),
    ]


def test_hits_that_only_touch_are_two_and_what_lies_inside_is_none() -> None:
    assert words(["rp", "500", "rb"], "Rp500rb") == ["Rp", "500", "rb"]
    assert words(["biaya sekolah mahal", "sekolah"], "biaya sekolah mahal") == ["biaya sekolah mahal"]


def test_two_codes_may_ask_for_the_same() -> None:
    codes = {"a": ["kartu mati", "kis"], "b": ["kartu mati", "kis"]}
    assert [hit[:2] for hit in found(codes, "kartu mati, KIS")] == [
        ("a", "kartu mati"),
        ("b", "kartu mati"),
        ("a", "KIS"),
        ("b", "KIS"),
    ]


def test_near_takes_the_nearest() -> None:
    assert words(["air ~5 bersih"], "air bersih dan bersih") == ["air bersih"]
    assert words(["air ~5 bersih"], "bersih satu dua air bersih") == ["air bersih"]


def test_strength_tells_a_common_word_from_the_rest() -> None:
    codes = {"utang": ["utang", "ngutang", "rentenir", "bank plecit", "=pinjol"]}
    assert {hit[3] for hit in found(codes, "utang, ngutang, utang lagi")} == {"possible"}
    assert {hit[3] for hit in found(codes, "utang ke rentenir")} == {"strong"}, "two different keywords"
    assert {hit[3] for hit in found(codes, "ke bank plecit")} == {"strong"}
    assert {hit[3] for hit in found(codes, "lewat pinjol")} == {"strong"}


def test_an_ambiguous_javanese_word_needs_javanese_beside_it() -> None:
    codes = {"sungai": ["kali"], "mahal": ["mahal"], "sakit": ["gerah"]}
    assert found(codes, "Dua kali saya dilarang; gerah sekali, larangan itu") == []
    assert found(codes, "Omahku cedhak kali, beras saiki larang") == [
        ("sungai", "kali", "kali", "possible"),
        ("mahal", "larang", "mahal", "possible"),
    ]
    assert words(["kali"], "Ora resik kaline") == ["kaline"]
    assert words(["dua kali", "sungai"], "ora dua kali") == ["dua kali"], (
        "in a Javanese turn it still may be the other word"
    )
    assert words(["=kali"], "dua kali") == ["kali"]
    assert words(["pinggir kali"], "di pinggir kali") == ["pinggir kali"], "a phrase is plain enough"
    assert words(["lemah"], "fisiknya lemah") == ["lemah"], "only a few words are guarded as keywords"


def test_positions_are_code_points_of_the_text() -> None:
    text = "😀 anake\u0301 ꦱꦶꦗꦶ — 𝒶 air\u00a0bersih"
    hits = compile_keywords({"a": ["anak"], "b": ["air bersih"]}).find(text)
    assert [(hit.start, hit.found) for hit in hits] == [(2, "anake\u0301"), (text.index("air"), "air\u00a0bersih")]


def test_many_units_come_back_under_their_keys() -> None:
    matcher = compile_keywords({7: ["utang"]})
    units = [(("W-01", 1), "Utang banyak"), (("W-01", 2), "tidak"), (("W-02", 1), "ngutang")]
    assert [(key, [hit.found for hit in hits]) for key, hits in matcher.find_all(units)] == [
        (("W-01", 1), ["Utang"]),
        (("W-02", 1), ["ngutang"]),
    ]
    assert matcher.find("utang") == [Hit(7, 0, 5, "utang", "utang", "possible", 0)]


def test_an_error_names_the_code_as_people_know_it() -> None:
    with pytest.raises(UserError, match="keyword 'air ~x bersih' of code air-bersih: the distance"):
        compile_keywords({"0190-id": ["air ~x bersih"]}, {"0190-id": "air-bersih"})


def test_nothing_is_found_with_nothing_to_look_for() -> None:
    assert compile_keywords({}).find("utang") == []
    assert compile_keywords({"kode": []}).find("utang") == []
    assert compile_keywords({"kode": ["-utang"]}).find("utang") == []
    assert compile_keywords({"kode": ["utang"]}).find("") == []


# The same by plain loops: every keyword at every place, no tables and no tries.


def reference(codes: Mapping[str, Sequence[str]], text: str) -> list[Hit[str]]:
    cut = tokens(text)
    javanese = any(token.text.casefold() in slang().markers for token in cut)

    def is_word(word: Word, form: str, *, alone: bool) -> bool:
        if word.level is Level.EXACT:
            return forms.exact(form) == forms.exact(word.text)
        if word.level is Level.ROOT:
            return forms.root(form) == forms.root(word.text)
        if word.level is Level.PREFIX:
            return forms.exact(form).startswith(forms.exact(word.text))
        meant = forms.javanese(form) if javanese else None
        if alone and forms.exact(word.text) in slang().guarded:
            return meant == forms.exact(word.text)
        lemmas = {forms.lemma(form)} | ({slang().ambiguous[meant]} if meant else set())
        return forms.lemma(word.text) in lemmas

    def places(phrase: Phrase, *, alone: bool) -> list[tuple[int, int]]:
        size = len(phrase.words)
        return [
            (first, first + size)
            for first in range(len(cut) - size + 1)
            if all(
                is_word(word, cut[first + step].text, alone=alone and size == 1)
                for step, word in enumerate(phrase.words)
            )
        ]

    def chars(place: tuple[int, int]) -> tuple[int, int]:
        return cut[place[0]].start, cut[place[1] - 1].end

    def free(span: tuple[int, int], barred: list[tuple[int, int]]) -> bool:
        return not any(start <= span[0] and span[1] <= end for start, end in barred)

    def spans(keyword: Keyword, barred: list[tuple[int, int]]) -> list[tuple[int, int]]:
        asks = keyword.asks
        if isinstance(asks, Regex):
            result = [match.span() for match in asks.expression.finditer(text) if match[0]]
        elif isinstance(asks, Near):
            result = []
            rights = [place for place in places(asks.right, alone=False) if free(chars(place), barred)]
            for left in places(asks.left, alone=False):
                if not free(chars(left), barred):
                    continue
                distances = [
                    (right[0] - left[1] + 1 if right[0] >= left[1] else left[0] - right[1] + 1, right)
                    for right in rights
                    if right[0] >= left[1] or right[1] <= left[0]
                ]
                near = min((one for one in distances if one[0] <= asks.within), default=None)
                if near:
                    result.append(chars((min(left[0], near[1][0]), max(left[1], near[1][1]))))
        else:
            assert isinstance(asks, Phrase)
            result = [chars(place) for place in places(asks, alone=True)]
        return [span for span in result if free(span, barred)]

    hits = []
    for order, (code, written) in enumerate(codes.items()):
        keywords = [parse(keyword, code) for keyword in written]
        barred = [span for keyword in keywords if keyword.excludes for span in spans(keyword, [])]
        everything = [
            (span, number)
            for number, keyword in enumerate(keywords)
            if not keyword.excludes
            for span in spans(keyword, barred)
        ]
        marked = {index for span, _ in everything for index in range(*span)}
        groups: list[list[tuple[tuple[int, int], int]]] = []
        for one in sorted(everything):
            for group in groups:  # overlap, if only through others, makes one group
                if any(one[0][0] < other[0][1] and other[0][0] < one[0][1] for other in group):
                    group.append(one)
                    break
            else:
                groups.append([one])
        assert marked == {
            index
            for group in groups
            for index in range(min(one[0][0] for one in group), max(one[0][1] for one in group))
        }
        names = []
        for group in groups:
            sizes = [(sum(span[0] <= token.start < span[1] for token in cut), -number) for span, number in group]
            names.append(keywords[-max(sizes)[1]].source)  # most words, else the first in the codebook
        for group, name in zip(groups, names, strict=True):
            start, end = min(one[0][0] for one in group), max(one[0][1] for one in group)
            plain = all(keywords[number].is_common_word for _, number in group) and len(set(names)) == 1
            hits.append(
                (start, end, order, Hit(code, start, end, name, text[start:end], "possible" if plain else "strong"))
            )
    return [hit for *_, hit in sorted(hits, key=lambda one: one[:3])]


SPOKEN = [
    "air", "airnya", "bersih", "mata", "utang", "ngutang", "berutang", "utange", "kartu", "kartunya", "mati", "kali",
    "kaline", "larang", "dilarang", "ora", "nggih", "mahal", "anak-anak", "anak", "sekolah", "nyekolahke", "RT/RW", "RT",
    "pendapatan", "dapat", "Jum'at", "5,61", "e-KTP", "😀", "anake\u0301", "𝒶ir", "antar-anak", "lemah", "ẞtraße",
]  # fmt: skip
GAPS = [" ", " ", ", ", ". ", "\n", "-", "/", "", " 😀 "]


# Made once: a strategy that hangs on what was drawn is made and looked over again for each case, which took the longest.
_FEW = st.lists(st.sampled_from(SPOKEN), min_size=2, max_size=5, unique=True)
_PLACE = st.integers(0, 4)  # of a word among the few
_TEXT = st.lists(st.tuples(_PLACE, st.sampled_from(GAPS)), max_size=20)
_PHRASE = st.lists(_PLACE, min_size=1, max_size=3)
_KEYWORD = st.tuples(
    st.booleans(), st.sampled_from(["{0}", "={0}", "{0}~", "{1}*", "{0} ~{2} {3}", "/air.{{0,5}}bersih/", "/t[au]/", "/\\bkartu/", "/😀/"]),
    _PHRASE, st.integers(1, 6), _PHRASE,
)  # fmt: skip
_CODES = st.dictionaries(st.sampled_from("ABC"), st.lists(_KEYWORD, max_size=6), max_size=3)


@st.composite
def texts_and_codes(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """A text and a codebook over the same few words, so that things are found, overlap and bar each other."""
    few = draw(_FEW)
    text = "".join(few[at % len(few)] + gap for at, gap in draw(_TEXT))
    known = [word for word in few if word != "😀"] or ["air"]

    def phrase(places: list[int]) -> str:
        return " ".join(known[at % len(known)] for at in places)

    def keyword(barred: bool, written: str, one: list[int], near: int, two: list[int]) -> str:
        words = phrase(one)
        return "-" * barred + written.format(words, words[:3].strip(), near, phrase(two))

    return text, {code: [keyword(*each) for each in some] for code, some in draw(_CODES).items()}


@settings(max_examples=200, deadline=None)
@given(texts_and_codes())
def test_the_matcher_finds_what_plain_loops_find(drawn: tuple[str, dict[str, list[str]]]) -> None:
    text, codes = drawn
    try:
        matcher = compile_keywords(codes)
    except UserError:
        return  # a prefix of what is no word, say
    hits = matcher.find(text)
    assert [hit._replace(number=0) for hit in hits] == reference(codes, text)
    assert all(text[hit.start : hit.end] == hit.found != "" for hit in hits)


@given(st.text(max_size=60))
def test_hits_slice_any_text(text: str) -> None:
    keywords = [*(token.text for token in tokens(text) if len(token.text) > 1), "air"]
    hits = compile_keywords({"kode": keywords}).find(text)
    assert all(text[hit.start : hit.end] == hit.found != "" for hit in hits)
    assert len(hits) == sum(len(token.text) > 1 for token in tokens(text)), "every word finds itself"
