"""The report is written: to which file, in which format, and what is said of it.

The rule: a file appears when it is whole: who stops the export finds nothing new in the folder. What is not in it is said.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from qualcode.collect.called import said_of_names
from qualcode.collect.locking import said_unlocked
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.report import chapter, writers
from qualcode.report.phrases import speaking
from qualcode.store import Project
from qualcode.tui.long import Long
from qualcode.tui.screens.listing import ListScreen


class ExportScreen(ListScreen):
    """A plan of a chapter, and the keys that write it."""

    kind = "basket"

    def __init__(self) -> None:
        super().__init__()
        self._plan = chapter.Plan()
        self._ending = ".docx"
        self._file: Path | None = None  # written last
        self._named: list[str] = []  # sources whose names hold names of people
        self._held = ""  # which findings are not printed, and why

    def sentence(self) -> str:
        return _("{key} writes chapter {n} as {ending}; an older file stays until the new one is whole.").format(
            key=self.main.key_of("basket.export"), n=self._plan.chapter, ending=self._ending
        )

    def do_basket_format(self) -> None:
        endings = list(writers.WRITERS)
        self._ending = endings[(endings.index(self._ending) + 1) % len(endings)]

    def do_basket_export(self) -> None:
        folder = self.session.path.resolve().parent
        folder = folder / "exports" if (folder / "exports").is_dir() else folder
        usual = folder / f"laporan_{date.today().isoformat()}{self._ending}"

        def file_of(text: str) -> Path:
            """A folder as an answer is meant for the usual name in it."""
            file = Path(text.strip()).expanduser()
            return file / usual.name if file.is_dir() or text.strip().endswith(("/", "\\")) else file

        def check(text: str) -> str:
            file = file_of(text)
            try:
                if file.parent.parent.is_dir() and not file.parent.exists():
                    writers.known(file)  # its folder is made
                else:
                    writers.ready(file)
            except UserError as error:
                return str(error)
            return ""

        shown = self._file.with_suffix(self._ending) if self._file else usual
        self.write_line(_("Write to:"), str(shown), lambda text: self.job(self._exported(file_of(text))), check=check)

    async def _exported(self, file: Path) -> None:
        self._file, self._ending = file, file.suffix.lower()
        fresh = not file.parent.exists()
        long = Long(_("writing the report"), stays=_("stopped; nothing was written"))
        plan = self._plan

        def work(project: Project) -> tuple[chapter.Made, str]:
            full = chapter.with_quotes(plan, writers.known(file), None)
            made = chapter.chapter(project, full, step=long)
            data = writers.render(made.document, file.suffix.lower())
            long("", len(full.parts), len(full.parts))  # the last chance to stop it
            file.parent.mkdir(exist_ok=True)
            writers.save(data, file)
            return made, said_unlocked(project, todo=_("“qualcode names lock” moves them into an encrypted key."))

        made, unlocked = await self.at_length(long, self.session.look(work))
        study = self.session.path.resolve().parent
        said = _("Written: %s") % (file.relative_to(study) if file.is_relative_to(study) else file)
        if fresh:
            said += " · " + _("its folder is new")
        if self._held and "findings" in plan.parts:
            said += " · " + self._held + "; " + _("{go}, {key} changes it").format(
                go=self.main.key_of("go.findings"), key=self.main.key_of("findings.settle")
            )  # fmt: skip
        if self._named:
            said += " · " + said_of_names(self._named)
        if unlocked:
            said += " · " + unlocked.removeprefix("! ")
        if made.empty:
            with speaking("id"):  # as they stand in the list
                named = ", ".join(map(chapter.titled, made.empty))
            said += " · " + _("left out, nothing yet: %s") % named
        self.say(said)
