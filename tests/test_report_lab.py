"""JupyterLab, started as `make lab` starts it: each notebook opens, and all its cells run."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)"
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab") / "study"
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    (folder / "seeds").mkdir()
    for path in sorted((ROOT / "seeds").glob("20*.txt"))[:6]:
        shutil.copy(path, folder / "seeds")
    return folder


@pytest.fixture(scope="module")
def server(study):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-browser",
        f"--port={port}",
        "--IdentityProvider.token=test",
        "--allow-root",
        f"--notebook-dir={study}",
    ]
    command = [sys.executable, "-m", "jupyter", "lab", *options]
    running = subprocess.Popen(
        command, cwd=study, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api/status?token=test", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        running.terminate()
        running.wait(30)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield running
        running.close()


def errors(path):
    """Return the errors among the outputs of a notebook."""
    outputs = [output for cell in cells(path) for output in cell["outputs"]]
    return [output for output in outputs if output["output_type"] == "error"]


def cells(path):
    """Return the cells of code; while JupyterLab saves a notebook, its file is incomplete."""
    for _ in range(50):
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            break
        except ValueError:
            time.sleep(0.1)
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run_all(page, path, address):
    """Open a notebook in JupyterLab and run its cells; the page stays open."""
    page.goto(address)
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
    idle.first.wait_for(state="attached", timeout=90_000)
    asked = page.locator(".jp-Dialog .jp-mod-accept")
    for second in range(600):
        # A busy server makes JupyterLab ask (which kernel, which version to save): take what it
        # proposes.
        if asked.count():
            asked.first.click()
        # A click on a menu that is still being built is lost: it is made again where nothing runs
        # and nothing ran.
        if (
            second % 30 == 0
            and idle.count()
            and not any(cell["execution_count"] for cell in cells(path))
        ):
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_timeout(1000)
        if second % 3 == 2:
            page.keyboard.press("Control+s")
        if all(cell["execution_count"] for cell in cells(path)) or errors_of(path):
            break


def errors_of(path):
    """Return the outputs that are errors; the cells after one do not run."""
    outputs = [output for cell in cells(path) for output in cell["outputs"]]
    return [output for output in outputs if output["output_type"] == "error"]


def outputs_of(path):
    """Return the outputs of a notebook whose cells have all run without an error."""
    assert errors_of(path) == []
    assert all(cell["execution_count"] for cell in cells(path))
    return [output for cell in cells(path) for output in cell["outputs"]]


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", ["corpus", "actors", "sentiment", "themes"])
def test_all_cells_of_a_notebook_run_in_jupyterlab(name, study, server, browser):
    path = study / "notebooks" / f"{name}.ipynb"
    page = browser.new_page()
    run_all(page, path, f"{server}/lab/tree/notebooks/{name}.ipynb?token=test&reset")
    page.close()
    assert any("image/png" in output.get("data", {}) for output in outputs_of(path))
    assert list((study / "outputs/seeds/tables").glob(f"{name}_*.csv"))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_first_tutorial_runs_in_jupyterlab_and_a_row_opens_its_sentences(
    study, server, browser
):
    (study / "tutorials").mkdir()
    path = study / "tutorials/mes-40-articles.ipynb"
    shutil.copy(ROOT / "docs/tutorials" / path.name, path)
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    run_all(page, path, f"{server}/lab/tree/tutorials/{path.name}?token=test&reset")
    kinds = [kind for output in outputs_of(path) for kind in output.get("data", {})]
    assert kinds.count("image/png") == 3
    assert kinds.count("text/html") == 8
    assert (study / "tutorials/figures/figure-1.svg").stat().st_size > 1000
    row = page.locator("details", has=page.locator("summary", has_text="Claire Vasseur")).first
    sentence = row.locator("li").first
    row.scroll_into_view_if_needed()
    height = row.bounding_box()["height"]
    assert height < 40
    assert not sentence.is_visible()
    row.locator("summary").click()
    assert sentence.is_visible()
    assert sentence.locator("mark").first.inner_text() in sentence.inner_text()
    page.screenshot(path=study / "opened.png")
    picture = page.locator(".jp-OutputArea-output img").last
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.naturalWidth") > 600
    page.screenshot(path=study / "figure.png")
    page.close()
