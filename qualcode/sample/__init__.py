"""The sample study: invented transcripts made into a whole project, from import to the documents of a report.

One rule: it is made by the functions a study of one's own would use, in the order of the method, and never at the cost
of somebody's work: a project that is not the sample is left alone, and a sample in which somebody worked is kept aside.

The files lie beside the package in a checkout (corpus, codebooks) and inside it when installed.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from qualcode.collect.figure_import import import_figures
from qualcode.collect.guide import import_guide
from qualcode.collect.indicators import import_indicators
from qualcode.collect.inventory import inventory
from qualcode.collect.sources import import_file
from qualcode.collect.study import PROJECT_FILE, add_coder, new_study
from qualcode.collect.yamlfile import load_yaml
from qualcode.conclude.findings_import import import_findings
from qualcode.conclude.swot_import import import_swot
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce.codebook import codebook
from qualcode.reduce.codebook_yaml import import_codebook
from qualcode.reduce.codings_csv import import_codings
from qualcode.reduce.completion import finish
from qualcode.reduce.themes import import_themes
from qualcode.store import Project, act, open_project
from qualcode.store.ids import coder_id
from qualcode.store.lookup import find
from qualcode.store.settings import set_setting, setting

CODERS = ("sri", "bagus")
UNFINISHED = "W-KRS-01"  # left open on purpose: the only source of its kelurahan, so that `…` is seen
STEPS = 13  # that ``make_sample`` tells of
_ENDINGS = (".txt", ".md", ".docx")


@dataclass(frozen=True)
class Step:
    """A step that is done: what it did, in numbers, and how long it took."""

    text: str
    seconds: float


@dataclass
class Sample:
    """What was made. ``aside``: where an older sample with somebody's own work was put; ``anew``: an untouched one was
    replaced; ``written``: the documents."""

    path: Path
    aside: Path | None = None
    anew: bool = False
    steps: list[Step] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)


def sample_files() -> Path:
    """The folder that holds the sample's corpus and codebooks. UserError where it is not there."""
    here = Path(__file__).parent
    for folder in (here, here.parents[1]):
        if (folder / "corpus" / "guide.yaml").is_file() and (folder / "codebooks" / "swot.yaml").is_file():
            return folder
    raise UserError(_("the files of the sample are missing"), where=str(here), todo=_("Install qualcode again"))


def transcripts(folder: Path) -> list[Path]:
    """The transcripts of the sample in ``folder``, by name."""
    return sorted(p for p in folder.iterdir() if p.suffix in _ENDINGS and p.stem != "README")


def make_sample(folder: Path, say: Callable[[Step], object] = lambda step: None) -> Sample:
    """Make the sample study in ``folder`` and write its documents into ``folder``/exports; each finished step goes to
    ``say``. UserError where another project is there; nothing is touched then."""
    from qualcode.sample.documents import write_documents

    files = sample_files()
    made = Sample(folder / PROJECT_FILE)
    if made.path.exists():
        made.aside = make_room(made.path)
        made.anew = made.aside is None

    @contextmanager
    def step() -> Iterator[list[str]]:
        began = time.perf_counter()
        words: list[str] = []
        yield words
        done = Step(" ".join(words), time.perf_counter() - began)
        made.steps.append(done)
        say(done)

    with step() as said:
        project = new_study(folder, CODERS[0])
        sri = project.coder
        for name in CODERS[1:]:
            add_coder(project, name)
        project.coder = sri
        set_setting(project, "sample", {})
        said.append(
            _("A study in %s, with %d regions and the coders %s.")
            % (folder, project.value("SELECT COUNT(*) FROM region"), _("%s and %s") % CODERS)
        )
    with project:
        _copy(files, folder)
        with step() as said:
            said.append(_collect(project, files / "corpus"))
        with step() as said:
            said.append(_figures(project, files / "corpus"))
        with step() as said:
            said.append(_codebook(project, files / "codebooks"))
        with step() as said:
            said.append(_code(project, files / "corpus" / "codings"))
        with step() as said:
            said.append(_finish(project))
        with step() as said:
            said.append(_summarised(project, files))
        with step() as said:
            count = import_swot(project, load_yaml(files / "codebooks" / "swot.yaml"), "swot.yaml")
            said.append(
                _("%d SWOT factors with %d ratings, %d strategies.") % (count.items, count.ratings, count.strategies)
            )
        with step() as said:
            held = import_findings(project, load_yaml(files / "codebooks" / "temuan.yaml"), "temuan.yaml")
            said.append(
                _("%d themes reviewed, %d findings, %d member checks.") % (held.reviews, held.findings, held.checks)
            )
        for document in write_documents(project, folder / "exports"):
            with step() as said:
                text, written = document()
                made.written += written
                said.append(text)
        actions = project.value("SELECT COUNT(*) FROM action")
        set_setting(project, "sample", {"actions": actions + 1})
    return made


