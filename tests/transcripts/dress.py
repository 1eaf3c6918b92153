"""The habits of writing turns down: each dresses a talk, and says how many turns and which speakers are right.

``python -m tests.transcripts.dress`` writes every file and its right answer into ``files``; the answer comes from the
talk, never from the parser.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.transcripts.talks import NAMES, TALKS

FILES = Path(__file__).parent / "files"
ROLES, INITIALS, PEOPLE = 0, 1, 2


@dataclass(frozen=True)
class Dressed:
    """A file and its right answer; ``speakers`` in order of first appearance, empty where nobody is named."""

    text: str
    turns: int
    speakers: list[str]
    first: str
    last: str
    sides: dict[str, str]
    unassigned: int = 0
    ending: str = "txt"


Dress = Callable[[str], Dressed]
HABITS: dict[str, tuple[Dress, str]] = {}


def habit(languages: str) -> Callable[[Dress], Dress]:
    """Register a habit, with the languages it is written out in."""

    def add(dress: Dress) -> Dress:
        HABITS[dress.__name__] = (dress, languages)
        return dress

    return add


def talk(language: str) -> list[tuple[int, str]]:
    return [(at % 2, words) for at, words in enumerate(TALKS[language])]


def plain(words: str) -> str:
    return words.replace("|", " ")


def right(language: str, kind: int, text: str, **more: object) -> Dressed:
    asks, answers = NAMES[language][kind]
    words = TALKS[language]
    answer: dict[str, object] = {
        "turns": len(words), "speakers": [asks, answers], "first": words[0].replace("|", "\n"),
        "last": words[-1].replace("|", "\n"), "sides": {asks: "interviewer", answers: "informant"},
    }  # fmt: skip
    return Dressed(text=text, **(answer | more))  # type: ignore[arg-type]


def nobody(language: str, text: str, **more: object) -> Dressed:
    return right(language, 0, text, **({"speakers": [], "sides": {}} | more))


def each(language: str, kind: int, one: str, between: str = "\n", paragraph: str = "\n\n") -> str:
    """Every utterance by a pattern of ``{name}``, ``{words}``, ``{n}`` (from 1), ``{t}`` (a clock), ``{q}`` (question number)."""
    names = NAMES[language][kind]
    lines = []
    for n, (who, words) in enumerate(talk(language), 1):
        clock = f"00:{n * 7 // 60:02}:{n * 7 % 60:02}"
        lines.append(one.format(name=names[who], words=words.replace("|", paragraph), n=n, t=clock, q=(n + 1) // 2))
    return between.join(lines) + "\n"


# A label and a colon


@habit("id en es zh")
def colon(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "{name}: {words}"))


@habit("id jv fr sw")
def space_before_colon(language: str) -> Dressed:
    return right(language, INITIALS, each(language, INITIALS, "{name} : {words}", "\n\n"))


@habit("en pt ar")
def names(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "{name}: {words}", "\n\n"))


@habit("id de")
def bold_inside(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "**{name}:** {words}", "\n\n"), ending="md")


@habit("en ms")
def bold_outside(language: str) -> Dressed:
    return right(language, INITIALS, each(language, INITIALS, "**{name}**: {words}", "\n\n"), ending="md")


@habit("jv nl")
def bold_and_space(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "**{name}** : {words}", "\n\n"), ending="md")


@habit("id es")
def role_in_brackets(language: str) -> Dressed:
    roles = NAMES[language][ROLES]
    names = NAMES[language][PEOPLE]
    lines = [f"{names[who]} ({roles[who]}): {plain(words)}" for who, words in talk(language)]
    last, first = plain(TALKS[language][-1]), plain(TALKS[language][0])
    return right(language, PEOPLE, "\n".join(lines), first=first, last=last)


@habit("id pt")
def numbered(language: str) -> Dressed:
    return right(language, INITIALS, each(language, INITIALS, "{n}. {name}: {words}"))


@habit("jv en")
def the_same_number(language: str) -> Dressed:
    return right(language, INITIALS, each(language, INITIALS, "1. {name} : {words}"))


@habit("id fr")
def number_in_brackets(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "({n}) {name}: {words}"))


@habit("id sw de")
def time_before(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "[{t}] {name}: {words}"))


@habit("en id")
def bold_time_before(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "**{t}** {name}: {words}", "\n\n"), ending="md")


@habit("es ms")
def time_after(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "{name} [{t}]: {words}"))


@habit("en pt")
def time_in_brackets_after(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "{name} ({t}): {words}", "\n\n"))


@habit("nl id")
def time_behind_the_colon(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "{name}: [{t}] {words}"))


@habit("en id fr")
def capitals(language: str) -> Dressed:
    names = [name.upper() for name in NAMES[language][PEOPLE]]
    text = "\n\n".join(f"{names[who]}: {words.replace('|', chr(10))}" for who, words in talk(language))
    return right(
        language, PEOPLE, text, speakers=names, sides=dict(zip(names, ("interviewer", "informant"), strict=True))
    )


@habit("id en")
def speaker_codes(language: str) -> Dressed:
    codes = ("INT", "R1") if language == "en" else ("PW-1", "INF-03")
    text = "\n".join(f"{codes[who]}: {plain(words)}" for who, words in talk(language))
    return right(
        language, ROLES, text, speakers=list(codes), sides=dict(zip(codes, ("interviewer", "informant"), strict=True))
    )


@habit("es id")
def machine_codes(language: str) -> Dressed:
    codes = ("SPEAKER_00", "SPEAKER_01")
    text = "\n".join(f"{codes[who]}: {plain(words)}" for who, words in talk(language))
    return right(language, ROLES, text, speakers=list(codes), sides={})


@habit("id zh")
def emoji(language: str) -> Dressed:
    signs = ("🎤", "👵")
    text = "\n".join(f"{signs[who]}: {plain(words)}" for who, words in talk(language))
    return right(language, ROLES, text, speakers=list(signs), sides={})


@habit("id de")
def the_same_name_as_a_place(language: str) -> Dressed:
    """A header whose keys look like labels, the interviewer's among them."""
    asks = NAMES[language][ROLES][0]
    head = {
        "id": "Tanggal : 3 Mei 2024\nTempat : rumah informan\nNama (Inisial) : S\nUsia : 47 tahun\nPewawancara : Rini\n\n",
        "de": f"Datum: 3. Mai 2024\nOrt: Küche des Befragten\nDauer: 42 Minuten\n{asks}: Anke Vogt\n\n",
    }[language]
    return right(language, ROLES, head + each(language, ROLES, "{name}: {words}"))


