"""Classes and topics get the reader's names by their words; topics are compared with intervals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_class_map import Labelled
from test_reinert import planted as planted_classes
from test_topics import VOCABULARY, planted

import nkru
from nkru.errors import ParameterError
from nkru.measures.resampling import resamples
from nkru.themes.class_map import class_map
from nkru.themes.topic_tables import topics_by
from nkru.themes.topics import topics

NAMES = """kind;name;words
topic;Armes;missile, tir, obus
topic;Échanges;"Cereales, douane, ports"
topic;Climat;canicule, inondation
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_topics_are_named_by_their_words_whatever_their_number(tmp_path: Path) -> None:
    path = write(tmp_path, NAMES.replace("ports", "port"))
    for seed in (0, 1):
        model = nkru.name_topics(topics(planted(seed=seed)[0], 3), path)
        table = nkru.topic_summary(model, 5).set_index("name")["words"]
        assert set(table["Armes"].split(", ")) <= set(VOCABULARY[2])
        assert set(table["Échanges"].split(", ")) <= set(VOCABULARY[3])
        assert set(table[""].split(", ")) <= set(VOCABULARY[1])
        classes = nkru.reinert(planted_classes(240)[0], 4)
        given = nkru.group_names(path, classes, model)
        assert given["number"].isna().tolist() == [False, False, True]


def test_names_of_classes_go_to_tables_and_map(tmp_path: Path) -> None:
    classes = nkru.reinert(planted_classes(240)[0], 4)
    marked = classes.profiles().groupby("class")["term"].first()
    path = write(tmp_path, f"kind,name,words\nclass,École,{marked[2]}\nclass,Santé,{marked[3]}\n")
    named = nkru.name_classes(classes, path)
    assert dict(named.names) == {2: "École", 3: "Santé"}
    for table in (named.sizes(), named.profiles(), named.typical(), nkru.class_summary(named)):
        assert table.loc[table["class"] == 2, "name"].unique().tolist() == ["École"]
    assert [named.label(number) for number in (0, 1, 2)] == ["no class", "class 1", "École"]
    day = {doc_id: str(row % 2) for row, doc_id in enumerate(np.unique(classes.counts.doc_ids))}
    found = class_map(named, Labelled(day=day), draws=0)
    assert found.names == {"class 2": "École", "class 3": "Santé"}
    assert nkru.figures.word_cloud(named, 2).title.startswith(f"« {marked[2]} » is")
    assert nkru.name_classes(classes, None).names == {}


def test_a_name_of_several_words_is_not_cut_in_the_dendrogram(tmp_path: Path) -> None:
    classes = nkru.reinert(planted_classes(240)[0], 4)
    marked = classes.profiles().groupby("class")["term"].first()
    name = "Rentrée des lycées du littoral"
    path = write(tmp_path, f"kind,name,words\nclass,{name},{marked[2]}\n")
    named = nkru.name_classes(classes, path)
    drawing = nkru.figures.class_dendrogram(named, nkru.stability(named, draws=2))
    texts = [text.get_text().replace("\n", " ") for text in drawing.figure.axes[0].texts]
    assert any(text.startswith(name) for text in texts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name;words\nÉcole;élève\n", "no column 'kind'"),
        ("kind;name;words\nclasse;École;élève\n", "row 2: kind is 'classe'"),
        ("kind;name;words\nclass;;élève\n", "row 2: no name"),
        ("kind;name;words\nclass;École;,\n", "'École' has no words"),
        (
            "kind;name;words\nclass;École;élève\nclass;École;lycée\n",
            "row 3: 'École' has two rows",
        ),
    ],
)
def test_a_fault_in_the_names_is_told_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        nkru.name_topics(topics(planted()[0], 3), write(tmp_path, text))


def test_topics_of_groups_have_intervals_over_stories_or_none() -> None:
    model = topics(planted()[0], 3)
    doc_ids = pd.unique(model.counts.doc_ids)
    year = {doc_id: "2019" if row < 8 else "2020" for row, doc_id in enumerate(doc_ids)}
    table = topics_by(model, Labelled(year=year), "year")
    assert table.groupby("year")["share"].sum().tolist() == pytest.approx([1, 1])
    assert table.groupby("year")["stories"].first().tolist() == [8, 4]
    first = table[table["topic"] == 1].set_index("year")
    assert first["share_low"].isna().tolist() == [False, True]
    of_year = pd.Series(model.counts.doc_ids).map(year) == "2019"
    weights = pd.Series(model.weights[of_year.to_numpy(), 0])
    means = weights.groupby(model.counts.doc_ids[of_year.to_numpy()]).mean().to_numpy()
    drawn = (resamples(8) @ means) / 8
    assert first["share_low"]["2019"] == pytest.approx(np.percentile(drawn, 2.5))
    with pytest.raises(ParameterError, match="no label"):
        topics_by(model, Labelled(year={}), "year")
