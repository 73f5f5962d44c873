"""The site of nkru: pages in Markdown, tutorials as notebooks, the reference from docstrings."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from sphinx.application import Sphinx

import nkru

project = "nkru"
author = "the authors of nkru"
copyright = author  # noqa: A001
release = version = nkru.__version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "**.ipynb_checkpoints"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# A kernel tells harmless things (the kind of transport), which would look like warnings.
_PROFILE = Path(__file__).parent / "_build/ipython/profile_default"
_PROFILE.mkdir(parents=True, exist_ok=True)
(_PROFILE / "ipython_kernel_config.py").write_text("c.IPKernelApp.log_level = 50\n")
os.environ["IPYTHONDIR"] = str(_PROFILE.parent)
logging.getLogger("traitlets").setLevel(logging.ERROR)

# Each tutorial runs in an empty folder; one that did not change keeps its outputs.
nb_execution_mode = "cache"
nb_execution_in_temp = True
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_execution_show_tb = True
# No script is fetched from elsewhere: the site holds no widget and no formula.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_merge_streams = True

autosummary_generate = False
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
napoleon_use_rtype = False
napoleon_custom_sections = ["Note"]


def escape_bars(*arguments: object) -> None:
    """Let |A ∩ B| of a docstring be a size, and no substitution."""
    lines = arguments[-1]
    assert isinstance(lines, list)
    lines[:] = [line.replace("|", "\\|") for line in lines]


ROOMS = {
    "corpus": "Articles",
    "measures": "Measures",
    "actors": "Actors",
    "themes": "Themes",
    "tone": "Tone",
    "report": "Reports and figures",
    "tokens": "Tokens",
    "errors": "Errors",
}


def write_reference(app: Sphinx) -> None:
    """Write a page of the public names by room; what each does stands in its docstring."""
    lines = ["# Reference", "", "Of a table, `nkru.about(table)` tells what made it.", ""]
    for room, title in ROOMS.items():
        homes = {home: names for home, names in nkru._HOMES.items() if home.split(".")[1] == room}
        names = sorted(" ".join(homes.values()).split(), key=str.lower)
        lines += [f"## {title}", "", "```{eval-rst}"]
        for name in names:
            is_class = isinstance(getattr(nkru, name), type)
            kind = (
                "automodule" if name == "figures" else "autoclass" if is_class else "autofunction"
            )
            lines += [f".. {kind}:: nkru.{name}", *(["   :members:"] if is_class else []), ""]
        lines += ["```", ""]
    page = Path(app.srcdir, "reference.md")
    text = "\n".join(lines)
    if not page.is_file() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Prepare the reference."""
    app.connect("config-inited", lambda app, _: write_reference(app))
    app.connect("autodoc-process-docstring", escape_bars)


html_theme = "furo"
html_title = "nkru"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"top_of_page_buttons": []}
