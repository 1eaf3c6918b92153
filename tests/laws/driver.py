"""The weighted driver: what people do to projects, drawn at random, and the checks made after each step.

Weights make rare meetings (a settlement against a settlement, a fork of a fork, a withdrawal that races with an edit)
frequent enough. hypothesis uses the same operations with a ``Random`` of its own and shrinks what fails.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcode.errors import UserError
from qualcode.language.marks import to_json
from qualcode.store import act, blobs, conflicts, ids, journal, state, undo, versions, withdraw
from qualcode.store.journal import Act
from qualcode.store.kinds import BY_NAME, BY_NUMBER, Kind, stored_fields
from qualcode.store.merge import merge
from qualcode.store.project import Project
from qualcode.store.receive import receive
from qualcode.store.values import encode
from tests.laws import world as w
from tests.laws.carrying import CARRYING
from tests.laws.deeds import DEEDS
from tests.laws.world import HOUR, YEAR, World

MOST_REPLICAS = 6


@dataclass
class Seat:
    """Somebody at an installation: what every operation is given."""

    world: World
    index: int
    project: Project
    rnd: random.Random

    def pick(self, kind: str, where: str = "1") -> bytes | None:
        """Some record; often one of the first few, so that people meet on it."""
        found = self.project.rows(f'SELECT id FROM "{kind}" WHERE {where} ORDER BY id')
        return self.rnd.choice(found[:2] if self.rnd.random() < 0.7 else found)[0] if found else None

    def id(self) -> bytes:
        return ids.new_id(self.world.now)

    def write(self, kind: str, doing: Callable[[Act], Any], **how: Any) -> Act | None:
        """One action; None where it was refused: a field in conflict, a record withdrawn."""
        self.world.now += self.rnd.choice((0, 0, 1, 5))
        try:
            with act(self.project, kind, **how) as a:
                doing(a)
        except UserError as error:
            if not any(why in error.what for why in ("conflict", "withdrawn", "erased")):
                raise
            self.world.count["refused"] += 1
            return None
        self.noted(a.hash)
        return a

    def noted(self, hash_: bytes | None) -> None:
        if hash_:
            self.world.committed.add(hash_)


# --- what people do -------------------------------------------------------------------------------------------------


def new_code(s: Seat) -> None:
    parent = s.pick("code", "removed=0")
    name = s.rnd.choice(("Utang", "utang", "beras", "air"))
    s.write("code-new", lambda a: a.create("code", s.id(), name=name, parent=s.rnd.choice((None, parent))))


def code_passages(s: Seat) -> None:
    """A few codings in one action, with memos that repeat the informant's words."""
    found = s.project.rows("SELECT s.id, s.name, v.id FROM source s JOIN version v ON v.id=s.version WHERE s.removed=0")
    code = s.pick("code", "removed=0")
    if not found or code is None:
        return
    source, name, version = s.rnd.choice(sorted(found))
    text_version = _text(s.project, version)

    def doing(a: Act) -> None:
        for _ in range(s.rnd.choice((1, 1, 3))):
            informant = s.rnd.randrange(3)
            words = w.secret(name.split("-")[1], informant)
            start = text_version.find(words)
            if start < 0:
                continue
            rec = a.create(
                "coding", s.id(), source=source, code=code, coder=s.project.coder, origin="manual", layer="own",
                span=(version, start, start + len(words)), memo=s.rnd.choice((None, f"kata {words}")),
            )  # fmt: skip
            if s.rnd.random() < 0.2:
                a.create("memo", s.id(), belongs=source, about_kind="coding", about=rec, text=f"memo {words}")

    a = s.write("code", doing)
    if a and a.hash:
        for rec, pending in a.pending.items():
            if pending.kind.name == "coding":
                s.world.made[rec] = a.hash


def _text(project: Project, version: bytes) -> str:
    found = versions.load(project, version)
    return found.text if found else ""


