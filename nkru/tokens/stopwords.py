"""Stop words: the function words of French."""

from __future__ import annotations

from functools import cache

from nkru.resources import read_list


@cache
def stop_words() -> frozenset[str]:
    """Return the norms of French function words.

    >>> {"l'", "qui", "-t-il"} <= stop_words(), "sanction" in stop_words()
    (True, False)
    """
    return frozenset(read_list("stopwords.txt"))
