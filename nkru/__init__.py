"""nkru: who is named in the French-language press, how often, in what tone, around which themes.

>>> import nkru
>>> corpus = nkru.read_corpus("seeds")  # doctest: +SKIP

The public names are loaded when they are first used (PEP 562), so that `import nkru` stays fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkru._lazy import attach

if TYPE_CHECKING:
    from nkru.actors.codebook import Codebook
    from nkru.actors.codebook_files import read_codebook
    from nkru.actors.comparisons import sensitivity
    from nkru.actors.cooccurrence import cooccurrence, described_pairs, network, pair_hits
    from nkru.actors.discovery import candidates
    from nkru.actors.frequency import frequency, prominence
    from nkru.actors.mention_tables import rank_by_choice
    from nkru.actors.mentions import find_mentions
    from nkru.actors.quotations import find_quotations, voices
    from nkru.corpus.corpus import Corpus
    from nkru.corpus.ledger import (
        compare_choices,
        describe_articles,
        reasons_left_out,
        shared_stories,
    )
    from nkru.corpus.pipeline import read_corpus
    from nkru.errors import NkruError
    from nkru.measures.concordance import kwic
    from nkru.measures.counting import count
    from nkru.measures.counts import Counts
    from nkru.measures.dispersion import dispersion
    from nkru.report import figures
    from nkru.report.chapter.chapter import Chapter
    from nkru.report.chapter.tables import show
    from nkru.report.runs.runs import run_report
    from nkru.themes.classes import Classes, class_segments, class_shares, class_summary
    from nkru.themes.collocation import collocations
    from nkru.themes.keyness import keyness
    from nkru.themes.keywords import keyness_by, keyword_tokens
    from nkru.themes.reinert import reinert
    from nkru.themes.stability import stability, stability_by_size
    from nkru.themes.topics import topic_segments, topic_stability, topic_summary, topics
    from nkru.tokens.segments import split_segments
    from nkru.tokens.tokenizers import FrenchSentenceTokenizer, FrenchTokenizer
    from nkru.tone.lexicon import Lexicon, read_lexicon
    from nkru.tone.scores import score_sentences, score_targets
    from nkru.tone.summaries import (
        driving_words,
        error_by_label,
        lexicon_agreement,
        other_lexicon,
        scored_words,
        strongest_sentences,
        tone_by,
        tone_by_two_lexicons,
        tone_shares,
        tone_toward,
    )

__version__ = "0.1.0"

# The module that defines each public name. Type checkers read the imports above.
_HOMES = {
    "nkru.actors.codebook": "Codebook",
    "nkru.actors.codebook_files": "read_codebook",
    "nkru.actors.cooccurrence": "cooccurrence described_pairs network pair_hits",
    "nkru.actors.discovery": "candidates",
    "nkru.actors.comparisons": "sensitivity",
    "nkru.actors.frequency": "frequency prominence",
    "nkru.actors.mention_tables": "rank_by_choice",
    "nkru.actors.mentions": "find_mentions",
    "nkru.actors.quotations": "find_quotations voices",
    "nkru.corpus.corpus": "Corpus",
    "nkru.corpus.ledger": "compare_choices describe_articles reasons_left_out shared_stories",
    "nkru.corpus.pipeline": "read_corpus",
    "nkru.errors": "NkruError",
    "nkru.measures.concordance": "kwic",
    "nkru.measures.counting": "count",
    "nkru.measures.counts": "Counts",
    "nkru.measures.dispersion": "dispersion",
    "nkru.report": "figures",
    "nkru.report.chapter.chapter": "Chapter",
    "nkru.report.chapter.tables": "show",
    "nkru.report.runs.runs": "run_report",
    "nkru.themes.classes": "Classes class_segments class_shares class_summary",
    "nkru.themes.collocation": "collocations",
    "nkru.themes.keyness": "keyness",
    "nkru.themes.keywords": "keyness_by keyword_tokens",
    "nkru.themes.reinert": "reinert",
    "nkru.themes.stability": "stability stability_by_size",
    "nkru.themes.topics": "topic_segments topic_stability topic_summary topics",
    "nkru.tokens.segments": "split_segments",
    "nkru.tokens.tokenizers": "FrenchSentenceTokenizer FrenchTokenizer",
    "nkru.tone.lexicon": "Lexicon read_lexicon",
    "nkru.tone.scores": "score_sentences score_targets",
    "nkru.tone.summaries": "driving_words error_by_label lexicon_agreement other_lexicon "
    "scored_words strongest_sentences tone_by tone_by_two_lexicons tone_shares tone_toward",
}

__all__ = [
    "Chapter",
    "Classes",
    "Codebook",
    "Corpus",
    "Counts",
    "FrenchSentenceTokenizer",
    "FrenchTokenizer",
    "Lexicon",
    "NkruError",
    "candidates",
    "class_segments",
    "class_shares",
    "class_summary",
    "collocations",
    "compare_choices",
    "cooccurrence",
    "count",
    "describe_articles",
    "described_pairs",
    "dispersion",
    "driving_words",
    "error_by_label",
    "figures",
    "find_mentions",
    "find_quotations",
    "frequency",
    "keyness",
    "keyness_by",
    "keyword_tokens",
    "kwic",
    "lexicon_agreement",
    "network",
    "other_lexicon",
    "pair_hits",
    "prominence",
    "rank_by_choice",
    "read_codebook",
    "read_corpus",
    "read_lexicon",
    "reasons_left_out",
    "reinert",
    "run_report",
    "score_sentences",
    "score_targets",
    "scored_words",
    "sensitivity",
    "shared_stories",
    "show",
    "split_segments",
    "stability",
    "stability_by_size",
    "strongest_sentences",
    "tone_by",
    "tone_by_two_lexicons",
    "tone_shares",
    "tone_toward",
    "topic_segments",
    "topic_stability",
    "topic_summary",
    "topics",
    "voices",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = attach(__name__, _HOMES)
