"""Contracts of public functions: the types of arguments, and tables that say how they were made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any

from nkru.docstrings import column_meanings
from nkru.errors import ParameterError
from nkru.language import deferred, gettext

# What makes a value of each kind that a public function asks for.
_MAKERS = {
    "Classes": deferred("the classes that nkru.reinert returns"),
    "ClassMap": deferred("the map that nkru.class_map returns"),
    "Codebook": deferred("a codebook as from nkru.read_codebook"),
    "Corpus": deferred("the corpus that nkru.read_corpus returns"),
    "Counts": deferred("the counts that nkru.count returns"),
    "Lexicon": deferred("a lexicon as from nkru.read_lexicon"),
    "Topics": deferred("the topics that nkru.topics returns"),
    "networkx.Graph": deferred("the graph that nkru.network or nkru.similarity_graph returns"),
    "pd.DataFrame": deferred("a table"),
    "str": deferred("a text"),
}
TABLE_OF = deferred("the table that {maker} returns")
# What makes a table of each name.
_TABLES = {
    "agenda_summary table": "nkru.agenda",
    "choices": "nkru.sensitivity",
    "edges": "nkru.cooccurrence",
    "hits": "nkru.find_mentions",
    "keywords": "nkru.keyness_by",
    "levels": "nkru.topic_stability",
    "mentions": "nkru.find_mentions",
    "most_stable table": "nkru.stability",
    "names": "nkru.find_mentions",
    "other_scores": "nkru.score_sentences",
    "quotations": "nkru.find_quotations",
    "register": "nkru.register",
    "scores": "nkru.score_sentences",
    "stability_by_k table": "nkru.stability",
    "segments": 'nkru.agenda(corpus, by="segment")',
    "targets": "nkru.score_targets",
    "words": "nkru.scored_words",
}
_QUOTED = re.compile(r"'([^']{1,80})'")


def checked(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return a public function that checks its arguments and labels the table it returns.

    An argument of another kind, or a table without a column that is needed, is refused in one
    sentence. For `nkru.about`, the `attrs` of a returned table hold `made_by` and the meaning of
    its `columns`, beside the `formula` and `basis` that the function notes.

    Args:
        function: the function.
        name: its public name.
    """
    from inspect import signature

    kinds = {key: str(p.annotation) for key, p in signature(function).parameters.items()}
    order = f"{name}({', '.join(kinds)})"

    @wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        given = dict(zip(kinds, args, strict=False)) | options
        for key, value in given.items():
            _require_kind(key, value, kinds.get(key, ""), order)
        try:
            result = function(*args, **options)
        except KeyError as error:
            _tell_lacking(error, given, order)
            raise
        return _label(result, name, function)

    # So that processes find it by the name by which it is called.
    call.__module__, call.__qualname__ = "nkru", name
    return call


def _require_kind(key: str, value: Any, annotation: str, order: str) -> None:
    kind, *others = annotation.split(" | ")
    if kind not in _MAKERS or {*others} - {"None"} or (value is None and others):
        return
    classes = {each.__name__ for each in type(value).__mro__}
    if kind.rpartition(".")[2] not in classes:
        given = type(value).__name__
        raise ParameterError(
            "{key} is a value of type {given}; give {remedy}: {order}",
            key=key,
            given=given,
            remedy=_remedy(key, kind, others),
            order=order,
        )


def _remedy(key: str, kind: str, others: list[str]) -> str:
    made = gettext(_MAKERS[kind])
    if kind == "pd.DataFrame" and key in _TABLES:
        made = gettext(TABLE_OF, maker=_TABLES[key])
    return gettext("{made}, or None", made=made) if "None" in others else made


def _tell_lacking(error: KeyError, given: Mapping[str, Any], order: str) -> None:
    """Raise if a table that was given lacks the column that was not found."""
    for key, table in given.items():
        for column in _columns_named(error) if hasattr(table, "columns") else ():
            if column not in table.columns:
                maker = _TABLES.get(key) or _TABLES.get(f"{order.partition('(')[0]} {key}")
                remedy = gettext(TABLE_OF, maker=maker) if maker else gettext("a table that has it")
                raise ParameterError(
                    "{key} has no column {column}; give {remedy}: {order}",
                    key=key,
                    column=column,
                    remedy=remedy,
                    order=order,
                ) from error


def _columns_named(error: KeyError) -> Iterator[str]:
    """Yield the columns that a KeyError of pandas names, one or several."""
    told = str(error.args[0]) if error.args else ""
    yield from _QUOTED.findall(told) or [told]


def _label(result: Any, name: str, function: Callable[..., Any]) -> Any:
    """Return a result; a table of it says what made it, and what its columns mean."""
    if hasattr(result, "attrs") and hasattr(result, "columns"):
        meanings = column_meanings(function, result.columns)
        result.attrs["made_by"] = f"nkru.{name}"
        result.attrs["columns"] = {column: text for column, text in meanings.items() if text}
    return result
