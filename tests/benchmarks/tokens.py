"""Print F1 and speed of the French tokenizers beside NLTK's and spaCy's, where these are installed.

Usage: python tests/benchmarks/tokens.py [FOLDER of *.conllu files] [--errors N]
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

import nkru
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.words import tokenize

TREEBANKS = Path(__file__).parents[3] / "shared" / "treebanks"
Span = tuple[int, int]
Spanner = Callable[[str], Iterable[Span]]


class Treebank:
    """The raw text of a CoNLL-U file, with the spans of its tokens and sentences."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.text = ""
        self.tokens: list[Span] = []
        self.sentences: list[Span] = []
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            self._add(block.splitlines())

    def _add(self, lines: list[str]) -> None:
        if any(line.startswith(("# newdoc", "# newpar")) for line in lines) and self.text:
            self.text = self.text.rstrip() + "\n\n"
        first, covered = len(self.text), 0
        for cells in (line.split("\t") for line in lines if line and line[0] != "#"):
            number = cells[0]
            if "." in number or ("-" not in number and int(number) <= covered):
                continue
            covered = int(number.split("-")[-1])
            self.tokens.append((len(self.text), len(self.text) + len(cells[1])))
            self.text += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
        if len(self.text) > first:
            self.sentences.append((first, self.tokens[-1][1]))
            self.text = self.text.rstrip() + " "


def solid(text: str, spans: Iterable[Span]) -> set[Span]:
    """Return the spans counted over characters that are not white space."""
    position = np.cumsum([0] + [not sign.isspace() for sign in text])
    return {(int(position[start]), int(position[end])) for start, end in spans}


def f1(text: str, gold: Iterable[Span], found: Iterable[Span]) -> float:
    wanted, given = solid(text, gold), solid(text, found)
    return 200 * len(wanted & given) / (len(wanted) + len(given))


def peers() -> Iterator[tuple[str, Spanner]]:
    from nltk.tokenize import RegexpTokenizer, WordPunctTokenizer

    yield "nkru FrenchTokenizer", nkru.FrenchTokenizer().span_tokenize
    yield "nltk WordPunctTokenizer", WordPunctTokenizer().span_tokenize
    yield "nltk RegexpTokenizer", RegexpTokenizer(r"\w+(?:-\w+)*['’]?|[^\w\s]").span_tokenize
    if importlib.util.find_spec("spacy"):
        import spacy

        blank = spacy.blank("fr")
        blank.max_length = 10**9
        yield (
            "spacy blank fr",
            lambda text: [
                (word.idx, word.idx + len(word)) for word in blank(text) if not word.is_space
            ],
        )


def sentence_peers() -> Iterator[tuple[str, Spanner]]:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    yield "nkru FrenchSentenceTokenizer", nkru.FrenchSentenceTokenizer().span_tokenize
    yield "nltk Punkt without data", PunktSentenceTokenizer().span_tokenize
    if importlib.util.find_spec("spacy"):
        import spacy

        blank = spacy.blank("fr")
        blank.max_length = 10**9
        blank.add_pipe("sentencizer")
        yield (
            "spacy sentencizer",
            lambda text: [(s.start_char, s.end_char) for s in blank(text).sents],
        )


def zipf_text(treebanks: list[Treebank], size: int, types: int = 200_000, seed: int = 7) -> str:
    """Return a text of `size` chunks, a Zipf draw from `types` real and made-up chunks."""
    rng = np.random.default_rng(seed)
    chunks = [chunk for bank in treebanks for chunk in bank.text.split()]
    ranks = (np.arange(1, types + 1) ** -1.05).cumsum()
    counts = Counter(chunks)
    vocabulary = [word for word, _ in counts.most_common()]
    syllables = (
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
        "eur",
    )
    while len(vocabulary) < types:
        vocabulary.append("".join(rng.choice(syllables, rng.integers(2, 6))))
    drawn = np.searchsorted(ranks / ranks[-1], rng.random(size))
    return " ".join(vocabulary[rank] for rank in drawn)


def seconds(action: Callable[[], object], repeats: int = 3) -> float:
    """Return the least process time of `repeats` runs."""
    times = []
    for _ in range(repeats):
        begin = time.process_time()
        action()
        times.append(time.process_time() - begin)
    return min(times)


def print_errors(bank: Treebank, gold: list[Span], spanner: Spanner, limit: int) -> None:
    text = bank.text
    found = set(spanner(text))
    for start, end in sorted(found - set(gold))[:limit]:
        right = [text[a:b] for a, b in gold if a < end and b > start]
        context, token = text[max(0, start - 20) : end + 20], repr(text[start:end])[:80]
        print(f"    {context!r} -> {token} gold {repr(right)[:80]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=TREEBANKS)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument(
        "--speed", type=int, default=1_000_000, help="white-space chunks in the text that is timed"
    )
    arguments = parser.parse_args()
    banks = [Treebank(path) for path in sorted(arguments.folder.glob("*.conllu"))]
    for title, spanners, gold in (
        ("Tokens", peers, "tokens"),
        ("Sentences", sentence_peers, "sentences"),
    ):
        print(f"{title}, F1 of exact spans:", *(bank.name for bank in banks))
        for name, spanner in spanners():
            scores = (f1(bank.text, getattr(bank, gold), spanner(bank.text)) for bank in banks)
            print(f"  {name:30}", *(f"{score:6.2f}" for score in scores))
            if arguments.errors and name.startswith("nkru"):
                for bank in banks:
                    print_errors(bank, getattr(bank, gold), spanner, arguments.errors)
    print_speed(banks, arguments.speed)


def print_speed(banks: list[Treebank], size: int) -> None:
    text = zipf_text(banks, size)
    chunks = len(set(text.split()))
    print(f"Speed on {len(text) / 1e6:.1f} M characters, {chunks:,} distinct chunks, M tokens/s:")
    for name, spanner in peers():
        part = text if name.startswith("nkru") else text[: len(text) // 10]
        count = sum(1 for _ in spanner(part))
        print_rate(name, count, lambda s=spanner, p=part: list(s(p)))
    spans = nkru.FrenchTokenizer().span_tokenize
    for name, length in (("page by page", 3000), ("sentence by sentence", 150)):
        texts = [text[i : i + length] for i in range(0, len(text), length)]
        count = sum(len(list(spans(part))) for part in texts)
        print_rate(f"nkru {name}", count, lambda t=texts: [list(spans(part)) for part in t])
    texts = [text[i : i + 3000] for i in range(0, len(text), 3000)]
    count = len(tokenize(texts).code)
    print_rate("nkru tokenize", count, lambda: tokenize(texts))
    print_rate("  with lemmas", count, lambda: lemmatize(tokenize(texts).forms))
    for name, spanner in sentence_peers():
        part = text if name.startswith("nkru") else text[: len(text) // 10]
        print_rate(name, count * len(part) / len(text), lambda s=spanner, p=part: list(s(p)))


def print_rate(name: str, tokens: float, action: Callable[[], object]) -> None:
    print(f"  {name:30} {tokens / seconds(action) / 1e6:6.2f}")


if __name__ == "__main__":
    main()
