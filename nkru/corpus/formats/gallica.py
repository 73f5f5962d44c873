"""Texts of Gallica: an issue of a newspaper as recognised from its pictures, below its notice."""

from __future__ import annotations

import re

from nkru.corpus.articles import Article
from nkru.corpus.dating.iso import parse_iso
from nkru.corpus.decoding import decode
from nkru.corpus.formats.html_tree import lines_of, parse
from nkru.corpus.outlets import outlet_name
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "gallica"
MANY_ARTICLES = False
# No page is around the text: the lines above it are those of the notice.
BOUNDED = True
RISKY = True

_HEAD = 1 << 14
_ARK = re.compile(r"\bark:/12148/\w+")
_LABEL = re.compile(r"\s{0,9}([^\W\d_][^:\n]{0,40}?)\s?:\s{0,9}(.{0,1000})")
# The labels of a notice that no other text has, all three.
_KNOWN = ("date d'édition", "identifiant", "droits")
# What kind of publication is a newspaper, and how the note on the recognition begins and ends.
_SERIAL = re.compile(r"publication en série|périodique|presse", re.IGNORECASE)
_NOTE = re.compile(r"\bmode texte\b|reconnaissance optique|taux de reconnaissance", re.IGNORECASE)
# The most lines of a notice.
_LONGEST = 60
_ADDRESS = "https://gallica.bnf.fr/"


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file begins with the notice of a document of Gallica."""
    if b"ark:/12148/" not in data[:_HEAD]:
        return False
    head = decode(data[:_HEAD]).text.replace("’", "'").casefold()
    return all(label in head for label in _KNOWN)


def read(data: bytes, name: str) -> list[Article]:
    """Return the text of a document; the title of a newspaper is its outlet.

    The day on which Gallica put it on line is not its date.

    Raises:
        CorpusError: no text follows the notice.
    """
    text, encoding, damaged = decode(data)
    lines = lines_of(parse(text)) if text.lstrip()[:1] == "<" else text.split("\n")
    end = _end(lines)
    if not any(len(line.split()) > 1 for line in lines[end:]):
        raise CorpusError("a notice of Gallica without a text; save the text mode of the document")
    stated: dict[str, list[str]] = {}
    for line in lines[:end]:
        if match := _LABEL.fullmatch(line.strip()):
            stated.setdefault(_key(match[1]), []).append(match[2].strip())
    title = next(iter(stated.get("titre", [])), "").split(" : ")[0].split(" / ")[0].strip()
    is_serial = any(map(_SERIAL.search, stated.get("type", [])))
    printed = next(iter(stated.get("date d'édition", [])), "")
    ark = _ARK.search(" ".join(stated.get("identifiant", [])))
    iso = parse_iso(printed)
    return [
        Article(
            "\n".join(lines),
            encoding,
            damaged,
            title=None if is_serial else title or None,
            outlet=outlet_name(title) if is_serial and title else None,
            date=iso,
            date_evidence=f"Date d'édition : {printed}" if iso else None,
            url=f"{_ADDRESS}{ark[0]}" if ark else None,
            roles=dict.fromkeys(range(1, end + 1), "boilerplate"),
        )
    ]


def _end(lines: list[str]) -> int:
    """Return the number of lines of the notice, and of the note on the recognition below it."""
    labels = read_toml("pages/fields.toml")["gallica"]["labels"]
    end = 0
    for number, line in enumerate(lines[:_LONGEST], 1):
        match = _LABEL.fullmatch(line.strip())
        is_labelled = match is not None and _key(match[1]) in labels
        if is_labelled or _ARK.search(line) or _NOTE.search(line):
            end = number
    return end


def _key(label: str) -> str:
    return label.replace("’", "'").casefold()
