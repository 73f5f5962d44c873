"""The codebook: what is shipped, and the errors of a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

import nkru
from nkru.errors import CodebookError


@pytest.fixture(scope="module")
def shipped() -> nkru.Codebook:
    return nkru.read_codebook()


def test_shipped_codebook_has_the_actors_of_the_subject_and_all_states(
    shipped: nkru.Codebook,
) -> None:
    states = [entry for entry in shipped.entries if entry.type == "state"]
    actors = [entry for entry in shipped.entries if entry.type != "state"]
    assert len(actors) >= 600
    assert len(states) >= 193
    assert all(entry.label for entry in shipped.entries)
    assert all((shipped.name, shipped.version, shipped.licence, shipped.source))


def test_every_state_has_a_demonym_and_nearly_every_one_a_capital(shipped: nkru.Codebook) -> None:
    states = [
        entry
        for entry in shipped.entries
        if entry.type == "state" and entry.name != "République du Congo"
    ]
    assert not [entry.name for entry in states if not entry.demonyms]
    without = {entry.name for entry in states if not entry.metonyms}
    assert without == {
        "Belgique",
        "Union soviétique",
        "Vatican",
    }  # Bruxelles stands for the European Union


def test_states_are_those_of_the_unicode_registry(shipped: nkru.Codebook) -> None:
    babel = pytest.importorskip("babel")
    names = set(babel.Locale("en").territories.values())
    labels = {entry.label for entry in shipped.entries if entry.type == "state"}
    assert len(labels & names) >= 180


def test_terms_of_an_office_do_not_overlap(shipped: nkru.Codebook) -> None:
    checked = 0
    for office in shipped.offices:
        terms = sorted((holder.start, holder.end or "9999") for holder in office.holders)
        for (_, end), (start, _) in zip(terms, terms[1:], strict=False):
            assert end <= start, office.of
            checked += 1
    assert checked > 50


def write(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_own_codebook_may_include_the_shipped_one(tmp_path: Path, shipped: nkru.Codebook) -> None:
    own = write(
        tmp_path,
        'include = ["actors.toml"]\n[[actor]]\nname = "Soo Kim"\ntype = "person"\nforms = ["Soo Kim"]\n',
    )
    codebook = nkru.read_codebook(own)
    assert len(codebook.entries) == len(shipped.entries) + 1
    assert codebook.entries[0].name == "Soo Kim"


def test_demonyms_come_in_both_genders_and_numbers() -> None:
    from nkru.actors.codebook import Entry

    state = Entry("Chine", "state", demonyms=("chinois|chinoise", "russe|russe"))
    assert list(state.written("demonyms")) == [
        "chinois",
        "chinoise",
        "chinoises",
        "russe",
        "russes",
    ]


PERSON = '[[actor]]\nname = "A"\ntype = "person"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[actor]\n", ["own.toml", "not a TOML file"]),
        ("", ["own.toml", "[[actor]] or [[theme]]"]),
        ('[[actor]]\ntype = "person"\n', ["own.toml", "has no name"]),
        (
            '[[actor]]\nname = "A"\ntype = "people"\n',
            ["own.toml", "'A'", "people", "person, state, organisation"],
        ),
        ('[[actor]]\nname = "A"\n', ["'A'", "type"]),
        (PERSON + 'form = ["A"]\n', ["'A'", "'form'", "forms"]),
        (PERSON + 'forms = "Aubert"\n', ["'A'", "forms", "list"]),
        (PERSON + "forms = [3]\n", ["'A'", "forms", "3"]),
        (PERSON + 'forms = ["le Nord"]\n', ["'A'", "'le Nord'", "stop word"]),
        (
            PERSON + 'forms = ["Aubert"]\n' + PERSON.replace("A", "B", 1) + 'forms = ["AUBERT"]\n',
            ["'A'", "'B'", "AUBERT"],
        ),
        (PERSON + PERSON, ["'A'", "twice"]),
        (PERSON + 'country = "Atlantide"\n', ["'A'", "Atlantide"]),
        (
            PERSON + 'country = "B"\n[[actor]]\nname = "B"\ntype = "state"\ncountry = "A"\n',
            ["circle"],
        ),
        (PERSON + '[[office]]\nof = "A"\nroles = ["king"]\nholders = []\n', ["'A'", "king"]),
        (PERSON + '[[office]]\nof = "A"\n', ["'A'", "holders"]),
        (
            PERSON + '[[office]]\nof = "A"\nroles = []\nholders = [{actor = "A", from = "2019"}]\n',
            ["'A'", "2019-04-25"],
        ),
        ('include = ["own.toml"]\n' + PERSON, ["own.toml", "circle"]),
        ('include = ["none.csv"]\n' + PERSON, ["none.csv"]),
    ],
)
def test_broken_codebook_gives_one_sentence_with_file_entry_and_remedy(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(CodebookError) as caught:
        nkru.read_codebook(path)
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert "\n" not in message.strip()
    assert ":" in message.partition("own.toml")[2] or "none.csv" in message


def test_missing_codebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="nowhere.toml"):
        nkru.read_codebook(tmp_path / "nowhere.toml")
