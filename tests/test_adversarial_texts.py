"""Adversarial texts: any string is read in time that grows with its length, and no faster.

Each text made a function of the package take over ten seconds, or for ever; the bounds are generous
(2 s of work for each step on 200 kB, which takes 0.1 to 0.8 s).
"""

from __future__ import annotations

import base64
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pandas as pd
import pytest

import nkru
from nkru.actors.known.headlines import Capitals, in_headline_case
from nkru.actors.known.spans import Spans
from nkru.tokens.chunks import LONGEST
from nkru.tokens.lemmas import stop_words
from nkru.tokens.sentences import sentence_spans
from nkru.tokens.words import token_spans, tokenize

SIZE, SECONDS = 200_000, 2.0
FORM = "Nom, prénom et adresse du signataire "
# Each text by what it is; a run is as long as SIZE unless its name says otherwise.
TEXTS = {
    "36 dots": FORM + "." * 36,
    "45 dots": FORM + "." * 45,
    "dots and a number": f"{FORM}{'.' * SIZE}12",
    "ellipses": "…" * SIZE,
    "!?": "!?" * (SIZE // 2),
    "? !": "? ! " * (SIZE // 4),
    "a mark and spaces": f"Il a dit « {' ' * SIZE} oui",
    "a straight mark and spaces": f'Il a dit " {" " * SIZE} oui',
    "a mark and line ends": f"Il a dit « {chr(10) * SIZE} oui",
    "marks and line ends": "«\n" * (SIZE // 2),
    "short quotations": "« a » " * (SIZE // 6),
    "capitals": "A" * SIZE,
    "capitals with hyphens": "A-" * (SIZE // 2),
    "initials": "A." * (SIZE // 2) + "Ab",
    "agencies": "(AFP) " * (SIZE // 6),
    "persons": "M. Kim " * (SIZE // 7),
    "unknown persons": "Ivan Ivanov " * (SIZE // 12),
    "pronouns": "donne-le-le-le-le" + "-le" * (SIZE // 3) + "x",
    "half an address": "a+" * (SIZE // 2),
    "lines glued together": "Bb.Cc" * (SIZE // 5),
    "base64": base64.b64encode(random.Random(1).randbytes(SIZE * 3 // 4)).decode(),
}


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail after twice so many seconds of the processor (it may be shared), and end the work."""

    def stop(number: int, frame: FrameType | None) -> None:
        pytest.fail(f"not done in {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * seconds)
    start = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert time.process_time() - start < 2 * seconds


pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGVTALRM"), reason="needs a clock that interrupts"
)


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Read an article once, so that dictionaries and codebooks are loaded before any clock runs."""
    corpus = read(tmp_path_factory.mktemp("first"), "Kim Jong-un a parlé à Pékin, dit l'AFP.")
    nkru.find_quotations(corpus)
    nkru.candidates(corpus)


def read(folder: Path, text: str) -> nkru.Corpus:
    """Return a corpus of one article around a text."""
    page = (
        "Un titre ordinaire\n\nLe président Kim Jong-un a parlé à Pékin mardi devant la presse. "
        f"{text}\n\nUne autre phrase ordinaire est à la fin de cet article.\n"
    )
    (folder / "a.txt").write_text(page, encoding="utf-8")
    return nkru.read_corpus(folder)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_split_in_time(name: str) -> None:
    text = TEXTS[name]
    with at_most(SECONDS):
        tokens = tokenize([text])
    with at_most(SECONDS):
        assert len(token_spans(text)) == len(tokens.code)
    with at_most(SECONDS):
        spans = sentence_spans(text)
    assert text.strip() == text[spans[0][0] : spans[-1][1]].strip()


@pytest.mark.parametrize("name", TEXTS)
def test_an_article_is_read_and_analysed_in_time(name: str, tmp_path: Path) -> None:
    with at_most(SECONDS):
        corpus = read(tmp_path, TEXTS[name])
    steps: list[Callable[[nkru.Corpus], object]] = [
        nkru.find_mentions,
        nkru.find_quotations,
        nkru.candidates,
        nkru.count,
        nkru.collocations,
        lambda corpus: nkru.kwic(corpus, "pré*ident"),
    ]
    for step in steps:
        with at_most(SECONDS):
            step(corpus)
    assert "Kim Jong Un" in set(nkru.find_mentions(corpus)["entry"])


def test_dots_to_fill_in_end_no_sentence_and_signs_after_them_do() -> None:
    text = f"{FORM}{'.' * 60} 12 rue du Port. Il a signé ? ! Elle aussi."
    assert [text[start:end] for start, end in sentence_spans(text)][-2:] == [
        "Il a signé ? !",
        "Elle aussi.",
    ]


def test_a_query_with_many_stars_is_answered_in_time(tmp_path: Path) -> None:
    corpus = read(tmp_path, "a" * 20_000 + " abracadabra")
    with at_most(SECONDS):
        assert nkru.kwic(corpus, "a*a*a*a*a*a*a*a*z").empty
    for query in ("a*c*a", "*cada*", "abra*abra", "a*d*b*"):
        assert nkru.kwic(corpus, query)["node"].tolist() == ["abracadabra"], query


def test_what_is_longer_than_a_word_is_no_term(tmp_path: Path) -> None:
    hyphens = "\u00ad" * SIZE
    corpus = read(tmp_path, f"{'A' * SIZE} {'mot' * (LONGEST // 3)} so{hyphens}leil")
    kinds = corpus.tokens.set_index("token")["kind"]
    assert kinds["A" * SIZE] == "symbol"
    assert kinds["mot" * (LONGEST // 3)] == "word"
    for unit in ("lemma", "norm", "token"):
        terms = nkru.count(corpus, unit, vocabulary="words").terms
        assert terms.dtype.itemsize <= 4 * LONGEST, f"{unit}: as wide as the longest term"


def test_a_sentence_of_many_names_is_judged_as_if_each_were_alone() -> None:
    names = ["Ivan Ivanov", "la menace", "Pékin", "de l’Est", "M. Kim", "(AFP)", "sans", "Défie"]
    draw = random.Random(3)
    for _ in range(200):
        text = " ".join(draw.choices(names, k=12))
        start = draw.randrange(len(text))
        end = draw.randrange(start, len(text))
        around = f"{text[:start]} {text[end:]}".split()
        rest = " ".join(word for word in around if word.casefold() not in stop_words())
        capitals = Capitals(text, stop_words())
        assert capitals.surround(0, start, end, len(text)) == in_headline_case(rest)


def test_spans_touch_as_any_of_them_does() -> None:
    draw = random.Random(4)
    for _ in range(200):
        pairs = [sorted(draw.sample(range(40), 2)) for _ in range(draw.randrange(6))]
        start, end = sorted(draw.sample(range(40), 2))
        touched = any(first < end and start < last for first, last in pairs)
        assert Spans((first, last) for first, last in pairs).touch(start, end) == touched


def test_marks_around_nothing_are_no_quotation(tmp_path: Path) -> None:
    corpus = read(tmp_path, "Il a dit : «   ». Elle a dit : « Nous partons demain matin. »")
    texts = nkru.find_quotations(corpus)["text"]
    assert texts.tolist() == ["Nous partons demain matin."]
    assert isinstance(texts, pd.Series)