@habit("id en pt")
def legend_above(language: str) -> Dressed:
    (asks, answers), roles = NAMES[language][INITIALS], NAMES[language][ROLES]
    return right(
        language,
        INITIALS,
        f"{asks} : {roles[0]}\n{answers} : {roles[1]}\n\n" + each(language, INITIALS, "{name} : {words}"),
    )


@habit("id jv")
def legend_on_a_line(language: str) -> Dressed:
    (asks, answers), roles = NAMES[language][INITIALS], NAMES[language][ROLES]
    return right(
        language,
        INITIALS,
        f"Keterangan: {asks} = {roles[0]}, {answers} = {roles[1]}\n\n" + each(language, INITIALS, "{name}: {words}"),
    )


@habit("id")
def initials_changed_about(language: str) -> Dressed:
    """P is the participant here and I the interviewer; the legend says so."""
    text = "P: Partisipan\nI: Interviewer\n\n" + "\n".join(
        f"{'IP'[who]}: {plain(words)}" for who, words in talk(language)
    )
    return right(language, ROLES, text, speakers=["I", "P"], sides={"I": "interviewer", "P": "informant"})


@habit("id")
def list_letters(language: str) -> Dressed:
    """A and B talk, and one of them counts a. to c. in the middle."""
    words = [*TALKS[language]]
    words[5] = "Ada tiga, Mbak:\na. beras\nb. listrik\nc. uang sekolah\nSisanya arisan."
    text = "\n".join(f"{'AB'[at % 2]}: {plain(words)}" for at, words in enumerate(words))
    return right(language, ROLES, text, speakers=["A", "B"], sides={})


@habit("en id")
def chevrons(language: str) -> Dressed:
    names = [name.upper() for name in NAMES[language][PEOPLE]]
    text = "\n".join(f">> {names[who]}: {plain(words)}" for who, words in talk(language))
    return right(language, PEOPLE, text, speakers=names, sides={})


@habit("en es")
def brackets(language: str) -> Dressed:
    names = ("Speaker 1", "Speaker 2") if language == "en" else ("Hablante 1", "Hablante 2")
    text = "\n\n".join(f"[{names[who]}] {words.replace('|', ' ')}" for who, words in talk(language))
    return right(language, ROLES, text, speakers=list(names), sides={})


@habit("id fr")
def many_colons_deep(language: str) -> Dressed:
    """Label, then a second paragraph that begins with a word and a colon."""
    words = [*TALKS[language]]
    more = {"id": "Alasannya: sepi.\nIntinya: nrimo.", "fr": "Résultat : rien.\nConclusion : on attend."}[language]
    words[3] += "\n" + more
    names = NAMES[language][ROLES]
    text = "\n\n".join(f"{names[at % 2]} : {words.replace('|', chr(10))}" for at, words in enumerate(words))
    return right(language, ROLES, text)


