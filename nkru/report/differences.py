"""Differences between two reports: articles, actors beyond their interval, classes, parameters, versions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_changes(old: Path, new: Path, manifest: Mapping[str, Any]) -> None:
    """Write changes.html."""
