"""Evidence by name: what a person types for a figure or a verdict, and what is read for the ids a finding keeps.

One rule: a figure is ``indicator / region / year`` and a verdict ``indicator / region``, as tables name them; what was kept
is looked up when it is read, so that a corrected figure or a changed verdict shows as it is now.
"""

from __future__ import annotations

from qualcode.collect.regions import region_named
from qualcode.conclude.cases import Case
from qualcode.conclude.findings import Finding
from qualcode.conclude.joint import joints
from qualcode.conclude.wording import verdict_label
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.numerals import format_number
from qualcode.reduce.themes import links
from qualcode.store import Project
from qualcode.store.lookup import find


def figure_named(project: Project, text: str) -> str:
    """The figure (hex id) of ``indicator / region [/ year]``, the newest where no year is named. UserError where there is none."""
    indicator, region, year = _parts(text, 3)
    rows = project.rows(
        "SELECT id, year FROM figure WHERE indicator=? AND region=? AND removed=0 ORDER BY year DESC",
        find(project, "indicator", indicator), region_named(project, region),
    )  # fmt: skip
    wanted = [rec for rec, of in rows if not year or str(of) == year]
    if not wanted:
        raise UserError(_("there is no figure “%s”") % text, todo=_("“qualcode %s” lists them") % "figures")
    return str(wanted[0].hex())


def verdict_named(project: Project, one: Finding, text: str) -> str:
    """The verdict ``indicator / region`` of a finding's theme, as ``link:region``. UserError where its themes are not linked
    to that indicator."""
    indicator, region, _rest = _parts(text, 2)
    wanted = find(project, "indicator", indicator)
    for theme in one.themes:
        for link in links(project, theme):
            if link.indicator == wanted:
                return f"{link.id.hex()}:{region_named(project, region).hex()}"
    raise UserError(_("no theme of this finding is linked to “%s”") % indicator)


def _parts(text: str, most: int) -> tuple[str, str, str]:
    parts = [part.strip() for part in text.split("/")]
    if not 2 <= len(parts) <= most or not all(parts):
        raise UserError(
            _("“%s” is not understood") % text, todo=_("Write INDICATOR / REGION, for a figure also / YEAR")
        )
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""


def for_swot(project: Project, one: Case) -> dict[str, list[object]]:
    """What a finding rests on, as a SWOT factor holds its evidence; what stands against it goes along as counter-evidence."""
    finding = one.finding
    found: dict[str, list[object]] = {
        "themes": [theme.hex() for theme in finding.themes], "codings": list(finding.evidence.get("codings", ())),
        "against": [piece.segment.codings[0].hex() for piece in one.against],
        "figures": [
            {"indicator": indicator.hex(), "region": region.hex(), "year": year}
            for rec in finding.evidence.get("figures", ())
            for indicator, region, year in project.rows(
                "SELECT indicator, region, year FROM figure WHERE id=? AND removed=0", bytes.fromhex(rec)
            )
        ],
    }  # fmt: skip
    return {kind: held for kind, held in found.items() if held}


def evidence_words(project: Project, one: Finding) -> list[tuple[str, str, str]]:
    """What a finding rests on beside its passages, as it is now: (kind, hex id, words). What is gone is left out."""
    names = dict(project.rows("SELECT id, name FROM theme WHERE removed=0"))
    found = [("themes", theme.hex(), names[theme]) for theme in one.themes if theme in names]
    for rec in one.evidence.get("figures", ()):
        for indicator, region, year, value, printed in project.rows(
            "SELECT i.name, r.name, f.year, f.value, f.printed FROM figure f JOIN indicator i ON i.id=f.indicator"
            " JOIN region r ON r.id=f.region WHERE f.id=? AND f.removed=0", bytes.fromhex(rec),
        ):  # fmt: skip
            shown = printed if value is None else format_number(value, 0 if float(value).is_integer() else 2)
            found.append(("figures", rec, f"{indicator}, {region}, {year}: {shown}"))
    kept = one.evidence.get("verdicts", ())
    if not kept:
        return found
    themes = {rec.split(":")[0]: link for link, rec in _kept_links(project, kept)}
    for joint in [joint for theme in dict.fromkeys(themes.values()) for joint in joints(project, theme=theme)]:
        by_area = {verdict.area: verdict for verdict in joint.result.verdicts}
        for area, region in joint.areas.items():
            rec = f"{joint.link.id.hex()}:{region.id.hex()}"
            if rec in kept and area in by_area:
                words = f"{joint.theme.shown} × {joint.series.indicator.name}, {area}: {verdict_label(by_area[area])}"
                found.append(("verdicts", rec, words))
    return found


def _kept_links(project: Project, kept: tuple[str, ...]) -> list[tuple[bytes, str]]:
    """The theme of the link of each verdict that is kept."""
    themes = dict(project.rows("SELECT id, theme FROM link WHERE removed=0"))
    return [(themes[rec], verdict) for verdict in kept if (rec := bytes.fromhex(verdict.split(":")[0])) in themes]
