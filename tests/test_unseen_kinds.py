"""Kinds of files from bug reports of other tools: each becomes its articles, or is told by name."""

from __future__ import annotations

import gzip
import json
import pickle
import sqlite3
from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from typing import NamedTuple
from unicodedata import normalize

import pytest

import nkru

MakeCorpus = Callable[..., nkru.Corpus]
WATER = [
    "La régie des eaux de Narval a relevé ses tarifs de huit pour cent en janvier, une hausse que "
    "les associations de locataires jugent brutale.",
    "Son directeur invoque le remplacement de quarante kilomètres de conduites en fonte, posées "
    "avant la guerre et percées chaque hiver.",
    "Le conseil communautaire examinera en avril un tarif social pour les familles nombreuses, "
    "selon le vice-président chargé du budget.",
]
BAKERY = [
    "Le tribunal de commerce a placé la biscuiterie Corvette en redressement, trois mois après "
    "l'arrêt de sa deuxième ligne de gaufrettes.",
    "Les soixante salariés, réunis devant la grille, réclament une table ronde avec la région et "
    "les banques avant la fin du mois.",
    "Un repreneur italien s'est fait connaître vendredi, mais il ne garderait que la moitié des "
    "postes, d'après le mandataire.",
]
FIRST = "À Narval, le prix de l'eau augmente de huit pour cent"
SECOND = "La biscuiterie Corvette en redressement judiciaire"
ONE, TWO = "\n".join(WATER), "\n".join(BAKERY)
DAYS = ("2021-03-12", "2022-11-02")
PAIRS = [(FIRST, DAYS[0], "Le Monde", ONE), (SECOND, DAYS[1], "Le Figaro", TWO)]

Row = tuple[str | None, str | None, str | None, str | None]
TITLED: list[Row] = [(FIRST, DAYS[0], None, None), (SECOND, DAYS[1], None, None)]
NAMED: list[Row] = [(FIRST, DAYS[0], "Le Monde", None), (SECOND, DAYS[1], "Le Figaro", None)]
SIGNED: list[Row] = [(FIRST, DAYS[0], "Le Monde", "Alice Roux")]


class Kind(NamedTuple):
    """A file, its articles (title, day, outlet, author), and words that no kept text has."""

    content: str | bytes
    rows: list[Row]
    foreign: str = ""


def table(header: str, *rows: tuple[str, ...]) -> str:
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\n".join([header, *lines]) + "\n"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='fr'><head>{head}</head><body>{body}</body></html>"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def wrapped(text: str) -> str:
    return '"' + text.replace('"', '""') + '"\n'


