"""An interview guide written as headings with questions under them, or as a numbered list.

A heading with questions under it is one topic, its questions joined. Questions are topics of their own where each has
an id of its own (``A.2``, ``1.3``, ``T07``, a numbering that runs on from heading to heading) or where there is only one
heading, the title. A list of short labelled lines without questions is a list of topics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qualcode.collect.guide_topics import topic_of, with_own_ids

HEAD = 100  # a longer paragraph without a question is an instruction


LABEL = re.compile(
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


def topics_of_outline(text: str) -> tuple[list[dict[str, str]], list[str]]:
    left_out: list[str] = []
    tree = _tree(_lines(text))
    running = _numbering_runs_on(tree)
    found = list(_topics(tree.under, "", running, left_out))
    if len(found) == 1 and len(found[0][1].under) > 1:  # one heading, the title: its questions are the topics
        found = list(_each(found[0][1].under, ""))
    return with_own_ids([_from_node(key, node) for key, node in found]), left_out


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
        inner = LABEL.match(match["text"])
        return _Node(match["hashes"], _key(inner) if inner else "", inner["text"] if inner else match["text"])
    if match := _BULLET.match(line):
        return _Node(f"bullet{len(match['indent'].expandtabs(4)) // 2}", "", match["text"])
    if match := LABEL.match(line):
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
    topic = topic_of(node.key, "" if node.asks else node.text, " ".join([*([node.text] if node.asks else []), *below]))
    return topic | {"section": section}
