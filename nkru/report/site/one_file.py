"""One file: the pages of a report in a single HTML page of bounded size, to be mailed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from nkru.errors import ParameterError, SizeError
from nkru.language import deferred, gettext, using
from nkru.report.markup import render_page

LARGEST = 20_000_000  # bytes
_MARK = "/* nkru: a report in one file */"
_LAST = ("choices.html", "files.html", "changes.html")
_MAIN = re.compile(r'<main id="content"[^<>]{0,60}>')
_NAVIGATION = re.compile(r'<nav class="chapters"')
_TITLE = re.compile(r"<title>([^<>]{0,4000})</title>")
_LINK = re.compile(r'<a href="([^"]{1,4000})"')
_DOWNLOAD = re.compile(
    r' <a href="tables/[^"]{1,400}" download>(?:(?!</?a).){0,2000}</a>|'
    r'<p class="downloads">(?:(?!</?p).){0,4000}</p>',
    re.DOTALL,
)
_OTHER = re.compile(
    r' (id|for|aria-labelledby|xlink:href)="(#?)([^"]{1,4000})"|url\(#([\w-]{1,80})\)'
)


@dataclass(frozen=True)
class _Sheet:
    """A page as a part of the file: its address, its title, its menu and content, its links."""

    address: str
    title: str
    html: str

    @property
    def size(self) -> int:
        """The most bytes that it takes in the file, where its ids bear the name of the page."""
        named = (self.html.count(' id="') + self.html.count('href="#') + 2) * len(self.address)
        return len(self.html.encode()) + named + 100

    @property
    def links(self) -> list[str]:
        """The pages that it leads to, in order, each once."""
        targets = (_target(self.address, link) for link in _LINK.findall(self.html))
        return list(dict.fromkeys(page for page, _ in targets if page.endswith(".html")))


def write_one_file(folder: Path) -> str:
    """Write the report in `folder` as one page beside it, and return a sentence on it.

    Chapters come first, then the sentences behind their rows in the order of the rows, then the
    pages of articles, each as long as all fit into 20 MB.

    Args:
        folder: of a report.

    Raises:
        ParameterError: the file is there, and nkru did not write it.
        SizeError: the chapters alone are larger.
    """
    target = folder.parent / f"{folder.name}.html"
    if (
        target.exists()
        and _MARK not in target.read_text(encoding="utf-8", errors="replace")[:40_000]
    ):
        raise ParameterError(
            "{target} is not a report: move it, or choose another --out", target=target
        )
    sheets, left_out = _choose(folder)
    with using(_language(folder)):
        html = _page(sheets, left_out)
    draft = target.with_name(f".{target.name}")
    draft.write_text(html, encoding="utf-8")
    draft.replace(target)
    told = deferred(
        "one file: {file}, {size:.1f} MB; left out are {evidence} pages of sentences and "
        "{articles} pages of articles"
    )
    told = told if any(left_out.values()) else deferred("one file: {file}, {size:.1f} MB")
    return gettext(told, file=str(target), size=len(html.encode()) / 1e6, **left_out)


def _choose(folder: Path) -> tuple[list[_Sheet], dict[str, int]]:
    """Return the pages that fit, and how many of each kind do not."""
    chapters = _chapters(folder)
    size = len(_page(chapters, {"evidence": 10**6, "articles": 10**6}).encode())
    if size > LARGEST:
        raise SizeError(
            "the chapters of {folder} take {size:.1f} MB, more than {largest:.0f}: "
            "make them with a smaller top_n, or mail the folder",
            folder=folder,
            size=size / 1e6,
            largest=LARGEST / 1e6,
        )
    sheets, left_out = list(chapters), {"evidence": 0, "articles": 0}
    for kind in left_out:
        for address in _addresses(folder, sheets, kind):
            sheet = _read(folder, address)
            if size + sheet.size > LARGEST:
                left_out[kind] += 1
            else:
                size += sheet.size
                sheets.append(sheet)
    return sheets, left_out


def _chapters(folder: Path) -> list[_Sheet]:
    """Return the front page, the chapters in its order, and the pages beside it."""
    front = _read(folder, "index.html")
    names = [name for name in front.links if "/" not in name and name not in _LAST]
    names = [*dict.fromkeys(["index.html", *names]), *_LAST]
    return [_read(folder, name) for name in names if (folder / name).is_file()]


def _addresses(folder: Path, sheets: list[_Sheet], kind: str) -> Iterator[str]:
    """Yield the pages of a kind: first those that a page leads to, then all others."""
    linked = [link for sheet in sheets for link in sheet.links if link.startswith(f"{kind}/")]
    every = (
        path.relative_to(folder).as_posix() for path in sorted(folder.glob(f"{kind}/**/*.html"))
    )
    yield from (name for name in dict.fromkeys([*linked, *every]) if (folder / name).is_file())


def _read(folder: Path, address: str) -> _Sheet:
    """Return a page as a part: its menu and its content."""
    text = (folder / address).read_text(encoding="utf-8")
    main, title = _MAIN.search(text), _TITLE.search(text)
    if not main:
        raise ParameterError("{file} is no page of a report", file=folder / address)
    content = text[main.end() : text.rindex("</main>")]
    menu = _NAVIGATION.search(text)
    menu_text = text[menu.start() : text.index("</nav>", menu.start()) + 6] if menu else ""
    html = menu_text + "\n" + _DOWNLOAD.sub("", content)
    return _Sheet(address, title[1] if title else address, html)


def _target(page: str, link: str) -> tuple[str, str]:
    """Return the address of the page that a link leads to, and the part of it."""
    address, _, part = link.partition("#")
    if not address:
        return page, part
    joined = os.path.normpath(PurePosixPath(page).parent / address)
    return PurePosixPath(joined).as_posix(), part


def _name(address: str) -> str:
    return address.removesuffix(".html").replace("/", ".")


def _page(sheets: list[_Sheet], left_out: Mapping[str, int]) -> str:
    """Return the whole file."""
    names = {sheet.address: _name(sheet.address) for sheet in sheets}
    parts = [
        {"id": names[sheet.address], "html": Markup(_renamed(sheet, names))}  # noqa: S704
        for sheet in sheets
    ]
    return render_page(
        "one_file.html.j2",
        title=Markup(sheets[0].title),  # noqa: S704
        mark=Markup(_MARK),
        parts=parts,
        **left_out,
    )


def _language(folder: Path) -> str:
    """Return the language of a report."""
    found = re.search(r'<html lang="(en|fr)">', (folder / "index.html").read_text("utf-8")[:400])
    return found[1] if found else "en"


def _renamed(sheet: _Sheet, names: Mapping[str, str]) -> str:
    """Return a part with the name of its page in its ids, and with links inside the file."""
    own = names[sheet.address]
    html = _OTHER.sub(_rename(own), sheet.html)

    def lead(found: re.Match[str]) -> str:
        if found[1].startswith(("http://", "https://")):
            return found[0]
        page, part = _target(sheet.address, found[1])
        if page not in names:
            return "<a"
        return f'<a href="#{names[page]}{f":{part}" if part else ""}"'

    return _LINK.sub(lead, html)


def _rename(own: str) -> Callable[[re.Match[str]], str]:
    def rename(found: re.Match[str]) -> str:
        if found[4]:
            return f"url(#{own}:{found[4]})"
        names = " ".join(f"{own}:{name}" for name in found[3].split(" "))
        return f' {found[1]}="{found[2]}{names}"'

    return rename
