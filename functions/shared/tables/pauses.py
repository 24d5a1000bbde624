"""How long to wait before trying again what others were quicker at."""

import random
from collections.abc import Iterator

_ATTEMPTS = 8


def pauses() -> Iterator[float]:
    """Seconds to wait after each attempt that others were quicker at: full jitter, doubling from 10 ms. Once they are
    used up, others were always quicker."""
    for attempt in range(_ATTEMPTS):
        yield random.uniform(0, 0.01 * 2**attempt)  # noqa: S311 - jitter, not a secret
