"""A store holds the tables of its corpus, row for row, however it came about."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.corpus import passes, pipeline, state, updates
from nkru.corpus.part_tables import ParquetParts
from nkru.corpus.pipeline import prepare
from nkru.errors import CorpusError, ParameterError, StoreError
from nkru.locks import lock

TABLES = ("documents", "lines", "sentences", "tokens", "unread", "articles")
SHARED = "Recevez chaque matin les titres de notre rédaction"


WORDS = (
    "ministre",
    "conseil",
    "navire",
    "accord",
    "visite",
    "usine",
    "route",
    "pont",
    "récolte",
    "prix",
    "douane",
)


def page(subject: str, *lines: str) -> str:
    """Return a page of a site; two pages on two subjects have few phrases in common."""
    order = random.Random(subject)
    body = [
        f"Le {order.choice(WORDS)} parle de {subject} au {order.choice(WORDS)}, et la "
        f"{order.choice(WORDS)} a suivi "
        f"le {order.choice(WORDS)} de {subject} sans {order.choice(WORDS)} ni "
        f"{order.choice(WORDS)}."
        for _ in range(5)
    ]
    return "\n\n".join(
        [f"Un accord sur {subject}", "Par Anne Martin, le 12 mars 2024", *body, *lines]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of four articles, two of them copies, and a file that cannot be read."""
    path = tmp_path / "corpus"
    path.mkdir()
    for name, subject in {
        "b.txt": "la pêche",
        "c.txt": "la frontière",
        "e.txt": "le gaz",
        "copy.txt": "le gaz",
    }.items():
        (path / name).write_text(page(subject), encoding="utf-8")
    (path / "empty.txt").write_bytes(b"")
    return path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    # Two writes within one tick of the clock would look like one.
    os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns + 1_000_000))


def assert_same(out: Path, folder: Path) -> None:
    stored, read = nkru.read_corpus(out), nkru.read_corpus(folder)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(stored, name), getattr(read, name), obj=name)
    assert stored.basis == read.basis


def test_a_store_gives_the_tables_of_its_corpus(folder: Path, tmp_path: Path) -> None:
    assert prepare(folder, tmp_path / "store") == {"read": 5, "done": 4, "articles": 4}
    assert_same(tmp_path / "store", folder)
    assert nkru.read_corpus(folder).documents["story_id"].nunique() == 3


def test_the_example_corpus_is_stored_whole(tmp_path: Path, seeds: nkru.Corpus) -> None:
    prepare(Path(__file__).parents[1] / "seeds", tmp_path / "store")
    stored = nkru.read_corpus(tmp_path / "store")
    assert len(stored) == len(seeds) > 0
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(stored, name), getattr(seeds, name), obj=name)


def test_an_article_of_fewer_words_than_a_shingle_is_stored(folder: Path, tmp_path: Path) -> None:
    (folder / "short.txt").write_text("Un titre\n\nTrop court.", encoding="utf-8")
    prepare(folder, tmp_path / "store")
    assert_same(tmp_path / "store", folder)
    assert "short.txt" in set(nkru.read_corpus(tmp_path / "store").sentences["doc_id"])


def test_a_link_that_leads_nowhere_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "d.txt").symlink_to(tmp_path / "nowhere.txt")
    prepare(folder, tmp_path / "store")
    prepare(folder, tmp_path / "store")
    assert_same(tmp_path / "store", folder)


def test_a_second_run_reads_nothing(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "store")
    assert prepare(folder, tmp_path / "store") == {"read": 0, "done": 0, "articles": 4}
    assert_same(tmp_path / "store", folder)


def test_a_run_with_nothing_new_writes_nothing(folder: Path, tmp_path: Path) -> None:
    state_overrides(folder)
    prepare(folder, tmp_path / "store")
    files = [
        path for path in (tmp_path / "store").rglob("*") if path.is_file() and path.name != ".lock"
    ]
    before = [path.stat().st_mtime_ns for path in files]
    prepare(folder, tmp_path / "store")
    assert [path.stat().st_mtime_ns for path in files] == before
    assert tmp_path / "store" / state.STATE_FILE in files
    write(folder / "metadata.csv", "doc_id,outlet\nnowhere.txt,La Gazette\n")
    prepare(folder, tmp_path / "store")
    assert_same(tmp_path / "store", folder)


def add(folder: Path) -> None:
    write(folder / "a.txt", page("les visas"))


def change(folder: Path) -> None:
    write(folder / "c.txt", page("les ports"))


def shorten(folder: Path) -> None:
    write(folder / "c.txt", "Kim\n\nIl part.\n")


def delete(folder: Path) -> None:
    (folder / "b.txt").unlink()


