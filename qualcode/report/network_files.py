"""A network as a file: a picture, a graph for other programs, or its tables as a document.

The rule: the ending says which, and all are of the same counted network.
"""

from __future__ import annotations

from pathlib import Path

from qualcode.display import graphs
from qualcode.display.meetings import Meeting
from qualcode.display.network import around
from qualcode.display.theme_map import theme_map as themes_mapped
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.report.blocks import Document
from qualcode.report.network_figure import map_figure, network_blocks, network_figure, notes_of, source_of
from qualcode.report.phrases import speaking
from qualcode.report.picture import PICTURES, write_picture
from qualcode.report.writers import WRITERS, clean_text, save, write
from qualcode.store import Project

GRAPHS = {".graphml": graphs.graphml, ".gexf": graphs.gexf}


def write_network(
    project: Project, met: Meeting, path: Path, *, at_least: int = 1, ego: bytes | None = None, theme_map: bool = False,
    coder: bytes | None = None, language: str = "id", force: bool = False,
) -> None:  # fmt: skip
    """``met`` into ``path`` by its ending; ``theme_map``: with the codes and indicators of its themes. UserError where the ending is
    unknown, nothing meets, or the file cannot be written."""
    ending = path.suffix.lower()
    known = (*PICTURES, *GRAPHS, *WRITERS)
    if ending not in known:
        raise UserError(
            _("no network can be written as {ending}").format(ending=ending or _("a file without ending")),
            where=str(path),
            todo=_("End the name with one of {endings}").format(endings=" ".join(known)),
        )
    if not met.network.ties and not theme_map:
        raise UserError(_("no two of them meet that often"), todo=_("Try a smaller --at-least, or another --unit"))
    if ending in GRAPHS:
        made = (
            themes_mapped(project, met) if theme_map else graphs.graph(around(met.network, ego) if ego else met.network)
        )
        save(clean_text(GRAPHS[ending](made).decode()).encode(), path, force=force)
        return
    with speaking(language):
        if ending in PICTURES:
            notes, source = notes_of(met, at_least)[:1], source_of(project)
            figure = map_figure(project, met, source) if theme_map else network_figure(met, notes, source, ego)
            if figure is None:
                raise UserError(_("there are no themes yet"), todo=_("“qualcode themes import FILE” brings them in"))
            write_picture(figure, path, language=language, force=force)
            return
        blocks = network_blocks(
            project,
            met.unit,
            met.near,
            of=met.of,
            coder=coder,
            at_least=at_least,
            where=met.where,
            ego=ego,
            linked=True,
        )
        figure = network_figure(met, (), "", ego)
    write(Document(figure.caption, tuple(blocks), language=language), path, force=force)
