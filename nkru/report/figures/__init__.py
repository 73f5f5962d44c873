"""Figures: each function draws tables, and states a result in the title.

`Chapter.figure` saves the drawings. The functions load with their first use, as in `nkru`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkru._lazy import attach

if TYPE_CHECKING:
    from nkru.report.figures.classes import class_dendrogram as class_dendrogram
    from nkru.report.figures.clouds import word_cloud as word_cloud
    from nkru.report.figures.corpus import coverage as coverage
    from nkru.report.figures.corpus import timeline as timeline
    from nkru.report.figures.corpus import words_kept as words_kept
    from nkru.report.figures.maps import factor_map as factor_map
    from nkru.report.figures.matrices import actors_by_article as actors_by_article
    from nkru.report.figures.matrices import actors_by_group as actors_by_group
    from nkru.report.figures.matrices import topics_by_period as topics_by_period
    from nkru.report.figures.measures import keyword_dots as keyword_dots
    from nkru.report.figures.measures import rate_dots as rate_dots
    from nkru.report.figures.measures import tone_dots as tone_dots
    from nkru.report.figures.mentions import dispersion_plot as dispersion_plot
    from nkru.report.figures.mentions import mentions_by_kind as mentions_by_kind
    from nkru.report.figures.mentions import mentions_over_time as mentions_over_time
    from nkru.report.figures.network import actor_network as actor_network
    from nkru.report.figures.presence import actors_by_stories as actors_by_stories
    from nkru.report.figures.presence_periods import shares_over_time as shares_over_time
    from nkru.report.figures.similarity import term_graph as term_graph
    from nkru.report.figures.specificities import specificity_bars as specificity_bars
    from nkru.report.figures.specificities import term_progression as term_progression
    from nkru.report.figures.stability import stability_curve as stability_curve
    from nkru.report.figures.themes import agenda_bars as agenda_bars
    from nkru.report.figures.themes import keywords_by_article as keywords_by_article
    from nkru.report.figures.themes import themes_by_article as themes_by_article
    from nkru.report.figures.themes import topics_by_article as topics_by_article
    from nkru.report.figures.tone import tone_by_actor as tone_by_actor
    from nkru.report.figures.tone import tone_by_article as tone_by_article

_HOMES = {
    "nkru.report.figures.classes": "class_dendrogram",
    "nkru.report.figures.clouds": "word_cloud",
    "nkru.report.figures.maps": "factor_map",
    "nkru.report.figures.similarity": "term_graph",
    "nkru.report.figures.corpus": "coverage timeline words_kept",
    "nkru.report.figures.mentions": "dispersion_plot mentions_by_kind mentions_over_time",
    "nkru.report.figures.measures": "keyword_dots rate_dots tone_dots",
    "nkru.report.figures.matrices": "actors_by_article actors_by_group topics_by_period",
    "nkru.report.figures.network": "actor_network",
    "nkru.report.figures.presence": "actors_by_stories",
    "nkru.report.figures.presence_periods": "shares_over_time",
    "nkru.report.figures.specificities": "specificity_bars term_progression",
    "nkru.report.figures.stability": "stability_curve",
    "nkru.report.figures.themes": "agenda_bars keywords_by_article themes_by_article "
    "topics_by_article",
    "nkru.report.figures.tone": "tone_by_actor tone_by_article",
}

if not TYPE_CHECKING:
    __getattr__, __dir__, __all__ = attach(__name__, _HOMES)