def delete_the_first_copy(folder: Path) -> None:
    (folder / "copy.txt").unlink()


def repair(folder: Path) -> None:
    write(folder / "empty.txt", page("le charbon"))


def break_down(folder: Path) -> None:
    write(folder / "c.txt", "")


def state_metadata(folder: Path) -> None:
    write(
        folder / "metadata.csv",
        "doc_id,outlet,theme\nb.txt,La Gazette,mer\nnowhere.txt,La Gazette,mer\n",
    )


def state_overrides(folder: Path) -> None:
    write(
        folder / "overrides.csv",
        "doc_id,line_no,text_starts,action\nb.txt,5,Les ministres,drop\nc.txt,7,Autre,drop\n",
    )


def share_a_line(folder: Path) -> None:
    for name, subject in (("f.txt", "le riz"), ("g.txt", "le sel"), ("h.txt", "le blé")):
        write(folder / name, page(subject, SHARED))


EDITS = (
    add,
    change,
    shorten,
    delete,
    delete_the_first_copy,
    repair,
    break_down,
    state_metadata,
    state_overrides,
    share_a_line,
)


@pytest.mark.parametrize("edit", EDITS, ids=[edit.__name__ for edit in EDITS])
def test_an_increment_equals_a_store_made_from_scratch(
    edit: Callable[[Path], None], folder: Path, tmp_path: Path
) -> None:
    prepare(folder, tmp_path / "store")
    edit(folder)
    prepare(folder, tmp_path / "store")
    assert_same(tmp_path / "store", folder)


def test_many_edits_one_after_the_other_equal_a_store_made_from_scratch(
    folder: Path, tmp_path: Path
) -> None:
    for edit in (add, state_metadata, change, share_a_line, state_overrides, delete, repair):
        prepare(folder, tmp_path / "store")
        edit(folder)
    (folder / "metadata.csv").unlink()
    prepare(folder, tmp_path / "store")
    assert_same(tmp_path / "store", folder)


def test_an_article_is_done_again_when_its_line_comes_to_stand_elsewhere(
    folder: Path, tmp_path: Path
) -> None:
    write(folder / "b.txt", page("la pêche", SHARED))
    prepare(folder, tmp_path / "store")
    write(folder / "z.txt", page("le sucre", SHARED))
    assert prepare(folder, tmp_path / "store") == {"read": 1, "done": 2, "articles": 5}
    assert_same(tmp_path / "store", folder)
    assert [len(part) for part in nkru.read_corpus(tmp_path / "store").parts()] == [3, 2]


def test_what_other_rules_have_made_is_made_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(folder, tmp_path / "store")
    for module in (pipeline, updates):
        monkeypatch.setattr(module, "build_digest", lambda: "other rules")
    assert prepare(folder, tmp_path / "store")["done"] == 4
    assert prepare(folder, tmp_path / "store")["done"] == 0
    assert len({path.name for path in (tmp_path / "store" / "parts").iterdir()}) == 1


class Crash(BaseException):
    """The process dies here."""


