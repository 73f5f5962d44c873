"""Labels of tone: the names of polarities on the sheets of coders."""

from __future__ import annotations

import numpy as np
import pandas as pd

NEUTRAL = 0.05  # polarities up to ± this have the label "0"


def tone_labels(polarity: pd.Series[float]) -> pd.Series[str]:
    """Return the label of each polarity: "1" or "-1" beyond ±0.05, else "0"."""
    values = polarity.fillna(0.0)
    return pd.Series(
        np.select([values > NEUTRAL, values < -NEUTRAL], ["1", "-1"], "0"), index=polarity.index
    )
