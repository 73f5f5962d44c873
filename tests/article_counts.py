"""Counts of three terms in a few articles, for tests of keyness."""

from __future__ import annotations

from nkru.measures.counts import Counts

TERMS = ["accord", "sanction", "sommet"]


def articles(*rows: list[int], name: str = "a") -> Counts:
    """Return the counts of the terms in articles called name0, name1 …"""
    doc_ids = [f"{name}{number}" for number in range(len(rows))]
    return Counts(list(rows), doc_ids, TERMS, doc_ids)
