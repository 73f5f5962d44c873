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
    "Classes": "nkru.analysis.reinert",
    "Codebook": "nkru.analysis.codebook",
    "Corpus": "nkru.corpus.corpus",
    "Counts": "nkru.analysis.counts",
    "FrenchSentenceTokenizer": "nkru.tokens.tokenizers",
    "FrenchTokenizer": "nkru.tokens.tokenizers",
    "Lexicon": "nkru.analysis.lexicon",
    "NkruError": "nkru.errors",
    "collocations": "nkru.analysis.collocation",
    "count": "nkru.analysis.counts",
    "dispersion": "nkru.analysis.dispersion",
    "find_mentions": "nkru.analysis.mentions",
    "find_quotations": "nkru.analysis.quotations",
    "frequency": "nkru.analysis.frequency",
    "keyness": "nkru.analysis.keyness",
    "kwic": "nkru.analysis.concordance",
    "read_codebook": "nkru.analysis.codebook",
    "read_corpus": "nkru.corpus.corpus",
    "read_lexicon": "nkru.analysis.lexicon",
    "reinert": "nkru.analysis.reinert",
    "run_report": "nkru.report.runs",
    "score_sentences": "nkru.analysis.sentiment",
    "score_targets": "nkru.analysis.targets",
    "show": "nkru.report.tables",
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