# No colon


@habit("id en sw")
def dash(language: str) -> Dressed:
    return right(language, INITIALS, each(language, INITIALS, "{name} - {words}"))


@habit("es nl")
def dash_and_name(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "{name} – {words}", "\n\n"))


@habit("id de pt")
def tab(language: str) -> Dressed:
    return right(language, INITIALS, each(language, INITIALS, "{name}\t{words}", paragraph="\n"))


@habit("ms en")
def tab_and_name(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "{name}\t{words}", paragraph="\n"))


@habit("en id")
def question_and_answer(language: str) -> Dressed:
    text = "\n\n".join(f"{'QA'[who]}. {words.replace('|', ' ')}" for who, words in talk(language))
    return right(language, ROLES, text, speakers=["Q", "A"], sides={"Q": "interviewer", "A": "informant"})


@habit("en")
def numbered_questions(language: str) -> Dressed:
    text = "\n\n".join(f"{'QA'[at % 2]}{at // 2 + 1}. {plain(words)}" for at, words in enumerate(TALKS[language]))
    return right(language, ROLES, text, speakers=["Q", "A"], sides={"Q": "interviewer", "A": "informant"})


@habit("id")
def pertanyaan_jawaban(language: str) -> Dressed:
    lines = [
        f"{'Jawaban' if at % 2 else f'Pertanyaan {at // 2 + 1}'} : {plain(words)}"
        for at, words in enumerate(TALKS[language])
    ]
    return right(
        language,
        ROLES,
        "\n".join(lines),
        speakers=["Pertanyaan", "Jawaban"],
        sides={"Pertanyaan": "interviewer", "Jawaban": "informant"},
    )


@habit("id ms")
def tanya_jawab(language: str) -> Dressed:
    names = ("Tanya", "Jawab")
    text = "\n".join(f"{names[who]} : {plain(words)}" for who, words in talk(language))
    return right(language, ROLES, text, speakers=list(names), sides={"Tanya": "interviewer", "Jawab": "informant"})


@habit("en id es")
def name_and_time_above(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "{name}  {t}\n{words}", "\n\n"))


@habit("id de")
def time_and_name_above(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "{t} {name}\n{words}", "\n\n"))


@habit("id pt")
def label_above(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "{name}:\n{words}", "\n\n"))


@habit("en fr")
def name_above(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "{name}\n{words}", "\n\n", paragraph="\n"))


@habit("es id")
def bold_name_above(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "**{name}**\n\n{words}", "\n\n"), ending="md")


@habit("id en")
def name_in_a_heading(language: str) -> Dressed:
    return right(language, ROLES, each(language, ROLES, "### {name}\n\n{words}", "\n\n"), ending="md")


@habit("id")
def chat(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "12/05/24 09.{n:02} - {name}: {words}", paragraph="\n"))


@habit("es")
def chat_in_brackets(language: str) -> Dressed:
    return right(language, PEOPLE, each(language, PEOPLE, "[12/5/24, {t}] {name}: {words}", paragraph="\n"))


@habit("en")
def hearing(language: str) -> Dressed:
    names = ("The CHAIRMAN", "Mr. OKAFOR")
    text = "\n".join(f"    {names[who]}. {words.replace('|', chr(10) + '    ')}" for who, words in talk(language))
    return right(language, ROLES, text, speakers=list(names), sides={})


# Nobody is named


@habit("id en es")
def questions_only(language: str) -> Dressed:
    words = [*TALKS[language][:-2]]
    return nobody(language, "\n\n".join(map(plain, words)), turns=len(words), last=words[-1])


@habit("id fr")
def heading_and_quote(language: str) -> Dressed:
    words = [*TALKS[language][:-2]]
    parts = [f"> {words.replace('|', chr(10) + '> ')}" if at % 2 else f"### {words}" for at, words in enumerate(words)]
    return nobody(language, "# Transkrip 4\n\n" + "\n\n".join(parts), turns=len(words), last=words[-1], ending="md")


@habit("en pt")
def bold_question(language: str) -> Dressed:
    words = [*TALKS[language][:-2]]
    parts = [words.replace("|", "\n\n") if at % 2 else f"**{words}**" for at, words in enumerate(words)]
    return nobody(language, "\n\n".join(parts), turns=len(words), last=words[-1], ending="md")


