"""From key to last painted byte, on a real pseudo-terminal: the coding screen with a long text and many codings, beside vim and nano.

    python -m benchmarks terminal            the first study at 120x40 and 80x24, then the two larger ones
    python benchmarks/terminal.py quick      the first study at 120x40 only

Three studies: a text of 1,000,000 characters with 5,000 overlapping codings in 60 codes; the same text with 10,000 in a
project of 100,000; a text of 5,000,000 characters. It drives the shared harness where that is (QUALCODE_SHARED, or the
folder ``shared`` beside the checkout) and is skipped where it is not. ``cpu`` and bytes are of the program alone; the
milliseconds are the machine's too, so the others stand beside them. With the right to, all run in real time (SCHED_RR).
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.scratch import folder, machine, percentile, table
from qualcode.reduce.codebook import add_code
from qualcode.store import Project, act, versions
from qualcode.store.ids import new_id

SHARED = Path(os.environ.get("QUALCODE_SHARED", Path(__file__).parents[2] / "shared"))
ROOT = Path(__file__).parents[1]
SIZES = ((120, 40), (80, 24))
CODES = 60
# What is measured: name, the harness's operation, which figure, the bar, its unit.
BARS = (
    ("cursor right, p95", "cursor_right", "p95_ms", 16),
    ("cursor down, p95", "cursor_down", "p95_ms", 16),
    ("selection by lines, p95", "select_extend", "p95_ms", 16),
    ("applying a code, p95", "apply_code", "p95_ms", 16),
    ("next sentence, p95", "next_unit", "p95_ms", 16),
    ("one line of scroll, p95", "scroll_down", "p95_ms", 33),
    ("page down, p95", "page_down", "p95_ms", 33),
    ("200 keys in a burst, p50", "burst", "p50_ms", 150),
    ("rewrap on resize, p50", "resize", "p50_ms", 250),
    ("bytes of a cursor move, p50", "cursor_right", "bytes_p50", 2048),
    ("frames of a cursor move, p50", "cursor_right", "frames_p50", 1),
)
WHOLE = (("first paint of the text, ms", "open_ms", 1000), ("idle CPU, %", "idle_cpu_pct", 0), ("memory at most, MB", "peak_rss_mb", 120))  # fmt: skip
KEYS = {"home": "gg", "right": "<right>", "down": "<down>", "up": "<up>", "pg": "<pgdn>", "sdown": "<s-down>", "sup": "<s-up>", "apply": "1", "reset": "j"}  # fmt: skip


def main(*words: str) -> None:
    if words[:1] == ("open",):
        return _open(Path(words[1]))
    if not (SHARED / "bench" / "tui_latency.py").exists():
        print("  skipped: the shared harness is not beside this checkout")
        return None
    print(f"  {machine()}, load {os.getloadavg()[0]:.1f}; qualcode with all panes on, in truecolor")
    with folder() as here:
        missed: list[str] = []
        fixture = _fixture(here, 1_000_000, 5_000)
        one = _study(here, 1_000_000, 5_000)
        for cols, rows in SIZES[: 1 if "quick" in words else None]:
            anchors = [name for name, program in (("vim_props", "vim"), ("nano", "nano")) if shutil.which(program)]
            found = {name: _run(_scenario(name, fixture), cols, rows) for name in anchors}
            missed += _tell(f"1,000,000 characters, 5,000 codings, {cols}x{rows}", _run(_app(one), cols, rows), found)
        if "quick" not in words:
            many = _study(here, 1_000_000, 10_000, elsewhere=90_000)
            missed += _tell("the same text, 10,000 codings of 100,000, 120x40", _run(_app(many), *SIZES[0]), {})
            long = _study(here, 5_000_000, 5_000)
            missed += _tell("5,000,000 characters, 5,000 codings, 120x40", _run(_app(long), *SIZES[0]), {})
            missed += _empty(here)
    if missed:
        raise SystemExit("over the bar: " + "; ".join(missed))
    return None


# What is measured


def _app(project: Path) -> dict[str, Any]:
    module = _harness("scenarios")
    ops = module.ops(60, {**module.KEYMAP, **KEYS}, module.TM)
    ops["next_unit"] = {"pre": ["gg"], "keys": ["j"] * 40 + ["k"] * 40, "n": 60}
    command = [sys.executable, "-m", "benchmarks.terminal", "open", str(project)]
    if not Path(f"{project}.as-made").exists():
        shutil.copyfile(project, f"{project}.as-made")
    scenario = {
        "label": "qualcode", "project": str(project), "cmd": command, "ready": "BAB", "open_timeout": 120, "env": _env(project.parent),
    }  # fmt: skip
    _run(scenario | {"ops": {}}, *SIZES[0])  # the first run compiles the modules
    return scenario | {"ops": ops}


def _env(here: Path) -> dict[str, str]:
    """As on a person's machine: modules compiled once, and nothing of this machine's state."""
    return {
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(here.parent / "compiled"),
        "QUALCODE_STATE_DIR": str(here / "state"), "QUALCODE_LANG": "en", "QUALCODE_CODER": "sri",
    }  # fmt: skip


def _scenario(name: str, fixture: Path) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, str(SHARED / "bench" / "scenarios.py"), name, "--fixture", str(fixture)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    scenario: dict[str, Any] = json.loads(made.stdout)[0]
    return scenario


def _run(scenario: dict[str, Any], cols: int, rows: int) -> dict[str, Any]:
    """One program through the harness, in a process of its own, in real time where that is allowed."""
    if "project" in scenario:  # what is applied in one run would be there already in the next
        shutil.copyfile(scenario["project"] + ".as-made", scenario["project"])
    command = [sys.executable, str(SHARED / "bench" / "tui_latency.py"), "-", "--cols", str(cols), "--rows", str(rows)]
    for real_time in (["--rt"], []):
        done = subprocess.run([*command, *real_time], input=json.dumps([scenario]), capture_output=True, text=True)
        if not done.returncode:
            found: dict[str, Any] = json.loads(done.stdout)
            if "error" in found:
                raise SystemExit(f"{found['cmd']}: {found['error']} {found.get('tail', '')}")
            return found | {"real_time": bool(real_time)}
    raise SystemExit(done.stderr[-500:])


def _tell(title: str, ours: dict[str, Any], others: dict[str, dict[str, Any]]) -> list[str]:
    """Print each bar with its limit; the names of those that were missed."""
    print(f"\n  {title}{'' if ours['real_time'] else ' (not in real time)'}")
    rows: list[tuple[object, ...]] = [("", "limit", "qualcode", "cpu/key", *others)]
    missed = []
    for name, op, figure, limit in BARS:
        at = _op(ours, op)
        value = at.get(figure, float("nan"))
        beside = [_op(one, op).get(figure, "-") for one in others.values()]
        over = not value <= limit
        missed += [f"{name} {value} at {title}"] if over else []
        cpu = at.get("cpu_ms", "-") if figure.endswith("_ms") else ""
        rows.append((name, limit, f"{value:g}{' !' if over else ''}", cpu, *beside))
    for name, figure, limit in WHOLE:
        value = ours[figure]
        over = value > limit
        missed += [f"{name} {value} at {title}"] if over else []
        rows.append((name, limit, f"{value}{' !' if over else ''}", "", *(one[figure] for one in others.values())))
    table(rows)
    return missed


def _op(result: dict[str, Any], name: str) -> dict[str, Any]:
    return next((one for one in result["ops"] if one["op"] == name), {})


def _empty(here: Path) -> list[str]:
    """First paint of the command on a project without sources."""
    from qualcode.collect.study import new_study

    path = here / "empty"
    path.mkdir()
    with new_study(path, "sri") as project:
        file = project.path
    command = [sys.executable, "-m", "qualcode", "--project", str(file)]
    shutil.copyfile(file, f"{file}.as-made")
    scenario = {
        "label": "qualcode",
        "project": str(file),
        "cmd": command,
        "ready": "saved",
        "ops": {},
        "env": _env(path),
    }
    taken = [float(_run(scenario, *SIZES[0])["open_ms"]) for _run_ in range(5)]
    table([("an empty project, first paint, p50 of 5, ms", 700, percentile(taken, 0.5))])
    return [] if percentile(taken, 0.5) <= 700 else ["first paint of an empty project"]


# The studies


def _harness(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SHARED / "bench" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _fixture(here: Path, characters: int, spans: int) -> Path:
    """The text and the spans as the harness makes them, also as vim's text properties."""
    target = here / f"fixture-{characters}-{spans}"
    made = [str(SHARED / "bench" / "make_fixture.py"), str(target), "--chars", str(characters), "--spans", str(spans)]
    subprocess.run([sys.executable, *made, "--seeds", str(SHARED / "seeds")], check=True, capture_output=True)
    return target


