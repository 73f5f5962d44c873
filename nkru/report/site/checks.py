"""Checks: how each article was read, as lines to print and as pages beside the articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from nkru.catalogues import translate_data
from nkru.corpus.corpus import Corpus
from nkru.corpus.correction_sheets import write_correction_sheets
from nkru.corpus.corrections import Corrections
from nkru.corpus.ledger import explain_flags, kept_words, ledger
from nkru.corpus.state import is_store
from nkru.language import deferred, gettext, language
from nkru.paths import find_corpus
from nkru.report.markup import Fields, key_hash, render_page
from nkru.rights import resolve_output
from nkru.tokens.characters import one_line

_DESCRIBED = deferred(
    "title: {title}; date: {date} {date_evidence}; genre: {genre}; flags: {flags}"
)
_SHOWN = ["doc_id", "title", "date", "date_evidence", "kept", "left_out", "genre", "flags"]


def check_table(corpus: Corpus) -> pd.DataFrame:
    """Return doc_id, title, date, date_evidence, kept, left_out (words), genre, flags."""
    words = kept_words(corpus)
    return corpus.documents.assign(kept=words["kept"], left_out=words["left_out"])[_SHOWN]


def check_corpus(corpus: Corpus, source: Path, out: Path | None = None) -> Iterator[str]:
    """Yield the lines that `nkru check` prints, and write its pages and sheets.

    Args:
        corpus: the articles.
        source: what they were read from.
        out: the folder of the pages and sheets; without it nothing is written.
    """
    yield from check_lines(corpus)
    if out:
        folder = resolve_output(out)
        yield gettext("pages: {file}", file=str(write_check(corpus, folder)))
        yield from write_sheets(corpus, source, folder)


def check_lines(corpus: Corpus) -> Iterator[str]:
    """Yield the lines that `nkru check` prints: a summary, then each article and unread file."""
    yield from _summary(corpus)
    reasons = _by_article(ledger(corpus).query("not kept"))
    flags = _by_article(explain_flags(corpus))
    for doc_id, row in _articles(corpus):
        kept, left_out = int(row["kept"]), int(row["left_out"])
        told = deferred("{article}: {kept} words kept, {left_out} left out")
        yield gettext(told, article=doc_id, kept=kept, left_out=left_out)
        about = {name: _said(str(row[name])) for name in ("genre", "flags")}
        about |= {name: row[name] for name in ("title", "date", "date_evidence")}
        yield f"  {gettext(_DESCRIBED, **about)}"
        for flag in flags.get(doc_id, []):
            said = {key: _said(flag[key]) for key in ("flag", "meaning", "evidence")}
            yield f"  {gettext(deferred('{flag}: {meaning}: {evidence}'), **said)}"
        for line in reasons.get(doc_id, []):
            said = {key: _said(line[key]) for key in ("role", "reason")}
            told = deferred("{number} × {role}: {reason}")
            yield f"  {gettext(told, number=int(line['lines']), **said)}"
    for row, word in zip(_records(corpus.unread), _words_of(corpus), strict=True):
        about = {"word": word, "source": row["source"], "reason": row["reason"]}
        yield gettext("{word:cell}: {source}: {reason:cell}", **about)


def _said(text: str) -> str:
    return translate_data(language(), text)


def _words_of(corpus: Corpus) -> list[str]:
    """Return for each row of `corpus.unread` "note" if its article was read, else "not read"."""
    read = set(corpus.documents["doc_id"])
    return ["note" if source in read else "not read" for source in corpus.unread["source"]]


def _summary(corpus: Corpus) -> Iterator[str]:
    """Yield how much was read, kept and dated."""
    words = kept_words(corpus)[["kept", "left_out"]].sum()
    precision = corpus.documents["date_precision"].value_counts()
    counts = {name: int(precision.get(name, 0)) for name in ("day", "month", "year")}
    yield gettext(
        "{read} read, {unread} not read; {kept} words kept, {left_out} left out; {day} dated to "
        "the day, {month} to the month, {year} to the year, {undated} without a date",
        read=len(corpus),
        unread=_words_of(corpus).count("not read"),
        kept=int(words["kept"]),
        left_out=int(words["left_out"]),
        undated=int(corpus.documents["date"].isna().sum()),
        **counts,
    )


def write_check(corpus: Corpus, folder: Path) -> Path:
    """Write index.html and one page per article: all its lines in order, with role and reason."""
    folder.mkdir(parents=True, exist_ok=True)
    articles = _articles(corpus)
    flags, lines_of = _by_article(explain_flags(corpus)), corpus.lines.groupby("doc_id")
    for doc_id, row in articles:
        row["page"] = f"{key_hash([doc_id])}.html"
        lines = lines_of.get_group(doc_id) if doc_id in lines_of.groups else corpus.lines.head(0)
        page = render_page(
            "check.html.j2",
            title=str(row["doc_id"]),
            row=row,
            flags=flags.get(doc_id, []),
            lines=lines.to_dict("records"),
        )
        (folder / row["page"]).write_text(page, encoding="utf-8")
    unread = corpus.unread.assign(word=_words_of(corpus)).to_dict("records")
    title = gettext("What was read: {basis}", basis=_said(corpus.basis))
    rows = [row for _, row in articles]
    index = render_page("checks.html.j2", title=title, rows=rows, unread=unread)
    (folder / "index.html").write_text(index, encoding="utf-8")
    return folder / "index.html"


def write_sheets(corpus: Corpus, source: Path, folder: Path) -> Iterator[str]:
    """Write metadata.xlsx and overrides.xlsx beside the pages, and yield a sentence on each.

    Args:
        corpus: the articles.
        source: the path that they were read from; for a store no sheets are written.
        folder: where the sheets go.
    """
    path = find_corpus(source)
    if path.is_dir() and not is_store(path):
        yield from write_correction_sheets(corpus, folder, Corrections.read(path))


def _articles(corpus: Corpus) -> list[tuple[str, Fields]]:
    """Return the doc_id and the row of each article."""
    table = check_table(corpus)
    return list(zip(table["doc_id"], _records(table), strict=True))


def _by_article(table: pd.DataFrame) -> dict[str, list[Fields]]:
    """Return the rows of a table, by the doc_id of their article."""
    rows: dict[str, list[Fields]] = {}
    for doc_id, row in zip(table["doc_id"], _records(table), strict=True):
        rows.setdefault(doc_id, []).append(row)
    return rows


def _records(table: pd.DataFrame) -> list[Fields]:
    """Return the rows of a table, with – for a missing value and each text on one line."""
    shown = table.astype("object").where(table.notna() & (table != ""), "–")
    return [
        {str(name): one_line(value) if isinstance(value, str) else value for name, value in row}
        for row in map(dict.items, shown.to_dict("records"))
    ]
