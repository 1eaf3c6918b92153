"""A small world: several installations, each with a project file, a state folder, a clock and a coder.

The rule: everything goes through real files and the store's public functions, as on real laptops. Chance comes only
from the ``Random`` each operation is given and from the world's own source of bytes, so that a history can be told
again from its number.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from qualcode.language.marks import Marks, Turn, to_json
from qualcode.store import (
    act,
    blobs,
    check,
    create_project,
    effects,
    here,
    ids,
    journal,
    open_project,
    receive,
    update,
)
from qualcode.store.action import Action, Entry, load, unpack
from qualcode.store.journal import Act
from qualcode.store.kinds import BY_NUMBER, Kind
from qualcode.store.project import Project

PROJECT = bytes(range(16))
START = 1_700_000_000_000
CODERS = ("Rina", "Bagus", "Sri", "Tejo")
HOUR, YEAR = 3_600_000, 365 * 24 * 3_600_000


NOT_ALWAYS = frozenset(
    {"round", "assignment", "adjudication", "theme_code", "link", "asked", "rating"}
)  # some kinds nothing else refers to


@cache
def _known_by(unknown: frozenset[str]) -> dict[int, Kind]:
    return {number: kind for number, kind in BY_NUMBER.items() if kind.name not in unknown}


def secret(source: str, informant: int) -> str:
    """Words that stand only in what this informant of this source says, and in what coders wrote about it."""
    return f"wadi{source}{'abc'[informant]}"


def person(source: str, informant: int) -> str:
    """Words that stand only in the note on a participant."""
    return f"wong{source}{'abc'[informant]}"


def transcript(source: str, edition: int) -> tuple[str, Marks]:
    """A group discussion of three informants; ``edition`` corrects a word. The words are invented."""
    text, turns = "", []
    for n in range(4):
        label = f"Ibu {'ABCA'[n]}:"
        speech = f"{secret(source, n % 3)} banyu mili{' banget' * (edition % 3)} turn{n} ed{edition}"
        at = len(text)
        text += f"{label} {speech}\n\n"
        start = at + len(label) + 1
        turns.append(Turn((at, at + len(label)), (start, start + len(speech)), "informant"))
    return text, Marks("label", tuple(turns))


@cache
def founding_file() -> bytes:
    """A project file with coders, a few codes and two sources; every replica of every world begins as a copy of it."""
    entropy = random.Random(0).randbytes
    with TemporaryDirectory() as folder, patch.object(os, "urandom", entropy):
        state = {"QUALCODE_STATE_DIR": str(Path(folder) / "state")}
        with patch.dict(os.environ, state):
            path = Path(folder) / "founding.qualcode"
            with create_project(path, project_id=PROJECT, clock=lambda: START) as project:
                project.coder = ids.coder_id(PROJECT, CODERS[0])
                with act(project, "init") as a:
                    for name in CODERS:
                        a.create("coder", ids.coder_id(PROJECT, name), name=name)
                    for name in ("banyu", "utang", "kis"):
                        a.create("code", ids.code_id(PROJECT, (name,)), name=name)
                for name in ("p", "q"):
                    with act(project, "import") as a:
                        add_source(a, name, CODERS[0])
            return path.read_bytes()


def add_source(a: Act, name: str, coder: str) -> bytes:
    """Import a file; the same name has the same bytes, hence the same ids, wherever it is imported."""
    source = ids.source_id(PROJECT, name.encode())
    a.create(
        "source", source, name=f"W-{name}-{coder}", genre="fgd", importer=ids.coder_id(PROJECT, coder),
        version=add_version(a, source, name, 0, None),
    )  # fmt: skip
    for informant in range(3):
        participant = ids.derived(source, f"participant:{informant}")
        a.create("participant", participant, pseudonym=f"Ibu {'ABC'[informant]}", note=person(name, informant))
        a.create(
            "speaker", ids.speaker_id(source, f"Ibu {'ABC'[informant]}"), source=source,
            label=f"Ibu {'ABC'[informant]}", participant=participant, side="informant",
        )  # fmt: skip
    return source


def add_version(a: Act, source: bytes, name: str, edition: int, previous: bytes | None) -> bytes:
    text, marks = transcript(name, edition)
    return a.create(
        "version", ids.version_id(source, text), source=source, text=text.encode(), marks=to_json(marks).encode(),
        reader="text", reader_number=1, made="import" if previous is None else "correction", previous=previous,
    )  # fmt: skip


@dataclass
class Replica:
    """One project file on one installation. ``format``: of the qualcode installed there."""

    path: Path
    state: Path
    coder: str
    skew: int
    format: int = 1
    unknown: frozenset[str] = frozenset()  # kinds that the qualcode installed there does not know
    windows: list[Project] = field(default_factory=list)


@dataclass
class World:
    """All replicas, the true time, and what the driver must remember to judge by."""

    folder: Path
    seed: int = 0
    now: int = START
    replicas: list[Replica] = field(default_factory=list)
    backups: list[tuple[int, Path, Path]] = field(default_factory=list)  # replica, file, state folder
    committed: set[bytes] = field(default_factory=set)
    withdrawals: set[bytes] = field(default_factory=set)  # those in files that were overwritten
    lost: set[bytes] = field(default_factory=set)  # in no file any more
    made: dict[bytes, bytes] = field(default_factory=dict)  # coding -> the action that made it
    removed: set[bytes] = field(default_factory=set)
    withdrawn: set[tuple[str, int]] = field(default_factory=set)  # source, informant
    count: Counter[str] = field(default_factory=Counter)
    trail: list[str] = field(default_factory=list)
    names: int = 0

    def __post_init__(self) -> None:
        self.entropy = random.Random(self.seed).randbytes

    def begin(self, skews: list[int], newer: bool = False, older: bool = False) -> None:
        """As many replicas as there are clocks, all copies of one founding file; ``newer``: the last one was updated;
        ``older``: the first one knows fewer kinds."""
        for n, skew in enumerate(skews):
            replica = self.fresh(CODERS[n % len(CODERS)], skew)
            replica.path.write_bytes(founding_file())
        if newer:
            self.replicas[-1].format = 2
        if older:
            self.replicas[0].unknown = NOT_ALWAYS

    def fresh(self, coder: str, skew: int, state: Path | None = None) -> Replica:
        self.names += 1
        folder = self.folder / f"laptop{self.names}"
        folder.mkdir(parents=True)
        replica = Replica(folder / "p.qualcode", state or folder / "state", coder, skew)
        self.replicas.append(replica)
        return replica

    @contextmanager
    def at(self, replica: Replica, window: int = 0) -> Iterator[Project]:
        """Sit down at this installation: its state folder, its version of qualcode, one of its open windows."""
        with (
            _state_folder(replica.state),
            patch.object(os, "urandom", self.entropy),
            patch.object(journal, "FORMAT", replica.format),
            patch.object(receive, "FORMAT", replica.format),
            patch.object(effects, "BY_NUMBER", _known_by(replica.unknown)),
        ):
            while len(replica.windows) <= window:
                project = open_project(replica.path, clock=lambda: self.now + replica.skew)
                project.coder = ids.coder_id(PROJECT, replica.coder)
                replica.windows.append(project)
            yield replica.windows[window]

    @property
    def of_one_version(self) -> bool:
        """Whether every installation has the same qualcode."""
        return not any(replica.unknown or replica.format > 1 for replica in self.replicas)

    def update(self, replica: Replica) -> None:
        """Install the newest qualcode; opening the file brings it up to date."""
        self.close(replica)
        replica.unknown, replica.format = frozenset(), 2
        with self.at(replica) as project:
            update.make_anew(project)
            receive.receive(project, (), lambda _name: None)

    def close(self, replica: Replica) -> None:
        for project in replica.windows:
            project.close()
        replica.windows.clear()

    def close_all(self) -> None:
        for replica in self.replicas:
            self.close(replica)

    def copy(self, replica: Replica, *, same_machine: bool = False, with_state: bool = False) -> Replica:
        """Copy the file to another place on the machine, to another machine, or (a cloned disk) with the state folder."""
        self.close(replica)
        other = self.fresh(replica.coder, replica.skew, replica.state if same_machine else None)
        other.format, other.unknown = replica.format, replica.unknown
        shutil.copyfile(replica.path, other.path)
        if with_state and replica.state.is_dir():
            shutil.copytree(replica.state, other.state)
            with self.at(replica):
                note = here.read(PROJECT, replica.path)
            if note:  # on a cloned disk the path is the same one
                with self.at(other):
                    here.write(PROJECT, other.path, note)
            self.close(replica)
            self.close(other)
        return other

    def back_up(self, index: int) -> None:
        replica = self.replicas[index]
        self.close(replica)
        file = self.folder / f"backup{len(self.backups)}.qualcode"
        state = file.with_suffix(".state")
        shutil.copyfile(replica.path, file)
        if replica.state.is_dir():
            shutil.copytree(replica.state, state)
        self.backups.append((index, file, state))

    def restore(self, backup: int, *, with_state: bool) -> None:
        """Put a backup over the file (and over the state folder). What only the file knew is lost, unless brought back."""
        index, file, state = self.backups[backup]
        replica = self.replicas[index]
        self.close(replica)
        before = known_hashes(self, replica)
        with self.at(replica) as project:
            kinds = project.rows("SELECT hash, kind FROM action")
        self.close(replica)
        shutil.copyfile(file, replica.path)
        if with_state:
            shutil.rmtree(replica.state, ignore_errors=True)
            if state.is_dir():
                shutil.copytree(state, replica.state)
        self.withdrawals |= {h for h, kind in kinds if kind in ("withdraw", "erase")}
        elsewhere = set().union(*(known_hashes(self, other) for other in self.replicas))
        self.lost = (self.lost | before & self.committed) - elsewhere

    def journal_of(self, replica: Replica) -> dict[bytes, Action]:
        with self.at(replica) as project:
            return journal_of(project)

    def blobs_of(self, replica: Replica) -> dict[bytes, tuple[int, int, bytes]]:
        with self.at(replica) as project:
            return {row[0]: tuple(row[1:]) for row in project.rows("SELECT hash, size, codec, data FROM blob")}


@contextmanager
def _state_folder(folder: Path) -> Iterator[None]:
    """As ``patch.dict(os.environ)``, which copies all of it: an installation is visited thousands of times."""
    before = os.environ.get("QUALCODE_STATE_DIR")
    os.environ["QUALCODE_STATE_DIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["QUALCODE_STATE_DIR"]
        else:
            os.environ["QUALCODE_STATE_DIR"] = before


ROOM = 1 << 30  # bytes that must be free in the memory disk


@contextmanager
def quick_folder() -> Iterator[Path]:
    """An empty folder in memory where there is such a disk: the laws are about what is written, not whether it lasts (the
    crash and power-cut tests are about that)."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    with TemporaryDirectory(prefix="qualcode-laws-", dir=memory if roomy else None) as folder:
        yield Path(folder)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """A bound on what is done inside: TimeoutError, raised where it is (on systems that have such an alarm)."""

    def ring(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"this did not end within {seconds:.0f} s")

    alarm = getattr(signal, "setitimer", None)
    if alarm is None:
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    alarm(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        alarm(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def journal_of(project: Project) -> dict[bytes, Action]:
    """Every placed action, by hash, in an order in which each stands behind what it had seen."""
    found = [load(project.conn, number) for (number,) in project.rows("SELECT id FROM action ORDER BY id")]
    return {action.hash: action for action in found}


def waiting_of(project: Project) -> dict[bytes, Action]:
    return {action.hash: action for (body,) in project.rows("SELECT body FROM waiting") for action in [unpack(body)]}


def known_hashes(world: World, replica: Replica) -> set[bytes]:
    with world.at(replica) as project:
        return {h for (h,) in project.rows("SELECT hash FROM action UNION SELECT hash FROM waiting")}


def canonical(project: Project) -> list[tuple[object, ...]]:
    """All that must be equal between devices: ``check.dump``, every action whole (salts are not exchanged when erased)."""
    entries: list[tuple[object, ...]] = []
    for action in sorted(journal_of(project).values(), key=lambda a: a.hash):
        entries.append(("journal", action))
    return [*check.dump(project), *entries]


def faults(project: Project) -> list[str]:
    """What ``check`` finds: in file, journal, blobs, the state against the journal, and the search index against the texts."""
    return list(check.check(project).faults)


def words_left(project: Project, words: str) -> list[str]:
    """Where in the tables of this file these words still stand."""
    places = [
        f"entry of kind {kind}: {payload}"
        for kind, new, old in project.rows("SELECT kind, new, old FROM entry WHERE new IS NOT NULL")
        for payload in (new, old)
        if payload and words in payload
    ]
    for (name,) in project.rows("SELECT hash FROM blob"):
        if words.encode() in (blobs.get(project.conn, name) or b""):
            places.append(f"blob {name.hex()}")
    places += ["waiting" for (body,) in project.rows("SELECT body FROM waiting") if words in json.dumps(body.decode())]
    places += ["speech" for (text,) in project.rows("SELECT text FROM speech") if words in text]
    return places


def erased_entries(actions: dict[bytes, Action]) -> Iterator[Entry]:
    return (entry for action in actions.values() for entry in action.entries if entry.erased)
