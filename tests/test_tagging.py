"""Parts of speech and the lemmas that follow from them."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nkru.resources import FOLDER, read_toml
from nkru.tokens.dictionary import analyses
from nkru.tokens.lemmas_by_pos import lemmatize_tagged
from nkru.tokens.tagging import POS, settle_names, tag
from nkru.tokens.words import tokenize

PAIRS = Path(__file__).parent / "data" / "tagging_pairs.csv"
TRAPS = PAIRS.with_name("tagging_traps.csv")
SIDES = ("first", "second")


def tagged(*sentences: str) -> list[tuple[str, str]]:
    found = tokenize(sentences)
    names = [POS[number] for number in tag(found)]
    return [(found.forms[code], name) for code, name in zip(found.code, names, strict=True)]


@pytest.mark.parametrize("half", ["read", "apart"])
def test_minimal_pairs_are_told_apart(half: str) -> None:
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["half"] == half]
    cases = [(row["form"], row[side], row[f"{side}_pos"]) for row in rows for side in SIDES]
    found = tokenize([sentence for _, sentence, _ in cases])
    given = {
        (int(number), found.norms[code]): POS[place]
        for number, code, place in zip(found.text_no, found.code, tag(found), strict=True)
    }
    right = [given[number, form] == pos for number, (form, _, pos) in enumerate(cases)]
    assert len(right) == 150
    assert np.mean(right) >= 0.93


@pytest.mark.parametrize("half", ["read", "apart"])
def test_words_in_places_that_mislead_have_their_part_of_speech_and_lemma(half: str) -> None:
    with TRAPS.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["half"] == half]
    found = tokenize([row["sentence"] for row in rows])
    names = [POS[place] for place in tag(found)]
    forms = [found.forms[code] for code in found.code]
    given: dict[tuple[int, str], tuple[str, str]] = {}
    for number, *word in zip(
        found.text_no.tolist(), forms, names, lemmatize_tagged(forms, names), strict=True
    ):
        given.setdefault((number, word[0]), (word[1], word[2]))
    right = [given[n, row["form"]] == (row["pos"], row["lemma"]) for n, row in enumerate(rows)]
    assert len(right) > 60
    assert np.mean(right) >= 0.92


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("nuit", "NOUN", "nuit"),
        ("nuit", "VERB", "nuire"),
        ("compromis", "NOUN", "compromis"),
        ("compromis", "VERB", "compromettre"),
        ("restaurant", "NOUN", "restaurant"),
        ("restaurant", "VERB", "restaurer"),
        ("cours", "NOUN", "cours"),
        ("jours", "NOUN", "jour"),
        ("travaux", "NOUN", "travail"),
        ("yeux", "NOUN", "œil"),
        ("sénatrices", "NOUN", "sénatrice"),
        ("petits-enfants", "NOUN", "petit-enfant"),
        ("bitcoins", "NOUN", "bitcoin"),
        ("mises", "VERB", "mettre"),
        ("tue", "VERB", "tuer"),
        ("redéployait", "VERB", "redéployer"),
        ("connues", "ADJ", "connu"),
        ("nord-coréennes", "ADJ", "nord-coréen"),
        ("est", "AUX", "être"),
        ("avions", "AUX", "avoir"),
        ("avions", "NOUN", "avion"),
        ("du", "ADP", "de"),
        ("des", "DET", "un"),
        ("l’", "DET", "le"),
        ("-t-elle", "PRON", "elle"),
        ("qu’", "SCONJ", "que"),
        ("CNRS", "NOUN", "cnrs"),
        ("États-Unis", "NOUN", "états-unis"),
        ("Nord-Coréens", "NOUN", "nord-coréen"),
        ("Algériens", "NOUN", "algérien"),
        ("Rennes", "NOUN", "rennes"),
        ("Gaza", "PROPN", "gaza"),
        ("Bars", "PROPN", "bars"),
        ("Etats-Unis", "PROPN", "états-unis"),
        ("États-Unis", "PROPN", "états-unis"),
        ("E\u0301tats-Unis", "PROPN", "états-unis"),
        ("ETATS-UNIS", "PROPN", "états-unis"),
        ("SENEGAL", "PROPN", "sénégal"),
        ("Eric", "PROPN", "éric"),
        ("Algériens", "PROPN", "algérien"),
        ("Nord-Coréens", "PROPN", "nord-coréen"),
        ("Argentine", "PROPN", "argentine"),
        ("Philippines", "PROPN", "philippines"),
        ("Romain", "PROPN", "romain"),
        ("Afghans", "PROPN", "afghan"),
        ("Talibans", "PROPN", "taliban"),
        ("Romans", "PROPN", "romans"),
        ("Verts", "PROPN", "verts"),
        ("merlus", "NOUN", "merlu"),
        ("ados", "NOUN", "ado"),
        ("élu·e·s", "NOUN", "élu"),
        ("chercheur·euse·s", "NOUN", "chercheur"),
        ("étudiant.e.s", "NOUN", "étudiant"),
        ("œuvres", "NOUN", "œuvre"),
        ("chefs-d'oeuvre", "NOUN", "chef-d'œuvre"),
        ("oeuvres", "NOUN", "œuvre"),
        ("manoeuvrent", "VERB", "manœuvrer"),
    ],
)
def test_a_lemma_follows_its_part_of_speech(form: str, pos: str, lemma: str) -> None:
    assert lemmatize_tagged([form], [pos]) == [lemma]


def test_participles_of_one_verb_have_one_lemma() -> None:
    forms = ["tué", "tuée", "tués", "tuées"]
    assert lemmatize_tagged(forms, ["VERB"] * 4) == ["tuer"] * 4
    assert lemmatize_tagged(forms, ["ADJ"] * 4) == ["tué"] * 4


def test_a_contraction_has_the_part_of_speech_of_its_first_word() -> None:
    words = dict(tagged("Le départ du ministre, auquel le maire tient, va au conseil."))
    assert {words[form] for form in ("du", "auquel", "au")} == {"ADP"}


def test_both_apostrophes_and_both_normal_forms_are_tagged_alike() -> None:
    plain, typeset = tagged("L'été a été sec."), tagged("L’e\u0301te\u0301 a e\u0301te\u0301 sec.")
    assert [name for _, name in plain] == [name for _, name in typeset]


def test_a_place_spelled_like_a_verb_is_a_name_even_where_it_opens_a_sentence() -> None:
    assert tagged("Rabat refuse.", "Gaza : une trêve", "Le prix rabat.")[0][1] == "PROPN"
    assert tagged("Gaza : une trêve")[0][1] == "PROPN"
    assert tagged("Il rabat le col.")[1][1] == "VERB"


def test_an_acronym_in_brackets_is_no_verb() -> None:
    words = dict(tagged("L'Organisation du travail (OIT) tient sa session (EST) à Genève."))
    assert {words["OIT"], words["EST"]}.isdisjoint({"VERB", "AUX"})


def test_a_word_that_is_a_name_in_an_article_is_one_throughout_it() -> None:
    texts = ["M. Le Bars est parti.", "Selon M. Le Bars, tout va.", "Bars neufs à louer."]
    found = tokenize(texts)
    at = [n for n, code in enumerate(found.code.tolist()) if found.forms[code] == "Bars"]
    name, noun = POS.index("PROPN"), POS.index("NOUN")
    tags = np.full(len(found.code), POS.index("ADP"), np.int8)
    tags[at] = [name, name, noun]
    one, apart = np.zeros(len(tags), np.int64), found.text_no.astype(np.int64)
    assert settle_names(tags, found, one)[at].tolist() == [name] * 3
    assert settle_names(tags, found, apart)[at].tolist() == [name, name, noun]
    tags[at] = [noun, name, noun]
    assert settle_names(tags, found, one)[at].tolist() == [noun, name, noun]


def test_a_sentence_does_not_see_its_neighbours() -> None:
    alone = tagged("La ville manque de logements.")
    assert tagged("Le maire", "La ville manque de logements.", "Il part")[2:-2] == alone


def test_sentences_may_be_given_apart_from_texts() -> None:
    found = tokenize(["Il part. La nuit tombe."])
    sentence = np.array([0, 0, 0, 1, 1, 1, 1], np.int32)
    assert tag(found, sentence).tolist() == tag(tokenize(["Il part.", "La nuit tombe."])).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "LE GOUVERNEMENT A ETE RENVERSE PAR LES DEPUTES A L ASSEMBLEE",
        "Le president a ete reelu a la tete de l Etat apres une annee difficile",
        "L3 g0uvern€ment a pr0m1s d3s l0gern ents || ~~ ¬ vé&rité",
        "The president of the council has been elected by the members.",
        "Президент заявил, что 中国政府 قال",
        "🙂 #climat @maire https://exemple.fr/a?b=c 12/03/2024",
        "\ud800 seul",
        "a" * 5000,
        "- " * 300,
    ],
)
def test_any_text_is_tagged_without_an_error(text: str) -> None:
    found = tokenize([text])
    tags = tag(found)
    assert len(tags) == len(found.code)
    assert all(0 <= number < len(POS) for number in tags.tolist())
    forms = [found.forms[code] for code in found.code]
    lemmas = lemmatize_tagged(forms, [POS[number] for number in tags])
    assert all(lemmas)
    for pos in POS:
        assert all(lemmatize_tagged(forms, [pos] * len(forms)))


def test_a_sentence_in_capitals_is_read_as_in_small_letters() -> None:
    text = "Le gouvernement propose une loi aux députés de la majorité."
    small, large = tagged(text), tagged(text.upper())
    same = [a == b for (_, a), (_, b) in zip(small, large, strict=True)]
    assert np.mean(same) >= 0.8


def test_tags_are_the_same_every_time_and_tokens_stay() -> None:
    found = tokenize(["Le tabac nuit à la santé.", "M. Le Bars est parti à Gaza."])
    before = [column.copy() for column in (found.start, found.end, found.code, found.text_no)]
    assert tag(found).tolist() == tag(found).tolist()
    after = (found.start, found.end, found.code, found.text_no)
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_long_and_short_runs_give_the_same_tags() -> None:
    one = ["Le tabac nuit à la santé.", "La nuit tombe sur Gaza.", "Il compte."]
    many = tag(tokenize(one * 9000))
    assert many.reshape(9000, -1).std(axis=0).max() == 0
    assert many[: len(many) // 9000].tolist() == tag(tokenize(one)).tolist()


def test_importing_the_tagger_reads_no_weights() -> None:
    code = (
        "import sys, nkru.tokens.lemmas_by_pos;"
        "import nkru.tokens.tagging as t, nkru.tokens.dictionary as d;"
        "sys.exit(bool({'scipy', 'pandas', 'simplemma'} & set(sys.modules))"
        " or t._weights.cache_info().currsize + d._load.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_weights_and_dictionary_are_small_and_licensed() -> None:
    told = read_toml("words/tagger.toml")
    sizes = [(FOLDER / "words" / name).stat().st_size for name in ("tagger.xz", "dictionary.xz")]
    assert sum(sizes) < 3_000_000
    assert {"tagger.xz", "dictionary.xz"} <= set(told)
    assert (FOLDER / "words" / told["licence_text"]).is_file()


def test_the_dictionary_knows_several_readings_of_a_form() -> None:
    assert {reading.letter for reading in analyses("politique")} == {"A", "N", "V"}
    assert analyses("gloubiboulga") == ()


@pytest.mark.parametrize(("name", "least"), [("fr_sequoia-ud-dev", 0.95), ("fr_gsd-ud-dev", 0.94)])
def test_treebanks_are_tagged_as_by_their_annotators(shared: Path, name: str, least: float) -> None:
    sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
    try:
        import tagging as benchmark
    finally:
        sys.path.pop(0)
    bank = benchmark.read(shared / "treebanks" / f"{name}.conllu")
    pairs = benchmark.shared(bank, benchmark.nkru_readings(bank.text))
    assert len(pairs) > 0.99 * sum(map(len, bank.sentences))
    assert np.mean([word.pos == reading.pos for word, reading in pairs]) >= least
    content = [(w, r) for w, r in pairs if w.pos in benchmark.CONTENT and not w.is_multiword]
    assert np.mean([benchmark.fold(w.lemma) == r.lemma for w, r in content]) >= 0.96
