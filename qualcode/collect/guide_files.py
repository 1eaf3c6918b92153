"""An interview guide as people write it: a table, headings with questions under them, or a numbered list.

The rule: ids are kept where they are written (``T01``, ``1.``, ``A.2``), every question lands in exactly one topic or is
told, and nothing is stored here: a guide file becomes the same mapping that a YAML guide is, for a person to look at.

A heading with questions under it is one topic, its questions joined. Questions are topics of their own where each has
an id of its own (``A.2``, ``1.3``, ``T07``, a numbering that runs on from heading to heading) or where there is only one
heading, the title. A list of short labelled lines without questions is a list of topics.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.collect.yamlfile import load_yaml
from qualcode.errors import UserError
from qualcode.i18n import _

NAME = 60  # a topic's name made of its question is at most so long
HEAD = 100  # a longer paragraph without a question is an instruction


@dataclass(frozen=True)
class GuideFile:
    """``data``: as a YAML guide has it; a topic whose id was not written has none. ``left_out``: lines that are in no topic."""

    data: Any
    left_out: tuple[str, ...] = ()


def read_guide(path: Path) -> GuideFile:
    """A guide from .yaml, .yml, or any text a reader knows (.md, .docx, .txt, .odt). UserError where it holds no topic."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return GuideFile(load_yaml(path))
    from qualcode.collect.readers import read_file

    topics, left_out = understand(read_file(path).text)
    if not topics:
        raise UserError(
            _("there is no topic in it"),
            where=str(path),
            todo=_("Write questions under headings, a numbered list, or a table No | Topic | Question"),
        )
    return GuideFile({"topics": topics}, tuple(left_out))


def understand(text: str) -> tuple[list[dict[str, str]], list[str]]:
    """The topics of a text (id where written, name, question) and the lines that are in none."""
    rows = _table(text)
    found, left_out = _of_table(rows) if rows else _of_outline(text)
    topics = [topic for topic in found if any(map(str.isalnum, topic["name"]))]
    return topics, left_out + [topic["question"] for topic in found if topic not in topics]


# --- a table

_NUMBER_HEADS = {"no", "no.", "nomor", "id", "kode", "number", "code", "#"}
_TOPIC_HEADS = {"topik", "tema", "dimensi", "aspek", "topic", "theme", "dimension", "variabel", "nama"}
_QUESTION_HEADS = ("pertanyaan", "question", "butir", "panduan pertanyaan", "probing", "sub", "turunan")


