"""The corpus: articles as tables; each row is a slice of an article's text."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nkru.corpus.dating.day_table import day_table
from nkru.corpus.overview import summarise
from nkru.corpus.parts import batches
from nkru.corpus.selection import choose_rows, label_articles
from nkru.corpus.tables import segment_table, tag_tokens, tagged_table, token_table
from nkru.errors import ParameterError
from nkru.summary import Summarised, Summary


class Corpus(Summarised):
    """Articles of the French-language press.

    `nkru.read_corpus` makes one. It is never changed; `where` makes a smaller one.

    Attributes:
        documents: one row per article: doc_id, source, format, encoding, title, outlet, author,
            agency, section, genre, date, date_from, date_to, date_precision, date_method,
            date_evidence, updated, url, language, story_id, flags, sha256, and any
            column of metadata.csv.
        lines: one row per line that is not blank: doc_id, line_no, start, end, role, kept, code,
            reason, text.
        sentences: one row per kept sentence of an article in French: doc_id, sent_no, line_no,
            start, end, text.
        unread: one row per file, row or folder that was not read: source, reason.

    `start` and `end` are character offsets into `raw(doc_id)`.
    """

    register_file = ""  # the path of a register beside the articles

    def __init__(
        self,
        articles: pd.DataFrame,
        documents: pd.DataFrame,
        lines: pd.DataFrame,
        sentences: pd.DataFrame,
        unread: pd.DataFrame,
        *,
        choices: tuple[str, ...] = (),
        total: int | None = None,
    ) -> None:
        self.articles = articles
        self.documents = documents
        self.lines = lines
        self.sentences = sentences
        self.unread = unread
        self._choices = choices
        self._total = len(documents) if total is None else total

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        text: str = "text",
        title: str | None = None,
        date: str | None = None,
        outlet: str | None = None,
        author: str | None = None,
        section: str | None = None,
        url: str | None = None,
        doc_id: str | None = None,
    ) -> Corpus:
        """Return the corpus of the rows of a DataFrame; the arguments name its columns.

        Without `doc_id` the index names the articles. Dates are read as in metadata.csv: a day, or
        2019-04-24, 24/04/2019, 24 avril 2019; what cannot be read is in `unread`, as are rows
        without a text.

        Raises:
            ParameterError: `frame` is not a DataFrame, lacks a column, or names two rows alike.
            CorpusError: no row has a text.
        """
        from nkru.corpus.frames import frame_tables

        columns = {"title": title, "date": date, "outlet": outlet, "author": author}
        columns |= {"section": section, "url": url}
        return cls(*frame_tables(frame, text, doc_id, columns))

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """One row per token: doc_id, sent_no, token_no, start, end, token, norm, lemma, kind."""
        return token_table(self.sentences)

    @cached_property
    def tags(self) -> pd.Categorical[Any]:
        """The part of speech that each token has in its sentence; see also `tagged_tokens`."""
        return tag_tokens(self.tokens)

    @cached_property
    def tagged_tokens(self) -> pd.DataFrame:
        """The rows of `tokens` with pos, the part of speech, and with the lemma by it."""
        return tagged_table(self.tokens, self.tags)

    @cached_property
    def dates(self) -> pd.DataFrame:
        """One row per date found: doc_id, start, end, role, date, precision, evidence, chosen."""
        return day_table(self.documents, self.lines)

    @cached_property
    def basis(self) -> str:
        """The articles counted, as results name them: "4 of 5 articles: one per story"."""
        share = f"{self.counted} of {self._total}" if self.counted != self._total else self._total
        choices = f": {'; '.join(self._choices)}" if self._choices else ""
        return f"{share} article{'' if self._total == 1 else 's'}{choices}"

    @property
    def is_partitioned(self) -> bool:
        """Whether analyses should take `parts()` one after the other rather than the whole."""
        return False

    @property
    def counted(self) -> int:
        """The number of articles that have a sentence to be counted."""
        return int(self.sentences["doc_id"].nunique())

    @cached_property
    def _raw(self) -> pd.Series[str]:
        return self.articles.set_index("doc_id")["raw"]

    def __len__(self) -> int:
        return len(self.documents)

    def summary(self) -> Summary:
        """Return the summary of the corpus that a notebook shows."""
        return summarise(self)

    def raw(self, doc_id: str) -> str:
        """Return the text of an article as read, furniture included.

        Raises:
            ParameterError: no article has this doc_id.
        """
        self._require(doc_id)
        return str(self._raw[doc_id])

    def text(self, doc_id: str) -> str:
        """Return the kept lines of an article, joined by line feeds."""
        self._require(doc_id)
        lines = self.lines[(self.lines["doc_id"] == doc_id) & self.lines["kept"]]
        return "\n".join(lines["text"])

    def fileids(self) -> list[str]:
        """Return the doc_ids, as an NLTK corpus reader does."""
        return [str(doc_id) for doc_id in self.documents["doc_id"]]

    def words(self, doc_id: str | None = None) -> list[str]:
        """Return the tokens of one article or of all, for instance for `nltk.Text`."""
        return [str(token) for token in self._tokens_of(doc_id)["token"]]

    def sents(self, doc_id: str | None = None) -> list[list[str]]:
        """Return the sentences of one article or of all, each a list of tokens."""
        tokens = self._tokens_of(doc_id)
        groups = tokens.groupby(["doc_id", "sent_no"], observed=True, sort=False)["token"]
        return [[str(token) for token in sentence] for _, sentence in groups]

    def segments(self, size: int = 40) -> pd.DataFrame:
        """Return segments of about `size` words (see `nkru.split_segments`).

        Columns: doc_id, segment_no, start, end, sent_first, sent_last, text.
        """
        return segment_table(self.sentences, size)

    def where(self, mask: Any = None, /, *, reason: str | None = None, **columns: Any) -> Corpus:
        """Return the corpus of the articles that fit: same doc_id, same story_id.

        Args:
            mask: booleans, one per row of `documents`, or a query on its columns, year and month:
                "outlet == 'Le Monde' and year >= 2020".
            reason: the choice in words, for `basis`; by default the columns and values.
            columns: a column, year or month, and the value, or list of values, it must have.

        Raises:
            ParameterError: a column does not exist, or the mask or query does not fit.
        """
        chosen = choose_rows(self.documents, mask, columns)
        words = [mask] if isinstance(mask, str) else []
        words += [f"{name} = {value}" for name, value in columns.items()]
        told = (*self._choices, reason or ", ".join(words) or "chosen by a mask")
        part = self._restricted(np.flatnonzero(chosen).tolist(), told)
        part.register_file = self.register_file
        return part

    def labels(self, by: str) -> pd.Series[Any]:
        """Return the label of each article, by doc_id: its year, month, or value of a column.

        Raises:
            ParameterError: `by` is neither "year", "month" nor a column of `documents`.
        """
        return label_articles(self.documents.set_index("doc_id", drop=False), by)

    def one_per_story(self) -> Corpus:
        """Return the corpus with only the first article of each story (see `story_id`)."""
        order = self.documents.assign(known=self.documents["date_from"].fillna("9999"))
        first = order.sort_values(["known", "doc_id"]).drop_duplicates("story_id").index
        return self.where(self.documents.index.isin(first), reason="one per story")

    def without_flags(self, *names: str) -> Corpus:
        """Return the corpus of the articles without any of these flags."""
        unflagged = self.documents["flags"].str.split(";").map(set(names).isdisjoint)
        return self.where(unflagged.astype(bool), reason=f"without {', '.join(names)}")

    def without_agency(self) -> Corpus:
        """Return the corpus of the articles that no news agency signs."""
        return self.where(self.documents["agency"].isna(), reason="without agency copy")

    def parts(self) -> list[Corpus]:
        """Return the corpus in parts of some hundred articles or more, each with its `basis`."""
        parts = [self._restricted(rows, self._choices) for rows in self._rows_of_parts()] or [self]
        for part in parts:
            part.basis = self.basis
        return parts

    def _rows_of_parts(self) -> list[list[int]]:
        return [list(rows) for rows in batches(range(len(self)))]

    def _restricted(self, rows: list[int], choices: tuple[str, ...]) -> Corpus:
        """Return the corpus of the articles in these rows of `documents`."""
        doc_ids = self.documents["doc_id"].iloc[rows]
        articles, documents, lines, sentences = (
            table[table["doc_id"].isin(doc_ids)].reset_index(drop=True)
            for table in (self.articles, self.documents, self.lines, self.sentences)
        )
        tables = (articles, documents, lines, sentences, self.unread)
        return Corpus(*tables, choices=choices, total=self._total)

    def _tokens_of(self, doc_id: str | None) -> pd.DataFrame:
        if doc_id is not None:
            self._require(doc_id)
        return self.tokens if doc_id is None else self.tokens[self.tokens["doc_id"] == doc_id]

    @cached_property
    def _doc_ids(self) -> frozenset[str]:
        return frozenset(self.fileids())

    def _require(self, doc_id: str) -> None:
        if doc_id not in self._doc_ids:
            raise ParameterError("no article {doc_id!r}: `fileids()` lists them", doc_id=doc_id)
