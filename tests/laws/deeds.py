"""Every other deed of the product, drawn at random: records of any kind there is, and what the rooms above the store do.

The rule: the table of kinds says what can be written, so that a kind added tomorrow is in the laws tomorrow. Where a room has
a function of its own (people joined, words mended, sources finished) that function does it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qualcode.collect import asking, attributes, corrections, people
from qualcode.errors import UserError
from qualcode.reduce import codebook, codings, completion, themes
from qualcode.store import ids, settings, state, versions
from qualcode.store.journal import Act
from qualcode.store.kinds import BY_NAME, KINDS, Field, Kind, stored_fields

if TYPE_CHECKING:
    from tests.laws.driver import Seat

# What has rules of its own: texts and their versions, withdrawals, clocks.
APART = {"version", "withdrawal", "clockfix", "coder", "speaker", "participant", "source"}
ANY = tuple(kind.name for kind in KINDS if kind.name not in APART)
REFUSALS = (
    "conflict",
    "withdrawn",
    "erased",
    "nothing to",
    "already",
    "joined",
    "these are the words",
    "melt",
    "left there",
)


def known(s: Seat) -> list[str]:
    """The kinds that the qualcode installed here knows."""
    return [name for name in ANY if name not in s.world.replicas[s.index].unknown]


def any_record(s: Seat) -> None:
    """A record of any kind, every field drawn; sometimes of an id that others make too."""
    kind = BY_NAME[s.rnd.choice(known(s))]
    rec, again = (None, s.rnd.randrange(2)) if s.rnd.random() < 0.4 else (s.id(), 0)
    values = _values(s, kind)
    if values is None:
        return
    root = values.get(kind.root) if kind.root else None
    # Derived ids hang on what they belong to: one id never has two roots, on whatever laptops it is made.
    rec = rec or ids.derived(root or bytes(16), f"{kind.name}:{again}")
    if kind.root and _root_of(s, kind, rec) not in (None, root):
        return
    s.write("any", lambda a: a.create(kind.name, rec, **values))
    s.world.count[f"made {kind.name}"] += 1


def any_change(s: Seat) -> None:
    """Some fields of a record of any kind, or taken off and back."""
    kind = BY_NAME[s.rnd.choice(known(s))]
    rec = s.pick(kind.name)
    if rec is None:
        return
    if s.rnd.random() < 0.25:
        s.write("any", lambda a: a.write(kind, rec, {"removed": s.rnd.randrange(2)}))
        if kind.name == "coding":
            s.world.removed.add(rec)
        return
    fields = [f for f in stored_fields(kind) if f.name != "removed"]
    values = {f.name: _value(s, f, rec) for f in s.rnd.sample(fields, k=min(len(fields), s.rnd.choice((1, 1, 2))))}
    values = {name: value for name, value in values.items() if not (value is None and kind.field(name).required)}
    s.write("any", lambda a: a.change(kind.name, rec, **values))


def _root_of(s: Seat, kind: Kind, rec: bytes) -> bytes | None:
    row = state.read(s.project.conn, kind, rec)
    found = s.project.value("SELECT root FROM entry WHERE rec=? AND root IS NOT NULL", rec)
    return row.root if row else found


def _values(s: Seat, kind: Kind) -> dict[str, Any] | None:
    found = {f.name: _value(s, f, None, kind) for f in kind.fields}
    if any(found[f.name] is None for f in kind.fields if f.required):
        return None
    if "span" in found and kind.root == "source":  # a span lies in its own source
        found["source"] = s.project.value("SELECT source FROM version WHERE id=?", found["span"][0])
    return found


def _value(s: Seat, f: Field, rec: bytes | None, kind: Kind | None = None) -> Any:
    """Some value that the field may hold; None where it may be empty, or there is nothing it could refer to."""
    if not f.required and s.rnd.random() < 0.25:
        return None
    if f.name == "span":
        return _span(s, rec)
    if f.type.startswith("ref:") or f.type == "id":
        of = f.type[4:] or ""
        of = of or ("source" if f.name in ("belongs", "subject") else "code")
        return s.pick(of, "removed=0") if of != "source" else s.pick(of)
    plain: dict[str, Callable[[], Any]] = {
        "int": lambda: s.rnd.randrange(-1, 3), "real": lambda: s.rnd.choice((0.1, 0.25)),
        "json": lambda: s.rnd.choice(([], [1, 2], {"a": "b"}, "kata")),
        "prose": lambda: s.rnd.choice(("uraian", "uraian lain")), "blob": lambda: s.rnd.choice((b"satu", b"dua")),
        "text": lambda: s.rnd.choice(("satu", "dua")),
    }  # fmt: skip
    return plain[f.type]()


def _span(s: Seat, rec: bytes | None) -> tuple[bytes, int, int] | None:
    """A span in a version; where the record is there already, in the version it lies on."""
    if rec is None:
        version = s.pick("version")
    else:
        found = s.project.rows("SELECT version FROM coding WHERE id=?1 UNION SELECT version FROM decision WHERE id=?1"
                               " UNION SELECT version FROM relevance WHERE id=?1 UNION SELECT version FROM adjudication WHERE id=?1", rec)  # fmt: skip
        version = found[0][0] if found else None
    if version is None or s.project.value("SELECT 1 FROM version WHERE id=?", version) is None:
        return None
    start = s.rnd.randrange(40)
    return version, start, start + s.rnd.randrange(1, 20)


# --- what the rooms do ----------------------------------------------------------------------------------------------


def by_room(s: Seat, doing: Callable[[], Any]) -> None:
    """A function of another room, which writes by itself. Refused, it leaves nothing behind."""
    last = s.project.value("SELECT MAX(id) FROM action")
    s.world.now += s.rnd.choice((0, 1))
    try:
        doing()
    except UserError as error:
        if not any(why in error.what for why in REFUSALS):
            raise
        s.world.count["refused"] += 1
        assert s.project.value("SELECT MAX(id) FROM action") == last, "a refused deed left something"
    for (hash_,) in s.project.rows("SELECT hash FROM action WHERE id>?", last):
        s.noted(hash_)


def join_people(s: Seat) -> None:
    found = s.project.rows("SELECT id FROM participant ORDER BY id")
    if len(found) > 1:
        (keep,), (other,) = s.rnd.sample(found[:4], k=2) if len(found) > 3 else s.rnd.sample(found, k=2)
        by_room(s, lambda: people.join_people(s.project, keep, other))


def mend_word(s: Seat) -> None:
    """A misheard word is mended in the current text."""
    source = s.pick("source", "removed=0")
    now = versions.current(s.project, source) if source else None
    at = now.text.find("mili") if now else -1
    if source and at >= 0:
        by_room(
            s, lambda: corrections.mend(s.project, source, at, at + 4, s.rnd.choice(("ngalir", "mbanyu", "mili-mili")))
        )


def finish(s: Seat) -> None:
    source = s.pick("source", "removed=0")
    if source:
        codes = [code for code in [s.pick("code", "removed=0")] if code]
        by_room(s, lambda: completion.finish(s.project, source, codes=codes, undo=s.rnd.random() < 0.3))


def keep_setting(s: Seat) -> None:
    by_room(
        s, lambda: settings.set_setting(s.project, s.rnd.choice(("palette", "unit")), s.rnd.choice((None, 1, "dua")))
    )


def say_asked(s: Seat) -> None:
    source, topic = s.pick("source"), s.pick("topic")
    if source and topic and "asked" not in s.world.replicas[s.index].unknown:  # an older qualcode has no such command
        by_room(s, lambda: asking.answer(s.project, [(source, topic, s.rnd.choice((True, False, None)))]))


def put_attribute(s: Seat) -> None:
    source = s.pick("source", "removed=0")
    if source:
        by_room(s, lambda: attributes.put(s.project, "sources", [(source, "siklus", s.rnd.choice(("satu", "dua")))]))


def add_theme(s: Seat) -> None:
    by_room(
        s,
        lambda: themes.add_theme(
            s.project, s.rnd.choice(("Utang", "Air", "Kerja")) + str(s.rnd.randrange(9)), nature="problem"
        ),
    )


def uncode(s: Seat) -> None:
    rec = s.pick("coding", "removed=0")
    if rec:
        by_room(s, lambda: codings.uncode(s.project, [rec]))
        s.world.removed.add(rec)


def combine_codes(s: Seat) -> None:
    """One code becomes part of another."""
    one, other = s.pick("code", "removed=0"), s.pick("code", "removed=0")
    if one and other and one != other:

        def doing(a: Act) -> None:
            a.change("code", one, merged_into=other, retired=1)

        s.write("combine", doing)


def cycle_of_codes(s: Seat) -> None:
    """Two codes moved under each other on two laptops, if the other does the same."""
    found = [code.id for code in codebook.codebook(s.project)][:2]
    if len(found) == 2 and s.rnd.random() < 0.5:
        found.reverse()
    if len(found) == 2:
        s.write("move", lambda a: a.change("code", found[0], parent=found[1]))


Operation = Callable[["Seat"], None]
DEEDS: dict[str, tuple[float, Operation]] = {
    "any_record": (5, any_record), "any_change": (4, any_change), "join_people": (0.6, join_people),
    "mend_word": (0.8, mend_word), "finish": (1, finish), "keep_setting": (0.7, keep_setting), "say_asked": (0.5, say_asked),
    "put_attribute": (0.5, put_attribute), "add_theme": (0.5, add_theme), "uncode": (0.7, uncode),
    "combine_codes": (0.5, combine_codes), "cycle_of_codes": (0.5, cycle_of_codes),
}  # fmt: skip
