"""Lemmas by part of speech: « nuit » is a noun or a form of nuire, « Gaza » a name, not a verb."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from nkru.resources import read_toml
from nkru.tokens.accents import LOST, accented_name, accented_words, bare, is_place
from nkru.tokens.dictionary import Analysis, analyses
from nkru.tokens.endings import endings, infinitive, singular
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.norms import fold, plain

# What names the women: « élu(e)s », « chercheur·euse·s », « étudiant.e.s ».
_WOMEN = r"\(|[·•‧]\w{1,6}(?:[·•‧]?s)?\Z|\.(?:e|ne|le|ère|trice|euse)(?:\.?s)?\Z"
_INCLUSIVE = re.compile(rf"(\w{{2,40}}?)(?:{_WOMEN})")
# The dictionary has « coeur » for « cœur ».
_LIGATURE = re.compile(r"oe(?=u(?:[rvfd]|x?\b)|il)")
# A noun and what a preposition adds to it: « chefs-d'œuvre », « becs-de-lièvre ».
_HEADED = re.compile(r"(\w{1,40})(-(?:d'|(?:de|du|des|en|à|au|sur|sous)-).+)\Z")
# Peoples that the dictionary has only in small letters: « Afghans », but not « Romans ».
_PEOPLES, _SHORTEST = ("ains", "ans", "ens", "ennes"), 7


def lemmatize_tagged(forms: Sequence[str], pos: Sequence[str]) -> list[str]:
    """Return the lemma of each form as the part of speech beside it, in lower case.

    Give distinct pairs: the forms of `nkru.tokens.words.tokenize` that the codes point to, with the
    names that `nkru.tokens.tagging.tag` points to. A participle is its verb's infinitive as a VERB
    and its masculine singular as an ADJ, as in the French treebanks; a PROPN keeps its form, with
    the accents that capitals lose.

    >>> lemmatize_tagged(["nuit", "nuit", "tuées", "connues"], ["NOUN", "VERB", "VERB", "ADJ"])
    ['nuit', 'nuire', 'tuer', 'connu']
    >>> lemmatize_tagged(["Bars", "Etats-Unis"], ["PROPN", "PROPN"])
    ['bars', 'états-unis']
    """
    return [_lemma(form, name) for form, name in zip(forms, pos, strict=True)]


@lru_cache(maxsize=2**18)
def _lemma(form: str, pos: str) -> str:
    norm = fold(form)
    if is_place(form) or (pos == "PROPN" and not _is_people(form)):
        return accented_name(form, norm)
    if pos == "PROPN":
        return _content(form, norm, "NOUN")
    usual: dict[str, dict[str, str]] = read_toml("words/lemmas.toml")
    if norm in usual.get(pos, ()):
        return usual[pos][norm]
    if pos in _CONTENT and norm[:1].isalpha():
        return _content(form, norm, pos)
    if pos in ("DET", "PRON", "ADP", "CCONJ", "SCONJ"):
        return lemmatize([norm])[0]
    return norm


def _content(form: str, norm: str, pos: str) -> str:
    for spelled in _spellings(form, norm):
        lemma = _CONTENT[pos](spelled)
        if lemma:
            return _LIGATURE.sub("œ", fold(lemma))
    return accented_name(form, norm) if _is_name(form, pos) else _unknown(norm, pos)


def _is_people(form: str) -> bool:
    """Return whether a name is the plural of a people, which the dictionary lists as a noun.

    « Algériens » has the lemma of the noun, so that it is one term; « Argentine » and « Bars » keep
    their forms.
    """
    last = plain(form).rpartition("-")[2]
    found = analyses(last) if last[:1].isupper() else ()
    if not found and len(last) >= _SHORTEST and last.istitle() and last.endswith(_PEOPLES):
        found = analyses(last.lower())
        found = found if {reading.letter for reading in found} == {"A", "N"} else ()
    features = {feature for r in found if r.letter == "N" for feature in r.features}
    return bool(features) and features <= {"mp", "fp"}


def _is_name(form: str, pos: str) -> bool:
    """Return whether a word that the dictionary lacks has the capital of a name.

    « CNRS » and « États-Unis » are not plurals, whatever their part of speech; « Nord-Coréens » is.
    """
    last = plain(form).rpartition("-")[2]
    return pos in ("NOUN", "ADJ") and last[:1].isupper() and not analyses(last.capitalize())


def _spellings(form: str, norm: str) -> Iterable[str]:
    """Yield the spellings under which the dictionary may know a word.

    « élu(e)s » and « élu·e·s » without what names the women, « œuvre » without the ligature, with a
    capital, with its accents, with the circumflex that the spelling of 1990 leaves out.
    """
    yield norm
    if inclusive := _INCLUSIVE.match(norm):
        yield inclusive[1]
    if "œ" in norm:
        yield norm.replace("œ", "oe")
    if "ai" in norm:
        yield norm.replace("ai", "aî", 1)
    if form[:1].isupper():
        yield plain(form).capitalize()
        for letter in LOST.get(norm[0], ""):
            yield letter + norm[1:]
    if len(form) > 1 and form.isupper() and bare(norm) == norm:
        restored = accented_words().get(norm)
        if restored:
            yield restored


def _readings(norm: str, letters: str) -> list[Analysis]:
    """Return the readings with one of `letters`, in their order, common ones first."""
    found = [reading for reading in analyses(norm) if reading.letter in letters]
    if len(found) > 1:
        found.sort(key=lambda reading: (letters.index(reading.letter), reading.rare))
    return found


def _first(lemmas: Iterable[str]) -> str:
    return next(iter(lemmas), "")


def _noun(norm: str) -> str:
    nouns = _readings(norm, "N")
    if not nouns:
        return _adjective(norm)
    # Of several nouns with one form, the one that has it as its singular: « cours », « bus ».
    # A common plural comes before a rare singular: « merlus ».
    own = [reading for reading in nouns if _is_own(reading) and {*"mf"} & _singulars(reading)]
    inflected = [reading for reading in nouns if not _is_own(reading)]
    if any(not reading.rare for reading in inflected):
        own = [reading for reading in own if not reading.rare]
    if not own and not inflected and "-" in norm:
        return ""  # « petits-enfants » is listed only as a plural
    chosen = (own or inflected or nouns)[0]
    lemma = chosen.lemma(norm)
    feminine = lemma != norm and all(feature[0] == "f" for feature in chosen.features)
    if feminine and not any("fs" in reading.features for reading in _readings(lemma, "N")):
        # « sénatrices » is « sénatrice », as in the treebanks; the dictionary says « sénateur ».
        return norm.removesuffix("s") if "fp" in chosen.features else norm
    return lemma


def _is_own(reading: Analysis) -> bool:
    return not reading.cut and not reading.ending


def _singulars(reading: Analysis) -> set[str]:
    return {feature[0] for feature in reading.features if feature.endswith("s")}


def _adjective(norm: str) -> str:
    adjectives = _readings(norm, "A")
    if adjectives:
        return adjectives[0].lemma(norm)
    participle = _participle(norm)
    if participle:
        return participle
    others = _readings(norm, "NMDR")
    if others:
        return others[0].lemma(norm)
    return norm if any("g" in reading.features for reading in analyses(norm)) else ""


def _participle(norm: str) -> str:
    """Return the masculine singular of a past participle: « connues » is « connu »."""
    for reading in _readings(norm, "V"):
        if any(feature[0] == "k" for feature in reading.features):
            for ending in ("", "s", "e", "es"):
                stem = norm.removesuffix(ending) if norm.endswith(ending) else ""
                if stem and _has(stem, reading.lemma(norm), "kms"):
                    # « mis » is singular and plural, « tués » is not.
                    return stem
    return ""


def _has(form: str, lemma: str, feature: str) -> bool:
    return any(
        feature in reading.features and reading.lemma(form) == lemma for reading in analyses(form)
    )


def _verb(norm: str) -> str:
    """Return the infinitive of a form; of several, that of its participle, if it is not in -er.

    « prises » and « mise » are far more often of prendre and mettre than of priser and miser.
    """
    verbs = _readings(norm, "V")
    rare = [reading.ending.endswith("er") for reading in verbs]
    participles = [
        reading
        for reading, first_group in zip(verbs, rare, strict=True)
        if not first_group and any(feature[0] == "k" for feature in reading.features)
    ]
    auxiliaries = [reading for reading in verbs if reading.lemma_is_auxiliary]
    return _first(reading.lemma(norm) for reading in auxiliaries or participles or verbs)


def _auxiliary(norm: str) -> str:
    lemmas = [reading.lemma(norm) for reading in _readings(norm, "V")]
    return _first([*(lemma for lemma in ("être", "avoir") if lemma in lemmas), *lemmas])


def _adverb(norm: str) -> str:
    return lemmatize([norm])[0] if "'" in norm else norm


_CONTENT: dict[str, Callable[[str], str]] = {
    "NOUN": _noun,
    "ADJ": _adjective,
    "VERB": _verb,
    "AUX": _auxiliary,
    "ADV": _adverb,
}


def _unknown(norm: str, pos: str) -> str:
    """Return the lemma of a word that the dictionary lacks, by its last part, prefix or ending."""
    if pos == "NOUN" and (compound := _HEADED.match(norm)):
        return (_noun(compound[1]) or compound[1]) + _LIGATURE.sub("œ", compound[2])
    head, dash, last = norm.rpartition("-")
    if dash and last and pos != "ADV":
        lemma = _CONTENT[pos](last) or _unknown(last, pos)
        if pos == "NOUN" and lemma != last and analyses(head.removesuffix("s")):
            head = head.removesuffix("s")  # « petits-enfants », « libres-penseurs »
        return f"{head}-{lemma}"
    for prefix in filter(norm.startswith, endings("prefixes")):
        rest = norm.removeprefix(prefix)
        if len(rest) > 3 and (lemma := _CONTENT[pos](rest)):
            return prefix + lemma
    if pos in ("VERB", "AUX"):
        return infinitive(norm)
    table = lemmatize([norm])[0]
    if table != norm and not table.endswith(("er", "ir", "re")):
        return table
    return singular(norm, pos)
