"""The tile map: one tile a kelurahan, and no colour where nothing was heard."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations, pairwise
from math import dist
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.regions import Region, regions
from qualcode.display.cells import SourceFacts, cell
from qualcode.display.citymap import _heard, legend, quantiles, theme_maps
from qualcode.display.tiles import Grid, abbreviations, automatic, surakarta, tile_grid
from qualcode.report.drawing import Box, Line, svg
from qualcode.report.map_drawing import SCALES, drawing, fill_of, hatching
from qualcode.report.map_figure import alternative, map_figure
from qualcode.store import open_project
from qualcode.store.lookup import find
from tests.app_world import make_study
from tests.cli_world import CommandLine, made_once, nowhere, qc, study  # noqa: F401 - fixtures

COLOURS = {colour for scale in SCALES.values() for colour in scale}


@pytest.fixture(scope="module")
def study_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_study(tmp_path_factory.mktemp("map") / "study")


def test_every_kelurahan_has_one_tile_and_no_two_share_one(study_path: Path) -> None:
    with open_project(study_path) as project:
        grid = tile_grid(project)
        official = {region.code for region in regions(project, "kelurahan")}
    assert len(official) == len(grid.areas) == 54 and set(surakarta()) == official
    assert len(set(grid.spots.values())) == 54 and (grid.rows, grid.columns, grid.made) == (8, 10, "surakarta")
    assert len(set(grid.short.values())) == 54 and all(len(short) == 3 for short in grid.short.values())


def test_every_kecamatan_is_one_piece(study_path: Path) -> None:
    with open_project(study_path) as project:
        grid = tile_grid(project)
    pieces: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for rec, spot in grid.spots.items():
        pieces[grid.within[rec]].add(spot)
    assert len(pieces) == 5
    for spots in pieces.values():
        reached, todo = set(), [min(spots)]
        while todo:
            at = todo.pop()
            reached.add(at)
            todo += [s for s in spots - reached if abs(s[0] - at[0]) + abs(s[1] - at[1]) == 1]
        assert reached == spots


@pytest.mark.shared
def test_neighbours_in_the_city_are_neighbours_on_the_map(shared: Path) -> None:
    """Of the pairs that share 75 m of border or more, 85 of a hundred touch; east-west and north-south keep their order."""
    shapes = json.loads((shared / "data" / "surakarta_kelurahan.geojson").read_text("utf-8"))["features"]
    edges: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for shape in shapes:
        polygons = shape["geometry"]["coordinates"]
        for ring in [polygons[0]] if shape["geometry"]["type"] == "Polygon" else [one[0] for one in polygons]:
            metres = [(x * 110_300, y * 110_600) for x, y in ring]
            for a, b in pairwise(metres):
                steps = max(1, int(dist(a, b) // 25))
                for n in range(steps):
                    place = a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps
                    edges[shape["properties"]["kode"]].add((round(place[0] / 40), round(place[1] / 40)))
    near = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    spots = surakarta()
    real = touching = 0
    for one, other in combinations(sorted(edges), 2):
        shared_cells = sum(any((x + dx, y + dy) in edges[other] for dx, dy in near) for x, y in edges[one])
        if shared_cells >= 4:
            real += 1
            touching += max(abs(spots[one][side] - spots[other][side]) for side in (0, 1)) == 1
    assert real > 120 and touching / real > 0.8


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            lambda n, finished, asked, valences: SourceFacts(f"s{n}", finished, asked, tuple(valences)),
            st.integers(), st.booleans(), st.sampled_from([True, False, None]), st.lists(st.sampled_from([-1, 0, 1, None]), max_size=2),
        ),
        max_size=4, unique_by=lambda fact: fact.source,
    )
)  # fmt: skip
def test_only_what_was_heard_has_a_colour_of_the_scale(facts: list[SourceFacts]) -> None:
    area = Region(b"a", "Pajang", "kelurahan", b"k", "1", ())
    grid = Grid((area,), {b"a": (0, 0)}, {b"a": "PJN"}, {b"a": "Laweyan"}, 1, 1, "automatic")
    tile = _heard(grid, area, cell(facts))
    shown: Any = SimpleNamespace(kind="theme", tiles=(tile,), classes=("a", "b", "c"), grid=grid)
    coloured = {
        box.fill for box in drawing(shown).shapes if isinstance(box, Box) and box.height > 1 and box.fill in COLOURS
    }
    heard = any(fact.finished and fact.valences for fact in facts)
    assert bool(coloured) == heard == (tile.level is not None)
    if not facts:
        assert tile.look == "unsampled" and fill_of(tile.look, tile.level, 3) == "FFFFFF"
        assert any(isinstance(shape, Line) and shape.colour == "8C8C8C" for shape in drawing(shown).shapes)


@settings(max_examples=50)
@given(st.floats(0.2, 5), st.floats(0.2, 5), st.booleans())
def test_hatching_stays_in_its_tile(wide: float, tall: float, falling: bool) -> None:
    for line in hatching(1, 2, wide, tall, falling=falling):
        for x, y in ((line.x1, line.y1), (line.x2, line.y2)):  # type: ignore[union-attr]
            assert 1 - 1e-9 <= x <= 1 + wide + 1e-9 and 2 - 1e-9 <= y <= 2 + tall + 1e-9


def test_the_study_on_the_map(study_path: Path) -> None:
    with open_project(study_path) as project:
        (shown,) = theme_maps(project, only=find(project, "theme", "Utang menutup kekurangan"))
        looks = {tile.area.name: (tile.look, tile.text) for tile in shown.tiles if tile.look != "unsampled"}
        assert looks == {"Semanggi": ("class", "−1/1"), "Pajang": ("class", "−1/1")}
        assert sum(count for *_look, count in legend(shown)) == 54
        figure = map_figure(project, shown)
        picture = svg(figure.shapes, figure.width, figure.height)
        assert "PJN" in picture and "Pajang" in picture
        assert "Semanggi (Pasar Kliwon): 1 of 1 transcript, problem" in alternative(shown)


def test_another_city_stands_where_its_file_says_or_by_district() -> None:
    names = {bytes([n]): name for n, name in enumerate(["Kauman", "Kemlayan", "Kampung Baru", "Ka", "Ka", "O"])}
    short = abbreviations(names)
    assert len(set(short.values())) == 6 and all(len(one) == 3 for one in short.values())
    areas = [Region(bytes([n]), f"K{n}", "kelurahan", bytes([100 + n // 12]), f"{n:03}", ()) for n in range(24)]
    spots = automatic(areas)
    assert len(set(spots.values())) == 24 and spots[bytes([10])] == (1, 0) and spots[bytes([12])] == (2, 0)


CITY = """\
code,level,name,parent,row,col
1,kota,Kotabaru,,,
1.1,kecamatan,Barat,Kotabaru,,
1.1.1,kelurahan,Melati,Barat,2,2
1.1.2,kelurahan,Mawar,Barat,2,3
1.1.3,kelurahan,Kenanga,Barat,{row},3
"""


def test_a_region_file_arranges_its_own_tiles(nowhere: CommandLine) -> None:  # noqa: F811
    nowhere.write("kota.csv", CITY.format(row=1))
    nowhere("init", "studi", "--coder", "sri", "--regions", "kota.csv")
    nowhere.write("studi/ind.csv", "indicator,unit,kind,direction\nSampah,ton,value,higher_worse\n")
    nowhere.write(
        "studi/fig.csv",
        'indicator,level,region,parent,year,value_as_printed,source,table\nSampah,kelurahan,Melati,Barat,2024,"1,5",DLH,1\n',
    )
    nowhere("--project", "studi", "indicators", "import", "studi/ind.csv", "studi/fig.csv")
    tiles = nowhere.items("--project", "studi", "map", "--indicator", "Sampah")
    assert {tile["area"]: (tile["row"], tile["col"], tile["look"]) for tile in tiles} == {
        "Melati": (2, 1, "value"), "Mawar": (2, 2, "absent"), "Kenanga": (1, 2, "absent"),
    }  # fmt: skip
    nowhere.write("doppelt.csv", CITY.format(row=2))
    nowhere.write("lebih.csv", CITY.format(row=1) + "1.1.4,kelurahan,Baru,Barat,,\n")
    nowhere("--project", "studi", "regions", "import", "lebih.csv")
    tiles = nowhere.items("--project", "studi", "map", "--indicator", "Sampah")
    assert {tile["area"]: (tile["row"], tile["col"]) for tile in tiles}["Baru"] == (
        3,
        1,
    )  # below those that have a place
    assert "same row and col" in nowhere.fails("--project", "studi", "regions", "import", "doppelt.csv")


def test_equal_figures_share_a_class_and_the_classes_are_equal_parts() -> None:
    values = {bytes([n]): float(n // 2) for n in range(12)}
    levels = quantiles(values, 3)
    assert [list(levels.values()).count(level) for level in range(3)] == [4, 4, 4]
    assert all(levels[bytes([n])] == levels[bytes([n + 1])] for n in range(0, 12, 2))


def test_the_map_on_the_command_line(qc: CommandLine) -> None:  # noqa: F811
    qc.bring_in("W-01")
    qc.use_codebook()
    qc("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    qc("finish", "W-01")
    tiles = {tile["area"]: tile for tile in qc.items("map", "--code", "utang")}
    assert len(tiles) == 3 and (tiles["Semanggi"]["look"], tiles["Semanggi"]["m"]) == ("class", 1)
    assert tiles["Pajang"]["look"] == "unsampled" and tiles["Pajang"]["class"] is None
    said = qc("map", "--code", "utang").out
    assert "╱╱╱╱" in said and "SMN Semanggi" in said
    for name in ("peta.svg", "peta.png", "peta.docx"):
        qc("map", "--code", "utang", "-o", name)
        assert (qc.folder / name).stat().st_size > 1000
    assert (qc.folder / "peta.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert "one theme, code or indicator" in qc.fails("map")


def test_the_network_on_the_command_line(qc: CommandLine) -> None:  # noqa: F811
    qc.bring_in("W-01")
    qc.use_codebook()
    qc("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    qc("code", "W-01", "--code", "gotong-royong", "--quote", "warung depan. Kartunya mati")
    qc("finish", "W-01")
    for unit in ("span", "turn", "source", "near:1"):
        (tie,) = qc.items("network", "--unit", unit, "--at-least", 1)
        assert (tie["together"], tie["either"], tie["sources"], tie["jaccard"]) == (1, 1, 1, 1.0)
    assert "Counted: turns." in qc("network", "--at-least", 1).out
    assert "average linkage" in qc("network", "--at-least", 1, "--matrix").out
    for name in ("n.svg", "n.graphml", "n.gexf", "n.csv"):
        qc("network", "--at-least", 1, "-o", name)
    assert "<graphml" in (qc.folder / "n.graphml").read_text("utf-8")
    assert "no unit" in qc.fails("network", "--unit", "near")


@pytest.mark.parametrize(("m", "level"), [(1, 0), (2, 1), (3, 2)])
def test_a_third_of_the_transcripts_is_still_up_to_a_third(study_path: Path, m: int, level: int) -> None:
    with open_project(study_path) as project:
        grid = tile_grid(project)
    facts = [SourceFacts(str(n), finished=True, asked=True, valences=(-1,) if n < m else ()) for n in range(3)]
    assert _heard(grid, grid.areas[0], cell(facts)).level == level
