"""One entry for each actor that several articles name, by full name, type and gender."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.names.initials import SHORTEST
from nkru.actors.names.name_words import vocabulary
from nkru.tokens.norms import folded_words

PARTED_BY_STORY = "\n"
PARTED_BY_GENDER = "\t"
MARKS = {"m": "M.", "f": "Mme"}


def settle(table: pd.DataFrame, stories: pd.Series[str], codebook: Codebook) -> pd.DataFrame:
    """Return the mentions of a corpus with one entry, type and gender for each found actor.

    Two articles mean one actor by the same full name if the type is the same and the genders do not
    differ. A bare first name is one person in its story only. A form that one article leaves open
    is decided by the others, or left out. Initials that an article does not spell out are those of
    the body that other articles give with them, if it is one: « l'OFDT ».

    Args:
        table: the mentions of all articles, with key, gender and sure.
        stories: the story of each article, by doc_id.
        codebook: no found actor may take a name of its entries.
    """
    table = _spelled_out(table)
    found = table["key"] != ""
    rows = table[found].copy()
    sure = rows.loc[rows["sure"]]
    rows["type"] = rows["key"].map(_most(sure, "type"))
    rows = rows.dropna(subset=["type"])
    rows["actor"] = rows["key"] + _parted_by_story(rows, stories)
    rows["actor"] += _parted_by_gender(rows)
    genders = _most(rows[rows["gender"] != ""], "gender", "actor").to_dict()
    persons = rows["type"] == "person"
    rows["gender"] = [genders.get(actor, "") for actor in rows["actor"]]
    rows["gender"] = rows["gender"].astype("str").where(persons, "")
    names = _names(rows, stories, codebook)
    rows["entry"] = rows["actor"].map(names)
    kept = pd.concat([table[~found], rows.drop(columns="actor")])
    return kept.sort_index().reset_index(drop=True)


def _spelled_out(table: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions, those of bare initials joined to the body with these initials."""
    letters = table["text"].map({form: _letters(form) for form in table["text"].unique()})
    letters = letters.where((table["kind"] == "name") & (table["type"] == "organisation"), "")
    alone = (letters != "") & (table["key"] == letters)
    told = table.assign(letters=letters)[(letters != "") & ~alone]
    told = told.assign(body=told["key"].where(told["key"] != "", told["entry"]))
    told = told.drop_duplicates(["letters", "body"]).drop_duplicates("letters", keep=False)
    told = told[told["letters"].isin(letters[alone])].set_index("letters")
    at = alone & letters.isin(told.index)
    result = table.copy()
    if not at.any():
        return result
    for column in ("key", "entry", "sure"):
        result.loc[at, column] = letters[at].map(told[column])
    return result


def _letters(form: str) -> str:
    return folded_words(form) if form.isupper() and len(form) >= SHORTEST else ""


def _most(rows: pd.DataFrame, column: str, by: str = "key") -> pd.Series[str]:
    """Return the commonest value of a column for each key; ties go to the first by alphabet."""
    counts = rows.groupby([by, column], observed=True).size().rename("n").reset_index()
    counts = counts.sort_values([by, "n", column], ascending=[True, False, True])
    return counts.drop_duplicates(by).set_index(by)[column]


def _parted_by_story(rows: pd.DataFrame, stories: pd.Series[str]) -> pd.Series[str]:
    """Return the story of persons called by a first name only: two « Romain » are two persons."""
    given = vocabulary().given
    lone = (rows["type"] == "person") & rows["key"].isin(given)
    return (PARTED_BY_STORY + rows["doc_id"].map(stories).astype(str)).where(lone, "")


def _parted_by_gender(rows: pd.DataFrame) -> pd.Series[str]:
    """Return the gender of persons where one name is that of a man and of a woman."""
    told = rows[(rows["gender"] != "") & (rows["type"] == "person")]
    genders = told.groupby("actor")["gender"].nunique()
    two = rows["actor"].isin(genders.index[genders > 1])
    commonest = rows["actor"].map(_most(told, "gender", "actor"))
    gender = rows["gender"].where(rows["gender"] != "", commonest)
    return (PARTED_BY_GENDER + gender.astype("str")).where(two & (rows["type"] == "person"), "")


def _names(rows: pd.DataFrame, stories: pd.Series[str], codebook: Codebook) -> dict[str, str]:
    """Return the entry of each actor: its commonest spelling, marked if others share it."""
    spelled = {str(actor): name for actor, name in _most(rows, "entry", "actor").items()}
    bearers = Counter(spelled.values())
    first = rows.drop_duplicates("actor")
    names = {}
    for actor, doc_id, type in zip(first["actor"], first["doc_id"], first["type"], strict=True):
        name = spelled[actor]
        if bearers[name] > 1:
            name = f"{name} ({_mark(actor, stories[doc_id])})"
        known = codebook.index_of.get(name)
        if known is not None and codebook.entries[known].type != type:
            name = f"{name} ({type})"
        names[actor] = name
    return names


def _mark(actor: str, story: str) -> str:
    """Return what distinguishes an actor from others of its name: its story, or the gender.

    One story may name two persons by one first name; then both story and gender are given.
    """
    key, _, gender = actor.partition(PARTED_BY_GENDER)
    if not gender:
        return story
    return f"{story}, {MARKS[gender]}" if PARTED_BY_STORY in key else MARKS[gender]
