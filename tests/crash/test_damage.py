"""A damaged file is noticed, said in a line, and never infects another: not by a traceback, not by a merge."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.store import open_project
from qualcode.store.check import check, compact
from qualcode.store.merge import merge
from tests.crash import scene
from tests.crash.scene import Scene, Size


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(tmp_path_factory.mktemp("state")))
        with scene.seeded(1):
            made = scene.prepare(
                tmp_path_factory.mktemp("scene"), size=Size(files=1, turns=20, colleagues=1, theirs=30)
            )
        yield made


def damaged(content: bytes, seed: int) -> bytes:
    """Bits turned, sectors of rubbish or of zeros, a page in another's place, or the end missing."""
    rnd = random.Random(seed)
    bad = bytearray(content)
    how = rnd.choice(("bit", "rubbish", "zeros", "page", "end"))
    for _ in range(rnd.choice((1, 1, 5, 20))):
        at = rnd.randrange(len(content))
        sector, page, other = at // 512 * 512, at // 4096 * 4096, rnd.randrange(len(content)) // 4096 * 4096
        if how == "bit":
            bad[at] ^= 1 << rnd.randrange(8)
        elif how in ("rubbish", "zeros"):
            bad[sector : sector + 512] = rnd.randbytes(512) if how == "rubbish" else bytes(512)
        elif how == "page":
            bad[page : page + 4096] = content[other : other + 4096]
    return bytes(bad[: rnd.randrange(len(bad))] if how == "end" else bad)


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_project(path) as project:
        names = {name for (name,) in project.rows("SELECT name FROM sqlite_master WHERE type='table'")}
        names -= {"speech_idx"}  # shortcuts into the search index, which is looked at as a whole
        return {name: project.rows(f'SELECT * FROM "{name}" ORDER BY 1') for name in names}


def test_damage_is_found_and_stays_where_it_is(prepared: Scene, tmp_path: Path) -> None:
    """What ``check`` passes is what was written, to the row; what a merge takes in is whole."""
    theirs = prepared.others[0]
    sound = tables(theirs)
    for seed in range(25):
        folder = tmp_path / str(seed)
        folder.mkdir()
        bad, mine = folder / "bad.qualcode", folder / "mine.qualcode"
        bad.write_bytes(damaged(theirs.read_bytes(), seed))
        shutil.copyfile(prepared.base, mine)
        with open_project(mine) as project:
            try:
                merge(project, bad)
            except UserError:
                assert project.value("SELECT COUNT(*) FROM action") == len(tables(prepared.base)["action"])
            assert not check(project).faults, seed
        try:
            with open_project(bad) as project:
                faults = check(project).faults
        except UserError:
            continue
        assert faults or tables(bad) == sound, seed


def test_compacting_mends_the_search_index(prepared: Scene, tmp_path: Path) -> None:
    path = tmp_path / "project.qualcode"
    shutil.copyfile(prepared.others[0], path)
    with open_project(path) as project:
        project.conn.execute("UPDATE speech_content SET c0='lain' WHERE id=3")
        assert "search index" in check(project).faults[0]
        compact(project)
        assert not check(project).faults