@habit("id de")
def numbered_question(language: str) -> Dressed:
    words = [*TALKS[language][:-2]]
    parts = [plain(words) if at % 2 else f"{at // 2 + 1}. {words}" for at, words in enumerate(words)]
    return nobody(language, "\n".join(parts), turns=len(words), last=words[-1])


@habit("es fr pt")
def dialogue_dashes(language: str) -> Dressed:
    return nobody(language, "\n".join(f"— {plain(words)}" for _, words in talk(language)))


# Several turns in a paragraph, printed pages, remarks


@habit("id jv en")
def run_together(language: str) -> Dressed:
    names = NAMES[language][INITIALS if language == "id" else ROLES]
    said = [f"{names[who]}: {plain(words)}" for who, words in talk(language)]
    text = "\n\n".join(" ".join(said[at : at + 6]) for at in range(0, len(said), 6))
    return right(language, INITIALS if language == "id" else ROLES, text)


@habit("id en de")
def hard_wrapped(language: str) -> Dressed:
    import textwrap

    names = NAMES[language][ROLES]
    lines: list[str] = []
    for who, words in talk(language):
        long = f"{words} {words}" if len(words) > 60 else words
        lines += textwrap.wrap(f"{names[who]}: {plain(long)}", 64)
    words = TALKS[language][0]
    return right(language, ROLES, "\n".join(lines), first=f"{words} {words}" if len(words) > 60 else words)


@habit("id sw")
def remarks(language: str) -> Dressed:
    lines = each(language, ROLES, "{name}: {words}", paragraph=" ").splitlines()
    lines.insert(4, "(suara motor lewat)" if language == "id" else "(simu inalia)")
    lines.insert(9, "[jeda]")
    lines.insert(13, "Catatan: informan menoleh ke jendela." if language == "id" else "00:04:10")
    return right(language, ROLES, "\n".join(lines), unassigned=3 if language == "id" else 2)


@habit("id en fr")
def group(language: str) -> Dressed:
    """Somebody leads, four answer, one of them only once."""
    names = {
        "id": ("Moderator", "Bu Yanti", "Pak Darmo", "Mbak Lilis", "Pak Sukir"),
        "en": ("Moderator", "Grace", "Dev", "Pauline", "Old Sam"),
        "fr": ("Animatrice", "Fatou", "M. Roche", "Inès", "Paul"),
    }[language]
    who = [0, 1, 0, 2, 3, 1, 0, 2, 0, 3, 1, 2, 0, 4, 0, 1, 3, 2]
    words = [plain(words) for words in TALKS[language]]
    who = who[: len(words)]
    text = "\n".join(f"{names[one]}: {said}" for one, said in zip(who, words, strict=True))
    seen = list(dict.fromkeys(names[one] for one in who))
    return right(language, ROLES, text, speakers=seen, sides={names[0]: "interviewer"})


@habit("id")
def a_child_joins_in(language: str) -> Dressed:
    words = [plain(words) for words in TALKS[language]]
    who = ["PN"[at % 2] for at in range(len(words))]
    who[9] = "A"
    text = "P: Peneliti\nN: Narasumber\nA: Anak narasumber\n\n" + "\n".join(
        f"{a} : {b}" for a, b in zip(who, words, strict=True)
    )
    return right(
        language, ROLES, text, speakers=["P", "N", "A"], sides={"P": "interviewer", "N": "informant", "A": "informant"}
    )


# Tables, as the reader renders them and as Markdown


@habit("id en es")
def table_of_three(language: str) -> Dressed:
    head = {"id": "No\tPembicara\tUcapan", "en": "#\tSpeaker\tUtterance", "es": "N.º\tHablante\tTexto"}[language]
    rows = each(language, PEOPLE, "{n}\t{name}\t{words}", paragraph="\n")
    return right(language, PEOPLE, f"Transkrip\n\n{head}\n{rows}\n")


@habit("jv fr")
def table_of_two(language: str) -> Dressed:
    return right(language, ROLES, "\n" + each(language, ROLES, "{name}\t{words}", paragraph="\n") + "\n")


@habit("id en")
def table_of_questions(language: str) -> Dressed:
    words = TALKS[language]
    head = {"id": ("No", "Pertanyaan", "Jawaban"), "en": ("No.", "Question", "Answer")}[language]
    rows = [f"{at // 2 + 1}\t{words[at]}\t{words[at + 1].replace('|', chr(10))}" for at in range(0, len(words), 2)]
    return right(
        language,
        ROLES,
        "\n" + "\n".join(["\t".join(head), *rows]) + "\n",
        speakers=list(head[1:]),
        sides=dict(zip(head[1:], ("interviewer", "informant"), strict=True)),
    )


