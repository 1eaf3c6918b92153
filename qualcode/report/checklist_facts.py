"""What the project knows of how the study was done, as answers to a reporting checklist.

One rule: an answer is a count or a name that stands in the project, with where it stands; a question the project cannot
answer has none. Nobody's real name is read here; interviewers are named as the transcripts name them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Protocol

from qualcode import __version__
from qualcode.conclude.cases import cases
from qualcode.conclude.heard import heard
from qualcode.conclude.member_checks import ANSWER_TERMS, member_checks, tally
from qualcode.conclude.theme_review import exemplars_of
from qualcode.display.terms import term
from qualcode.errors import UserError
from qualcode.i18n import language
from qualcode.reduce.codebook import codebook
from qualcode.reduce.rounds import rounds
from qualcode.reduce.themes import Theme, themes
from qualcode.report.blocks import long_date
from qualcode.report.method import OWN
from qualcode.report.phrases import saying
from qualcode.report.whose import gender_word
from qualcode.store import Project

# fmt: off
said = saying({
    "interviewers": ("{n} pewawancara atau fasilitator: {names}.", "{n} interviewers or facilitators: {names}."),
    "approach": ("Analisis tematik dengan buku kode; reduksi, penyajian, dan penarikan kesimpulan (Miles dan Huberman).",
                 "Codebook thematic analysis; reduction, display and conclusion drawing (Miles and Huberman)."),
    "sample": ("{people} informan dalam {sources} transkrip ({kinds}).", "{people} informants in {sources} transcripts ({kinds})."),
    "withdrawn": ("{n} menarik diri setelah data masuk.", "{n} withdrew after data came in."),
    "saturation": ("Kode baru per transkrip dihitung; ambang 5%: {said} (dasar 4, runtun 2; Guest, Namey, dan Chen 2020).",
                   "New codes per transcript were counted; threshold 5%: {said} (base 4, run 2; Guest, Namey and Chen 2020)."),
    "reached": ("tercapai pada {n}+2", "reached at {n}+2"),
    "not_reached": ("belum tercapai", "not reached"),
    "setting": ("{n} kelurahan: {areas}.", "{n} kelurahan: {areas}."),
    "places": ("Tempat tercatat pada {n} transkrip.", "The place is noted for {n} transcripts."),
    "people": ("Jenis kelamin: {genders}. Kelompok usia: {ages}. {roles} macam peran.", "Gender: {genders}. Age bands: {ages}. {roles} kinds of roles."),
    "guide": ("Panduan dengan {n} topik; yang ditanyakan tercatat untuk {m} transkrip.", "A guide of {n} topics; what was asked is recorded for {m} transcripts."),
    "repeats": ("{n} informan berbicara dalam lebih dari satu transkrip.", "{n} informants speak in more than one transcript."),
    "no_repeats": ("Tidak ada informan yang berbicara dalam lebih dari satu transkrip.", "No informant speaks in more than one transcript."),
    "notes": ("{n} catatan lapangan ikut dikode.", "{n} field notes are among the sources."),
    "no_notes": ("Tidak ada catatan lapangan di antara sumber.", "No field notes are among the sources."),
    "returned": ("Transkrip dikembalikan {n} kali: {what}.", "Transcripts were returned {n} times: {what}."),
    "not_returned": ("Tidak ada pengembalian transkrip yang tercatat.", "No return of a transcript is recorded."),
    "coders": ("{n} pengode: {names}.", "{n} coders: {names}."),
    "tree": ("Buku kode dengan {n} kode dalam {m} cabang: {names}.", "A codebook of {n} codes in {m} branches: {names}."),
    "derived": ("{n} tema di atas {m} kode; {k} kode punya kata kunci, sisanya ditemukan dengan membaca. {r} rilis buku kode.",
                "{n} themes over {m} codes; {k} codes have keywords, the others were found by reading. {r} releases of the codebook."),
    "software": ("qualcode {version}.", "qualcode {version}."),
    "checked": ("Hasil dikembalikan {n} kali: {what}.", "Results were returned {n} times: {what}."),
    "not_checked": ("Tidak ada umpan balik informan yang tercatat.", "No feedback from participants is recorded."),
    "quotes": ("Setiap kutipan membawa nama samaran dan sumbernya; {n} kutipan dipilih mewakili tema.",
               "Every quotation carries a pseudonym and its source; {n} were chosen to stand for themes."),
    "findings": ("{n} temuan dengan bukti yang terhitung; {m} diuji dan bukti lawannya ditinjau.",
                 "{n} findings with counted evidence; {m} tested, their counter-evidence reviewed."),
    "major": ("{n} tema ditetapkan: {names}.", "{n} themes are defined: {names}."),
    "minor": ("{n} tema lain masih calon atau ditinjau: {names}. Kasus negatif {m} tema dibaca.",
              "{n} other themes are candidates or reviewed: {names}. Negative cases of {m} themes were read."),
    "dates": ("{kinds}, {first} sampai {last}.", "{kinds}, {first} to {last}."),
    "processing": ("Transkrip bernama samaran, {n} versi dari {m} sumber; setiap perubahan tercatat ({k} tindakan).",
                   "Transcripts under pseudonyms, {n} versions of {m} sources; every change is journaled ({k} actions)."),
    "analysis": ("{n} pengodean oleh {m} pengode dengan {k} kode, dihimpun menjadi {t} tema.",
                 "{n} codings by {m} coders with {k} codes, gathered into {t} themes."),
    "trust": ("{r} babak pengodean ganda, {c} umpan balik informan, {t} uji temuan, catatan jejak {k} tindakan.",
              "{r} rounds of double coding, {c} member checks, {t} tests of findings, a journal of {k} actions."),
    "consent": ("Persetujuan tercatat untuk {n} dari {m} informan.", "Consent is recorded for {n} of {m} informants."),
    "silent": ("{n} dari {m} kelurahan tidak dikunjungi: tentang wilayah itu tidak ada yang dapat dikatakan.",
               "{n} of {m} kelurahan were not visited: nothing can be said of them."),
    "none": ("tidak tercatat", "not recorded"),
    "n_interview": ("{n} wawancara", "{n} interviews"),
    "n_fgd": ("{n} diskusi kelompok", "{n} group discussions"),
    "n_note": ("{n} catatan lapangan", "{n} field notes"),
    "n_document": ("{n} dokumen", "{n} documents"),
})
# fmt: on


class _Know(Protocol):
    def __call__(self, key: str, where: str, name: str | None = None, **values: object) -> None: ...


@dataclass(frozen=True)
class Fact:
    """``text``: the answer; ``where``: the command that shows what it rests on."""

    text: str
    where: str


def facts(project: Project) -> dict[str, Fact]:
    """What is known, by key. Inside ``speaking``."""
    sources = project.rows("SELECT id, genre, date, place, interviewer, region FROM source WHERE removed=0")
    people = project.rows(
        "SELECT p.id, p.gender, p.age_band, p.role, p.consent, COUNT(DISTINCT s.source) FROM participant p JOIN speaker s ON s.participant=p.id"
        " AND s.removed=0 AND s.side<>'interviewer' JOIN source o ON o.id=s.source AND o.removed=0 WHERE p.removed=0 GROUP BY p.id"
    )  # fmt: skip
    found: dict[str, Fact] = {}

    def know(key: str, where: str, name: str | None = None, **values: object) -> None:
        found[name or key] = Fact(said(key, **values), f"qualcode {where}")

    if not sources:
        return found
    kinds = Counter(genre for _id, genre, *_rest in sources)
    shown = ", ".join(
        said(f"n_{genre}", n=kinds[genre]) for genre in ("interview", "fgd", "note", "document") if kinds[genre]
    )
    named = (re.sub(r"\([^()]*\)", "", who or "") for *_x, who, _r in sources)  # Ratri (moderator), Dimas (pencatat)
    field = sorted({one.strip() for who in named for one in who.split(",") if one.strip()})
    if field:
        know("interviewers", "sources", n=len(field), names=", ".join(field))
    know("sample", "participants", people=len(people), sources=len(sources), kinds=shown)
    if gone := _withdrew(project):
        know("withdrawn", "history", n=gone)
    _places(project, sources, know)
    if people:
        genders = Counter(gender_word(one[1]) or said("none") for one in people)
        ages = Counter(one[2] or said("none") for one in people)
        know("people", "participants", genders=_counted(genders), ages=_counted(ages), roles=len({one[3] for one in people if one[3]}))  # fmt: skip
        often = sum(one[5] > 1 for one in people)
        know("repeats" if often else "no_repeats", "participants", "repeats", n=often)
        if agreed := sum(bool(one[4]) for one in people):
            know("consent", "participants", n=agreed, m=len(people))
    topics = project.value("SELECT COUNT(*) FROM topic WHERE removed=0")
    if topics:
        asked = project.value("SELECT COUNT(DISTINCT source) FROM asked WHERE removed=0")
        know("guide", "topics", n=topics, m=asked)
    know("notes" if kinds["note"] else "no_notes", "sources", "notes", n=kinds["note"])
    days = sorted(day for _id, _g, day, *_rest in sources if day)
    if days:
        know("dates", "sources", kinds=shown, first=_day(days[0]), last=_day(days[-1]))
    versions = project.value(
        "SELECT COUNT(*) FROM version v JOIN source s ON s.id=v.source AND s.removed=0 WHERE v.removed=0"
    )
    actions = project.value("SELECT COUNT(*) FROM action")
    know("processing", "history", n=versions, m=len(sources), k=actions)
    know("software", "--version", version=__version__)
    _coding(project, know)
    _saturation(project, know)
    _conclusions(project, know, actions)
    return found


def _day(day: str) -> str:
    return long_date(day, language()) if len(day) == 10 else day


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _withdrew(project: Project) -> int:
    """How many people withdrew. Records of names that were erased are kept in the same way and are nobody's; who was joined
    into somebody goes with them in one action and is one person; of a source withdrawn whole all who spoke only there go."""
    deeds: dict[int, list[tuple[bytes, bool]]] = defaultdict(list)
    for action, person, own in project.rows(
        "SELECT a, subject, recs IS NOT NULL FROM withdrawal WHERE removed=0 AND target='participant' ORDER BY k"
    ):
        deeds[action].append((person, bool(own)))
    return len({
        person for people in deeds.values() for person, own in people if own or not any(own for _one, own in people)
    })  # fmt: skip


def _places(project: Project, sources: list[Any], know: _Know) -> None:
    level = dict(project.rows("SELECT id, level FROM region WHERE removed=0"))
    names = dict(project.rows("SELECT id, name FROM region WHERE removed=0"))
    homes = {
        home for (home,) in project.rows("SELECT DISTINCT home FROM participant WHERE removed=0 AND home IS NOT NULL")
    }
    visited = {place for place in (*homes, *(one[5] for one in sources)) if level.get(place) == "kelurahan"}
    if visited:
        know("setting", "sources", n=len(visited), areas=", ".join(sorted(names[place] for place in visited)))
        of = sum(one == "kelurahan" for one in level.values())
        if of > len(visited):
            know("silent", "matrix", n=of - len(visited), m=of)
    noted = sum(bool(one[3]) for one in sources)
    if noted:
        know("places", "sources", n=noted)


def _coding(project: Project, know: _Know) -> None:
    book = codebook(project)
    coders = [
        name for (name,) in project.rows(f"SELECT name FROM coder WHERE id IN (SELECT c.coder {OWN}) ORDER BY name")
    ]
    codings = project.value(f"SELECT COUNT(*) {OWN}")
    themes = project.value("SELECT COUNT(*) FROM theme WHERE removed=0 AND status<>'retired'")
    if coders:
        know("coders", "coders", n=len(coders), names=", ".join(coders))
        know("analysis", "codings", n=codings, m=len(coders), k=len(book), t=themes)
    top = [code for code in book if not code.depth]
    if book:
        know("tree", "codes", n=len(book), m=len(top), names=", ".join(code.shown for code in top))
    if themes:
        words = sum(bool(code.keywords) for code in book)
        releases = project.value("SELECT COUNT(*) FROM release WHERE removed=0")
        know("derived", "themes", n=themes, m=len(book), k=words, r=releases)


def _saturation(project: Project, know: _Know) -> None:
    """Whether new codes ran out, by the method of Guest, Namey & Chen; nothing where too few sources are finished."""
    from qualcode.display.saturation import saturation

    try:
        found = saturation(project, orders=1)
    except UserError:
        return
    at = next((one.at for one in found.reached if one.threshold == 5), None)
    know("saturation", "content saturation", said=said("not_reached") if at is None else said("reached", n=at))


def _conclusions(project: Project, know: _Know, actions: int) -> None:
    checks = member_checks(project)
    returned = [one for one in checks if one.kind == "source"]
    others = [one for one in checks if one.kind != "source"]
    for key, empty, listed in (("returned", "not_returned", returned), ("checked", "not_checked", others)):
        what = ", ".join(f"{count} {term(ANSWER_TERMS[answer])}" for answer, count in tally(listed).items())
        know(key if listed else empty, "member-checks", key, n=len(listed), what=what)
    found = themes(project)
    if found:
        chosen = [theme for theme in found if theme.exemplars]
        know("quotes", "themes review", n=sum(len(exemplars_of(theme, heard(project))) for theme in chosen))
        _themes(found, know)
    concluded = cases(project)
    if concluded:
        know("findings", "findings", n=len(concluded), m=sum(one.state == "tested" for one in concluded))
    tests = sum(len(one.finding.tactics) for one in concluded)
    know("trust", "findings", r=len(rounds(project)), c=len(checks), t=tests, k=actions)
    know("approach", "codes")


def _themes(found: list[Theme], know: _Know) -> None:
    defined = [one for one in found if one.status == "defined"]
    others = [one for one in found if one.status != "defined"]
    read = sum(bool(one.negative) for one in found)
    if defined:
        know("major", "themes", n=len(defined), names="; ".join(one.shown for one in defined))
    if others:
        know("minor", "themes review", n=len(others), names="; ".join(one.shown for one in others), m=read)
