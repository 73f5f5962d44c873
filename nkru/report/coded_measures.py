"""Coded measures: measures that can be coded by hand: units, machine labels, coding rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

import nkru
from nkru.actors.codebook import Codebook
from nkru.corpus.corpus import Corpus
from nkru.corpus.side_files import quoted
from nkru.errors import CodingError
from nkru.language import deferred, gettext, language
from nkru.measures.coding_samples import UNIT
from nkru.resources import read_toml
from nkru.tone.scores import tone_labels

RESOURCE = "measures/coding.toml"
AGENDA = "agenda"
SUBJECTS = {
    "mention": deferred("an actor"),
    "theme": deferred("a theme"),
}  # measures that need one, after a colon
_NOTHING = deferred("nothing")
NOBODY = "none"  # the label of a quotation without a known speaker
WHOLE = {"sentence", "article"}  # codes of the researcher's own: the machine has no label


def measures() -> list[str]:
    """Return the names of the measures that can be coded."""
    return [name for name, value in read_toml(RESOURCE).items() if isinstance(value, dict)]


def coded_units(corpus: Corpus, measure: str, codebook: Path | None = None) -> pd.DataFrame:
    """Return all units of a measure with the label that the machine gives them.

    Args:
        corpus: the articles.
        measure: one of `measures`; for a mention or a theme with its name: "mention:Ukraine".
        codebook: of actors or themes; the shipped one by default.

    Returns:
        doc_id, start, end, found, and about, if the sheet must name the object to label.

    Raises:
        CodingError: the measure is unknown, or needs a name or column that is not there.
    """
    name, _, subject = measure.partition(":")
    table_of(name)
    if (name in SUBJECTS) != bool(subject.strip()):
        needed = gettext(SUBJECTS.get(name, _NOTHING))
        example = f"{name}:NAME" if name in SUBJECTS else name
        raise CodingError(
            "measure {measure} needs {needed} after it; write {example}",
            measure=quoted(measure),
            needed=needed,
            example=example,
        )
    if name in SUBJECTS:
        return _named(corpus, name, subject.strip(), codebook)
    return _UNITS.get(name, _toward)(corpus, name, codebook)[[*UNIT, "found", "about"]].pipe(_slim)


def table_of(measure: str, codebook: Path | None = None) -> dict[str, Any]:
    """Return the unit, question and codes of a measure; those of an agenda are its topics.

    Raises:
        CodingError: it is unknown.
    """
    name = measure.partition(":")[0]
    if name not in measures():
        raise CodingError(
            "measure {name} is unknown; use one of {known}",
            name=quoted(name),
            known=", ".join(measures()),
        )
    table: dict[str, Any] = read_toml(RESOURCE)[name]
    if "codebook" in table:
        return read_toml(table["codebook"])
    return {**table, "codes": [*_topics(codebook), *table["codes"]]} if name == AGENDA else table


def _topics(codebook: Path | None) -> list[dict[str, str]]:
    """Return the topics of an agenda as codes."""
    if codebook is None:
        topics = read_toml("themes/agenda.toml")["topic"]
        names = [(topic["name"], topic[f"label_{language()}"]) for topic in topics]
    else:
        names = [(entry.name, "") for entry in _themes(codebook).entries]
    return [{"label": name, "meaning": meaning, "example": ""} for name, meaning in names]


def labels_of(measure: str, codebook: Path | None = None) -> tuple[str, ...]:
    """Return the labels that coders may give; empty if any label is allowed."""
    return tuple(code["label"] for code in table_of(measure, codebook)["codes"])


def rules_of(measure: str, codebook: Path | None = None) -> pd.DataFrame:
    """Return the coders' codebook in the language in use: label, meaning, example."""
    guide = table_of(measure, codebook)
    rules = [(guide["question"], "", "")]
    rules += [(code["label"], code["meaning"], code["example"]) for code in guide["codes"]]
    rules += [("", rule["text"], "") for rule in guide.get("rules", ())]
    rules[0] = (gettext(rules[0][0]), "", "")
    rules[1:] = [(label, said and gettext(said), text) for label, said, text in rules[1:]]
    return pd.DataFrame(rules, columns=["label", "meaning", "example"])


