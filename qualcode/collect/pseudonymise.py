"""Taking names out of texts: what stands in for each is known from the key, where everything lands from the replacements.

The rule: only what is in the key is replaced, and everything keeps its place. A pseudonymised text is a new version;
marks, speakers and every span on the source go with it by the very map that made it, nothing is read again or guessed. The
names themselves are in the older versions until they are erased (``erasing``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from qualcode.collect.detectors import proposals
from qualcode.collect.known import taken_names
from qualcode.collect.names import Names, key_path, pseudonym
from qualcode.collect.writings import Finder, Hit, known_words, looks_real
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import Marks, speaker_key, speaker_name
from qualcode.store import Act, Project, act, blobs, ids, joined, versions
from qualcode.store.carried import NAMES, Block, carry, carry_marks, replaced
from qualcode.store.kinds import KINDS

FIELDS = ("name", "file", "place", "interviewer")  # of a source; they stand in plain words
_AROUND = 30  # code points shown on either side of a replacement


@dataclass(frozen=True)
class Replacement:
    """What would be replaced, as it stands: the words before, the name, what stands in for it, the words after."""

    before: str
    old: str = field(repr=False)
    new: str
    after: str
    where: str  # text, label, or the field of the source


@dataclass(frozen=True)
class Plan:
    """What pseudonymising would do to a source. ``unsure``: names that may mean several people; ``proposed``: what detectors see
    besides, as (kind, words)."""

    source: bytes
    name: str
    version: bytes
    hits: tuple[Hit, ...]
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    replacements: tuple[Replacement, ...]
    unsure: tuple[Replacement, ...]
    proposed: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def empty(self) -> bool:
        return not self.hits and not self.fields


def finder(project: Project, keyring: Names) -> Finder:
    """All writings of the names the key knows, each with what stands in for it: the pseudonym the participant has now. Who
    withdrew has none any more, and is still named by others: a stand-in of their own, that says nothing of where they lived."""
    into = joined.joins(project)
    withdrawn = {who for (who,) in project.rows("SELECT subject FROM withdrawal WHERE target='participant'")}
    pseudonyms = dict(project.rows("SELECT id, pseudonym FROM participant"))
    people: dict[bytes, list[str]] = {}
    stand_ins: dict[bytes, str] = {}
    for who, one in keyring.people.items():
        keep = into.get(who, who)
        shown = pseudonyms.get(keep) or (pseudonym(keep, 1, "") if keep in withdrawn else None)
        if shown is None or ids.fold(shown) == ids.fold(one.name):
            continue  # not in this project, or still called by the name: nothing can stand in for it
        people.setdefault(keep, []).extend(filter(None, (one.name, *one.writings)))
        stand_ins[keep] = shown
    for label, who in _labels(project):
        if (
            (keep := into.get(who, who)) in people
            and looks_real(label)
            and ids.fold(label) != ids.fold(stand_ins[keep])
        ):
            people[keep].append(label)
    return known_words(people, stand_ins, keyring.words)


def keep_labels(project: Project, keyring: Names) -> None:
    """Put the labels people speak under into the key: once the texts have changed nothing else knows them."""
    for label, who in _labels(project):
        called = project.value("SELECT pseudonym FROM participant WHERE id=?", who)
        if who in keyring.people and looks_real(label) and ids.fold(label) != ids.fold(called or ""):
            keyring.put(who, writings=[label])
    keyring.save()


def _labels(project: Project) -> Iterator[tuple[str, bytes]]:
    """Speakers' labels with their participant; a pseudonym in a label is no name."""
    own = {ids.fold(name) for (name,) in project.rows("SELECT pseudonym FROM participant WHERE pseudonym IS NOT NULL")}
    from qualcode.collect.writings import without_honorific

    bare = {ids.fold(without_honorific(name)) for name in own}
    for label, who in project.rows("SELECT label, participant FROM speaker WHERE participant IS NOT NULL"):
        words = blobs.prose(project.conn, label)
        if words and ids.fold(without_honorific(words)) not in bare:
            yield words, who


def plans(project: Project, find: Finder, sources: Collection[bytes] | None = None) -> list[Plan]:
    """What would be done to the named (else all live) sources, in their order. Nothing is written."""
    found = []
    for source, name, version in project.rows("SELECT id, name, version FROM source WHERE removed=0 ORDER BY name"):
        now = versions.load(project, version) if version else None
        if now is not None and (sources is None or source in sources):
            found.append(_plan(project, find, source, name, now))
    return found


