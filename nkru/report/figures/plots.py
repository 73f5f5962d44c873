"""Plots: the report's figure of a result, for a reader who explores it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.language import deferred, gettext, using
from nkru.report import figures
from nkru.report.figures.drawings import Drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Draw = Callable[..., Drawing]
# The columns by which a table is known, and its figures; the first is drawn if none is named.
_TABLES: list[tuple[set[str], tuple[str, ...]]] = [
    ({"term", "value", "specificity", "stories_of_value"}, ("specificity_bars",)),
    ({"term", "doc_id", "cumulated"}, ("term_progression",)),
    ({"group", "term", "g2", "log_ratio"}, ("keyword_dots", "keywords_by_article")),
    ({"term", "target", "reference", "g2", "log_ratio"}, ("keyword_dots",)),
    ({"k", "lowest", "mean", "chosen"}, ("stability_curve",)),
    ({"topic", "count", "second"}, ("agenda_bars",)),
    ({"entry", "scored", "tone", "tone_low"}, ("tone_by_actor",)),
    ({"scored", "negative", "positive", "tone", "tone_low"}, ("tone_dots",)),
    ({"doc_id", "polarity", "words", "rule"}, ("tone_by_article",)),
    ({"entry", "count", "rate", "rate_low"}, ("rate_dots",)),
    (
        {"doc_id", "start", "entry", "kind"},
        (
            *("mentions_by_kind", "mentions_over_time", "dispersion_plot", "themes_by_article"),
            *("actors_by_article", "shares_over_time"),
        ),
    ),
]
_OBJECTS: dict[str, tuple[str, ...]] = {
    "Corpus": ("timeline", "coverage", "words_kept"),
    "Classes": ("class_dendrogram", "word_cloud"),
    "ClassMap": ("factor_map",),
    "Topics": ("topics_by_article",),
}
# Figures that also read the articles.
_WITH_CORPUS = {
    *("keywords_by_article", "tone_by_article", "mentions_over_time", "dispersion_plot"),
    *("themes_by_article", "topics_by_article", "actors_by_article", "shares_over_time"),
}
# Tables and objects that are one call away from a figure.
_NEARLY: list[tuple[set[str], str]] = [
    ({"doc_id", "topic", "second", "share"}, "nkru.agenda_summary(table)"),
    ({"k", "class", "jaccard", "verdict"}, "nkru.stability_by_k(table)"),
    ({"entry", "situation", "stance", "holder"}, "nkru.tone_toward(table, corpus)"),
    ({"source", "target", "log_dice", "kept"}, "nkru.network(table, mentions)"),
]


def plot(
    result: Any,
    corpus: Corpus | None = None,
    *,
    figure: str | None = None,
    lang: str = "en",
    **options: Any,
) -> Figure:
    """Return the report's figure of a result, as a matplotlib figure that you can change.

    Args:
        result: a table of `nkru.frequency`, `nkru.find_mentions`, `nkru.keyness`,
            `nkru.keyness_by`, `nkru.specificities`, `nkru.progression`, `nkru.agenda_summary`,
            `nkru.score_sentences`, `nkru.tone_by`, `nkru.tone_toward` or `nkru.stability_by_k`; a
            graph of `nkru.network` or `nkru.similarity_graph`; classes, a map of classes, topics,
            or a corpus.
        corpus: the articles, for figures that show them.
        figure: its name, where a result has several: of mentions "mentions_by_kind",
            "mentions_over_time", "dispersion_plot", "themes_by_article", "actors_by_article",
            "shares_over_time"; of keywords
            "keyword_dots", "keywords_by_article"; of classes "class_dendrogram", "word_cloud"; of a
            corpus "timeline", "coverage", "words_kept".
        lang: the language of the words in it, "en" or "fr".
        options: of that figure, see `nkru.figures`: top_n, terms, number, construct; for a
            dendrogram `stability`, the table of `nkru.stability`, else it is measured.

    Raises:
        ParameterError: no figure shows this result, it has no such figure, or the figure needs the
            corpus or has no such option.
        SizeError: there is nothing to draw.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> drawn = nkru.plot(nkru.tone_by(nkru.score_sentences(corpus), corpus, "outlet"))
    >>> drawn.axes[0].get_xlabel()
    'mean tone of all sentences, −1 to 1'
    >>> _ = drawn.axes[0].set_xlabel("tonalité moyenne")
    """
    names = _figures_of(result)
    name = figure or names[0]
    if name not in names:
        raise ParameterError(
            "figure = {figure!r}: this result has {known}", figure=figure, known=", ".join(names)
        )
    with using(lang):
        return _draw(name, result, corpus, options).figure


def _draw(name: str, result: Any, corpus: Corpus | None, options: dict[str, Any]) -> Drawing:
    draw: Draw = getattr(figures, name)
    given: tuple[Any, ...] = (result,)
    if name in _WITH_CORPUS:
        if corpus is None:
            raise ParameterError(
                "the figure {name} needs the articles: plot(result, corpus)", name=name
            )
        given = (result, corpus)
    elif name == "class_dendrogram":
        from nkru.themes.stability import stability

        tried = options.pop("stability", None)
        given = (result, stability(result) if tried is None else tried)
    _check_options(draw, len(given), options)
    return draw(*given, **options)


def _check_options(draw: Draw, given: int, options: dict[str, Any]) -> None:
    from inspect import signature

    known = [*signature(draw).parameters][given:]
    if unknown := [name for name in options if name not in known]:
        rest = ", ".join(known) or gettext("none of its own")
        raise ParameterError(
            "{option} is no option of this figure; it has {rest}", option=unknown[0], rest=rest
        )
    for name, value in options.items():
        if isinstance(value, int | float) and value < 1:
            raise ParameterError("{name} = {value!r}: give a number from 1", name=name, value=value)


def _figures_of(result: Any) -> tuple[str, ...]:
    """Return the names of the figures that show a result."""
    if isinstance(result, pd.DataFrame):
        return _figures_of_table(result)
    kinds = {kind.__name__ for kind in type(result).__mro__}
    for kind, names in _OBJECTS.items():
        if kind in kinds:
            return names
    if "Graph" in kinds:
        is_network = any("mentions" in values for _, values in result.nodes(data=True))
        return ("actor_network",) if is_network else ("term_graph",)
    remedy = _OF_COUNTS if "Counts" in kinds else _REMEDY
    raise ParameterError(
        "no figure shows a value of type {kind}: {remedy}",
        kind=type(result).__name__,
        remedy=gettext(remedy),
    )


_OF_COUNTS = deferred("count terms with nkru.keyness or nkru.progression")
_REMEDY = deferred(
    "give a table of results, a graph, classes, a map of classes, topics or a corpus"
)


def _figures_of_table(table: pd.DataFrame) -> tuple[str, ...]:
    columns = set(map(str, table.columns))
    for known, names in _TABLES:
        if known <= columns:
            return names
    for known, call in _NEARLY:
        if known <= columns:
            raise ParameterError("this table has no figure of its own: plot {call}", call=call)
    shown = ", ".join(sorted(columns)[:8])
    raise ParameterError(
        "no figure shows a table with the columns {shown}: {remedy}",
        shown=shown,
        remedy=gettext(_REMEDY),
    )
