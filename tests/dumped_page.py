"""Pages written as text browsers dump them: lynx with and without marks of links, and w3m."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

# A block of a page: h (headline), p, menu, list (of the article), form, rule; and its texts.
# « [Kim] » in a text is a link, as is each entry of a menu.
Block = tuple[str, str | list[str]]

DAYS = (
    "La mairie de Valmont a confirmé mardi soir la fermeture du pont suspendu aux camions de plus "
    "de douze tonnes, après trois mois de discussions avec les transporteurs du plateau. Les élus "
    "de l'opposition demandent une étude indépendante avant les travaux d'automne."
)
DETOUR = (
    "Le détour par la vallée représente trente kilomètres pour les entreprises du plateau, qui "
    "emploient quatre cents personnes. La chambre de commerce a chiffré le surcoût à deux "
    "millions d'euros par an, une somme que la région refuse de prendre à sa charge."
)
WORKS = (
    "Les câbles seront remplacés au printemps par une entreprise de Charleville. Le chantier doit "
    "durer sept mois, si la crue le permet. Le maire promet que les piétons et les vélos pourront "
    "toujours traverser, y compris pendant la pose des nouvelles suspentes."
)
TITLE = (
    "Valmont : le pont suspendu fermé aux camions jusqu'au printemps, à la colère des transporteurs"
)
MENU = ["Accueil", "Politique", "Société", "Économie", "Sports", "Météo", "Petites annonces"]
HEAD: list[Block] = [
    ("menu", MENU),
    ("p", f"[Accueil] > [Société] > {TITLE}"),
    ("h", TITLE),
    ("p", "Par [Lucie Bernard]"),
    ("p", "Publié le 14 février 2023 à 18h05, mis à jour le 15 février 2023 à 07h40"),
]
BODY: list[Block] = [("p", DAYS), ("p", DETOUR), ("h", "Sept mois de travaux"), ("p", WORKS)]
FOOT: list[Block] = [
    ("h", "Les plus lus"),
    ("menu", ["La neige revient lundi sur les hauteurs", "Un boulanger de Sainte-Ursule décoré"]),
    ("p", "© 2023 Le Courrier des Vallées. Tous droits réservés."),
]


def lynx(blocks: Iterable[Block], *, marks: bool = True) -> str:
    """Return a page as `lynx -dump` prints it; without marks, as -nolist -nonumbers does."""
    text, links = "   #[1]Le Courrier » Flux [2]alternate\n\n" if marks else "", 2 * marks
    for kind, content in blocks:
        for entry in _entries(kind, content):
            parts = entry.replace("]", "").split("[")
            for number, part in enumerate(parts[1:], links + 1):
                parts[number - links] = f"[{number}]{part}" if marks else part
            links += len(parts) - 1
            text += _wrapped("".join(parts), kind, 3) + "\n" * (kind not in {"menu", "list"})
        text += "\n"
    addresses = "".join(f"{n:4}. https://courrier.example/{n}\n" for n in range(1, links + 1))
    return text + f"References\n\n{addresses}" if marks else text


def w3m(blocks: Iterable[Block]) -> str:
    """Return a page as `w3m -dump` prints it."""
    lines = (
        _wrapped(entry.replace("[", "").replace("]", ""), kind, 0, "•")
        + "\n" * (kind not in {"menu", "list"})
        for kind, content in blocks
        for entry in _entries(kind, content)
    )
    return "".join(lines)


def stripped(blocks: Iterable[Block]) -> str:
    """Return a page as lynx prints it without marks, each line without its indent."""
    return "\n".join(line.strip() for line in lynx(blocks, marks=False).split("\n"))


def _entries(kind: str, content: str | list[str]) -> Iterator[str]:
    for text in [content] if isinstance(content, str) else content:
        yield f"[{text}]" if kind == "menu" else text


def _wrapped(text: str, kind: str, indent: int, bullet: str = "*") -> str:
    if kind == "rule":
        return f"{' ' * indent}{'_' * 66}\n"
    if kind in {"menu", "list"}:
        first, rest, width = f"{' ' * (indent + 2)}{bullet} ", " " * (indent + 4), 74
    elif kind == "h":
        first, rest, width = "", "", 78
    else:
        first, rest, width = " " * indent, " " * indent, 74 if indent else 79
    return (
        textwrap.fill(
            text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        )
        + "\n"
    )
