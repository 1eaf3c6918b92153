"""Places in a study: what informants name, what codings may be about, and regions of any city."""

from __future__ import annotations

from qualcode.collect import places
from qualcode.collect.regions import find_region, near_names
from qualcode.language.places import places as places_in
from tests.cli_world import INTERVIEW, CommandLine

TALK = """\
Jenis: wawancara
Kelurahan: Semanggi
Informan: Bu Tutik
Pewawancara: Dimas

Pewawancara: Kalau di Pajang bagaimana, Bu?

Bu Tutik: Di Semanggi sini airnya lancar. Di Sondakan saudara saya masih utang di warung.

Bu Tutik: Saya sendiri juga utang.

Bu Tutik: Sondakan itu jauh. Ada utang juga di sana.
"""


def study_with_talk(qc: CommandLine) -> CommandLine:
    qc.bring_in("W-01", TALK)
    qc("codes", "add", "utang")
    for turn in (2, 3, 4):
        quote = {2: "Di Sondakan saudara saya masih utang", 3: "juga utang", 4: "Ada utang juga di sana"}[turn]
        qc("code", "W-01", "--code", "utang", "--quote", quote, "--turn", turn)
    return qc


def test_what_informants_name_is_listed_and_what_the_interviewer_names_is_not(qc: CommandLine) -> None:
    found = study_with_talk(qc).items("regions", "mentions", "W-01")
    assert [(m["turn"], m["words"], m["region"], m["elsewhere"]) for m in found] == [
        (2, "Semanggi", "Semanggi", False),
        (2, "Sondakan", "Sondakan", True),
        (4, "Sondakan", "Sondakan", True),
    ]
    assert all(TALK[m["start"] : m["end"]] == m["words"] for m in found)


def test_a_coding_may_be_about_the_one_other_kelurahan_its_words_name(qc: CommandLine) -> None:
    found = study_with_talk(qc).items("regions", "about")
    assert [(one["turn"], one["about"], one["sure"]) for one in found] == [
        (2, "Sondakan", True),
        (4, "Sondakan", False),
    ]


def test_about_is_set_when_a_person_says_so_in_one_action(qc: CommandLine) -> None:
    study_with_talk(qc)
    before = qc.items("codings")
    assert "1 coding has a place now" in qc("regions", "about", "--accept", "sure").out
    assert [one["turn"] for one in qc.items("regions", "about")] == [4]
    qc("undo")
    assert qc.items("codings") == before
    assert "2 codings" in qc("regions", "about", "W-01", "--take", 1, "--take", 2).out
    assert qc.items("regions", "about") == []
    assert "no number 7" in qc.fails("regions", "about", "--take", 7)


def test_where_two_other_places_are_named_nothing_is_proposed(qc: CommandLine) -> None:
    qc.bring_in("W-01", TALK.replace("saudara saya", "dan Pajang saudara saya"))
    qc("codes", "add", "utang")
    qc("code", "W-01", "--code", "utang", "--quote", "masih utang di warung", "--turn", 2)
    assert qc.items("regions", "about") == []


def test_in_a_discussion_everybody_has_a_home(study: CommandLine) -> None:
    path = study.write("corpus/FGD-02.txt", FGD)
    study("import", path)
    found = study.items("regions", "mentions", "FGD-02")
    assert [(m["words"], m["elsewhere"]) for m in found] == [("Pajang", False), ("Pajang", True)]


FGD = """\
Jenis: FGD
Tanggal: 4 Juli 2025
Pewawancara: Moderator
Peserta:
- Bu Marni (P, 41 tahun, penjahit, Pajang)
- Pak Bagyo (L, 63 tahun, pensiunan, Semanggi)

Moderator: Silakan.

Bu Marni: Warga Pajang rukun.

Pak Bagyo: Kalau warga Pajang memang begitu.

Bu Marni: Ya.
"""