def _plan(project: Project, find: Finder, source: bytes, name: str, now: versions.Version) -> Plan:
    here = _here(project, source)
    hits = _hits(find, now.text, now.marks, here)
    sure = tuple(hit for hit in hits if hit.new)
    labels = [turn.label for turn in now.marks.turns if turn.label]
    shown = [_shown(now.text, hit, _in_any(labels, hit)) for hit in sure]
    fields = _fields(project, find, source, here)
    shown += [Replacement("", old, new, "", key) for key, old, new in fields]
    taken = [(hit.start, hit.stop) for hit in hits]
    proposed = dict.fromkeys(
        (one.kind, now.text[one.start : one.stop])
        for one in proposals(now.text)
        if not any(one.start < stop and start < one.stop for start, stop in taken)
    )
    return Plan(
        source, name, now.id, sure, tuple((key, new) for key, _old, new in fields), tuple(shown),
        tuple(_shown(now.text, hit, "text") for hit in hits if not hit.new), tuple(proposed),
    )  # fmt: skip


def _here(project: Project, source: bytes) -> frozenset[bytes]:
    """The participants who speak in a source."""
    rows = project.rows("SELECT participant FROM speaker WHERE source=? AND removed=0", source)
    return frozenset(who for (who,) in rows if who)


def _hits(find: Finder, text: str, marks: Marks, here: frozenset[bytes]) -> list[Hit]:
    edges = _edges(marks)
    return [hit for hit in find.hits(text, here) if not any(hit.start < edge < hit.stop for edge in _near(edges, hit))]


def _edges(marks: Marks) -> list[int]:
    """Where one thing ends and another begins: no name goes across."""
    spans = [span for turn in marks.turns for span in (turn.label, turn.speech) if span]
    spans += [span for pair in marks.header for span in pair]
    spans += [*marks.furniture, *marks.times]
    return sorted({place for span in spans for place in span})


def _near(edges: list[int], hit: Hit) -> list[int]:
    from bisect import bisect_left, bisect_right

    return edges[bisect_right(edges, hit.start) : bisect_left(edges, hit.stop)]


def _in_any(labels: list[tuple[int, int]], hit: Hit) -> str:
    from bisect import bisect_right

    at = bisect_right(labels, (hit.start, 1 << 60)) - 1
    return "label" if at >= 0 and labels[at][0] <= hit.start < labels[at][1] else "text"


def _shown(text: str, hit: Hit, where: str) -> Replacement:
    before = text[max(0, hit.start - _AROUND) : hit.start].replace("\n", " ")
    after = text[hit.stop : hit.stop + _AROUND].replace("\n", " ")
    return Replacement(before, text[hit.start : hit.stop], hit.new, after, where)


def _fields(project: Project, find: Finder, source: bytes, here: frozenset[bytes]) -> list[tuple[str, str, str]]:
    """The source's plain fields that hold a name: which, as it is, as it would be."""
    values = project.conn.execute(f"SELECT {', '.join(FIELDS)} FROM source WHERE id=?", (source,)).fetchone()
    found = []
    for key, value in zip(FIELDS, values, strict=True):
        spaced = re.sub(r"[_-]", " ", value or "")  # a file's name: wawancara_sri_wahyuni
        if key in ("name", "file"):  # where a name has no capital
            spaced = re.sub(r"\b[a-z]", lambda first: first[0].upper(), spaced)
        changes = [(hit.start, hit.stop, hit.new) for hit in find.hits(spaced, here) if hit.new]
        if not changes:
            continue
        new = replaced(value, changes)[0]
        if key != "name" or ids.fold(new) not in taken_names(project):
            found.append((key, value, new))
    return found


def correction(project: Project, source: bytes, text: str, marks: Marks) -> tuple[str, Marks, int, int]:
    """A corrected text of a source, its names replaced again where those of the source were: text, marks, how many names were
    replaced and how many may mean several people. UserError where the key that knows them lies here and is closed."""
    keyring: Names | None = project.keyring
    if not was_pseudonymised(project, source):
        return text, marks, 0, 0
    if keyring is None and key_path(project.path.parent).exists():
        raise UserError(
            _("names of this source were replaced, and a corrected text may bring them back"),
            where=project.value("SELECT name FROM source WHERE id=?", source),
            todo=_("Open the key, so that they are replaced again: --passphrase-file FILE or QUALCODE_PASSPHRASE"),
        )
    if keyring is None:
        return text, marks, 0, 0
    hits = _hits(finder(project, keyring), text, marks, _here(project, source))
    sure = [(hit.start, hit.stop, hit.new) for hit in hits if hit.new]
    new, blocks = replaced(text, sure)
    return new, carry_marks(marks, blocks), len(sure), len(hits) - len(sure)


