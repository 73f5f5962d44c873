"""Words of the themes of a codebook in a corpus, by lemma and part of speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.actors.codebook import KINDS, Codebook
from nkru.corpus.parts import part_by_part
from nkru.measures.expressions import Expressions
from nkru.tokens.norms import folded_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

_TEXTS = ("doc_id", "text", "entry", "type", "kind", "sense", "rule")


@part_by_part
def theme_words(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Return the words of a codebook of themes, with the columns that mentions have.

    Lemmas find each of their forms; other fields find the form that is written. The longest
    expression counts, and one that a theme excludes hides the shorter ones inside it.
    """
    senses, tokens = list(codebook.senses()), corpus.tagged_tokens
    found = Expressions([sense.form for sense in senses]).find(tokens)
    table = tokens.iloc[found["first"]][["doc_id", "sent_no", "start"]].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[found["last"]]
    spans = zip(table["doc_id"], table["start"], table["end"], strict=True)
    table["text"] = [corpus.raw(doc_id)[start:end] for doc_id, start, end in spans]
    of = [senses[index] for index in found["expression"]]
    table["entry"] = [codebook.entries[sense.entry].name for sense in of]
    table = table.assign(type="theme", kind="theme", sense="actor", nested=False)
    table["rule"] = [sense.field.rstrip("s") for sense in of]
    table["kept"] = [
        bool(KINDS[sense.field])
        and (sense.field == "lemmas" or folded_words(text) == folded_words(sense.form))
        for sense, text in zip(of, table["text"], strict=True)
    ]
    table = table[table.pop("kept").astype(bool)].reset_index(drop=True)
    return table.astype(dict.fromkeys(_TEXTS, "str") | {"start": "int32", "end": "int32"})
