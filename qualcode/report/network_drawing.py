"""Networks as shapes: all nodes, one node and its neighbours, or the theme map.

One rule: what is drawn is what was counted. A disc is as large as its places are many, a line as thick as the places of
both; nothing lies where dice threw it, and no arrow says that one thing causes another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from qualcode.display.graphs import layout
from qualcode.display.network import Network, Node, Tie, neighbours
from qualcode.display.seriation import ordered
from qualcode.report.charts import Drawing
from qualcode.report.drawing import Box, Disc, Lettering, Line, Shape
from qualcode.report.metrics import cut_to, text_width

WIDTH = 15.5  # cm
INK, LINE, FILL, PALE = "1F3347", "8FA6BF", "A9BDD3", "EEF2F7"
MOST = 30  # nodes in one picture: more are a tangle
LONG = 4.6  # cm: a name beyond that stands in a key below
_SIZE = 8.5  # points
_LETTER = 0.11  # cm from the middle of a line down to its baseline
Box4 = tuple[float, float, float, float]


def drawn(network: Network) -> tuple[Network, int]:
    """The nodes that have ties, at most ``MOST`` of them (those with most places shared), and how many are left out."""
    shared = {node.id: 0 for node in network.nodes}
    for tie in network.ties:
        shared[tie.one] += tie.together
        shared[tie.other] += tie.together
    tied = [node for node in network.nodes if shared[node.id]]
    kept = {node.id for node in sorted(tied, key=lambda node: -shared[node.id])[:MOST]}
    return (
        Network(
            tuple(node for node in tied if node.id in kept),
            tuple(tie for tie in network.ties if tie.one in kept and tie.other in kept),
        ),
        len(tied) - len(kept),
    )


def whole(network: Network) -> Drawing:
    """Every node of ``network`` (see ``drawn``) among those it meets."""
    nodes = {node.id: node for node in network.nodes}
    order = ordered(network)
    at = {rec: number for number, rec in enumerate(order)}
    strongest = max((tie.together for tie in network.ties), default=1)
    springs = [(at[tie.one], at[tie.other], tie.together / strongest) for tie in network.ties]
    height = 6.0 + min(9.0, 0.36 * len(order))
    wish = [(2.2 + x * (WIDTH - 4.4), 0.7 + y * (height - 1.4)) for x, y in layout(len(order), springs)]
    places = dict(zip(order, _apart(wish, height), strict=True))
    keyed = _keyed(nodes, order)
    shapes = _shapes(nodes, network.ties, places, _numbered(network.ties), keyed)
    key, below = _key(nodes, keyed, height)
    return Drawing((*shapes, *key), WIDTH, below)


def ego(network: Network, centre: bytes) -> Drawing:
    """One node in the middle, those it meets around it in order, the most frequent above and on clockwise; ties among these are
    thin and broken."""
    near = neighbours(network, centre)[: MOST - 1]
    nodes = {node.id: node for node in network.nodes}
    height = 7.0 + min(6.0, 0.3 * len(near))
    middle = WIDTH / 2, height / 2
    places = {centre: middle}
    for number, (node, _tie) in enumerate(near):
        angle = 2 * math.pi * number / max(1, len(near))
        places[node.id] = (
            middle[0] + (WIDTH / 2 - 3.0) * math.sin(angle),
            middle[1] - (height / 2 - 0.7) * math.cos(angle),
        )
    own = [tie for _node, tie in near]
    others = [
        tie for tie in network.ties if centre not in (tie.one, tie.other) and {tie.one, tie.other} <= places.keys()
    ]
    thin: list[Shape] = [
        Line(*places[tie.one], *places[tie.other], colour="C3D1E0", weight=0.5, dashed=True) for tie in others
    ]
    keyed = _keyed(nodes, list(places))
    key, below = _key(nodes, keyed, height)
    return Drawing((*thin, *_shapes(nodes, own, places, {id(tie) for tie in own}, keyed), *key), WIDTH, below)


def _keyed(nodes: Mapping[bytes, Node], order: Sequence[bytes]) -> dict[bytes, int]:
    """Numbers in the place of names, where one is too long to stand beside its disc; none where all are short."""
    long = max((text_width(node.name, _SIZE) for node in nodes.values()), default=0) > LONG
    return {rec: number for number, rec in enumerate(order, 1)} if long else {}


def _key(nodes: Mapping[bytes, Node], keyed: Mapping[bytes, int], at: float) -> tuple[list[Shape], float]:
    """The names of the numbers below the picture, and how far down it reaches then."""
    texts = {rec: f"{number}. {nodes[rec].name} ({nodes[rec].units})" for rec, number in keyed.items()}
    fits = all(text_width(text, _SIZE) <= WIDTH / 2 - 0.3 for text in texts.values())
    across = 2 if fits or len(keyed) > 16 else 1
    lines = -(-len(keyed) // across)
    shapes: list[Shape] = []
    for rec, number in keyed.items():
        column, line = divmod(number - 1, lines)
        place = 0.1 + column * WIDTH / across, at + 0.45 + line * 0.38
        shapes.append(Lettering(*place, cut_to(texts[rec], WIDTH / across - 0.3, _SIZE), _SIZE))
    return shapes, at + (0.35 + lines * 0.38 if keyed else 0)


def _apart(places: list[tuple[float, float]], height: float) -> list[tuple[float, float]]:
    """The places moved so far from each other that names fit between: a name is wide and low."""
    wide, tall = 3.0, 0.85
    found = [list(place) for place in places]
    for _round in range(120):
        for a in range(len(found)):
            for b in range(a + 1, len(found)):
                dx, dy = found[a][0] - found[b][0], found[a][1] - found[b][1]
                near = math.hypot(dx / wide, dy / tall)
                if near < 1:
                    push = (1 - near) * 0.3
                    dx, dy = (dx, dy) if near > 1e-6 else (0.0, 0.1)
                    length = math.hypot(dx / wide, dy / tall) or 1.0
                    for end, sign in ((a, 1), (b, -1)):
                        found[end][0] += sign * dx / length * push * 0.4
                        found[end][1] += sign * dy / length * push
        for place in found:
            place[0] = min(max(place[0], 1.4), WIDTH - 2.6)
            place[1] = min(max(place[1], 0.5), height - 0.5)
    return [(x, y) for x, y in found]


def _numbered(ties: Sequence[Tie]) -> set[int]:
    """The ties whose number is printed: the most frequent, as many as stay readable."""
    return {id(tie) for tie in ties[:20]}


def _shapes(
    nodes: Mapping[bytes, Node],
    ties: Sequence[Tie],
    places: Mapping[bytes, tuple[float, float]],
    numbered: set[int],
    keyed: Mapping[bytes, int],
) -> tuple[Shape, ...]:
    most_units = max((nodes[rec].units for rec in places), default=1)
    most = max((tie.together for tie in ties), default=1)
    radius = {rec: (0.2 if keyed else 0.12) + 0.3 * math.sqrt(nodes[rec].units / most_units) for rec in places}
    shapes: list[Shape] = []
    for tie in reversed(ties):
        shapes.append(
            Line(*places[tie.one], *places[tie.other], colour=LINE, weight=0.5 + 3.5 * tie.together / most)
        )  # fmt: skip
    shapes += [Disc(*places[rec], radius[rec], fill=FILL, colour=INK) for rec in places]
    taken: list[Box4] = [(x - radius[r], y - radius[r], x + radius[r], y + radius[r]) for r, (x, y) in places.items()]
    for rec, number in keyed.items():
        x, y = places[rec]
        shapes.append(Lettering(x, y + _LETTER, str(number), 9, bold=True, align="center"))
    for rec in sorted(places, key=lambda rec: -nodes[rec].units) if not keyed else ():
        text = f"{nodes[rec].name} ({nodes[rec].units})"
        shapes += _label(text, *places[rec], radius[rec], taken)
    for tie in ties:
        if id(tie) in numbered:
            (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
            text = str(tie.together)
            wide = text_width(text, 7.5) / 2 + 0.04
            for share in (0.5, 0.42, 0.58, 0.35, 0.65):
                x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
                spot = (x - wide, y - 0.14, x + wide, y + 0.14)
                if not any(_overlap(spot, other) for other in taken):
                    taken.append(spot)
                    shapes.append(Box(spot[0], spot[1], 2 * wide, 0.28, fill="FFFFFF", colour="FFFFFF", weight=0.1))
                    shapes.append(Lettering(x, y + 0.09, text, 7.5, align="center", colour=INK))
                    break
    return tuple(shapes)


def _label(text: str, x: float, y: float, radius: float, taken: list[Box4]) -> list[Shape]:
    """A name beside its disc, where it covers least of what is there already; cut at the edge of the page."""
    wide, tall = text_width(text, _SIZE), 0.32
    gap = radius + 0.08
    spots = (
        (x + gap, y), (x - gap - wide, y), (x - wide / 2, y - gap - tall / 2), (x - wide / 2, y + gap + tall / 2),
        (x + gap * 0.7, y - gap), (x + gap * 0.7, y + gap), (x - gap * 0.7 - wide, y - gap), (x - gap * 0.7 - wide, y + gap),
    )  # fmt: skip

    def cost(spot: tuple[float, float]) -> float:
        box = (spot[0], spot[1] - tall / 2, spot[0] + wide, spot[1] + tall / 2)
        outside = max(0.0, 0.05 - box[0]) + max(0.0, box[2] - WIDTH + 0.05) + max(0.0, 0.05 - box[1])
        return outside * 100 + sum(_overlap(box, other) for other in taken)

    left, middle = min(spots, key=cost)
    left = min(max(left, 0.05), max(0.05, WIDTH - 0.05 - wide))
    taken.append((left, middle - tall / 2, left + wide, middle + tall / 2))
    return [Lettering(left, middle + _LETTER, text, _SIZE)]


def _overlap(one: Box4, other: Box4) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0


def columns(
    themes: Sequence[tuple[str, str]], codes: Sequence[tuple[str, str, int]], measures: Sequence[tuple[str, str]],
    edges: Iterable[tuple[str, str, str, int]],
) -> Drawing:  # fmt: skip
    """The theme map: codes on the left (id, name, depth) in the order of their themes, themes in the middle, indicators on the
    right; ``edges`` are (one, other, kind, count) as in ``display.theme_map``. The themes that meet most, as many pairs as there are
    themes, are joined by a bow with its number."""
    edges = list(edges)
    rank = {rec: n for n, (rec, _name) in enumerate(themes)}
    first = {b: rank[a] for a, b, kind, _n in reversed(edges) if kind == "holds"}
    above = {b: a for a, b, kind, _n in edges if kind == "under"}
    codes = sorted(codes, key=lambda code: _first(code[0], first, above))
    rows = max(len(codes), len(themes) * 3, len(measures) * 2, 1)
    step, size = (0.46, _SIZE) if rows <= 40 else (0.36, 7.5)
    height = rows * step + 0.4
    y: dict[str, float] = {rec: 0.2 + step * (n + 0.5) for n, (rec, _name, _depth) in enumerate(codes)}
    y |= _spread(
        {rec: _middle(y, (b for a, b, k, _n in edges if a == rec and k == "holds")) for rec in rank}, 1.1, height
    )
    y |= _spread(
        {rec: _middle(y, (a for a, b, k, _n in edges if b == rec and k == "linked")) for rec, _name in measures},
        0.9,
        height,
    )
    shapes: list[Shape] = []
    left, box, right = 3.7, (4.5, 4.8), 12.3
    bows = sorted((edge for edge in edges if edge[2] == "together"), key=lambda edge: -edge[3])[: len(themes)]
    for a, b, kind, _count in edges:
        if kind == "holds" and b in y:
            shapes.append(Line(left + 0.05, y[b], box[0], y[a], colour=LINE, weight=0.6))
        elif kind == "linked":
            shapes.append(Line(box[0] + box[1], y[a] - 0.12, right, y[b], colour="B8C4CF", weight=0.5, dashed=True))
    for a, b, _kind, count in bows:
        shapes += _bow(box[0] + box[1], y[a] + 0.12, y[b] - 0.12, 0.5 + 1.5 * count / bows[0][3], str(count))
    for rec, name, depth in codes:
        shapes.append(Lettering(left, y[rec] + _LETTER, cut_to(name, left - 0.3 * depth, size), size, align="right"))
    for rec, name in themes:
        shapes.append(Box(box[0], y[rec] - 0.42, box[1], 0.84, fill=PALE, colour=INK))
        lines = _two(name, box[1] - 0.24)
        for n, line in enumerate(lines):
            base = y[rec] + _LETTER + (n - (len(lines) - 1) / 2) * 0.36
            shapes.append(Lettering(box[0] + 0.12, base, line, _SIZE, bold=True))
    for rec, name in measures:
        lines = _two(name, WIDTH - right - 0.15, bold=False)
        for n, line in enumerate(lines):
            shapes.append(Lettering(right + 0.1, y[rec] + _LETTER + (n - (len(lines) - 1) / 2) * 0.34, line, _SIZE))
    return Drawing(tuple(shapes), WIDTH, height)


def _first(code: str, first: Mapping[str, int], above: Mapping[str, str]) -> int:
    """The number of the first theme a code stands under, by itself or by a code above it."""
    return first[code] if code in first else _first(above[code], first, above) if code in above else len(first)


def _middle(y: Mapping[str, float], ends: Iterable[str]) -> float:
    found = [y[end] for end in ends if end in y]
    return sum(found) / len(found) if found else 0.0


def _two(text: str, room: float, *, bold: bool = True) -> list[str]:
    """The text on one line or two."""
    words = text.split()
    for n in range(len(words), 0, -1):
        head = " ".join(words[:n])
        if n == 1 or text_width(head, _SIZE, bold=bold) <= room:
            rest = " ".join(words[n:])
            return [cut_to(head, room, _SIZE, bold=bold), *([cut_to(rest, room, _SIZE, bold=bold)] if rest else [])]
    return [""]


def _spread(wish: Mapping[str, float], least: float, height: float) -> dict[str, float]:
    """Places near those wished for, in their order, at least ``least`` apart and within the height."""
    order = sorted(wish, key=lambda rec: wish[rec])
    placed: dict[str, float] = {}
    at = least / 2 + 0.2 - least
    for number, rec in enumerate(order):
        room = height - 0.2 - least / 2 - least * (len(order) - 1 - number)
        at = min(max(wish[rec], at + least), max(room, at + least))
        placed[rec] = at
    return placed


def _bow(x: float, y1: float, y2: float, weight: float, text: str) -> list[Shape]:
    wide = 0.25 + 0.09 * abs(y1 - y2)
    points = [
        (x + wide * math.sin(math.pi * k / 16), y1 + (y2 - y1) * (1 - math.cos(math.pi * k / 16)) / 2) for k in range(17)
    ]  # fmt: skip
    lines: list[Shape] = [Line(*a, *b, colour="6E8CAB", weight=weight) for a, b in pairwise(points)]
    return [*lines, Lettering(x + wide + 0.05, (y1 + y2) / 2 + _LETTER, text, 7.0, colour=INK)]
