"""Figures: titles, alt text, no overlap, and the same bytes for the same numbers."""

from __future__ import annotations

import inspect
import itertools
import pickle
import re
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import networkx
import pandas as pd
import pytest
from lxml import etree
from matplotlib.backends.backend_agg import FigureCanvasAgg

import nkru
from nkru import figures
from nkru.actors.cooccurrence import write_gexf
from nkru.corpus.corpus import Corpus
from nkru.errors import NkruError, SizeError
from nkru.language import named
from nkru.report.figures.charts import stacked_bars
from nkru.report.figures.drawings import HATCHES
from nkru.report.figures.labels import shorten
from nkru.report.figures.mentions import _widest
from nkru.tokens.characters import visible


@pytest.fixture(scope="module")
def results(seeds):
    mentions = nkru.find_mentions(seeds)
    counts, segments = nkru.count(seeds), nkru.count(seeds, by="segment")
    classes = nkru.reinert(segments, 4)
    return {
        "corpus": seeds,
        "mentions": mentions,
        "counts": counts,
        "segments": segments,
        "scores": nkru.score_sentences(seeds),
        "classes": classes,
        "frequency": nkru.frequency(mentions, seeds),
        "by outlet": nkru.frequency(mentions, seeds, by="outlet"),
        "keywords": nkru.keyness_by(counts, seeds.labels("outlet").reindex(counts.rows), n=3),
        "agenda": nkru.agenda(seeds),
        "tried": nkru.stability(classes, draws=5),
        "network": nkru.network(nkru.cooccurrence(mentions, seeds, draws=50), mentions),
        "graph": nkru.similarity_graph(segments),
    }


@pytest.fixture(scope="module")
def drawings(seeds, results):
    forty = nkru.example_corpus()
    mentions, scores, segments = results["mentions"], results["scores"], results["segments"]
    counts, classes, tried = results["counts"], results["classes"], results["tried"]
    toward = nkru.tone_toward(nkru.score_targets(seeds, mentions), seeds)
    theme_hits = nkru.find_mentions(seeds, nkru.read_codebook(kind="themes"))
    return {
        "keyword_dots": figures.keyword_dots(nkru.keyness_by(counts, n=2)),
        "rate_dots": figures.rate_dots(results["frequency"]),
        "tone_dots": figures.tone_dots(nkru.tone_by(scores, seeds, "outlet")),
        "words_kept": figures.words_kept(seeds),
        "coverage": figures.coverage(seeds),
        "timeline": figures.timeline(seeds),
        "mentions_by_kind": figures.mentions_by_kind(mentions),
        "mentions_over_time": figures.mentions_over_time(mentions, seeds),
        "dispersion_plot": figures.dispersion_plot(mentions, seeds),
        "actors_by_article": figures.actors_by_article(mentions, seeds),
        "actors_by_group": figures.actors_by_group(results["by outlet"], "outlet"),
        "topics_by_period": figures.topics_by_period(results["agenda"], seeds),
        "shares_over_time": figures.shares_over_time(nkru.find_mentions(forty), forty),
        "actors_by_stories": figures.actors_by_stories(nkru.presence(mentions, seeds)),
        "actor_network": figures.actor_network(results["network"]),
        "tone_by_article": figures.tone_by_article(scores, seeds),
        "tone_by_actor": figures.tone_by_actor(toward),
        "topics_by_article": figures.topics_by_article(nkru.topics(segments, 5), seeds),
        "themes_by_article": figures.themes_by_article(theme_hits, seeds),
        "class_dendrogram": figures.class_dendrogram(classes, tried),
        "factor_map": figures.factor_map(nkru.class_map(classes, seeds, ["year"], draws=20)),
        "term_graph": figures.term_graph(results["graph"]),
        "word_cloud": figures.word_cloud(classes, 1),
        "agenda_bars": figures.agenda_bars(nkru.agenda_summary(results["agenda"])),
        "keywords_by_article": figures.keywords_by_article(nkru.keyness_by(counts, n=5), seeds),
        "stability_curve": figures.stability_curve(nkru.stability_by_k(tried)),
        "specificity_bars": figures.specificity_bars(nkru.specificities(counts, seeds, "outlet")),
        "term_progression": figures.term_progression(
            nkru.progression(counts, seeds, ["moscou", "sanction", "missile"])
        ),
    }