def left_in(project: Project, source: bytes) -> int:
    """How many names the open key knows still stand in a source that was pseudonymised."""
    if project.keyring is None or not was_pseudonymised(project, source):
        return 0
    return sum(len(plan.hits) for plan in plans(project, finder(project, project.keyring), [source]))


def was_pseudonymised(project: Project, source: bytes) -> bool:
    """Whether names were taken out of a source's text."""
    return bool(
        project.rows("SELECT 1 FROM version WHERE source=? AND made='pseudonymised' AND removed=0 LIMIT 1", source)
    )


def apply(project: Project, todo: Iterable[Plan]) -> int:
    """Do what the plans say, as one action; how many texts changed. UserError where a source is in conflict."""
    with act(project, "pseudonymise", skip_conflicts=True) as a:
        count = _apply(project, a, todo)
        if any(kind == "source" for kind, _rec, _field in a.skipped):
            raise UserError(
                _("a text is in conflict: two people corrected it"), todo=_("Settle it first: qualcode conflicts")
            )
    return count


def _apply(project: Project, a: Act, todo: Iterable[Plan]) -> int:
    count = 0
    for plan in todo:
        if plan.hits:
            _replace(project, a, plan)
            count += 1
        if plan.fields:
            a.change("source", plan.source, **dict(plan.fields))
    return count


def rename_stand_ins(project: Project, a: Act, renamed: Mapping[str, str]) -> int:
    """Where names were taken out already, put another stand-in for these (old -> new), so that one person has one in all
    texts; how many texts changed. No key is needed: a stand-in is no secret."""
    taken_out = {
        source for (source,) in project.rows("SELECT source FROM version WHERE made='pseudonymised' AND removed=0")
    }
    if not taken_out or not renamed:
        return 0
    return _apply(project, a, plans(project, known_words({}, {}, renamed), taken_out))


def _replace(project: Project, a: Act, plan: Plan) -> None:
    now = versions.load(project, plan.version)
    assert now is not None
    text, blocks = replaced(now.text, [(hit.start, hit.stop, hit.new) for hit in plan.hits])
    number, encoding = project.conn.execute(
        "SELECT reader_number, encoding FROM version WHERE id=?", (now.id,)
    ).fetchone()
    marks = carry_marks(now.marks, blocks)
    fresh = versions.add(
        a, plan.source, text, marks, reader=now.reader, reader_number=number, encoding=encoding, previous=now.id,
        made="pseudonymised",
    )  # fmt: skip
    moving = _spans(project, plan.source, now, fresh, blocks)
    a.change("source", plan.source, version=fresh)
    _speakers(project, a, plan.source, now, text, marks)
    for kind, rec, span in moving:
        a.change(kind, rec, span=span)
    a.create(
        "withdrawal", ids.new_id(), target=NAMES, subject=ids.new_id(), reason="", recs=[],
        versions=[[now.id.hex(), fresh.hex(), [], blocks, 1]],
    )  # fmt: skip


def _spans(
    project: Project, source: bytes, now: versions.Version, fresh: bytes, blocks: tuple[Block, ...]
) -> list[tuple[str, bytes, tuple[bytes, int, int]]]:
    """Every live span of the source that lies exactly on the present text, and where it lies on the new one."""
    found = []
    for kind in KINDS:
        if kind.root != "source" or not any(one.name == "span" for one in kind.fields):
            continue
        for rec, version, start, stop in project.rows(
            f'SELECT id, version, start, stop FROM "{kind.name}" WHERE source=? AND removed=0', source
        ):
            place = versions.place_on(project, now, (version, start, stop))
            if place.state in ("unchanged", "moved"):
                found.append((kind.name, rec, (fresh, *carry(blocks, place.start, place.stop))))
    return found


def _speakers(project: Project, a: Act, source: bytes, now: versions.Version, text: str, marks: Marks) -> None:
    """Who speaks under a new label is who they were: side and participant go along."""
    renamed: dict[bytes, tuple[bytes, str]] = {}
    for old, new in zip(now.marks.turns, marks.turns, strict=True):
        if old.label and new.label and now.text[slice(*old.label)] != text[slice(*new.label)]:
            label = text[slice(*new.label)]
            was = ids.speaker_id(source, speaker_key(now.text[slice(*old.label)]))
            renamed.setdefault(was, (ids.speaker_id(source, speaker_key(label)), speaker_name(label)))
    for was, (rec, label) in renamed.items():
        row = project.conn.execute("SELECT participant, side FROM speaker WHERE id=? AND removed=0", (was,)).fetchone()
        if row is not None and rec != was:
            a.remove("speaker", was)
            a.create("speaker", rec, source=source, label=label, participant=row[0], side=row[1])