def test_a_kelurahan_under_the_wrong_kecamatan_is_shown_and_said_at_the_door(qc: CommandLine) -> None:
    text = "Pajang (Kecamatan Pasar Kliwon) ramai.\n\nSemanggi (Kecamatan Pasar Kliwon) juga.\n"
    qc("import", qc.write("laporan.txt", text), "--kind", "document")
    assert [(row["kelurahan"], row["said"], row["right"]) for row in qc.items("regions", "check")] == [
        ("Pajang", "Pasar Kliwon", "Laweyan")
    ]
    with qc.project() as project:
        assert places.notes(project, text) == [
            "Pajang is put in Kecamatan Pasar Kliwon once; in the regions it lies in Laweyan"
        ]
        assert places.notes(project, "Pajang (Laweyan)") == []


# --- another city, invented: two kelurahan of one name, a kecamatan's name that is a kelurahan's, a common word

CITY = """\
code,level,name,parent,aliases,ordinary
9,kota,Tirtawangi,,,
9.1,kecamatan,Lor,Tirtawangi,,
9.2,kecamatan,Kidul Raya,Tirtawangi,,
9.1.1,kelurahan,Lor,Lor,,
9.1.2,kelurahan,Mawar,Lor,,x
9.1.3,kelurahan,Karangmulya,Lor,,
9.2.1,kelurahan,Karangmulya,Kidul Raya,,
9.2.2,kelurahan,Watu Gede,Kidul Raya,Batu Gede,
"""


def test_another_city_brings_its_own_homonyms_and_common_words(qc: CommandLine) -> None:
    qc("regions", "import", qc.write("kota.csv", CITY))
    with qc.project() as project:
        names = places.names(project)
        tree = {one.key: one for one in names}

        def found(text: str) -> list[tuple[str, str, bool]]:
            return [(tree[m.key].name, m.level, m.sure) for m in places_in(text, names)]

        assert found("di Lor masih banyak") == [("Lor", "kecamatan", False)]
        assert found("Lurah Lor") == [("Lor", "kelurahan", True)]
        assert found("Mawar merah") == []
        assert found("warga Mawar") == [("Mawar", "kelurahan", True)]
        assert found("warga Karangmulya") == [("Karangmulya", "kelurahan", False)]  # which of the two?
        assert found("warga Batu\nGede, Watugede") == [("Watu Gede", "kelurahan", True)] * 2
        assert places.notes(project, "Karangmulya (Kecamatan Lor), Karangmulya (Kidul Raya)") == []
        assert len(places.notes(project, "Watu Gede (Kecamatan Lor)")) == 1
        assert find_region(project, "Karangmulya", within="Kidul Raya") != find_region(
            project, "Karangmulya", within="Lor"
        )


def test_a_region_is_found_as_soon_as_it_is_there_and_not_after_it_is_gone(qc: CommandLine) -> None:
    with qc.project() as project:
        assert find_region(project, "Watu Gede") is None
    qc("regions", "import", qc.write("kota.csv", CITY))
    with qc.project() as project:
        assert find_region(project, "kelurahan watu-gede") is not None
        assert find_region(project, "Watu Gede", level="kecamatan") is None
    qc("undo")
    with qc.project() as project:
        assert find_region(project, "Watu Gede") is None


def test_a_kelurahan_that_is_misspelt_is_told_its_nearest_names(study: CommandLine) -> None:
    said = study.fails("sources", "set", "W-01", "kelurahan=Sondaken")
    assert "there is no kelurahan “Sondaken”" in said
    assert "Did you mean Sondakan?" in said
    with study.project() as project:
        assert near_names(project, "Pasarklewon", level="kecamatan") == ["Pasar Kliwon"]
        assert near_names(project, "Yogyakarta") == []


def test_a_header_with_a_misspelt_kelurahan_says_what_it_may_be(qc: CommandLine) -> None:
    said = qc("import", qc.write("W-01.txt", TALK.replace("Kelurahan: Semanggi", "Kelurahan: Semangi"))).out
    assert "“Semangi” is not among the regions; did you mean Semanggi?" in said


def test_a_header_that_puts_a_kelurahan_elsewhere_is_listed_too(qc: CommandLine) -> None:
    qc.write("a.txt", INTERVIEW.replace("Kelurahan: Semanggi", "Kecamatan: Laweyan\nUsia: 52\nKelurahan: Semanggi"))
    qc("import", "a.txt")
    (row,) = qc.items("regions", "check")
    assert (row["kelurahan"], row["said"], row["right"]) == ("Semanggi", "Laweyan", "Pasar Kliwon")
