"""By informant: who speaks of what, how often; and a table that rests on one document says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.collect.sources import import_file
from qualcode.collect.study import new_study
from qualcode.display.matrix import matrix
from qualcode.reduce import codings
from qualcode.reduce.codebook import add_code, by_id
from qualcode.reduce.completion import finish
from qualcode.store import Project, versions
from qualcode.store.lookup import find

ARTICLE = """Pelayanan kota dibahas banyak pihak di kawasan Pajang.

"Air di sini lancar terus" (Wawancara dengan Ibu E, Dinas Rekaan).

Tulisan pengarang tentang air yang keruh di Semanggi.

"Air keruh, lalu bayar sendiri" (Wawancara dengan Bapak J, Dinas Contoh). "Air mati juga" (Wawancara dengan Bapak J, Dinas Contoh).
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_study(tmp_path / "studi", "sri")
    file = tmp_path / "artikel.txt"
    file.write_text(ARTICLE, "utf-8")
    source = import_file(made, file, genre="document", convention="quotations").source
    top = add_code(made, "layanan")
    code = add_code(made, "air", parent=top)
    now = versions.current(made, source)
    assert now is not None
    for quote, valence in (
        ("Air di sini lancar terus", 1),
        ("Air keruh, lalu bayar sendiri", -1),
        ("Air mati juga", -1),
    ):
        codings.code(made, source, code, *codings.locate(now, quote), valence=valence)
    codings.code(
        made,
        source,
        code,
        *codings.locate(now, "air yang keruh di Semanggi"),
        about=find(made, "region", "33.72.03.1002"),
    )
    finish(made, source)
    return made


def test_each_informant_has_their_count_and_tone_and_the_authors_own_words_are_nobodys(project: Project) -> None:
    table = matrix(project, "codes", columns="informant")
    row = next(row for row in table.rows if row.name == "air")
    said = {voice.name.split(",")[0]: table.cell(row.id, voice.id) for voice in table.columns}
    assert {name: (cell.text[0], cell.segments) for name, cell in said.items()} == {
        "Ibu E": ("+", 1),
        "Bapak J": ("−", 2),
    }
    assert table.nowhere == 1


def test_a_table_of_one_document_is_stamped_and_a_second_source_lifts_the_stamp(
    project: Project, tmp_path: Path
) -> None:
    assert matrix(project, "codes").only == "artikel"
    other = tmp_path / "W-1.txt"
    other.write_text("Kelurahan: Pajang\n\nPewawancara: Apa?\n\nBu Rekaan: Ya begitu.\n", "utf-8")
    import_file(project, other)
    assert matrix(project, "codes").only == ""
    source = find(project, "source", "artikel")
    assert matrix(project, "codes", sources={source}).only == "artikel"
    air = next(code.id for code in by_id(project).values() if code.name == "air")
    shown = {
        area.name: matrix(project, "codes", sources={source}).cell(air, area.id).text
        for area in matrix(project, "codes").areas
        if area.name in ("Pajang", "Semanggi", "Kerten")
    }
    assert shown == {"Pajang": "·", "Semanggi": "1/1", "Kerten": "·"}
