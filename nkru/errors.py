"""Errors that nkru raises on purpose; each message is one sentence with the cause and the remedy.

A message is an English template with named placeholders, and the values follow it:
`ParameterError("k = {k!r}: give 2 or more", k=k)`. It is in the catalogue of translations, and
`str(error)` is in the language in use, English by default. Parts that are sentences themselves are
values made by `nkru.language.gettext`.

NkruError
├── CorpusError      a folder, file, article or table of metadata that cannot be read
│   └── StoreError   a store that is damaged, unfinished or of another version
├── CodebookError    a codebook of actors or themes that breaks its schema
├── LexiconError     a lexicon that breaks its schema
├── CodingError      a file of labels that cannot be scored
├── ParameterError   an unknown parameter or option, or a value of the wrong type
├── SizeError        a corpus smaller than a method needs
├── NotebookError    a notebook that imports a module or name that is not there
├── NoReportError    a folder without a report
├── RunError         a notebook that failed, or an output folder that cannot be written
├── StoppedError     a run that Ctrl-C or the system stopped
└── LockedError      another run is writing the output folder
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar


class NkruError(Exception):
    """Base class of these errors; `exit_code` is the exit code of the command line.

    Args:
        message: the template, in English.
        values: what its placeholders stand for; they can be pickled.

    >>> error = ParameterError("k = {k!r}: give {least} or more", k=1, least=2)
    >>> str(error), error.values
    ('k = 1: give 2 or more', {'k': 1, 'least': 2})
    """

    exit_code = 2
    # Set by `nkru.language`, which raises errors itself.
    say: ClassVar[Callable[..., str]]

    def __init__(self, message: str = "", /, **values: Any) -> None:
        super().__init__(message)
        self.values = values

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The sentence in the language in use; `nkru.language.spoken` says it in another."""
        return type(self).say(*self.args, **self.values)


class CorpusError(NkruError):
    """A folder, file, article or table of metadata cannot be read."""


class StoreError(CorpusError):
    """A store is damaged, unfinished or of another version; preparing it again makes it anew."""


class CodebookError(NkruError):
    """A codebook of actors or themes breaks its schema."""


class LexiconError(NkruError):
    """A lexicon breaks its schema."""


class CodingError(NkruError):
    """A file of labels cannot be scored."""


class ParameterError(NkruError):
    """A parameter or option is unknown or has the wrong type."""


class SizeError(NkruError):
    """A corpus is smaller than a method needs."""


class NotebookError(NkruError):
    """A notebook imports a module or name that is not there."""


class NoReportError(NkruError):
    """A folder holds no report."""


class RunError(NkruError):
    """A notebook failed, or its results could not be published."""

    exit_code = 1


class StoppedError(NkruError):
    """A run was stopped by Ctrl-C (SIGINT), or by the system (SIGTERM, SIGHUP)."""

    exit_code = 130


class LockedError(NkruError):
    """Another run is writing the output folder."""

    exit_code = 75