def _slim(units: pd.DataFrame) -> pd.DataFrame:
    """Return the units once per span, without an empty column."""
    units = units.drop_duplicates(UNIT).reset_index(drop=True).astype({"doc_id": "str"})
    return units if units["about"].ne("").any() else units.drop(columns="about")


def _sentences(corpus: Corpus, _: str, __: Path | None) -> pd.DataFrame:
    return corpus.sentences[UNIT].assign(found="", about="")


def _tone(corpus: Corpus, _: str, __: Path | None) -> pd.DataFrame:
    scores = nkru.score_sentences(corpus)
    return scores[UNIT].assign(found=tone_labels(scores["polarity"]), about="")


def _articles(corpus: Corpus, _: str, __: Path | None) -> pd.DataFrame:
    spans = corpus.sentences.groupby("doc_id", observed=True).agg(
        start=("start", "min"), end=("end", "max")
    )
    return spans.reset_index().assign(found="", about="")


def _agenda(corpus: Corpus, _: str, codebook: Path | None) -> pd.DataFrame:
    topics = nkru.agenda(corpus, None if codebook is None else _themes(codebook))
    found = topics.set_index("doc_id")["topic"]
    articles = _articles(corpus, "", None)
    return articles.assign(found=articles["doc_id"].astype("str").map(found))


def _themes(codebook: Path | None) -> Codebook:
    return nkru.read_codebook(codebook, kind="themes")


def _toward(corpus: Corpus, column: str, codebook: Path | None) -> pd.DataFrame:
    mentions = nkru.find_mentions(corpus, nkru.read_codebook(codebook, kind="actors"))
    scores = nkru.score_targets(corpus, mentions)
    column = "polarity" if column == "target" else column
    if column not in scores:
        raise CodingError(
            "the scores toward actors have no column {column!r}; code target", column=column
        )
    return scores[UNIT].assign(found=tone_labels(scores[column]), about=scores["text"])


def _speakers(corpus: Corpus, _: str, __: Path | None) -> pd.DataFrame:
    quotations = nkru.find_quotations(corpus)
    speakers = quotations["speaker"].where(quotations["speaker"] != "", NOBODY)
    return quotations[UNIT].assign(found=speakers, about=quotations["text"])


def _named(corpus: Corpus, measure: str, name: str, codebook: Path | None) -> pd.DataFrame:
    """Return the sentences, with 1 where an actor or theme is found in them and 0 elsewhere."""
    book = nkru.read_codebook(codebook, kind="themes" if measure == "theme" else "actors")
    mentions = nkru.find_mentions(corpus, book)
    known = [*mentions["entry"].unique(), *(entry.name for entry in book.entries)]
    names = {spelled.casefold(): spelled for spelled in known}
    if name.casefold() not in names:
        raise CodingError(
            "{name} is neither in the codebook nor named by the articles; use a "
            "name of the actors' or themes' table",
            name=quoted(name),
        )
    entry = names[name.casefold()]
    here = mentions.loc[mentions["entry"] == entry, ["doc_id", "sent_no"]].drop_duplicates()
    keys = pd.MultiIndex.from_frame(here.astype(str))
    sentences = corpus.sentences
    inside = pd.MultiIndex.from_frame(sentences[["doc_id", "sent_no"]].astype(str)).isin(keys)
    found = pd.Series(inside, sentences.index).map({True: "1", False: "0"})
    return sentences[UNIT].assign(found=found, about=entry).pipe(_slim)


_UNITS: dict[str, Callable[[Corpus, str, Path | None], pd.DataFrame]] = {
    "tone": _tone,
    "speaker": _speakers,
    "sentence": _sentences,
    "article": _articles,
    AGENDA: _agenda,
}
