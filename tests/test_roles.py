"""Roles of lines, on invented pages laid out as those of real sites."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nkru
from nkru.corpus.articles import Article, Source, article_table
from nkru.corpus.lines import furniture, paragraphs
from nkru.corpus.lines.article_bounds import best_run
from nkru.corpus.lines.furniture import find_furniture
from nkru.corpus.lines.paragraphs import read_paragraphs
from nkru.corpus.lines.repetition import line_numbers, repeated_among
from nkru.corpus.lines.roles import COLUMNS, KEPT, line_table
from nkru.resources import read_toml
from nkru.tokens.norms import fold_for_matching

PAGES = sorted((Path(__file__).parent / "data" / "pages").glob("*.txt"))

PROSE = (
    "Le ministre a reçu vendredi ses homologues dans la capitale. Les discussions ont porté sur "
    "la sécurité du détroit "
    "et sur les droits de pêche, deux sujets que les délégations disent vouloir régler avant la "
    "fin de l'année."
)
MORE = (
    "Les négociateurs se retrouveront au printemps. D'ici là, chacun devra convaincre son "
    "parlement, ce qui ne va pas "
    "de soi : les pêcheurs du nord, eux, ont déjà promis de bloquer les ports si le texte était "
    "adopté en l'état."
)


def table(*pages: str, **stated: Any) -> pd.DataFrame:
    articles = (Article(page, **stated) for page in pages)
    return article_table(
        (Source(f"{n}.txt", f"{n}.txt", "text", ""), article) for n, article in enumerate(articles)
    )


def lines_of(*pages: str, **stated: Any) -> pd.DataFrame:
    articles = table(*pages, **stated)
    return line_table(articles, repeated_among(line_numbers(articles)))


def roles_of(page: str) -> dict[str, str]:
    return dict(lines_of(page)[["text", "role"]].itertuples(index=False))


def labelled(path: Path) -> tuple[str, dict[int, str]]:
    rows = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(row[2:] for row in rows), {
        n: row[0] for n, row in enumerate(rows, 1) if row[2:].strip()
    }


def test_there_are_pages_to_check() -> None:
    assert len(PAGES) > 10


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_pasted_page_keeps_its_article_and_loses_its_furniture(path: Path) -> None:
    page, labels = labelled(path)
    kept = lines_of(page).set_index("line_no")["kept"]
    wanted = pd.Series(labels).reindex(kept.index)
    assert set(kept.index) == set(labels)
    content, furniture = kept[wanted == "+"], kept[wanted == "-"]
    assert content.mean() >= 0.95, content[~content].index.tolist()
    assert furniture.sum() <= 0.1 * len(furniture), furniture[furniture].index.tolist()


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_article_without_its_furniture_stays_whole(between: str) -> None:
    for path in PAGES:
        lines = lines_of(labelled(path)[0])
        again = lines_of(between.join(lines.loc[lines["kept"], "text"]))
        assert again["kept"].all(), again.loc[~again["kept"], "text"].tolist()


def test_lines_broken_in_mid_sentence_are_kept_though_blank_lines_part_them() -> None:
    words = f"{PROSE} {MORE}".split()
    page = "\n\n".join(" ".join(words[n : n + 9]) for n in range(0, len(words), 9))
    assert lines_of(page)["kept"].mean() > 0.9


def test_every_line_left_out_says_why() -> None:
    for path in PAGES:
        lines = lines_of(labelled(path)[0])
        assert (lines["reason"] != "").equals(~lines["kept"])
        assert (lines["code"] != "").equals(~lines["kept"])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("À lire aussi", "link to another article"),
        ("A lire aussiLe détroit, une vieille querelle", "link to another article"),
        ("► À LIRE AUSSI : Le détroit, une vieille querelle", "link to another article"),
        ("Partager cet article", "share buttons"),
        ("Facebook Twitter WhatsApp", "share buttons"),
        ("28 commentaires", "comments"),
        ("Commentaires (0)", "comments"),
        ("Temps de lecture : 3 min.", "reading time or counter"),
        ("Temps de lecture\u202f: 3\u00a0min", "reading time or counter"),
        ("Recevez chaque matin l’essentiel de l’actualité dans votre boîte mail.", "newsletter"),
        ("© 2024 Le Littoral. Tous droits réservés.", "legal notice, cookies or personal data"),
        ("Publié il y a 3 minutes", "reading time or counter"),
        ("En partenariat avec La Gazette du Lez", "advertising"),
        ("La suite est réservée aux abonnés.", "subscription or login"),
        ("Vous souhaitez commenter cet article ?", "subscription or login"),
        ("Débloquez cet article en regardant une courte vidéo.", "subscription or login"),
        ("Vous pouvez aussi offrir les articles à vos proches.", "subscription or login"),
        ("Connectez-vous pour enregistrer cet article.", "subscription or login"),
        ("S'abonner à La Vallée, c'est aider notre rédaction à enquêter.", "subscription or login"),
        ("En vous abonnant, vous soutenez une presse libre.", "subscription or login"),
        ("(Note : cet article dépasse les 1 500 mots)", "note on how the text was made"),
        (
            "Vallée Info, 2024, textes libres de copie sous réserve d'un lien vers la source",
            "legal notice, cookies or personal data",
        ),
        (
            "Reproduction autorisée avec mention de la source",
            "legal notice, cookies or personal data",
        ),
        ("Retrouvez l'entretien complet dans la vidéo ci-dessus", "player or page control"),
    ],
)
def test_furniture_is_known_by_its_phrase(line: str, reason: str) -> None:
    words = len(line.split())
    kind = find_furniture(fold_for_matching(line), words, line.endswith(".") and words > 7)
    assert kind is not None
    assert kind.reason == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Sur le même sujet, le ministre s'est montré plus prudent.",
        "Pour accéder à la présidence, il lui faudra convaincre le Sénat.",
        "Partager le pouvoir avec les rebelles est exclu, a-t-il dit.",
        "Le journal a publié sa lettre d'information pendant douze ans.",
        "Vous pouvez consulter les articles 12 et 13 du Code du travail à la mairie.",
        "S'abonner à un panier de légumes permet d'aider les maraîchers, dit Mme Roux.",
        "Ils ont voulu commenter cet article de la loi, que le juge trouve obscur.",
        "« Vous avez signé cet article du contrat sans le lire », reproche l'avocat.",
        "Les semences sont libres de reproduction, et chacun peut en vendre.",
        "Vous lirez dans ce journal l'actualité de la vallée, promettait le maire.",
    ],
)
def test_a_sentence_is_not_furniture_for_its_first_words(sentence: str) -> None:
    assert find_furniture(fold_for_matching(sentence), len(sentence.split()), sentence=True) is None


@pytest.mark.parametrize(
    "heading",
    [
        "Retour à la guerre froide",
        "Dès 2019, une rupture",
        "À partir de 2018, la détente",
        "Répondre à la menace",
        "Réagir sans délai",
        "Politique de la main tendue",
        "Sites nucléaires : l'inventaire",
        "Publicité mensongère pour un régime",
        "Partager ce que l'on sait",
        "Pour accéder au marché russe",
        "Lire entre les lignes",
        "Suivre la piste de l'argent",
        "Signaler les violations",
        "Une erreur dans la stratégie",
        "Autres sujets d'inquiétude",
        "Tous droits bafoués",
        "Le crédit : une arme",
        "Des drones guidés à l'aide de l'intelligence artificielle",
        "Actualité brûlante à Pyongyang",
        "Contacts rompus",
        "Il y a dix ans, la trêve",
        "En partenariat avec Moscou, Pyongyang ouvre une ligne de train",
    ],
)
def test_a_heading_is_not_furniture_for_its_first_words(heading: str) -> None:
    assert find_furniture(fold_for_matching(heading), len(heading.split()), sentence=False) is None


@pytest.mark.parametrize(
    ("line", "below", "kept"),
    [
        ("Le point du jourLa Vallée vous propose de revoir l'actualité", "Je m'abonne", False),
        ("Envie de soutenir le journal ? Même un euro compte pour vous !", "S'abonner", False),
        ("Le préfet vous propose un rendez-vous avec la rédaction du plan", "Les crues", True),
        ("Le préfet propose une information mensuelle sur les crues", "Je m'abonne", True),
    ],
)
def test_an_invitation_stands_above_its_button(line: str, below: str, kept: bool) -> None:
    lines = lines_of(f"Un titre pour rire\n\n{PROSE}\n\n{line}\n\n{below}\n\n{PROSE}")
    assert lines.loc[lines["text"] == line, "kept"].tolist() == [kept]
    stated = lines_of(f"Un titre\n\n{PROSE}\n\n{line}\n\n{below}", roles={5: "heading"})
    assert stated.loc[stated["text"] == line, "kept"].tolist() == [kept]


def test_roles_of_a_plain_article() -> None:
    page = (
        "Monde\n\nLa pêche dans le détroit, sujet de discorde\n\nPar Jeanne Martin, avec AFP\n"
        "Publié le 3 août 2024 à 14h30\n\nUn bateau au port. © Paul Durand / Le Littoral\n\n"
        f"{PROSE}\n\n"
        f"Une vieille querelle\n\n{MORE}\n\nTrois dates :\n\n  • 1965 : premier accord\n  • 1998 "
        ": second accord\n\n"
        f"Nous ne céderons rien sur les quotas.\n\nLucie Morel, présidente du syndicat\n\n{PROSE} "
        f"{MORE}"
    )
    assert list(lines_of(page)["role"]) == [
        *(
            "section",
            "title",
            "byline",
            "date",
            "caption",
            "body",
            "heading",
            "body",
            "heading",
            "list",
            "list",
        ),
        *("quote", "quote_source", "body"),
    ]


@pytest.mark.parametrize(
    ("cut", "below", "kept"),
    [
        ("Les pêcheurs du nord ont promis de", "", True),
        ("Le syndicat a répondu : « Nous ne céderons rien", "\n\nDéjà abonné ?", True),
        ("Les pêcheurs du nord ont promis, eux,", "\n\nDéjà abonné ?", True),
        ("Un port du nord sous la neige", "\n\nLa tempête a coupé les routes", False),
        (">> Un port du nord sous la neige", "", False),
        ("Pêche Détroit Ports Quotas Élections Europe", "", False),
    ],
)
def test_the_paragraph_at_which_a_page_breaks_off_is_kept(cut: str, below: str, kept: bool) -> None:
    lines = lines_of(f"Titre du jour\n\n{PROSE}\n\n{MORE}\n\n{cut}{below}")
    assert lines.set_index("text")["kept"][cut] == kept


def test_the_stamp_of_an_agency_below_a_long_title_is_no_part_of_it() -> None:
    page = (
        "La pêche dans le détroit, sujet de discorde entre deux voisins\ndépêche 2021-05-03 "
        f"15:29:12\n\n{PROSE}"
    )
    assert list(lines_of(page)["role"]) == ["title", "date", "body"]


def test_the_line_at_the_foot_of_a_quotation_names_its_source() -> None:
    quoted, source = (
        "« Nous n'avons rien cédé sur les quotas, ni sur le reste. »",
        "Une ancienne négociatrice",
    )
    page = f"Titre du jour\n\n{PROSE}\n\n{quoted}\n{source}\n\n{MORE}"
    assert (roles_of(page)[quoted], roles_of(page)[source]) == ("quote", "quote_source")
    assert roles_of(page.replace(f"\n{source}", f"\n\n{source}"))[source] == "heading"


def test_the_headline_of_another_article_goes_with_its_label_and_the_text_goes_on() -> None:
    page = f"Titre du jour\n\n{PROSE}\n\nÀ lire aussi\nUn port en hiver\n\nUn sous-titre\n\n{MORE}"
    roles = roles_of(page)
    assert roles["Un port en hiver"] == "boilerplate"
    assert roles["Un sous-titre"] == "heading"
    assert roles[MORE] == "body"


def test_a_link_that_holds_its_headline_does_not_take_the_next_line() -> None:
    assert (
        roles_of(
            f"Titre du jour\n\n{PROSE}\n\nLire aussi : Un port en hiver\n\nUn sous-titre\n\n{MORE}"
        )["Un sous-titre"]
        == "heading"
    )


def test_comments_are_not_the_article() -> None:
    page = (
        f"Titre du jour\n\n{PROSE}\n\n{MORE}\n\n3 commentaires\n\nZoé\n\n"
        f"{PROSE.replace('ministre', 'maire')}"
    )
    lines = lines_of(page)
    assert lines["kept"].tolist() == [True, True, True, False, False, False]


def test_hard_wrapped_lines_share_the_role_of_their_paragraph() -> None:
    page = (
        "La pêche dans le détroit, sujet de discorde entre\nvoisins\n\n"
        "Le ministre a reçu vendredi ses homologues dans la capitale. Les\n"
        "discussions ont porté sur la sécurité du détroit et sur les\n"
        "droits de pêche, deux sujets que les délégations disent vouloir\n"
        "régler avant la fin de l'année, si tout va bien d'ici là.\n\n"
        "Accueil\nContact\n"
    )
    assert list(lines_of(page)["role"]) == ["title"] * 2 + ["body"] * 4 + ["boilerplate"] * 2


NOTE = "Passionnée de voile, j'écris sur la mer depuis quinze ans pour ce site."
STAMPED = "Partager cet article\n\nRecevez notre newsletter\n\nPublié le 3 août 2024"


def test_each_rule_has_its_code() -> None:
    page = (
        "Le Littoral en ligne\n\nMonde\n\nLa pêche dans le détroit, sujet de discorde\n\n"
        "Par Jeanne Martin, avec AFP\nPublié le 3 août 2024 à 14h30\n\n"
        f"Un bateau au port. © Paul Durand / Le Littoral\n\n{PROSE}\n\n12\n\n"
        f"La pêche dans le détroit, sujet de discorde\n\n{MORE}\n\n{NOTE}\n\n"
        "Partager cet article\n\nUn port en hiver"
    )
    other = f"Le maire reçoit\n\n{MORE.replace('printemps', 'port')}\n\n{NOTE}"
    lines = lines_of(page, other)
    codes = dict(lines.loc[~lines["kept"], ["text", "code"]].itertuples(index=False))
    assert codes == {
        "Le Littoral en ligne": "above_title",
        "Monde": "section",
        "Par Jeanne Martin, avec AFP": "byline",
        "Publié le 3 août 2024 à 14h30": "date",
        "Un bateau au port. © Paul Durand / Le Littoral": "caption",
        "12": "sign",
        "La pêche dans le détroit, sujet de discorde": "title_again",
        NOTE: "author_shared",
        "Partager cet article": "share",
        "Un port en hiver": "below_article",
    }


def test_each_kind_of_furniture_has_one_reason() -> None:
    rows = pd.DataFrame(read_toml("pages/furniture.toml")["furniture"])
    assert len(rows) > 15
    assert rows.groupby("kind")["reason"].nunique().max() == 1
    assert rows.groupby("reason")["kind"].nunique().max() == 1


def test_a_translated_reason_changes_no_flag_and_no_date(
    corpus_of: Callable[..., nkru.Corpus], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        f"{who}.txt": f"Le {who} reçoit\n\n{PROSE.replace('ministre', who)}\n\n{NOTE}\n\n{STAMPED}"
        for who in ("maire", "roi")
    }
    english = corpus_of(pages)
    assert english.documents["flags"].str.contains("stock_bio").all()
    assert english.documents["date"].tolist() == ["2024-08-03"] * 2

    def read_translated(name: str) -> dict[str, Any]:
        table = read_toml(name)
        kinds = enumerate(table["furniture"])
        return {"furniture": [{**kind, "reason": f"raison {number}"} for number, kind in kinds]}

    def forget() -> None:
        furniture._phrases.cache_clear()
        paragraphs._label_traits.cache_clear()

    monkeypatch.setattr(furniture, "read_toml", read_translated)
    forget()
    try:
        french = corpus_of(pages)
    finally:
        forget()
    pd.testing.assert_frame_equal(french.documents, english.documents)
    lines = french.lines.assign(reason=english.lines["reason"])
    pd.testing.assert_frame_equal(lines, english.lines)
    translated_lines = french.lines[french.lines["reason"].str.startswith("raison ")]
    assert set(translated_lines["code"]) == {"author_shared", "share_shared", "newsletter_shared"}


def test_a_role_that_the_format_states_stays() -> None:
    lines = lines_of(
        f"Un titre pour rire\n\n{PROSE}\n\nCommentaires", roles={5: "body", 3: "caption"}
    )
    assert list(lines["role"]) == ["title", "caption", "body"]
    assert list(lines["reason"]) == ["", "stated by the format", ""]
    assert list(lines["code"]) == ["", "format", ""]


def test_the_text_of_an_export_is_whole_but_for_its_furniture() -> None:
    articles = table(f"{PROSE}\n\nUne dernière ligne sans point\n\nPartager cet article").assign(
        format="europresse"
    )
    assert list(line_table(articles, repeated_among(line_numbers(articles)))["kept"]) == [
        True,
        True,
        False,
    ]


def test_lines_of_several_articles_are_repeated() -> None:
    note = "Fondé en 1950, Le Littoral paraît chaque jour sauf le dimanche"
    articles = table(
        *(
            f"Le {who} reçoit\n\n{PROSE.replace('ministre', who)}\n\n{note}"
            for who in ("maire", "roi", "juge")
        )
    )
    assert repeated_among(line_numbers(articles))["articles"].tolist() == [3]


def test_labels_are_remembered_and_paragraphs_are_not_kept_alive() -> None:
    label, paragraph = (
        sys.getrefcount(each.text) for each in read_paragraphs(f"Le billet du nageur\n\n{PROSE}")
    )
    assert paragraph < label


def test_what_two_copies_share_is_not_furniture() -> None:
    articles = table(
        f"Un titre\n\n{PROSE}\n\n{MORE}",
        f"Un autre\n\n{PROSE}\n\n{MORE}\n\nLe préfet s'est refusé à tout commentaire.",
    )
    assert repeated_among(line_numbers(articles)).empty


def test_repeated_lines_of_parts_are_those_of_the_whole() -> None:
    articles = table(
        *(
            f"{PROSE.replace('ministre', who)}\n\nLe Littoral, quotidien"
            for who in ("maire", "roi", "juge", "nonce")
        )
    )
    parts = pd.concat([line_numbers(articles[:2]), line_numbers(articles[2:])])
    pd.testing.assert_frame_equal(repeated_among(parts), repeated_among(line_numbers(articles)))
    assert not repeated_among(line_numbers(articles)).empty


def test_best_run_agrees_with_all_runs_tried() -> None:
    values = [1.0, -2.0, 3.0, -1.0, 2.0, -4.0, 1.0, 2.5]
    runs = [(start, end) for start in range(9) for end in range(start, 9)]
    assert best_run(values) == max(runs, key=lambda run: (sum(values[slice(*run)]), -run[0]))
    assert best_run([-1.0]) == (0, 0)


_LINES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60),
    st.sampled_from(
        [
            "",
            PROSE,
            MORE,
            "À lire aussi",
            "Par Jeanne Martin",
            "3 mai 2019",
            "12 commentaires",
            "  • un point",
            "© AFP",
            "Publicité",
            "AFP",
            "Jeanne Martin",
        ]
    ),
)


@given(
    st.lists(_LINES, max_size=12).map("\n".join),
    st.sampled_from(["text", "europresse"]),
    st.sampled_from([None, "Un titre", "3 mai 2019"]),
)
def test_lines_part_the_page_and_are_slices_of_it(page: str, form: str, title: str | None) -> None:
    articles = table(page, title=title).assign(format=form)
    lines = line_table(articles, repeated_among(line_numbers(articles)))
    assert list(lines.columns) == COLUMNS
    assert lines["line_no"].tolist() == [
        n for n, line in enumerate(page.split("\n"), 1) if line.strip()
    ]
    assert [page[a:b] for a, b in zip(lines["start"], lines["end"], strict=True)] == lines[
        "text"
    ].tolist()
    assert lines["text"].tolist() == [line.strip() for line in page.split("\n") if line.strip()]
    assert lines["kept"].tolist() == [role in KEPT for role in lines["role"]]
    assert (lines["reason"] != "").equals(~lines["kept"])
    assert (lines["code"] != "").equals(~lines["kept"])


@given(st.sampled_from(PAGES))
def test_typography_does_not_change_roles(path: Path) -> None:
    page = labelled(path)[0]
    other = page.replace("’", "'").replace(" :", "\u00a0:").replace("« ", "«\u202f")
    assert lines_of(page)["role"].tolist() == lines_of(other)["role"].tolist()


def test_the_real_articles_are_left_with_what_their_readers_kept(shared: Path) -> None:
    gold = pd.read_csv(shared / "gold" / "lines.csv", dtype={"doc": str})
    left_out, kept_words = [], []
    for doc, labels in gold.groupby("doc"):
        path = next((shared / "seeds").glob(f"{doc}_*.txt"))
        lines = lines_of(path.read_text(encoding="utf-8")).set_index("line_no")
        roles = lines.join(labels.set_index("line")["label"])
        left_out += (~roles.loc[roles["label"] == "boilerplate", "kept"]).tolist()
        content = roles[
            ~roles["label"].isin(["boilerplate", "section", "byline", "meta", "caption"])
        ]
        kept_words += [
            (len(text.split()), kept)
            for text, kept in zip(content["text"], content["kept"], strict=True)
        ]
    assert left_out
    assert sum(left_out) / len(left_out) >= 0.98
    assert (
        sum(words for words, kept in kept_words if kept) / sum(words for words, _ in kept_words)
        >= 0.99
    )
