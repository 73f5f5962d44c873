"""The actors named before a place of an article, the nearest first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from nkru.actors.names.appositions import Phrase
from nkru.actors.names.grouping import Found
from nkru.tokens.norms import BREAK

NEAR = 3  # sentence breaks between the name of an actor and a noun of its kind
Placed = tuple[int, int, Found]


class NearNames:
    """The places where an article names actors, to which those of descriptions are added."""

    def __init__(self, raw: str, placed: Iterable[Placed]) -> None:
        self._raw, self._placed = raw, list(placed)
        self._starts = [start for start, *_ in self._placed]

    def before(self, phrase: Phrase) -> Iterator[tuple[Found, int]]:
        """Yield the actors named before a description, and the sentence breaks between."""
        for at in range(bisect_left(self._starts, phrase.start) - 1, -1, -1):
            _, end, actor = self._placed[at]
            yield actor, self._raw.count(BREAK, end, phrase.start)

    def only(
        self, phrase: Phrase, fits: Callable[[Found], bool], reach: int = NEAR
    ) -> Found | None:
        """Return the one actor that fits among those named in the sentences before."""
        near: dict[int, Found] = {}
        for actor, breaks in self.before(phrase):
            if breaks > reach or len(near) > 1:
                break
            if fits(actor):
                near[id(actor)] = actor
        return next(iter(near.values())) if len(near) == 1 else None

    def one_of(self, fits: Callable[[Found], bool]) -> Found | None:
        """Return the one actor of the article that fits."""
        fitting = {id(actor): actor for *_, actor in self._placed if fits(actor)}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def inside(self, phrase: Phrase) -> tuple[int, Found] | None:
        """Return the actor whose name ends a description, and where the name starts."""
        at = bisect_left(self._starts, phrase.end) - 1
        if at < 0:
            return None
        start, end, actor = self._placed[at]
        return (start, actor) if phrase.start < start and end == phrase.end else None

    def note(self, phrase: Phrase, actor: Found) -> None:
        """Let later descriptions count from this one, too."""
        at = bisect_left(self._starts, phrase.start)
        self._starts.insert(at, phrase.start)
        self._placed.insert(at, (phrase.start, phrase.end, actor))
