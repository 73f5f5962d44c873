"""The language of each article, by the share of function words; short texts may have no answer."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from nkru import resources
from nkru.corpus.articles import rows_by_article
from nkru.errors import CorpusError
from nkru.tokens.norms import fold_for_matching

UNKNOWN = "und"
# Only the first characters of a text are read: reading all changed the language of no article
# among 527 in French, English and German.
_CHARACTERS = 1500
# Evidence for a language: at least four of its function words, and at least this share of all
# words. French news has 0.45 to 0.55 on this list; the second language of any of the seven stays
# below 0.30.
_LEAST, _SHARE = 4, 0.15
_NOT_LATIN = re.compile("[\u0370-\u1fff\u3040-\uffff]")
_TOKEN = re.compile(r"[^\W\d_]+'?")


def languages(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.Series[str]:
    """Return the language of each article (ISO 639-1; "und" where a text has too little evidence).

    Args:
        articles: doc_id, raw, stated_language.
        lines: doc_id, kept, text; an article without a kept line is judged by all of its text.
    """
    kept = rows_by_article(lines[lines["kept"]], "text")
    pages = zip(articles["doc_id"].tolist(), articles["raw"].tolist(), strict=True)
    texts = (" ".join(text for (text,) in kept.get(doc_id, [(raw,)])) for doc_id, raw in pages)
    inferred = pd.Series(list(map(language_of, texts)), index=articles.index, dtype="str")
    return articles["stated_language"].fillna(inferred).rename("language")


def language_of(text: str) -> str:
    """Return the language of a text, or "und" where the text has too little evidence.

    >>> language_of("Le président a reçu les ministres à la fin de la journée.")
    'fr'
    >>> language_of("The minister said that it was not the end of the talks.")
    'en'
    >>> language_of("Kim Jong Un")
    'und'
    """
    text = text[:_CHARACTERS]
    if _NOT_LATIN.search(text):
        letters = sum(map(str.isalpha, text))
        for script, pattern in _scripts().items():
            if len(pattern.findall(text)) > letters / 2:
                return script
    words = _TOKEN.findall(fold_for_matching(text).lower())
    counts = {
        code: sum(map(known.__contains__, words)) for code, known in _function_words().items()
    }
    best = max(counts, key=lambda code: (counts[code], code == "fr"))
    return best if counts[best] >= max(_LEAST, _SHARE * len(words)) else UNKNOWN


@cache
def _function_words() -> dict[str, frozenset[str]]:
    """Return the function words of each language, folded, in small letters."""
    words = resources.read_toml("words/function_words.toml")["words"]
    return {
        code: frozenset(fold_for_matching(line).lower().split()) for code, line in words.items()
    }


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    scripts = resources.read_toml("words/function_words.toml")["scripts"]
    return {code: re.compile(f"[{span}]") for code, span in scripts.items()}


def require_french(sentences: pd.DataFrame, documents: pd.DataFrame) -> None:
    """Refuse a corpus without an article in French.

    Raises:
        CorpusError: there is no sentence to report on.
    """
    if sentences.empty:
        found = ", ".join(sorted(set(documents["language"])))
        raise CorpusError(
            "no article in French in the corpus (languages found: {found}); add some", found=found
        )
