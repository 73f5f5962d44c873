"""A study: the folder that holds notebooks, articles and outputs, and where a relative path begins."""

from __future__ import annotations

import shutil
from pathlib import Path

from nkru import resources
from nkru.errors import ParameterError
from nkru.paths import PACKAGE

CHAPTERS = ("corpus", "actors", "sentiment", "themes")
_README = """# A study with nkru

Put your articles into `seeds/` (one file per article, or exports of a press database), then run

    nkru report

and open `outputs/seeds/index.html`. The notebooks in `notebooks/` are yours to change; `codebook.toml` is an
example of actors of your own: `nkru report -p codebook=codebook.toml`.
"""


def notebook_folder(root: Path) -> Path:
    """Return the folder of the study's notebooks, or of those that came with the package."""
    for folder in (root / "notebooks", PACKAGE / "notebooks", PACKAGE.parent / "notebooks"):
        if any(folder.glob("*.ipynb")):
            return folder
    raise ParameterError(
        f"no notebook in {root / 'notebooks'}: make a study folder with `nkru new DIR`"
    )


def list_notebooks(root: Path) -> dict[str, Path]:
    """Return the notebooks by name, the four of the package first and in their order of reading."""
    found = {path.stem: path for path in sorted(notebook_folder(root).glob("*.ipynb"))}
    order = [
        *(name for name in CHAPTERS if name in found),
        *(name for name in found if name not in CHAPTERS),
    ]
    return {name: found[name] for name in order}


def new_study(folder: Path) -> Path:
    """Make a study folder: notebooks, an example codebook, seeds/ and outputs/.

    Raises:
        ParameterError: the folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParameterError(f"{folder} exists and is not empty: name a new folder")
    for name in ("notebooks", "seeds", "outputs"):
        (folder / name).mkdir(parents=True)
    for path in notebook_folder(PACKAGE).glob("*.ipynb"):
        shutil.copyfile(path, folder / "notebooks" / path.name)
    shutil.copyfile(resources.path("actors/codebook_example.toml"), folder / "codebook.toml")
    (folder / "README.md").write_text(_README, encoding="utf-8")
    return folder
