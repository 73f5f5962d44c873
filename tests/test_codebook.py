"""The codebook: what ships, what one's own adds or replaces, and the errors of a broken one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru import resources
from nkru.actors.codebook import Entry, Kind
from nkru.actors.codebook_checks import check
from nkru.actors.known.titles import ministers
from nkru.actors.mentions import article_mentions
from nkru.errors import CodebookError
from tests.small_corpus import small_corpus


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
    # Bruxelles means the European Union.
    assert without == {"Belgique", "Québec", "Union soviétique", "Vatican"}


def test_states_are_those_of_the_unicode_registry(shipped: nkru.Codebook) -> None:
    babel = pytest.importorskip("babel")
    names = set(babel.Locale("en").territories.values())
    labels = {entry.label for entry in shipped.entries if entry.type == "state"}
    assert len(labels & names) >= 180


def test_terms_of_an_office_do_not_overlap(shipped: nkru.Codebook) -> None:
    checked = 0
    for office in shipped.offices:
        if {*office.roles} <= ministers() - {"foreign minister", "defence minister"}:
            continue  # a delegate minister stands beside the minister of the field
        terms = sorted((holder.start, holder.end or "9999") for holder in office.holders)
        for (_, end), (start, _) in zip(terms, terms[1:], strict=False):
            assert end <= start, office.of
            checked += 1
    assert checked > 50


def test_shipped_codebooks_pass_the_checks_of_ones_own(shipped: nkru.Codebook) -> None:
    check(shipped, "actors.toml", defaultdict(lambda: "actors.toml"))
    themes = nkru.read_codebook("themes")
    check(themes, "themes.toml", defaultdict(lambda: "themes.toml"))


def test_every_person_of_the_shipped_codebook_has_a_gender(shipped: nkru.Codebook) -> None:
    people = [entry for entry in shipped.entries if entry.type == "person"]
    assert len(people) > 3000
    assert not [entry.name for entry in people if not entry.gender]


def test_shipped_files_name_source_and_date() -> None:
    for path in sorted(resources.path("actors").glob("*.csv")):
        notes = resources.read_notes(path.read_text(encoding="utf-8"))
        assert {"name", "version", "licence", "source"} <= notes.keys(), path.name


def write(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def entry(name: str, forms: str = "", **fields: str) -> str:
    """Return an actor as a codebook writes it, an organisation by default."""
    lines = [f'name = "{name}"', f'type = "{fields.pop("type", "organisation")}"']
    lines += [f'forms = ["{forms or name}"]', *(f"{key} = {text}" for key, text in fields.items())]
    return "\n".join(["[[actor]]", *lines, ""])


def found(codebook: nkru.Codebook, text: str, kind: str = "name") -> list[tuple[str, str]]:
    table = article_mentions(small_corpus([f"Titre\n\n{text}"]), codebook, found=False)
    table = table[table["kind"] == kind]
    return list(zip(table["text"], table["entry"], strict=True))


def test_own_actors_are_added_to_the_shipped_ones(tmp_path: Path, shipped: nkru.Codebook) -> None:
    own = write(tmp_path, entry("Soo Kim", type="person", country='"États-Unis"'))
    codebook = nkru.read_codebook(own)
    assert [entry.name for entry in codebook.entries][1:] == [e.name for e in shipped.entries]
    assert codebook.entries[0].name == "Soo Kim"
    assert codebook.own == 1
    assert codebook.offices == shipped.offices
    assert found(codebook, "Soo Kim doute, Vladimir Poutine bluffe.") == [
        ("Soo Kim", "Soo Kim"),
        ("Vladimir Poutine", "Vladimir Poutine"),
    ]


@pytest.mark.parametrize("place", ["first", "last"])
def test_own_codebook_may_include_the_shipped_one(
    tmp_path: Path, shipped: nkru.Codebook, place: str
) -> None:
    write(tmp_path, entry("Cercle Rivages"), "more.toml")
    names = ["actors.toml", "more.toml"] if place == "first" else ["more.toml", "actors.toml"]
    own = write(tmp_path, f"include = {names!r}\n" + entry("Soo Kim", type="person"))
    codebook = nkru.read_codebook(own)
    assert len(codebook.entries) == len(shipped.entries) + 2
    assert [entry.name for entry in codebook.entries[:2]] == ["Soo Kim", "Cercle Rivages"]
    assert codebook.own == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [(entry("Soo Kim"), "'Soo Kim' is listed twice"), (entry("B", "SOO KIM"), "also a form of")],
)
def test_names_and_forms_of_ones_own_files_must_differ(
    tmp_path: Path, more: str, words: str
) -> None:
    write(tmp_path, more, "more.toml")
    own = write(tmp_path, 'include = ["more.toml"]\n' + entry("Soo Kim"))
    with pytest.raises(CodebookError, match=words):
        nkru.read_codebook(own)


def test_own_entry_replaces_the_shipped_one_of_its_name(
    tmp_path: Path, shipped: nkru.Codebook
) -> None:
    own = write(tmp_path, entry("Vladimir Poutine", "Vladimir Vladimirovitch", type="person"))
    codebook = nkru.read_codebook(own)
    assert len(codebook.entries) == len(shipped.entries)
    assert [e.forms for e in codebook.entries if e.name == "Vladimir Poutine"] == [
        ("Vladimir Vladimirovitch",)
    ]
    text = "Le patron du Kremlin se tait. Poutine aussi. Vladimir Vladimirovitch parle."
    assert found(codebook, text) == [("Vladimir Vladimirovitch", "Vladimir Poutine")]
    # The shipped offices name the entry, and so its own forms.
    assert found(codebook, "Le président russe Vladimir Vladimirovitch parle.", "descriptor")


@pytest.mark.parametrize(
    ("fields", "text", "form"),
    [
        ({"forms": "Moscou"}, "Moscou accuse Kiev.", "Moscou"),
        ({"forms": "Le Kremlin"}, "Le Kremlin dément.", "Le Kremlin"),
        ({"forms": "Sergey Lavrov"}, "Sergey Lavrov parle.", "Sergey Lavrov"),
        ({"forms": "Poutine"}, "Vladimir Poutine arrive, Poutine parle.", "Poutine"),
        ({"forms": "Sphinx", "demonyms": '["russe|russe"]'}, "Un avion russe passe.", "russe"),
        ({"forms": "CONSEIL DE SECURITE"}, "Le Conseil de sécurité dort.", "Conseil de sécurité"),
    ],
)
def test_form_of_an_own_entry_wins_over_shipped_entries(
    tmp_path: Path, shipped: nkru.Codebook, fields: dict[str, str], text: str, form: str
) -> None:
    codebook = nkru.read_codebook(write(tmp_path, entry("Nom à moi", **fields)))
    assert len(codebook.entries) == len(shipped.entries) + 1
    corpus = small_corpus([f"Titre\n\n{text}"])
    before, after = (nkru.find_mentions(corpus, book) for book in (shipped, codebook))
    own = after[after["entry"] == "Nom à moi"]
    assert own["text"].tolist() == [form]
    others = before[~before["start"].isin(own["start"]) & ~before["end"].isin(own["end"])]
    pd.testing.assert_frame_equal(
        after[after["entry"] != "Nom à moi"].reset_index(drop=True), others.reset_index(drop=True)
    )


def test_short_form_of_an_own_entry_is_shared_with_shipped_ones(tmp_path: Path) -> None:
    own = write(tmp_path, entry("Soo Kim", type="person", short='["Kim"]'))
    codebook = nkru.read_codebook(own)
    assert found(codebook, "Soo Kim arrive. Kim parle.")[1] == ("Kim", "Soo Kim")
    assert found(codebook, "Kim Jong Un arrive. Kim parle.")[1] == ("Kim", "Kim Jong Un")


def test_own_office_replaces_the_roles_of_the_shipped_one(tmp_path: Path) -> None:
    office = '[[office]]\nof = "Russie"\nroles = ["president"]\nholders = [{actor = "Soo Kim"}]\n'
    codebook = nkru.read_codebook(write(tmp_path, entry("Soo Kim", type="person") + office))
    corpus = small_corpus(
        ["Titre\n\nLe président russe parle. Le dirigeant russe se tait."],
        date_from=["2019-04-24"],
        date_to=["2019-04-24"],
    )
    table = nkru.find_mentions(corpus, codebook)
    descriptions = table.loc[table["kind"] == "descriptor", "entry"].tolist()
    assert descriptions == ["Soo Kim", "Vladimir Poutine"]


def test_offices_may_be_added_without_an_actor(tmp_path: Path, shipped: nkru.Codebook) -> None:
    office = '[[office]]\nof = "OTAN"\nroles = ["ambassador"]\nholders = []\n'
    codebook = nkru.read_codebook(write(tmp_path, office))
    assert len(codebook.offices) == len(shipped.offices) + 1


def test_codebook_that_is_alone_has_no_shipped_entry(tmp_path: Path) -> None:
    alone = 'name = "Own"\nalone = true\n'
    codebook = nkru.read_codebook(write(tmp_path, alone + entry("Soo Kim")))
    assert [entry.name for entry in codebook.entries] == ["Soo Kim"]
    assert codebook.offices == ()
    with_states = nkru.read_codebook(
        write(tmp_path, alone + 'include = ["states.csv"]\n' + entry("Soo Kim", "Moscou"))
    )
    assert len(with_states.entries) > 190
    assert found(with_states, "Moscou accuse Kiev.") == [("Moscou", "Soo Kim")]
    assert "Vladimir Poutine" not in with_states.index_of
    not_alone = nkru.read_codebook(write(tmp_path, "alone = false\n" + entry("Soo Kim")))
    assert len(not_alone.entries) > 1000


def test_themes_of_ones_own_replace_the_shipped_ones(tmp_path: Path) -> None:
    own = write(tmp_path, '[[theme]]\nname = "fleuves"\nlemmas = ["fleuve"]\n')
    assert [entry.name for entry in nkru.read_codebook(own).entries] == ["fleuves"]
    assert nkru.read_codebook(own, kind="themes") == nkru.read_codebook(own)


def test_kind_chooses_the_shipped_codebook(shipped: nkru.Codebook) -> None:
    assert nkru.read_codebook(kind="actors") is shipped
    assert nkru.read_codebook(kind="themes") is nkru.read_codebook("themes")
    assert (shipped.kind, nkru.read_codebook("themes").kind) == ("actors", "themes")


@pytest.mark.parametrize(
    ("text", "kind", "holds", "parameter"),
    [
        (entry("Soo Kim"), "themes", "actors", "codebook"),
        ('[[theme]]\nname = "fleuves"\nlemmas = ["fleuve"]\n', "actors", "themes", "themes"),
    ],
)
def test_codebook_of_the_other_kind_is_refused_with_the_parameter_to_use(
    tmp_path: Path, text: str, kind: Kind, holds: str, parameter: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(CodebookError) as caught:
        nkru.read_codebook(path, kind)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert f"holds {holds}, not {kind}" in message
    assert message.endswith(f"use `-p {parameter}={path}`")
    assert "\n" not in message
    assert caught.value.exit_code == 2
    with pytest.raises(CodebookError, match="themes: this codebook holds themes"):
        nkru.read_codebook("themes", "actors")


def test_the_example_adds_to_the_shipped_codebook(shipped: nkru.Codebook) -> None:
    codebook = nkru.read_codebook(resources.path("actors/codebook_example.toml"), "actors")
    names = {entry.name for entry in shipped.entries}
    own = [entry.name in names for entry in codebook.entries[: codebook.own]]
    assert own == [True, False, False]


def test_demonyms_come_in_both_genders_and_numbers() -> None:
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
        *(
            (f'{PERSON}forms = ["{form}"]\n', ["own.toml", "'A'"])
            for form in ("|", "|a", "a|", "", " ", "!", "\\u0000")
        ),
        (PERSON + 'demonyms = ["russe|"]\n', ["own.toml", "'A'"]),
        (f'{PERSON}lemmas = ["{"mot " * 2000}"]\n', ["own.toml", "'A'"]),
        ('include = ["a\\u0000b.csv"]\n', ["own.toml", "no such file"]),
        (f"a = {'[' * 5000}\n", ["own.toml"]),
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
        ('alone = "yes"\n' + PERSON, ["alone", "'yes'", "true or false"]),
        (PERSON + '[[theme]]\nname = "B"\n', ["[[actor]] or [[theme]]", "one kind"]),
        (PERSON + 'lemmas = ["être humain"]\n', ["lemmas", "write forms"]),
        (PERSON + 'forms = ["Aubert"]\n[[office]]\nof = "B"\nroles = []\nholders = []\n', ["'B'"]),
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


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name,type,forms\nSète,state,\xe9\n".encode("latin-1"), None),
        (f"name,type,forms\nSète,state,{'x' * 200_000}\n".encode(), "plus.csv, row 2: "),
        (b"name,type,forms\nS,state,S,\nT,state,T,x\n", "plus.csv, row 3: 4 values for 3 columns"),
        (b"\x00\xff\x00", "plus.csv"),
    ],
)
def test_an_included_table_is_read_or_told(
    content: bytes, words: str | None, tmp_path: Path
) -> None:
    (tmp_path / "plus.csv").write_bytes(content)
    (tmp_path / "own.toml").write_text(
        f'include = ["plus.csv"]\nalone = true\n{PERSON}forms = ["Aubert"]\n'
    )
    if words is None:
        codebook = nkru.read_codebook(tmp_path / "own.toml")
        assert [entry.forms for entry in codebook.entries if entry.name == "Sète"] == [("é",)]
        return
    with pytest.raises(CodebookError) as caught:
        nkru.read_codebook(tmp_path / "own.toml")
    assert words in str(caught.value)


def test_missing_codebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="nowhere.toml"):
        nkru.read_codebook(tmp_path / "nowhere.toml")
