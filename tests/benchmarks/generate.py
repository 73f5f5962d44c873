"""Write a corpus of any size: pasted pages with furniture, whose vocabulary follows Zipf's law.

Sentences come from the treebanks beside the project, where they are, and from seeds/; their longer
words are drawn anew from 200,000 words, real and made up, as many as 50 M tokens of a newspaper
hold. A tenth of the articles are copies of an earlier one, as of one wire story.

Usage: python tests/benchmarks/generate.py FOLDER [--megabytes 10] [--seed 7]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import nkru

ROOT = Path(__file__).parents[2]
TREEBANKS = ROOT.parent / "shared" / "treebanks"
TYPES = 200_000
_LONG_WORD = re.compile(r"\b[a-zà-ÿ]{5,}\b")
_SYLLABLES = [
    "ba",
    "cor",
    "di",
    "fou",
    "gen",
    "li",
    "mé",
    "nou",
    "pra",
    "ri",
    "son",
    "té",
    "vau",
    "bel",
    "char",
    "den",
    "fi",
    "gra",
    "jou",
    "lor",
    "mar",
    "pi",
    "ron",
    "sa",
    "tu",
    "vi",
    "ze",
]
_ENDINGS = [
    "tion",
    "ment",
    "eur",
    "age",
    "ique",
    "able",
    "iste",
    "ais",
    "ois",
    "aine",
    "er",
    "ent",
    "é",
    "ée",
    "ures",
    "oir",
    "ance",
    "isme",
    "ité",
    "ales",
]
_FURNITURE = (
    ["Partager sur Facebook", "Partager sur X", "Temps de lecture : 4 min", ""],
    [
        "À lire aussi : les autres articles de ce dossier",
        "Laisser un commentaire",
        "Votre adresse ne sera pas publiée.",
    ],
)
_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def sentences() -> list[str]:
    """Return the sentences to draw from."""
    found = []
    for path in sorted(TREEBANKS.glob("*.conllu")):
        found += re.findall(r"^# text = (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found + nkru.read_corpus(ROOT / "seeds").sentences["text"].tolist()


def vocabulary(texts: list[str], rng: np.random.Generator) -> list[str]:
    """Return the words to draw from, the commonest first, made-up ones after the real ones."""
    words = dict.fromkeys(
        word for word, _ in Counter(_LONG_WORD.findall(" ".join(texts))).most_common()
    )
    stems = len(_SYLLABLES)
    while len(words) < TYPES:
        parts = rng.integers(0, stems, size=(TYPES, 3))
        ends = rng.integers(0, len(_ENDINGS), size=TYPES)
        for row, end in zip(parts, ends, strict=True):
            words.setdefault("".join(_SYLLABLES[part] for part in row) + _ENDINGS[end])
    return list(words)[:TYPES]


class Writer:
    """Writes articles that differ, from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        texts = sentences()
        self.words = np.array(vocabulary(texts, self.rng), dtype=object)
        self.between = [_LONG_WORD.split(text) for text in texts]
        self.ranks = np.cumsum(np.arange(1, TYPES + 1) ** -1.1)
        self.drawn = self._draw()

    def _draw(self) -> Iterator[str]:
        """Yield words by Zipf's law."""
        while True:
            ranks = np.searchsorted(self.ranks, self.rng.random(100_000) * self.ranks[-1])
            yield from self.words[np.minimum(ranks, TYPES - 1)].tolist()

    def sentence(self) -> str:
        """Return a sentence with its long words drawn anew."""
        first, *others = self.between[int(self.rng.integers(len(self.between)))]
        return first + "".join(
            [word + text for text, word in zip(others, self.drawn, strict=False)]
        )

    def paragraphs(self) -> list[str]:
        """Return the paragraphs of an article of about 450 words."""
        return [
            " ".join(self.sentence() for _ in range(4)) for _ in range(int(self.rng.integers(4, 9)))
        ]

    def page(self, paragraphs: list[str]) -> str:
        """Return the article as a page is pasted, with its furniture."""
        day, month, year = self.rng.integers([1, 0, 2018], [29, 11, 2026])
        title = " ".join(self.sentence().split()[:9]).rstrip(",.;: ")
        head = [
            "International",
            "",
            title,
            "",
            f"Par Jeanne Martin, le {day} {_MONTHS[month]} {year} à 10h30",
            "",
        ]
        body = "\n\n".join(paragraphs).split("\n")
        return "\n".join([*head, *_FURNITURE[0], *body, "", *_FURNITURE[1], ""])


def pages(size: int, seed: int = 7) -> Iterator[str]:
    """Yield pages until they hold `size` bytes."""
    writer = Writer(seed)
    written, last = 0, writer.paragraphs()
    while written < size:
        if writer.rng.random() > 0.1:
            last = writer.paragraphs()
        page = writer.page(last)
        written += len(page.encode())
        yield page


def write(folder: Path, size: int, seed: int = 7) -> int:
    """Write a corpus of `size` bytes and return the number of its articles."""
    number = 0
    for number, page in enumerate(pages(size, seed), 1):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    print(
        write(arguments.folder, int(arguments.megabytes * 1e6), arguments.seed),
        "articles in",
        arguments.folder,
    )
