"""The ledger of a corpus: words kept and left out of each article, and the reasons."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.flags import notice_table, several_table
from nkru.corpus.formats.printed_columns import line_read_across
from nkru.corpus.notices import meaning_of
from nkru.corpus.word_counts import words_by_article, words_in
from nkru.notes import note

_REPLACED = "\ufffd"
COLUMNS = ["doc_id", "kept", "role", "reason", "lines", "words", "share"]
# Up to these years coverage is counted by month.
_MOST_YEARS = 4
UNDATED, OTHERS = "undated", "others"
_SHOWN = ["doc_id", "title", "outlet", "author", "agency"]
_SHOWN += ["date", "date_precision", "date_evidence", "genre", "flags"]


def ledger(corpus: Corpus) -> pd.DataFrame:
    """Count the lines and words of each article that were kept and left out.

    Returns:
        One row per article, role and reason: doc_id, kept, role, reason (empty where kept), lines,
        words (see `nkru.corpus.word_counts`), share (of the article's words); kept lines come
        first.
    """
    lines = corpus.lines.assign(words=words_in(corpus.lines["text"]))
    keys = ["doc_id", "kept", "role", "reason"]
    table = lines.groupby(keys, observed=True)["words"].agg(lines="size", words="sum").reset_index()
    table["share"] = table["words"] / table.groupby("doc_id")["words"].transform("sum")
    order = ["doc_id", "kept", "words", "role", "reason"]
    ascending = [True, False, False, True, True]
    return table.sort_values(order, ascending=ascending, ignore_index=True)[COLUMNS]


def describe_articles(corpus: Corpus) -> pd.DataFrame:
    """Return title, outlet, author, agency, date with evidence, genre, flags, words by article.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> nkru.describe_articles(corpus)[["date", "outlet"]].head(1).values.tolist()
    [['2022-07-04', "L'Écho des rives"]]
    """
    words = kept_words(corpus)["kept"].to_numpy()
    return note(corpus.documents[_SHOWN].assign(words=words), basis=corpus.basis)


def explain_flags(corpus: Corpus) -> pd.DataFrame:
    """Return the meaning of each flag of each article, and the evidence for it.

    Returns:
        One row per article and flag: doc_id, flag, meaning, evidence, and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> flags = nkru.explain_flags(corpus)
    >>> flags["flag"].value_counts().to_dict()
    {'no_byline': 13}
    """
    told = notice_table(corpus.lines, corpus.documents).set_index(["doc_id", "flag"])["evidence"]
    several = several_table(corpus.lines, corpus.documents)
    worded = told.to_dict()
    worded |= {(name, "several_articles"): text for name, text in several.to_numpy().tolist()}
    kept = kept_words(corpus).set_index("doc_id")["kept"].to_dict()
    shown = ("doc_id", "language", "flags", "date_evidence")
    columns = (corpus.documents[name].tolist() for name in shown)
    rows = []
    for doc_id, language, flags, dated in zip(*columns, strict=True):
        for flag in filter(None, flags.split(";")):
            raw = corpus.raw(doc_id)
            evidence = {
                "columns": line_read_across(raw),
                "encoding_damaged": f"{raw.count(_REPLACED)} signs replaced",
                "named_day": dated,
                "not_french": f"language {language}",
                "too_short": f"{kept[doc_id]} words kept",
            }.get(flag, "")
            found = worded.get((doc_id, flag), evidence)
            rows.append((doc_id, flag, meaning_of(flag), found))
    table = pd.DataFrame(rows, columns=["doc_id", "flag", "meaning", "evidence"], dtype="str")
    return note(table, basis=corpus.basis)


def kept_words(corpus: Corpus) -> pd.DataFrame:
    """Return doc_id, title, kept and left_out (words of its lines), share_kept; in attrs basis."""
    words = ledger(corpus).pivot_table(
        index="doc_id", columns="kept", values="words", aggfunc="sum", fill_value=0
    )
    words = words.reindex(corpus.fileids(), columns=[True, False], fill_value=0)
    kept, lost = (words[column].to_numpy() for column in (True, False))
    table = corpus.documents[["doc_id", "title"]].assign(kept=kept, left_out=lost)
    return note(table.assign(share_kept=kept / (kept + lost).clip(1)), basis=corpus.basis)


def reasons_left_out(corpus: Corpus) -> pd.DataFrame:
    """Count the lines left out per reason, most lines first.

    Returns:
        role, reason, lines, words, articles, example (the first such line), doc_id and line_no (of
        that line), and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.reasons_left_out(corpus)
    >>> table.loc[table["reason"] == "share buttons", "lines"].item()
    13
    """
    keys = ["role", "reason"]
    groups = ledger(corpus).query("not kept").groupby(keys)
    table = groups.agg(
        lines=("lines", "sum"), words=("words", "sum"), articles=("doc_id", "size")
    ).reset_index()
    examples = corpus.lines.drop_duplicates(keys)[[*keys, "text", "doc_id", "line_no"]]
    table = table.merge(examples.rename(columns={"text": "example"}), on=keys)
    table = table.sort_values(["lines", *keys], ascending=[False, True, True], ignore_index=True)
    return note(table, basis=corpus.basis)


def compare_choices(corpus: Corpus) -> pd.DataFrame:
    """Count the articles, sentences and words that remain after each choice of articles.

    Returns:
        choice (all, one per story, without agency copy, without each flag), articles, stories,
        sentences, words, and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> nkru.compare_choices(corpus)[["choice", "articles"]].head(2).values.tolist()
    [['all', 40], ['one per story', 40]]
    """
    flags = set(";".join(corpus.documents["flags"]).split(";")) - {""}
    narrowed = {
        "all": corpus,
        "one per story": corpus.one_per_story(),
        "without agency copy": corpus.without_agency(),
        **{f"without {flag}": corpus.without_flags(flag) for flag in sorted(flags)},
    }
    rows = []
    for name, chosen in narrowed.items():
        words = sum(words_by_article(chosen).values())
        stories = chosen.documents["story_id"].nunique()
        rows.append((name, len(chosen), stories, len(chosen.sentences), words))
    columns = ["choice", "articles", "stories", "sentences", "words"]
    table = pd.DataFrame(rows, columns=columns)
    return note(table, basis=corpus.basis)


def shared_stories(corpus: Corpus) -> pd.DataFrame:
    """Return the stories that several articles share.

    Returns:
        One row per such article: story_id, doc_id, title, outlet, agency, date, and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> len(nkru.shared_stories(corpus))
    0
    """
    documents = corpus.documents[corpus.documents["story_id"].duplicated(keep=False)]
    columns = ["story_id", "doc_id", "title", "outlet", "agency", "date"]
    table = documents[columns].sort_values(["story_id", "doc_id"], ignore_index=True)
    return note(table, basis=corpus.basis)


def coverage_by_outlet(corpus: Corpus, outlets: int = 7) -> tuple[pd.DataFrame, str]:
    """Count the articles of each month by outlet, or of each year where they span over four years.

    Args:
        corpus: the articles.
        outlets: those with most articles have a column each; "others" has the rest.

    Returns:
        One row per month or year, those without an article too, and one column per outlet; the last
        row, "undated", has the articles without a known month or year. And the unit.
    """
    articles, unit = place_articles(corpus, outlets)
    table = pd.crosstab(articles[unit].to_numpy(), articles["outlet"].to_numpy())
    known = articles.loc[articles[unit] != UNDATED, unit]
    rows = []
    if len(known):
        periods = pd.period_range(known.min(), known.max(), freq=unit[0].upper())
        rows = periods.astype(str).tolist()
    rows += [UNDATED] * bool(len(known) < len(articles))
    sizes = articles["outlet"].value_counts()
    order = [name for name in sizes.index if name != OTHERS] + [OTHERS] * (OTHERS in sizes)
    return table.reindex(index=rows, columns=order, fill_value=0).rename_axis(unit), unit


def place_articles(corpus: Corpus, outlets: int = 7) -> tuple[pd.DataFrame, str]:
    """Return the month, or year, and the outlet under which each article is drawn, and the unit.

    Returns:
        doc_id, month or year ("undated" where it is not known), outlet ("others" beyond those with
        most articles). And the unit.
    """
    years = corpus.labels("year").dropna()
    span = int(years.max()) - int(years.min()) if len(years) else 0
    unit = "year" if span > _MOST_YEARS else "month"
    names = corpus.labels("outlet").fillna("no outlet").astype(str)
    most = names.value_counts().index[:outlets]
    places = {unit: corpus.labels(unit).fillna(UNDATED).to_numpy()}
    places["outlet"] = names.where(names.isin(most), OTHERS).to_numpy()
    return corpus.documents[["doc_id"]].assign(**places), unit


def count_coverage(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count the articles of each month, or year, and outlet; and return their first sentences.

    Returns:
        One row per month or year and outlet: it, outlet, articles, stories, and in attrs basis. And
        the first sentence of each article: doc_id, start, end, month or year, outlet.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table, _ = nkru.count_coverage(corpus)
    >>> table["articles"].sum().item()
    40
    """
    placed, unit = place_articles(corpus)
    placed["story_id"] = corpus.documents["story_id"].to_numpy()
    table = placed.groupby([unit, "outlet"], as_index=False).agg(
        articles=("doc_id", "size"), stories=("story_id", "nunique")
    )
    first = corpus.sentences.drop_duplicates("doc_id")[["doc_id", "start", "end"]]
    return note(table, basis=corpus.basis), first.merge(placed, on="doc_id")
