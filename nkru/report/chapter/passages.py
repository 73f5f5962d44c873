"""Passages: the sentences behind hits, with the hits marked, cut to what may be quoted."""

from __future__ import annotations

import zlib
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from urllib.parse import quote

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.measures.counts import Counts
from nkru.report.chapter.private_names import PrivateNames
from nkru.report.markup import Fields

# The public edition quotes the same few sentences of an article in every table, each cut short.
QUOTED_SENTENCES, QUOTED_CHARACTERS = 3, 160
_LONGEST = 1600
_MOST_HITS = 50_000
_SENTENCE = ["doc_id", "sent_start"]
NOTES = ["polarity", "voice", "speaker", "rule"]
_READ = [*_SENTENCE, "start", "end", "sent_end", "line_no", "before", "after", "quoted", *NOTES]


@dataclass(frozen=True)
class QuotePolicy:
    """What may be quoted of a corpus: everything, or the short quotations of a public edition.

    A public edition quotes no sentence with the name of a private person.

    Args:
        corpus: the articles.
        public: whether this is a public edition.
        names: the private persons; by default those of the corpus.
    """

    corpus: Corpus
    public: bool = False
    names: PrivateNames | None = None

    @cached_property
    def private(self) -> PrivateNames:
        """The private persons of the corpus."""
        return self.names or PrivateNames(self.corpus)

    def sentences(self) -> pd.DataFrame:
        """Return the corpus's sentences with `quoted`, whether their text may be shown."""
        table = self.corpus.sentences
        if not self.public:
            return table.assign(quoted=True)
        return table.assign(quoted=self._drawn & ~self._private)

    @cached_property
    def _drawn(self) -> pd.Series[bool]:
        """A hash of a sentence's key draws the same sentences in every run and every table."""
        table = self.corpus.sentences
        keys = table["doc_id"].astype("str") + ":" + table["sent_no"].astype("str")
        draw = pd.Series([zlib.crc32(key.encode()) for key in keys], index=table.index)
        groups = draw.groupby(table["doc_id"], observed=True)
        most = (groups.transform("size") // 10).clip(1, QUOTED_SENTENCES)
        return groups.rank(method="first") <= most

    @cached_property
    def _private(self) -> pd.Series[bool]:
        table = self.corpus.sentences
        return pd.Series(self.private.in_sentences(table), index=table.index, dtype=bool)

    def title(self, doc_id: str, title: str) -> str:
        """Return the title of an article as it may be shown."""
        return str(self.private.masked(doc_id, title)) if self.public else title

    def called(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table as it may be shown: in a public edition without private persons."""
        return self.private.called(table) if self.public else table

    def told(self, sentence: str) -> str:
        """Return a sentence on the corpus as it may be shown."""
        return self.private.told(sentence) if self.public else sentence

    def usable(self, given: Any) -> Any:
        """Return an argument of a method: a table or counts as they may be shown, others as is."""
        if isinstance(given, Counts):
            return self.private.without(given) if self.public else given
        return self.called(given) if isinstance(given, pd.DataFrame) else given

    @property
    def longest(self) -> int:
        """The longest sentence shown, in characters."""
        return QUOTED_CHARACTERS if self.public else _LONGEST


def with_sentences(hits: pd.DataFrame, policy: QuotePolicy) -> pd.DataFrame:
    """Return the hits with the sentence in which each one starts.

    Args:
        hits: doc_id, start, end and key columns.
        policy: the corpus, and what may be quoted of it.

    Returns:
        The hits with sent_start, sent_end, line_no, before, after (the neighbouring sentences, not
        in a public edition) and quoted, sorted by article and start.
    """
    around = policy.sentences().rename(columns={"start": "sent_start", "end": "sent_end"})
    texts = around.groupby("doc_id", observed=True)["text"]
    around["before"] = "" if policy.public else texts.shift(1, fill_value="")
    around["after"] = "" if policy.public else texts.shift(-1, fill_value="")
    around = around.drop(columns=["sent_no", "text"])
    around = around.astype({"sent_start": "int64", "doc_id": "object"})
    own = hits.drop(columns=around.columns.difference(["doc_id"]), errors="ignore")
    own = own.astype({"start": "int64", "doc_id": "object"})
    joined = pd.merge_asof(
        own.sort_values(["start", "doc_id"], kind="stable"),
        around.sort_values("sent_start", kind="stable"),
        left_on="start",
        right_on="sent_start",
        by="doc_id",
    )
    return joined.dropna(subset="sent_start").sort_values(["doc_id", "start"], kind="stable")


def anchor(doc_id: object, start: object) -> str:
    """Return the anchor of a hit: its doc_id and start, escaped for the fragment of an address."""
    return quote(f"{doc_id}-{start}", safe="")


def mark_hits(hits: list[Fields], policy: QuotePolicy) -> list[Fields]:
    """Return the sentence of these hits in parts, cut to what may be quoted.

    The `mark` of a part is the anchor of a hit, or empty.
    A hit that goes on behind its sentence is shown whole, but in a public edition up to there.
    """
    first = hits[0]
    raw, begin = policy.corpus.raw(first["doc_id"]), int(first["sent_start"])
    end = int(first["sent_end"])
    end = end if policy.public else max(end, *(hit["end"] for hit in hits))
    left, right = _window(begin, end, first["start"], policy.longest)
    parts: list[Fields] = [{"text": "…" if left > begin else "", "mark": ""}]
    at = left
    for start, stop in sorted({(hit["start"], hit["end"]) for hit in hits}):
        if at <= start < right:
            parts.append({"text": raw[at:start], "mark": ""})
            at = min(stop, right)
            parts.append({"text": raw[start:at], "mark": anchor(first["doc_id"], start)})
    parts.append({"text": raw[at:right] + ("…" if right < end else ""), "mark": ""})
    return [part for part in parts if part["text"]]


def _window(start: int, end: int, hit: int, longest: int) -> tuple[int, int]:
    """Return the bounds of the text shown: all of it, or `longest` characters around a hit."""
    if end - start <= longest:
        return start, end
    left = max(start, hit - longest // 2)
    return left, min(end, left + longest)


class PassagesByKey:
    """The passages of a table: columns as lists, and the rows of each key.

    A table for each of hundreds of keys would take longer than writing their pages.

    Args:
        hits: the passages with their sentences, see `with_sentences`.
        on: the key columns.
    """

    def __init__(self, hits: pd.DataFrame, on: list[str]) -> None:
        groups = hits[on].set_axis(range(len(hits))).groupby(on, observed=True)
        rows = {key: group.index.tolist() for key, group in groups}
        self.rows: dict[Any, list[int]] = rows
        self._columns = {name: hits[name].tolist() for name in _READ if name in hits}

    def by_sentence(self, key: tuple[Hashable, ...], most: int) -> list[list[Fields]]:
        """Return the first passages of a key, those of one sentence together."""
        names, columns = list(self._columns), list(self._columns.values())
        records = (
            dict(zip(names, [column[row] for column in columns], strict=True))
            for row in self.rows[key][:_MOST_HITS]
        )
        sentences = groupby(records, itemgetter(*_SENTENCE))
        return [list(group) for _, group in islice(sentences, most)]

    def count(self, key: tuple[Hashable, ...]) -> tuple[int, int, int]:
        """Return the number of passages, sentences and articles of a key."""
        articles, starts = (self._columns[name] for name in _SENTENCE)
        rows = self.rows[key]
        sentences = {(articles[row], starts[row]) for row in rows}
        return len(rows), len(sentences), len({article for article, _ in sentences})
