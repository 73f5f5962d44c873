"""Addresses of saved pages: as a page declares it, or as the program noted that saved it."""

from __future__ import annotations

import re
from typing import Any

from nkru.corpus.outlets import archived_address

# « saved from url=(0029)https://… », « Page saved with SingleFile url: https://… », near the top.
_SAVED = re.compile(r"<!--[^>]{0,200}?\burl(?:=\(\d{1,6}\)|:\s)(https?://[^\s<>\"]{4,1000})")
_NOTED = 4000


def page_address(page: Any, declared: str | None, source: str) -> str | None:
    """Return the address of a page, not that of its copy in a web archive, or None.

    Args:
        page: the root of the page.
        declared: the address in its meta elements.
        source: its HTML.
    """
    address = _canonical(page) or declared or _saved_from(source)
    return archived_address(address) if address else None


def _saved_from(source: str) -> str | None:
    """Return the address that a browser or an extension notes above a page that it saves."""
    match = _SAVED.search(source[:_NOTED])
    return match[1] if match else None


def _canonical(page: Any) -> str | None:
    links = (node for node in page.iter("link") if node.get("rel") == "canonical")
    return next((link.get("href") for link in links), None)
