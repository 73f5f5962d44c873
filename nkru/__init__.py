"""nkru: who is named in the French-language press, how often, in what tone, around which themes.

>>> import nkru
>>> corpus = nkru.read_corpus("seeds")  # doctest: +SKIP

The public names are loaded when they are first used (PEP 562), so that `import nkru` stays fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkru import language as language
from nkru._lazy import attach
from nkru.contracts import checked

if TYPE_CHECKING:
    from nkru.actors.candidates import add_entries as add_entries
    from nkru.actors.candidates import candidates as candidates
    from nkru.actors.codebook import Codebook as Codebook
    from nkru.actors.codebook_files import read_codebook as read_codebook
    from nkru.actors.comparisons import sensitivity as sensitivity
    from nkru.actors.cooccurrence import cooccurrence as cooccurrence
    from nkru.actors.cooccurrence import network as network
    from nkru.actors.findings import most_named as most_named
    from nkru.actors.findings import named_by_group as named_by_group
    from nkru.actors.frequency import frequency as frequency
    from nkru.actors.frequency import prominence as prominence
    from nkru.actors.mention_tables import counted_mentions as counted_mentions
    from nkru.actors.mention_tables import rank_by_choice as rank_by_choice
    from nkru.actors.mentions import find_mentions as find_mentions
    from nkru.actors.pairs import described_pairs as described_pairs
    from nkru.actors.pairs import pair_hits as pair_hits
    from nkru.actors.presence import mentions_by as mentions_by
    from nkru.actors.presence import presence as presence
    from nkru.actors.quotations import find_quotations as find_quotations
    from nkru.actors.register import register as register
    from nkru.actors.voices import describe_speakers as describe_speakers
    from nkru.actors.voices import never_quoted as never_quoted
    from nkru.actors.voices import quotations_by as quotations_by
    from nkru.actors.voices import unattributed as unattributed
    from nkru.actors.voices import verbs_of_saying as verbs_of_saying
    from nkru.actors.voices import voices as voices
    from nkru.corpus.corpus import Corpus as Corpus
    from nkru.corpus.dating.periods import periods as periods
    from nkru.corpus.example import example_corpus as example_corpus
    from nkru.corpus.ledger import compare_choices as compare_choices
    from nkru.corpus.ledger import count_coverage as count_coverage
    from nkru.corpus.ledger import describe_articles as describe_articles
    from nkru.corpus.ledger import explain_flags as explain_flags
    from nkru.corpus.ledger import reasons_left_out as reasons_left_out
    from nkru.corpus.ledger import shared_stories as shared_stories
    from nkru.corpus.pipeline import read_corpus as read_corpus
    from nkru.corpus.selection import select_articles as select_articles
    from nkru.errors import NkruError as NkruError
    from nkru.measures.collocates import collocates as collocates
    from nkru.measures.concordance import kwic as kwic
    from nkru.measures.counting import count as count
    from nkru.measures.counts import Counts as Counts
    from nkru.measures.dispersion import dispersion as dispersion
    from nkru.report import figures as figures
    from nkru.report.chapter.chapter import Chapter as Chapter
    from nkru.report.chapter.descriptions import about as about
    from nkru.report.chapter.tables import show as show
    from nkru.report.figures.plots import plot as plot
    from nkru.report.figures.terms import figure_terms as figure_terms
    from nkru.report.runs.runs import run_report as run_report
    from nkru.themes.agenda import agenda as agenda
    from nkru.themes.agenda import agenda_coverage as agenda_coverage
    from nkru.themes.agenda import agenda_hits as agenda_hits
    from nkru.themes.agenda import agenda_summary as agenda_summary
    from nkru.themes.agenda import agenda_with_copies as agenda_with_copies
    from nkru.themes.agenda_findings import agenda_findings as agenda_findings
    from nkru.themes.agenda_labels import topic_labels as topic_labels
    from nkru.themes.class_map import class_map as class_map
    from nkru.themes.class_map import class_variable as class_variable
    from nkru.themes.class_members import segments_by_value as segments_by_value
    from nkru.themes.class_number import most_stable as most_stable
    from nkru.themes.class_number import stability_by_k as stability_by_k
    from nkru.themes.classes import Classes as Classes
    from nkru.themes.classes import class_segments as class_segments
    from nkru.themes.classes import class_shares as class_shares
    from nkru.themes.classes import class_summary as class_summary
    from nkru.themes.collocation import collocation_hits as collocation_hits
    from nkru.themes.collocation import collocations as collocations
    from nkru.themes.correspondence import correspondence as correspondence
    from nkru.themes.expression_terms import find_expressions as find_expressions
    from nkru.themes.group_names import group_names as group_names
    from nkru.themes.group_names import name_classes as name_classes
    from nkru.themes.group_names import name_topics as name_topics
    from nkru.themes.keyness import keyness as keyness
    from nkru.themes.keywords import keyness_by as keyness_by
    from nkru.themes.keywords import keyword_lines as keyword_lines
    from nkru.themes.keywords import keyword_tokens as keyword_tokens
    from nkru.themes.reinert import reinert as reinert
    from nkru.themes.similarity import similarity_edges as similarity_edges
    from nkru.themes.similarity import similarity_graph as similarity_graph
    from nkru.themes.specificities import progression as progression
    from nkru.themes.specificities import specificities as specificities
    from nkru.themes.stability import stability as stability
    from nkru.themes.stability import stability_by_size as stability_by_size
    from nkru.themes.term_passages import term_passages as term_passages
    from nkru.themes.term_passages import term_table as term_table
    from nkru.themes.topic_tables import topic_segments as topic_segments
    from nkru.themes.topic_tables import topic_summary as topic_summary
    from nkru.themes.topic_tables import topics_by as topics_by
    from nkru.themes.topics import best_number as best_number
    from nkru.themes.topics import topic_stability as topic_stability
    from nkru.themes.topics import topics as topics
    from nkru.tokens.segments import split_segments as split_segments
    from nkru.tokens.tokenizers import FrenchSentenceTokenizer as FrenchSentenceTokenizer
    from nkru.tokens.tokenizers import FrenchTokenizer as FrenchTokenizer
    from nkru.tone.actor_tones import tone_toward as tone_toward
    from nkru.tone.findings import balance_of_tone as balance_of_tone
    from nkru.tone.findings import tone_by_group as tone_by_group
    from nkru.tone.findings import tone_toward_findings as tone_toward_findings
    from nkru.tone.lexicon import Lexicon as Lexicon
    from nkru.tone.lexicon import read_lexicon as read_lexicon
    from nkru.tone.measured_error import error_by_label as error_by_label
    from nkru.tone.measured_error import shipped_error as shipped_error
    from nkru.tone.scores import score_sentences as score_sentences
    from nkru.tone.summaries import driving_words as driving_words
    from nkru.tone.summaries import lexicon_agreement as lexicon_agreement
    from nkru.tone.summaries import other_lexicon as other_lexicon
    from nkru.tone.summaries import scored_words as scored_words
    from nkru.tone.summaries import strongest_sentences as strongest_sentences
    from nkru.tone.summaries import tone_by as tone_by
    from nkru.tone.summaries import tone_by_two_lexicons as tone_by_two_lexicons
    from nkru.tone.summaries import tone_shares as tone_shares
    from nkru.tone.targets import score_targets as score_targets
    from nkru.tone.unscored import unscored_mentions as unscored_mentions
    from nkru.tone.unscored import unscored_sentences as unscored_sentences

__version__ = "0.1.0"

# The module that defines each public name. Type checkers read the imports above instead.
_HOMES = {
    "nkru.actors.codebook": "Codebook",
    "nkru.actors.codebook_files": "read_codebook",
    "nkru.actors.cooccurrence": "cooccurrence network",
    "nkru.actors.pairs": "described_pairs pair_hits",
    "nkru.actors.candidates": "add_entries candidates",
    "nkru.actors.comparisons": "sensitivity",
    "nkru.actors.findings": "most_named named_by_group",
    "nkru.actors.frequency": "frequency prominence",
    "nkru.actors.mention_tables": "counted_mentions rank_by_choice",
    "nkru.actors.mentions": "find_mentions",
    "nkru.actors.presence": "mentions_by presence",
    "nkru.actors.quotations": "find_quotations",
    "nkru.actors.register": "register",
    "nkru.actors.voices": (
        "describe_speakers never_quoted quotations_by unattributed verbs_of_saying voices"
    ),
    "nkru.corpus.corpus": "Corpus",
    "nkru.corpus.dating.periods": "periods",
    "nkru.corpus.example": "example_corpus",
    "nkru.corpus.ledger": (
        "compare_choices count_coverage describe_articles explain_flags reasons_left_out "
        "shared_stories"
    ),
    "nkru.corpus.pipeline": "read_corpus",
    "nkru.corpus.selection": "select_articles",
    "nkru.errors": "NkruError",
    "nkru.measures.concordance": "kwic",
    "nkru.measures.counting": "count",
    "nkru.measures.counts": "Counts",
    "nkru.measures.dispersion": "dispersion",
    "nkru.report": "figures",
    "nkru.report.chapter.chapter": "Chapter",
    "nkru.report.chapter.descriptions": "about",
    "nkru.report.chapter.tables": "show",
    "nkru.report.figures.plots": "plot",
    "nkru.report.figures.terms": "figure_terms",
    "nkru.report.runs.runs": "run_report",
    "nkru.themes.agenda": "agenda agenda_coverage agenda_hits agenda_summary agenda_with_copies",
    "nkru.themes.classes": "Classes class_segments class_shares class_summary",
    "nkru.themes.class_members": "segments_by_value",
    "nkru.themes.collocation": "collocation_hits collocations",
    "nkru.themes.expression_terms": "find_expressions",
    "nkru.themes.group_names": "group_names name_classes name_topics",
    "nkru.themes.term_passages": "term_passages term_table",
    "nkru.themes.topic_tables": "topic_segments topic_summary topics_by",
    "nkru.themes.keyness": "keyness",
    "nkru.themes.keywords": "keyness_by keyword_lines keyword_tokens",
    "nkru.themes.reinert": "reinert",
    "nkru.themes.class_number": "most_stable stability_by_k",
    "nkru.themes.stability": "stability stability_by_size",
    "nkru.themes.topics": "best_number topic_stability topics",
    "nkru.themes.class_map": "class_map class_variable",
    "nkru.themes.similarity": "similarity_edges similarity_graph",
    "nkru.themes.correspondence": "correspondence",
    "nkru.measures.collocates": "collocates",
    "nkru.themes.specificities": "progression specificities",
    "nkru.themes.agenda_findings": "agenda_findings",
    "nkru.themes.agenda_labels": "topic_labels",
    "nkru.tokens.segments": "split_segments",
    "nkru.tokens.tokenizers": "FrenchSentenceTokenizer FrenchTokenizer",
    "nkru.tone.findings": "balance_of_tone tone_by_group tone_toward_findings",
    "nkru.tone.actor_tones": "tone_toward",
    "nkru.tone.lexicon": "Lexicon read_lexicon",
    "nkru.tone.measured_error": "error_by_label shipped_error",
    "nkru.tone.scores": "score_sentences",
    "nkru.tone.summaries": "driving_words lexicon_agreement other_lexicon "
    "scored_words strongest_sentences tone_by tone_by_two_lexicons tone_shares",
    "nkru.tone.targets": "score_targets",
    "nkru.tone.unscored": "unscored_mentions unscored_sentences",
}

if not TYPE_CHECKING:
    __getattr__, __dir__, __all__ = attach(__name__, _HOMES, checked)
