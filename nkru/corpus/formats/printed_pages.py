"""Pages that a browser printed: the moment, the title and the address at the edge of each sheet."""

from __future__ import annotations

import re
from dataclasses import replace

from nkru.corpus.articles import Article

# « https://www.littoral.example/a-12 1/3 » below a sheet, as Chrome, Edge and Safari print it.
_FOOT = re.compile(r"^[ \t]{0,20}(https?://[^\s]{4,400})[ \t]{1,40}\d{1,3}/\d{1,3}[ \t]{0,20}$")
# « 12/03/2024 18:42 Le port rouvre - Le Littoral » above it.
_HEAD = re.compile(r"^[ \t]{0,20}\d{1,2}/\d{1,2}/\d{2,4},?[ \t]{1,4}\d{1,2}:\d{2}(?!\d)(?: [AP]M)?")
# « 1 sur 3 12/03/2024, 18:42 » below it, and the title with the address above, as Firefox does.
_COUNT = re.compile(
    r"^[ \t]{0,20}\d{1,3} (?:sur|of) \d{1,3}[ \t]{1,40}\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}"
)
_TITLED = re.compile(r"[ \t]{1,40}(https?://[^\s]{4,400})$")


def without_edges(article: Article) -> Article:
    r"""Return an article with the edges of its sheets left out, and its address from them.

    The moment above or below a sheet is the one of printing, never the day of the article.

    >>> sheet = "03/02/2024 10:12 Le port rouvre\nLe port rouvre\nhttps://littoral.example/a 1/1"
    >>> found = without_edges(Article(sheet))
    >>> found.roles, found.url
    ({1: 'boilerplate', 3: 'boilerplate'}, 'https://littoral.example/a')
    """
    if "http" not in article.raw:
        return article
    lines = article.raw.split("\n")
    feet = {number: foot[1] for number, line in enumerate(lines, 1) if (foot := _FOOT.match(line))}
    counts = [number for number, line in enumerate(lines, 1) if _COUNT.match(line)]
    if feet:
        heads = [number for number, line in enumerate(lines, 1) if _HEAD.match(line)]
        url = next(iter(feet.values()))
    elif counts:
        titled = {n: found[1] for n, line in enumerate(lines, 1) if (found := _TITLED.search(line))}
        url = next(iter(titled.values()), None)
        heads = [number for number, address in titled.items() if address == url]
    else:
        return article
    edges = dict.fromkeys(sorted([*heads, *feet, *counts]), "boilerplate")
    return replace(article, url=article.url or url, roles={**article.roles, **edges})
