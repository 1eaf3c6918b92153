"""How many words passages hold.

One rule: a word is counted once, however many passages lie over it, and where it begins. Words are those of the one
tokenizer, in speech as it is read: hard wraps, page furniture and time marks are none.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from qualcode.language.marks import speech_map
from qualcode.language.tokens import cut
from qualcode.reduce.counting import Segment
from qualcode.store import Project, versions


class Words:
    """Counts the words of segments; each source's words are found once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._starts: dict[bytes, array[int]] = {}

    def of(self, segments: Iterable[Segment]) -> int:
        """The words of some segments of one source, or of several."""
        found, reached, source = 0, 0, None
        for one in sorted(segments, key=lambda s: (s.source, s.start, s.stop)):
            if one.source != source:
                source, reached = one.source, 0
            if one.stop > reached:
                starts = self._of_source(one.source)
                found += bisect_left(starts, one.stop) - bisect_left(starts, max(one.start, reached))
                reached = one.stop
        return found

    def _of_source(self, source: bytes) -> array[int]:
        if source not in self._starts:
            now = versions.current(self._project, source)
            starts = array("I")
            if now is not None:
                gaps = sorted((*now.marks.wraps, *now.marks.furniture, *now.marks.times))
                for turn in now.marks.turns:
                    low, high = turn.speech
                    at = bisect_right(gaps, (low, low)) if gaps else 0
                    if at < len(gaps) and gaps[at][0] < high:
                        speech, places = speech_map(now.text, now.marks, turn)
                        starts.extend(accumulate([places[n] for n in cut(speech)[1]], max))
                    else:
                        starts.extend(map(low.__add__, cut(now.text[low:high])[1]))
            self._starts[source] = starts
        return self._starts[source]
