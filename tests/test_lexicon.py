"""The lexicon that ships, and what a broken one is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.corpus.tables import tag_tokens, tagged_table, token_table
from nkru.errors import LexiconError
from nkru.resources import path
from nkru.tokens.inflection import verb_forms
from nkru.tone.cues import find_cues
from nkru.tone.lexicon import read_lexicon
from nkru.tone.terms import Term, index_terms

FORCE = [
    "agression",
    "attaque",
    "bombardement",
    "guerre",
    "invasion",
    "massacre",
    "menace",
    "offensive",
    "prise d'otages",
]
COOPERATION = [
    "accord",
    "aide",
    "alliance",
    "amitié",
    "coopération",
    "dialogue",
    "entente",
    "réconciliation",
    "trêve",
]
KNOWN = {"evaluative", "shifter", "intensifier", "diminisher"}
PLAIN = [
    "chine",
    "corée",
    "france",
    "japon",
    "moscou",
    "pyongyang",
    "russie",
    "ukraine",
    "kim",
    "poutine",
    "macron",
]


def found_terms(texts: list[str]) -> list[tuple[int, Term]]:
    table = pd.DataFrame(
        {"doc_id": "a.txt", "sent_no": range(1, len(texts) + 1), "start": 0, "text": texts}
    )
    index = index_terms(read_lexicon())
    tokens = token_table(table)
    cues = find_cues(tagged_table(tokens, tag_tokens(tokens)), index)
    return [
        (number, index.terms[entry])
        for number, entry in zip(cues.sentence.tolist(), cues.entry.tolist(), strict=True)
    ]


def polarity(term: str) -> float:
    entries = read_lexicon().entries.set_index("term")["polarity"]
    return float(entries[term])


def test_thousands_of_terms_of_both_signs() -> None:
    entries = read_lexicon().entries
    assert len(entries) > 3000
    assert 0.3 < (entries["polarity"] > 0).mean() < 0.7


@pytest.mark.parametrize("term", FORCE)
def test_words_of_armed_force_are_negative(term: str) -> None:
    assert polarity(term) < 0


@pytest.mark.parametrize("term", COOPERATION)
def test_words_of_cooperation_are_positive(term: str) -> None:
    assert polarity(term) > 0


def test_names_carry_no_polarity() -> None:
    index = index_terms(read_lexicon())
    known = {name for name, _ in index.single}
    carried = [name for name in PLAIN if name in known]
    assert carried == []


def test_no_name_of_the_codebook_carries_a_polarity() -> None:
    codebook = nkru.read_codebook()
    names = sorted(
        {entry.name for entry in codebook.entries} | {sense.form for sense in codebook.senses()}
    )
    assert len(names) > 300
    terms = found_terms([f"On évoque {name} ce soir." for name in names])
    assert {names[number]: term.name for number, term in terms if term.polarity} == {}


def test_every_shifter_says_what_it_governs() -> None:
    entries = read_lexicon().entries
    shifters = entries[entries["class"] == "shifter"]
    assert len(shifters) > 150
    assert shifters["governs"].isin(["object", "subject", "both"]).all()


@pytest.mark.parametrize("name", ["lexicon.csv", "operators.csv", "frames.csv"])
def test_resources_open_with_name_version_licence_source(name: str) -> None:
    lines = path(f"tone/{name}").read_text(encoding="utf-8").splitlines()
    assert [line.split(":")[0] for line in lines[:4]] == [
        "# name",
        "# version",
        "# licence",
        "# source",
    ]


def test_every_term_can_be_found_and_none_hides_another() -> None:
    index = index_terms(read_lexicon())
    reached = {
        *index.single.values(),
        *index.pronominal.values(),
        *index.ends.values(),
        *index.suffixes.values(),
    }
    assert [term.name for number, term in enumerate(index.terms) if number not in reached] == []


def test_no_operator_stands_twice() -> None:
    operators = pd.read_csv(path("tone/operators.csv"), comment="#")
    assert len(operators) > 300
    assert not operators["term"].str.casefold().duplicated().any()


def test_two_columns_are_enough(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("term,polarity\nbon,1\nmauvais,-1\n", encoding="utf-8")
    lexicon = read_lexicon(file)
    assert (lexicon.name, len(lexicon)) == ("mine", 2)
    assert lexicon.entries["class"].tolist() == ["evaluative", "evaluative"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("term,tone\nbon,1\n", "mine.csv: no column 'polarity'"),
        ("term,polarity\n", "mine.csv: no entry"),
        ("term,polarity\nbon,1\nbon,1\n", "mine.csv, row 3: 'bon' doubles row 2"),
        ("# a\nterm,polarity\nbon,1\nBon,-1\n", "mine.csv, row 4: 'Bon' contradicts row 3"),
        (
            "term,polarity\nbon,2\n",
            "mine.csv, row 2: polarity of 'bon' is '2'; give a number from -1 to 1",
        ),
        ("term,polarity\nbon,\n", "mine.csv, row 2: polarity of 'bon' is ''"),
        ("term,polarity\nbon,beaucoup\n", "polarity of 'bon' is 'beaucoup'"),
        ("term,polarity\nun, deux,1\n", "mine.csv, row 2: 3 values for 2 columns"),
        (
            "term,polarity,class\nbon,1,good\n",
            "class of 'bon' is 'good'; use one of evaluative, shifter",
        ),
        (
            "term,polarity,class,factor\nlever,0,shifter,-1\n",
            "governs of 'lever' is ''; use one of object, subject, both",
        ),
        ("term,polarity,class,governs\nlever,0,shifter,object\n", "row 2: factor of 'lever' is ''"),
        ("term,polarity,term\nbon,1,2\n", "mine.csv, row 1: two columns are called 'term'"),
        (f"term,polarity\n{'x' * 200_000},1\n", "mine.csv, row 2: no CSV"),
        ('term,polarity\n"bon,1\nmauvais,-1\n', "mine.csv, row 2: no CSV"),
        ("term,polarity\nbon\n", "mine.csv, row 2: polarity of 'bon' is ''"),
        ("term,polarity\nbon,nan\n", "polarity of 'bon' is 'nan'"),
        ("term,polarity\nbon\x1b[31m,9\n", "polarity of 'bon␛.31m' is '9'"),
    ],
)
def test_a_broken_lexicon_is_told_with_row_and_remedy(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=message.replace("(", r"\(")):
        read_lexicon(file)


def test_a_missing_or_foreign_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.csv: cannot be read"):
        read_lexicon(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "content",
    [
        "term,polarity\nété,1\nprise d'otages,-1\n".encode("latin-1"),
        "term;polarity\nété;1\nprise d’otages;-1\n".encode("utf-16"),
        'polarity,term\n1,été\n-1,"prise\nd\'otages"\n'.encode(),
    ],
)
def test_a_lexicon_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    entries = read_lexicon(file).entries
    assert entries[["term", "polarity"]].to_numpy().tolist() == [["été", 1], ["prise d'otages", -1]]


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("lève", "lever"),
        ("menaça", "menacer"),
        ("changeait", "changer"),
        ("rompues", "rompre"),
        ("soutenue", "soutenir"),
        ("durcissent", "durcir"),
        ("réduits", "réduire"),
        ("appuieront", "appuyer"),
    ],
)
def test_forms_of_verbs_lead_to_the_infinitive(form: str, verb: str) -> None:
    assert verb_forms([verb])[form] == verb


def test_the_lexicon_knows_the_evaluative_words_of_other_articles() -> None:
    marked = pd.read_csv(Path(__file__).parent / "data" / "evaluative_words.csv")
    held = marked.loc[marked["half"] == "held", "words"].tolist()
    assert len(held) > 100
    known = {number for number, term in found_terms(held) if term.act in KNOWN}
    assert len(known) / len(held) >= 0.90
