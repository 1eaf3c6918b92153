"""The keys that row h of each screen names: which commands, in what order, with which words.

The rule: what matters most stands first and gives way last; the last one of a screen always stays.
"""

from __future__ import annotations

from qualcode.tui.footers import collecting, concluding, displaying, everywhere, reducing, team, text

FOOTERS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    **everywhere.FOOTERS,
    **text.FOOTERS,
    **collecting.FOOTERS,
    **reducing.FOOTERS,
    **displaying.FOOTERS,
    **concluding.FOOTERS,
    **team.FOOTERS,
}
