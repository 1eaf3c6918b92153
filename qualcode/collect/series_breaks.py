"""Breaks of an indicator's series: a year from which its figures mean something else than before.

The rule: a definition, a base population or a source that changed is for a person to say, with a reason; from then on no
change is worked out across it. Breaks are one setting an indicator, so that a colleague's are there after a merge.
"""

from __future__ import annotations

import json

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.ids import derived

YEARS = range(1945, 2200)


def breaks(project: Project, indicator: bytes) -> dict[int, str]:
    """The reason by year: figures of that year and later are not comparable with those before."""
    value = project.value("SELECT value FROM setting WHERE removed=0 AND key=?", _key(indicator))
    return {int(year): str(reason) for year, reason in sorted(json.loads(value).items())} if value else {}


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
    key = _key(indicator)
    with act(project, "series break") as a:
        a.create(
            "setting", derived(project.id, "setting:" + key), key=key,
            value={str(at): why for at, why in sorted(kept.items())},
        )  # fmt: skip
    return True


def _key(indicator: bytes) -> str:
    return f"breaks:{indicator.hex()}"
