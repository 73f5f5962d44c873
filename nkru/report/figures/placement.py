"""Placement: labels beside their points, without overlaps and not cut at the edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nkru._typing import Floats
from nkru.report.figures.drawings import EDGE
from nkru.tokens.characters import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GAP = 2.0  # pixels between two labels
_NEAR = 6.0  # pixels from its mark beyond which a label has a line to it
_TURN, _STEPS = 2.399963, 900  # golden angle: places of a spiral around a point
_RING = 60  # places that are tried together, the nearest first


@dataclass
class Label:
    """A text and the point it belongs to, with the radius (pixels) of the mark there."""

    text: str
    x: float
    y: float
    radius: float = 0.0
    style: dict[str, Any] = field(default_factory=dict)


def place_labels(axes: Axes, labels: Iterable[Label], *, joined: bool = True) -> list[str]:
    """Write labels as near to their points as there is room, the first ones first.

    The figure's layout is fixed by this, so everything else must be drawn before.

    Args:
        axes: to write on.
        labels: the most important first.
        joined: whether labels keep off the marks, and those far from theirs are joined to it.

    Returns:
        The texts for which there was no room.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    labels = list(labels)
    figure: Any = axes.get_figure()
    renderer = FigureCanvasAgg(figure).get_renderer()
    if engine := figure.get_layout_engine():
        engine.execute(figure)
    axes.autoscale_view()
    figure.set_layout_engine("none")
    axes.autoscale(False)
    points = axes.transData.transform([(label.x, label.y) for label in labels]).reshape(-1, 2)
    radii = np.array([[label.radius] for label in labels]).reshape(-1, 1)
    marks = np.hstack([points - radii, points + radii])
    boxes, left_out = marks if joined else marks[:0], []
    frame = axes.get_window_extent(renderer).padded(-2)
    for label, point in zip(labels, points, strict=True):
        text = _write(axes, label)
        extent = text.get_window_extent(renderer)
        size = np.array([extent.width, extent.height]) + 2 * _GAP
        shift = _free_place(point, size, label.radius if joined else 0.0, boxes, frame)
        if shift is None:
            text.remove()
            left_out.append(label.text)
            continue
        text.set_position(tuple(shift * 72 / figure.dpi))
        if joined and _is_far(shift, size, label.radius):
            _join(axes, point, point + shift)
        boxes = np.vstack([boxes, [*(point + shift - size / 2), *(point + shift + size / 2)]])
    return left_out


def _write(axes: Axes, label: Label) -> Any:
    style = {"textcoords": "offset points", "ha": "center", "va": "center", **label.style}
    return axes.annotate(visible(label.text), (label.x, label.y), (0, 0), **style)


def _free_place(
    point: Floats, size: Floats, radius: float, boxes: Floats, frame: Any
) -> Floats | None:
    """Return the nearest shift (pixels) of a label at which it is free and inside the frame."""
    best, nearest = None, np.inf
    for first in range(0, _STEPS, _RING):
        steps = np.arange(first, first + _RING)
        distance = (radius + _GAP + 0.9 * steps**0.9)[:, None]
        # No later place is nearer than the first of this ring.
        if distance[0, 0] > nearest:
            break
        angle = np.pi / 2 + _TURN * steps
        direction = np.column_stack([np.cos(angle), np.sin(angle)])
        # A label beside its point begins where the mark ends; one upon it begins at the centre.
        shifts = direction * (distance + (radius > 0) * size / 2)
        if not radius and not first:
            shifts[0] = 0
        free = shifts[_is_free(point + shifts, size, boxes, frame)]
        lengths = np.hypot(*free.T)
        if len(free) and lengths.min() < nearest:
            best, nearest = free[np.argmin(lengths)], lengths.min()
    return best


def _is_free(centres: Floats, size: Floats, boxes: Floats, frame: Any) -> Any:
    """Say of each centre whether a label there is inside the frame and on none of the boxes."""
    low, high = centres - size / 2, centres + size / 2
    inside = np.all((low >= frame.min) & (high <= frame.max), axis=1)
    apart = (low[:, None] >= boxes[:, 2:]) | (high[:, None] <= boxes[:, :2])
    return inside & np.all(np.any(apart, axis=2), axis=1)


def _is_far(shift: Floats, size: Floats, radius: float) -> bool:
    """Say whether the edge of a label is far from the edge of its mark."""
    beyond = np.maximum(np.abs(shift) - size / 2, 0)
    return bool(np.hypot(*beyond) > radius + _NEAR)


def _join(axes: Axes, point: Floats, centre: Floats) -> None:
    ends = axes.transData.inverted().transform([point, centre]).T
    axes.plot(*ends, color=EDGE, linewidth=0.5, alpha=0.6, zorder=0.5)
