"""Networks in a document: the ordered matrix, the most frequent ties with their quotes, and the picture.

One rule: a tie is printed as places with both of places with either, with the transcripts in which they meet and Jaccard's
coefficient, and leads to the passages; the notes say the unit, the layer, the order, and that meeting is no cause.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.joint import fieldwork_year
from qualcode.display.meetings import Meeting, meetings, together
from qualcode.display.network import Network, around
from qualcode.display.seriation import ordered
from qualcode.display.theme_map import theme_map
from qualcode.i18n import language
from qualcode.reduce.codebook import codebook
from qualcode.report import network_drawing as draw
from qualcode.report.blocks import Block, Cell, Column, Figure, Quotes, Row, Table, number
from qualcode.report.phrases import saying
from qualcode.report.quoting import Quoter
from qualcode.store import Project

MATRIX = 14  # rows of the matrix on paper
TIES = 10  # rows of the table of ties

# fmt: off
said = saying({
    "net_codes": ("Kode yang Muncul Bersama {unit}", "Codes That Occur Together {unit}"),
    "net_themes": ("Tema yang Muncul Bersama {unit}", "Themes That Occur Together {unit}"),
    "net_ego": ("{name} dan yang Muncul Bersamanya {unit}", "{name} and What Occurs with It {unit}"),
    "net_map": ("Peta Tema: Tema, Kode, dan Indikator", "Theme Map: Themes, Codes and Indicators"),
    "net_matrix": ("Matriks {what}", "Matrix: {what}"), "net_ties": ("Pasangan Terkerap: {what}", "Most Frequent Pairs: {what}"),
    "net_span": ("dalam Bagian yang Bertumpang", "in Overlapping Passages"), "net_turn": ("dalam Giliran yang Sama", "in the Same Turn"),
    "net_source": ("dalam Transkrip yang Sama", "in the Same Transcript"),
    "net_near": ("dalam Jarak {k} Giliran", "within {k} Turns"),
    "net_with": ("bersama", "with"), "net_both": ("Keduanya", "Both"), "net_either": ("Satu atau keduanya", "Either"),
    "net_transcripts": ("Transkrip", "Transcripts"), "net_jaccard": ("Jaccard", "Jaccard"),
    "unit_span": ("Satuan hitung: rentang, yakni bagian-bagian dua kode yang bertumpang dihitung satu.",
                  "Counting unit: stretches, passages of the two codes that overlap counting as one."),
    "unit_turn": ("Satuan hitung: giliran bicara.", "Counting unit: turns."),
    "unit_source": ("Satuan hitung: transkrip.", "Counting unit: transcripts."),
    "unit_near": ("Satuan hitung: giliran yang memuat salah satu kode dan berjarak paling jauh {k} giliran dari kode yang lain "
                  "(giliran pewawancara ikut dihitung jaraknya).",
                  "Counting unit: turns with one of the codes, at most {k} turns away from the other (turns of the interviewer count as distance)."),
    "net_numbers": ("Bilangan = satuan yang memuat keduanya; pada diagonal, yang memuat kode itu. Jaccard (1901) = keduanya dibagi salah satu atau keduanya.",
                    "Numbers = units with both; on the diagonal, with that code. Jaccard (1901) = both divided by either."),
    "net_order": ("Urutan baris menurut keterkaitan: klaster pautan rata-rata atas Jaccard, ujung terdekat bertemu (Gruvaeus dan Wainer 1972).",
                  "Rows ordered by their ties: average linkage on Jaccard, closest ends meeting (Gruvaeus and Wainer 1972)."),
    "net_no_cause": ("Muncul bersama bukan sebab dan akibat.", "Occurring together is not cause and effect."),
    "net_least": ("Pasangan yang bertemu kurang dari {n} kali tidak ditampilkan.", "Pairs that meet fewer than {n} times are left out."),
    "net_left": ("{n} yang lebih jarang bertemu tidak tampak.", "{n} that meet less are not shown."),
    "net_where": ("Hanya kode menurut saringan: {query}.", "Only codings of the query: {query}."),
    "net_look": ("Besar bulatan dan bilangan dalam kurung = satuan yang memuatnya; tebal garis = satuan yang memuat keduanya.",
                 "Size of a disc and number in brackets = units that carry it; thickness of a line = units with both."),
    "net_alt": ("Jejaring {n} simpul dan {ties} pasangan. Terkerap: {most}.", "A network of {n} nodes and {ties} pairs. Most frequent: {most}."),
    "net_pair": ("{one} dengan {other} ({n})", "{one} with {other} ({n})"), "net_none": ("tidak ada", "none"),
    "map_look": ("Garis: kode yang membentuk tema. Garis putus: tautan ke indikator. Lengkung: tema yang paling sering muncul bersama {unit}, dengan bilangannya.",
                 "Lines: codes that make a theme. Broken lines: links to indicators. Bows: themes that most often occur together {unit}, with their number."),
    "map_alt": ("{themes} tema, {codes} kode, {measures} indikator. Tema yang paling sering muncul bersama: {most}.",
                "{themes} themes, {codes} codes, {measures} indicators. Themes that most often occur together: {most}."),
})
# fmt: on


def network_blocks(
    project: Project, unit: str = "turn", near: int = 0, *, of: str = "", coder: bytes | None = None, at_least: int = 2,
    where: str = "", ego: bytes | None = None, linked: bool = False,
) -> list[Block]:  # fmt: skip
    """What meets, for a chapter: the matrix, the ties, the picture and (of themes) the theme map; nothing where no two meet.

    ``of``: codes or themes, empty for themes where two of them meet, else codes. ``linked``: ties lead to their quotes, which
    are given too. Written in the language in use (``phrases.speaking``).
    """
    for kind in (of,) if of else ("themes", "codes"):
        met = meetings(project, unit, near, of=kind, coder=coder, where=where, at_least=at_least)
        if met.network.ties:
            break
    else:
        return []
    notes, source = notes_of(met, at_least), source_of(project)
    quoter = Quoter(project) if linked else None
    table, *quotes = ties_table(met, notes if ego else notes[:1], source, quoter, ego)
    blocks = [table] if ego else [matrix_table(met, notes, source), table]
    blocks.append(network_figure(met, notes[:1], source, ego))
    if kind == "themes" and not ego and (drawn := map_figure(project, met, source)):
        blocks.append(drawn)
    return [*blocks, *quotes]


def source_of(project: Project) -> str:
    """The source line of our own counts, with the year of the fieldwork."""
    year = fieldwork_year(project)
    return said("own_data", year=f", {year}" if year else "")


def _what(met: Meeting) -> str:
    return said(f"net_{met.of}", unit=_unit(met))


def _unit(met: Meeting) -> str:
    return said(f"net_{met.unit}", k=met.near)


def notes_of(met: Meeting, at_least: int) -> tuple[str, ...]:
    """How it was counted: the unit first."""
    found = [said(f"unit_{met.unit}", k=met.near), said("net_numbers"), said("net_no_cause")]
    if at_least > 1:
        found.append(said("net_least", n=at_least))
    if met.where:
        found.append(said("net_where", query=met.where))
    if met.unsettled:
        found.append(said("unsettled", n=met.unsettled))
    return tuple(found)


def matrix_table(met: Meeting, notes: tuple[str, ...], source: str) -> Table:
    """The ordered matrix of the nodes that meet most, each pair once, below the diagonal."""
    network, left = draw.drawn(met.network)
    if len(network.nodes) > MATRIX:
        network, more = _most(network, MATRIX)
        left += more
    names = {node.id: node for node in network.nodes}
    order = [rec for rec in ordered(network) if rec in names]
    columns = (
        Column("name", said("theme" if met.of == "themes" else "code"), width=4.6),
        *(Column(rec.hex(), str(n), width=0.8, align="center") for n, rec in enumerate(order, 1)),
    )
    strongest = max((tie.together for tie in network.ties), default=1)
    rows = []
    for n, one in enumerate(order):
        cells = [Cell(f"{n + 1}. {names[one].name}")]
        for other in order[: n + 1]:
            tie = network.tie(one, other)
            count = names[one].units if one == other else tie.together if tie else 0
            shade = None if one == other or not count else count / strongest
            cells.append(Cell(str(count) if count else "–", count, shade=shade, kind="state"))
        rows.append(Row(tuple(cells)))
    more_notes = (said("net_order"), *((said("net_left", n=left),) if left else ()))
    return Table(
        said("net_matrix", what=_what(met)), columns, tuple(rows), (*notes, *more_notes), source, f"network-{met.of}"
    )


def _most(network: Network, count: int) -> tuple[Network, int]:
    """The network among the ``count`` nodes of its most frequent ties, and how many others there were."""
    kept: dict[bytes, None] = {}
    for tie in network.ties:
        if len(kept | {tie.one: None, tie.other: None}) <= count:
            kept |= {tie.one: None, tie.other: None}
    nodes = tuple(node for node in network.nodes if node.id in kept)
    ties = tuple(tie for tie in network.ties if tie.one in kept and tie.other in kept)
    return Network(nodes, ties), len(network.nodes) - len(nodes)


def ties_table(
    met: Meeting, notes: tuple[str, ...], source: str, quoter: Quoter | None, ego: bytes | None = None
) -> list[Block]:
    """The most frequent ties (of ``ego``: all of its own), and with a quoter the passages of each."""
    names = {node.id: node.name for node in met.network.nodes}
    ties = [tie for tie in met.network.ties if ego in (None, tie.one, tie.other)]
    shown = ties[:TIES]
    rows, quotes = [], list[Quotes]()
    for tie in shown:
        one, other = (tie.other, tie.one) if tie.other == ego else (tie.one, tie.other)
        place = f"{names[one]} × {names[other]} | {met.of} {met.unit}"
        rows.append(
            Row((
                Cell(names[one]), Cell(names[other]), Cell(str(tie.together), tie.together, link=place if quoter else None, kind="number"),
                Cell(str(tie.either), tie.either, kind="number"), Cell(str(tie.sources), tie.sources, kind="number"),
                number(tie.jaccard, 2, language()),
            ))
        )  # fmt: skip
        if quoter:
            title = said("net_pair", one=names[one], other=names[other], n=tie.together)
            quotes.append(quoter.listed(place, title, together(met, one, other)))
    columns = (
        Column("one", said("theme" if met.of == "themes" else "code"), width=4.2), Column("other", said("net_with"), width=4.2),
        Column("both", said("net_both")), Column("either", said("net_either")), Column("sources", said("net_transcripts")),
        Column("jaccard", said("net_jaccard")),
    )  # fmt: skip
    left = (said("net_left", n=len(ties) - len(shown)),) if len(ties) > len(shown) else ()
    what = said("net_ego", name=names[ego], unit=_unit(met)) if ego else _what(met)
    table = Table(said("net_ties", what=what), columns, tuple(rows), (*notes, *left), source, f"ties-{met.of}")
    return [table, *quotes]


def network_figure(met: Meeting, notes: tuple[str, ...], source: str, ego: bytes | None = None) -> Figure:
    """The picture of a network, or of one node and those it meets."""
    names = {node.id: node.name for node in met.network.nodes}
    if ego:
        network, left = around(met.network, ego), 0
        drawing = draw.ego(network, ego)
        caption = said("net_ego", name=names[ego], unit=_unit(met))
    else:
        network, left = draw.drawn(met.network)
        drawing = draw.whole(network)
        caption = _what(met)
    all_notes = (said("net_look"), *notes, *((said("net_left", n=left),) if left else ()))
    alt = said(
        "net_alt", n=len(network.nodes), ties=len(network.ties), most=_pairs(network, names, ego)
    )  # fmt: skip
    return Figure(caption, drawing.shapes, alt, drawing.width, drawing.height, all_notes, source, f"net-{met.of}")


def _pairs(network: Network, names: dict[bytes, str], ego: bytes | None = None) -> str:
    ties = [tie for tie in network.ties if ego in (None, tie.one, tie.other)][:3]
    found = [said("net_pair", one=names[tie.one], other=names[tie.other], n=tie.together) for tie in ties]
    return "; ".join(found) or said("net_none")


def map_figure(project: Project, met: Meeting, source: str = "") -> Figure | None:
    """The theme map over a network of themes; None where there are no themes. UserError where networkx is not installed."""
    drawn = theme_map(project, met)
    kinds = dict(drawn.nodes(data="kind"))
    labels = dict(drawn.nodes(data="label"))
    themes_ = [(rec, labels[rec]) for rec in kinds if kinds[rec] == "theme"]
    if not themes_:
        return None
    codes = [
        (code.id.hex(), code.shown, max(0, code.depth - 1)) for code in codebook(project) if kinds.get(code.id.hex()) == "code"
    ]  # fmt: skip
    measures = [(rec, labels[rec]) for rec in kinds if kinds[rec] == "indicator"]
    edges: Sequence[tuple[str, str, str, int]] = [
        (*_from_theme(a, b, kinds), data["kind"], int(data.get("together", 0))) for a, b, data in drawn.edges(data=True)
    ]
    drawing = draw.columns(themes_, codes, measures, edges)
    alt = said(
        "map_alt", themes=len(themes_), codes=len(codes), measures=len(measures),
        most=_pairs(met.network, {node.id: node.name for node in met.network.nodes}),
    )  # fmt: skip
    notes = (said("map_look", unit=_unit(met).lower()), said("net_no_cause"))
    return Figure(said("net_map"), drawing.shapes, alt, drawing.width, drawing.height, notes, source, "theme-map")


def _from_theme(a: str, b: str, kinds: dict[str, str]) -> tuple[str, str]:
    """An edge with its theme first."""
    return (b, a) if kinds[b] == "theme" and kinds[a] != "theme" else (a, b)
