"""The interview guide: its topics, linked to themes, and whether each was asked in a source. It tells silence from absence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from qualcode.collect.yamlfile import words
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Act, Project, act, blobs
from qualcode.store.ids import derived, fold
from qualcode.store.lookup import find

_SAME = 85.0  # rapidfuzz ratio from which a question that was reworded is the same question
_KIN = 65.0  # and from which a topic of the same id may be the same, brought up to date


@dataclass(frozen=True)
class Topic:
    """A question of the guide. ``themes``: names of the themes it opens; ``asked``: in how many sources it is recorded
    as asked, and in how many as not asked."""

    id: bytes
    key: str
    name: str
    name_en: str
    question: str
    themes: tuple[str, ...]
    asked: int
    not_asked: int


@dataclass(frozen=True)
class GuideChange:
    """A topic of a file beside the project's. ``state``: new, changed, same, or gone (in the project, not in the file)."""

    key: str
    name: str
    question: str
    state: str


def compare_guide(project: Project, data: Any, where: str, ids: str | None = None) -> list[GuideChange]:
    """What importing a guide would do, topic by topic in the file's order, then those that are gone from it. UserError as
    ``import_guide``."""
    there = {topic.id: topic for topic in topics(project)}
    found: list[GuideChange] = []
    for rec, fields in _read(project, data, where, ids)[0].items():
        old = there.pop(rec, None)
        same = old is not None and all(
            fields.get(name, known) == known
            for name, known in (
                ("name", old.name), ("name_en", old.name_en), ("question", old.question), ("themes", list(old.themes)),
            )
        )  # fmt: skip
        state = "new" if old is None else "same" if same else "changed"
        found.append(GuideChange(fields["key"], fields["name"], fields.get("question") or "", state))
    return found + [GuideChange(one.key, one.name, one.question, "gone") for one in there.values()]


def import_guide(project: Project, data: Any, where: str, ids: str | None = None) -> tuple[int, int]:
    """Bring in ``topics`` and ``asked`` of a guide (a mapping as read from YAML, or ``guide_files.read_guide``): how many
    topics and how many answers. One action.

    A topic is known by its id; one that is there is brought to what the file says of it, and what the file does not say
    stays. A topic without an id is the one there with the same name or nearly the same question, else it gets the next
    free of T01, T02 ... Topics that the file no longer has stay (``compare_guide`` tells them). A topic that a source
    listed in ``asked`` does not name was not asked there. UserError where something is not understood.

    Two guides are both numbered from 1. Where most ids of the file stand for other topics here, ``ids`` says what is meant:
    they are the "same", reworded, or another guide's and kept "apart" under free ids; unsaid (None) it is refused.
    """
    with act(project, "guide") as a:
        read, keys = _read(project, data, where, ids)
        for rec, fields in read.items():
            a.create("topic", rec, **fields)
        answers = _answers(project, a, data, keys, where)
    return len(read), answers


def _read(
    project: Project, data: Any, where: str, ids: str | None
) -> tuple[dict[bytes, dict[str, Any]], dict[str, bytes]]:
    """The fields of each topic of a guide by its record's id, only what the guide says; and the records by the ids the file
    writes."""
    if not isinstance(data, Mapping) or not isinstance(data.get("topics"), list):
        raise UserError(_("a guide file has a list “topics”"), where=where)
    there = topics(project)
    others = _other_topics(there, data["topics"], where, ids)
    named: dict[str, bytes] = {}
    written = {fold(str(one["id"])) for one in data["topics"] if isinstance(one, Mapping) and one.get("id")}
    taken = written | {fold(topic.key) for topic in there}
    free = [topic for topic in there if fold(topic.key) not in written]
    made = (f"T{number:02}" for number in count(1) if f"t{number:02}" not in taken)
    found: dict[bytes, dict[str, Any]] = {}
    for position, topic in enumerate(data["topics"], 1):
        if not isinstance(topic, Mapping) or not topic.get("name") or "id" not in topic:
            raise UserError(_("topic %d needs an id and a name") % position, where=where)
        place = f"{where}: {topic['id'] or position}"
        both = topic["name"] if isinstance(topic["name"], Mapping) else {"id": topic["name"]}
        fields: dict[str, Any] = {"name": words(both.get("id") or both.get("en"), place), "position": position}
        if "en" in both:
            fields["name_en"] = words(both["en"], place)
        if "question" in topic:
            fields["question"] = words(topic["question"], place)
        if topic.get("themes") is not None:
            if not isinstance(topic["themes"], list):
                raise UserError(_("“%s” must be a list") % "themes", where=place)
            fields["themes"] = [str(theme) for theme in topic["themes"]]
        if topic["id"] and fold(str(topic["id"])) not in others:
            key = str(topic["id"])
        else:
            known = _same_topic(free, fields["name"], fields.get("question") or "")
            if known is not None:
                free.remove(known)
            key = known.key if known is not None else next(made)
        rec = derived(project.id, "topic:" + fold(key))
        if rec in found:
            raise UserError(_("two topics have the id “%s”") % key, where=where)
        found[rec] = {"key": key} | fields
        named[str(topic["id"] or key)] = rec
    return found, named


