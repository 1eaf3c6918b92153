"""Which of the two? What two people wrote without having seen each other, whole and side by side.

The rule: a digit decides and goes on; what is left open stays, the later one standing meanwhile. A decision is an ordinary
action: it reaches every computer. Undo gives back what showed before; it opens no conflict again, since both sides were seen.
"""

from __future__ import annotations

from qualcode.i18n import _, ngettext
from qualcode.reduce.opposed import Opposed, Stand, Write, opposed, renamed, shown_conflicts, under
from qualcode.store import Project
from qualcode.tui.drawing import Parts, beside, column, cut, differing, ends, rule
from qualcode.tui.screens.listing import ListScreen, when


class ConflictsScreen(ListScreen):
    kind = "conflicts"
    most = 6

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Opposed] = []
        self._settled: list[
            Opposed
        ] = []  # in this sitting: they can be decided again, since undo does not open them again
        self._hidden = 0
        self._loaded = False

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Team"), _("Merge"), _("Conflicts"))

    def sentence(self) -> str:
        if self._hidden:
            said = ngettext("%d waits until its round closes", "%d wait until their round closes", self._hidden)
            return said % self._hidden
        return _("This decision reaches every computer with the next merge or sync.")

    async def reload(self) -> None:
        def read(project: Project) -> tuple[list[Opposed], int]:
            shown, hidden = shown_conflicts(project)
            return [opposed(project, one) for one in shown], hidden

        found, self._hidden = await self.session.read(read)
        open_ = {_key(one) for one in found}
        self._settled = [one for one in self._settled if _key(one) not in open_]
        self._found = found + self._settled
        self._loaded = True
        self.showing(len(self._found))

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        count = len(self._found) - len(self._settled)
        if count:
            said = ngettext("%d conflict waits for you", "%d conflicts wait for you", count) % count
        else:
            said = _("Nobody wrote anything that stands against another") if self._loaded else _("Looking …")
            said = _("All is settled; another digit decides anew") if self._settled else said
        return [[(" " + said, self.palette.style(strong=True))], [("─" * width, self.palette.style(quiet=True))]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._found[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        left: Parts = [
            ("▸" if here else " ", strong), ("✓ " if one in self._settled else "  ", quiet), (cut(one.kind, 11) + " ", quiet),
            (one.name or "–", strong if here else self.palette.style()), (f"  {one.field}", quiet),
        ]  # fmt: skip
        return ends(left, [(f" {one.what} ", quiet)], width, quiet)

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        if one is None:
            return []
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        lines = [
            rule(f"{one.kind} {one.name} · {one.field}", f"{self.rows.at + 1}/{len(self._found)}", width, quiet, strong)
        ]
        half = (width - 6) // 2
        room = max(4, self.size.height - 12 - min(len(self._found), 6) - 2 * len(one.differ[:3]))
        if len(one.stands) == 2 and one.conflict.what != "cycle":
            left, right = one.stands
            first, second = differing(left.words, right.words)
            if one.conflict.what != "field":
                first, second = [(word, False) for word, _x in first], [(word, False) for word, _x in second]
            lines += beside([self._head(1, left, half)], [self._head(2, right, half)], half, quiet)
            lines += beside(column(first, half, room, plainly, strong), column(second, half, room, plainly, strong), half, quiet)  # fmt: skip
        else:
            for number, stand in enumerate(one.stands[:room], 1):
                words = " ".join(stand.words.split()) or "–"
                lines.append([*self._head(number, stand, 34), (" " + cut(words, max(10, width - 38)), plainly)])
        for before, after in one.differ[: 6 if self.tall else 3]:
            lines.append(
                [("   1 ", quiet), (cut(before or "–", half - 4), plainly), (" 2 ", quiet), (after or "–", plainly)]
            )
        stands = _("%d is the later one and stands meanwhile") % len(one.stands) if one.conflict.what == "field" else ""
        lines.append(rule(_("What may be done"), stands, width, quiet, strong))
        lines.append(self._choices(one))
        return lines

    def _head(self, number: int, stand: Stand, width: int) -> Parts:
        text = f"{number}  {stand.who}, {when(stand.stamp)}"
        return [(cut(text, width), self.palette.style(quiet=True))]

    def _choices(self, one: Opposed) -> Parts:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        keys = self.main.keys
        parts: Parts = [("  ", quiet)]
        for number, (words, _write) in enumerate(one.choices, 1):
            parts += [(f" {number} ", strong), (words + " ", quiet)]
        more = []
        if one.conflict.what == "name":
            more.append(("conflicts.write", _("the later one gets another name")))
        elif one.conflict.what == "cycle":
            more.append(("conflicts.write", _("choose what stands above it")))
        elif one.own is not None:
            more += [("conflicts.both", _("both texts")), ("conflicts.write", _("write it"))]
        for id, words in more:
            parts += [(f" {keys.command(id).keys[0]} ", strong), (words + " ", quiet)]
        return parts

    # Keys

    def _here(self) -> Opposed | None:
        return self._found[self.rows.at] if self._found else None

    def run_command(self, id: str) -> bool:
        if id.startswith("conflicts.side-"):
            self._take(int(id.rpartition("-")[2]))
            return True
        return super().run_command(id)

    def _take(self, number: int) -> None:
        one = self._here()
        if one is None:
            return
        if number > len(one.choices):
            self.say(_("There is no choice %d here") % number)
            return
        words, write = one.choices[number - 1]
        self.job(self._decide(one, write, f"{number}: {words}"))

    def do_conflicts_both(self) -> None:
        one = self._here()
        if one is None:
            return
        if one.own is None:
            self.say(_("These are no texts that can stand together"))
            return
        words = "\n".join(dict.fromkeys(stand.words.strip() for stand in one.stands if stand.words.strip()))
        self.job(self._decide(one, one.own(words), _("both texts stand")))

    def do_conflicts_write(self) -> None:
        one = self._here()
        if one is None:
            return
        if one.conflict.what == "name":
            conflict = one.conflict

            def named(text: str) -> None:
                self.job(self._decide(one, renamed(conflict, text.strip()), _("it is called “%s” now") % text.strip()))

            self.write_line(_("New name of the later one:"), "", named, check=_needed)
        elif one.conflict.what == "cycle":
            self.question(self._choose_above(one))
        elif one.own is not None:
            own = one.own

            def done(text: str) -> None:
                self.job(self._decide(one, own(text), _("your words stand")))

            self.write_line(_("What shall stand:"), one.stands[-1].words, done)
        else:
            self.say(_("Choose one of the sides: this is no text"))

    async def _choose_above(self, one: Opposed) -> None:
        from qualcode.reduce.codebook import codebook
        from qualcode.tui.ranking import Named, ranked
        from qualcode.tui.widgets.chooser import Choice

        codes = {code.id.hex(): code.shown for code in await self.session.read(codebook) if code.id != one.conflict.rec}
        named = [Named(id, (name,)) for id, name in codes.items()]

        def find(query: str) -> list[Choice]:
            return [Choice(id, codes[id]) for id in (ranked(named, query) if query else codes)]

        def chosen(choice: Choice, stay: bool) -> None:
            self.job(self._decide(one, under(one.conflict, choice.key), choice.name))

        self.choose("above", _("What stands above it?"), find, chosen)

    async def _decide(self, one: Opposed, write: Write, said: str) -> None:
        await self.session.write(write)
        self._settled = [*(other for other in self._settled if _key(other) != _key(one)), one]
        await self.reload()
        undo = self.main.keys.command("work.undo").keys[0]
        self.say(_("Settled: %s") % said + " · " + _("%s undoes it") % undo)

    def do_list_open(self) -> None:
        """Read it in the text, where it is about a passage."""
        one = self._here()
        if one is None:
            return
        if one.place is None:
            self.say(_("This is not about a passage; it is shown whole here"))
            return
        source, start, stop = one.place
        self.main.away(self.main.read_at, source, "sources", "progress", "conflicts", start=start, stop=stop)


def _key(one: Opposed) -> tuple[str, str, bytes, str]:
    """Which conflict it is, whoever's sides it has now."""
    return one.conflict.what, one.conflict.kind, one.conflict.rec, one.conflict.field


def _needed(text: str) -> str:
    return "" if text.strip() else _("a code needs a name")
