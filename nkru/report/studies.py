"""A study: a folder with notebooks, articles in seeds/, and reports in outputs/."""

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

and open `outputs/seeds/index.html`. You may change the notebooks in `notebooks/`. `codebook.toml`
is an example of actors of your own: `nkru report -p codebook=codebook.toml`.
"""


def list_notebooks(root: Path) -> dict[str, Path]:
    """Return the notebooks of a study by name; those of the package come first, in reading order.

    A study without notebooks uses those of the package.

    Raises:
        ParameterError: neither the study nor the package has a notebook.
    """
    paths = {path.stem: path for path in sorted(_notebook_folder(root).glob("*.ipynb"))}
    first = {name: paths[name] for name in CHAPTERS if name in paths}
    return first | paths


def _notebook_folder(root: Path) -> Path:
    for folder in (root / "notebooks", PACKAGE / "notebooks", PACKAGE.parent / "notebooks"):
        if any(folder.glob("*.ipynb")):
            return folder
    raise ParameterError(
        f"no notebook in {root / 'notebooks'}: make a study folder with `nkru new DIR`"
    )


def new_study(folder: Path) -> Path:
    """Make a study folder with notebooks, an example codebook, seeds/ and outputs/.

    A relative path starts at the working folder, because the new folder is a root of its own.

    Raises:
        ParameterError: the folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParameterError(f"{folder} exists and is not empty: name a new folder")
    for name in ("notebooks", "seeds", "outputs"):
        (folder / name).mkdir(parents=True)
    for path in list_notebooks(PACKAGE).values():
        shutil.copyfile(path, folder / "notebooks" / path.name)
    shutil.copyfile(resources.path("actors/codebook_example.toml"), folder / "codebook.toml")
    (folder / "README.md").write_text(_README, encoding="utf-8")
    return folder