def _other_topics(there: list[Topic], topics: list[Any], where: str, ids: str | None) -> set[str]:
    """The ids of the file, folded, that stand for other topics in the project and get free ones. UserError where nobody said
    what is meant and most of them do."""
    from rapidfuzz import fuzz

    known = {fold(topic.key): topic for topic in there}
    met, others = 0, []
    for topic in topics:
        if not isinstance(topic, Mapping) or (old := known.get(fold(str(topic.get("id") or "")))) is None:
            continue
        met += 1
        name = topic.get("name")
        said = name.values() if isinstance(name, Mapping) else [name]
        alike = max(fuzz.token_set_ratio(fold(old.name), fold(str(one))) for one in (*said, ""))
        if topic.get("question") and old.question:
            alike = max(alike, fuzz.ratio(fold(old.question), fold(str(topic["question"]))))
        if alike < _KIN:
            others.append((old, str(topic["id"]), next(iter(map(str, said)), "")))
    if ids == "apart":
        return {fold(key) for _old, key, _name in others}
    if ids is None and len(others) * 2 > met:
        old, key, name = others[0]
        raise UserError(
            _("this looks like another guide: %s is “%s” here and “%s” in the file") % (key, old.name, name), where=where,
            todo=_("--ids apart keeps both, under new ids; --ids same brings the topics up to date"),
        )  # fmt: skip
    return set()


def _same_topic(there: list[Topic], name: str, question: str) -> Topic | None:
    """The topic that a question without an id was, at the last import: of the same name, else worded almost the same."""
    from rapidfuzz import fuzz

    for topic in there:
        if fold(topic.name) == fold(name):
            return topic
    alike = [(fuzz.ratio(fold(topic.question), fold(question)), at) for at, topic in enumerate(there) if topic.question]
    score, at = max(alike, default=(0.0, 0))
    return there[at] if question and score >= _SAME else None


def _answers(project: Project, a: Act, data: Mapping[str, Any], keys: dict[str, bytes], where: str) -> int:
    answered = data.get("asked") or {}
    if not isinstance(answered, Mapping):
        raise UserError(_("“asked” names for each source the topics asked in it"), where=where)
    answers = 0
    for name, asked in answered.items():
        if not isinstance(asked, list | None):
            raise UserError(_("“%s” must be a list") % name, where=where)
        source = find(project, "source", str(name), where=where)
        yes = set(map(str, asked or []))
        if unknown := yes - set(keys):
            raise UserError(_("there is no guide topic “%s”") % sorted(unknown)[0], where=f"{where}: {name}")
        for key, topic in keys.items():
            a.create("asked", asked_id(source, topic), source=source, topic=topic, asked=int(key in yes))
            answers += 1
    return answers


def remove_topic(project: Project, topic: bytes) -> int:
    """Take a topic out with its answers; how many answers. One action."""
    with act(project, "guide") as a:
        answers = project.rows("SELECT id FROM asked WHERE topic=? AND removed=0", topic)
        for (rec,) in answers:
            a.remove("asked", rec)
        a.remove("topic", topic)
    return len(answers)


def asked_id(source: bytes, topic: bytes) -> bytes:
    return derived(source, "asked:" + topic.hex())


def topics(project: Project) -> list[Topic]:
    """The guide in its order."""
    return [
        Topic(
            rec,
            key,
            name,
            name_en or "",
            blobs.prose(project.conn, question),
            tuple(json.loads(themes or "[]")),
            yes or 0,
            no or 0,
        )
        for rec, key, name, name_en, question, themes, yes, no in project.rows(
            "SELECT t.id, t.key, t.name, t.name_en, t.question, t.themes, SUM(a.asked=1), SUM(a.asked=0) FROM topic t"
            " LEFT JOIN asked a ON a.topic=t.id AND a.removed=0 WHERE t.removed=0 GROUP BY t.id ORDER BY t.position, t.key"
        )
    ]


def asked_in(project: Project) -> dict[tuple[bytes, bytes], bool]:
    """For each (source, topic) that is recorded: whether it was asked."""
    return {
        (s, t): bool(asked) for s, t, asked in project.rows("SELECT source, topic, asked FROM asked WHERE removed=0")
    }