@habit("id")
def table_with_time_and_code(language: str) -> Dressed:
    head = "Waktu\tPembicara\tTuturan\tKode\n"
    return right(
        language, ROLES, head + each(language, ROLES, "{t}\t{name}\t{words}\t", paragraph=" "), last=TALKS[language][-1]
    )


@habit("en id")
def pipes(language: str) -> Dressed:
    head = "| No | Speaker | Text |\n|---|---|---|\n"
    return right(
        language,
        ROLES,
        "# Session\n\n" + head + each(language, ROLES, "| {n} | {name} | {words} |", paragraph=" "),
        ending="md",
    )


# Cues


def cues(language: str, form: str, name: Callable[[int, bool], str]) -> str:
    """Two cues or more an utterance, broken between words; ``name``: what stands before the words of who, first or later."""
    out = []
    clock = 1.0
    number = 1
    for who, words in talk(language):
        parts = plain(words).split(" ")
        size = max(1, (len(parts) + 1) // 2)
        for at in range(0, len(parts), size):
            stamps = [f"{int(t // 3600):02}:{int(t // 60) % 60:02}:{t % 60:06.3f}" for t in (clock, clock + 2)]
            out.append(
                form.format(
                    n=number,
                    a=stamps[0],
                    b=stamps[1],
                    comma_a=stamps[0].replace(".", ","),
                    comma_b=stamps[1].replace(".", ","),
                    words=name(who, at == 0) + " ".join(parts[at : at + size]),
                )
            )
            clock, number = clock + 2.1, number + 1
        clock += 2.5
    return "".join(out)


def sentences(language: str) -> int:
    """How many turns unnamed cues make: one ends at a pause (after every utterance), or where a cue ends a sentence."""
    count = 0
    for _, words in talk(language):
        parts = plain(words).split(" ")
        size = max(1, (len(parts) + 1) // 2)
        ends = [parts[min(at + size, len(parts)) - 1].rstrip('"”)»') for at in range(0, len(parts), size)]
        count += 1 + sum(word.endswith((".", "?", "!", "…")) for word in ends[:-1])
    return count


CONTRACT = "[{a} --> {b}]\n{words}\n\n"
SRT = "{n}\n{comma_a} --> {comma_b}\n{words}\n\n"
VTT = "{a} --> {b}\n{words}\n\n"


@habit("id en")
def cues_named(language: str) -> Dressed:
    names = NAMES[language][PEOPLE]
    return right(language, PEOPLE, cues(language, CONTRACT, lambda who, _: f"{names[who]}: "))


@habit("id es")
def cues_named_once(language: str) -> Dressed:
    names = NAMES[language][ROLES]
    return right(language, ROLES, cues(language, CONTRACT, lambda who, first: f"{names[who]}: " if first else ""))


@habit("id de")
def cues_unnamed(language: str) -> Dressed:
    return nobody(language, cues(language, CONTRACT, lambda who, first: ""), turns=sentences(language))


@habit("en ms")
def raw_srt(language: str) -> Dressed:
    names = NAMES[language][PEOPLE]
    return right(language, PEOPLE, cues(language, SRT, lambda who, first: f"{names[who]}: " if first else ""))


@habit("id fr")
def raw_vtt(language: str) -> Dressed:
    names = NAMES[language][PEOPLE]
    return right(language, PEOPLE, "WEBVTT\n\n" + cues(language, VTT, lambda who, _: f"<v {names[who]}>"))


@habit("id")
def raw_whisper(language: str) -> Dressed:
    return nobody(
        language, cues(language, "[{a} --> {b}]  {words}\n", lambda who, first: ""), turns=sentences(language)
    )


@habit("en")
def whisper_speakers(language: str) -> Dressed:
    text = cues(language, "[{a} --> {b}] {words}\n", lambda who, _: f"[SPEAKER_0{who}]: ")
    return right(language, ROLES, text, speakers=["SPEAKER_00", "SPEAKER_01"], sides={})


def write_all(folder: Path = FILES) -> int:
    """Write every habit in its languages; how many files."""
    folder.mkdir(exist_ok=True)
    count = 0
    for name, (dress, languages) in HABITS.items():
        for language in languages.split():
            made = dress(language)
            stem = f"{name}.{language}"
            (folder / f"{stem}.{made.ending}").write_text(made.text, "utf-8", newline="\n")
            answer = {key: value for key, value in made.__dict__.items() if key not in ("text", "ending")}
            (folder / f"{stem}.expected.json").write_text(
                json.dumps(answer, ensure_ascii=False, indent=1) + "\n", "utf-8"
            )
            count += 1
    return count


if __name__ == "__main__":
    print(write_all())
