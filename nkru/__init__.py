"""nkru: who is named in the French-language press, how often, in what tone, around which themes.

>>> import nkru
>>> corpus = nkru.read_corpus("seeds")  # doctest: +SKIP

Names load when first used (PEP 562), so that `import nkru` stays light and nltk is loaded only by
those names that are NLTK's interfaces.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Classes": "nkru.themes.classes",
    "Codebook": "nkru.actors.codebook",
    "Corpus": "nkru.corpus.corpus",
    "Counts": "nkru.measures.counts",
    "FrenchSentenceTokenizer": "nkru.tokens.tokenizers",
    "FrenchTokenizer": "nkru.tokens.tokenizers",
    "Lexicon": "nkru.tone.lexicon",
    "NkruError": "nkru.errors",
    "collocations": "nkru.themes.collocation",
    "count": "nkru.measures.counting",
    "dispersion": "nkru.measures.dispersion",
    "find_mentions": "nkru.actors.mentions",
    "find_quotations": "nkru.actors.quotations",
    "frequency": "nkru.actors.frequency",
    "keyness": "nkru.themes.keyness",
    "kwic": "nkru.measures.concordance",
    "read_codebook": "nkru.actors.codebook_files",
    "read_corpus": "nkru.corpus.pipeline",
    "read_lexicon": "nkru.tone.lexicon",
    "reinert": "nkru.themes.reinert",
    "run_report": "nkru.report.runs.runs",
    "score_sentences": "nkru.tone.scores",
    "score_targets": "nkru.tone.scores",
    "show": "nkru.report.chapter.tables",
    "split_segments": "nkru.tokens.segments",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Load a public name from its home on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'nkru' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, also those not yet loaded."""
    return sorted({*globals(), *__all__})
