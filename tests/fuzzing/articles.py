"""Valid files of each format of articles, made from a few sentences."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
SUBJECTS = ("Le ministre", "La délégation", "Kim Jong Un", "L’ambassadeur", "Vladimir Poutine")
VERBS = ("annonce", "refuse", "salue", "a reçu", "dénonce « sans détour »", "négocie")
OBJECTS = ("un accord de paix", "les sanctions", "l'aide promise", "une menace grave", "la réunion")
PLACES = ("à Moscou", "à Pyongyang", "jeudi 25 avril 2019", "à l'ONU", "près du port")


def sentence(random: Random) -> str:
    """Return a sentence of the press."""
    words = [random.choice(part) for part in (SUBJECTS, VERBS, OBJECTS, PLACES)]
    return f"{' '.join(words)}, selon une source du {random.randrange(1, 99)}e bureau."


def paragraphs(random: Random) -> list[str]:
    """Return the paragraphs of an article."""
    count = random.randint(2, 5)
    return [" ".join(sentence(random) for _ in range(random.randint(1, 4))) for _ in range(count)]


def title(random: Random) -> str:
    """Return a title."""
    return sentence(random).split(",")[0]


def text(random: Random) -> bytes:
    date = f"Publié le {random.randrange(1, 28)} mars {random.randrange(2010, 2025)}"
    whole = "\n\n".join([title(random), date, *paragraphs(random)])
    return whole.encode(random.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"]), "replace")


def html(random: Random) -> bytes:
    name, body = title(random), "".join(f"<p>{line}</p>" for line in paragraphs(random))
    data = json.dumps({"@type": "NewsArticle", "headline": name, "datePublished": "2019-04-25"})
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{name} - La Gazette'
        f'</title><script type="application/ld+json">{data}</script></head><body><nav><ul><li>'
        f"<a href='/'>Accueil</a></li></ul></nav><article><h1>{name}</h1>{body}</article>"
        "<footer><p>© La Gazette</p></footer></body></html>"
    ).encode()


def docx(random: Random) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(title(random))
    for line in paragraphs(random):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Année"
    return _saved(document.save)


def rtf(random: Random) -> bytes:
    lines = [title(random), *paragraphs(random)]
    escaped = "".join(f"\\pard {_rtf_text(line)}\\par\n" for line in lines)
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{escaped}}}".encode()


def _rtf_text(line: str) -> str:
    return "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in line)


def archive(random: Random) -> bytes:
    makers = random.sample([text, html, rtf, csv, iramuteq], 3)
    members = {
        f"dossier/{number}.{maker.__name__}": maker(random) for number, maker in enumerate(makers)
    }
    return zipped(members, random.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as book:
        for name, content in members.items():
            book.writestr(zipfile.ZipInfo(name), content, compression)
    return stream.getvalue()


def records(random: Random) -> list[dict[str, Any]]:
    """Return the rows of a table of articles."""
    return [
        {"title": title(random), "date": f"2019-0{month}-12", "text": "\n".join(paragraphs(random))}
        for month in range(1, random.randint(3, 6))
    ]


def csv(random: Random) -> bytes:
    import pandas as pd

    separator = random.choice(",;\t")
    return pd.DataFrame(records(random)).to_csv(index=False, sep=separator).encode()


def jsonl(random: Random) -> bytes:
    ascii_only = random.random() < 0.5
    return "\n".join(json.dumps(row, ensure_ascii=ascii_only) for row in records(random)).encode()


def parquet(random: Random) -> bytes:
    import pandas as pd

    return _saved(pd.DataFrame(records(random)).to_parquet)


def _saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def _export(name: str) -> Callable[[Random], bytes]:
    def read(random: Random) -> bytes:
        return (EXPORTS / name).read_bytes()

    read.__name__ = name.replace(".", "_")
    return read


def iramuteq(random: Random) -> bytes:
    texts = [
        f"**** *source_Gazette *date_2019-04-{day}\n{' '.join(paragraphs(random))}\n"
        for day in range(10, random.randint(12, 16))
    ]
    return "\n".join(texts).encode()


def tei(random: Random) -> bytes:
    body = "".join(f"<p>{one}</p>" for one in paragraphs(random))
    header = f"<teiHeader><fileDesc><titleStmt><title>{title(random)}</title></titleStmt>"
    header += "<sourceDesc><date when='2019-04-25'/></sourceDesc></fileDesc></teiHeader>"
    whole = f"<TEI>{header}<text><body>{body}</body></text></TEI>"
    return f"<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'>{whole * 2}</teiCorpus>".encode()


def feed(random: Random) -> bytes:
    items = "".join(
        f"<item><title>{title(random)}</title><pubDate>Thu, 25 Apr 2019 08:00:00 GMT</pubDate>"
        f"<description><![CDATA[<p>{'</p><p>'.join(paragraphs(random))}</p>]]></description></item>"
        for _ in range(random.randint(1, 4))
    )
    return f"<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>".encode()


def ris(random: Random) -> bytes:
    entries = [
        f"TY  - NEWS\nTI  - {title(random)}\nDA  - 2019/04/25\nAB  - {sentence(random)}\nER  - \n"
        for _ in range(random.randint(1, 4))
    ]
    return "\n".join(entries).encode()


def bibtex(random: Random) -> bytes:
    entries = [
        f"@article{{cle{number},\n  title = {{{title(random)}}},\n  year = {{2019}},\n"
        f"  abstract = {{{sentence(random)}}}\n}}\n"
        for number in range(random.randint(1, 4))
    ]
    return "\n".join(entries).encode()


def subtitles(random: Random) -> bytes:
    cues = [
        f"{number}\n00:00:{number:02},000 --> 00:00:{number + 1:02},000\n{sentence(random)}\n"
        for number in range(1, 12)
    ]
    return "\n".join(cues).encode()


def markdown(random: Random) -> bytes:
    head = f"---\ntitle: {title(random)}\ndate: 2019-04-25\n---\n\n# {title(random)}\n\n"
    links = "Voir [la page](https://exemple.fr/a) et **la suite**.\n\n## Un chapitre\n\n"
    return (head + links + "\n\n".join(paragraphs(random))).encode()


def labelled(random: Random) -> bytes:
    blocks = (
        f"Titre : {title(random)}\nJournal : Le Monde\nDate : 25/04/2019\n\n"
        + "\n".join(paragraphs(random))
        for _ in range(random.randint(1, 3))
    )
    return "\n\n-----\n\n".join(blocks).encode()


def gallica(random: Random) -> bytes:
    notice = (
        "Notice complète:\nTitre : Le Petit Parisien\nDate d'édition : 1914-08-01\n"
        "Type : publication en série imprimée\nDroits : domaine public\n"
        "Identifiant : ark:/12148/bpt6k000000x\n"
    )
    return (notice + "\n".join(paragraphs(random))).encode()


# The suffix and the maker of each format.
FORMATS: dict[str, tuple[str, Callable[[Random], bytes]]] = {
    "text": (".txt", text),
    "html": (".html", html),
    "docx": (".docx", docx),
    "rtf": (".rtf", rtf),
    "zip": (".zip", archive),
    "csv": (".csv", csv),
    "jsonl": (".jsonl", jsonl),
    "parquet": (".parquet", parquet),
    "europresse": (".html", _export("europresse.html")),
    "europresse_early": (".html", _export("europresse_early.html")),
    "factiva": (".html", _export("factiva.html")),
    "factiva_index": (".html", _export("factiva_index.html")),
    "factiva_rtf": (".rtf", _export("factiva.rtf")),
    "lexis": (".html", _export("lexis.html")),
    "iramuteq": (".txt", iramuteq),
    "tei": (".xml", tei),
    "feed": (".xml", feed),
    "ris": (".ris", ris),
    "bibtex": (".bib", bibtex),
    "subtitles": (".srt", subtitles),
    "markdown": (".md", markdown),
    "labelled": (".txt", labelled),
    "gallica": (".txt", gallica),
}