PAIRS_BY_DAY = [(day, outlet, title, text) for title, day, outlet, text in PAIRS]
COLUMNS = "titre,date,texte"
ROWS = [(title, day, text) for title, day, _, text in PAIRS]
FLAT = [(title, day, text.replace("\n", " ")) for title, day, text in ROWS]
TEXTS = (WATER, BAKERY)
H1 = f"<h1>{FIRST}</h1>"
KEYED = "".join(
    f"<date={day}>\r<journal={outlet.replace(' ', '_')}>\r{text}\r"
    for _, day, outlet, text in PAIRS
)
LINED = "".join(
    f"Date : {day} Journal : {outlet} Title : {title} Auteur : Alice Roux\n{text}\n"
    for title, day, outlet, text in PAIRS
)
LABELS = (
    f"Titre : {FIRST}\nMédia : Le Monde\nDate de publication : 12/03/2021\nAuteur : Alice Roux\n"
    f"URL : https://x.example/1\n\n{ONE}"
)
CLIPPED = (
    f'---\ntitle: "{FIRST}"\nsource: "https://www.lemonde.fr/a"\nauthor:\n  - "[[Alice Roux]]"\n'
    f"published: {DAYS[0]}\ncreated: 2024-02-01\n---\n{ONE}"
)
NOTED = f"# {FIRST}\n\nDate: March 12, 2021\nURL: https://x.example/1\nAuteur: Alice Roux\n\n{ONE}"
TOML = f'+++\ntitle = "{FIRST}"\ndate = {DAYS[0]}T08:00:00+01:00\nauthor = "Alice Roux"\n+++\n{ONE}'
NUMBERED = "\n\n".join(
    f"### {number}\n{title}\n{outlet}\n{day}\n{text}"
    for number, (title, day, outlet, text) in enumerate(PAIRS, 1)
)
COUNTED = "\n\n".join(
    f"Article {number} sur 2\n\n{title}\n{outlet}, {day}\n\n{text}"
    for number, (title, day, outlet, text) in enumerate(PAIRS, 1)
)
RULED = "\n\n==========\n\n".join(
    f"{title}\n\n{outlet}\n\n{day}\n\n{text}" for title, day, outlet, text in PAIRS
)
SCRAPER = (
    f'<text source="Le Monde" author="auteur-inconnu" title="<b>{FIRST}</b>" date="{DAYS[0]}">\n'
    f'<ref target="https://x.example/a">Link to original document</ref><lb></lb>{ONE}\n</text>'
)
STARS = [
    (f"*source_{outlet.replace(' ', '_')}", f"*date_{day}", text) for _, day, outlet, text in PAIRS
]
PARTS = [
    (str(number), str(part), title, day, line)
    for number, (title, day, texts) in enumerate(zip((FIRST, SECOND), DAYS, TEXTS, strict=True))
    for part, line in enumerate(texts, 1)
]
SPOKEN = {
    "text": ONE,
    "segments": [
        {"id": n, "start": 5.0 * n, "end": 5.0 * n + 4, "text": t} for n, t in enumerate(WATER)
    ],
}
STARRED = {
    "items": [
        {
            "title": title,
            "published": seconds,
            "summary": {"content": paragraphs(texts)},
            "origin": {"title": outlet},
        }
        for (title, _, outlet, _), seconds, texts in zip(
            PAIRS, (1615532400, 1667376000), TEXTS, strict=True
        )
    ]
}
POSTS = [
    (outlet, "2009-01-01 10:00:00", f"{day} 08:00:00 CET", text, title)
    for title, day, outlet, text in PAIRS
]
READER = page(
    f'<a class="domain" href="https://www.lemonde.fr/a">lemonde.fr</a><h1 class="t">{FIRST}</h1>'
    f'<div class="credits">Alice Roux</div><div>3 minutes</div><p>Publié le 12 mars 2021</p>'
    f"{paragraphs(WATER)}",
    f"<title>{FIRST}</title>",
)
SINGLE = (
    "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://www.lemonde.fr/a \n"
    " saved date: Thu May 02 2024 10:11:12 GMT+0200\n--><head>"
    f"<title>{FIRST}</title></head><body>{H1}{paragraphs(WATER)}</body></html>"
)
ARCHIVE = "https://web.archive.org/web/20210314081512/https://www.lemonde.fr/a.html"
ARCHIVED = page(
    f'<div id="wm-ipp-base">5 captures 13 Mar 2021 - 2 May 2024</div>{H1}{paragraphs(WATER)}',
    f'<link rel="canonical" href="{ARCHIVE}"><title>{FIRST}</title>',
)
TYPED = page(
    f"<p class=MsoTitle>{FIRST}</p>{paragraphs(WATER)}",
    "<meta name=generator content='LibreOffice 7'><meta name=author content='Luc Petit'>"
    "<meta name=created content='2024-05-01T10:00:00'>",
)
PAGES = "\n".join(
    page(f"<h1>{title}</h1><p>Publié le {day}</p>{paragraphs(texts)}")
    for title, day, texts in zip((FIRST, SECOND), DAYS, TEXTS, strict=True)
)
SIDE_BY_SIDE = page(
    "".join(
        f"<article><h2>{title}</h2><p>Publié le {day}</p>{paragraphs(texts)}</article>"
        for title, day, texts in zip((FIRST, SECOND), DAYS, TEXTS, strict=True)
    )
)
ACCENTS = f"{FIRST}\n\nLibération\n\nPar Irène Bé\nPublié le 2 février 2021\n\n{ONE}"
TWICE = [tuple(cell.encode().decode("cp1252", "ignore") for cell in FLAT[0]), FLAT[1]]

GALLICA = (
    "Rappel de votre demande:\nFormat de téléchargement: : Texte\nNotice complète:\n"
    "Titre : Le Petit Parisien : journal quotidien du soir\nDate d'édition : 1914-08-01\n"
    "Type : publication en série imprimée\nDroits : domaine public\n"
    "Identifiant : ark:/12148/bpt6k000000x\nDate de mise en ligne : 15/10/2007\n"
    "Le mode texte vient d'un programme de reconnaissance optique de caractères (OCR).\n"
    f"LE PETIT PARISIEN\n{ONE}"
)

