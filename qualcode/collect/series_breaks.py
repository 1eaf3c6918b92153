"""Breaks of an indicator's series: a year from which its figures mean something else than before.

The rule: a definition, a base population or a source that changed is for a person to say, with a reason; from then on no
change is worked out across it. Breaks are one setting an indicator, so that a colleague's are there after a merge.
"""

from __future__ import annotations

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.settings import setting, write_setting

YEARS = range(1945, 2200)


def breaks(project: Project, indicator: bytes) -> dict[int, str]:
    """The reason by year: figures of that year and later are not comparable with those before."""
    kept = setting(project, _key(indicator)) or {}
    return {int(year): str(reason) for year, reason in sorted(kept.items())}


def set_break(project: Project, indicator: bytes, year: int, reason: str) -> bool:
    """Say that the series breaks in ``year``; an empty reason takes the break out. Whether anything changed. UserError for a
    year that is none."""
    if year not in YEARS:
        raise UserError(_("%d is no year") % year)
    known = breaks(project, indicator)
    kept = {at: why for at, why in known.items() if at != year}
    if reason.strip():
        kept[year] = reason.strip()
    if kept == known:
        return False
    with act(project, "series break") as a:
        write_setting(project, a, _key(indicator), {str(at): why for at, why in sorted(kept.items())})
    return True


def _key(indicator: bytes) -> str:
    return f"breaks:{indicator.hex()}"
