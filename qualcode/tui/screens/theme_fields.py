"""Writing a field of a theme: one is chosen in a drawer, and written in the line below."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from qualcode.conclude.constructs import constructs, set_constructs
from qualcode.i18n import N_, _
from qualcode.reduce.themes import LEVELS, NATURES, Theme, set_theme
from qualcode.tui.screens.base import Place
from qualcode.tui.widgets.chooser import Choice

WORDS = {
    "name": N_("name: a claim"),
    "concept": N_("central idea"),
    "boundaries": N_("boundaries: what is in and what is out"),
    "question": N_("research question"),
    "negative": N_("what reading the negative cases came to"),
    "narrative": N_("narrative"),
    "nature": N_("problem, strength or neutral"),
    "level": N_("semantic or latent"),
}
THEORY = N_("constructs of the literature, with ; between")
_CHOICES = {"nature": NATURES, "level": LEVELS}


def write_field(screen: Place, theme: Theme, reload: Callable[[], Awaitable[None]]) -> None:
    """Ask which field of the theme, then its words; written as one action."""

    async def write(field: str, text: str) -> None:
        await screen.session.write(lambda project: set_theme(project, theme.id, **{field: text}))
        await reload()
        screen.say(_("Written · %s takes it back") % screen.main.key_of("work.undo"))

    def chosen(choice: Choice, stay: bool) -> None:
        field = choice.key
        if field == "theory":
            screen.question(tied())
            return
        if field in _CHOICES:
            values = [Choice(value, _(value)) for value in _CHOICES[field]]
            screen.choose(
                "values", _(WORDS[field]), lambda query: values, lambda one, stay: screen.job(write(field, one.key))
            )
            return
        screen.write_line(f"{_(WORDS[field])}:", getattr(theme, field), lambda text: screen.job(write(field, text)))

    async def tied() -> None:
        """The constructs, which stand beside the theme and not in it."""
        now = await screen.session.read(lambda project: constructs(project).get(theme.id, ()))

        async def keep(text: str) -> None:
            named = [name.strip() for name in text.split(";") if name.strip()]
            await screen.session.write(lambda project: set_constructs(project, theme.id, named))
            screen.say(_("Written · %s takes it back") % screen.main.key_of("work.undo"))

        screen.write_line(f"{_(THEORY)}:", "; ".join(now), lambda text: screen.job(keep(text)))

    fields = [Choice(field, _(words), getattr(theme, field)) for field, words in WORDS.items()]

    fields.append(Choice("theory", _(THEORY)))

    def find(query: str) -> list[Choice]:
        return [one for one in fields if query.casefold() in one.name.casefold()]

    screen.choose("fields", _("Write of “%s” …") % theme.shown, find, chosen)