NEXIS = "\n\n".join(
    f"{title}\n\n{outlet}\n\n{day}\n\nCopyright {day[-4:]} {outlet} Tous droits réservés\n\n"
    f"Section: RÉGION; Pg. 8\n\nByline: Alice Roux\n\nBody\n\n{text}\n\nClassification\n\n"
    f"Language: FRENCH\n\nSubject: WATER (90%)\n\nLoad-Date: May 2, 2024\n\nEnd of Document\n"
    for (title, _, outlet, text), day in zip(
        PAIRS, ("12 mars 2021", "2 novembre 2022"), strict=True
    )
)
REVIEW = f"REVUE DE PRESSE\n\nSommaire\n{FIRST} - p. 2\n{SECOND} - p. 3\n\n\n" + "\n\n\n".join(
    f"{outlet}\n{day}\nPage {page}\n\n{title}\n\n{text}\n\nTous droits réservés à l'éditeur"
    for page, ((title, _, outlet, text), day) in enumerate(
        zip(PAIRS, ("vendredi 12 mars 2021", "02/11/2022"), strict=True), 2
    )
)
CRAWLED = (
    f'<doc sitename="Le Monde" title="{FIRST}" author="Alice Roux" date="{DAYS[0]}" '
    f'source="https://x.example/a" hostname="x.example"><main>{paragraphs(WATER)}</main>'
    "<comments><p>Bravo pour cet article, la régie se moque de nous depuis dix ans.</p></comments>"
    "</doc>"
)
NAME_FIRST = page(
    f"<h1>Le Fleuve</h1><h2>{FIRST}</h2><p>Publié le 12/03/2021</p>{paragraphs(WATER)}",
    f"<title>Le Fleuve - {FIRST}</title>",
)
SPREAD = [(title, day, *texts) for (title, day, _), texts in zip(FLAT, TEXTS, strict=True)]

