"""Evidence: the sentences behind a number, marked, with file and line, on pages of bounded size."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.markup import render, render_page

Key = tuple[Hashable, ...]
Fields = dict[str, Any]
PER_PAGE, PAGES = 150, 20
_LONGEST, _AROUND = 1600, 700
# The public edition: of each article the same few sentences whatever the table, each cut to a short quotation.
QUOTED_SENTENCES, QUOTED_CHARACTERS = 3, 160


@dataclass(frozen=True)
class Quoting:
    """What may be quoted of a corpus: everything, or the short quotations of a public edition."""

    corpus: Corpus
    public: bool = False

    def sentences(self) -> pd.DataFrame:
        """Return the corpus's sentences with `quoted`, whether their text may be shown."""
        table = self.corpus.sentences
        if not self.public:
            return table.assign(quoted=True)
        keys = table["doc_id"].astype("str") + ":" + table["sent_no"].astype("str")
        draw = pd.Series([zlib.crc32(key.encode()) for key in keys], index=table.index)
        groups = draw.groupby(table["doc_id"], observed=True)
        most = (groups.transform("size") // 10).clip(1, QUOTED_SENTENCES)
        return table.assign(quoted=groups.rank(method="first") <= most)

    @property
    def longest(self) -> int:
        """The longest sentence shown, in characters."""
        return QUOTED_CHARACTERS if self.public else _LONGEST


def key_hash(key: Key) -> str:
    """Return the short hash that names the evidence page of a key."""
    text = json.dumps([str(part) for part in key], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def anchor(doc_id: object, start: object) -> str:
    """Return the anchor of a hit: its doc_id, with what a fragment cannot hold escaped, and its start."""
    return quote(f"{doc_id}-{start}", safe="")


def located(hits: pd.DataFrame, quoting: Quoting) -> pd.DataFrame:
    """Return the hits with the sentence that holds each one's start.

    Args:
        hits: doc_id, start, end and key columns.
        quoting: what may be shown.

    Returns:
        The hits with sent_start, sent_end, line_no, before, after (the neighbouring sentences) and quoted.
    """
    around = quoting.sentences().rename(columns={"start": "sent_start", "end": "sent_end"})
    texts = around.groupby("doc_id", observed=True)["text"]
    around["before"], around["after"] = texts.shift(1), texts.shift(-1)
    around = around.drop(columns=["sent_no", "text"]).astype({"sent_start": "int64", "doc_id": "object"})
    ours = hits.drop(columns=around.columns.difference(["doc_id"]), errors="ignore")
    ours = ours.astype({"start": "int64", "doc_id": "object"}).sort_values(["start", "doc_id"], kind="stable")
    joined = pd.merge_asof(
        ours, around.sort_values("sent_start", kind="stable"), left_on="start", right_on="sent_start", by="doc_id"
    )
    return joined.dropna(subset="sent_start").sort_values(["doc_id", "start"], kind="stable")


def write_evidence(folder: Path, name: str, hits: pd.DataFrame, on: Sequence[str], quoting: Quoting) -> dict[Key, str]:
    """Write the evidence pages of a table, and return the link of each key, below `folder`.

    Args:
        folder: the report's folder.
        name: the table's name, "chapter_table".
        hits: the unit table: doc_id, start, end and the columns `on`.
        on: the key columns.
        quoting: the corpus, and what of it may be shown.
    """
    target = folder / "evidence" / name
    target.mkdir(parents=True, exist_ok=True)
    about = _about_articles(quoting.corpus)
    links = {}
    for key, group in located(hits, quoting).groupby(list(on), observed=True, dropna=True):
        _write_key(target, key, group, about, quoting)
        first = group.iloc[0]
        fragment = anchor(first["doc_id"], first["start"]).replace("%", "%25")
        links[key] = f"evidence/{name}/{key_hash(key)}.html#{fragment}"
    return links


def _write_key(target: Path, key: Key, hits: pd.DataFrame, about: dict[str, Fields], quoting: Quoting) -> None:
    sentences = list(hits.groupby(["doc_id", "sent_start"], sort=False, observed=True))
    shown = sentences[: PER_PAGE * PAGES]
    pages = [shown[first : first + PER_PAGE] for first in range(0, len(shown), PER_PAGE)]
    chapter, _, table = target.name.partition("_")
    for number, page in enumerate(pages, 1):
        html = render_page(
            "evidence.html.j2",
            title=", ".join(str(part) for part in key),
            summary=_summary(hits, len(sentences), len(shown), number, len(pages)),
            chapter=chapter,
            table=f"table-{table}",
            pager=render("pager.html.j2", names=[_page_name(key, n) for n in range(1, len(pages) + 1)], at=number),
            articles=list(_articles(page, about, quoting)),
        )
        (target / _page_name(key, number)).write_text(html, encoding="utf-8")


def _page_name(key: Key, number: int) -> str:
    return f"{key_hash(key)}.html" if number == 1 else f"{key_hash(key)}-{number}.html"


def _summary(hits: pd.DataFrame, sentences: int, shown: int, page: int, pages: int) -> str:
    articles = hits["doc_id"].nunique()
    text = f"{_counted(len(hits), 'passage')} in {_counted(sentences, 'sentence')} of {_counted(articles, 'article')}"
    text += f"; page {page} of {pages}" if pages > 1 else ""
    return text + (f"; the first {shown:,} sentences are shown" if shown < sentences else "") + "."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _about_articles(corpus: Corpus) -> dict[str, Fields]:
    """Return for each article its title, and outlet and date in one line."""
    shown = corpus.documents[["doc_id", "title", "outlet", "date"]].astype("object")
    shown = shown.where(shown.notna(), None)
    return {
        doc_id: {"title": title or doc_id, "about": ", ".join([outlet or "no outlet", date or "no date"])}
        for doc_id, title, outlet, date in shown.itertuples(index=False)
    }


def _articles(page: Sequence[tuple[Any, pd.DataFrame]], about: dict[str, Fields], quoting: Quoting) -> Iterator[Fields]:
    doc_ids = list(dict.fromkeys(key[0] for key, _ in page))
    for doc_id in doc_ids:
        groups = [hits for key, hits in page if key[0] == doc_id]
        yield {"doc_id": doc_id, **about[doc_id], "sentences": [_sentence(hits, quoting) for hits in groups]}


def _sentence(hits: pd.DataFrame, quoting: Quoting) -> Fields:
    first = hits.iloc[0]
    doc_id, open_ = first["doc_id"], not quoting.public
    return {
        "id": f"s-{anchor(doc_id, int(first['sent_start']))}",
        "line_no": int(first["line_no"]),
        "note": "; ".join(_notes(first)),
        "parts": marked_parts(hits, quoting) if first["quoted"] else [],
        "before": _tail(first["before"]) if open_ else "",
        "after": _head(first["after"]) if open_ else "",
    }


def _notes(hit: pd.Series[Any]) -> Iterator[str]:
    """Yield what the unit table says of a hit beside its place: the score, the voice, the rule."""
    for column in ("polarity", "voice", "speaker", "rule"):
        value = hit.get(column)
        if isinstance(value, float) and value == value:
            yield f"{value:+.2f}"
        elif isinstance(value, str) and value:
            yield value


def marked_parts(hits: pd.DataFrame, quoting: Quoting) -> list[Fields]:
    """Return the sentence of these hits in parts, the hits marked, cut to what may be shown."""
    doc_id, sent_start, sent_end = (hits.iloc[0][name] for name in ("doc_id", "sent_start", "sent_end"))
    raw = quoting.corpus.raw(doc_id)
    left, right = _window(int(sent_start), max(int(sent_end), int(hits["end"].max())), hits, quoting.longest)
    parts: list[Fields] = [{"text": "…", "mark": False}] if left > sent_start else []
    at = left
    for start, end in sorted(set(zip(hits["start"], hits["end"], strict=True))):
        if start < at or start >= right:
            continue
        parts.append({"text": raw[at:start], "mark": False})
        parts.append({"text": raw[start : min(end, right)], "mark": True, "id": anchor(doc_id, start)})
        at = min(end, right)
    parts.append({"text": raw[at:right] + ("…" if right < sent_end else ""), "mark": False})
    return [part for part in parts if part["text"]]


def _window(start: int, end: int, hits: pd.DataFrame, longest: int) -> tuple[int, int]:
    """Return the stretch that is shown: all of it, or `longest` characters around the first hit."""
    if end - start <= longest:
        return start, end
    left = max(start, int(hits.iloc[0]["start"]) - longest // 2)
    return left, min(end, left + longest)


def _tail(text: object) -> str:
    return "" if not isinstance(text, str) else text if len(text) <= _AROUND else f"…{text[-_AROUND:]}"


def _head(text: object) -> str:
    return "" if not isinstance(text, str) else text if len(text) <= _AROUND else f"{text[:_AROUND]}…"
