"""The map: which screens there are, the six areas they stand in, and the path that leads to each.

The rule: a way is a tuple of screen names from the outermost inwards; behind a screen lies what ``x`` leads back to.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.i18n import N_

_AT = "qualcode.tui.screens."
SCREENS = {
    "home": (_AT + "home", "HomeScreen"),
    "sources": (_AT + "sources", "SourcesScreen"),
    "attributes": (_AT + "attributes", "AttributesScreen"),
    "asked": (_AT + "asked", "AskedScreen"),
    "review": (_AT + "review", "ReviewScreen"),
    "versions": (_AT + "versions", "VersionsScreen"),
    "same": (_AT + "same", "SameScreen"),
    "withdrawal": (_AT + "withdrawal", "WithdrawalScreen"),
    "files": (_AT + "files", "FilesScreen"),
    "incoming": (_AT + "incoming", "IncomingScreen"),
    "turns": (_AT + "turns", "TurnsScreen"),
    "imported": (_AT + "imported", "ImportedScreen"),
    "coding": (_AT + "coding", "CodingScreen"),
    "matrix": (_AT + "matrix", "MatrixScreen"),
    "forms": (_AT + "forms", "FormsScreen"),
    "quotes": (_AT + "quotes", "QuotesScreen"),
    "framework": (_AT + "framework", "FrameworkScreen"),
    "issues": (_AT + "issues", "IssuesScreen"),
    "numbers": (_AT + "numbers", "NumbersScreen"),
    "triangulation": (_AT + "triangulation", "TriangulationScreen"),
    "themes": (_AT + "themes", "ThemesScreen"),
    "theme": (_AT + "theme", "ThemeScreen"),
    "findings": (_AT + "findings", "FindingsScreen"),
    "finding": (_AT + "finding", "FindingScreen"),
    "checks": (_AT + "checks", "ChecksScreen"),
    "basket": (_AT + "basket", "BasketScreen"),
    "network": (_AT + "network", "NetworkScreen"),
    "citymap": (_AT + "citymap", "CityMapScreen"),
    "codebook": (_AT + "codebook", "CodebookScreen"),
    "search": (_AT + "search", "SearchScreen"),
    "queue": (_AT + "queue", "QueueScreen"),
    "memos": (_AT + "memos", "MemosScreen"),
    "history": (_AT + "history", "HistoryScreen"),
    "progress": (_AT + "progress", "ProgressScreen"),
    "swot": (_AT + "swot", "SwotScreen"),
    "tows": (_AT + "tows", "TowsScreen"),
    "merge": (_AT + "merge", "MergeScreen"),
    "conflicts": (_AT + "conflicts", "ConflictsScreen"),
    "agreement": (_AT + "agreement", "AgreementScreen"),
    "board": (_AT + "board", "BoardScreen"),
}

WAYS: dict[str, tuple[str, ...]] = {
    "go.home": ("home",),
    "go.sources": ("sources",),
    "go.codebook": ("codebook",),
    "go.memos": ("memos",),
    "go.history": ("history",),
    "go.queue": ("queue",),
    "go.review": ("sources", "review"),
    "go.matrix": ("matrix",),
    "go.framework": ("framework",),
    "go.issues": ("framework", "issues"),
    "go.numbers": ("numbers",),
    "go.network": ("network",),
    "go.map": ("citymap",),
    "go.triangulation": ("triangulation",),
    "go.themes": ("themes",),
    "go.findings": ("findings",),
    "go.checks": ("findings", "checks"),
    "go.swot": ("swot",),
    "go.basket": ("basket",),
    "go.progress": ("sources", "progress"),
    "go.merge": ("sources", "progress", "merge"),
    "go.conflicts": ("sources", "progress", "conflicts"),
    "go.agreement": ("sources", "progress", "agreement"),
    "go.board": ("sources", "progress", "board"),
}
"""The commands that do nothing but go. ``go.people``, ``go.coding`` and ``go.search`` have to choose something first."""


@dataclass(frozen=True)
class Area:
    """A step of the method, or an evening's work: ``command`` goes to where one was in it last, ``here`` are its screens,
    ``ways`` the commands that lead into it with a word for each, the first one where one was nowhere yet."""

    title: str
    command: str
    here: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]


AREAS = (
    Area(
        N_("Collect"), "go.collect",
        ("sources", "attributes", "asked", "versions", "same", "withdrawal", "files", "incoming", "turns", "imported"),
        (("go.sources", N_("Sources")), ("go.people", N_("People"))),
    ),
    Area(
        N_("Reduce"), "go.reduce", ("coding", "queue", "codebook", "search", "memos", "review"),
        (
            ("go.coding", N_("Coding")), ("go.queue", N_("Proposals")), ("go.codebook", N_("Codebook")), ("go.search", N_("Search")),
            ("go.memos", N_("Memos")), ("go.review", N_("To review")),
        ),
    ),
    Area(
        N_("Display"), "go.display",
        ("matrix", "forms", "quotes", "framework", "issues", "numbers", "network", "citymap"),
        (("go.matrix", N_("Matrix")), ("go.framework", N_("Summaries")), ("go.issues", N_("Issues")), ("go.numbers", N_("Numbers")), ("go.network", N_("Network")), ("go.map", N_("Tile map"))),
    ),
    Area(
        N_("Conclude"), "go.conclude", ("triangulation", "themes", "theme", "swot", "tows", "findings", "finding", "checks"),
        (("go.themes", N_("Themes")), ("go.triangulation", N_("Triangulation")), ("go.swot", N_("SWOT, TOWS")), ("go.findings", N_("Findings")), ("go.checks", N_("Member checks"))),
    ),
    Area(
        N_("Team"), "go.team", ("progress", "merge", "conflicts", "agreement", "board"),
        (
            ("go.progress", N_("Progress")), ("go.merge", N_("Merge, sync")), ("go.conflicts", N_("Conflicts")),
            ("go.agreement", N_("Agreement")), ("go.board", N_("Settling")),
        ),
    ),
    Area(N_("Report"), "go.report", ("basket",), (("go.basket", N_("Basket")),)),
)  # fmt: skip
ALWAYS = (
    ("go.home", N_("What waits")),
    ("go.history", N_("History")),
    ("app.help", N_("Help")),
    ("app.commands", N_("Commands")),
    ("app.quit", N_("Quit, at once")),
)


def area_of(screen: str) -> Area | None:
    return next((area for area in AREAS if screen in area.here), None)