KINDS: dict[str, Kind] = {
    "nexis.txt": Kind(NEXIS, [(*row[:3], "Alice Roux") for row in NAMED], "WATER"),
    "press review.txt": Kind(REVIEW, NAMED, "Sommaire"),
    "crawled.xml": Kind(CRAWLED, SIGNED, "Bravo"),
    "name of the site first.html": Kind(NAME_FIRST, TITLED[:1]),
    "paragraphs in columns.csv": Kind(
        table("titre,date,Paragraphe 1,Paragraphe 2,Paragraphe 3", *SPREAD), TITLED
    ),
    "of a Mac.txt": Kind(
        f"{FIRST}\n\nVendredi 12 mars 2021 | Région\n\n{ONE}".encode("mac_roman"), TITLED[:1]
    ),
    "scraper.txt": Kind(f"Le Monde\n\nAlice Roux\n\n{DAYS[0]}\n\n{FIRST}\n\n{ONE}", SIGNED),
    "scraper.xml": Kind(SCRAPER, NAMED[:1], "original"),
    "lexico.txt": Kind(KEYED, [(None, *row[1:]) for row in NAMED], "journal="),
    "labels on a line.txt": Kind(LINED, [(*row[:3], "Alice Roux") for row in NAMED], "Journal"),
    "labels.txt": Kind(LABELS, SIGNED, "x.example"),
    "org.org": Kind(f"#+TITLE: {FIRST}\n#+DATE: <{DAYS[0]} ven.>\n\n{ONE}", TITLED[:1], "#+"),
    "clipped.md": Kind(CLIPPED, SIGNED),
    "noted.md": Kind(NOTED, [(FIRST, DAYS[0], None, "Alice Roux")], "x.example"),
    "keys of TOML.md": Kind(TOML, [(FIRST, DAYS[0], None, "Alice Roux")], "+++"),
    "numbered.txt": Kind(NUMBERED, NAMED),
    "counted.txt": Kind(COUNTED, NAMED),
    "rulers.txt": Kind(RULED, NAMED),
    "accents apart.txt": Kind(
        normalize("NFD", ACCENTS), [(FIRST, "2021-02-02", "Libération", "Irène Bé")]
    ),
    "entities.txt": Kind(
        f"{FIRST}\n\n{DAYS[0]}\n\n{ONE}".replace("é", "&eacute;"), TITLED[:1], "eacute"
    ),
    "encoded twice.csv": Kind(table(COLUMNS, *TWICE), TITLED, "Ã"),
    "stars.csv": Kind(
        table("Variable_1,Variable_2,Paragraphe", *STARS), [(None, *row[1:]) for row in NAMED], "*"
    ),
    "of R.csv": Kind(
        table(
            "titre,auteur,date,texte",
            (FIRST, 'c("Alice Roux", "Luc Petit")', DAYS[0], ONE),
            (SECOND, "NA", DAYS[1], TWO),
        ),
        [(FIRST, DAYS[0], None, "Alice Roux, Luc Petit"), TITLED[1]],
    ),
    "lists of Python.csv": Kind(
        table("titre,authors,date,texte", (FIRST, "['Alice Roux']", DAYS[0], repr(WATER))),
        [(FIRST, DAYS[0], None, "Alice Roux")],
        "['",
    ),
    "line ends as letters.csv": Kind(
        table(COLUMNS, *((t, d, text.replace("\n", "\\n\\n")) for t, d, text in ROWS)),
        TITLED,
        "\\n",
    ),
    "lines quoted whole.csv": Kind(
        "".join(map(wrapped, table(COLUMNS, *FLAT).splitlines())), TITLED
    ),
    "no header.csv": Kind(table("", *PAIRS_BY_DAY).lstrip("\n"), NAMED),
    "moments.csv": Kind(
        table(
            "title,timestamp,text",
            *zip((FIRST, SECOND), ("1615532400000", "1667376000000"), (ONE, TWO), strict=True),
        ),
        TITLED,
    ),
    "labelled days.csv": Kind(
        table(
            COLUMNS,
            (FIRST, "Publié le 12/03/2021", ONE),
            (SECOND, "Mis à jour le 02/11/2022 - 10:00", TWO),
        ),
        TITLED,
    ),
    "paragraphs in rows.csv": Kind(table("id,num_paragraphe,titre,date,texte", *PARTS), TITLED),
    "whisper.json": Kind(json.dumps(SPOKEN), [(None, None, None, None)]),
    "feed reader.json": Kind(json.dumps(STARRED), NAMED, "<p>"),
    "posts.csv": Kind(
        table("Page Name,Page Created,Post Created,Message,Link Text", *POSTS), NAMED
    ),
    "reader view.html": Kind(READER, SIGNED, "minutes"),
    "single file.html": Kind(SINGLE, [(FIRST, None, "Le Monde", None)], "saved"),
    "web archive.html": Kind(ARCHIVED, [(FIRST, None, "Le Monde", None)], "captures"),
    "word processor.html": Kind(TYPED, [(FIRST, None, None, None)]),
    "pages in one.html": Kind(PAGES, TITLED),
    "side by side.html": Kind(SIDE_BY_SIDE, TITLED),
    "one column.csv": Kind(
        f'texte\n"{ONE}"\n"{TWO}"\n', [(None, None, None, None), (None, None, None, None)]
    ),
    "line ends lost.tsv": Kind(
        "date\ttitre\ttexte\n" + "".join(f"{day}\t{title}\t{text}\n" for title, day, text in ROWS),
        TITLED,
    ),
    "quoted mail.txt": Kind(
        "\n".join(f"> {line}" for line in (FIRST, "", "Le Monde, 12 mars 2021", "", *WATER)),
        NAMED[:1],
        ">",
    ),
    "feed of feeds.xml": Kind(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>"eau" - Veille</title><item>'
        f"<title>{FIRST} - Le Monde</title><pubDate>Fri, 12 Mar 2021 08:00:00 GMT</pubDate>"
        f"<description>{ONE}</description><source>Le Monde</source></item></channel></rss>",
        NAMED[:1],
    ),
    "gallica.txt": Kind(GALLICA, [(None, "1914-08-01", "Le Petit Parisien", None)], "OCR"),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_programs_write_becomes_its_articles(corpus_of: MakeCorpus, name: str) -> None:
    kind = KINDS[name]
    corpus = corpus_of({name: kind.content})
    fields = corpus.documents[["title", "date", "outlet", "author"]].astype(object)
    found = fields.where(fields.notna(), None).itertuples(index=False, name=None)
    assert list(found) == kind.rows
    texts = [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]]
    pairs = zip((" ".join(text.split()) for text in texts), TEXTS, strict=False)
    assert all(line in text for text, lines in pairs for line in lines)
    assert not (kind.foreign and any(kind.foreign in text for text in texts))


def database() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table articles (texte text)")
    return connection.serialize()


