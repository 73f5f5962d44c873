"""Patterns: none of the package's regular expressions takes long on any text, however hostile.

Each compiled pattern is searched for, from begin to end, in texts made to hurt: runs of one kind of
character, and repeated beginnings of what the pattern itself asks for.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

import pytest

import nkru

# Seconds for each 20 kB, and the sizes of the texts in characters.
LIMIT, SHORT, MIDDLE, LONG = 0.1, 2_000, 20_000, 200_000
# A text of 200 kB takes at most 100 times as long as one of 20 kB, where time grows as the square.
SURELY_FAST = 10 * LIMIT / 100
ROOT = Path(nkru.__file__).parent
UNITS = (
    *" \n\ta1A.…,-'’\"«»“()[]<{*_#|/&;:\xa0éÉ\u0301",
    *("!?", "Aa ", "aa ", "A ", "1 ", "a.", "A.", "A-", "a-", "1.", "1,", "1 000 ", "a, ", " - "),
    *(
        "« ",
        "« a ",
        '" a',
        "(a",
        "(AFP) ",
        "<a ",
        "<!--",
        "<!--a-->",
        "<!-- ",
        "&amp;",
        ".\n",
        " \n",
    ),
    *(
        "le ",
        "à ",
        "M. ",
        "Kim ",
        "Kim Jong",
        "de la ",
        "l'",
        "http://a.",
        "www.",
        "a@a.",
        "12 mai ",
    ),
    *("2024-", "12:", "A'", "ABCdef", "\ufeff", "\U0001f600", "HD\t", "D’A "),
)
# Patterns that only ever get slices of a text, and the most characters in one.
SLICES: dict[str, int] = {}
# What ends a run so that a pattern that waits for something else has to give up.
TAIL = "¤"


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages([str(ROOT)], "nkru."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns_in(value: object, name: str, seen: set[int]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns in a value: a container, a class, an object, what a builder returns."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield name, value
    elif isinstance(value, functools._lru_cache_wrapper):
        parameters = inspect.signature(value).parameters.values()
        if all(parameter.default is not parameter.empty for parameter in parameters):
            yield from patterns_in(value(), f"{name}()", seen)
    else:
        for key, inner in parts_of(value):
            yield from patterns_in(inner, f"{name}.{key}", seen)


def parts_of(value: object) -> Iterator[tuple[object, object]]:
    if isinstance(value, Mapping):
        yield from list(value.items())[:200]
    elif isinstance(value, tuple | list | set | frozenset):
        yield from list(enumerate(value))[:200]
    elif type(value).__module__.startswith("nkru") or type(value).__name__ == "SimpleNamespace":
        names = getattr(type(value), "__slots__", ())
        yield from [(key, getattr(value, key, None)) for key in names if isinstance(key, str)]
        yield from getattr(value, "__dict__", {}).items()
    elif inspect.isclass(value) and value.__module__.startswith("nkru"):
        yield from vars(value).items()


@functools.cache
def all_patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern of the package that needs no argument to be made, by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    seen: set[int] = set()
    for module in modules():
        for key, value in vars(module).items():
            is_ours = str(getattr(value, "__module__", "")).startswith("nkru")
            if is_ours or not callable(value):
                found |= dict(patterns_in(value, f"{module.__name__}.{key}", seen))
        found |= patterns_in_calls(module)
    return found


def patterns_in_calls(module: ModuleType) -> dict[str, re.Pattern[str]]:
    """Return the patterns written into calls, as in `re.search(r"a+", text)`."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    found = {}
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args
        ):
            continue
        if ast.unparse(node.func) in ("re.compile", "re.escape"):
            continue
        flags = next(
            (ast.unparse(a) for a in node.args[2:] if ast.unparse(a).startswith("re.")), "0"
        )
        try:
            pattern = ast.literal_eval(node.args[0])
        except ValueError:
            pattern = getattr(module, ast.unparse(node.args[0]), None)
        place = f"{module.__name__}:{node.lineno}"
        assert isinstance(pattern, str | re.Pattern), f"{place}: compile this pattern by itself"
        found[place] = re.compile(pattern, eval(flags, {"re": re}))  # noqa: S307
    return found


# Characters that stand for a class of characters in examples, the likeliest first.
CHARACTERS = " a1A.,-'\n\té«»()<>\"/|_·:#*"
FEW_BRANCHES, MANY_PUMPS = 4, 40