FIELDS: dict[str, dict[str, Callable[[Seat], Any]]] = {
    "code": {
        "name": lambda s: s.rnd.choice(("utang", "Beras", "kis")),
        "definition": lambda s: s.rnd.choice((None, "arti satu", "arti dua")),
        "colour": lambda s: s.rnd.choice((None, 1, 2)),
        "parent": lambda s: s.pick("code"),
    },
    "coding": {
        "valence": lambda s: s.rnd.choice((-1, 0, 1)),
        "grade": lambda s: s.rnd.choice((None, "kata-orang", "resmi")),
        "code": lambda s: s.pick("code"),
    },
    "speaker": {
        "side": lambda s: s.rnd.choice(("informant", "unknown")),
        "participant": lambda s: s.pick("participant"),
    },
    "participant": {"role": lambda s: s.rnd.choice((None, "buruh", "warung"))},
    "source": {"place": lambda s: s.rnd.choice((None, "Semanggi", "Jebres")), "version": lambda s: s.pick("version")},
    "memo": {"text": lambda s: s.rnd.choice(("catatan", "catatan lain"))},
}


def edit(s: Seat) -> None:
    """Change one or two fields of a record; refused exactly where one of them is in conflict (and would change)."""
    kind = s.rnd.choice(("code",) * 5 + ("coding", "coding", "speaker", "participant", "source", "memo"))
    rec = s.pick(kind, "removed=0")
    if rec is None:
        return
    names = s.rnd.sample(sorted(FIELDS[kind]), k=min(len(FIELDS[kind]), s.rnd.choice((1, 2, 3))))
    values = {name: FIELDS[kind][name](s) for name in names}
    if values.get("version") and s.project.value("SELECT source FROM version WHERE id=?", values["version"]) != rec:
        return
    if ("code" in values and values["code"] is None) or values.get("parent") == rec:
        return
    row = state.read(s.project.conn, BY_NAME[kind], rec)
    assert row is not None
    open_ = {c.field for c in conflicts.conflicts(s.project) if c.what in ("field", "removed") and c.rec == rec}
    changes = {
        name for name, value in values.items()
        if _encoded(s.project, BY_NAME[kind], name, value) != row.values[name]
    }  # fmt: skip
    before = (row.values, row.later)
    a = s.write("edit", lambda a: a.change(kind, rec, **values))
    assert (a is None) == bool(open_ & changes), "an ordinary write and a conflict"
    if a is None:
        after = state.read(s.project.conn, BY_NAME[kind], rec)
        assert after is not None and (after.values, after.later) == before, "a refused write left something"
    elif kind == "code" and "parent" in changes:
        s.world.count["moves"] += 1


def _encoded(project: Project, kind: Kind, name: str, value: Any) -> Any:
    project.conn.execute("SAVEPOINT encoded")
    try:
        return encode(project.conn, kind.field(name), value)
    finally:
        project.conn.execute("ROLLBACK TO encoded")
        project.conn.execute("RELEASE encoded")


def remove(s: Seat) -> None:
    kind = s.rnd.choice(("coding", "coding", "code", "source"))
    if kind == "source" and s.rnd.random() < 0.6:
        return
    rec = s.pick(kind, "removed=0")
    if rec and s.write("remove", lambda a: a.remove(kind, rec)):
        s.world.removed.add(rec)


def import_file(s: Seat) -> None:
    """The same few files on every laptop: derived ids, made twice."""
    name = s.rnd.choice("rstp")
    coder = s.world.replicas[s.index].coder
    s.write("import", lambda a: w.add_source(a, name, coder))


def correct_text(s: Seat) -> None:
    found = s.project.rows("SELECT id, name, version FROM source WHERE removed=0 AND version IS NOT NULL ORDER BY id")
    if not found:
        return
    source, name, version = s.rnd.choice(found)
    if s.project.value("SELECT 1 FROM version WHERE id=? AND made<>'withdrawal'", version) is None:
        return
    edition = s.rnd.randrange(1, 4)

    def doing(a: Act) -> None:
        fresh = w.add_version(a, source, name.split("-")[1], edition, version)
        a.change("source", source, version=fresh)

    s.write("correct", doing)


def reread_marks(s: Seat) -> None:
    """Read the turns of a version again: marks change, text never."""
    version = s.pick("version", "removed=0")
    found = versions.load(s.project, version) if version else None
    if version is None or found is None or not found.marks.turns:
        return
    at = found.text.find("banyu")
    furniture = s.rnd.choice(((), ((at, at + 5),), ((at + 6, at + 10),))) if at >= 0 else ()
    marks = replace(found.marks, convention=s.rnd.choice("ab"), furniture=furniture)
    s.write("reread", lambda a: a.change("version", version, marks=to_json(marks).encode()))


