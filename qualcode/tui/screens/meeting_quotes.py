"""Who said it? The passages behind a tie of the network or a tile of the map; ``x`` leads back to where Enter was pressed."""

from __future__ import annotations

from qualcode.i18n import N_, _
from qualcode.reduce.counting import Segment
from qualcode.tui.screens.quotes import QuotesScreen


class NetworkQuotes(QuotesScreen):
    way: tuple[str, ...] = ("network", "network-quotes")
    place_name = N_("Network")

    def where(self) -> tuple[str, ...]:
        return (_(self.place_name), *super().where()[1:])

    async def _open(self, one: Segment) -> None:
        await self.main.read_at(one.source, *self.way, start=one.start, stop=one.stop)


class MapQuotes(NetworkQuotes):
    way = ("citymap", "citymap-quotes")
    place_name = N_("Tile map")