NAMES = figures.__all__


def test_every_figure_is_drawn(drawings):
    assert sorted(drawings) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_a_title_a_caption_alt_text_and_its_numbers(drawings, name):
    made = drawings[name]
    assert made.title.endswith(".")
    assert any(character.isdigit() for character in made.title)
    assert made.alt.startswith(made.title)
    assert len(made.alt) > len(made.title) + 20
    assert len(made.caption) > 30
    assert len(made.table) > 0


@pytest.mark.parametrize("name", ["class_dendrogram", "factor_map", "term_graph", "word_cloud"])
def test_each_word_of_a_figure_is_a_link(drawings, name):
    made = drawings[name]
    marked = set(map(int, re.findall(r'href="row:(\d+)"', made._marked)))
    assert marked <= set(range(len(made.keys)))
    assert len(marked) > 0.6 * len(made.keys)
    if name == "factor_map":
        kinds = dict(zip(made.table["kind"], map(type, made.keys), strict=True))
        assert kinds == {"class": int, "term": str, "year": tuple}


def test_the_words_of_figures_are_those_that_they_draw(results, drawings):
    classes = results["classes"]
    found = nkru.class_map(classes, results["corpus"], ["year"], draws=0)
    drawn = drawings["factor_map"].table.query("kind == 'term'")["name"]
    assert nkru.figure_terms(found, "a notice") == sorted(drawn)
    two = nkru.class_map(nkru.reinert(results["segments"], 2), results["corpus"], draws=0)
    drawn = figures.factor_map(two)
    assert drawn.title.startswith("Two classes have 1 axis, and « ")
    assert nkru.figure_terms(two) == sorted(drawn.table.query("kind == 'term'")["name"])
    every = nkru.figure_terms(results["graph"], found, classes)
    table = nkru.term_table(results["segments"], every)
    assert sorted(table["term"]) == every
    passages = nkru.term_passages(results["corpus"], every)
    held = passages.groupby("term")["doc_id"].nunique()
    assert held.loc[table["term"]].tolist() == table["articles"].tolist()


@pytest.mark.parametrize("name", NAMES)
def test_no_words_overlap_or_leave_the_figure(drawings, name):
    figure = drawings[name].figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    texts = [text for axes in figure.axes for text in _visible_texts(axes)] + [figure._suptitle]
    boxes = {text: text.get_window_extent(renderer).padded(-1.5) for text in texts}
    assert len(boxes) > 5
    for (one, box), (other, second) in itertools.combinations(boxes.items(), 2):
        assert not box.overlaps(second), (one.get_text(), other.get_text())
    for text, box in boxes.items():
        assert box.x0 >= -2, text.get_text()
        assert box.x1 <= figure.bbox.x1 + 2, text.get_text()


