"""Who said it? The passages behind a summary or an issue row; ``x`` leads back to where Enter was pressed."""

from __future__ import annotations

from qualcode.i18n import N_
from qualcode.tui.screens.meeting_quotes import NetworkQuotes


class FrameworkQuotes(NetworkQuotes):
    way = ("framework", "framework-quotes")
    place_name = N_("Summaries")


class IssuesQuotes(NetworkQuotes):
    way = ("framework", "issues", "issues-quotes")
    place_name = N_("Issues")
