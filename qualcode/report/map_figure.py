"""The tile map in a document: a figure with its alternative text, for the themes or for an indicator.

One rule: the words say what the picture shows, area by area, for whoever cannot see it; and the notes say what a tile is and
what it is not: no border, no size, and no statement about an area where nobody was asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.joint import fieldwork_year
from qualcode.display.citymap import CityMap, in_words, indicator_map, legend, summary, theme_maps, tiles_in_order
from qualcode.report.blocks import Block, Figure
from qualcode.report.descriptive_words import titled
from qualcode.report.map_drawing import drawing
from qualcode.report.phrases import saying
from qualcode.store import Project

# fmt: off
said = saying({
    "map_theme": ("Sebaran Tema “{name}” menurut Kelurahan", "Theme “{name}” by Kelurahan"),
    "map_code": ("Sebaran Kode “{name}” menurut Kelurahan", "Code “{name}” by Kelurahan"),
    "map_tiles": ("Peta petak: satu kelurahan satu petak sama besar, bertetangga kira-kira seperti di kota; garis tebal = batas kecamatan. "
                  "Petak tidak menunjukkan luas atau batas.",
                  "A tile map: one tile of equal size for each kelurahan, beside each other roughly as in the city; thick lines = kecamatan. "
                  "Tiles show neither size nor border."),
    "map_automatic": ("Peta petak: satu kelurahan satu petak, berbaris menurut kecamatan; letaknya bukan letak di kota.",
                      "A tile map: one tile for each kelurahan, in rows by kecamatan; the places are not those in the city."),
    "map_share": ("m/n = m transkrip memuatnya di antara n transkrip yang selesai dikode; warna = m/n; − masalah, + kekuatan, ± campuran.",
                  "m/n = m transcripts raise it among n finished ones; colour = m/n; − problem, + strength, ± mixed."),
    "map_classes": ("Kelas = {parts} bagian sama banyak dari urutan {m} kelurahan yang punya angka; angka yang sama sekelas.",
                    "Classes = {parts} equal parts of the order of {m} kelurahan with a figure; equal figures share a class."),
    "map_few": ("Tanpa kelas: kurang dari sembilan kelurahan punya angka.", "No classes: fewer than nine kelurahan have a figure."),
    "map_flat": ("Tanpa kelas: angka antarkelurahan hampir sama.", "No classes: the figures hardly differ between kelurahan."),
    "map_flagged": ("Petak berarsir jarang: angka tercetak yang perlu diperiksa.", "Sparsely hatched: printed figures that need checking."),
    "map_passed": ("Tahun yang lebih baru tidak dipakai: {years}.", "Newer years not used: {years}."),
    "map_better": ("Lebih tinggi berarti lebih baik.", "Higher is better."), "map_worse": ("Lebih tinggi berarti lebih buruk.", "Higher is worse."),
    "map_alt": ("{summary}. Menurut baris dari utara: {tiles}.", "{summary}. Row by row from the north: {tiles}."),
    "map_silent": ("{label}: {n} kelurahan", "{label}: {n} kelurahan"),
    "map_letters": ("Singkatan nama kelurahan: lihat peta pertama.", "What the letters stand for: see the first map."),
    "map_where": ("Hanya kode menurut saringan: {query}.", "Only codings of the query: {query}."),
})
# fmt: on


def map_blocks(
    project: Project, *, themes: Sequence[bytes] = (), indicator: bytes | None = None, of: str = "themes",
    coder: bytes | None = None, most: int = 3,
) -> list[Block]:  # fmt: skip
    """The maps of a chapter: of ``themes`` (or codes), else of the ``most`` raised in the most kelurahan, and of ``indicator``
    where one is given; none where nobody was heard anywhere. Written in the language in use (``phrases.speaking``)."""
    if not project.value("SELECT 1 FROM region WHERE removed=0 AND level='kelurahan'"):
        return []
    blocks: list[Block] = []
    maps = theme_maps(project, of, coder=coder)
    heard = [one for one in maps if any(tile.look == "class" for tile in one.tiles)]
    if themes:
        chosen = [one for one in maps if one.row is not None and one.row.id in themes]
    else:
        chosen = sorted(heard, key=lambda one: -sum(tile.look == "class" for tile in one.tiles))[:most]
    blocks += [map_figure(project, one, names=number == 0) for number, one in enumerate(chosen)]
    if indicator is not None:
        blocks.append(map_figure(project, indicator_map(project, indicator), names=not blocks))
    return blocks


def map_figure(project: Project, shown: CityMap, *, names: bool = True) -> Figure:
    """A map with its caption, its words and its notes; ``names``: with what the letters on the tiles stand for, else the note
    says that the first map has them."""
    made = drawing(shown, names=names)
    return Figure(
        _caption(shown), made.shapes, alternative(shown), made.width, made.height,
        (*_notes(shown), *(() if names else (said("map_letters"),))), _source(project, shown),
        f"map-{shown.kind}-{shown.name}",
    )  # fmt: skip


def _caption(shown: CityMap) -> str:
    if shown.years is None or shown.year is None:
        return said(f"map_{shown.kind}", name=shown.name)
    return titled(shown.years, shown.year.year, rated=shown.year.rated)


def alternative(shown: CityMap) -> str:
    """The map in words: the sentence, each area that says something, and how many say nothing and why."""
    spoken = [in_words(tile) for tile in tiles_in_order(shown) if tile.look not in ("unsampled", "absent")]
    rest = [
        said("map_silent", label=words, n=count)
        for look, _level, words, count in legend(shown)
        if look in ("unsampled", "absent")
    ]
    return said("map_alt", summary=summary(shown), tiles="; ".join((*spoken, *rest)))


def _notes(shown: CityMap) -> tuple[str, ...]:
    notes = [said("map_automatic" if shown.grid.made == "automatic" else "map_tiles")]
    if shown.years is None or shown.year is None:
        notes += [said("map_share"), said("no_zero")]
        if shown.where:
            notes.append(said("map_where", query=shown.where))
        if shown.layer != "agreed":
            notes.append(said("layer", coder=shown.layer))
        elif shown.unsettled:
            notes.append(said("unsettled", n=shown.unsettled))
        return tuple(notes)
    if shown.unclassed:
        notes.append(said(f"map_{shown.unclassed}"))
    else:
        notes.append(said("map_classes", parts=len(shown.classes), m=len(shown.year.used)))
    if direction := shown.years.indicator.direction:
        notes.append(said("map_better" if direction > 0 else "map_worse"))
    if any(tile.look == "flagged" for tile in shown.tiles):
        notes.append(said("map_flagged"))
    if passed := [str(year) for year, _why in shown.passed if year]:
        notes.append(said("map_passed", years=", ".join(passed)))
    return tuple(notes)


def _source(project: Project, shown: CityMap) -> str:
    if shown.year is not None:
        return "; ".join(shown.year.origins)
    year = fieldwork_year(project)
    return said("own_data", year=f", {year}" if year else "")
