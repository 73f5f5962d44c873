"""A saved page for the tests of its reader."""

from __future__ import annotations

from nkru.corpus.articles import Article
from nkru.corpus.formats import html

FIRST = (
    "La criée de Sète a rouvert lundi matin après quatre jours de tempête, au soulagement des "
    "patrons de chalutiers, qui n'avaient pas vu pareille semaine depuis dix ans."
)
SECOND = (
    "Les acheteurs étaient venus nombreux : les étals des poissonniers de la région étaient vides "
    "depuis vendredi, et les prix s'en sont ressentis dès l'ouverture des enchères."
)
THIRD = (
    "Le comité local des pêches demande une aide d'urgence pour les équipages, que la préfecture "
    "promet d'étudier vite."
)


def page(body: str = "", head: str = "", title: str = "Sète reprend la mer") -> bytes:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title} - La Gazette du Lez</title>{head}</head>"
        "<body><nav><ul><li><a href='/'>Accueil</a></li><li><a href='/sport'>Sport</a></li></ul>"
        f"</nav><main><article><h1>{title}</h1>{body}<p>{FIRST}</p><h2>Des étals vides</h2>"
        f"<p>{SECOND}</p><ul><li>Daurade royale : dix-huit euros</li>"
        f"<li>Loup de ligne : vingt-deux euros</li></ul><p>{THIRD}</p><figure><img src='criee.jpg'>"
        "<figcaption>La criée, lundi. Photo Jeanne Roux</figcaption></figure>"
        "</article></main><aside><h3>Les plus lus</h3><ul><li>"
        "<a href='/x'>Le tramway de Montpellier repart enfin vers la mer</a></li></ul></aside>"
        "<footer><p>© 2015-2023 La Gazette du Lez</p></footer>"
        "<script>var page = 'Bonjour';</script></body></html>"
    ).encode()


def read(data: bytes) -> Article:
    (article,) = html.read(data, "page.html")
    return article


def role_of(article: Article, text: str) -> str | None:
    lines = article.raw.split("\n")
    (number,) = [n for n, line in enumerate(lines, 1) if line == text]
    return article.roles.get(number)
