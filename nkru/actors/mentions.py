"""Mentions of the entries of a codebook, with their offsets, their kind and the rule applied."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.codebook_files import shipped_unless
from nkru.actors.known.countries import outlet_countries
from nkru.actors.known.identity import Resolver
from nkru.actors.names.accents import with_accents
from nkru.actors.names.discovery import FOUND, Row, known_row, with_found
from nkru.actors.names.merging import settle
from nkru.actors.register_sheet import sheet_for
from nkru.actors.theme_words import theme_words
from nkru.corpus.parts import counted_parts, part_by_part
from nkru.tokens.norms import BREAK, Folded, fold_with_offsets

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Days = tuple[str, str]
COLUMNS = [
    *("doc_id", "sent_no", "start", "end", "text"),
    *("entry", "type", "kind", "sense", "nested", "rule"),
]
GAP = f" {BREAK} "


def find_mentions(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Find whom the articles name: actors of the codebook and all others; or themes.

    A codebook of themes finds only its words, by lemma and part of speech: « nuit » is a noun,
    not a form of *nuire*. Otherwise every person, state and organisation counts. Those that the
    codebook lacks are found in the articles (see names/discovery.py); one full name is one
    actor in the whole corpus, and a bare first name is one in its story only. A register beside the
    articles merges, renames, retypes and drops actors, unless the codebook is itself a register.

    Returns:
        One row per mention: doc_id, sent_no, start, end (offsets into `corpus.raw`), text, entry,
        type, kind (name, metonym, demonym, descriptor, or theme), sense (actor, or place for a
        state or capital where something happens: « en Belgique », « à Hanoï »), nested (whether it
        is inside a longer mention of the same actor: the demonym of « le gouvernement français »),
        rule. The longest form counts; a description also keeps the demonym inside it. A description
        has no row if neither the article's date nor its text decides whom it means.

    Note:
        Tables count actors and leave out nested mentions, so that one phrase counts once for one
        actor (see `counted_mentions`).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> mentions = nkru.find_mentions(corpus)
    >>> first = mentions[mentions["entry"] == "Samira Benali"].iloc[0]
    >>> corpus.raw(first["doc_id"])[first["start"] : first["end"]]
    'Samira Benali'
    """
    codebook = shipped_unless(codebook)
    if codebook.kind == "themes":
        return theme_words(corpus, codebook)[COLUMNS]
    table = gendered_mentions(corpus, codebook)
    return table[COLUMNS].copy()


def gendered_mentions(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Return the mentions with key and gender of the actors found; made once for a corpus."""
    counted_parts(corpus)  # checks that it is a corpus
    made: dict[int, tuple[Codebook, pd.DataFrame]] = vars(corpus).setdefault("_mentions", {})
    if id(codebook) not in made:
        table = article_mentions(corpus, codebook)
        stories = corpus.labels("story_id")
        table = settle(table, stories, codebook)
        sheet = sheet_for(corpus, codebook.register)
        table = sheet.applied(table) if sheet else table
        made[id(codebook)] = codebook, table  # keep the codebook, so that no other gets its id
    return made[id(codebook)][1]


def codebook_used(corpus: Corpus) -> Codebook | None:
    """Return the codebook of actors with which mentions of a corpus were found last, or None."""
    made = vars(corpus).get("_mentions", {}).values()
    books = [codebook for codebook, _ in made if codebook.kind == "actors"]
    return books[-1] if books else None


@part_by_part
def article_mentions(corpus: Corpus, codebook: Codebook, *, found: bool = True) -> pd.DataFrame:
    """Return the mentions by the evidence in each article, with the columns of `FOUND`.

    Args:
        corpus: the articles.
        codebook: the entries.
        found: whether to find actors beyond the codebook.
    """
    dated = corpus.documents.dropna(subset=["date_from", "date_to"])
    bounds = zip(dated["date_from"], dated["date_to"], strict=True)
    days = dict(zip(dated["doc_id"], bounds, strict=True))
    outlets = outlet_countries(corpus.documents, codebook)
    return mentions_in(corpus.sentences, codebook, days, outlets, found=found)


def mentions_in(
    sentences: pd.DataFrame,
    codebook: Codebook,
    days: Mapping[str, Days],
    outlets: Mapping[str, str] | None = None,
    *,
    found: bool = False,
) -> pd.DataFrame:
    """Find mentions in a table of sentences; `find_mentions` calls it for each part of a corpus.

    Args:
        sentences: doc_id, sent_no, start, text, sorted by doc_id and start.
        codebook: the entries.
        days: the first and last day on which an article may have been written, by doc_id.
        outlets: the country of the outlet, by doc_id.
        found: whether to find actors beyond the codebook; the table has the columns of `FOUND`.
    """
    outlets = outlets or {}
    columns = (sentences[name].tolist() for name in ("doc_id", "sent_no", "start", "text"))
    rows = [
        row
        for doc_id, article in groupby(zip(*columns, strict=True), key=itemgetter(0))
        for row in _rows(list(article), codebook, days.get(doc_id), outlets.get(doc_id, ""), found)
    ]
    types = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(["sent_no", "start", "end"], "int32")
    types["nested"] = "bool"
    table = pd.DataFrame(rows, columns=[*COLUMNS, *FOUND]).astype({**types, **FOUND})
    return table if found else table[COLUMNS]


def _rows(
    article: Sequence[tuple[str, int, int, str]],
    codebook: Codebook,
    days: Days | None,
    outlet: str,
    found: bool,
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one article, from its sentences: doc_id, sent_no, start, text."""
    texts = [text for *_, text in article]
    offsets = [0, *accumulate(len(text) + len(GAP) for text in texts)]
    joined = GAP.join(texts)
    line = joined.replace("\n", " ")  # a name may go over the end of a line
    folded = fold_with_offsets(with_accents(line))
    rows = list(_find(folded, codebook, days, outlet, found))
    for row, nested in zip(rows, _nested(rows), strict=True):
        sentence = bisect_right(offsets, row.start) - 1
        doc_id, sent_no, sentence_start, _ = article[sentence]
        shift = sentence_start - offsets[sentence]
        span = row.start + shift, row.end + shift
        values = row.entry, row.type, row.kind, row.sense, nested, row.rule
        text = joined[row.start : row.end]
        yield doc_id, sent_no, *span, text, *values, row.key, row.gender, row.sure


def _nested(rows: Iterable[Row]) -> Iterator[bool]:
    """Yield whether each mention is inside a longer one of the same entry.

    Mentions are sorted by their start, longer ones first.
    """
    reached: dict[str, int] = {}
    for row in rows:
        yield row.end <= reached.get(row.entry, -1)
        reached[row.entry] = max(row.end, reached.get(row.entry, -1))


def _find(
    folded: Folded,
    codebook: Codebook,
    days: Days | None,
    outlet: str,
    found: bool,
) -> Iterable[Row]:
    """Return the mentions in an article, sorted by their start, longer ones first."""
    hits = codebook.matcher.hits(folded)
    mentions = Resolver(folded, hits, codebook, days, outlet).mentions()
    if found:
        return with_found(folded.raw, mentions, hits, codebook)
    return [known_row(mention, codebook) for mention in mentions]