def make_room(path: Path) -> Path | None:
    """Take an older sample at ``path`` away: removed where nobody worked in it, else kept aside; where it is then.
    UserError where another project is there, which stays as it is."""
    with open_project(path) as old:
        note = setting(old, "sample")
        actions = old.value("SELECT COUNT(*) FROM action")
    if not isinstance(note, dict):
        raise UserError(
            _("there is another project here, not the sample"),
            where=str(path),
            todo=_("Name another folder: qualcode demo FOLDER"),
        )
    if note.get("actions") == actions:
        path.unlink()
        return None
    aside = path.with_name(f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S}.qualcode")
    path.rename(aside)
    return aside


def _copy(files: Path, folder: Path) -> None:
    """Lay the sample's files into the study's folder; what lies there already stays as it is."""
    if files.resolve() == folder.resolve():
        return
    for part in ("corpus", "codebooks"):
        for file in sorted((files / part).rglob("*")):
            target = folder / file.relative_to(files)
            if file.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)


def _collect(project: Project, corpus: Path) -> str:
    done = [import_file(project, path) for path in transcripts(corpus)]
    counts = Counter(one.genre for one in done)
    turns = sum(one.turns for one in done)
    people = project.value("SELECT COUNT(*) FROM participant WHERE removed=0")
    kinds = (
        (counts["interview"], ngettext("%d interview", "%d interviews", counts["interview"])),
        (counts["fgd"], ngettext("%d group discussion", "%d group discussions", counts["fgd"])),
        (counts["note"], ngettext("%d field note", "%d field notes", counts["note"])),
        (counts["document"], ngettext("%d document", "%d documents", counts["document"])),
    )
    genres = ", ".join(words % count for count, words in kinds if count)
    return _("%d transcripts (%s): %d turns, %d participants.") % (len(done), genres, turns, people)


def _figures(project: Project, corpus: Path) -> str:
    measured = import_indicators(project, corpus / "indicators" / "indicators.csv")
    done = import_figures(project, corpus / "indicators" / "figures.csv")
    text = _("%d indicators, %d figures as printed; %d are no number and %d carry a flag.") % (
        measured, done.figures, done.no_number, done.flagged,
    )  # fmt: skip
    if done.unplaced:
        text += " " + ngettext(
            "%d row names no known region.", "%d rows name no known region.", len(done.unplaced)
        ) % len(done.unplaced)
    return text


def _codebook(project: Project, codebooks: Path) -> str:
    import_codebook(project, codebooks / "kesejahteraan.yaml")
    themes, links = import_themes(project, load_yaml(codebooks / "themes.yaml"), "themes.yaml")
    guide = sample_files() / "corpus" / "guide.yaml"
    topics, _answers = import_guide(project, load_yaml(guide), "guide.yaml")
    return _("%d codes, %d themes, %d links to indicators, %d guide topics.") % (
        len(codebook(project)), themes, links, topics,
    )  # fmt: skip


def _code(project: Project, codings: Path) -> str:
    counts: dict[str, int] = {}
    for name in CODERS:
        counts[name] = import_codings(project, codings / f"{name}.csv", coder=coder_id(project.id, name)).new
    by_coder: dict[str, set[bytes]] = {
        name: {
            rec
            for (rec,) in project.rows("SELECT DISTINCT source FROM coding WHERE coder=?", coder_id(project.id, name))
        }
        for name in CODERS
    }
    both = by_coder["sri"] & by_coder["bagus"]
    with act(project, "source") as a:
        for source in sorted(by_coder["bagus"] - both):
            a.change("source", source, responsible=coder_id(project.id, "bagus"))
    return _("%d codings by %s, %d by %s; %d transcripts coded by both, where those of %s count.") % (
        counts["sri"], "sri", counts["bagus"], "bagus", len(both), "sri",
    )  # fmt: skip


def _finish(project: Project) -> str:
    done = 0
    for line in inventory(project):
        if line.name == UNFINISHED:
            continue
        coders = {
            coder
            for (coder,) in project.rows("SELECT DISTINCT coder FROM coding WHERE source=? AND removed=0", line.id)
        }
        for coder in sorted({*coders, find(project, "coder", line.responsible)}):
            finish(project, line.id, coder=coder)
        done += 1
    return _("%d transcripts finished; %s left open on purpose: its kelurahan shows …, not 0.") % (done, UNFINISHED)


def _summarised(project: Project, files: Path) -> str:
    """What people wrote of the cells, and what follows: classes of work, summaries, issue rows."""
    from qualcode.collect import attribute_import
    from qualcode.report import framework_import

    attribute_import.apply(project, attribute_import.plan(project, files / "corpus" / "golongan.csv", "participants"))
    for of, name in (("summaries", "ringkasan.csv"), ("issues", "isu.csv")):
        framework_import.apply(project, framework_import.plan(project, files / "codebooks" / name, of))
    return _("%d summaries of themes in areas, classes and the whole study, %d issue rows.") % (
        project.value("SELECT COUNT(*) FROM summary WHERE removed=0"), project.value("SELECT COUNT(*) FROM issue WHERE removed=0"),
    )  # fmt: skip