def fix_clock(s: Seat) -> None:
    """Write, change or remove a correction of some log's clock."""
    fix = s.pick("clockfix")
    log = s.rnd.choice(s.project.rows("SELECT origin FROM log ORDER BY uuid"))[0]
    if fix and s.rnd.random() < 0.5:
        if s.rnd.random() < 0.5:
            s.write("clock", lambda a: a.write(BY_NAME["clockfix"], fix, {"removed": s.rnd.randrange(2)}))
            return
        s.write("clock", lambda a: a.change("clockfix", fix, shift=(log, 1, 1000, s.rnd.choice((-YEAR, 7, YEAR)))))
        return
    s.write("clock", lambda a: a.create("clockfix", s.id(), shift=(log, 1, 1000, s.rnd.choice((-YEAR, -HOUR, YEAR)))))


def future(s: Seat) -> None:
    """A newer qualcode of the same format writes a noun and a field that this one does not know."""
    code = s.pick("code")
    source = s.pick("source")

    def doing(a: Act) -> None:
        text = blobs.reference(blobs.put(s.project.conn, b"isi baru"))
        a.pending[s.id()] = journal._Pending(Kind(900, "future", ()), source, {"text": text}, None)
        if code:
            a.pending[code] = journal._Pending(BY_NAME["code"], None, {"shape": s.rnd.randrange(9)}, {"shape": None})

    s.write("future", doing)


def _fields_before(s: Seat, target: bytes) -> dict[tuple[str, bytes, str], tuple[Any, list[int]]]:
    """Every field of the records an action wrote, with its value and heads."""
    found: dict[tuple[str, bytes, str], tuple[Any, list[int]]] = {}
    for number, rec in s.project.rows(
        "SELECT e.kind, e.rec FROM entry e JOIN action a ON a.id=e.action WHERE a.hash=?", target
    ):
        kind = BY_NUMBER.get(number)
        row = state.read(s.project.conn, kind, rec) if kind else None
        if kind and row:
            for f in stored_fields(kind):
                found[kind.name, rec, f.name] = (row.values[f.name], row.heads(f.name))
    return found


def undo_or_redo(s: Seat) -> None:
    """Fields that anybody else wrote last, or that are in conflict, stay exactly as they are."""
    again = s.rnd.random() < 0.35
    last = (undo.last_redoable if again else undo.last_undoable)(s.project, s.project.coder)
    before = _fields_before(s, last[1]) if last else {}
    tip = s.project.value("SELECT MAX(id) FROM action")
    here = s.project.value("SELECT log FROM here")
    try:
        (undo.redo if again else undo.undo)(s.project)
    except UserError:
        assert s.project.value("SELECT MAX(id) FROM action") == tip
        return
    assert last is not None
    made, hash_ = s.project.rows("SELECT id, hash FROM action ORDER BY id DESC LIMIT 1")[0]
    s.noted(hash_)
    s.world.count["redo" if again else "undo"] += 1
    after = _fields_before(s, hash_)
    assert {key[1] for key in after} <= {key[1] for key in before}, "undo wrote something else"
    for key, (value, heads) in before.items():
        own = len(heads) == 1 and s.project.value(
            "SELECT 1 FROM action a JOIN log l ON l.id=a.log WHERE a.id=? AND a.who=? AND l.uuid=?",
            heads[0], s.project.coder, here,
        )  # fmt: skip
        if key in after and not own:
            assert after[key] == (value, heads), "undo changed what somebody else wrote last"
    for rec, new in s.project.rows("SELECT rec, new FROM entry WHERE action=?", made):
        if new and '"removed":1' in new:
            s.world.removed.add(rec)


def settle(s: Seat) -> None:
    """Settle some conflict with some side's value; it is gone at once."""
    found = [c for c in conflicts.conflicts(s.project) if c.what in ("field", "removed")]
    if not found:
        return
    c = s.rnd.choice(found)
    value = s.rnd.choice(c.sides).value if c.what == "field" else s.rnd.randrange(2)
    s.world.now += s.rnd.choice((0, 1))
    conflicts.settle(s.project, c, value)
    s.noted(s.project.value("SELECT hash FROM action ORDER BY id DESC LIMIT 1"))
    left = conflicts.conflicts(s.project)
    assert not any((x.what, x.rec, x.field) == (c.what, c.rec, c.field) for x in left), "settled and still open"
    if c.rec in s.world.made and (c.field == "removed" or c.what == "removed") and value:
        s.world.removed.add(c.rec)
    s.world.count["settle"] += 1


