"""The interview guide: its topics, linked to themes, and whether each was asked in a source. It tells silence from absence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
            name = topic["name"]
            both = name if isinstance(name, Mapping) else {"id": name}
            rec = keys[str(topic["id"])] = derived(project.id, "topic:" + fold(str(topic["id"])))
            a.create(
                "topic", rec, key=str(topic["id"]), name=both.get("id") or both.get("en"), name_en=both.get("en"),
                question=topic.get("question"), themes=list(topic.get("themes") or []), position=position,
            )  # fmt: skip
        for name, asked in (data.get("asked") or {}).items():
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


def read_guide(path: Path) -> Any:
    """The guide as its file has it (YAML)."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise UserError(_("the guide cannot be read: %s") % str(error).split("\n")[0], where=str(path)) from None
