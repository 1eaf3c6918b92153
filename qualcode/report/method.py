"""How the study was done, said from what was done: the paragraphs and tables a chapter of findings begins with.

One rule: a sentence stands here only where the project knows it. What only a person can say (how informants were chosen,
who the researchers are) is printed as ``[diisi peneliti]``, never guessed; SRQR and COREQ ask for it by name
(O'Brien et al. 2014; Tong, Sainsbury and Craig 2007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from qualcode import __version__
from qualcode.collect.inventory import SourceLine, inventory
from qualcode.collect.locking import unlocked
from qualcode.collect.regions import regions
from qualcode.collect.values import GENRES
from qualcode.errors import UserError
from qualcode.i18n import language
from qualcode.language.numerals import format_number
from qualcode.reduce import agreement_words
from qualcode.reduce.agreement_scores import agreement
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import responsible
from qualcode.reduce.rounds import rounds
from qualcode.reduce.themes import themes
from qualcode.report.blocks import Block, Cell, Column, Paragraph, Row, Table, long_date, number
from qualcode.report.method_words import said
from qualcode.report.whose import gender_word
from qualcode.store import Project, times

_FEW_TEXTS = 200
FEW_CODES = 5  # a source that lacks more is not called finished but for some

# What coders gave by themselves; what was agreed on afterwards is written by whoever settled it, and is nobody's coding.
OWN = "FROM coding c JOIN source s ON s.id=c.source AND s.removed=0 WHERE c.removed=0 AND c.layer='own'"


def state_line(project: Project) -> str:
    """``22 November 2026 (tindakan ke-42)``: the day of the last action and how many there are."""
    stamp, n = project.conn.execute("SELECT MAX(stamp), COUNT(*) FROM action").fetchone()
    day = long_date(state_day(stamp), language()) if stamp else "-"
    return said("state_of", day=day, n=format_number(n))


def state_day(stamp: int) -> str:
    """A stamp of the journal (milliseconds) as YYYY-MM-DD, the same on every device."""
    return times.everywhere(stamp).date().isoformat()


def method_blocks(project: Project) -> list[Block]:
    """What was collected, how it was coded and by how many, how far they agree; sources and informants as tables. Inside
    ``speaking``."""
    there = inventory(project)
    if not there:
        return []
    people = _people(project)
    blocks: list[Block] = [
        Paragraph(_collected(project, there, len(people))),
        Paragraph(" ".join(_coding(project, there))),
        Paragraph(" ".join((*_agreed(project), _ethics(project)))),
        Paragraph(said("tool", version=__version__, state=state_line(project))),
        _sources_table(project, there),
    ]
    if people:
        blocks.append(_people_table(people))
    return blocks


def _collected(project: Project, there: list[SourceLine], people: int) -> str:
    kinds = Counter(one.genre for one in there)
    named = [said(f"n_{genre}", n=format_number(kinds[genre])) for genre in GENRES if kinds[genre]]
    days = sorted(one.date for one in there if one.date)
    first, last = (long_date(day, language()) for day in (days[0], days[-1])) if days else ("", "")
    when = "" if not days else said("on_day", first=first) if first == last else said("between", first=first, last=last)
    visited = {one.region for one in there if one.region}
    tree = regions(project)
    above = {region.parent for region in tree if region.level == "kelurahan" and region.name in visited}
    where = said("in_areas", n=sum(r.level == "kelurahan" and r.name in visited for r in tree), m=len(above))
    text = said(
        "collected",
        kinds=_joined(named),
        when=when,
        where=where if above else "",
        people=people,
        called=said("pseudonymous") if _under_pseudonyms(project) else "",
        fill=said("filled_in"),
    )
    topics = project.value("SELECT COUNT(*) FROM topic WHERE removed=0")
    lines = [text, *([said("guided", topics=topics)] if topics else [])]
    return " ".join((*lines, said("transcribed", turns=format_number(sum(one.turns for one in there)))))


def _coding(project: Project, there: list[SourceLine]) -> Iterable[str]:
    yield said("flow")
    ways: Counter[str] = Counter()
    for origin, review, n in project.rows(f"SELECT c.origin, c.review, COUNT(*) {OWN} GROUP BY 1, 2"):
        ways[origin] += n
        ways["bulk"] += n if review == "bulk" else 0
        ways["all"] += n
    keys = {"keyword": "of_keywords", "learned": "of_learned", "imported": "of_imported", "bulk": "of_bulk"}
    parts = [said(key, n=format_number(ways[way])) for way, key in keys.items() if ways[way]]
    wholly = next((key for way, key in keys.items() if way != "bulk" and ways[way] == ways["all"] > 0), "")
    how = (
        said(wholly.replace("of_", "wholly_"))
        if wholly and len(parts) == 1
        else said("among", what=_joined(parts))
        if parts
        else ""
    )
    released = project.conn.execute(
        "SELECT name, date FROM release WHERE removed=0 ORDER BY date DESC, a DESC"
    ).fetchone()
    coders = project.value(f"SELECT COUNT(DISTINCT c.coder) {OWN}")
    yield said(
        "coded", coders=coders, codes=sum(not code.retired for code in codebook(project)), codings=format_number(ways["all"]),
        released=said("released", name=released[0], date=long_date(released[1], language())) if released else said("unreleased"),
        how=how, done=sum(one.state == "finished" for one in there), all=len(there), but=_but_for(project, there),
    )  # fmt: skip
    found = themes(project)
    if found:
        yield said("themes_made", n=len(found), defined=sum(one.status == "defined" for one in found))


def _but_for(project: Project, there: Sequence[SourceLine]) -> str:
    """Of the sources that are finished but for a few codes: how many, and which codes these are."""
    few = [line for line in there if line.state == "partly" and line.left <= FEW_CODES]
    who, done = responsible(project), finished_codes(project)
    names = {
        code.name
        for line in few
        if (coder := who.get(line.id)) is not None
        for code in codebook(project)
        if code.id not in done.get((line.id, coder), set())
    }
    return said("but_for", n=len(few), names=", ".join(sorted(names))) if names else ""


def _agreed(project: Project) -> Iterable[str]:
    twice = project.value(
        f"SELECT COUNT(*) FROM (SELECT c.source {OWN} GROUP BY c.source HAVING COUNT(DISTINCT c.coder)>1)"
    )
    if not twice:
        yield said("not_twice")
        return
    n = len(rounds(project))
    yield said("twice", n=twice, rounds=said("rounds_n", n=n) if n else "").strip()
    try:
        found = agreement(project, draws=0)
    except UserError as error:
        yield said("no_agreement", why=str(error.what))
        return
    yield said("agreed") + " ".join(agreement_words.overall_lines(found))


def _sources_table(project: Project, there: list[SourceLine]) -> Table:
    genres = [genre for genre in GENRES if any(one.genre == genre for one in there)]
    tree = regions(project)
    names = {region.id: region.name for region in tree}
    place = {region.name: (region.code, names.get(region.parent or b"", "")) for region in tree}
    columns = [Column("area", said("kelurahan"))]
    columns += [Column(genre, said(f"n_{genre}s")) for genre in genres]
    columns += [Column("all", said("total")), Column("done", said("of_them_done"))]

    def counts(inside: list[SourceLine]) -> tuple[Cell, ...]:
        found = [sum(one.genre == genre for one in inside) for genre in genres]
        done = sum(one.state == "finished" for one in inside)
        return tuple(
            Cell("-", kind="number") if not n else number(n, 0, language()) for n in (*found, len(inside), done)
        )

    body: list[Row] = []
    by_area: dict[str, list[SourceLine]] = {}
    for one in there:
        by_area.setdefault(one.region, []).append(one)
    if "" in by_area:  # above the kecamatan: below the last it would seem to belong to that
        body.append(Row((Cell(said("no_area")), *counts(by_area[""]))))
    ordered = sorted((name for name in by_area if name), key=lambda name: place.get(name, ("", ""))[0])
    for above, members in groupby(ordered, key=lambda name: place.get(name, ("", ""))[1]):
        if above:
            body.append(Row((Cell(f"{said('kecamatan')} {above}"),), "group"))
        body += [Row((Cell(name), *counts(by_area[name]))) for name in members]
    body.append(Row((Cell(said("total")), *counts(there)), "subtotal"))
    years = sorted({one.date[:4] for one in there if one.date})
    year = f", {years[0]}" if len(years) == 1 else f", {years[0]}–{years[-1]}" if years else ""
    notes = (said("sources_note"),) if "fgd" in genres else ()
    return Table(
        said("sources_table", year=year),
        tuple(columns),
        tuple(body),
        notes=notes,
        source=_own(),
        anchor="method sources",
    )


def _ethics(project: Project) -> str:
    consents = [bool(consent) for (consent,) in project.rows(f"SELECT p.consent FROM participant p WHERE {_SPEAKS}")]
    known = "ethics_known" if any(consents) else "ethics"
    fill = said("filled_in")
    names = said("names_made_up") if _under_pseudonyms(project) else said("names_open", fill=fill)
    return said(known, fill=fill, names=names, n=sum(consents), m=len(consents))


def _under_pseudonyms(project: Project) -> bool:
    """Whether nobody stands under what looks like their name, so that a chapter may say so. What a header says is made up is
    looked up in the texts where they are not too many."""

    def work() -> bool:
        few = project.value("SELECT COUNT(*) FROM source WHERE removed=0") < _FEW_TEXTS
        return not unlocked(project, closely=few)

    return project.once(("under pseudonyms",), work)


_SPEAKS = (
    "p.removed=0 AND EXISTS (SELECT 1 FROM speaker s JOIN source o ON o.id=s.source"
    " AND o.removed=0 WHERE s.participant=p.id AND s.removed=0 AND s.side<>'interviewer')"
)


def _people(project: Project) -> list[tuple[str, str, str, str]]:
    """Gender, age band, role and home of every participant who speaks as an informant in a live source."""
    return list(
        project.rows(
            "SELECT COALESCE(p.gender,''), COALESCE(p.age_band,''), COALESCE(p.role,''), COALESCE(r.name,'') FROM participant p"
            f" LEFT JOIN region r ON r.id=p.home WHERE {_SPEAKS}"
        )
    )


def _people_table(people: list[tuple[str, str, str, str]]) -> Table:
    """Marginals only, and a role one person holds is not printed: a combination or a single post would name somebody."""
    rows: list[Row] = []
    for at, key in enumerate(("gender", "age", "role", "home")):
        counts = Counter((gender_word(one[0]) if key == "gender" else one[at]) or said("unknown") for one in people)
        alone = [name for name, n in counts.items() if n == 1] if key == "role" else []
        if len(alone) > 1:
            counts = Counter({name: n for name, n in counts.items() if name not in alone})
        if not counts:
            continue  # everybody has a role of their own: no table
        rows.append(Row((Cell(said(key)),), "group"))
        rows += [
            Row((Cell(name), number(n, 0, language())))
            for name, n in sorted(
                counts.items(), key=lambda one: (one[0] == said("unknown"), -one[1] if key == "role" else 0, one[0])
            )
        ]
        if len(alone) > 1:
            rows.append(Row((Cell(said("roles_few", n=len(alone))), number(len(alone), 0, language()))))
    rows.append(Row((Cell(said("total")), number(len(people), 0, language())), "subtotal"))
    columns = (Column("trait", said("trait"), width=8.0), Column("n", said("people_n"), width=2.6))
    return Table(said("people_table", n=len(people)), columns, tuple(rows), source=_own(), anchor="method people")


def _joined(parts: list[str]) -> str:
    """``a, b, dan c``."""
    if len(parts) < 3:
        return f" {said('and')} ".join(parts)
    return f"{', '.join(parts[:-1])}, {said('and')} {parts[-1]}"


def _own() -> str:
    return said("own_data", year="")