def _words_of(project: Project, kind: str, rec: bytes) -> set[tuple[str, int]]:
    """(source, informant) whose words go when this is withdrawn."""
    where = "s.id" if kind == "source" else "k.participant"
    rows = project.rows(
        f"SELECT DISTINCT s.name, k.label FROM speaker k JOIN source s ON s.id=k.source WHERE {where}=? AND k.removed=0",
        rec,
    )
    return {(name.split("-")[1], "ABC".index(blobs.prose(project.conn, label)[-1])) for name, label in rows}


def withdraw_(s: Seat) -> None:
    kind = s.rnd.choice(("source", "participant", "participant"))
    rec = s.pick(kind)
    if rec is None:
        return
    said = _words_of(s.project, kind, rec)
    try:
        withdraw.withdraw(s.project, kind, rec)
    except UserError as refused:
        assert "conflict" in refused.what, refused
        s.world.count["refused"] += 1
        return
    s.world.withdrawn |= said
    s.noted(s.project.value("SELECT hash FROM action ORDER BY id DESC LIMIT 1"))
    s.world.count["withdraw"] += 1


# --- what happens to files ------------------------------------------------------------------------------------------


def merge_(s: Seat) -> None:
    other = s.rnd.choice([r for r in s.world.replicas if r is not s.world.replicas[s.index]])
    if s.rnd.random() < 0.7:
        s.world.close(other)  # else the other window is open and a -wal lies beside the file
    mine = w.known_hashes(s.world, s.world.replicas[s.index])
    arrival = merge(s.project, other.path)
    s.world.count["merge"] += 1
    s.world.count["forks"] += arrival.forked
    now = w.known_hashes(s.world, s.world.replicas[s.index])
    assert mine <= now, "a merge lost something"
    if arrival.erased and (completed := withdraw.complete(s.project)):
        s.world.count["completed"] += completed


def deliver(s: Seat) -> None:
    """Some of another's actions arrive, shuffled, perhaps without some texts."""
    other = s.rnd.choice([r for r in s.world.replicas if r is not s.world.replicas[s.index]])
    with s.world.at(other) as project:
        theirs = list(w.journal_of(project).values()) + list(w.waiting_of(project).values())
    kept = s.world.blobs_of(other)
    if s.rnd.random() < 0.3:
        kept = {name: blob for name, blob in kept.items() if s.rnd.random() < 0.7}
    unknown = [a for a in theirs if s.project.value("SELECT 1 FROM action WHERE hash=?", a.hash) is None]
    some = s.rnd.sample(unknown, k=s.rnd.randint(0, min(8, len(unknown))))
    me = s.world.replicas[s.index]
    with s.world.at(me) as project:  # the other seat changed the state folder
        arrival = receive(project, some, kept.get)
    s.world.count["forks"] += arrival.forked
    s.world.count["late"] += 1
    s.world.count["held back"] += bool(arrival.waiting)


def jump(s: Seat) -> None:
    s.world.replicas[s.index].skew += s.rnd.choice((3, 1000, HOUR, -HOUR, YEAR, -YEAR))
    s.world.now += s.rnd.choice((0, 1, HOUR))


def copy(s: Seat) -> None:
    if len(s.world.replicas) >= MOST_REPLICAS:
        return
    how = s.rnd.choice(("machine", "other", "clone", "clone"))
    s.world.copy(s.world.replicas[s.index], same_machine=how == "machine", with_state=how == "clone")
    s.world.count["copy"] += 1


def clone(s: Seat) -> None:
    """A cloned disk: two installations that take themselves for one."""
    if len(s.world.replicas) < MOST_REPLICAS:
        s.world.copy(s.world.replicas[s.index], with_state=True)
        s.world.count["copy"] += 1


def back_up(s: Seat) -> None:
    s.world.back_up(s.index)
    s.world.count["backup"] += 1


def restore(s: Seat) -> None:
    if s.world.backups:
        s.world.restore(s.rnd.randrange(len(s.world.backups)), with_state=s.rnd.random() < 0.5)
        s.world.count["restore"] += 1


