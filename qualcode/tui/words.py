"""Words that several screens show for what is kept as a short id."""

from __future__ import annotations

from qualcode.display.terms import Term, term
from qualcode.i18n import N_, _

_GRADES: dict[str, Term] = {
    "tangan-pertama": ("tangan pertama", N_("first-hand")),
    "kata-orang": ("kata orang", N_("hearsay")),
    "resmi": ("resmi", N_("official")),
}


def grade_word(grade: str | None) -> str:
    """An evidence grade in the language in use; nothing for none."""
    return term(_GRADES[grade]) if grade in _GRADES else grade or ""


_DEEDS = {
    "code": N_("a code given"),
    "uncode": N_("a code taken off"),
    "edit": N_("a coding changed"),
    "finish": N_("a source finished"),
    "unfinish": N_("a source opened again"),
    "codebook": N_("a change of the codebook"),
    "accept": N_("suggestions accepted"),
    "reject": N_("a suggestion rejected"),
    "import": N_("an import"),
    "memo": N_("a memo"),
    "source": N_("a change of a source"),
    "themes": N_("a change of the themes"),
    "attributes": N_("a change of attributes"),
    "asked": N_("answers on what was asked"),
    "join": N_("two people made one"),
    "apart": N_("two people told apart"),
    "correct": N_("a correction"),
    "turns": N_("turns read again"),
    "review": N_("a passage settled after a correction"),
    "settle": N_("a conflict settled"),
    "assign": N_("tasks given"),
    "round": N_("a round opened or closed"),
    "adjudicate": N_("a difference settled"),
    "recode": N_("codings given another code"),
    "split": N_("a code split"),
    "init": N_("the study begun"),
    "undo": N_("an action taken back"),
    "redo": N_("an action done again"),
    "guide": N_("the guide"),
    "speaker": N_("who speaks"),
    "participant": N_("a person described"),
    "withdraw": N_("a withdrawal"),
    "erase": N_("names erased"),
    "release": N_("a codebook laid down"),
    "setting": N_("a setting of the study"),
    "summary": N_("a summary"),
    "summaries": N_("summaries brought in"),
    "issue": N_("an issue row"),
    "issues": N_("issue rows brought in"),
    "basket": N_("the basket of the report"),
    "triangulate": N_("verdicts kept"),
    "thread": N_("a thread answered"),
    "verdict": N_("a verdict of one's own"),
    "looked": N_("a result shown"),
    "indicators": N_("indicators"),
    "series break": N_("a break of a series"),
    "figures": N_("figures"),
    "pseudonymise": N_("names replaced"),
    "regions": N_("the regions"),
    "clock": N_("a clock set right"),
    "codings": N_("codings brought in"),
    "finding": N_("a change of a finding"),
    "member check": N_("what came back from a participant"),
    "swot": N_("a change of the SWOT"),
    "strategies": N_("a change of the strategies"),
    "figure": N_("a figure decided on"),
    "mark": N_("a relevance mark"),
    "unmark": N_("a relevance mark taken off"),
    "names": N_("names kept"),
    "remove": N_("something taken off"),
}


def deed_words(kind: str) -> str:
    """What an action of this kind was, as in “undone: a code given”."""
    return _(_DEEDS[kind]) if kind in _DEEDS else kind


_RECORDS = {
    "source": N_("source"),
    "version": N_("text"),
    "code": N_("code"),
    "coding": N_("coding"),
    "coder": N_("coder"),
    "participant": N_("person"),
    "speaker": N_("speaker"),
    "attribute": N_("attribute"),
    "memo": N_("memo"),
    "theme": N_("theme"),
    "theme_code": N_("code of a theme"),
    "completion": N_("code looked for"),
    "decision": N_("suggestion decided"),
    "relevance": N_("relevance mark"),
    "topic": N_("topic"),
    "asked": N_("answer on what was asked"),
    "region": N_("region"),
    "adjudication": N_("adjudication"),
    "round": N_("round"),
    "assignment": N_("task"),
    "setting": N_("setting"),
    "indicator": N_("indicator"),
    "figure": N_("figure"),
    "link": N_("link to an indicator"),
    "withdrawal": N_("withdrawal"),
    "release": N_("release"),
    "summary": N_("summary"),
    "thread": N_("thread"),
    "issue": N_("issue row"),
    "finding": N_("finding"),
    "claim": N_("step of a finding"),
    "tactic": N_("test of a finding"),
    "rival": N_("rival explanation"),
    "member_check": N_("member check"),
    "swot_item": N_("SWOT factor"),
    "rating": N_("rating"),
    "strategy": N_("strategy"),
    "clockfix": N_("correction of a clock"),
}


def record_words(kind: str) -> str:
    """What a record of this kind is."""
    return _(_RECORDS[kind]) if kind in _RECORDS else kind
