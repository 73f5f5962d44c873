"""The corpus: its tables are slices of articles' texts; choosing articles gives a corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nkru
from nkru.corpus.documents import COLUMNS
from nkru.corpus.selection import SELECTIONS
from nkru.errors import CorpusError, ParameterError
from tests.small_corpus import small_corpus

SUMMIT = (
    "Kim reçu à Vladivostok\n\nPublié le 25 avril 2019\n\n"
    "Le dirigeant nord-coréen est arrivé jeudi à Vladivostok. Il doit y rencontrer le "
    "président russe.\n\n"
    "« Nous parlerons de la péninsule », a dit le Kremlin avant la rencontre. La Corée du Nord "
    "n’a rien annoncé.\n"
)
TREATY = (
    "Un traité entre Moscou et Pyongyang\n\nPar la rédaction\n\n"
    "Vladimir Poutine a signé mercredi un traité avec la Corée du Nord, qui prévoit une aide "
    "en cas d'agression.\n\n"
    "Séoul a protesté et convoqué l'ambassadeur de Russie. Washington dit suivre l'affaire de "
    "près avec ses alliés.\n"
)
MakeCorpus = Callable[..., nkru.Corpus]


@pytest.fixture
def two(corpus_of: MakeCorpus) -> nkru.Corpus:
    return corpus_of({"a.txt": SUMMIT, "b/c.txt": TREATY})


def test_tables_have_the_columns_of_the_design(two: nkru.Corpus) -> None:
    assert two.documents.columns.tolist() == COLUMNS
    assert two.lines.columns.tolist() == [
        "doc_id",
        "line_no",
        "start",
        "end",
        "role",
        "kept",
        "code",
        "reason",
        "text",
    ]
    assert two.sentences.columns.tolist() == [
        "doc_id",
        "sent_no",
        "line_no",
        "start",
        "end",
        "text",
    ]
    columns = ["doc_id", "sent_no", "token_no", "start", "end", "token", "norm", "lemma", "kind"]
    assert two.tokens.columns.tolist() == columns
    assert two.unread.columns.tolist() == ["source", "reason"]


def test_every_row_is_a_slice_of_its_article(two: nkru.Corpus) -> None:
    for table, text in ((two.lines, "text"), (two.sentences, "text"), (two.tokens, "token")):
        assert len(table) > 4
        for row in table.itertuples():
            assert two.raw(row.doc_id)[row.start : row.end] == getattr(row, text)


def test_sentences_are_numbered_in_their_article_and_tokens_in_their_sentence(
    two: nkru.Corpus,
) -> None:
    for _, group in two.sentences.groupby("doc_id"):
        assert group["sent_no"].tolist() == list(range(1, len(group) + 1))
    for _, group in two.tokens.groupby(["doc_id", "sent_no"], observed=True):
        assert group["token_no"].tolist() == list(range(1, len(group) + 1))
    assert two.tokens["doc_id"].cat.categories.tolist() == ["a.txt", "b/c.txt"]


def test_a_line_break_ends_a_sentence_except_in_a_hard_wrapped_paragraph(
    corpus_of: MakeCorpus,
) -> None:
    wrapped = (
        "Le train blindé du dirigeant nord-coréen est entré en gare de Vladivostok\n"
        "peu avant midi, sous les yeux d'une foule de curieux tenue à distance par\n"
        "la police. Une fanfare militaire a joué les hymnes des deux pays, puis le\n"
        "cortège est parti vers l'île Rousski où doit se tenir la rencontre prévue\n"
        "entre les deux hommes. Aucune déclaration commune n'est attendue ce soir.\n"
    )
    corpus = corpus_of("Un titre sans point\n\nUn chapeau sans point non plus\n\n" + wrapped)
    texts = corpus.sentences["text"].tolist()
    assert texts[0] == "Un titre sans point"
    assert any("\n" in text for text in texts), "a sentence crosses the line ends of its paragraph"
    assert texts[-1] == "Aucune déclaration commune n'est attendue ce soir."
    crossing = corpus.sentences[corpus.sentences["text"].str.contains("\n")].iloc[0]
    line = corpus.lines[corpus.lines["line_no"] == crossing["line_no"]].iloc[0]
    assert line["start"] <= crossing["start"] < line["end"]


def test_where_gives_a_corpus_with_the_same_ids(two: nkru.Corpus) -> None:
    part = two.where(doc_id="b/c.txt")
    assert part.fileids() == ["b/c.txt"]
    assert set(part.tokens["doc_id"]) == {"b/c.txt"}
    assert part.raw("b/c.txt") == two.raw("b/c.txt")
    assert part.basis == "1 of 2 articles: doc_id = b/c.txt"
    assert two.basis == "2 articles"
    pd.testing.assert_frame_equal(part.where().sentences, part.sentences)


def test_where_takes_a_mask_and_lists_of_values(two: nkru.Corpus) -> None:
    assert two.where(two.documents["title"].str.contains("traité")).fileids() == ["b/c.txt"]
    assert two.where(doc_id=["a.txt", "b/c.txt"]).fileids() == ["a.txt", "b/c.txt"]
    with pytest.raises(ParameterError):
        two.where(no_such_column=1)


def test_where_evaluates_a_query_and_refuses_what_it_cannot_read() -> None:
    corpus = small_corpus(
        ["Titre\nUne phrase."] * 3,
        outlet=["Le Monde", "Le Monde", "La Croix"],
        date=["2019-04-24", "2021", "2021-05"],
    )
    assert corpus.where("outlet == 'Le Monde' and year >= 2020").fileids() == ["01"]
    assert corpus.where("outlet == 'Le Monde'").basis == "2 of 3 articles: outlet == 'Le Monde'"
    assert corpus.where(year=2021).fileids() == ["01", "02"]
    assert corpus.where(month="2021-05").fileids() == ["02"]
    assert corpus.where([True, False, True]).fileids() == ["00", "02"]
    misused = [
        "outlet",
        "nothing == 3",
        "outlet ==",
        "[",
        "1/0 == 1",
        "",
        "year >= 'a'",
        [1, 0, 1],
        [True],
        "Le Monde",
        3,
    ]
    misused += [pd.Series([True] * 3, index=[5, 6, 7]), corpus.documents]
    for mask in misused:
        with pytest.raises(ParameterError):
            corpus.where(mask)
    for call in (corpus.raw, corpus.text, corpus.words, corpus.sents):
        with pytest.raises(ParameterError, match="lists them"):
            call("nowhere.txt")


def test_a_selection_is_one_of_four_and_leaves_articles() -> None:
    corpus = small_corpus(
        ["Titre\nUne phrase."] * 3,
        story_id=["s", "s", "t"],
        agency=["AFP", None, None],
        flags=["", "paywall;no_date", "no_date"],
    )
    chosen = {name: nkru.select_articles(corpus, name).fileids() for name in SELECTIONS}
    assert chosen == {
        "all": ["00", "01", "02"],
        "one_per_story": ["00", "02"],
        "without_agency": ["01", "02"],
        "without_flagged": ["00", "02"],
    }
    for name, few in (("some", corpus), ("without_agency", corpus.where(doc_id="00"))):
        with pytest.raises(ParameterError):
            nkru.select_articles(few, name)


def test_one_per_story_leaves_out_copies_only(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of(
        {"a.txt": SUMMIT, "b.txt": "Un autre titre\n" + SUMMIT.split("\n", 1)[1], "c.txt": TREATY}
    )
    assert corpus.documents["story_id"].nunique() == 2
    assert corpus.one_per_story().fileids() == ["a.txt", "c.txt"]
    assert "one per story" in corpus.one_per_story().basis


def test_an_article_in_another_language_stays_out_of_the_analyses(corpus_of: MakeCorpus) -> None:
    english = (
        "Kim arrives in Russia\n\nThe leader of North Korea has arrived in the Russian city of "
        "Vladivostok for talks "
        "with the president, who said that he was looking forward to the meeting and to what "
        "would come of it.\n"
    )
    corpus = corpus_of({"fr.txt": SUMMIT, "en.txt": english})
    assert corpus.documents.set_index("doc_id").loc["en.txt", "language"] == "en"
    assert "not_french" in corpus.documents.set_index("doc_id").loc["en.txt", "flags"]
    assert set(corpus.sentences["doc_id"]) == {"fr.txt"}
    assert corpus.basis == "1 of 2 articles"


def test_nltk_reader_names(two: nkru.Corpus) -> None:
    assert two.words("a.txt")[:4] == ["Kim", "reçu", "à", "Vladivostok"]
    assert two.sents("a.txt")[0] == two.words("a.txt")[:4]
    assert sum(map(len, two.sents())) == len(two.words()) == len(two.tokens)
    assert two.text("a.txt").startswith("Kim reçu à Vladivostok\n")


@pytest.mark.parametrize(
    ("texts", "reason"), [({}, "no file"), ({"a.txt": "", "b.bin": b"\x00\x01"}, "2 files")]
)
def test_a_corpus_without_an_article_is_an_error(
    tmp_path: Path, texts: dict[str, str | bytes], reason: str
) -> None:
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CorpusError, match=rf"no readable article in .*{reason}"):
        nkru.read_corpus(tmp_path)


def test_a_folder_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(CorpusError, match="no folder or file nowhere/at/all"):
        nkru.read_corpus("nowhere/at/all")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(
        st.sampled_from("aé’'« »\u00a0\u202f\u00ad.!?…\n\n\tKim 12-\u2028"),
        min_size=1,
        max_size=300,
    )
)
def test_any_text_makes_consistent_tables(corpus_of: MakeCorpus, text: str) -> None:
    corpus = corpus_of("Un titre de page\n" + text)
    raw = corpus.raw("a.txt")
    for table in (corpus.lines, corpus.sentences, corpus.tokens):
        assert (table["start"].to_numpy()[1:] >= table["end"].to_numpy()[:-1]).all()
    lines = "".join(
        raw[start:end]
        for start, end in zip(corpus.lines["start"], corpus.lines["end"], strict=True)
    )
    assert "".join(lines.split()) == "".join(raw.split()), "nothing but white space is lost"


def test_seeds_are_read_whole(seeds: nkru.Corpus) -> None:
    assert len(seeds) >= 12
    assert seeds.unread.empty
    assert seeds.documents["story_id"].nunique() == len(seeds) - 1, "two copies of one wire story"
    assert seeds.documents["encoding"].nunique() >= 3
