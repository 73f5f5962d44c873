"""Figures that a notebook shows without pyplot; this module loads matplotlib with itself."""

from __future__ import annotations

import io

from matplotlib import rc_context
from matplotlib.figure import Figure


class ShownFigure(Figure):
    """A figure of matplotlib that JupyterLab shows when it is the value of a cell."""

    def _repr_png_(self) -> bytes:
        stream = io.BytesIO()
        # A dollar sign begins no formula.
        with rc_context({"text.parse_math": False}):
            self.savefig(stream, format="png", dpi=110, facecolor="white")
        return stream.getvalue()