TOKENS = [("a", str(n), word, "NOUN") for n, word in enumerate(ONE.split())]
AROUND = [(line[:50], "eau", line[50:99]) for line in (*WATER, *BAKERY)]
TOLD: dict[str, tuple[str | bytes, str]] = {
    "corpus.db": (database(), "SQLite"),
    "corpus.pkl": (pickle.dumps({"texte": ONE}, protocol=4), "pickle"),
    "old.pkl": (pickle.dumps({"texte": ONE}, protocol=0), "pickle"),
    "corpus.rds": (gzip.compress(b"X\n\x00\x00\x00\x03" + ONE.encode()), "write.csv"),
    "corpus.rda": (gzip.compress(b"RDX3\nX\n" + ONE.encode()), "write.csv"),
    "corpus.sav": (b"$FL2@(#) IBM SPSS" + bytes(60) + ONE.encode(), "SPSS"),
    "corpus.dta": (b"<stata_dta><header>" + bytes(60) + ONE.encode(), "Stata"),
    "corpus.csv.bz2": (b"BZh91AY&SY" + bytes(60), "bzip2"),
    "0001.ctx": (f"fileCtx0005\n{FIRST}\nAlice Roux\n12/03/2021\n", "Prospéro"),
    "hyperbase.txt": (f"&&&Le Monde, LeMonde, LM&&&\n{ONE}\n", "Hyperbase"),
    "source.tex": ("\\documentclass{article}\n\\begin{document}\n" + ONE, "LaTeX"),
    "tokens.csv": (table("doc_id,token_id,token,upos", *TOKENS), "column of texts"),
    "concordance.csv": (table("pre,keyword,post", *AROUND), "concordance"),
    "_README.txt": (ONE, "note about the folder"),
}


def test_what_is_no_text_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{FIRST}\n\n{DAYS[0]}\n\n{ONE}", encoding="utf-8")
    for name, (content, _) in TOLD.items():
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.documents["doc_id"].tolist() == ["a.txt"]
    reasons = dict(corpus.unread.itertuples(index=False, name=None))
    assert {name for name, (_, word) in TOLD.items() if word not in reasons[name]} == set()


def test_rows_without_words_and_cells_that_excel_cut_are_told(tmp_path: Path) -> None:
    long = ("Le dossier a été transmis au préfet de région dans la journée. " * 600)[:32_767]
    rows = [(FIRST, DAYS[0], long), ("NA", "NA", "NA"), FLAT[1]]
    (tmp_path / "a.csv").write_text(table(COLUMNS, *rows), encoding="utf-8")
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.documents["title"].tolist() == [FIRST, SECOND]
    reasons = corpus.unread.set_index("source")["reason"]
    assert "Excel cut it" in reasons["a.csv#1"]
    assert "no text and no title" in reasons["a.csv#2"]


@pytest.mark.parametrize(
    "text",
    [
        f"Titre de presse : un métier\n\n{ONE}",
        f"Paris : la régie augmente ses tarifs\n\n{ONE}",
        f"{FIRST}\n\nDate : 12 mars 2021\n\n{ONE}",
    ],
)
def test_a_colon_is_no_label_of_an_article(corpus_of: MakeCorpus, text: str) -> None:
    assert corpus_of(text).documents["format"].tolist() == ["text"]


def test_numbers_of_articles_are_no_numbers_of_paragraphs(corpus_of: MakeCorpus) -> None:
    rows = [("Le Monde", str(n), line) for n, line in enumerate(WATER, 1)]
    rows += [("Le Figaro", str(n), line) for n, line in enumerate(BAKERY, 1)]
    corpus = corpus_of({"a.csv": table("journal,numéro,texte", *rows)})
    assert len(corpus.documents) == 6


@pytest.mark.parametrize("width", [60, 72])
def test_a_front_page_in_wrapped_lines_is_told(corpus_of: MakeCorpus, width: int) -> None:
    teasers = (f"{line[:40].strip()}\n{fill(line, width)}" for line in (*WATER, *BAKERY))
    corpus = corpus_of("Le Fleuve\n\n" + "\n\n".join(teasers))
    assert "several_articles" in corpus.documents["flags"][0]
    article = corpus_of(
        f"{FIRST}\n\n" + "\n\n".join(fill(line, width) for line in (*WATER, *BAKERY))
    )
    assert "several_articles" not in article.documents["flags"][0]


def test_columns_around_a_constant_are_no_concordance(corpus_of: MakeCorpus) -> None:
    rows = [(title, "presse", text, "0", "kim, lee") for title, _, text in (*FLAT, FLAT[0])]
    corpus = corpus_of({"a.csv": table("titre,support,texte,epoch,auteur", *rows)})
    assert len(corpus.documents) == 3
