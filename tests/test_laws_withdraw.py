"""Withdrawal: after it, and after merging with files that knew nothing of it, no word is left anywhere."""

from __future__ import annotations

import itertools
import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.store import act, blobs, check, conflicts, ids, undo
from qualcode.store.action import hash_of
from qualcode.store.merge import merge
from qualcode.store.receive import receive
from qualcode.store.withdraw import complete, withdraw
from tests.laws import driver, ending
from tests.laws import world as w
from tests.laws.world import PROJECT, World

UTANG = ids.code_id(PROJECT, ("utang",))
SOURCE = ids.source_id(PROJECT, b"p")
PARTICIPANT = ids.derived(SOURCE, "participant:0")
SPEAKER = ids.speaker_id(SOURCE, "Ibu A")
WORDS = w.secret("p", 0)  # of Ibu A, in turns 0 and 3
OTHERS = w.secret("p", 1)


@pytest.fixture
def two(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.begin([0, 0])
    return world


def take(world: World, index: int, other: int) -> None:
    world.close(world.replicas[other])
    with world.at(world.replicas[index]) as project:
        merge(project, world.replicas[other].path)


def code(world: World, index: int, words: str, memo: str | None = None) -> bytes:
    """Code these words of the source's current version; the coding's id."""
    with world.at(world.replicas[index]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
        text = blobs.prose(project.conn, project.value("SELECT text FROM version WHERE id=?", version))
        start = text.index(words)
        with act(project, "code") as a:
            return a.create(
                "coding", ids.new_id(world.now), source=SOURCE, code=UTANG, coder=project.coder, origin="manual",
                layer="own", span=(version, start, start + len(words)), memo=memo or f"memo {words}",
            )  # fmt: skip


def gone_at(world: World, index: int, kind: str, rec: bytes) -> None:
    with world.at(world.replicas[index]) as project:
        withdraw(project, kind, rec)
        assert not w.faults(project)


def clean(world: World, index: int, words: str = WORDS) -> None:
    with world.at(world.replicas[index]) as project:
        assert not w.faults(project)
        assert not w.words_left(project, words)


@pytest.mark.parametrize("part", range(2))
def test_random_histories_with_many_withdrawals(part: int, tmp_path: Path) -> None:
    operations = (
        driver.WORK | driver.FILES | {"withdraw": (4.0, driver.withdraw_), "import_file": (3.0, driver.import_file)}
    )
    for seed in range(part * 1000, part * 1000 + 3):
        world = driver.history(tmp_path / str(seed), seed, look=0.2, seconds=5, operations=operations)
        ending.end(world, groupings=2)


def test_a_withdrawn_source_leaves_every_file_in_whatever_order_they_meet(tmp_path: Path) -> None:
    for n, order in enumerate(itertools.permutations([(0, 1), (1, 2), (2, 0), (2, 1)])):
        if n % 8:
            continue
        world = World(tmp_path / str(n))
        world.begin([0, 0, 0])
        code(world, 1, WORDS)
        code(world, 2, OTHERS)
        gone_at(world, 0, "source", SOURCE)
        for index, other in (*order, (1, 0), (2, 0), (0, 1), (0, 2), (1, 2)):
            take(world, index, other)
        pictures = []
        for index, replica in enumerate(world.replicas):
            clean(world, index)
            clean(world, index, OTHERS)
            with world.at(replica) as project:
                pictures.append(w.canonical(project))
        assert pictures[0] == pictures[1] == pictures[2]
        world.close_all()


def test_after_compacting_the_words_are_in_no_byte_of_the_file_or_beside_it(two: World) -> None:
    code(two, 0, WORDS, memo=WORDS)  # short: kept as it is
    text, _marks = w.transcript("p", 0)
    before = two.replicas[0].path
    two.close(two.replicas[0])
    packed = zlib.compress(text.encode(), 6)
    assert WORDS.encode() in before.read_bytes()
    assert packed in before.read_bytes() or len(text) <= 256
    gone_at(two, 0, "source", SOURCE)
    with two.at(two.replicas[0]) as project:
        check.compact(project)
        for file in before.parent.iterdir():
            if file.is_file():
                assert WORDS.encode() not in file.read_bytes(), file.name
                assert WORDS.encode("utf-16-le") not in file.read_bytes()
                assert packed[2:60] not in file.read_bytes(), file.name
                assert WORDS[:6].encode() not in file.read_bytes().replace(b"wadiq", b""), file.name
        assert not w.faults(project)


def test_two_informants_of_one_discussion_withdraw_on_two_laptops(tmp_path: Path) -> None:
    """Each blanks its own turns of the same version; both are blanked everywhere, and codings on either go."""
    pictures = []
    for order in ([(2, 0), (2, 1)], [(2, 1), (2, 0)]):
        world = World(tmp_path / str(order[0][1]))
        world.begin([0, 0, 0])
        code(world, 2, WORDS)
        code(world, 2, OTHERS)
        kept = code(world, 2, w.secret("p", 2))
        gone_at(world, 0, "participant", PARTICIPANT)
        gone_at(world, 1, "participant", ids.derived(SOURCE, "participant:1"))
        for index, other in order:
            take(world, index, other)
        with world.at(world.replicas[2]) as project:
            assert not w.faults(project)
            left = {rec for (rec,) in project.rows("SELECT id FROM coding")}
            assert left == {kept}
            pictures.append(left and len(w.canonical(project)))
        world.close_all()
    assert pictures[0] == pictures[1]


def test_words_of_two_informants_withdrawn_on_two_laptops_are_gone_from_both_versions(two: World) -> None:
    """Whoever merges blanks what each withdrawal left of the other, as an action that everybody then has."""
    gone_at(two, 0, "participant", PARTICIPANT)
    gone_at(two, 1, "participant", ids.derived(SOURCE, "participant:1"))
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        assert complete(project) == 1
        assert complete(project) == 0
    take(two, 1, 0)
    for index in (0, 1):
        clean(two, index, WORDS)
        clean(two, index, OTHERS)


def test_two_people_withdraw_the_same_informant(two: World) -> None:
    code(two, 1, WORDS)
    for index in (0, 1):
        gone_at(two, index, "participant", PARTICIPANT)
    take(two, 0, 1)
    take(two, 1, 0)
    for index in (0, 1):
        clean(two, index)


def test_a_correction_made_meanwhile_elsewhere_does_not_bring_the_words_back(two: World) -> None:
    with two.at(two.replicas[1]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
        with act(project, "correct") as a:
            fresh = w.add_version(a, SOURCE, "p", 1, version)
            a.change("source", SOURCE, version=fresh)
    gone = code(two, 1, WORDS)
    kept = code(two, 1, OTHERS)
    gone_at(two, 0, "participant", PARTICIPANT)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        assert complete(project) == 1
    take(two, 1, 0)
    for index in (0, 1):
        clean(two, index)
        with two.at(two.replicas[index]) as project:
            assert project.rows("SELECT id FROM coding") == [(kept,)] != [(gone,)]


@pytest.mark.xfail(strict=True, reason="where somebody speaks in an erased edition nobody knows any more")
def test_a_coding_made_elsewhere_on_an_edition_that_an_earlier_withdrawal_erased(two: World) -> None:
    code(two, 1, WORDS)
    with two.at(two.replicas[0]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
        with act(project, "correct") as a:
            a.change("source", SOURCE, version=w.add_version(a, SOURCE, "p", 1, version))
    gone_at(two, 0, "participant", ids.derived(SOURCE, "participant:1"))
    gone_at(two, 0, "participant", PARTICIPANT)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        complete(project)
    clean(two, 0)


def test_what_was_withdrawn_is_not_imported_again(two: World) -> None:
    gone_at(two, 0, "source", SOURCE)
    with two.at(two.replicas[0]) as project:
        with pytest.raises(UserError, match="withdrawn"), act(project, "import") as a:
            w.add_source(a, "p", "Rina")
        assert not w.faults(project)


def test_a_withdrawn_participant_is_no_side_of_a_conflict_any_more(two: World) -> None:
    """Ibu B of the other file is linked to a participant here, to nobody there; then the participant withdraws."""
    rec = ids.speaker_id(ids.source_id(PROJECT, b"q"), "Ibu B")
    for index, target in ((0, PARTICIPANT), (1, None)):
        with two.at(two.replicas[index]) as project, act(project, "edit") as a:
            a.change("speaker", rec, participant=target)
    take(two, 0, 1)
    with two.at(two.replicas[1]) as project:
        withdraw(project, "participant", PARTICIPANT)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        assert not [c for c in conflicts.conflicts(project) if c.rec == rec and c.field == "participant"]
        assert project.value("SELECT participant FROM speaker WHERE id=?", rec) is None
        assert not w.faults(project)


def test_undoing_a_link_to_a_withdrawn_participant(tmp_path: Path) -> None:
    """Two participants joined by hand: one goes, and the undo of the join must not point at nobody."""
    world = World(tmp_path)
    world.begin([0, 0])
    other = ids.source_id(PROJECT, b"q")
    with world.at(world.replicas[0]) as project:
        with act(project, "edit") as a:  # Ibu A of p is also in q ...
            a.change("speaker", ids.speaker_id(other, "Ibu B"), participant=PARTICIPANT)
        with act(project, "edit") as a:  # ... no, she is not
            a.change("speaker", ids.speaker_id(other, "Ibu B"), participant=None)
    with world.at(world.replicas[1]) as project:
        withdraw(project, "participant", PARTICIPANT)
    take(world, 0, 1)
    with world.at(world.replicas[0]) as project:
        undo.undo(project)
        assert project.value("SELECT participant FROM speaker WHERE id=?", ids.speaker_id(other, "Ibu B")) is None
        assert not w.faults(project)


def test_a_clock_corrected_after_a_withdrawal_does_not_show_a_withdrawn_participant(two: World) -> None:
    for index, target in ((0, None), (1, PARTICIPANT)):
        with two.at(two.replicas[index]) as project, act(project, "edit") as a:
            rec = ids.speaker_id(ids.source_id(PROJECT, b"q"), "Ibu B")
            a.change("speaker", rec, participant=target)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        withdraw(project, "participant", PARTICIPANT)
        with act(project, "clock") as a:
            log = project.value("SELECT origin FROM log WHERE id=(SELECT MAX(id) FROM log)")
            a.create("clockfix", ids.new_id(two.now), shift=(log, 1, 99, w.YEAR))
        assert not w.faults(project)


def test_redacted_beats_payload_while_an_action_waits(two: World) -> None:
    """It came once with its words and once without, and waits for a predecessor: the words are not kept."""
    code(two, 1, WORDS)
    with two.at(two.replicas[1]) as project:
        coded = list(w.journal_of(project).values())[-1]
    kept = two.blobs_of(two.replicas[1])
    whole = replace(coded, n=2, prev=bytes(16))
    whole = replace(whole, hash=hash_of(whole))
    redacted = replace(whole, entries=tuple(entry.erase() for entry in whole.entries))
    pictures = []
    for order in ([redacted, whole], [whole, redacted]):
        copy = two.copy(two.replicas[0])
        for action in order:
            with two.at(copy) as project:
                receive(project, [action], kept.get)
        with two.at(copy) as project:
            assert not w.words_left(project, f"memo {WORDS}")
            pictures.append(project.rows("SELECT body FROM waiting"))
    assert pictures[0] == pictures[1]


def test_the_withdrawal_itself_stays_readable(two: World) -> None:
    gone_at(two, 0, "participant", PARTICIPANT)
    take(two, 1, 0)
    with two.at(two.replicas[1]) as project:
        recs = json.loads(project.value("SELECT recs FROM withdrawal WHERE subject=?", PARTICIPANT))
        assert recs and project.value("SELECT 1 FROM participant WHERE id=?", PARTICIPANT) is None


def test_codings_on_an_older_version_outside_the_withdrawn_speech_are_kept(two: World) -> None:
    kept = code(two, 0, OTHERS)
    with two.at(two.replicas[0]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
        with act(project, "correct") as a:
            fresh = w.add_version(a, SOURCE, "p", 1, version)
            a.change("source", SOURCE, version=fresh)
    also_kept = code(two, 0, OTHERS)
    gone = code(two, 0, WORDS)
    gone_at(two, 0, "participant", PARTICIPANT)
    with two.at(two.replicas[0]) as project:
        left = {rec for (rec,) in project.rows("SELECT id FROM coding")}
        assert gone not in left and also_kept in left
        assert kept in left


def test_a_redacted_version_that_comes_before_its_withdrawal_takes_no_codings_along(tmp_path: Path) -> None:
    """Erased versions travel without their words; which codings go with them the withdrawal says, not their arrival."""
    world = World(tmp_path)
    world.begin([0, 0, 0])
    with world.at(world.replicas[0]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
        with act(project, "correct") as a:
            fresh = w.add_version(a, SOURCE, "p", 1, version)
            a.change("source", SOURCE, version=fresh)
    take(world, 1, 0)
    kept = code(world, 1, OTHERS)
    gone = code(world, 1, WORDS)
    gone_at(world, 0, "participant", PARTICIPANT)
    with world.at(world.replicas[0]) as project:
        redacted = [a for a in w.journal_of(project).values() if a.kind == "correct"]
    blobs_there = world.blobs_of(world.replicas[0])
    codings = [a for a in world.journal_of(world.replicas[1]).values() if a.kind == "code"]
    blobs_there |= world.blobs_of(world.replicas[1])
    with world.at(world.replicas[2]) as project:
        receive(project, [*redacted, *codings], blobs_there.get)
    for index in (1, 2):
        take(world, index, 0)
        with world.at(world.replicas[index]) as project:
            assert not w.faults(project)
            left = {rec for (rec,) in project.rows("SELECT id FROM coding")}
            assert kept in left and gone not in left


def test_a_coding_made_elsewhere_goes_with_the_second_of_two_withdrawals_too(two: World) -> None:
    """The second withdrawal blanks a copy of the text; what was coded on the text the copy was made of goes as well."""
    code(two, 1, WORDS)
    kept = code(two, 1, w.secret("p", 2))
    gone_at(two, 0, "participant", ids.derived(SOURCE, "participant:1"))
    gone_at(two, 0, "participant", PARTICIPANT)
    take(two, 0, 1)
    clean(two, 0)
    with two.at(two.replicas[0]) as project:
        assert project.rows("SELECT id FROM coding") == [(kept,)]


def test_two_informants_withdraw_from_two_editions_of_their_discussion(two: World) -> None:
    """The second laptop had corrected the text; positions in it are others, but who speaks where it knows."""
    with two.at(two.replicas[1]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
        with act(project, "correct") as a:
            a.change("source", SOURCE, version=w.add_version(a, SOURCE, "p", 1, version))
    third = w.secret("p", 2)
    kept = code(two, 1, third)
    gone_at(two, 0, "participant", ids.derived(SOURCE, "participant:1"))
    gone_at(two, 1, "participant", PARTICIPANT)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        assert complete(project) == 1
        assert complete(project) == 0
        version, start, stop = project.rows("SELECT version, start, stop FROM coding WHERE id=?", kept)[0]
        text = blobs.prose(project.conn, project.value("SELECT text FROM version WHERE id=?", version))
        assert text[start:stop] == third
    take(two, 1, 0)
    for index in (0, 1):
        clean(two, index, WORDS)
        clean(two, index, OTHERS)
