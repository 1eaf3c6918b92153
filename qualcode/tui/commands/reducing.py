"""Commands of reducing: proposals, words in their context, the codebook, memos, history."""

from __future__ import annotations

from qualcode.i18n import N_
from qualcode.tui.commands.command import Command
from qualcode.tui.commands.command import command as _c

COMMANDS: tuple[Command, ...] = (
    _c("queue.accept", N_("Accept this proposal"), "a"),
    _c("queue.reject", N_("Reject it; it does not come back"), "r"),
    _c("queue.other-words", N_("Accept it on other words"), "e"),
    _c("queue.other-code", N_("Give the passage another code"), "c"),
    _c("queue.accept-group", N_("Accept all of this code and keyword, after three examples"), "A"),
    _c("queue.accept-strong", N_("Accept all that have a strong reason, after three examples"), "S"),
    _c("queue.skip", N_("Skip it; it comes again at the end"), "s"),
    _c("queue.by", N_("Group by code, or by source"), "tab"),
    _c("queue.find", N_("Go to the proposals of one code or source"), "/", "f"),
    _c("queue.learn", N_("Rank by what you decided, or by keywords alone"), "L"),
    _c("search.ask", N_("Search for other words"), "/"),
    _c("search.mark", N_("Mark this line"), "space"),
    _c("search.mark-all", N_("Mark all lines, or none"), "A"),
    _c("search.show", N_("Show all, only what is not coded, only what is"), "f"),
    _c("search.asked", N_("Interviewers' words too, or without them"), "i"),
    _c("search.sort", N_("Sort by what follows, or by source"), "s"),
    _c("search.choose", N_("Choose a code for these lines"), "c"),
    _c("search.recode", N_("Give these codings another code"), "C"),
    _c("search.take-off", N_("Take these codings off"), "d"),
    _c("codebook.add", N_("Add a code beneath this one's branch"), "+"),
    _c("codebook.add-branch", N_("Add a branch at the top"), "B"),
    _c("codebook.rename", N_("Rename this code"), "r"),
    _c("codebook.higher", N_("Put it before the one above"), "K"),
    _c("codebook.lower", N_("Put it after the one below"), "J"),
    _c("codebook.out", N_("Put it one level up"), "H"),
    _c("codebook.in", N_("Put it beneath the one above"), "L"),
    _c("codebook.under", N_("Put it beneath another code"), "v"),
    _c("codebook.combine", N_("Combine it into another code, after a look"), "M"),
    _c("codebook.split", N_("Split it by words, after a look"), "S"),
    _c("codebook.retire", N_("Use it no more, or again"), "d"),
    _c("codebook.passages", N_("Show all passages with this code"), "n"),
    _c("codebook.memo", N_("Write a memo on this code"), "m"),
    _c("codebook.all", N_("Show also what is not in use"), "f"),
    _c("codebook.find", N_("Go to a code by its name"), "/"),
    _c("codebook.fields", N_("Go from the codes to the fields and back"), "tab"),
    _c("memos.write", N_("Write this memo anew"), "e"),
    _c("memos.add", N_("Write a memo of your own, on nothing but the study"), "+"),
    _c("memos.take-off", N_("Take this memo off"), "d"),
    _c("memos.filter", N_("Show only some"), "f", "/"),
    _c("memos.type", N_("Say that it is a surprise or a metaphor"), "t"),
    _c("memos.answer", N_("Write what came of this surprise"), "a"),
    _c("memos.only", N_("Show surprises only, open ones, metaphors, all"), "T"),
    _c("history.take-back", N_("Take this one action back"), "d"),
    _c("history.filter", N_("Show only some"), "f", "/"),
)
