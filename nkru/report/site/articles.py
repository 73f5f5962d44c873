"""Article pages: the text of each article, with the chapters' passages marked in layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.word_counts import words_by_article
from nkru.report.chapter.columns import find_column
from nkru.report.chapter.layers import NAMES, read_layers
from nkru.report.chapter.passages import QUOTED_CHARACTERS, QuotePolicy
from nkru.report.figures.labels import shorten
from nkru.report.markup import LINKED_STYLE, Fields, article_page, render, render_page
from nkru.report.site.marks import Mark, mark_text

_ABOUT = ["title", "outlet", "author", "agency", "section", "genre", "date", "date_evidence"]
_ABOUT += ["updated", "url", "language", "flags"]
_LONGEST = 100_000  # characters of the kept text on a page
_LINE = ["line_no", "start", "end", "role", "kept", "reason", "text"]
_DATE = ["start", "role", "date", "precision", "evidence", "chosen"]


def write_articles(site: Path, corpus: Corpus, *, public: bool = False) -> None:
    """Write articles/HASH.html for each article of the corpus, and the style of such pages.

    Args:
        site: the folder of the report, in which the chapters have left their layers.
        corpus: the articles.
        public: whether to leave out the text, except short quotations.
    """
    (site / "articles").mkdir(exist_ok=True)
    style = "".join(render(sheet) for sheet in ("plain.css", "article.css"))
    (site / LINKED_STYLE).write_text(style, encoding="utf-8")
    whole = QuotePolicy(corpus, public)
    layers, places = read_layers(site), _places(whole)
    for part in corpus.parts() if corpus.is_partitioned else [corpus]:
        policy = QuotePolicy(part, public, whole.private)
        pages = _Pages(policy, layers[layers["doc_id"].isin(part.fileids())])
        for doc_id in part.fileids():
            html = pages.render(doc_id, places[doc_id])
            (site / "articles" / article_page(doc_id)).write_text(html, encoding="utf-8")


def _places(policy: QuotePolicy) -> dict[str, Fields]:
    """Return the previous and next article by date, and the copies, of each article."""
    documents = policy.corpus.documents.sort_values(["date_from", "doc_id"], na_position="last")
    titles = documents["title"].where(documents["title"].notna(), documents["doc_id"])
    links = [
        {"doc_id": doc_id, "page": article_page(doc_id), "story": story}
        | {"title": policy.title(doc_id, str(title))}
        for doc_id, title, story in zip(
            documents["doc_id"], titles, documents["story_id"], strict=True
        )
    ]
    stories: dict[str, list[Fields]] = {}
    for link in links:
        stories.setdefault(link["story"], []).append(link)
    around = zip(links, [None, *links[:-1]], [*links[1:], None], strict=True)
    return {
        link["doc_id"]: {
            "previous": before,
            "next": after,
            "copies": [other for other in stories[link["story"]] if other is not link],
        }
        for link, before, after in around
    }


class _Pages:
    """The pages of the articles of one part of a corpus."""

    def __init__(self, policy: QuotePolicy, layers: pd.DataFrame) -> None:
        self.policy, self.public, part = policy, policy.public, policy.corpus
        documents = part.documents.astype("object")
        known = documents.where(part.documents.notna() & (documents != ""), None)
        self._about = known.set_index("doc_id")[_ABOUT].to_dict("index")
        self._words = words_by_article(part)
        self._lines = _by_article(part.lines, _LINE)
        self._dates = _by_article(part.dates, _DATE)
        self._marks = _by_article(layers, ["start", "end", "layer", "label"])
        sentences = policy.sentences()
        shown = sentences[sentences["quoted"]] if self.public else sentences
        self._sentences = _by_article(shown, ["start", "end", "text"])

    def render(self, doc_id: str, places: Fields) -> str:
        """Return the page of one article."""
        about, marks = self._about[doc_id], [Mark(*row) for row in self._marks.get(doc_id, ())]
        lines = self._lines.get(doc_id, [])
        found = {name: [mark for mark in marks if mark.layer == name] for name in NAMES}
        return render_page(
            "article.html.j2",
            title=self.policy.title(doc_id, str(about["title"] or doc_id)),
            doc_id=doc_id,
            about=[
                (name, find_column("articles", name), value)
                for name, value in about.items()
                if value and name != "title"
            ],
            dates=[dict(zip(_DATE, row, strict=True)) for row in self._dates.get(doc_id, ())],
            words=self._words.get(doc_id, 0),
            layers=[(name, NAMES[name], len(hits)) for name, hits in found.items() if hits],
            runs=[] if self.public else list(self._runs(doc_id, lines, marks)),
            quotations=self._quotations(doc_id) if self.public else [],
            **places,
        )

    def _runs(
        self, doc_id: str, lines: Sequence[tuple[Any, ...]], marks: list[Mark]
    ) -> Iterator[Fields]:
        """Yield runs of lines, kept or left out; a kept line is in marked parts."""
        starts = [start for start, *_ in self._sentences.get(doc_id, ())]
        left = _LONGEST
        for kept, run in groupby(lines, key=lambda row: bool(row[4])):
            rows = [dict(zip(_LINE, row, strict=True)) for row in run]
            for row in rows if kept else ():
                whole, row["text"] = row["text"], row["text"][:left]
                left -= len(row["text"])
                row["parts"] = mark_text(row["text"], row["start"], marks, starts)
                row["cut"] = len(whole) - len(row["text"])
            yield {"kept": kept, "lines": rows}

    def _quotations(self, doc_id: str) -> list[str]:
        texts = [text for *_, text in self._sentences.get(doc_id, ())]
        return [shorten(text, QUOTED_CHARACTERS) for text in texts]


def _by_article(table: pd.DataFrame, columns: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each article, in order."""
    rows = zip(table["doc_id"].tolist(), *(table[name].tolist() for name in columns), strict=True)
    articles: dict[str, list[tuple[Any, ...]]] = {}
    for doc_id, *row in rows:
        articles.setdefault(str(doc_id), []).append(tuple(row))
    return articles