class Hostile:
    """Texts made from the tree of a pattern: its example, and each of its loops run on and on."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.tree = _parser.parse(pattern.pattern, pattern.flags)
        self.loops: dict[tuple[str, str], None] = {}
        self.example = self._walk(self.tree, "")

    def _walk(self, items: Any, before: str) -> str:
        """Return an example of these items; note the loops in them, with what stands before."""
        example = ""
        for item in items:
            example += self._item(item, before + example)
        return example

    def _item(self, item: Any, before: str) -> str:
        kind, value = str(item[0]), item[1]
        if kind == "LITERAL":
            return chr(value)
        if kind in ("IN", "ANY", "NOT_LITERAL", "CATEGORY"):
            return next(iter(self._characters(item)), "")
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = value
            example = self._walk(inner, before)
            if int(most) > 12:
                single = self._characters(inner[0]) if len(inner) == 1 else []
                self.loops |= dict.fromkeys((before, unit) for unit in [*single, example] if unit)
            return example * max(1, min(least, 3))
        if kind == "BRANCH":
            return [self._walk(branch, before) for branch in value[1][:FEW_BRANCHES]][0]
        if kind == "SUBPATTERN":
            return self._walk(value[-1], before)
        return self._walk(value, before) if kind == "ATOMIC_GROUP" else ""

    def _characters(self, item: Any) -> list[str]:
        if str(item[0]) not in ("IN", "ANY", "NOT_LITERAL", "CATEGORY"):
            return []
        alone = _compiler.compile(
            _parser.SubPattern(self.tree.state, [item]), self.tree.state.flags
        )
        return [character for character in CHARACTERS if alone.match(character)]

    def texts(self, size: int) -> Iterator[str]:
        """Yield texts of about `size` characters."""
        units = [self.example, f"{self.example} ", self.example[: len(self.example) // 2]]
        pumps = list(self.loops)[:MANY_PUMPS]
        units += [before for before, _ in pumps] + [f"{before}{unit} " for before, unit in pumps]
        for unit in dict.fromkeys([*UNITS, *units]):
            if unit:
                yield (unit * (size // len(unit) + 1))[:size] + TAIL
        for before, unit in pumps:
            yield before + (unit * size)[:size] + TAIL


class SlowError(Exception):
    """The processor has worked for too long."""


def seconds(pattern: re.Pattern[str], text: str, limit: float) -> float:
    """Return the processor time of finding a pattern in all of a text, and matching it whole."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 4 * limit + 0.2)
    start = time.process_time()
    try:
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)
    except SlowError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - start


def slowness(pattern: re.Pattern[str], longest: int = LONG) -> str:
    """Return on which text, and for how long, a pattern is slow; "" if it never is."""
    hostile = Hostile(pattern)
    for size in (min(SHORT, longest), min(MIDDLE, longest)):
        limit = LIMIT * max(size / MIDDLE, 0.2)
        for text in hostile.texts(size):
            spent = seconds(pattern, text, limit)
            if size == MIDDLE < longest and SURELY_FAST < spent < limit:
                text = (text[:-1] * 10) + TAIL
                spent = seconds(pattern, text, 10 * LIMIT) / 10
            if spent > limit and seconds(pattern, text, limit * 10) > limit:
                return f"{spent:.2f} s on {text[:40]!r} × {len(text)}"
    return ""


def test_there_are_patterns_to_time() -> None:
    names = all_patterns()
    assert len(names) > 200
    for name in ("dating.calendar._pattern()", "formats.lexis._STYLE", "lines.roles._QUOTED"):
        assert f"nkru.corpus.{name}" in names


@pytest.mark.parametrize(
    ("pattern", "is_slow"),
    [
        (r"(?:a+)+b", True),
        (r"\s+$", True),
        (r"<!--.*?-->", True),
        (r"«\s*([^«»]+?)\s*»", True),
        (r"x[a-z]*y[,;]?\s*[,;]?\s*z", True),
        (r"(?<!\s)\s++$", False),
        (r"<!--[^-<]*+-->", False),
        (r"\b\w+ment\b", False),
    ],
)
def test_a_slow_pattern_is_known_by_its_time(pattern: str, is_slow: bool) -> None:
    assert bool(slowness(re.compile(pattern, re.DOTALL))) == is_slow


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="needs a clock that interrupts")
@pytest.mark.parametrize("room", ["actors", "corpus", "tokens", "others"])
def test_every_pattern_is_fast_on_every_text(room: str) -> None:
    rooms = ("nkru.actors.", "nkru.corpus.", "nkru.tokens.")
    mine = () if room == "others" else (f"nkru.{room}.",)
    chosen = {
        name: pattern
        for name, pattern in all_patterns().items()
        if (name.startswith(mine) if mine else not name.startswith(rooms))
    }
    assert chosen
    slow = {
        name: reason
        for name, pattern in chosen.items()
        if (reason := slowness(pattern, SLICES.get(name, LONG)))
    }
    assert slow == {}
