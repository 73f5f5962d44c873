"""The errors that nkru raises on purpose: each message is one sentence that names the thing and the remedy.

NkruError
├── CorpusError      a folder, file, article or table of metadata that cannot be read
│   └── StoreError   a store that is damaged, unfinished or of another version
├── CodebookError    a codebook of actors or themes that breaks its schema
├── LexiconError     a lexicon that breaks its schema
├── CodingError      a file of labels that cannot be scored
├── ParameterError   a parameter or option that no notebook or command knows, or of the wrong type
├── SizeError        a corpus smaller than a method needs
├── RunError         a notebook that failed, an output folder that cannot be written
└── LockedError      another run holds the output folder
"""

from __future__ import annotations


class NkruError(Exception):
    """Base of all errors raised on purpose; `exit_code` is what the command line returns."""

    exit_code = 2


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


class RunError(NkruError):
    """A notebook failed, or its results could not be published."""

    exit_code = 1


class LockedError(NkruError):
    """Another run holds the output folder."""

    exit_code = 75
