"""The tone of sentences and toward actors: constructions, invariances, voices, words and rules."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_corpus import sentence_corpus

import nkru
from nkru.corpus.corpus import Corpus
from nkru.tone import cues
from nkru.tone.context import frames
from nkru.tone.cues import find_cues
from nkru.tone.terms import TermIndex, index_terms

CONSTRUCTIONS = Path(__file__).parent / "data" / "tone_constructions.csv"
SUBJECTS = CONSTRUCTIONS.with_name("tone_subjects.csv")
TARGETS = CONSTRUCTIONS.with_name("target_constructions.csv")
FRAMES = CONSTRUCTIONS.with_name("actor_frames.csv")
PERSONS = ["Vladimir Poutine", "Donald Trump", "Emmanuel Macron", "Xi Jinping", "Kim Jong Un"]
TEMPLATES = [
    "{} menace {}.",
    "{} condamne {}.",
    "{} a été félicité par {}.",
    "{} n'a jamais critiqué {}.",
    "Le soutien de {} à {} reste total.",
    "Les accusations de {} contre {} se multiplient.",
    "{} triomphe, {} s'incline.",
    "Soutenu par {}, {} tient bon.",
    "{} tend la main à {}, mais les discussions échouent.",
    "« {} est un danger », a lancé {}.",
    "Malgré les critiques de {}, {} sort renforcé du scrutin.",
    "{} et {} se rapprochent.",
]


def scored(*texts: str) -> pd.DataFrame:
    return nkru.score_sentences(sentence_corpus(list(texts)))


def tones(*texts: str) -> list[float]:
    return scored(*texts)["polarity"].tolist()


def signs(*texts: str) -> list[int]:
    return [int(np.sign(np.nan_to_num(tone))) for tone in tones(*texts)]


@pytest.mark.parametrize("half", ["tune", "held"])
def test_the_tone_of_constructions_is_right(half: str) -> None:
    table = pd.read_csv(CONSTRUCTIONS)
    table = table[table["half"] == half]
    assert len(table) >= 150
    assert (np.array(signs(*table["text"])) == table["label"]).mean() >= 0.85


@pytest.mark.parametrize("half", ["tune", "held"])
def test_the_tone_of_sentences_on_other_subjects_is_right(half: str) -> None:
    table = pd.read_csv(SUBJECTS)
    table = table[table["half"] == half]
    assert len(table) >= 100
    assert (np.array(signs(*table["text"])) == table["label"]).mean() >= 0.85


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("L'accord a été salué.", 1),
        ("L'accord n'a pas été salué.", -1),
        ("Aucun accord n'a été trouvé.", -1),
        ("Ils sont partis sans incident.", 1),
        ("Paris lève les sanctions.", 1),
        ("Paris ne lève pas les sanctions.", -1),
        ("Paris refuse de lever les sanctions.", -1),
        ("Les violences diminuent.", 1),
        ("La violence a été condamnée, mais elle continue.", -1),
        ("Malgré la guerre, la récolte est excellente.", 1),
        ("Le ministre est arrivé mardi.", 0),
        ("Les Nations unies se réuniront lundi.", 0),
        ("Le groupe a bloqué les sanctions.", -1),
        ("Les députés n'ont pas réussi à adopter les sanctions.", -1),
        ("Le pays n'est pas en mesure de rembourser.", -1),
        ("La mission n'a pas mis fin aux combats.", -1),
        ("Le ministre entrave les négociations.", -1),
        ("La mission dit avoir mis fin à « une longue guerre ».", 1),
        ("La mesure n'améliore rien.", -1),
        ("Ce billet ne vaut plus rien.", -1),
        ("Une victoire silencieuse.", 1),
        ("Elle est engagée contre le sexisme.", 1),
        ("L'entreprise contourne l'interdiction.", 0),
        ("« C'est ridicule », sourit-elle.", -1),
        ("La galerie reste ouverte jusqu'au bout de la nuit.", 0),
        ("Il est peu probable que la crise s'aggrave.", 0),
        ("Un silence sans écho.", -1),
        ("La demande est très forte.", 0),
        ("Le bilan est extrêmement lourd.", -1),
        ("Les stagiaires ne touchent pas de chômage.", -1),
        ("Une baisse inquiétante des ventes.", -1),
        ("Une rupture très douloureuse.", -1),
        ("Un service incapable de protéger les enfants.", -1),
        ("Le guichet n'a aucune attente.", 0),
        ("L'Union nationale des forains a son siège à Tours.", 0),
        ("La ville vient en aide aux victimes.", 1),
        ("Le nombre de blessés recule.", 1),
        ("Depuis la guerre, le port est prospère.", 1),
        ("Les cigognes ont malheureusement disparu.", -1),
        ("Elle possède deux diplômes.", 0),
        ("La colère contre la réforme ne retombe pas.", -1),
        # the verb decides, also over an aside; a verb is not the subject of another
        ("Les ouvriers ont obtenu des dommages et intérêts pour discrimination.", 1),
        ("La fête n'a pas connu, dimanche, le succès espéré.", -1),
        ("La Grèce, longtemps épargnée par les incendies, a perdu ses forêts.", -1),
        ("Trois marins sont morts ou ont disparu.", -1),
        ("Bien que la route soit éprouvante, tous passent.", 0),
        ("Le maire rejette toute responsabilité dans le drame.", 0),
    ],
)
def test_rules_act_on_words(text: str, sign: int) -> None:
    assert signs(text) == [sign]


def test_hearsay_counts_less_than_fact() -> None:
    fact, hearsay = tones(
        "Le régime a exécuté un ministre corrompu.",
        "Selon un transfuge, le régime a exécuté un ministre corrompu.",
    )
    assert fact < hearsay < 0


def test_an_intensifier_strengthens_and_a_diminisher_weakens() -> None:
    weak, plain, strong = tones(
        "Un résultat un peu décevant.", "Un résultat décevant.", "Un résultat très décevant."
    )
    assert strong < plain < weak < 0


def test_a_score_carries_its_words_and_rules() -> None:
    row = scored("Bruxelles n'a pas levé les sanctions.").iloc[0]
    assert row["words"] == "lever; sanction"
    assert row["rule"] == "negation; shifter"


def test_nothing_decides_is_nan_without_words() -> None:
    row = scored("La réunion aura lieu jeudi à Vienne.").iloc[0]
    assert np.isnan(row["polarity"])
    assert (row["words"], row["rule"]) == ("", "")


def test_a_row_for_every_sentence_with_its_offsets() -> None:
    corpus = sentence_corpus(["Un succès.", "Rien.", "Un échec !"])
    scores = nkru.score_sentences(corpus)
    keys = ["doc_id", "sent_no", "start", "end"]
    pd.testing.assert_frame_equal(scores[keys], corpus.sentences[keys])
    assert scores["polarity"].between(-1, 1).sum() == 2


def test_both_apostrophes_score_sentences_alike() -> None:
    texts = pd.read_csv(CONSTRUCTIONS)["text"]
    straight = texts[texts.str.contains("'")].tolist()
    assert len(straight) > 50
    np.testing.assert_array_equal(
        tones(*straight), tones(*(text.replace("'", "’") for text in straight))
    )


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)))
def test_the_score_of_a_sentence_does_not_depend_on_its_neighbours(order: list[int]) -> None:
    texts = pd.read_csv(CONSTRUCTIONS)["text"].tolist()[::60]
    alone = tones(*texts)
    assert len(alone) == 6
    np.testing.assert_array_equal(
        tones(*(texts[place] for place in order)), [alone[place] for place in order]
    )


def test_a_lexicon_of_two_columns_keeps_the_grammar(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("term,polarity\nzorglub,1\n", encoding="utf-8")
    corpus = sentence_corpus(
        ["Le projet est zorglub.", "Le projet n'est pas zorglub.", "Un échec."]
    )
    found = nkru.score_sentences(corpus, nkru.read_lexicon(file))["polarity"]
    assert np.sign(found[0]) == 1
    assert np.sign(found[1]) == -1
    assert np.isnan(found[2])


def test_what_was_read_with_a_lexicon_goes_when_others_are_used(tmp_path: Path) -> None:
    file, corpus = tmp_path / "mine.csv", sentence_corpus(["Le projet est zorglub."])
    file.write_text("term,polarity\nzorglub,1\n", encoding="utf-8")

    def used() -> weakref.ref[TermIndex]:
        index = index_terms(nkru.read_lexicon(file))
        find_cues(corpus.tagged_tokens, index)
        return weakref.ref(index)

    references = [used() for _ in range(4)]
    gc.collect()
    assert [reference() is None for reference in references] == [True, True, False, False]


def test_a_corpus_without_sentences_gives_an_empty_table() -> None:
    corpus = sentence_corpus(["Un succès."])
    empty = Corpus(
        corpus.articles, corpus.documents, corpus.lines, corpus.sentences[:0], pd.DataFrame()
    )
    assert nkru.score_sentences(empty).empty


def test_a_word_with_two_parts_of_speech_is_two_types_whatever_stands_beside_it() -> None:
    columns = {"norm": ["la", "nuit", "nuit", "la"], "lemma": ["le", "nuit", "nuire", "le"]}
    tokens = pd.DataFrame({**columns, "pos": ["DET", "NOUN", "VERB", "DET"]}).astype("category")
    types, words, pos = cues._types(tokens)
    assert [words[number].lemma for number in types] == columns["lemma"]
    assert pos == ["DET", "NOUN", "VERB"]


def scored_targets(texts: list[str], quotations: pd.DataFrame | None = None) -> pd.DataFrame:
    corpus = sentence_corpus(texts)
    return nkru.score_targets(corpus, nkru.find_mentions(corpus), quotations=quotations)


def toward(text: str) -> dict[str, int]:
    table = scored_targets([text])
    return {
        entry: int(np.sign(np.nan_to_num(tone)))
        for entry, tone in zip(table["entry"], table["polarity"], strict=True)
    }


@pytest.mark.parametrize("half", ["tune", "held"])
@pytest.mark.parametrize(
    ("file", "pairs", "least"), [(CONSTRUCTIONS, 55, 0.85), (TARGETS, 35, 0.75), (FRAMES, 90, 0.83)]
)
def test_the_tone_toward_actors_of_constructions_is_right(
    file: Path, pairs: int, least: float, half: str
) -> None:
    table = pd.read_csv(file).fillna({"targets": ""})
    table = table[(table["half"] == half) & (table["targets"] != "")].reset_index(drop=True)
    found = scored_targets(table["text"].tolist())
    signs = (
        found.assign(sign=np.sign(found["polarity"].fillna(0)))
        .groupby(["sent_no", "entry"])["sign"]
        .first()
    )
    right = [
        signs.get((number, actor), 0) == int(label)
        for number, cell in enumerate(table["targets"], 1)
        for actor, _, label in (part.rpartition(":") for part in cell.split(";"))
    ]
    assert len(right) >= pairs
    assert np.mean(right) >= least


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TEMPLATES), st.permutations(PERSONS))
def test_swapping_two_names_swaps_their_scores_and_changes_nothing_else(
    template: str, names: list[str]
) -> None:
    one, other = names[:2]
    table = scored_targets([template.format(one, other), template.format(other, one)])
    first, second = (table[table["sent_no"] == number].reset_index(drop=True) for number in (1, 2))
    assert len(first) == len(second) == 2
    assert first["entry"].tolist() == second["entry"].tolist()[::-1]
    np.testing.assert_array_equal(first["polarity"], second["polarity"])
    assert first[["voice", "speaker", "rule"]].equals(second[["voice", "speaker", "rule"]])


def test_agent_and_patient_are_told_apart() -> None:
    assert toward("Emmanuel Macron condamne Vladimir Poutine.") == {
        "Emmanuel Macron": 0,
        "Vladimir Poutine": -1,
    }
    assert toward("Vladimir Poutine est condamné par Emmanuel Macron.") == {
        "Vladimir Poutine": -1,
        "Emmanuel Macron": 0,
    }
    assert toward("Le soutien de la Chine à la Russie est total.") == {"Chine": 0, "Russie": 1}


def test_a_negation_turns_the_tone_toward_the_patient() -> None:
    assert toward("La Chine a trahi la Russie.")["Russie"] == -1
    assert toward("La Chine n'a pas trahi la Russie.")["Russie"] == 1


def test_to_block_what_harms_an_actor_is_good_for_it() -> None:
    assert toward("La Chine a bloqué les sanctions contre la Corée du Nord.") == {
        "Chine": 0,
        "Corée du Nord": 1,
    }
    assert toward("La Hongrie a bloqué l'aide à l'Ukraine.") == {"Hongrie": 0, "Ukraine": -1}


def test_who_fails_bears_it_whatever_the_object() -> None:
    assert toward("L'Union européenne n'a pas réussi à adopter les sanctions.") == {
        "Union européenne": -1
    }


@pytest.mark.parametrize("verb", ["averti", "promis", "menacé"])
def test_who_speaks_after_a_quotation_is_no_object(verb: str) -> None:
    assert toward(f"« Rien n'est réglé », a {verb} Emmanuel Macron.") == {"Emmanuel Macron": 0}


def test_an_apposition_stays_with_its_noun() -> None:
    assert toward("Réélu en mai, le maire a rencontré Emmanuel Macron.") == {"Emmanuel Macron": 0}
    assert toward("« La situation reste tendue », a déclaré Xi Jinping.") == {"Xi Jinping": 0}


def test_the_tone_of_another_clause_stays_there() -> None:
    assert toward("Le massacre continue dans le sud, et Emmanuel Macron est arrivé à Vienne.") == {
        "Emmanuel Macron": 0
    }


def test_a_mention_without_a_word_about_it_has_no_polarity_and_no_rule() -> None:
    row = scored_targets(["Emmanuel Macron est arrivé mardi à Vienne."]).iloc[0]
    assert np.isnan(row["polarity"])
    assert row["rule"] == ""


def test_a_quotation_gives_voice_and_speaker() -> None:
    text = "« La Russie est un danger », a déclaré Emmanuel Macron."
    quotations = pd.DataFrame(
        {
            "doc_id": ["a.txt", "a.txt"],
            "start": [0, text.index("Emmanuel")],
            "end": [text.index("»") + 1, len(text)],
            "kind": ["quotation", "not_speech"],
            "speaker": ["Emmanuel Macron", None],
            "rule": ["x", "no speaker"],
        }
    )
    table = scored_targets([text], quotations)
    assert table["voice"].tolist() == ["quoted", "author"]
    assert table["speaker"].tolist() == ["Emmanuel Macron", ""]
    assert table["polarity"].iloc[0] < 0


def test_both_apostrophes_score_actors_alike() -> None:
    texts = ["L'Ukraine n'a pas perdu l'appui de l'Union européenne.", "L'ONU s'en prend à l'Iran."]
    straight, curly = (
        scored_targets(texts),
        scored_targets([text.replace("'", "’") for text in texts]),
    )
    assert straight["polarity"].notna().any()
    np.testing.assert_array_equal(straight["polarity"], curly["polarity"])


def test_the_columns_of_the_mentions_are_kept() -> None:
    table = scored_targets(["La Chine soutient la Russie."])
    added = ["polarity", "situation", "stance", "holder", "voice", "speaker", "rule"]
    assert list(table)[-7:] == added
    assert table["polarity"].between(-1, 1).sum() == 1


def test_every_frame_is_of_a_term_of_the_lexicon() -> None:
    terms = set(nkru.read_lexicon().entries["term"])
    assert len(frames()) > 300
    assert set(frames()) <= terms


STANCES = [
    ("L'ONU dénonce les exactions de la Russie.", "Russie", -1, "Nations unies"),
    ("La Russie est condamnée par l'ONU.", "Russie", -1, "Nations unies"),
    ("Emmanuel Macron a salué la Chine.", "Chine", 1, "Emmanuel Macron"),
    ("La Russie inquiète l'OTAN.", "Russie", -1, "author"),
    ("La Chine est un danger.", "Chine", -1, "author"),
]


@pytest.mark.parametrize(("text", "actor", "sign", "holder"), STANCES)
def test_a_stance_is_on_who_is_judged_and_names_who_judges(
    text: str, actor: str, sign: int, holder: str
) -> None:
    table = scored_targets([text]).set_index("entry")
    assert np.sign(table.loc[actor, "stance"]) == sign
    assert table.loc[actor, "holder"] == holder
    assert np.isnan(table.loc[actor, "situation"])
    others = table.drop(index=actor)
    assert others["polarity"].isna().all()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La Russie a bombardé l'Ukraine.", {"Ukraine": -1}),
        ("L'Ukraine est victime d'une cyberattaque.", {"Ukraine": -1}),
        ("L'Italie et l'Espagne sont ravagées par les incendies.", {"Italie": -1, "Espagne": -1}),
        ("La Chine a remporté le relais.", {"Chine": 1}),
        ("« C'est une catastrophe », a déclaré Emmanuel Macron.", {"Emmanuel Macron": 0}),
        ("Emmanuel Macron raconte l'échec de la conférence.", {"Emmanuel Macron": 0}),
    ],
)
def test_a_situation_is_of_who_undergoes_it_and_a_speaker_has_none(
    text: str, found: dict[str, int]
) -> None:
    table = scored_targets([text]).set_index("entry")
    signs_found = {actor: np.sign(np.nan_to_num(table.loc[actor, "situation"])) for actor in found}
    assert signs_found == found
    assert table["stance"].isna().all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # all actors of a toned sentence that nothing else decides, but not those of a list
        ("Hier, en Asie, la Chine et le Japon ont vécu un drame.", {"Chine": -1, "Japon": -1}),
        (
            "Présents hier : la CGT, la CFDT, Force ouvrière, la FSU, Solidaires, la CFTC ; "
            "quel désastre.",
            {"CGT": 0, "CFDT": 0},
        ),
        # nor who acts on another by a noun, nor who goes where a thing took place
        ("La Chine dépose une plainte contre le Japon.", {"Chine": 0, "Japon": -1}),
        ("Emmanuel Macron se rend sur les lieux du drame.", {"Emmanuel Macron": 0}),
        # who speaks after a quotation, behind a title and an apposition
        ("« C'est un échec cuisant », déplore le président, Emmanuel Macron.", {"France": 0}),
        # participles and reflexive verbs that say nothing
        ("La Russie s'effondre après des mesures jugées tardives.", {"Russie": -1}),
        ("Le Japon échoue à se qualifier pour la finale.", {"Japon": -1}),
        # a place, a receiver
        ("Deux espions ont été arrêtés à Moscou.", {"Russie": 0}),
        ("Une lourde amende a été infligée à la Russie.", {"Russie": -1}),
        # who began what did harm is not harmed
        ("Le trafic est perturbé par la grève lancée par la CGT.", {"CGT": 0}),
        ("Le candidat est soutenu par la CGT, la CFDT et la FSU.", {"CGT": 0, "FSU": 0}),
        # two participles with one auxiliary; a day inside an expression
        ("La Chine a quitté le sommet et condamné le Japon.", {"Japon": -1}),
        ("La France a mis lundi fin aux sanctions contre l'Iran.", {"Iran": 1}),
        ("La France a signé un contrat grâce à l'Espagne.", {"Espagne": 1}),
        # beside another actor only by a predicate
        ("La Chine a reçu le Japon au terme d'un voyage calamiteux.", {"Chine": 0}),
        # who loses what is its own, the source, a place, a question, another's companion
        ("Air France annule ses vols vers Lomé.", {"Air France": -1}),
        ("Selon un rapport de Greenpeace, des dizaines de marins sont morts.", {"Greenpeace": 0}),
        ("Des familles sont mortes en tentant de rejoindre l'Italie.", {"Italie": 0}),
        ("L'Italie est-elle condamnée au déclin ?", {"Italie": 0}),
        ("Des fraudeurs ont été arrêtés à la frontière avec l'Espagne.", {"Espagne": 0}),
    ],
)
def test_the_actor_that_a_word_concerns(text: str, expected: dict[str, int]) -> None:
    found = toward(text)
    assert {entry: found.get(entry, 0) for entry in expected} == expected
