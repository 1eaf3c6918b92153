"""The interview guide: its topics, linked to themes, and whether each was asked in a source. It tells silence from absence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.collect.yamlfile import words
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act, blobs
from qualcode.store.ids import derived, fold
from qualcode.store.lookup import find


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


def import_guide(project: Project, data: Any, where: str) -> tuple[int, int]:
    """Bring in ``topics`` and ``asked`` of a guide (a mapping as read from YAML). A topic that a listed source does not
    name was not asked there. How many topics and how many answers. UserError where something is not understood."""
    if not isinstance(data, Mapping) or not isinstance(data.get("topics"), list):
        raise UserError(_("a guide file has a list “topics”"), where=where)
    keys: dict[str, bytes] = {}
    answers = 0
    with act(project, "guide") as a:
        for position, topic in enumerate(data["topics"], 1):
            if not isinstance(topic, Mapping) or not topic.get("id") or not topic.get("name"):
                raise UserError(_("topic %d needs an id and a name") % position, where=where)
            place = f"{where}: {topic['id']}"
            name = topic["name"]
            both = name if isinstance(name, Mapping) else {"id": name}
            themes = topic.get("themes") or []
            if not isinstance(themes, list):
                raise UserError(_("“%s” must be a list") % "themes", where=place)
            rec = keys[str(topic["id"])] = derived(project.id, "topic:" + fold(str(topic["id"])))
            a.create(
                "topic", rec, key=str(topic["id"]), name=words(both.get("id") or both.get("en"), place), name_en=words(both.get("en"), place),
                question=words(topic.get("question"), place), themes=[str(theme) for theme in themes], position=position,
            )  # fmt: skip
        answered = data.get("asked") or {}
        if not isinstance(answered, Mapping):
            raise UserError(_("“asked” names for each source the topics asked in it"), where=where)
        for name, asked in answered.items():
            if not isinstance(asked, list | None):
                raise UserError(_("“%s” must be a list") % name, where=where)
            source = find(project, "source", str(name), where=where)
            unknown = set(map(str, asked or [])) - set(keys)
            if unknown:
                raise UserError(_("there is no guide topic “%s”") % sorted(unknown)[0], where=f"{where}: {name}")
            for key, topic_id in keys.items():
                rec = asked_id(source, topic_id)
                a.create("asked", rec, source=source, topic=topic_id, asked=int(key in set(map(str, asked or []))))
                answers += 1
    return len(keys), answers


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