def test_a_crash_at_any_moment_leaves_a_usable_store(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, replace = tmp_path / "store", Path.replace
    prepare(folder, out)
    documents = nkru.read_corpus(out).documents
    share_a_line(folder)
    change(folder)
    steps = 0

    def dying(self: Path, target: Path) -> Path:
        nonlocal steps
        steps += 1
        if steps == moment:
            raise Crash
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", dying)
    for moment in range(1, 100):  # noqa: B007
        steps = 0
        try:
            prepare(folder, out)
            break
        except Crash:
            stored = nkru.read_corpus(out)
            pd.testing.assert_frame_equal(stored.documents, documents)
            assert len(stored.tokens) > 100
    assert moment > 10
    monkeypatch.undo()
    assert_same(out, folder)


def test_a_crash_of_the_first_run_leaves_nothing_in_the_way(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*_: object, **__: object) -> None:
        raise Crash

    monkeypatch.setattr(pipeline, "describe_part", dying)
    with pytest.raises(Crash):
        prepare(folder, tmp_path / "store")
    monkeypatch.undo()
    prepare(folder, tmp_path / "store")
    assert_same(tmp_path / "store", folder)


def test_a_corpus_that_is_open_can_be_read_while_its_store_changes(
    folder: Path, tmp_path: Path
) -> None:
    prepare(folder, tmp_path / "store")
    stored, read = nkru.read_corpus(tmp_path / "store"), nkru.read_corpus(folder)
    change(folder)
    prepare(folder, tmp_path / "store")
    pd.testing.assert_frame_equal(stored.tokens, read.tokens)


def test_two_processes_cannot_prepare_one_store(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "store")
    with (
        lock(tmp_path / "store" / ".lock", CorpusError("busy")),
        pytest.raises(CorpusError, match="another process is preparing"),
    ):
        prepare(folder, tmp_path / "store")


def test_a_folder_with_other_things_is_refused(folder: Path) -> None:
    with pytest.raises(CorpusError, match="lies in the corpus"):
        prepare(folder, folder)


def test_a_corpus_without_an_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(CorpusError, match="no readable article"):
        prepare(tmp_path / "corpus", tmp_path / "store")


def test_a_file_of_many_articles_is_stored_in_several_parts(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "LARGEST", 3)
    rows = [json.dumps({"title": f"Titre {n}", "body": page(f"le sujet {n}")}) for n in range(20)]
    write(folder / "export.jsonl", "\n".join(rows))
    assert prepare(folder, tmp_path / "store")["articles"] == 24
    parts = state.State.read(tmp_path / "store").index["part"]
    assert parts.value_counts().max() <= 4 < parts.nunique()
    assert {path.name for path in (tmp_path / "store" / "parts").iterdir()} == set(parts)
    assert_same(tmp_path / "store", folder)
    write(folder / "export.jsonl", "\n".join(rows[:7]))
    assert prepare(folder, tmp_path / "store")["articles"] == 11
    assert_same(tmp_path / "store", folder)


def test_a_damaged_store_is_told(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "store")
    (tmp_path / "store" / state.STATE_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match="damaged"):
        nkru.read_corpus(tmp_path / "store")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [_cut, _flip, Path.unlink, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize("name", ["index-1", "parts/*/articles", "parts/*/tokens", "parts/*/lines"])
def test_a_damaged_table_is_told_and_made_again(
    name: str, harm: Callable[[Path], object], folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "store"
    prepare(folder, out)
    harm(next(out.glob(f"{name}.parquet")))
    with pytest.raises(StoreError, match="missing or damaged; prepare the store again"):
        [getattr(nkru.read_corpus(out), table) for table in TABLES]
    if harm is _flip and name != "index-1":
        return  # a damage within pages shows when they are read
    assert prepare(folder, out)["done"] == 4
    assert_same(out, folder)


def test_what_nkru_did_not_make_stays_in_a_store(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "store"
    prepare(folder, out)
    own = [out / "mine.parquet", out / "parts" / "photos" / "a.jpg", out / "notes.txt"]
    for path in own:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    for edit in (change, add):
        edit(folder)
        prepare(folder, out)
    assert [path.read_text() for path in own] == ["mine"] * 3


@pytest.mark.parametrize("kind", ["parts", "file"])
def test_a_folder_that_is_no_store_is_refused(kind: str, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "thesis"
    if kind == "parts":
        (out / "parts").mkdir(parents=True)
    else:
        out.write_text("chapter one")
    with pytest.raises(CorpusError, match="holds other files"):
        prepare(folder, out)


def test_a_store_is_never_more_readable_than_its_corpus(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    folder.chmod(0o750)
    (tmp_path / "open").mkdir(mode=0o755)
    prepare(folder, tmp_path / "open")
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o750


def test_a_store_inside_its_corpus_or_made_of_a_store_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match="lies in the corpus"):
        prepare(folder, folder / "store")
    prepare(folder, tmp_path / "store")
    with pytest.raises(CorpusError, match="is a store already"):
        prepare(tmp_path / "store", tmp_path / "other")


def test_a_store_of_another_version_is_told_and_made_again(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "store")
    (tmp_path / "store" / state.STATE_FILE).write_text('{"number": 1, "build": "a"}')
    with pytest.raises(CorpusError, match="another version of nkru; run `nkru prepare"):
        nkru.read_corpus(tmp_path / "store")
    assert prepare(folder, tmp_path / "store")["done"] == 4
    assert_same(tmp_path / "store", folder)


def test_parts_may_have_more_categories_together_than_a_small_index_counts(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    tables = ParquetParts(tmp_path)
    parts = {f"{part}": [f"{part}-{number}" for number in range(100)] for part in range(4)}
    for part, doc_ids in parts.items():
        table = pd.DataFrame({"doc_id": pd.Categorical(doc_ids), "number": range(100)})
        tables.write(part, "tokens", table)
    index = pd.DataFrame(
        [(doc_id, part) for part in parts for doc_id in parts[part]], columns=["doc_id", "part"]
    )
    table = tables.rows(index, "tokens")
    assert table["doc_id"].tolist() == sorted(index["doc_id"])
    assert table["doc_id"].cat.categories.tolist() == sorted(index["doc_id"])


def test_choosing_articles_of_a_store_is_choosing_articles_of_its_corpus(
    folder: Path, tmp_path: Path
) -> None:
    prepare(folder, tmp_path / "store")
    stored, read = (nkru.read_corpus(path).one_per_story() for path in (tmp_path / "store", folder))
    assert stored.basis == read.basis == "3 of 4 articles: one per story"
    pd.testing.assert_frame_equal(stored.tokens, read.tokens)
    assert stored.raw("b.txt") == read.raw("b.txt")
    with pytest.raises(ParameterError):
        stored.raw("nowhere.txt")


def test_a_table_that_is_not_asked_for_is_not_read(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "store")
    stored = nkru.read_corpus(tmp_path / "store")
    assert stored.basis == "4 articles"
    assert not {"articles", "lines", "sentences", "tokens"} & set(vars(stored))
    with pytest.raises(AttributeError):
        stored.nothing  # noqa: B018


@pytest.mark.parametrize("by", ["doc_id", "segment", "sentence", "outlet", "year"])
def test_a_store_is_counted_part_by_part(folder: Path, tmp_path: Path, by: str) -> None:
    rows = [
        "b.txt,Le Quotidien",
        "c.txt,La Vigie",
        "e.txt,Le Quotidien",
        "copy.txt,La Vigie",
        "a.txt,La Vigie",
    ]
    write(folder / "metadata.csv", "\n".join(["doc_id,outlet", *rows, ""]))
    prepare(folder, tmp_path / "store")
    add(folder)
    prepare(folder, tmp_path / "store")
    stored = nkru.read_corpus(tmp_path / "store")
    assert len(stored.parts()) > 1
    ours, whole = nkru.count(stored, by=by), nkru.count(nkru.read_corpus(folder), by=by)
    assert "tokens" not in vars(stored)
    assert (ours.matrix != whole.matrix).nnz == 0
    pd.testing.assert_index_equal(ours.rows, whole.rows, exact=True)
    assert ours.basis == whole.basis
    for name in ("terms", "doc_ids", "sizes"):
        assert getattr(ours, name).tolist() == getattr(whole, name).tolist()


def test_a_choice_of_no_article_of_a_store_is_a_choice_of_no_article(
    folder: Path, tmp_path: Path
) -> None:
    prepare(folder, tmp_path / "store")
    for path in (tmp_path / "store", folder):
        nothing = nkru.read_corpus(path).where(outlet="nobody")
        mentions = nkru.find_mentions(nothing)
        assert (len(nothing.sentences), len(nothing.tokens), len(mentions)) == (0, 0, 0)
        assert nkru.score_sentences(nothing).empty
        assert nkru.frequency(mentions, nothing).empty
        with pytest.raises(ParameterError, match="no word to count"):
            nkru.count(nothing)


ENGLISH = (
    "The trade agreement between the two countries was signed on Monday, and the ministers said "
    "that it will last."
)


def test_a_part_without_an_article_in_french_is_a_part(folder: Path, tmp_path: Path) -> None:
    """The part of what is read later holds an article in English alone."""
    prepare(folder, tmp_path / "store")
    write(folder / "english.txt", f"A trade agreement\n\n{ENGLISH}\n\n{ENGLISH}")
    prepare(folder, tmp_path / "store")
    stored, read = nkru.read_corpus(tmp_path / "store"), nkru.read_corpus(folder)
    assert stored.documents.set_index("doc_id").loc["english.txt", "language"] == "en"
    assert sorted(len(part.sentences) > 0 for part in stored.parts()) == [False, True]
    mentions, quotations = nkru.find_mentions(stored), nkru.find_quotations(stored)
    pd.testing.assert_frame_equal(mentions, nkru.find_mentions(read))
    pd.testing.assert_frame_equal(quotations, nkru.find_quotations(read))
    pd.testing.assert_frame_equal(nkru.score_sentences(stored), nkru.score_sentences(read))
    pd.testing.assert_frame_equal(
        nkru.score_targets(stored, mentions), nkru.score_targets(read, mentions)
    )
    pd.testing.assert_frame_equal(nkru.frequency(mentions, stored), nkru.frequency(mentions, read))
    assert nkru.count(stored).totals().equals(nkru.count(read).totals())


def test_a_text_of_the_same_size_and_time_is_read_again(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "store")
    path = folder / "b.txt"
    before = path.stat()
    path.write_text(
        path.read_text(encoding="utf-8").replace("la pêche", "la pièce"), encoding="utf-8"
    )
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert prepare(folder, tmp_path / "store")["read"] == 1
    assert_same(tmp_path / "store", folder)


def test_a_text_is_that_of_the_store_as_it_is(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    prepare(folder, store)
    assert "la pêche" in nkru.read_corpus(store).raw("b.txt")
    shutil.rmtree(store)
    write(folder / "b.txt", page("la soie"))
    prepare(folder, store)
    assert "la soie" in nkru.read_corpus(store).raw("b.txt")
