"""A study: a folder with notebooks, articles in seeds/, and reports in outputs/."""

from __future__ import annotations

import shutil
from pathlib import Path

from nkru import resources
from nkru.errors import ParameterError
from nkru.paths import PACKAGE
from nkru.report.origins import differences, write_record

TUTORIALS = ("mes-40-articles", "my-40-articles")
CHAPTERS = ("corpus", "actors", "sentiment", "themes")
_README = """# A study with nkru

Put your articles into `seeds/` (one file per article, or exports of a press database), then run

    nkru report

and open `outputs/seeds/index.html`. You may change the notebooks in `notebooks/`. `codebook.toml`
is an example of actors of your own: `nkru report -p codebook=codebook.toml`.

New to nkru? Open `tutorials/my-40-articles.ipynb`, in French `tutorials/mes-40-articles.ipynb`, in
JupyterLab (`jupyter lab`): from pasted pages to a figure in an hour.
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
        "no notebook in {folder}: make a study folder with `nkru new DIR`",
        folder=root / "notebooks",
    )


def update_study(folder: Path) -> list[str]:
    """Return how the notebooks of a study differ from the package's, as lines of a diff."""
    return differences(folder, list_notebooks(PACKAGE))


def _first_tutorials() -> list[Path]:
    """Return the tutorials with which a new study begins, French and English."""
    for folder in (PACKAGE / "notebooks/tutorials", PACKAGE.parent / "docs/tutorials"):
        if found := [path for name in TUTORIALS if (path := folder / f"{name}.ipynb").is_file()]:
            return found
    return []


def new_study(folder: Path) -> Path:
    """Make a study folder: notebooks, a first tutorial, an example codebook, seeds/ and outputs/.

    A relative path starts at the working folder, because the new folder is a root of its own.

    Raises:
        ParameterError: the folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParameterError("{folder} exists and is not empty: name a new folder", folder=folder)
    for name in ("notebooks", "seeds", "outputs"):
        (folder / name).mkdir(parents=True)
    own = list_notebooks(PACKAGE)
    for path in own.values():
        shutil.copyfile(path, folder / "notebooks" / path.name)
    write_record(folder / "notebooks", own)
    (folder / "tutorials").mkdir()
    for path in _first_tutorials():
        shutil.copyfile(path, folder / "tutorials" / path.name)
    shutil.copyfile(resources.path("actors/codebook_example.toml"), folder / "codebook.toml")
    (folder / "README.md").write_text(_README, encoding="utf-8")
    return folder
