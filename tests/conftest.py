"""What all tests share: the folder of real material, where it is there, and small corpora."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import nkru

# A deadline would fail on a busy machine, and says nothing of the code.
settings.register_profile("nkru", deadline=None)
settings.load_profile("nkru")
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real articles and gold beside the project, or skip the test."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the folder of real articles is not beside the project")
    return folder


@pytest.fixture
def corpus_of(tmp_path: Path) -> Callable[..., nkru.Corpus]:
    """Return a function that reads a corpus from one text, or from texts by file name."""

    def make(texts: str | dict[str, str | bytes]) -> nkru.Corpus:
        for name, text in ({"a.txt": texts} if isinstance(texts, str) else texts).items():
            path = tmp_path / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return nkru.read_corpus(tmp_path / "corpus")

    return make


@pytest.fixture(scope="session")
def seeds() -> nkru.Corpus:
    """Return the corpus of the articles written for the project."""
    return nkru.read_corpus(ROOT / "seeds")
