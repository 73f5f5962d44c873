"""The face of the package: its public names, lazy and typed, and the notebooks that use them."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import nkru
from nkru import figures
from nkru.errors import CodebookError

ROOT = Path(__file__).parents[1]
PACKAGE = Path(nkru.__file__).parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CORPUS = [
    "Corpus",
    "example_corpus",
    "periods",
    "describe_articles",
    "explain_flags",
    "compare_choices",
    "count_coverage",
    "reasons_left_out",
    "read_corpus",
    "select_articles",
    "shared_stories",
]
TOKENS = ["FrenchSentenceTokenizer", "FrenchTokenizer", "split_segments"]
MEASURES = [
    "Counts",
    "collocates",
    "count",
    "dispersion",
    "kwic",
]
ACTORS = [
    *["Codebook", "add_entries", "candidates", "cooccurrence", "described_pairs", "find_mentions"],
    "counted_mentions",
    "find_quotations",
    "frequency",
    "most_named",
    "named_by_group",
    "network",
    "pair_hits",
    "presence",
    "prominence",
    "rank_by_choice",
    "read_codebook",
    "register",
    "sensitivity",
    "voices",
    *[
        "mentions_by",
        "quotations_by",
        "describe_speakers",
        "never_quoted",
        "unattributed",
        "verbs_of_saying",
    ],
]
THEMES = [
    "Classes",
    "agenda",
    "agenda_coverage",
    "agenda_findings",
    "agenda_hits",
    "agenda_summary",
    "agenda_with_copies",
    "best_number",
    "class_map",
    "collocation_hits",
    "segments_by_value",
    "topic_labels",
    "class_segments",
    "class_shares",
    "class_summary",
    "class_variable",
    "collocations",
    "correspondence",
    "find_expressions",
    "group_names",
    "keyness",
    "keyness_by",
    "keyword_lines",
    "keyword_tokens",
    "most_stable",
    "name_classes",
    "name_topics",
    "progression",
    "reinert",
    "similarity_edges",
    "similarity_graph",
    "specificities",
    "term_passages",
    "term_table",
    "stability",
    "stability_by_k",
    "stability_by_size",
    "topic_segments",
    "topic_stability",
    "topic_summary",
    "topics",
    "topics_by",
]
TONE = [
    *["Lexicon", "tone_by", "driving_words", "scored_words", "lexicon_agreement", "error_by_label"],
    *["read_lexicon", "score_sentences", "score_targets", "other_lexicon", "tone_by_two_lexicons"],
    *["tone_shares", "strongest_sentences", "tone_toward", "shipped_error"],
    *["balance_of_tone", "tone_by_group", "tone_toward_findings"],
    *["unscored_mentions", "unscored_sentences"],
]
REPORT = ["about", "plot", "Chapter", "NkruError", "figure_terms", "figures", "run_report", "show"]
PUBLIC = sorted([*CORPUS, *TOKENS, *MEASURES, *ACTORS, *THEMES, *TONE, *REPORT])


def test_the_public_names_are_these():
    assert nkru.__all__ == PUBLIC
    assert dir(nkru) == PUBLIC
    assert dir(figures) == figures.__all__ == sorted(figures.__all__)


@pytest.mark.parametrize("package", [nkru, figures], ids=["nkru", "figures"])
def test_every_public_name_is_what_its_home_defines_and_is_documented(package):
    homes = {name: home for home, names in package._HOMES.items() for name in names.split()}
    assert sorted(homes) == package.__all__
    for name, home in homes.items():
        value = getattr(package, name)
        assert inspect.unwrap(value) is inspect.unwrap(getattr(import_module(home), name))
        assert value.__doc__, name
        assert getattr(value, "__module__", home) in (home, package.__name__), name


@pytest.mark.parametrize(
    ("package", "wrong", "right"),
    [
        (nkru, "frequncy", "'nkru' has no attribute 'frequncy': did you mean 'frequency'?"),
        (nkru, "nothing", "'nkru' has no attribute 'nothing'$"),
        (figures, "timelines", r"figures' has no attribute 'timelines': did you mean 'timeline'?"),
    ],
)
def test_a_misspelt_name_is_told_the_nearest(package, wrong, right):
    with pytest.raises(AttributeError, match=right):
        getattr(package, wrong)


def test_type_checkers_know_every_public_name_and_no_other(tmp_path_factory):
    folder = tmp_path_factory.mktemp("typed")
    names = [f"nkru.{name}" for name in PUBLIC]
    names += [f"nkru.figures.{name}" for name in figures.__all__]
    lines = ["import nkru", *names, "nkru.frequncy", "nkru.figures.timelines"]
    (folder / "uses.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # The cache is shared by the test runs of a user: the first takes half a minute, others seconds.
    cache = folder.parent.parent / "mypy"
    options = ["--strict", "--follow-imports=silent", "--no-error-summary", f"--cache-dir={cache}"]
    options += [f"--config-file={ROOT / 'pyproject.toml'}", str(folder / "uses.py")]
    command = [sys.executable, "-m", "mypy", *options]
    environment = {"MYPYPATH": str(PACKAGE.parent), "PATH": ""}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    refused = [line.partition(": error: ")[2] for line in done.stdout.splitlines()]
    assert len(refused) == 2, done.stdout + done.stderr
    assert refused[0].startswith('Module has no attribute "frequncy"')
    assert refused[1].startswith('Module has no attribute "timelines"')


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").is_file()


def code_cells(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def parameters(path):
    (cell,) = [
        cell for cell in code_cells(path) if "parameters" in cell["metadata"].get("tags", [])
    ]
    return [line.target.id for line in ast.parse("".join(cell["source"])).body]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_imports_nkru_alone_and_uses_public_names(path):
    trees = [ast.parse("".join(cell["source"])) for cell in code_cells(path)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import nkru"]
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    used = {node.attr for node in attributes if ast.unparse(node.value) == "nkru"}
    assert len(used) >= 5
    assert used <= set(PUBLIC)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_what_it_assigns(path):
    nodes = [
        node for cell in code_cells(path) for node in ast.walk(ast.parse("".join(cell["source"])))
    ]
    names = [node for node in nodes if isinstance(node, ast.Name)]
    assigned = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    assert assigned - {node.id for node in names if isinstance(node.ctx, ast.Load)} == set()


def test_codebook_means_actors_and_themes_means_themes():
    found = {path.stem: parameters(path) for path in NOTEBOOKS}
    assert {name for name in found if "codebook" in found[name]} == {
        "actors",
        "sentiment",
        "themes",
    }
    assert {name for name in found if "themes" in found[name]} == {"themes"}


@pytest.mark.parametrize(
    ("kind", "other", "text"),
    [
        ("actors", "themes", '[[theme]]\nname = "paix"\nforms = ["paix"]\n'),
        ("themes", "actors", '[[actor]]\nname = "Aubert"\ntype = "person"\nforms = ["Aubert"]\n'),
    ],
)
def test_a_codebook_of_the_other_kind_is_refused(tmp_path, kind, other, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    assert nkru.read_codebook(path, kind=other).kind == other
    with pytest.raises(CodebookError, match=f"own.toml: this codebook holds {other}, not {kind}"):
        nkru.read_codebook(path, kind=kind)
    assert nkru.read_codebook(kind=kind).kind == kind
