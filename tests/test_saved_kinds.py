"""What people have saved, by many programs: each kind becomes its articles, with their fields."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru

MakeCorpus = Callable[..., nkru.Corpus]
BRIDGE = [
    "La préfecture de la Drôme a annoncé mardi la fermeture de trois ponts de la vallée, jugés "
    "trop fragiles pour le passage des camions pendant l'hiver.",
    "« Nous n'avions plus le choix, les expertises sont formelles », explique le directeur des "
    "routes, qui promet des travaux dès le printemps.",
    "Les communes redoutent un isolement de plusieurs semaines, et une navette conduira les "
    "écoliers, selon le conseil départemental.",
]
BUS = [
    "Le conseil municipal de Saint-Brieuc a voté lundi soir la gratuité des bus le samedi, une "
    "promesse de campagne de la nouvelle majorité.",
    "L'opposition s'est abstenue, estimant que la mesure n'avait pas été chiffrée, et réclame "
    "une étude de son coût avant la rentrée.",
    "La mesure entrera en vigueur en septembre et sera évaluée au bout d'un an par un cabinet "
    "indépendant que la ville doit choisir.",
]
FIRST, SECOND = "Trois ponts fermés dans la Drôme", "Les bus gratuits à Saint-Brieuc"
TEXTS = ["\n".join(BRIDGE), "\n".join(BUS)]


def pasted(first: str, second: str) -> str:
    return f"{FIRST}\n{first}\n{TEXTS[0]}\n\n{SECOND}\n{second}\n{TEXTS[1]}\n"


def document(style: str, between: str = "Par Claire Martin, le 12 janvier 2021") -> bytes:
    from docx import Document

    made = Document()
    for title, texts in ((FIRST, BRIDGE), (SECOND, BUS)):
        made.add_paragraph(title, style=style)
        for text in (between, *texts):
            made.add_paragraph(text)
    made.save(stream := io.BytesIO())
    return stream.getvalue()


def workbook(*above: list[str]) -> bytes:
    frame = pd.DataFrame({"Titre": [FIRST, SECOND], "Texte": TEXTS, "Parution": ["12/01/2021"] * 2})
    notes = pd.DataFrame({"Note": ["Relevé fait en mai", "À compléter bientôt"]})
    with pd.ExcelWriter(stream := io.BytesIO()) as book:
        frame.to_excel(book, index=False, sheet_name="Articles", startrow=len(above))
        for row, names in enumerate(above, 1):
            for column, name in enumerate(names, 1):
                book.sheets["Articles"].cell(row, column, name)
        notes.to_excel(book, index=False, sheet_name="Notes")
    return stream.getvalue()


TABLE = {
    "Key": ["A1", "B2"],
    "Item Type": ["newspaperArticle"] * 2,
    "Title": [FIRST, SECOND],
    "Publication Title": ["Le Dauphiné libéré", "Ouest-France"],
    "Abstract Note": TEXTS,
    "Date": ["2021-01-12"] * 2,
    "Date Added": ["2023-02-01 10:22:11"] * 2,
    "File Attachments": ["https://s.example/a.html", "https://s.example/b.html"],
}
SCRAPED = [
    {
        "title": title,
        "source-hostname": outlet,
        "hostname": "presse.example",
        "date": "2021-01-12",
        "image": "https://presse.example/i.jpg",
        "source": f"https://presse.example/{number}",
        "excerpt": text[:90] + "…",
        "text": text,
    }
    for number, (title, outlet, text) in enumerate(
        [(FIRST, "Le Dauphiné libéré", TEXTS[0]), (SECOND, "Ouest-France", TEXTS[1])]
    )
]
STYLES = "<!DOCTYPE html><html><head><style>" + "a,b,c{x:y}" * 600 + "</style>"
PAGE = f"{STYLES}<title>{FIRST}</title></head><body><h1>{FIRST}</h1>" + "".join(
    f"<p>{text}</p>" for text in BRIDGE
)
EDGE, ADDRESS = f"05/02/2023 18:42 {FIRST} - Le Fleuve", "https://fleuve.example/a"
PRINTED = (
    f"{EDGE}\n{FIRST}\nPar Claire Martin\nPublié le 12/01/2021\n{BRIDGE[0]}\n{ADDRESS} 1/2\n\n"
    f"{EDGE}\n{BRIDGE[1]}\n{BRIDGE[2]}\n{ADDRESS} 2/2\n"
)
FIREFOX = (
    f"{FIRST} {ADDRESS}\n{FIRST}\nPar Claire Martin\nPublié le 12/01/2021\n{BRIDGE[0]}\n"
    f"{BRIDGE[1]}\n1 sur 1 05/02/2023, 18:42\n"
)
LINKED = {"@type": "NewsArticle", "headline": FIRST, "datePublished": "2021-01-12"}
FILLED = (
    "<!doctype html><html><head><title>Les ponts</title><script type='application/ld+json'>"
    + json.dumps(LINKED | {"articleBody": TEXTS[0], "publisher": {"name": "Le Fleuve"}})
    + "</script></head><body><div id='root'></div></body></html>"
)
NESTED = {
    f"a{number}": {"titre": title, "paragraphes": texts, "meta": {"journal": outlet, "jour": 44208}}
    | {"date": "44208"}
    for number, (title, texts, outlet) in enumerate(
        [(FIRST, BRIDGE, "Le Dauphiné libéré"), (SECOND, BUS, "Ouest-France")]
    )
}
KIOSK = f"Le Progrès\n12 janvier 2021\n{FIRST}\nRoutes - Un hiver difficile\nAnne Roux\n{TEXTS[0]}"
LINE_ABOVE = f"Ouest-France (Dinan) · 12 janvier 2021 · 7 · Luc Petit\n\n{SECOND}\n\n{TEXTS[1]}"
ALCESTE = "".join(f"000{n} *jour_20210112 *journal_x\n{text}\n" for n, text in enumerate(TEXTS, 1))
PERSON = {"family": "Roux", "given": "Anne"}
CSL = {"type": "article-newspaper", "title": FIRST, "container-title": "Le Progrès"}
CSL |= {"author": [PERSON], "issued": {"date-parts": [[2021, 1, 12]]}, "abstract": TEXTS[0]}
PLEASE = {"date_download": "2023-01-01", "date_modify": None, "date_publish": "2021-01-12 08:00:00"}
PLEASE |= {"maintext": TEXTS[0], "title": FIRST, "source_domain": "lefleuve.example"}
FACTIVA = {"Headline": [FIRST], "Source Name": ["Le Progrès"], "Publication Date": ["12/01/2021"]}
FACTIVA |= {"Full Text": TEXTS[:1]}
REFERENCE = f"Le Progrès\nLyon, mardi 12 janvier 2021, p. 3\n\n{FIRST}\n\nAnne Roux\n\n{TEXTS[0]}\n"
BOTH = [(FIRST, "2021-01-12"), (SECOND, "2021-01-12")]
OUTLETS = ["Le Dauphiné libéré", "Ouest-France"]
DAYS = ("Le Dauphiné libéré, 12 janvier 2021", "(Ouest-France, mardi 12/01/2021, p. 4)")
KINDS: dict[str, tuple[str | bytes, list[tuple[str, str | None]], list[str]]] = {
    "one below the other.txt": (pasted(*DAYS), BOTH, OUTLETS),
    "signed one below the other.txt": (pasted(*["Par Luc Petit, le 12/01/2021"] * 2), BOTH, []),
    "titles.docx": (document("Title"), BOTH, []),
    "headings.docx": (document("Heading 1"), BOTH, []),
    "headings within.docx": (document("Heading 1", "La suite en bref."), [(FIRST, None)], []),
    "notes.xlsx": (workbook(), BOTH, []),
    "zotero.csv": (pd.DataFrame(TABLE).to_csv(index=False, quoting=1), BOTH, OUTLETS),
    "scraped.json": (json.dumps(SCRAPED), BOTH, OUTLETS),
    "printed by Chrome.txt": (PRINTED, BOTH[:1], []),
    "printed by Firefox.txt": (FIREFOX, BOTH[:1], []),
    "filled by a script.html": (FILLED, BOTH[:1], ["Le Fleuve"]),
    "nested.json": (json.dumps({"corpus": NESTED}), BOTH, OUTLETS),
    "kiosk.txt": (KIOSK, BOTH[:1], ["Le Progrès"]),
    "one line above.txt": (LINE_ABOVE, BOTH[1:], ["Ouest-France (Dinan)"]),
    "alceste.txt": (ALCESTE, [(None, "2021-01-12")] * 2, ["x"] * 2),
    "references.json": (json.dumps([CSL]), BOTH[:1], ["Le Progrès"]),
    "news-please.json": (json.dumps(PLEASE), BOTH[:1], []),
    "factiva.csv": (pd.DataFrame(FACTIVA).to_csv(index=False), BOTH[:1], ["Le Progrès"]),
    "grouped names.xlsx": (workbook(["Relevé"], ["Réf.", "", "Contenu"]), BOTH, []),
    "page of a day.txt": (REFERENCE, BOTH[:1], ["Le Progrès"]),
    "one line of styles.html": (PAGE, [(FIRST, None)], []),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_saved_becomes_its_articles(corpus_of: MakeCorpus, name: str) -> None:
    content, rows, outlets = KINDS[name]
    documents = corpus_of({name: content}).documents
    table = documents[["title", "date"]].astype(object)
    found = table.where(table.notna(), None).itertuples(index=False, name=None)
    assert list(found) == rows
    assert documents["outlet"].dropna().tolist() == outlets


def test_addresses_and_openings_are_read_once(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of({"scraped.json": json.dumps(SCRAPED)})
    assert corpus.documents["url"].tolist() == [row["source"] for row in SCRAPED]
    texts = [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]]
    assert [text.count(opening[:80]) for text, opening in zip(texts, TEXTS, strict=True)] == [1, 1]


def test_columns_are_known_with_and_without_accents(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"Média": ["La Croix"], "Chapô": ["Trois ponts ferment."], "Texte": TEXTS[:1]}
    )
    frame.to_csv(tmp_path / "a.csv", index=False)
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.documents["outlet"].tolist() == ["La Croix"]
    assert corpus.lines["role"].tolist()[:2] == ["standfirst", "body"]


def test_a_list_of_short_pieces_is_not_cut(corpus_of: MakeCorpus) -> None:
    teasers = "".join(f"\n{SECOND}\n{DAYS[1]}\nLe bus devient gratuit.\n" for _ in range(3))
    corpus = corpus_of(f"{FIRST}\n{DAYS[0]}\n{TEXTS[0]}\n{teasers}")
    assert corpus.documents["title"].tolist() == [FIRST]


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("le 3 mars 2021 à 18h05", "2021-03-03"),
        ("03.03.21", "2021-03-03"),
        ("Lun. 4 janv. 2021", "2021-01-04"),
        ("3-mars-2021", "2021-03-03"),
        ("2021/03/03", "2021-03-03"),
        ("Politique | mercredi 3 mars 2021", "2021-03-03"),
        ("Le Monde (site web), 3 mars 2021", "2021-03-03"),
        ("Source : Le Courrier du fleuve - 03/03/2021", "2021-03-03"),
        ("Le sommet de la Loire, 3 mars 2021 devant la presse", None),
    ],
)
def test_a_day_below_a_title_is_read(corpus_of: MakeCorpus, line: str, iso: str | None) -> None:
    dates = corpus_of(f"{FIRST}\n\n{line}\n\n" + "\n\n".join(BRIDGE)).documents["date"]
    assert dates.dropna().tolist() == ([iso] if iso else [])


TEASERS = [
    (
        "Le pont de Nevers attendra 2026",
        "La région a repoussé le vote, faute d'accord sur le tracé.",
    ),
    ("Un hiver sans neige", "Les stations ferment une à une, et les saisonniers partent."),
    ("Une école rouvre ses portes", "Les élèves découvrent une cour plantée de trente arbres."),
    ("Le prix du blé recule encore", "Les céréaliers demandent une aide d'urgence à l'État."),
    ("Brest gagne à Lens", "Les Bretons l'ont emporté dans les dernières minutes du match."),
    (
        "Les libraires contre la taxe",
        "La profession dénonce une mesure qui fragilise les commerces.",
    ),
    ("Les puits de l'Aude sont à sec", "Le préfet étend les restrictions à trente communes."),
]
FRONT = [f"<h2><a href='/{n}'>{a}</a></h2><p>{b}</p>" for n, (a, b) in enumerate(TEASERS)]
FRONTS = {
    "a.html": f"<html><title>Le Fleuve</title><body><main>{''.join(FRONT)}</main></body></html>",
    "a.txt": "Le Fleuve\n\n" + "\n\n".join(f"{a}\n{b}" for a, b in TEASERS),
}


@pytest.mark.parametrize("name", FRONTS)
def test_a_front_page_is_told(corpus_of: MakeCorpus, name: str) -> None:
    page = FRONTS[name]
    assert "several_articles" in corpus_of({name: page}).documents["flags"][0]


def test_an_article_above_teasers_is_one(corpus_of: MakeCorpus) -> None:
    page = (
        f"<html><body><h1>{FIRST}</h1><p>{'</p><p>'.join(BRIDGE)}</p>{''.join(FRONT)}</body></html>"
    )
    assert "several_articles" not in corpus_of({"a.html": page}).documents["flags"][0]


def test_a_box_of_mails_is_told(tmp_path: Path) -> None:
    head = "From a Tue Jan 12 08:00:00 2021\nFrom: a@b.fr\nSubject: x\nDate: 12 Jan 2021"
    mail = f"{head}\n\n{BUS[0]}\n"
    (tmp_path / "a.mbox").write_text(mail, encoding="utf-8")
    (tmp_path / "b.txt").write_text(KIOSK, encoding="utf-8")
    assert nkru.read_corpus(tmp_path).unread["reason"].str.contains("e-mail").tolist() == [True]
