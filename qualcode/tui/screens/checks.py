"""What did the people we asked say to it? Member checks: what was given back to whom, their answer, what was done with it.

The rule: who did not answer did not agree, and stands apart; a correction or an objection waits until it is written what was
done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qualcode.conclude.findings import findings
from qualcode.conclude.member_checks import (
    ABOUT_TERMS,
    ANSWER_TERMS,
    ANSWERS,
    CHANGED,
    MODE_TERMS,
    MODES,
    MemberCheck,
    is_date,
    member_checks,
    record_check,
    remove_check,
    tally,
    write_done,
)
from qualcode.display.terms import term
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.deeds import record_words
from qualcode.store.ids import fold
from qualcode.store.lookup import names
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.chooser import Choice

GIVEN = ("finding", "theme", "source")  # what is given back from here; a summary by a command


class ChecksScreen(ListScreen):
    kind = "checks"

    def __init__(self) -> None:
        super().__init__()
        self._checks: list[MemberCheck] = []

    def where(self) -> tuple[str, ...]:
        return (_("Conclude"), _("Findings"), _("Member checks"))

    def sentence(self) -> str:
        return _("Who did not answer did not agree.")

    async def reload(self) -> None:
        self._checks = await self.session.read(member_checks)
        self.showing(len(self._checks))

    def _here(self) -> MemberCheck | None:
        return self._checks[self.rows.at] if self.rows.at < len(self._checks) else None

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        told = ", ".join(f"{count} {term(ANSWER_TERMS[answer])}" for answer, count in tally(self._checks).items())
        if not self._checks:
            told = _("Nothing was given back to anybody yet. {key} keeps what came back.").format(
                key=self.main.key_of("checks.add")
            )
        elif waiting := sum(one.waits for one in self._checks):
            told += " · " + ngettext("%d waits for what was done", "%d wait for what was done", waiting) % waiting
        return [[(" " + told, strong)], [("─" * width, quiet)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._checks[item]
        quiet, strong, plainly = (
            self.palette.style(quiet=True),
            self.palette.style(strong=True),
            self.palette.style(strong=here),
        )
        return [
            ("▸" if here else " ", strong), ("!" if one.waits else " ", strong), (cut(one.date, 11), quiet), (cut(one.who or "–", 13), plainly),
            (cut(term(ANSWER_TERMS[one.answer]), 15), strong), (cut(f"{term(ABOUT_TERMS[one.kind])}: {one.name}", max(4, width - 42)), plainly),
        ]  # fmt: skip

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        if one is None:
            return []
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        right = term(MODE_TERMS[one.mode]) if one.mode else ""
        lines: list[Parts] = [rule(f"{one.who or '–'}: {term(ANSWER_TERMS[one.answer])}", right, width, quiet, strong)]
        changed = ", ".join(f"{record_words(kind)} {name}" for kind, _rec, name in one.changed)
        for head, words in (
            (term(ABOUT_TERMS[one.kind]), one.name),
            (_("words"), f"“{one.text}”" if one.text else "–"),
            (_("done"), one.outcome or ("○" if one.waits else "–")),
            (_("changed"), changed or "–"),
        ):
            for n, text in enumerate(wrapped(words, width - 18, 3)):
                lines.append([("  " + cut(f"{head}:" if n == 0 else "", 16), quiet), (text, plainly)])
        return lines

    # Keys

    def do_checks_waiting(self) -> None:
        """To the next answer that waits for what was done."""
        places = [n for n, one in enumerate(self._checks) if one.waits]
        if not places:
            self.say(_("No answer waits"))
            return
        self.rows.move(next((n for n in places if n > self.rows.at), places[0]))

    def do_checks_add(self) -> None:
        """What was given back, to whom, how, when, what they said."""

        async def ask() -> None:
            things, people = await self.session.read(_things), await self.session.read(_people)
            given = [
                Choice(f"{kind} {rec.hex()}", name, term(ABOUT_TERMS[kind]))
                for kind, rec, name in things
                if kind in GIVEN
            ]
            who = [Choice(rec.hex(), name) for name, rec in people] + [Choice("", _("nobody in particular"))]
            said = [Choice(answer, term(ANSWER_TERMS[answer])) for answer in ANSWERS]
            how = [Choice(mode, term(MODE_TERMS[mode])) for mode in MODES] + [Choice("", _("not noted"))]

            def written(about: str, person: str, answer: str, mode: str, date: str, text: str) -> None:
                kind, rec = about.split()

                def keep(project: Project) -> object:
                    participant = bytes.fromhex(person) or None
                    return record_check(
                        project,
                        kind,
                        bytes.fromhex(rec),
                        answer,
                        participant=participant,
                        date=date.strip(),
                        mode=mode,
                        text=text,
                    )

                self._write(keep, _("Kept"))

            def dated(about: str, person: str, answer: str, mode: str, date: str) -> None:
                done = partial(written, about, person, answer, mode, date)
                if answer == "none":
                    done("")
                else:
                    self.write_line(_("What they said (may be empty):"), "", done, lines=2)

            def asked(about: str, person: str, answer: str, mode: str) -> None:
                self.write_line(
                    _("When (YYYY-MM-DD, may be empty):"), "", partial(dated, about, person, answer, mode), check=_date
                )

            self._pick(_("Given back was …"), given, lambda about: self._pick(
                _("to …"), who, lambda person: self._pick(
                    _("who …"), said, lambda answer: self._pick(
                        _("by …"), how, lambda mode: asked(about, person, answer, mode)))))  # fmt: skip

        self.question(ask())

    def _pick(self, title: str, choices: list[Choice], chosen: Callable[[str], object]) -> None:
        def find(query: str) -> list[Choice]:
            return [one for one in choices if fold(query) in fold(f"{one.name} {one.about}")]

        self.choose("checks", title, find, lambda one, stay: chosen(one.key))

    def do_checks_write(self) -> None:
        one = self._here()
        if one is None:
            self.do_checks_add()
            return

        def done(text: str) -> None:
            self._write(lambda project: write_done(project, one.id, text), _("Written"))

        self.write_line(_("What was done with it:"), one.outcome, done, lines=2)

    def do_checks_changed(self) -> None:
        """Name what was changed because of it; named again it is taken off."""
        one = self._here()
        if one is None:
            return
        stands = {rec for _kind, rec, _name in one.changed}

        def turn(key: str) -> None:
            kind, rec = key.split()
            self._write(lambda project: write_done(project, one.id, changed=[(kind, bytes.fromhex(rec))]), _("Written"))

        async def ask() -> None:
            things = await self.session.read(_things)
            choices = [
                Choice(f"{kind} {rec.hex()}", name, record_words(kind), "✓" if rec in stands else "")
                for kind, rec, name in things
            ]
            self._pick(_("Because of it was changed …"), choices, turn)

        self.question(ask())

    def do_checks_take_off(self) -> None:
        one = self._here()
        if one is not None:
            self._write(lambda project: remove_check(project, one.id), _("Taken off"))

    def _write(self, change: Callable[[Project], object], said: str) -> None:
        async def work() -> None:
            await self.session.write(change)
            await self.reload()
            self.say(said + " · " + _("%s takes it back") % self.main.key_of("work.undo"))

        self.job(work())

    def do_list_open(self) -> None:
        """What was given back: the finding or theme as a record, the source at its text."""
        one = self._here()
        if one is None:
            return
        if one.kind == "source":
            self.main.away(lambda: self.main.read_at(one.about, "findings", "checks"))
        elif one.kind == "theme":
            from qualcode.tui.screens.theme import ThemeScreen

            theme = self.main.place("theme")
            assert isinstance(theme, ThemeScreen)
            theme.want(one.about)
            self.main.away(self.main.go, "findings", "checks", "theme")
        elif one.kind == "finding":
            from qualcode.tui.screens.finding import FindingScreen

            record = self.main.place("finding")
            assert isinstance(record, FindingScreen)
            record.want(one.about)
            self.main.away(self.main.go, "findings", "checks", "finding")
        else:
            self.say(one.name)


def _things(project: Project) -> list[tuple[str, bytes, str]]:
    """Findings, themes, sources and codes: (kind, id, name)."""
    found = [("finding", one.id, one.claim) for one in findings(project)]
    return found + [
        (kind, rec, name) for kind in CHANGED if kind != "finding" for name, rec in sorted(_once(project, kind))
    ]


def _once(project: Project, kind: str) -> list[tuple[str, bytes]]:
    """Each record under its first name."""
    first: dict[bytes, str] = {}
    for name, rec in names(project, kind):
        first.setdefault(rec, name)
    return [(name, rec) for rec, name in first.items()]


def _people(project: Project) -> list[tuple[str, bytes]]:
    return sorted(_once(project, "participant"))


def _date(text: str) -> str:
    return "" if is_date(text.strip()) else _("Write YYYY-MM-DD")
