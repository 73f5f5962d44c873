"""Kinds of saved files that used to be misread, each with three more of its kin.

`KIN` gives, for each kind, files and the articles that they hold: title, day, and how many of the
paragraphs of the text are kept. `ELSEWHERE` names the test of each other kind; a name of a kind is
that of its folder in ../shared/cases.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import nkru

MakeCorpus = Callable[..., nkru.Corpus]
FIRST, SECOND = "Le tramway arrive à Limoges", "Un hiver sans neige dans le Jura"
RAILS = (
    "Le conseil communautaire de Limoges a voté mercredi la construction d'une première ligne de "
    "tramway, longue de douze kilomètres.",
    "Les travaux commenceront au printemps et dureront quatre ans, selon la présidente de la "
    "métropole, qui promet des indemnités aux commerçants.",
    "Des riverains ont saisi le tribunal, inquiets pour les platanes du boulevard, dont la moitié "
    "doit être abattue avant l'automne.",
)
SNOW = (
    "Les stations du Jura ont fermé leurs pistes dès le mois de janvier, faute de neige, et les "
    "saisonniers cherchent un autre emploi.",
    "Le département a débloqué une aide de deux millions d'euros, que les hôteliers trouvent "
    "insuffisante après trois mauvaises saisons.",
    "Les élus veulent maintenant développer la marche et le vélo, sans renoncer tout à fait aux "
    "canons à neige.",
)
ONE, TWO = " ".join(RAILS), " ".join(SNOW)


class Kin(NamedTuple):
    """Files of one kind, the titles and days of their articles, and the paragraphs kept of each."""

    files: dict[str, str | bytes]
    rows: list[tuple[str | None, str | None]]
    kept: int = 1


DAYS = ("2021-03-12", "2022-11-02")
BOTH = [(FIRST, DAYS[0]), (SECOND, DAYS[1])]


def page(*parts: str) -> str:
    return f"<!DOCTYPE html><html lang='fr'><body>{''.join(parts)}</body></html>"


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def pasted(*lines: str) -> str:
    return "\n\n".join((*lines, *RAILS))


H1, TEXT = f"<h1>{FIRST}</h1>", paragraphs(RAILS)
HEAD = f"{FIRST}\n\nPar Alice Roux\nPublié le 12 mars 2021\n\n"
SUBJECTS = {
    "cookies.txt": (
        "La CNIL inflige une amende de trois millions d'euros à un site qui déposait des cookies "
        "sans demander le consentement de ses visiteurs.",
        "L'éditeur assure que ses bandeaux sont conformes au règlement européen depuis le mois de "
        "mai, et il annonce un recours devant le Conseil d'État.",
        "Pour les associations, refuser les traceurs doit être aussi simple que les accepter, ce "
        "que la moitié des sites ne permettent pas.",
    ),
    "abonnés.txt": (
        "Le quotidien régional a gagné vingt mille abonnés en un an grâce à une offre à un euro le "
        "premier mois, sans engagement.",
        "S'abonner à un journal reste pourtant rare chez les moins de trente ans, note une étude "
        "du ministère de la Culture.",
        "La newsletter du matin, envoyée à cent mille lecteurs, amène la moitié des nouveaux "
        "abonnements, selon la direction.",
    ),
    "commentaires.txt": (
        "Les commentaires des lecteurs sont fermés sur trois sites d'information sur quatre, "
        "faute de modérateurs, révèle une enquête.",
        "Modérer et répondre coûte cher : il faut deux personnes à plein temps pour un site de "
        "taille moyenne, calcule un syndicat de la presse.",
        "Les propos injurieux y sont deux fois plus nombreux que sur les pages de la télévision, "
        "d'après les auteurs de l'enquête.",
    ),
}
MENU = "Accueil\nPolitique\nSociété\nPodcast\n"
BOX = "Dossier\nParu le 20.05.2022\nLes villes et leurs trams\nVoir le dossier\n"
TABLE = {"titre": [FIRST, SECOND], "date": list(DAYS), "texte": [ONE, TWO]}
ITEMS = [{"titre": FIRST, "date": DAYS[0], "texte": ONE}]
ITEMS += [{"titre": SECOND, "date": DAYS[1], "texte": TWO}]
SIGNED = [
    f"{t}\n\nPar Alice Roux\nPublié le {d}\n\n"
    for t, d in ((FIRST, "12 mars 2021"), (SECOND, "2 novembre 2022"))
]
TEXTS = [f"{head}{chr(10).join(text)}\n" for head, text in zip(SIGNED, (RAILS, SNOW), strict=True)]
MARKED = [f"<p>{a}</p><p>{b}<br>{c}&nbsp;</p>" for a, b, c in (RAILS, SNOW)]
KIN: dict[str, list[Kin]] = {
    "table-header-unknown": [
        Kin(
            {
                "a.tsv": f"Jour\tManchette\tContenu\n{DAYS[0]}\t{FIRST}\t{ONE}\n"
                f"{DAYS[1]}\t{SECOND}\t{TWO}\n"
            },
            BOTH,
        ),
        Kin(
            {
                "a.csv": f"n°;parution;libellé;corpus\n1;12/03/2021;{FIRST};{ONE}\n"
                f"2;02/11/2022;{SECOND};{TWO}\n".encode("cp1252")
            },
            BOTH,
        ),
        Kin(
            {
                "a.csv": f'"","x1","x2","x3"\n"1","{FIRST}","{DAYS[0]}","{ONE}"\n'
                f'"2","{SECOND}","{DAYS[1]}","{TWO}"\n'
            },
            BOTH,
        ),
    ],
    "table-dates": [
        Kin({"a.csv": f'titre,date,texte\n"{FIRST}",{day},"{ONE}"\n'}, BOTH[:1])
        for day in ("12.03.2021 08:15", "vendredi 12 mars 2021", "2021-03-12T08:00:00+01:00")
    ],
    "table-shift": [
        Kin(
            {"a.csv": f"titre,date,texte\n{FIRST},{DAYS[0]},{ONE}\n{SECOND},{DAYS[1]},{TWO}\n"},
            BOTH,
        ),
        Kin(
            {"a.csv": f"titre;date;texte\n{FIRST};{DAYS[0]};{ONE};;\n{SECOND};{DAYS[1]};{TWO};;\n"},
            BOTH,
        ),
        Kin(
            {
                "a.tsv": f"titre\tdate\ttexte\n{FIRST}\t{DAYS[0]}\t{ONE}\t\n"
                f"{SECOND}\t{DAYS[1]}\t{TWO}\t\n"
            },
            BOTH,
        ),
    ],
    "markup-in-cells": [
        Kin(
            {
                "a.csv": "titre;date;texte\n"
                + "".join(f"<b>{t}</b>;{d};{m}\n" for (t, d), m in zip(BOTH, MARKED, strict=True))
            },
            BOTH,
            3,
        ),
        Kin(
            {
                "a.json": json.dumps(
                    [row | {"texte": m} for row, m in zip(ITEMS, MARKED, strict=True)]
                )
            },
            BOTH,
            3,
        ),
        Kin(
            {
                "a.csv": f'titre,date,texte\n"{FIRST}",{DAYS[0]},"<ul><li>{RAILS[0]}</li><li>'
                f'{RAILS[1]}</li></ul><div>{RAILS[2]}</div>"\n'
            },
            BOTH[:1],
            3,
        ),
    ],
    "json-array": [
        Kin({"a.json": json.dumps({"total": 2, "results": ITEMS}, indent=1)}, BOTH),
        Kin({"a.json": json.dumps({"u1": ITEMS[0], "u2": ITEMS[1]})}, BOTH),
        Kin({"a.json": json.dumps({k: dict(enumerate(v)) for k, v in TABLE.items()})}, BOTH),
    ],
    "xml-without-declaration": [
        Kin(
            {
                "a.xml": "<textes>"
                + "".join(
                    f'<texte titre="{t}" date="{d}">{x}</texte>'
                    for (t, d), x in zip(BOTH, (ONE, TWO), strict=True)
                )
                + "</textes>"
            },
            BOTH,
        ),
        Kin(
            {
                "a.xml": "<articles>"
                + "".join(
                    f"<article><title>{t}</title><date>{d}</date><body>{x}</body></article>"
                    for (t, d), x in zip(BOTH, (ONE, TWO), strict=True)
                )
                + "</articles>"
            },
            BOTH,
        ),
        Kin(
            {
                "a.txt": "\ufeff"
                + "".join(
                    f'<doc title="{t}" date="{d}">\n{x}\n</doc>\n'
                    for (t, d), x in zip(BOTH, (ONE, TWO), strict=True)
                )
            },
            BOTH,
        ),
    ],
    "iramuteq-dates": [
        Kin({"a.txt": f"**** *an_2011\n{ONE}\n"}, [(None, "2011")]),
        Kin({"a.txt": f"**** *journal_x *date_2011_05\n{ONE}\n"}, [(None, "2011-05")]),
        Kin({"a.txt": f"**** *jour_20110512 *annee_2011\n{ONE}\n"}, [(None, "2011-05-12")]),
    ],
    "furniture-is-the-topic": [
        Kin({name: HEAD + "\n\n".join(text)}, [BOTH[0]], 3) for name, text in SUBJECTS.items()
    ],
    "html-body-in-several-blocks": [
        Kin(
            {
                "a.html": page(
                    H1,
                    "<aside>Publicité</aside>".join(
                        f"<div class='{name}'>{paragraphs(text)}</div>" for text in (RAILS, SNOW)
                    ),
                )
            },
            [(FIRST, None)],
            6,
        )
        for name in ("article__content", "c-paragraph-block", "texte-article")
    ],
    "html-date-outside-body": [
        Kin(
            {
                "a.html": page(
                    f"<header>{H1}<span>Publié le 12/03/2021 à 9h05</span></header>",
                    f"<div class='corps'>{TEXT}</div>",
                )
            },
            [BOTH[0]],
            3,
        ),
        Kin({"a.html": page(H1, "<p class='date'>vendredi 12 mars 2021</p>", TEXT)}, [BOTH[0]], 3),
        Kin(
            {"a.txt": pasted(FIRST, "Le dépôt, en 2018. © Ville", "12 mars 2021 | Alice Roux")},
            [BOTH[0]],
            3,
        ),
    ],
    "dated-box-wrong-day": [
        Kin(
            {
                "a.txt": f"Accueil / Articles / {FIRST}\n\n{FIRST}\n\n{BOX}\n{FIRST}\n\n"
                "12.03.2021, par\nAlice Roux\n\n" + "\n\n".join(RAILS)
            },
            [BOTH[0]],
            3,
        ),
        Kin(
            {
                "a.txt": pasted(FIRST, "12 mars 2021") + "\n\nÀ lire aussi\n\nUn pont trop cher\n"
                "Publié le 20 mai 2022"
            },
            [BOTH[0]],
            3,
        ),
        Kin(
            {
                "a.html": page(
                    "<aside><h3>Dossier</h3><p>Paru le 20 mai 2022</p></aside>",
                    H1,
                    "<p>Publié le 12 mars 2021</p>",
                    TEXT,
                )
            },
            [BOTH[0]],
            3,
        ),
    ],
    "same-headline-no-title": [
        Kin(
            {
                "a.txt": HEAD + RAILS[0] + "\n\n" + RAILS[1],
                "b.txt": HEAD + RAILS[0] + "\n\n" + RAILS[2],
            },
            [BOTH[0]] * 2,
            2,
        ),
        Kin(
            {f"{n}.txt": f"{FIRST}\n\n12 mars 2021\n\n{RAILS[n]}\n\n{SNOW[n]}" for n in range(3)},
            [BOTH[0]] * 3,
            2,
        ),
        Kin(
            {
                f"{n}.html": page(
                    H1, "<p>Publié le 12 mars 2021</p>", f"<p>{RAILS[n]}</p>", f"<p>{SNOW[n]}</p>"
                )
                for n in range(2)
            },
            [BOTH[0]] * 2,
            2,
        ),
    ],
    "several-articles-in-one-text": [
        Kin({"a.txt": "\n\n-----\n\n".join(TEXTS)}, BOTH, 3),
        Kin({"a.txt": "\n\n==========\n\n".join(TEXTS)}, BOTH, 3),
        Kin({"a.txt": "\n\n".join(TEXTS)}, BOTH, 3),
    ],
    "pdf-copied-text": [
        Kin({"a.txt": HEAD + "\n".join(RAILS).replace(old, new)}, [BOTH[0]])
        for old, new in (
            ("kilomètres", "kilo-\nmètres"),
            ("indemnités", "indem-\nnités"),
            ("commerçants", "commer\u00ad\nçants"),
        )
    ],
    "not-articles": [
        Kin({"a.txt": HEAD + "\n\n".join(RAILS), name: content}, [BOTH[0]], 3)
        for name, content in (
            ("Thumbs.db", b"\xd0\xcf\x11\xe0"),
            ("~$a.docx", "Alice"),
            ("analyse.R", "x <- read.csv('a.csv')\n"),
        )
    ],
    "web-page-complete": [
        Kin(
            {
                "a.html": page(H1, "<p>Publié le 12 mars 2021</p>", TEXT),
                f"a{end}/{name}": "body { margin: 0 }",
            },
            [BOTH[0]],
            3,
        )
        for end, name in (
            ("_files", "saved_resource.html"),
            ("-Dateien", "x.css"),
            ("_archivos", "app.js.download"),
        )
    ],
    "words-of-menus-as-headings-and-authors": [
        Kin(
            {
                "a.txt": f"{FIRST}\n\n{MENU}\n{FIRST}\n\nAlice Roux | 12.03.2021\n\n"
                + "\n\n".join(RAILS)
            },
            [BOTH[0]],
            3,
        ),
        Kin({"a.txt": pasted(FIRST, "Partager\nTweeter\nSuivre", "12 mars 2021")}, [BOTH[0]], 3),
        Kin(
            {
                "a.html": page(
                    "<nav><a href='/'>Podcast</a> <a href='/v'>Vidéos</a></nav>",
                    H1,
                    "<ul><li>Flux RSS</li><li>Suivre</li></ul>",
                    "<p>Publié le 12 mars 2021</p>",
                    TEXT,
                )
            },
            [BOTH[0]],
            3,
        ),
    ],
}


WORDS = "test_kin_of_words.py::"
ELSEWHERE = {
    "descriptor-with-complement": f"{WORDS}test_names",
    "docx-lost-text": "test_word_text.py::test_all_that_a_reader_sees_is_read_in_its_order",
    "export-drops-ligatures": f"{WORDS}test_ligatures_of_variables_are_two_letters",
    "extra-columns": f"{WORDS}test_extra_columns_are_kept",
    "first-name-opens-sentence": f"{WORDS}test_names",
    "nexis-rtf": "test_word_text.py::test_documents_of_nexis_in_word_and_rtf",
    "party-initials": f"{WORDS}test_names",
    "pour-is-not-according-to": f"{WORDS}test_speakers",
    "speaker-strings": f"{WORDS}test_speakers",
    "spokesman-in-apposition": f"{WORDS}test_names",
    "tone-end-of-evil": f"{WORDS}test_tone",
    "tone-ne-cesser": f"{WORDS}test_tone",
    "tone-passive-shifter": f"{WORDS}test_tone",
    "wrong-argument-traceback": f"{WORDS}test_a_wrong_second_argument_is_named",
}


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, n) for kind, kin in KIN.items() for n in range(len(kin))]
)
def test_kin_of_a_kind_become_their_articles(corpus_of: MakeCorpus, kind: str, number: int) -> None:
    files, rows, kept = KIN[kind][number]
    corpus = corpus_of(files)
    table = corpus.documents[["title", "date"]].astype(object)
    found = table.where(table.notna(), None).itertuples(index=False, name=None)
    assert sorted(found, key=str) == sorted(rows, key=str)
    texts = RAILS + SNOW + tuple(line for text in SUBJECTS.values() for line in text)
    for doc_id in corpus.documents["doc_id"]:
        text = " ".join(corpus.text(doc_id).replace("\u00a0", " ").split())
        assert sum(one in text for one in texts) >= kept
        assert not {"Publicité", "Flux RSS", "</"} & {word for word in text.split()}
    assert "Podcast" not in corpus.documents["author"].fillna("").str.cat()


def test_each_kind_has_three_kin() -> None:
    assert {kind: len(kin) for kind, kin in KIN.items() if len(kin) < 3} == {}
    for test in ELSEWHERE.values():
        module, name = test.split("::")
        assert f"def {name}(" in (Path(__file__).parent / module).read_text(encoding="utf-8")


def test_every_case_has_its_kin(shared: Path) -> None:
    kinds = {path.name for path in (shared / "cases").glob("*") if path.is_dir()}
    assert kinds <= KIN.keys() | ELSEWHERE.keys()