def _study(here: Path, characters: int, spans: int, elsewhere: int = 0) -> Path:
    """A project with that text, coded by sri with the fixture's spans, and ``elsewhere`` codings in other sources."""
    from qualcode.collect.sources import import_file
    from qualcode.collect.study import new_study

    fixture = _fixture(here, characters, spans)
    path = here / f"study-{characters}-{spans}"
    path.mkdir()
    with new_study(path, "sri") as project:
        source = import_file(project, fixture / "transcript.txt").source
        book = _codes(project)
        _put(project, source, json.loads((fixture / "spans.json").read_text()), book)
        rest, n = elsewhere, 0
        while rest > 0:
            n += 1
            small = fixture / f"a-{n:03d}.txt"
            words = "".join(f"Bu A: jawaban {n} {k}, ya begitu saja.\n\nPewawancara: lalu?\n\n" for k in range(1000))
            small.write_text(words)
            other = import_file(project, small).source
            rnd = random.Random(n)
            starts = [rnd.randrange(len(words) - 60) for _ in range(min(rest, 3_000))]
            _put(project, other, [(start, start + 50, start) for start in starts], book)
            rest -= len(starts)
        return project.path


def _codes(project: Project) -> list[bytes]:
    tops = [add_code(project, f"cabang-{n}") for n in range(8)]
    return tops + [add_code(project, f"kode-{n}", parent=tops[n % 8]) for n in range(CODES - 8)]


def _put(project: Project, source: bytes, spans: list[tuple[int, int, int]], book: list[bytes]) -> None:
    now = versions.current(project, source)
    assert now is not None
    with act(project, "code") as a:
        for start, stop, code in spans:
            a.create(
                "coding", new_id(), source=source, code=book[code % CODES], coder=project.coder,
                span=(now.id, start, stop), origin="manual", layer="own", valence=(start % 4 - 1) if start % 4 < 3 else None,
            )  # fmt: skip


# The program that is measured


def _open(path: Path) -> None:
    """The app on the text of the project's first source, as ``g k`` opens it at the next start."""
    gc.disable()  # as the command does
    from qualcode.tui.app import Qualcode
    from qualcode.tui.session import Session, open_session

    gc.freeze()
    gc.enable()

    class AtTheText(Qualcode):
        async def begin(self, session: Session) -> None:
            self.hold(session)
            session.told = self._saved_changed
            source = session.now(lambda project: project.value("SELECT id FROM source ORDER BY name DESC LIMIT 1"))
            await self.read_at(source)

    session = open_session(path, "sri")
    try:
        AtTheText(session).run()
    finally:
        session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
