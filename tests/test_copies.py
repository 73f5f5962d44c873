from __future__ import annotations

import csv
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nkru
from nkru.corpus import copies
from nkru.corpus.copies import group_stories
from nkru.corpus.shingles import Shingles, containment, shingles, signature_table

DISPATCH = (
    "Le port de Sète a rouvert lundi après quatre jours de tempête, a annoncé la préfecture de "
    "l'Hérault. "
    "Les chalutiers ont repris la mer au petit matin, malgré une houle encore forte au large du "
    "mont Saint-Clair. "
    "« Nous avons perdu une semaine de pêche », a regretté le président du comité local des pêches."
)
INTERVIEW = (
    "« Je ne crois pas que la criée ferme », assure le patron du port, « mais il faudra "
    "que chacun y mette du sien »."
)


def words(count: int, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"mot{chance.randrange(50_000)}" for _ in range(count))


def table(texts: dict[str, str]) -> pd.DataFrame:
    rows = [(doc_id, sentence) for doc_id, text in texts.items() for sentence in text.split(". ")]
    return pd.DataFrame(rows, columns=["doc_id", "text"])


def story_ids(sentences: pd.DataFrame) -> pd.Series[str]:
    signatures = signature_table(sentences)
    return group_stories(lambda: [signatures])


def test_a_copy_under_another_headline_is_one_story() -> None:
    texts = {
        "b.txt": f"Sète reprend la mer. {DISPATCH}",
        "a.txt": f"Après la tempête. {DISPATCH} Le maire s'en félicite.",
    }
    assert story_ids(table(texts | {"c.txt": words(80, 1)})).to_dict() == {
        "a.txt": "a.txt",
        "b.txt": "a.txt",
        "c.txt": "c.txt",
    }


def test_two_papers_that_quote_one_interview_are_not_copies() -> None:
    texts = {
        name: f"{words(40, seed)}. {INTERVIEW} {words(40, seed + 9)}"
        for name, seed in (("a", 1), ("b", 2))
    }
    assert containment(*map(shingles, texts.values())) > 0.1
    assert story_ids(table(texts)).nunique() == 2


def test_typography_does_not_part_copies() -> None:
    other = DISPATCH.replace("'", "’").replace("« ", "“").replace(" »", "”").upper()
    assert containment(shingles(DISPATCH), shingles(other)) == 1


def test_containment_is_counted_by_hand() -> None:
    one, other = shingles("a b c d e f g h"), shingles("x c d e f g h y z")
    assert (len(one), len(other)) == (4, 5)
    assert containment(one, other) == pytest.approx(2 / 4)
    assert np.isnan(containment(one, shingles("trop court")))


def test_short_piece_inside_a_long_one_is_found() -> None:
    long = words(2000, 3)
    texts = {"long": long, "short": " ".join(long.split()[700:760]), "other": words(2000, 4)}
    assert story_ids(table(texts)).to_dict() == {
        "long": "long",
        "other": "other",
        "short": "long",
    }


def test_a_dispatch_printed_by_fifty_papers_is_one_story() -> None:
    body = words(300, 5)
    texts = {f"{n:02d}": f"{words(150, 100 + n)} {body}" for n in range(50)}
    assert set(story_ids(table(texts))) == {"00"}


@pytest.mark.parametrize("texts", [{}, {"b": "trop court", "a": "trop court"}])
def test_texts_of_fewer_than_five_words_are_no_copies(texts: dict[str, str]) -> None:
    assert story_ids(table(texts).astype("str")).to_dict() == {doc_id: doc_id for doc_id in texts}


def test_copies_of_copies_share_the_smallest_doc_id() -> None:
    pieces = [words(100, seed) for seed in range(4)]
    texts = {
        "z": pieces[0] + pieces[1],
        "m": f"{pieces[1]} {pieces[2]}",
        "b": f"{pieces[2]} {pieces[3]}",
        "a": words(90, 9),
    }
    assert story_ids(table(texts)).to_dict() == {"a": "a", "b": "b", "m": "b", "z": "b"}


def test_no_more_shingles_are_in_memory_than_a_part_and_a_slice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pieces = [words(200, seed) for seed in range(20)]
    texts = {f"{n:02d}": f"{pieces[n // 2]} {words(100, 50 + n)}" for n in range(40)} | {
        "empty": "trop court"
    }
    parts = [table(dict(list(texts.items())[first : first + 4])) for first in range(0, 41, 4)]
    whole, held, compared = story_ids(table(texts)), [0], []
    assert whole.nunique() == 21
    made = [signature_table(part) for part in parts]
    sketches, largest = sum(one["sketch"].nbytes for one in made), max(one.nbytes for one in made)
    del made
    before = pa.total_allocated_bytes()

    def read() -> Iterator[pa.Table]:
        for part in parts:
            signatures = signature_table(part)
            held.append(pa.total_allocated_bytes() - before)
            yield signatures

    def sorted_at_once(numbers: Shingles, mask: np.uint64) -> Iterator[copies.Pairs]:
        compared.append(len(numbers))
        return rare_pairs(numbers, mask)

    rare_pairs = copies._rare_pairs
    monkeypatch.setattr(copies, "_rare_pairs", sorted_at_once)
    monkeypatch.setattr(copies, "_SLICE", 1000)
    monkeypatch.setattr(copies, "_PAIRS", 3)
    monkeypatch.setattr(copies, "_PIECE", 100)
    pieces, of_piece = [], copies._rare_pairs_of
    monkeypatch.setattr(
        copies,
        "_rare_pairs_of",
        lambda piece, mask: pieces.append(len(piece)) or of_piece(piece, mask),
    )
    pd.testing.assert_series_equal(group_stories(read), whole)
    shingles_in_all = sum(len(shingles(text)) for text in texts.values())
    assert sum(compared) == shingles_in_all > 10 * max(compared)
    assert sum(pieces) == shingles_in_all
    assert max(pieces) < 200
    # The sketches of all, the part that is being read, and the one before it.
    assert largest < max(held) < sketches + 2.5 * largest < sketches + 8 * shingles_in_all


@given(st.lists(st.integers(0, 60), min_size=0, max_size=120), st.integers(0, 5))
def test_stories_depend_on_the_texts_alone(numbers: list[int], cut: int) -> None:
    text = " ".join(f"m{n}" for n in numbers)
    texts = {"x": text, "y": " ".join(text.split()[cut:]), "w": words(60, 7)}
    one = story_ids(table({name: texts[name] for name in ("x", "y", "w")}))
    other = story_ids(table({name: texts[name] for name in ("w", "y", "x")}))
    assert one.to_dict() == other.to_dict()
    assert all(story in one.index and story <= doc_id for doc_id, story in one.items())


def test_hashes_are_the_same_in_every_process() -> None:
    code = (
        "from nkru.corpus.shingles import shingles; print(shingles('un deux trois quatre "
        "cinq').tolist())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert runs == {f"{shingles('un deux trois quatre cinq').tolist()}\n"}


def test_pairs_read_by_hand(shared: Path, corpus_of: Callable[..., nkru.Corpus]) -> None:
    sample = shared / "samples/web"
    stories = story_ids(
        corpus_of({path.name: path.read_bytes() for path in sample.glob("*.txt")}).sentences
    )
    with (sample / "copies.csv").open(encoding="utf-8") as stream:
        pairs = list(csv.DictReader(stream))
    assert pairs
    for pair in pairs:
        assert (stories[pair["file_1"]] == stories[pair["file_2"]]) == (pair["copy"] == "1"), pair
