"""Markup: fill the templates of the report; all text is escaped and cannot act on the page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from nkru.catalogues import translate_data
from nkru.language import date, gettext, language, ngettext, number, spoken
from nkru.tokens.characters import visible

Fields = dict[str, Any]
TEMPLATES = Path(__file__).parent / "templates"
# The style sheet of the pages of evidence and of articles, in the folder of the report.
LINKED_STYLE = "pages.css"
# In a style sheet, around the marks of a rule and after a colon, with the last semicolon of a rule.
_BLANKS = re.compile(r" ?;? ?(\}) ?| ?([{;,]|(?<=[\w-]):) ")


def shown(value: Any) -> Any:
    """Return text with its control characters as symbols; markup and other values as they are.

    A message is said in the language in use.
    """
    is_text = isinstance(value, str) and not isinstance(value, Markup)
    return visible(spoken(value)) if is_text else value


def say(message: str, **values: Any) -> Markup:
    """Return a message of a template in the language in use; its values are escaped.

    >>> say("Made with {name}.", name="<nkru>")
    Markup('Made with &lt;nkru&gt;.')
    """
    return _escaped(gettext, (message,), values)


def say_plural(one: str, several: str, n: int, **values: Any) -> Markup:
    """Return a message of a template about `n` things in the language in use."""
    return _escaped(ngettext, (one, several, n), values)


def _escaped(make: Callable[..., str], forms: tuple[Any, ...], values: Fields) -> Markup:
    """Return a message with its values escaped; no message of a template holds markup itself."""
    parts = {
        name: Markup(escape(shown(value))) if isinstance(value, str) else value  # noqa: S704
        for name, value in values.items()
    }
    return Markup(make(*forms, **parts))  # noqa: S704


def key_hash(key: Iterable[object]) -> str:
    """Return the short hash that names the page of a key."""
    text = json.dumps([str(part) for part in key], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def article_page(doc_id: str) -> str:
    """Return the name of the page of an article, in the folder articles/ of the report."""
    return f"{key_hash([doc_id])}.html"


def _with_code(text: object) -> Markup:
    """Return prose with the words between backticks as code.

    >>> _with_code("see `nkru register`")
    Markup('see <code>nkru register</code>')
    """
    parts = str(shown(text)).split("`")
    forms = [("{}", "<code>{}</code>")[place % 2] for place in range(len(parts))]
    return Markup("").join(
        Markup(form).format(part)  # noqa: S704
        for form, part in zip(forms, parts, strict=True)
    )


def _data(text: object) -> str:
    return translate_data(language(), str(text))


GLOBALS: Fields = {"_": say, "_n": say_plural, "language": language}
FILTERS: Fields = {
    "code": lambda text: Markup("<code>{}</code>").format(text),
    "data": _data,
    "day": date,
    "french": lambda text: Markup('<bdi lang="fr">{}</bdi>').format(shown(text)),
    "link": lambda text: Markup('<a href="{0}">{0}</a>').format(text),
    "number": number,
    "prose": _with_code,
}


class _Templates(FileSystemLoader):
    """The templates; a style sheet, which every page holds, without its blanks."""

    def get_source(self, environment: Environment, template: str) -> Any:
        source, *about = super().get_source(environment, template)
        if template.endswith(".css"):
            source = _BLANKS.sub(lambda found: found[1] or found[2], " ".join(source.split()))
        return source, *about


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=_Templates(TEMPLATES),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Another scheme in the metadata of a page, such as javascript:, must not become a link.
    environment.tests["web_address"] = lambda text: str(text).startswith(("http://", "https://"))
    environment.filters["article_page"] = article_page
    environment.filters |= FILTERS
    environment.globals |= GLOBALS
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # The content security policy of a page allows only this script, by its hash.
    environment.globals["script"] = Markup(script)  # noqa: S704
    environment.globals["linked_style"] = LINKED_STYLE
    environment.globals["script_source"] = f"sha256-{digest}"
    return environment


def render(template: str, **values: Any) -> Markup:
    """Fill a template of `templates/` with `values`."""
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704


def render_page(template: str, *, title: str, **values: Any) -> str:
    """Return a whole page: language, security policy, style and skip link around the content."""
    # French has an apostrophe in every line, and no attribute of a page stands between two.
    return str(render(template, title=title, **values)).replace("&#39;", "'")
