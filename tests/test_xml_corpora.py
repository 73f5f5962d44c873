"""XML corpora: an article in each of their elements, and XML that is refused."""

from __future__ import annotations

import pytest

from nkru.corpus import formats
from nkru.corpus.articles import Article
from nkru.errors import CorpusError

TEXT = "Le maire a reçu les pêcheurs mardi.\nLa criée du port a rouvert."
WANTED = "Le maire a reçu les pêcheurs mardi.\n\nLa criée du port a rouvert."


def read(data: str) -> list[Article]:
    reader, items = formats.read(data.encode(), "essai.xml")
    assert reader.NAME == "xml"
    return [item for item in items if isinstance(item, Article)]


@pytest.mark.parametrize("prolog", ["", '<?xml version="1.0" encoding="UTF-8"?>\n'])
@pytest.mark.parametrize("tag", ["doc", "text", "article", "document", "page", "Text"])
def test_attributes_and_children_state_the_fields(tag: str, prolog: str) -> None:
    first = (
        f'<{tag} title="La criée &amp; le port" date="12/03/2021" bord="gauche">\n{TEXT}\n</{tag}>'
    )
    second = f"<{tag}><titre>Le port</titre><date>2021-03-14</date><texte>{TEXT}</texte></{tag}>"
    found = read(f"{prolog}<corpus>\n{first}\n{second}\n</corpus>\n")
    assert [(item.title, item.date) for item in found] == [
        ("La criée & le port", "2021-03-12"),
        ("Le port", "2021-03-14"),
    ]
    assert found[0].raw == f"La criée & le port\n\n{WANTED}"
    assert found[1].raw == f"Le port\n\n{WANTED}"
    assert found[0].own == {"bord": "gauche"}


@pytest.mark.parametrize(
    "text",
    [
        f"<doc url=https://exemple.fr/1 id=7>\n{TEXT}\n</doc>\n<doc url=https://exemple.fr/2\n>\n"
        f"{TEXT}\n</doc>\n",
        f"<!DOCTYPE corpus [<!ENTITY a 'b'>]>\n<corpus><doc>{TEXT}</doc><doc>{TEXT}</doc></corpus>",
        f"<corpus><doc><p>{TEXT}</p></doc><doc><s>{TEXT}</s></doc></corpus>",
        f"<corpus><groupe><doc>{TEXT}</doc></groupe><groupe><doc>{TEXT}</doc></groupe></corpus>",
        f"<corpus><doc>{TEXT}</doc>\n<doc>{TEXT}</corpus>",
    ],
)
def test_corpora_of_many_shapes(text: str) -> None:
    found = [item.raw for item in read(text)]
    assert found == [WANTED, WANTED]


def test_an_ampersand_alone_is_text() -> None:
    assert read("<corpus><doc>R&D du port</doc></corpus>")[0].raw == "R&D du port"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<corpus><ligne>Un</ligne></corpus>", "XML file of unknown kind"),
        ("<corpus><doc></doc></corpus>", "XML file of unknown kind"),
        ("<corpus><doc>\nLe\tDET\tle\nport\tNOM\tport\nva\tVER\taller\n</doc></corpus>", "tagger"),
        ("<rss><channel><title>Un</title></channel></rss>", "news feed"),
    ],
)
def test_other_xml_is_refused(text: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        read(text)
