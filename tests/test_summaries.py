"""Tone in tables: hand counts, limits, and the coverage of its interval."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from sentence_corpus import sentence_corpus

import nkru
from nkru.errors import ParameterError
from nkru.resources import read_toml
from nkru.tone.actor_tones import tone_toward
from nkru.tone.intervals import tone_intervals
from nkru.tone.measured_error import error_by_label, shipped_error
from nkru.tone.summaries import (
    driving_words,
    lexicon_agreement,
    other_lexicon,
    scored_words,
    strongest_sentences,
    tone_by_two_lexicons,
    tone_shares,
)

SCORES = pd.DataFrame(
    {
        "doc_id": ["a", "a", "a", "a", "b"],
        "polarity": [0.5, -0.25, np.nan, -0.25, np.nan],
        "words": ["paix", "guerre; crise", "", "crise", ""],
        "sent_no": [1, 2, 3, 4, 1],
        "start": [0, 10, 20, 30, 0],
        "end": [9, 19, 29, 39, 9],
    }
)


def corpus_like(stories):
    """Stand in for a corpus of as many articles as stories, one sentence each."""
    names = [f"{number}.txt" for number in range(stories)]
    documents = pd.DataFrame({"doc_id": names, "story_id": names})
    return SimpleNamespace(
        documents=documents,
        sentences=documents,
        basis=f"{stories} articles",
        labels=documents.set_index("doc_id").get,
    )


def targets(polarity, mentions):
    """Return as many mentions per article, scored."""
    names = [f"{number}.txt" for number, count in enumerate(mentions) for _ in range(count)]
    return pd.DataFrame(
        {"doc_id": names, "entry": "Russie", "polarity": polarity, "voice": "author"}
    )


def test_shares_are_of_all_sentences_and_the_mean_takes_no_score_as_zero():
    table = tone_shares(SCORES, "doc_id").set_index("doc_id")
    counts = ["sentences", "scored", "negative", "positive", "tone"]
    assert table.loc["a", counts].tolist() == [4, 3, 0.5, 0.25, 0.0]
    assert table.loc["b", counts].tolist() == [1, 0, 0.0, 0.0, 0.0]
    assert table[["tone_low", "tone_high"]].isna().all(axis=None)  # under ten units


def test_a_mean_over_stories_has_an_interval_and_one_story_cannot_fill_it():
    names = [f"{number}.txt" for number in range(12) for _ in range(2)]
    scores = pd.DataFrame({"doc_id": names, "polarity": [0.5, -0.1] * 12, "group": "x"})
    stories = pd.Series({name: name for name in names})
    row = tone_shares(scores, "group", stories=stories).iloc[0]
    assert row[["tone_low", "tone", "tone_high"]].tolist() == pytest.approx([0.2, 0.2, 0.2])
    lone = stories.where(stories < "2", "one")
    table = tone_shares(scores, "group", stories=lone)
    assert table[["tone_low", "tone_high"]].isna().all(axis=None)


def test_the_interval_of_a_mean_covers_it_about_as_often_as_it_says():
    draw = np.random.default_rng(5)
    covered = 0
    for _ in range(300):
        counts = draw.poisson(3, 40) + 1
        mood = np.repeat(draw.normal(-0.1, 0.3, 40), counts)
        tones = pd.Series(mood + draw.normal(0, 0.2, len(mood)))
        units = pd.Series(np.repeat(range(40), counts))
        low, high = tone_intervals(tones, pd.Series("a", tones.index), units).iloc[0]
        covered += low <= -0.1 <= high
    assert 0.92 <= covered / 300 <= 0.98


def test_situation_and_stance_are_two_tables_and_another_word_is_refused():
    table = targets(np.nan, [1] * 12).assign(situation=-0.5, stance=np.nan)
    assert tone_toward(table, corpus_like(12), "situation").loc[0, "scored"] == 12
    assert tone_toward(table, corpus_like(12), "stance").loc[0, "scored"] == 0
    with pytest.raises(ParameterError, match="construct is 'mood'; use one of polarity"):
        tone_toward(table, corpus_like(12), "mood")


def test_the_shipped_error_names_its_texts_and_its_reader():
    table = nkru.shipped_error()
    assert {"tone of sentences", "tone toward actors", "stance on actors"} == {*table["construct"]}
    assert table[["texts", "reader"]].notna().all(axis=None)
    assert table["f1"].between(0, 1).all()


def test_each_word_of_a_sentence_drives_its_tone():
    table = driving_words(scored_words(SCORES)).set_index("word")
    assert table["sentences"].to_dict() == {"crise": 2, "guerre": 1, "paix": 1}
    assert table.loc["crise", "tone"] == -0.25


def test_the_strongest_sentences_are_the_ends_of_the_scale(corpus_of):
    corpus = corpus_of(
        "La crise est grave. La table est là. La paix est un succès. Le désastre est total."
    )
    scores = nkru.score_sentences(corpus)
    table = strongest_sentences(scores, corpus, 1)
    assert len(table) == 2
    assert table["polarity"].tolist() == [scores["polarity"].min(), scores["polarity"].max()]


def test_under_five_stories_the_tone_toward_an_actor_is_descriptive():
    table = tone_toward(targets(0.5, [1] * 4), corpus_like(9))
    assert table.loc[0, ["tone", "label"]].tolist() == [0.5, "descriptive"]
    assert table[["tone_low", "tone_high"]].isna().all(axis=None)


def test_an_actor_always_judged_alike_has_an_interval_of_no_width():
    table = tone_toward(targets(-0.4, [2] * 20), corpus_like(20)).iloc[0]
    assert table[["tone", "tone_low", "tone_high"]].tolist() == pytest.approx([-0.4] * 3)
    assert table["label"] == ""


def test_the_interval_covers_the_true_tone_about_as_often_as_it_says():
    draw = np.random.default_rng(3)
    covered = 0
    for _ in range(200):
        counts = draw.poisson(3, 60)
        mood = np.repeat(draw.normal(0.1, 0.3, 60), counts)
        polarity = mood + draw.normal(0, 0.2, len(mood))
        row = tone_toward(targets(polarity, counts), corpus_like(60)).iloc[0]
        covered += row["tone_low"] <= 0.1 <= row["tone_high"]
    assert 0.90 <= covered / 200 <= 0.98


def test_a_second_lexicon_is_compared_article_by_article(corpus_of, tmp_path):
    corpus = corpus_of("La crise est grave. La paix est un succès.")
    path = tmp_path / "other.csv"
    path.write_text("term,polarity\ncrise,-1\nsuccès,-1\n", encoding="utf-8")
    scores = nkru.score_sentences(corpus)
    other_scores = nkru.score_sentences(corpus, other_lexicon(path))
    table = tone_by_two_lexicons(scores, other_scores, corpus)
    assert table["same_sign"].tolist() == [0.5]
    with pytest.raises(ParameterError, match="second_lexicon"):
        other_lexicon(None)


def test_labels_that_repeat_the_scores_measure_no_error(corpus_of, tmp_path):
    from nkru.measures.coding_samples import draw_sample
    from nkru.measures.coding_sheets import write_sheet
    from nkru.report.coded_measures import coded_units

    corpus = corpus_of("La crise est grave. La table est là. La paix est un succès. " * 4)
    sheet, key = draw_sample(corpus, coded_units(corpus, "tone"), size=12)
    for coder in ("anne.xlsx", "bruno.xlsx"):
        write_sheet(sheet.assign(label=key["found"]), tmp_path / coder)
    key.to_csv(tmp_path / "key.csv", index=False)
    table = error_by_label([tmp_path / "anne.xlsx", tmp_path / "bruno.xlsx"], tmp_path / "key.csv")
    assert set(table["coder"]) == {"anne", "bruno"}
    assert table["precision"].tolist() == [1.0] * len(table)
    with pytest.raises(ParameterError, match="nkru code sample"):
        error_by_label([], None)


def test_the_page_of_methods_states_the_error_that_was_measured() -> None:
    shipped = shipped_error()
    unread = shipped[shipped["texts"].str.contains("errors not read")]
    measured = unread.groupby("construct")["macro_f1"].first()
    errors = {row["title"]: row["error"] for row in read_toml("language/methods.toml")["measure"]}
    for title, construct in (
        ("Tone of sentences", "tone of sentences"),
        ("Situation of actors and stance on them", "tone toward actors"),
    ):
        assert f"{measured[construct]:.2f} on the part whose errors were not read" in errors[title]


def test_two_lexicons_agree_on_what_both_lexicons_know(tmp_path: Path) -> None:
    for name, success in (("kind", 1), ("contrary", -1)):
        (tmp_path / f"{name}.csv").write_text(
            f"term,polarity\nsuccès,{success}\néchec,-1\n", encoding="utf-8"
        )
    lexicons = [nkru.read_lexicon(tmp_path / f"{name}.csv") for name in ("kind", "contrary")]
    corpus = sentence_corpus(
        ["Un succès.", "Un échec.", "La réunion aura lieu.", "Ce n'est plus un échec."]
    )
    kind, contrary = (nkru.score_sentences(corpus, lexicon) for lexicon in lexicons)
    assert np.sign(kind["polarity"].fillna(0)).tolist() == [1, -1, 0, 1]
    assert np.sign(contrary["polarity"].fillna(0)).tolist() == [-1, -1, 0, 1]
    row = lexicon_agreement(kind, contrary, ("kind", "contrary")).iloc[0]
    assert (row["lexicon"], row["other"], row["agreement"], row["decided"]) == (
        "kind",
        "contrary",
        0.75,
        0.75,
    )
    assert row["opposed"] == pytest.approx(1 / 3)


def test_without_mentions_the_tone_toward_actors_is_an_empty_table():
    for stories in (5, 20):
        assert tone_toward(targets([], [0] * stories), corpus_like(stories)).empty