def _visible_texts(axes):
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()] if axes.axison else []
    low, high = sorted(axes.get_xlim())
    inside = [
        label
        for label in ticks
        if label in axes.get_yticklabels() or low <= label.get_position()[0] <= high
    ]
    labels = [axes.xaxis.label, axes.yaxis.label] if axes.axison else []
    shown = [
        text
        for text in [*inside, *labels, *axes.texts]
        if text.get_text().strip() and text.get_visible()
    ]
    # The box of a slanted label is larger than the label.
    return [text for text in shown if not text.get_rotation()]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A corpus of 450 articles, one a week: each names Kim Jong Un twice, every third Moscou."""
    folder = tmp_path_factory.mktemp("many")
    days = pd.date_range("2017-01-02", periods=450, freq="7D")
    for number in range(len(days)):
        third = "Moscou n'a rien répondu." if number % 3 == 0 else "Personne n'a rien répondu."
        text = (
            f"Le discours numéro {number}\n\nKim Jong Un a parlé pendant une heure devant les "
            f"cadres. Kim Jong Un est reparti aussitôt. {third}"
        )
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    rows = [f"{n:03}.txt,{day:%Y-%m-%d}" for n, day in enumerate(days)]
    (folder / "metadata.csv").write_text("\n".join(["doc_id,date", *rows]) + "\n", encoding="utf-8")
    return nkru.read_corpus(folder)


def test_hundreds_of_articles_are_drawn_by_month(many):
    made = figures.mentions_over_time(nkru.find_mentions(many), many)
    assert "Mentions in each month" in made.caption
    assert made.table.query("entry == 'Kim Jong Un'")["mentions"].sum() == 900
    bars = [bar for container in made.figure.axes[0].containers for bar in container]
    months = made.table.assign(month=made.table["date"].str[:7]).groupby("entry")["month"].nunique()
    assert months["Kim Jong Un"] == 104
    assert len(bars) == months.sum()
    assert len(made.svg) < 250_000


def test_hundreds_of_articles_are_shaded_and_not_stroked(many):
    made = figures.dispersion_plot(nkru.find_mentions(many), many)
    assert made.title == "1 of the 2 actors mentioned most often is named in every article (450)."
    (shades,) = made.figure.axes[0].images
    assert shades.get_array().sum(axis=1).tolist() == [900, 150]


def test_a_widest_actor_is_told_with_those_who_stand_as_wide():
    table = pd.DataFrame({"entry": ["Kim", "Ri", "Pak"], "range": [3, 3, 1]})
    assert (
        _widest(table, 4)
        == "Kim and 1 other actor are named in 75% of the 4 articles, the most of the 3 actors "
        "mentioned most often."
    )


def test_a_heavy_drawing_is_shown_as_png(drawings, monkeypatch):
    shown, _ = drawings["mentions_by_kind"]._repr_mimebundle_()
    assert {"image/svg+xml", "image/png"} <= set(shown)
    monkeypatch.setattr("nkru.report.figures.drawings._LARGEST_SVG", 1000)
    shown, _ = drawings["mentions_by_kind"]._repr_mimebundle_()
    assert "image/svg+xml" not in shown
    assert shown["image/png"].startswith(b"\x89PNG")


def test_the_same_numbers_give_the_same_bytes(seeds):
    mentions = nkru.find_mentions(seeds)
    one, other = figures.mentions_by_kind(mentions), figures.mentions_by_kind(mentions)
    assert one.svg == other.svg
    assert one.png == other.png


def test_parts_of_a_bar_differ_without_colour(drawings):
    bars = [
        bar for bar in drawings["mentions_by_kind"].figure.axes[0].patches if bar.get_width() > 0
    ]
    assert {bar.get_hatch() or "" for bar in bars} >= set(HATCHES[:3])


def test_the_title_names_who_leads(drawings, seeds):
    counts = nkru.counted_mentions(nkru.find_mentions(seeds))["entry"].value_counts()
    assert drawings["mentions_by_kind"].title.startswith(
        f"{named(counts.index[0])} is mentioned most often: {counts.iloc[0]} of {counts.sum()}"
    )


def test_bars_add_up_to_the_number_beside_them():
    table = pd.DataFrame({"name": [2, 1], "metonym": [3, 0]}, index=["Été", "Nord"])
    figure = stacked_bars(table, {"name": "nom", "metonym": "métonyme"}, "Titre", "mentions")
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.texts] == ["5", "1"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Été", "Nord"]
    assert figure.legends


def test_a_year_is_drawn_as_a_year_and_not_as_a_day(corpus_of):
    text = "Publié le 3 mai 2024\n\nLes présidents se rencontrent à la frontière."
    made = corpus_of({"a.txt": f"Un sommet de paix\n\n{text}"})
    assert "1 of 1 article can be dated to the day" in figures.timeline(made).title


def test_nothing_to_draw_is_said(seeds):
    with pytest.raises(SizeError, match="name no actor"):
        figures.mentions_by_kind(nkru.find_mentions(seeds).head(0))


def theme_words(counts):
    """Return as many theme words as `counts` says, by article and theme."""
    rows = [key for key, number in counts.items() for _ in range(number)]
    return pd.DataFrame(rows, columns=["doc_id", "entry"])


def test_a_theme_is_a_share_of_the_theme_words_found_and_the_largest_stands_first(corpus_of):
    two = corpus_of({"a.txt": "Le sommet a lieu.", "b.txt": "Les sanctions restent en place."})
    counts = {("a.txt", "autre"): 6, ("a.txt", "sanctions"): 1, ("b.txt", "droit_international"): 3}
    nkru.read_codebook("themes")
    made = figures.themes_by_article(theme_words(counts), two)
    assert (
        made.title
        == "The theme « International law » is the most frequent: 30% of the theme words found."
    )
    assert list(made.table)[2:] == ["droit_international", "sanctions", "autre"]
    assert made.alt.endswith(
        "International law 30; Sanctions 10; Other 60 (% of the theme words found)."
    )
    assert made.figure.axes[0].get_xlabel() == "% of the theme words found in each article"
    assert made.table.set_index("doc_id").loc["b.txt", "droit_international"] == 1


def test_one_article_is_no_average(corpus_of, seeds):
    one = corpus_of("\n\n".join(seeds.text(doc_id) for doc_id in seeds.fileids()))
    alone = figures.topics_by_article(nkru.topics(nkru.count(one, by="segment"), 2), one)
    many = figures.topics_by_article(nkru.topics(nkru.count(seeds, by="segment"), 5), seeds)
    assert "average" not in alone.title + alone.alt + alone.caption
    assert "% of the article." in alone.title
    assert "% of an article on average." in many.title


def toward(scored):
    """Return a table of tones toward actors, the first the most negative, each with 9 mentions."""
    table = pd.DataFrame({"entry": list(scored), "mentions": 9, "scored": list(scored.values())})
    means = [-0.5 + 0.25 * row for row in range(len(table))]
    return table.assign(tone=means, tone_low=float("nan"), tone_high=float("nan"))


def test_only_actors_with_scored_mentions_enough_are_compared():
    made = figures.tone_by_actor(toward({"Ri": 4, "Kim": 5, "Choe": 9, "Pak": 1}))
    assert made.telling
    assert made.title.startswith("Mean tone toward 2 actors with at least 5 scored mentions")
    assert made.title.endswith("from −0.25 (Kim) to 0.00 (Choe).")
    assert "−0.50 (4 of 9 scored)" in [text.get_text() for text in made.figure.axes[0].texts]


@pytest.mark.parametrize(
    "scored", [{"Chine": 9}, {"Chine": 9, "Japon": 4}, {"Chine": 9, "Japon": 0}]
)
def test_without_two_actors_to_compare_nothing_is_compared_or_found(scored, seeds, tmp_path):
    made = figures.tone_by_actor(toward(scored))
    assert not made.telling
    assert " to " not in made.title
    shown = nkru.Chapter("sentiment", seeds, str(tmp_path)).figure(
        "targets", lambda: made, finding=True
    )
    assert shown.svg
    assert "finding" not in shown._repr_mimebundle_()[1]["nkru"]


def test_an_actor_without_a_scored_mention_is_not_drawn():
    made = figures.tone_by_actor(toward({"Ri": 6, "Kim": 0, "Choe": 9}), 15, "situation")
    names = [label.get_text() for label in made.figure.axes[0].get_yticklabels()]
    assert sorted(names) == ["Choe", "Ri"]
    with pytest.raises(SizeError, match="no mention of an actor has a stance"):
        figures.tone_by_actor(toward({"Chine": 0, "Japon": 0}), 15, "stance")


def test_one_article_is_not_compared(corpus_of):
    one = corpus_of("La crise est grave. La paix est un succès.")
    made = figures.tone_by_article(nkru.score_sentences(one), one)
    assert made.title.startswith("The mean tone of « ")
    assert "articles" not in made.title


@pytest.mark.parametrize("name", NAMES)
def test_alt_text_has_no_missing_value_and_no_more_than_two_decimals(drawings, name):
    assert not re.search(r"\b(nan|NaN|NaT|None)\b|\d\.\d{3}", drawings[name].alt)


def test_a_date_without_an_end_is_told_without_it(seeds):
    documents = seeds.documents.assign(date_from="2019-01-01", date_to=None)
    one_sided = SimpleNamespace(documents=documents)
    alt = figures.timeline(one_sided).alt
    assert alt.count(": from 2019") == len(documents)
    assert not re.search(r"\b(nan|None)\b", alt)


TITLES = [
    *(
        "Un baril à 80 $, puis à 95 $ : le choc",
        "100 $ par mois, +5 % à 120 $",
        "$$",
        "{5 $} {6 $}",
    ),
    *("$x^{2$", r"\frac{1}{2} \alpha", "a_b^c", "_caché", r"100\$ à 5\$", "%s {} {0} \\n"),
    *(
        "Le 🚀 décolle 👩\u200d🚀 ✌\ufe0f",
        "北京和平壤",
        "قمة بيونغ يانغ",
        "\x1b[31mrouge\x07",
        "-- fin --> ]]>",
    ),
    *("sur deux\nlignes", "\u202eenvers", "x" * 5000, "<b>&amp;</b>"),
]


@pytest.fixture(scope="module")
def titled(tmp_path_factory):
    """A corpus of as many articles as there are titles."""
    folder = tmp_path_factory.mktemp("titles")
    for number in range(len(TITLES)):
        text = (
            f"Kim Jong Un a reçu {number} ministres à Moscou. La crise est très grave au jour "
            f"{number}. La paix est un grand succès pour la délégation numéro {number}."
        )
        (folder / f"{number:02}.txt").write_text(f"Titre {number}\n\n{text}", encoding="utf-8")
    corpus = nkru.read_corpus(folder)
    days = [f"2024-01-{day:02}" for day in range(1, len(TITLES) + 1)]
    documents = corpus.documents.astype({"title": "object"})
    documents = documents.assign(title=TITLES, date_from=days, date_to=days)
    return Corpus(corpus.articles, documents, corpus.lines, corpus.sentences, corpus.unread)


@pytest.fixture(scope="module")
def hostile(titled):
    hits = nkru.find_mentions(titled, nkru.read_codebook(kind="themes"))
    names = dict(zip(titled.fileids(), TITLES, strict=True))
    entries = hits.assign(entry=hits["doc_id"].map(names).astype("object"))
    scores = nkru.score_sentences(titled)
    return {
        "words_kept": figures.words_kept(titled),
        "timeline": figures.timeline(titled),
        "tone_by_article": figures.tone_by_article(scores, titled),
        "themes_by_article": figures.themes_by_article(entries.head(30), titled),
        "mentions_by_kind": figures.mentions_by_kind(entries.assign(kind="name", type="person")),
        "tone_by_actor": figures.tone_by_actor(toward(dict.fromkeys(TITLES, 9)), 40),
    }


HOSTILE = [
    "mentions_by_kind",
    "themes_by_article",
    "timeline",
    "tone_by_actor",
    "tone_by_article",
    "words_kept",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_label_is_drawn_letter_by_letter(hostile, name):
    # Warnings are errors here: a font without a glyph must not warn.
    made = hostile[name]
    tree = etree.fromstring(made.svg.encode())
    shown = ["".join(text.itertext()) for text in tree.iter("{*}text")]
    assert any("80 $, puis à 95 $ : le choc" in text for text in shown)
    assert made.png.startswith(b"\x89PNG")
    assert visible(made.alt) == made.alt
    assert "\n" not in made.alt


def test_every_title_stands_in_a_label(hostile):
    labels = [
        label.get_text() for label in hostile["tone_by_actor"].figure.axes[0].get_yticklabels()
    ]
    for title in TITLES:
        assert shorten(title) in labels
    assert "␛[31mrouge␇" in labels
    assert not any(
        label.get_parse_math()
        for label in hostile["tone_by_actor"].figure.axes[0].get_yticklabels()
    )


def test_dollars_are_drawn_as_wide_as_plain_text_is():
    title = TITLES[1]
    figure = figures.tone_by_actor(toward({title: 9, "Chine": 9})).figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    (label,) = [each for each in figure.axes[0].get_yticklabels() if each.get_text() == title]
    font = label.get_fontproperties()
    width, _, _ = renderer.get_text_width_height_descent(title, font, ismath=False)
    assert label.get_window_extent(renderer).width == pytest.approx(width, abs=2)


def test_a_network_with_control_characters_is_well_formed(tmp_path):
    graph = networkx.Graph()
    for name in ("\x1b[31mA", "B\x00"):
        graph.add_node(name, x=0.0, y=1.0, mentions=2, type="person")
    graph.add_edge(*graph.nodes, weight=1.0)
    path = write_gexf(graph, tmp_path / "g.gexf")
    assert "␛[31mA" in [node.get("label") for node in etree.parse(path).iter("{*}node")]


# The result, how it is plotted, and the words that stand below or in the title.
PLOTS: list[tuple[str, Callable[[Any, Any], Any], str]] = [
    ("frequency", lambda r, _: nkru.plot(r, top_n=3), "has the highest rate of the "),
    ("by outlet", lambda r, _: nkru.plot(r, top_n=5), "has the highest rate of the "),
    ("keywords", lambda r, _: nkru.plot(r), " times in it, "),
    ("mentions", lambda r, _: nkru.plot(r), " is mentioned most often: "),
    ("mentions", lambda r, c: nkru.plot(r, c, figure="dispersion_plot"), "in every article (14)"),
    ("scores", lambda r, c: nkru.plot(r, c), "Mean tone of 14 articles, from "),
    (
        "scores",
        lambda r, c: nkru.plot(nkru.tone_by(r, c, "outlet")),
        "Mean tone of 4 groups, from ",
    ),
    ("agenda", lambda r, _: nkru.plot(nkru.agenda_summary(r)), "is the topic of"),
    ("tried", lambda r, _: nkru.plot(nkru.stability_by_k(r)), "is chosen"),
    (
        "classes",
        lambda r, _: nkru.plot(r, figure="word_cloud", number=1),
        "characteristic word of class 1",
    ),
    ("network", lambda r, _: nkru.plot(r), "are named together most"),
    ("graph", lambda r, _: nkru.plot(r), "occur together most often"),
    ("corpus", lambda r, _: nkru.plot(r), "of 14 articles can be dated"),
]


@pytest.mark.parametrize(("name", "call", "title"), PLOTS)
def test_a_result_has_the_figure_of_the_report(
    results: Mapping[str, Any], name: str, call: Callable[[Any, Any], Any], title: str
) -> None:
    drawn = call(results[name], results["corpus"])
    assert title in drawn.get_suptitle().replace("\n", " ")


def test_a_figure_is_changed_and_shown_without_pyplot(results: Mapping[str, Any]) -> None:
    drawn = nkru.plot(results["frequency"], top_n=3)
    drawn.axes[0].set_xlabel("mentions pour 1 000 mots")
    drawn.suptitle("Qui est nommé ? 3 $ et 5 $")
    assert drawn._repr_png_().startswith(b"\x89PNG")


REFUSED: list[tuple[Callable[[Mapping[str, Any]], Any], str]] = [
    (lambda r: nkru.plot(r["counts"]), "type Counts: count terms with nkru.keyness"),
    (lambda r: nkru.plot(r["corpus"].lines), "no figure shows a table with the columns"),
    (lambda r: nkru.plot(r["scores"]), r"needs the articles: plot\(result, corpus\)"),
    (lambda r: nkru.plot(r["frequency"], figure="map"), "this result has rate_dots"),
    (lambda r: nkru.plot(r["frequency"], size=3), "size is no option .* it has top_n"),
    (lambda r: nkru.plot(r["frequency"], top_n=0), "top_n = 0: give a number from 1"),
    (lambda r: nkru.plot(r["frequency"], lang="xx"), "language 'xx' is unknown"),
    (lambda r: nkru.plot(r["tried"]), r"plot nkru.stability_by_k\(table\)"),
    (lambda r: nkru.about(r["corpus"].lines), "does not say what made it"),
    (lambda r: nkru.about(r["corpus"]), "table is a value of type Corpus; give a table"),
    (lambda r: nkru.keyness(r["corpus"], r["corpus"]), "target is .*Corpus; give the counts that"),
    (lambda r: nkru.reinert(r["corpus"]), "counts is .* nkru.count returns: reinert"),
    (lambda r: nkru.frequency(r["corpus"], r["mentions"]), r"find_mentions .*: frequency\(mentio"),
    (lambda r: nkru.tone_by(r["mentions"], r["corpus"], "outlet"), "scores has no column polarity"),
    (lambda r: nkru.scored_words(r["mentions"]), "scores has no column polarity; give the table"),
    (lambda r: nkru.agenda_summary(r["frequency"]), "table has no column topic; .*nkru.agenda ret"),
    (lambda r: nkru.stability_by_k(r["frequency"]), "table has no column k; .*nkru.stability ret"),
    (lambda r: nkru.network(r["graph"], r["mentions"]), "edges is a value of type Graph; give the"),
    (lambda r: nkru.similarity_edges(r["mentions"]), "graph is a value of type DataFrame; give"),
    (lambda r: nkru.class_summary(r["counts"]), "classes is .*Counts; give the classes that"),
    (lambda r: nkru.kwic(r["corpus"], 3), "query is a value of type int; give a text: kwic"),
    (lambda r: r["corpus"].words("x"), "no article 'x'"),
    (lambda r: r["counts"].where("outlet"), "must give true or false"),
    (lambda r: r["corpus"].where([1, 0]), "must give true or false"),
]


@pytest.mark.parametrize(("call", "told"), REFUSED)
def test_a_misuse_is_told_in_one_sentence(
    results: Mapping[str, Any], call: Callable[[Mapping[str, Any]], Any], told: str
) -> None:
    with pytest.raises(NkruError, match=told) as error:
        call(results)
    assert "\n" not in str(error.value)


def test_a_table_says_what_it_is_after_a_query(results: Mapping[str, Any]) -> None:
    told = nkru.about(results["frequency"].query("count > 5")[["entry", "rate", "rate_low"]])
    assert (told.maker, told.notes["basis"]) == ("nkru.frequency", "14 articles")
    assert told.columns == {"entry": "", "rate": "per 1,000 words", "rate_low": "95 % interval"}
    assert "Formula: Σ mentions" in str(told)
    assert "<td>per 1,000 words</td>" in told._repr_html_()


def test_a_public_function_keeps_its_name_signature_and_help() -> None:
    assert pickle.loads(pickle.dumps(nkru.kwic)) is nkru.kwic
    assert list(inspect.signature(nkru.kwic).parameters)[:3] == ["corpus", "query", "window"]
    assert nkru.kwic.__doc__
    assert "kwic" in dir(nkru)


def test_a_concordance_is_aligned_and_opens_its_sentences(results: Mapping[str, Any]) -> None:
    corpus = results["corpus"]
    lines = nkru.kwic(corpus, "missile*")
    html = nkru.show(lines, corpus=corpus)._repr_html_()
    assert html.count("<details>") == len(lines)
    assert 'class="left"' in html
    assert "<bdi>sent no</bdi>" not in html
    assert html.count("<mark>") == len(lines)
    assert "<details>" not in nkru.show(lines)._repr_html_()


def test_the_rates_of_groups_are_those_of_the_actors_most_mentioned(
    results: Mapping[str, Any],
) -> None:
    table = results["by outlet"]
    most = table.groupby("entry")["count"].sum()
    drawn = figures.rate_dots(table, top_n=3)
    assert drawn.table["entry"].iloc[0] in most[most == most.max()].index
    assert drawn.table["outlet"].is_unique
    assert f"{drawn.table['rate'].max():.1f} mentions" in drawn.title


def test_topics_of_one_period_are_not_drawn():
    topics = pd.DataFrame({"doc_id": ["a", "b"], "topic": ["sport", "culture"]})
    dated = pd.DataFrame({"text": ["Un match.", "Un film."], "jour": ["2024-03-02", "2024-03-09"]})
    corpus = nkru.Corpus.from_frame(dated.set_axis(["a", "b"]), date="jour")
    with pytest.raises(SizeError, match="fewer than two months, quarters or years"):
        figures.topics_by_period(topics, corpus)


def test_shares_of_topics_over_time_have_intervals(drawings):
    table = drawings["topics_by_period"].table
    assert (table["of"] >= 2).all()
    assert (table["share_low"] <= table["share"]).all()
    assert (table["share"] <= table["share_high"]).all()
    assert table.groupby("period")["articles"].sum().le(table.groupby("period")["of"].first()).all()