def _table(text: str) -> list[list[str]]:
    """The rows of the largest table: cells between bars or tabs, a line without either belonging to the cell before it."""
    best: list[list[str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        rows: list[list[str]] = []
        for line in block.split("\n"):
            if line.strip().startswith("|") and line.count("|") > 2:
                cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
                if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                    rows.append(cells)
            elif line.count("\t") > 1 or (
                "\t" in line and (rows or _LABEL.match(line) is None)
            ):  # `1.<tab>Uang?` is a list
                rows.append([cell.strip() for cell in line.split("\t")])
            elif rows and line.strip():
                rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}".strip()
        if len(rows) > max(1, len(best)):
            best = rows
    return best if best and max(map(len, best)) > 1 else []


def _of_table(rows: list[list[str]]) -> tuple[list[dict[str, str]], list[str]]:
    heads = [cell.casefold() for cell in rows[0]]
    named = {"id": _column(heads, _NUMBER_HEADS), "name": _column(heads, _TOPIC_HEADS)}
    questions = [at for at, head in enumerate(heads) if head.startswith(_QUESTION_HEADS)]
    if questions or named["name"] is not None:
        rows = rows[1:]
    else:  # no heading row: No | Topic | Question, or No | Question, or Topic | Question
        width = max(map(len, rows))
        numbered = sum(bool(row[0]) and _id_only(row[0]) for row in rows) * 2 > len(rows)
        named["id"] = 0 if numbered else None
        first = 1 if numbered else 0
        named["name"] = first if width - first > 1 else None
        questions = list(range(first + (named["name"] is not None), width))
    topics: list[dict[str, str]] = []
    left_out: list[str] = []
    for row in rows:
        key, name = (
            row[at].strip(" .") if at is not None and at < len(row) else "" for at in (named["id"], named["name"])
        )
        asked = " ".join(row[at] for at in questions if at < len(row) and row[at])
        if (key or name) and (name or asked):
            topics.append(_topic(key, name, asked))
        elif asked and topics:  # a merged cell: one more question of the topic above
            topics[-1]["question"] = f"{topics[-1]['question']} {asked}".strip()
        elif asked:
            topics.append(_topic("", "", asked))
        elif any(row):
            left_out.append(" ".join(filter(None, row)))
    return _unique(topics), left_out


def _column(heads: list[str], names: set[str]) -> int | None:
    return next((at for at, head in enumerate(heads) if head in names), None)


def _id_only(cell: str) -> bool:
    match = _LABEL.match(cell + " x") or _LABEL.match(cell + ". x")
    return bool(match and match["text"] == "x")


# --- headings and lists

_LABEL = re.compile(
    r"""\s*(?:
      (?P<code>[A-Z]{1,3}-?\d{1,3}[a-z]?)[.):]?           # T01, Q7
    | (?P<dotted>(?:[A-Z]|\d{1,2})(?:\.\d{1,2}){1,3})[.):]?  # A.2, 1.3
    | (?P<num>\d{1,3})[.)]
    | (?P<upper>[A-Z])[.)]
    | (?P<roman>[IVX]{2,5})[.)]
    | (?P<lower>[a-z])[.)]
    )(?:\s+|(?<=[.):])(?=[^\W\d]))(?P<text>\S.*)""",
    re.VERBOSE,
)
_BULLET = re.compile(r"(?P<indent>\s*)[-*•–—◦▪○]\s+(?P<text>\S.*)")
_HEADING = re.compile(r"(?P<hashes>#{1,6})\s+(?P<text>\S.*)")
_ASKS = re.compile(
    r"(?:apa(?:kah)?|siapa(?:kah)?|(?:di |ke |dari )?mana(?:kah)?|kapan(?:kah)?|mengapa|kenapa|bagaimana(?:kah)?|berapa(?:kah)?"
    r"|adakah|pernahkah|ceritakan|jelaskan|sebutkan|gambarkan|how|what|who|where|when|why|which|do|does|is|are|tell|describe)\b",
    re.I,
)
_NAMED = re.compile(r"(?P<name>[^?:–—]{2,60}?)\s*(?::|\s[–—-])\s+(?P<question>\S.*)")
_FULL_IDS = ("code", "dotted")


@dataclass
class _Node:
    """A line with what stands under it. ``style``: how it is labelled."""

    style: str
    key: str
    text: str
    under: list[_Node] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        return "?" in self.text or bool(_ASKS.match(self.text))


def _of_outline(text: str) -> tuple[list[dict[str, str]], list[str]]:
    left_out: list[str] = []
    tree = _tree(_lines(text))
    running = _numbering_runs_on(tree)
    found = list(_topics(tree.under, "", running, left_out))
    if len(found) == 1 and len(found[0][1].under) > 1:  # one heading, the title: its questions are the topics
        found = list(_each(found[0][1].under, ""))
    return _unique([_from_node(key, node) for key, node in found]), left_out


def _lines(text: str) -> Iterator[_Node]:
    """The lines with their labels; a line that only goes on is joined to the one before it."""
    last: _Node | None = None
    blank = True
    for line in text.split("\n"):
        bare = re.sub(r"[*_]{2,}|(?<=\s)_|_(?=\s)", "", line).rstrip()
        if not bare.strip():
            blank = True
            continue
        node = _labelled(bare, last)
        if node.style == "plain" and last is not None and not blank and not last.style.startswith("#"):
            last.text = f"{last.text} {bare.strip()}"
            continue
        if last is not None:
            yield last
        last, blank = node, False
    if last is not None:
        yield last


def _labelled(line: str, last: _Node | None) -> _Node:
    if match := _HEADING.match(line):
        inner = _LABEL.match(match["text"])
        return _Node(match["hashes"], _key(inner) if inner else "", inner["text"] if inner else match["text"])
    if match := _BULLET.match(line):
        return _Node(f"bullet{len(match['indent'].expandtabs(4)) // 2}", "", match["text"])
    if match := _LABEL.match(line):
        style = str(match.lastgroup if match.lastgroup != "text" else "")
        style = next(name for name in ("code", "dotted", "num", "upper", "roman", "lower") if match[name])
        if style == "upper" and match["upper"] in "IVX" and (last is None or last.key != chr(ord(match["upper"]) - 1)):
            style = "roman"
        if style == "dotted":
            style += str(match["dotted"].count("."))
        return _Node(style, _key(match), match["text"])
    return _Node("plain", "", line.strip())


def _key(match: re.Match[str]) -> str:
    return next(match[name] for name in ("code", "dotted", "num", "upper", "roman", "lower") if match[name])


def _tree(lines: Iterator[_Node]) -> _Node:
    """Each line under the one it belongs to: Markdown headings by their signs, then a paragraph that heads others, then
    labels in the order in which their styles first appear below it."""
    top = _Node("", "", "")
    open_: list[_Node] = [top]
    for node in lines:
        if node.style == "plain" and not node.asks:
            if len(node.text) <= HEAD and not node.text.endswith("."):
                node.style = "head"
            else:
                node.style = "aside"
        rank = _rank(node.style)
        if rank is not None:
            while len(open_) > 1 and (_rank(open_[-1].style) or 99) >= rank:
                open_.pop()
        else:
            at = next((at for at, one in enumerate(open_) if one.style == node.style), None)
            if at is not None:
                del open_[at:]
            elif node.style.startswith("bullet"):
                while open_[-1].style.startswith("bullet") and open_[-1].style > node.style:
                    open_.pop()
        open_[-1].under.append(node)
        if node.style != "aside":
            open_.append(node)
    return top


def _rank(style: str) -> int | None:
    """Where a fixed level is meant: Markdown headings, then heading paragraphs; an aside belongs to what is open."""
    return len(style) if style.startswith("#") else 7 if style == "head" else None


def _numbering_runs_on(tree: _Node) -> bool:
    """Whether numbers under one heading go on under the next: then a number is a question's own id."""
    groups = [[one.key for one in node.under if one.style == "num"] for node in _walk(tree)]
    numbers = [key for group in groups for key in group]
    return sum(bool(group) for group in groups) > 1 and len(set(numbers)) == len(numbers)


def _walk(node: _Node) -> Iterator[_Node]:
    yield node
    for one in node.under:
        yield from _walk(one)


def _topics(nodes: list[_Node], section: str, running: bool, left_out: list[str]) -> Iterator[tuple[str, _Node]]:
    """(the section's id, node) of each topic."""
    for node in nodes:
        questions = [one for one in node.under if one.style != "aside"]
        holds_topics = any(one.under and not one.asks for one in questions)
        if not holds_topics:
            left_out += [one.text for one in node.under if one.style == "aside"]
        if node.style == "aside":
            left_out.append(node.text)
        elif node.asks or not questions:
            if node.asks or node.key or node.style.startswith("bullet"):
                yield section, node
            else:
                left_out.append(node.text)  # a title, a heading with nothing under it
        elif holds_topics:
            yield from _topics(node.under, node.key or section, running, left_out)
        elif all(one.style.startswith(_FULL_IDS) or (running and one.style == "num") for one in questions):
            yield from _each(questions, node.key)
        else:
            yield section, node


def _each(nodes: list[_Node], section: str) -> Iterator[tuple[str, _Node]]:
    return ((section, node) for node in nodes if node.style != "aside")


def _from_node(section: str, node: _Node) -> dict[str, str]:
    below = [one.text for under in node.under for one in _walk(under) if one.style != "aside"]
    topic = _topic(node.key, "" if node.asks else node.text, " ".join([*([node.text] if node.asks else []), *below]))
    return topic | {"section": section}


# --- topics


def _topic(key: str, name: str, question: str) -> dict[str, str]:
    """A topic; its name, where none is written, is what stands before a colon or the beginning of its question."""
    name, question = " ".join(name.split()), " ".join(question.split())
    if not name and (match := _NAMED.match(question)):
        name, question = match["name"], match["question"]
    if not name:
        name = question[: question.find("?") + 1] or question
        name = name if len(name) <= NAME else name[:NAME].rsplit(" ", 1)[0].rstrip(",;") + " …"
    return {"id": key, "name": name.rstrip(": "), "question": question}


def _unique(topics: list[dict[str, str]]) -> list[dict[str, str]]:
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
