"""What was asked in which source? Topics of the guide by sources; what the interviewer's words propose, for a person to say.

The rule: an answer and a proposal never look the same, in colour or without: an answer is a word, a proposal has a question
mark, a doubtful one has two. What is proposed costs some milliseconds a source, so it is read a few sources at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qualcode.collect import asking
from qualcode.collect.guide import Topic, asked_in, topics
from qualcode.collect.inventory import turns_of
from qualcode.i18n import N_, _, language, ngettext
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.screens.grid_screen import GridScreen
from qualcode.tui.sheet import Change, Column, Line

CHUNK = 8  # sources whose proposals are made at a time
SHOWN = {
    "yes": N_("yes"), "no": N_("no"), "open": "·", "wait": "…",
    "yes?": N_("yes ?"), "no?": N_("no ?"), "yes??": N_("yes ??"), "no??": N_("no ??"),
}  # fmt: skip
_ORDER = {name: n for n, name in enumerate(("yes??", "no??", "open", "wait", "yes?", "no?", "no", "yes"))}

Place_ = tuple[bytes, bytes]  # source, topic


class AskedScreen(GridScreen):
    kind = "asked"

    def __init__(self) -> None:
        super().__init__()
        self._topics: tuple[Topic, ...] = ()
        self._sources: list[tuple[bytes, str, bytes]] = []  # id, name, version
        self._versions: dict[bytes, bytes] = {}  # of the sources whose proposals are here
        self._cells: dict[Place_, asking.Cell] = {}
        self._preview: list[tuple[bytes, bytes, bool]] | None = None
        self._began = False

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Collect"), _("What was asked"))

    def sentence(self) -> str:
        return _("yes, no: answered   yes ?: proposed   yes ??: doubtful   ·: nothing to go by")

    # The table

    def read(self, project: Project) -> tuple[Sequence[Column], Sequence[Line]]:
        guide = tuple(topics(project))
        words = {(one.id, one.name, one.question) for one in guide}
        if words != {(one.id, one.name, one.question) for one in self._topics}:
            self._cells, self._versions = {}, {}
        self._topics = guide
        self._sources = project.rows(
            "SELECT id, name, version FROM source WHERE removed=0 AND version IS NOT NULL ORDER BY name"
        )
        now = {source: version for source, _name, version in self._sources}
        self._versions = {source: version for source, version in self._versions.items() if now.get(source) == version}
        answers = asked_in(project)
        for place, cell in list(self._cells.items()):
            answer = answers.get(place)
            self._cells[place] = replace(cell, state="open" if answer is None else "yes" if answer else "no")
        self._answers = answers
        return self._columns(), self._lines()

    _answers: dict[Place_, bool] = {}

    def _columns(self) -> list[Column]:
        choices = tuple((value, _(shown) if shown[0].isalpha() else shown) for value, shown in SHOWN.items())
        back = {shown: _ORDER[value] for value, shown in choices}
        return [
            Column(one.key, one.key, choices, order=lambda text: (False, back.get(text, 9))) for one in self._topics
        ]

    def _lines(self) -> list[Line]:
        lines = []
        for source, name, _version in self._sources:
            values = tuple(self._value((source, one.id)) for one in self._topics)
            quiet = frozenset(n for n, value in enumerate(values) if value not in ("yes", "no"))
            lines.append(Line(source, name, values, quiet))
        return lines

    def _value(self, place: Place_) -> str:
        cell = self._cells.get(place) if place[0] in self._versions else None
        if place in self._answers:
            return "yes" if self._answers[place] else "no"
        if cell is None:
            return "wait"
        if cell.proposed is None:
            return "open"
        return ("yes" if cell.proposed else "no") + ("?" if cell.clear else "??")

    async def reload(self) -> None:
        await super().reload()
        number = self._number
        while number == self._number:
            waiting = [source for source, _name, _version in self._sources if source not in self._versions][:CHUNK]
            if not waiting or not self._topics:
                break
            versions = {source: version for source, _name, version in self._sources}
            found = await self.session.read(lambda project, some=waiting: asking.grid(project, some))  # type: ignore[misc]
            if number != self._number:
                return
            self._cells.update(found.cells)
            self._versions.update((source, versions[source]) for source in waiting)
            self.sheet.fill(self._columns(), self._lines())
            self.grid.show_sheet(self.first_title())
            self.note()
        if not self._began and self._topics:
            self._began = True
            self._to_undecided(first=True)

    def write(self, changes: Sequence[Change]) -> Callable[[Project], object]:
        ids = {one.key: one.id for one in self._topics}
        answers = [(one.id, ids[one.column], {"yes": True, "no": False}.get(one.value)) for one in changes]
        return lambda project: asking.answer(project, answers)

    # Drawing

    def first_title(self) -> str:
        return _("source")

    def heading(self) -> str:
        if not self._topics:
            return _("There is no interview guide yet: qualcode guide import FILE brings one in")
        values = [value for line in self.sheet.all for value in line.values]
        done = sum(value in ("yes", "no") for value in values)
        said = _("{done} of {count} answered · {clear} clear proposals · {doubtful} doubtful").format(
            done=done, count=len(values), clear=sum(value in ("yes?", "no?") for value in values),
            doubtful=sum(value in ("yes??", "no??") for value in values),
        )  # fmt: skip
        waiting = sum("wait" in line.values for line in self.sheet.all)
        return said + (f" · {_('reading …')}" if waiting and len(self._versions) < len(self._sources) else "")

    def _here(self) -> tuple[Line, Topic] | None:
        here = self.sheet.here
        return (here, self._topics[self.sheet.column]) if here and self.sheet.column < len(self._topics) else None

    def detail(self, width: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        if self._preview is not None:
            return self._preview_lines(width)
        at = self._here()
        if at is None:
            return []
        here, topic = at
        cell = self._cells.get((here.id, topic.id))
        name = (topic.name_en if language() == "en" else "") or topic.name
        lines: list[Parts] = [rule(f"{here.name} · {topic.key} {name}", "", width, quiet, strong)]
        lines += [[("   " + text, quiet)] for text in (*wrapped(topic.question, width - 5, 1), "")[:1]]
        if cell is None or cell.evidence.turn is None:
            told = _("The interviewer says nothing that is like this question.")
            if cell is not None and cell.proposed is None:
                told = _("No turn is marked as an interviewer's here, so nothing is proposed.")
            return [*lines, [("   " + told, plainly)], [], []]
        place = _("turn %d") % cell.evidence.turn
        quote = wrapped(f"{place}: “{cell.evidence.quote}”", width - 5, 2)
        lines += [[("   " + text, plainly)] for text in (*quote, "")[:2]]
        other = next((one for one in self._topics if one.id == cell.evidence.second), None)
        told = _("how alike: %d of 100") % round(cell.score)
        if other is not None and cell.evidence.second_score > asking.ASKED:
            told += " · " + _("it is also like {key} {name}").format(key=other.key, name=other.name)
        return [*lines, [("   " + cut(told, width - 4), quiet)]]

    def _preview_lines(self, width: int) -> list[Parts]:
        """How many answers would be taken over, and three of them."""
        assert self._preview is not None
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        yes = sum(asked for _source, _topic, asked in self._preview)
        title = _("{count} clear proposals: {yes} yes, {no} no").format(
            count=len(self._preview), yes=yes, no=len(self._preview) - yes
        )
        lines: list[Parts] = [rule(title, "", width, quiet, strong)]
        names = {line.id: line.name for line in self.sheet.all}
        keys = {one.id: one for one in self._topics}
        step = max(1, len(self._preview) // 3)
        for source, topic, asked in sorted(self._preview, key=lambda one: not one[2])[::step][:3]:
            cell = self._cells[source, topic]
            said = f"“{cell.evidence.quote}”" if cell.evidence.quote else _("nothing like it is said")
            answer = _("yes") if asked else _("no")
            lines.append([(cut(f"   {names.get(source, '?')} {keys[topic].key} {answer}: {said}", width - 1), plainly)])
        lines += [[]] * (4 - len(lines))
        return [*lines, [("   " + _("Enter takes them all over, x leaves; one undo takes them back."), strong)]]

    # Keys

    def run_command(self, id: str) -> bool:
        if self._preview is not None and id != "asked.confirm":
            self._preview = None
            self.note()
            if id == "app.back":
                return True
        return super().run_command(id)

    def do_list_open(self) -> None:
        self.do_asked_confirm()

    def do_asked_confirm(self) -> None:
        """Take over what is proposed here; where it was answered, go to the interviewer's words."""
        if self._preview is not None:
            self._accept()
            return
        at = self._here()
        if at is None:
            return
        here, topic = at
        value = self.sheet.value
        if value.endswith("?"):
            self._answer(value.rstrip("?"))
            return
        cell = self._cells.get((here.id, topic.id))
        if cell is not None and cell.evidence.turn is not None:
            self.job(self._read_turn(here.id, cell.evidence.turn))
        else:
            self.say(_("There are no words to go to; y or n answers it"))

    async def _read_turn(self, source: bytes, number: int) -> None:
        turns = await self.session.read(lambda project: turns_of(project, source))
        turn = next((one for one in turns if one.number == number), None)
        if turn is not None:
            await self.main.read_at(source, "sources", "asked", start=turn.start, stop=turn.stop)

    def do_asked_yes(self) -> None:
        self._answer("yes")

    def do_asked_no(self) -> None:
        self._answer("no")

    def do_asked_open(self) -> None:
        """Nobody has said: what is proposed stands there again."""
        changes = [
            Change(line.id, self.sheet.columns[self.sheet.column].key, "open") for line in self._marked_answers()
        ]
        if not changes:
            self.say(_("It is not answered"))
            return
        self.job(self._reopen(changes))

    def _marked_answers(self) -> list[Line]:
        lines = [self.sheet.lines[number] for number in self.sheet.marked] if self.sheet.columns else []
        return [line for line in lines if line.values[self.sheet.column] in ("yes", "no")]

    async def _reopen(self, changes: list[Change]) -> None:
        await self.session.write(self.write(changes))
        await self.reload()
        self.say(self._undoable(ngettext("%d answer taken off", "%d answers taken off", len(changes)) % len(changes)))

    def _answer(self, value: str) -> None:
        at, several = self._here(), len(self.sheet.marked) > 1
        if at is None:
            return
        here, topic = at
        changes = self.sheet.put(value)
        self._keep(changes)
        answer = _("asked") if value == "yes" else _("not asked")
        count = len(changes)
        if several:
            said = ngettext("{key}: {answer} in {count} source", "{key}: {answer} in {count} sources", count)
            said = said.format(key=topic.key, answer=answer, count=count)
        else:
            said = f"{here.name} · {topic.key}: {answer}"
        self.commit(changes, self._undoable(said))

    def _keep(self, changes: Sequence[Change]) -> None:
        ids = {one.key: one.id for one in self._topics}
        for one in changes:
            self._answers[one.id, ids[one.column]] = one.value == "yes"

    def do_asked_accept(self) -> None:
        """Show what would be taken over; Enter does it."""
        clear = [
            (line.id, topic.id, line.values[n] == "yes?")
            for line in self.sheet.all
            for n, topic in enumerate(self._topics)
            if line.values[n] in ("yes?", "no?")
        ]
        if not clear:
            self.say(_("No proposal is clear enough to be taken over unseen"))
            return
        self._preview = clear
        self.note()

    def _accept(self) -> None:
        assert self._preview is not None
        keys = {one.id: one.key for one in self._topics}
        changes = [Change(source, keys[topic], "yes" if asked else "no") for source, topic, asked in self._preview]
        self._preview = None
        self._keep(self.sheet.apply(changes))
        said = ngettext("%d answer taken over", "%d answers taken over", len(changes)) % len(changes)
        self.commit(changes, self._undoable(said))

    def do_asked_next_open(self) -> None:
        if not self._to_undecided():
            self.say(_("Everything that was proposed is answered"))

    def _to_undecided(self, first: bool = False) -> bool:
        """The cursor to the next cell that waits for an answer, a doubtful one before the clear ones."""
        width = len(self._topics)
        cells = [
            (row, column)
            for row, line in enumerate(self.sheet.lines)
            for column in range(width)
            if line.values[column].endswith("?")
        ]
        doubtful = [at for at in cells if self.sheet.lines[at[0]].values[at[1]].endswith("??")] or cells
        if not doubtful:
            return False
        now = (-1, -1) if first else (self.sheet.at, self.sheet.column)
        row, column = next((at for at in doubtful if at > now), doubtful[0])
        self.sheet.column = column
        self.grid.move(row)
        self.grid.follow()
        self.note()
        return True
