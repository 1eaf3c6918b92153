"""What would come in, what came in, and what waits for a decision: a colleague's project file, or the team's folder.

The rule: it is looked at first and nothing of the look is kept; Enter takes it in, all or nothing; then Enter leads to what
waits for a decision. A merge is settled, not undone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qualcode.collect.hearing import reworded_here
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cells, cut, rule, wrapped
from qualcode.tui.folders import completed
from qualcode.tui.long import Long
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.taking_in import COLUMNS, News, Said, look_at, passphrase_of, take_in

SEAL = "seal.json"
Deed = Callable[[Project, Path, str | None, Said], News]


class MergeScreen(ListScreen):
    kind = "merge"
    most = 6

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._news: News | None = None
        self._open = 0  # conflicts
        self._passphrase: str | None = None
        self._working = False
        self._by_name = False
        self._fault = ""

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Team"), _("Merge"))

    def sentence(self) -> str:
        if self._path is None:
            return _("Nothing of anybody's is lost; merging twice brings nothing new.")
        if self._news is None:
            return _("Only looking keeps nothing: you see what comes before it is in.")
        if not self._news.taken and not self._news.actions:
            folder = self._path.is_dir()
            return _("Enter puts what is yours into the folder.") if folder else _("All that is there is here already.")
        if not self._news.taken:
            return _("Only looked at; nothing was taken in. Enter takes it in.")
        return _("What came in stays in; what two people wrote differently waits with both sides.")

    def on_mount(self) -> None:
        super().on_mount()
        known = self.session.notes.team
        self._path = Path(known) if known else None

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._news is None and self._path is not None and self._path.exists() and not self._working:
            self.do_merge_look()

    async def reload(self) -> None:
        def read(project: Project) -> int:
            from qualcode.reduce.opposed import shown_conflicts

            return len(shown_conflicts(project)[0])

        self._open = await self.session.read(read)
        self.showing(len(self._news.people) if self._news else 0)

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        said = self._said()
        lines: list[Parts] = [[(" " + said, strong)], rule("", str(self._path or ""), width, quiet, quiet)]
        if self._news is not None and self._news.people:
            columns = _("codings"), _("memos"), _("codebook"), _("sources"), _("finished"), _("others")
            lines.append([(self._line("", columns, width), quiet)])
        return lines

    def _said(self) -> str:
        news = self._news
        if self._working:
            return _("Reading …")
        if self._path is None:
            return _("What colleagues did comes in from their project file or a shared folder.")
        if news is None:
            return _("It could not be taken in.") if self._fault else _("Not looked at yet.")
        if not news.actions and not news.erased:
            return _("Nothing new. What was here stays as it was.")
        names = ", ".join(one.name for one in news.people)
        count = len(news.people)
        if news.taken:
            told = ngettext("Taken in: the work of %d person (%s).", "Taken in: the work of %d people (%s).", count)
        else:
            told = ngettext(
                "The work of %d person would come in (%s).", "The work of %d people would come in (%s).", count
            )
        return told % (count, names)

    @staticmethod
    def _line(name: str, columns: tuple[str, ...], width: int) -> str:
        room = max(10, (width - 16) // 7)
        return (
            "   "
            + cut(name, 12)
            + "".join(cut(" " * max(0, room - 1 - cells(one)) + one + " ", room) for one in columns)
        )

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        assert self._news is not None
        one = self._news.people[item]

        def of(kind: str) -> str:
            made, taken = one.made.get(kind, 0), one.taken.get(kind, 0)
            return " ".join(filter(None, (f"+{made}" if made else "", f"−{taken}" if taken else ""))) or "–"

        columns = (*(of(kind) for kind in COLUMNS), f"+{one.finished}" if one.finished else "–", str(one.others or "–"))
        text = self._line(one.name, columns, width)
        return [((" ▸" if here else "  ") + text[2:], self.palette.style(strong=here))]

    def details(self, width: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        news = self._news
        lines: list[Parts] = []
        if self._fault:
            told_ = wrapped(self._fault, width - 5, 6)
            return [
                rule(_("Nothing came in"), "", width, quiet, strong),
                *[[("   " + text, plainly)] for text in told_],
            ]
        if news is None:
            follow = _("+ writes the path of a project file or of the folder the team shares.")
            return [[], [("   " + follow, plainly)]] if self._path is None else []
        if self._by_name:
            lines.append(rule(_("What is new, by name"), "", width, quiet, strong))
            for kind, names in news.new.items():
                told = f"{_(kind)}: " + ", ".join(names[:30]) + (f", … +{len(names) - 30}" if len(names) > 30 else "")
                lines += [[("   " + text, plainly)] for text in wrapped(told, width - 5, 3 if self.tall else 2)]
            if not news.new:
                lines.append([("   " + _("No new source, code, theme or person."), plainly)])
            return lines
        lines.append(rule(_("To be decided"), str(self._open or ""), width, quiet, strong))
        more = news.conflicts[1] - news.conflicts[0]
        if not news.taken and more > 0:
            told = ngettext("It would bring %d conflict.", "It would bring %d conflicts.", more) % more
        elif self._open:
            told = ngettext("%d conflict waits; Enter settles them one by one.", "%d conflicts wait; Enter settles them one by one.", self._open) % self._open  # fmt: skip
        else:
            told = _("Nothing waits for a decision.")
        lines.append([("   " + told, strong if self._open or more > 0 else plainly)])
        before, after = news.finished
        lines += [
            rule(_("What changes"), "", width, quiet, strong),
            [("   " + _("finished sources") + f"   {before} → {after}   " + _("of %d") % news.sources, plainly)],
            rule(_("Noticed"), "", width, quiet, strong),
            *[[("   " + text, plainly)] for text in self._noticed(news, width)],
        ]
        return lines

    def _noticed(self, news: News, width: int) -> list[str]:
        told = []
        if news.taken:
            told.append("✓ " + ngettext("%d action is in", "%d actions are in", news.actions) % news.actions)
        if news.written:
            told.append("✓ " + ngettext("%d action of yours is in the folder now", "%d actions are in the folder now", news.written) % news.written)  # fmt: skip
        if news.erased:
            told.append("! " + ngettext("%d entry was erased: somebody was withdrawn", "%d entries were erased: somebody was withdrawn", news.erased) % news.erased)  # fmt: skip
        if news.completed:
            told.append("! " + ngettext("In %d discussion two people had withdrawn apart: both are blank now.",
                                        "In %d discussions two people had withdrawn apart: both are blank now.", news.completed) % news.completed)  # fmt: skip
        if news.reworded:
            told.append("! " + reworded_here(news.reworded))
        if news.forked:
            told.append("! " + _("Two copies had written under one name; both are kept"))
        if news.newer:
            told.append(
                "! "
                + ngettext(
                    "%d action waits: it was made by a newer qualcode. Update this one.",
                    "%d actions wait: they were made by a newer qualcode. Update this one.",
                    news.newer,
                )
                % news.newer
            )
        elif news.waiting:
            told.append("! " + ngettext("%d action waits for others that are not here yet", "%d actions wait for others that are not here yet", news.waiting) % news.waiting)  # fmt: skip
        told += ["! " + note for note in news.notes]
        room = 8 if self.tall else 4
        if len(told) > room:
            told = [*told[: room - 1], _("… and %d more") % (len(told) - room + 1)]
        return [line for one in told for line in wrapped(one, width - 5, 2)] or ["–"]

    # Keys

    def do_merge_choose(self) -> None:
        base = self.session.path.resolve().parent

        def complete() -> None:
            text, names = completed(self.ask.text, base)
            self.ask.write(text)
            if len(names) != 1:
                self.call_after_refresh(self.ask.hint, "  ".join(names) if names else _("nothing begins so"))

        def done(text: str) -> None:
            if text.strip():
                self._path, self._news = base / Path(text.strip()).expanduser(), None
                self.do_merge_look()

        before = str(self._path) if self._path else ""
        self.write_line(_("Project file or folder (Tab completes):"), before, done, following=complete)

    def do_merge_look(self) -> None:
        if self._path is None:
            self.do_merge_choose()
        elif not self._working:
            self._with_passphrase(look_at)

    def do_merge_news(self) -> None:
        if self._news is None:
            self.say(_("Nothing was looked at yet"))
            return
        self._by_name = not self._by_name
        self.note()

    def do_list_open(self) -> None:
        """Take in what was looked at; then what waits for a decision."""
        news = self._news
        if self._working:
            self.say(_("Still reading; x stops it"))
        elif news is None:
            self.do_merge_look()
        elif not news.taken and (news.actions or news.erased or (self._path is not None and self._path.is_dir())):
            self._with_passphrase(take_in)
        elif self._open:
            self.main.away(self.main.go, "sources", "progress", "merge", "conflicts")
        else:
            self.say(_("Nothing waits for a decision"))

    def _with_passphrase(self, do: Deed) -> None:
        """Do it; ask for the passphrase first where the folder is sealed and none is known."""
        path = self._path
        assert path is not None
        passphrase = self._passphrase or passphrase_of()
        if passphrase is None and (path / self.session.project_id.hex() / SEAL).is_file():

            def given(text: str) -> None:
                self._passphrase = text.strip() or None
                if self._passphrase:
                    self.job(self._do(do, path, self._passphrase), self._failed)

            self.write_line(_("Passphrase of the folder:"), "", given, secret=True)
        else:
            self.job(self._do(do, path, passphrase), self._failed)

    def _failed(self) -> None:
        self._working, self._passphrase = False, None
        self.note()

    async def _do(self, do: Deed, path: Path, passphrase: str | None) -> None:
        self._working, self._fault = True, ""
        self.note()
        long = Long(_("reading"), stays=_("stopped; what was read is in as a whole, or not at all"))

        def work(project: Project) -> News:
            return do(project, path, passphrase, long)

        try:
            asked = self.session.write(work) if do is take_in else self.session.read(work)
            news = await self.at_length(long, asked)
        except UserError as error:  # said whole, since it names a path; the line below says what it is about
            self._fault, self._news = str(error), None
            self._failed()
            self.say(error.what)
            return
        self._working, self._news, self._by_name = False, news, False
        self.session.notes.team = str(path)
        self.session.keep_notes()
        await self.reload()
        if self.is_current:
            self.calm()
