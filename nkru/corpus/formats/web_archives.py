"""MHTML: a page that a browser saved as one file; its HTML is read as a page."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from nkru.corpus.articles import Article, Loss
from nkru.corpus.decoding import decode
from nkru.corpus.formats import html
from nkru.corpus.formats.unsupported import is_saved_page
from nkru.errors import CorpusError

NAME = "mhtml"
MANY_ARTICLES = BOUNDED = False
RISKY = True

_HEAD = 1 << 16


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a page saved as one file, with its pictures."""
    return is_saved_page(decode(data[:_HEAD]).text)


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the article of the first page in the file; frames and advertisements follow it.

    Raises:
        CorpusError: the file holds no page.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    page = next((part for part in message.walk() if _is_page(part)), None)
    content = None if page is None else page.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        raise CorpusError("a page saved as MHT without its page; save it again as HTML")
    return list(html.read(content, name))


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")