def update(s: Seat) -> None:
    """A newer qualcode is installed: what the older one kept without knowing it has effect now."""
    replica = s.world.replicas[s.index]
    if replica.unknown or replica.format < 2:
        s.world.update(replica)
        s.world.count["update"] += 1


Operation = Callable[[Seat], None]
WORK: dict[str, tuple[float, Operation]] = {
    "new_code": (2, new_code), "code_passages": (5, code_passages), "edit": (18, edit), "remove": (1.5, remove),
    "import_file": (1.2, import_file), "correct_text": (1, correct_text), "reread_marks": (0.7, reread_marks),
    "fix_clock": (1, fix_clock), "future": (0.4, future), "undo": (5, undo_or_redo), "settle": (5, settle),
    "merge": (6, merge_), "deliver": (3, deliver), "jump": (1, jump),
}  # fmt: skip
FILES: dict[str, tuple[float, Operation]] = {
    "copy": (0.8, copy), "back_up": (1, back_up), "restore": (1, restore),
}  # fmt: skip
FORKS: dict[str, tuple[float, Operation]] = {
    "clone": (8, clone), "copy": (2, copy), "back_up": (4, back_up), "restore": (6, restore), "edit": (30, edit),
    "code_passages": (15, code_passages), "merge": (10, merge_), "deliver": (8, deliver),
}  # fmt: skip
WITHDRAWALS: dict[str, tuple[float, Operation]] = {"withdraw": (0.5, withdraw_)}
UPDATES: dict[str, tuple[float, Operation]] = {"update": (0.6, update)}
EVERYTHING = FORKS | WORK | FILES | WITHDRAWALS | DEEDS | CARRYING | UPDATES


def step(world: World, name: str, rnd: random.Random, index: int, window: int = 0, look: bool = True) -> None:
    """One operation by whoever sits at ``index``, then, with ``look``, everything that must hold there."""
    world.trail.append(f"{name}@{index}")
    replica = world.replicas[index % len(world.replicas)]
    index = world.replicas.index(replica)
    with world.at(replica, window) as project:
        EVERYTHING[name][1](Seat(world, index, project, rnd))
    world.count["steps"] += 1
    if look:
        for open_window in range(max(1, len(replica.windows))):
            with world.at(replica, open_window) as project:
                found = w.faults(project)
            assert not found, found


def history(
    folder: Path, seed: int, *, steps: tuple[int, int] = (20, 80), look: float = 1.0, seconds: float = 20.0,
    operations: dict[str, tuple[float, Operation]] | None = None, mix: str = "all",
) -> World:  # fmt: skip
    """One random history. ``look``: the share of steps after which the whole project is checked. Ends early after
    ``seconds``. ``mix``: all; plain (coding and files only, without the deeds of other rooms, sync folders and older
    versions); forks (files copied, cloned and put back at every turn). AssertionError, or whatever the store raised, where a
    law fails; a note says how to tell it again."""
    rnd = random.Random(seed)
    world = World(folder, seed)
    older = False
    if operations is None:
        operations = dict(WORK)
        if rnd.random() < 0.5:
            operations |= FILES
        if rnd.random() < 0.5:
            operations |= WITHDRAWALS
        if mix == "forks":
            operations |= FORKS
        if mix == "all":
            operations |= DEEDS if rnd.random() < 0.7 else {}
            operations |= CARRYING if rnd.random() < 0.4 else {}
            older = rnd.random() < 0.3
            operations |= UPDATES if older else {}
    weight = {name: heavy for name, (heavy, _) in operations.items()}
    for name in rnd.sample(sorted(weight), k=2):  # every history has its own taste, so that rare things meet
        weight[name] *= 4
    skews = [rnd.choice((0, 0, 3, -HOUR, HOUR, -YEAR, 10 * YEAR)) for _ in range(rnd.choice((2, 2, 3, 4)))]
    end = time.monotonic() + seconds
    try:
        world.begin(skews, newer=rnd.random() < 0.2, older=older)
        for _ in range(rnd.randint(*steps)):
            if time.monotonic() > end:
                world.count["cut short"] += 1
                break
            name = rnd.choices(list(weight), list(weight.values()))[0]
            step(world, name, rnd, rnd.randrange(len(world.replicas)), rnd.random() < 0.25, rnd.random() < look)
    except BaseException as error:
        error.add_note(f"history {seed}: {' '.join(world.trail[-40:])}")
        world.close_all()
        raise
    return world
