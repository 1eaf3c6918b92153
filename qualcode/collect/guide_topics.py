"""A topic of an interview guide, made of the words of a file.

The rule: an id stands where one was written and is the only one of its kind, else it is left empty.
"""

from __future__ import annotations

import re
from collections import Counter

NAME = 60  # a topic's name made of its question is at most so long


_NAMED = re.compile(r"(?P<name>[^?:–—]{2,60}?)\s*(?::|\s[–—-])\s+(?P<question>\S.*)")


def topic_of(key: str, name: str, question: str) -> dict[str, str]:
    """A topic; its name, where none is written, is what stands before a colon or the beginning of its question."""
    name, question = " ".join(name.split()), " ".join(question.split())
    if not name and (match := _NAMED.match(question)):
        name, question = match["name"], match["question"]
    if not name:
        name = question[: question.find("?") + 1] or question
        name = name if len(name) <= NAME else name[:NAME].rsplit(" ", 1)[0].rstrip(",;") + " …"
    return {"id": key, "name": name.rstrip(": "), "question": question}


def with_own_ids(topics: list[dict[str, str]]) -> list[dict[str, str]]:
    """Ids written twice (1. under A and under B) are told apart by their heading; those that cannot be are dropped."""
    twice = _written_twice(topics)
    for topic in topics:
        section = topic.pop("section", "")
        if section and topic["id"].casefold() in twice:
            topic["id"] = f"{section}.{topic['id']}"
    twice = _written_twice(topics)
    for topic in topics:
        if topic["id"].casefold() in twice:
            topic["id"] = ""
    return topics


def _written_twice(topics: list[dict[str, str]]) -> set[str]:
    counts = Counter(topic["id"].casefold() for topic in topics if topic["id"])
    return {key for key, count in counts.items() if count > 1}
