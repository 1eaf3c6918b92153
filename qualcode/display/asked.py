"""Where a theme was asked about: the guide topics that open it, and the sources in which somebody recorded one of them.

One rule: a source left out of the record has not been asked as far as anybody knows, and is no zero.
"""

from __future__ import annotations

from collections import defaultdict

from qualcode.collect.guide import asked_in, topics
from qualcode.display.rows import Row, theme_rows
from qualcode.reduce.themes import Theme, themes
from qualcode.store import Project
from qualcode.store.ids import fold


def topic_links(project: Project, wanted: list[Theme]) -> dict[bytes, set[bytes]]:
    """For each theme the guide topics that open it."""
    names = {fold(name): t.id for t in wanted for name in (t.name, t.name_en) if name}
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for topic in topics(project):
        for name in topic.themes:
            if fold(name) in names:
                found[names[fold(name)]].add(topic.id)
    return found


def asked_by_row(project: Project, rows: list[Row]) -> dict[bytes, dict[bytes, bool]]:
    """Of each theme that a topic opens whose being asked somebody recorded somewhere: whether one of its topics was asked, by
    source; and of each code that is only in such themes. A source left out of the record has not been asked as far as anybody
    knows, and is no zero."""
    record, opens = asked_in(project), topic_links(project, themes(project))
    kept = {topic for _source, topic in record}
    holding: dict[bytes, list[bytes]] = defaultdict(list)  # code -> its themes
    for theme in theme_rows(project):
        holding[theme.id] = [theme.id]
        for code in theme.codes:
            holding[code].append(theme.id)
    found: dict[bytes, dict[bytes, bool]] = {}
    for row in rows:
        opening = [opens.get(theme, set()) for theme in holding[row.id]]
        if opening and all(one & kept for one in opening):
            wanted = set().union(*opening)
            found[row.id] = {source: True for (source, topic), asked in record.items() if topic in wanted and asked}
    return found
