"""What ``--where`` means of each thing that is listed, in one sentence each: the help of the command line says them.

One rule: a query asks of coded passages; everything else fits by the passages it stands on. Here are only the words, so that
``--help`` reads nothing else; ``fitting`` does what they say, a method a noun.
"""

from __future__ import annotations

from qualcode.i18n import N_

MEANINGS = {
    "source": N_("a source fits when a passage of it does; where the query asks only who and where, when somebody in it does"),
    "participant": N_("a participant fits when a passage of theirs does; where the query asks only who and where, when they do in a source they speak in"),
    "code": N_("a code fits when a passage coded with it does"),
    "theme": N_("a theme fits when a passage of one of its codes does"),
    "link": N_("a link fits when its theme does"),
    "memo": N_("a memo fits when what it is on does"),
    "summary": N_("a cell fits when a passage that counts in it does; where the query asks only who and where, when somebody heard in it does"),
    "issue": N_("an issue fits when a passage of its theme in its area does"),
    "finding": N_("a finding fits when a passage for or against it does"),
    "thread": N_("a thread fits when a passage of its theme in its area does"),
    "verdict": N_("a verdict fits when a passage of its theme in its area does"),
    "factor": N_("a factor fits when a passage it rests on, or one against it, does"),
    "strategy": N_("a strategy fits when one of its factors does"),
    "member_check": N_("an answer fits when who gave it does, or, where nobody is named, what was given back"),
}  # fmt: skip
