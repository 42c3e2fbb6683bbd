"""How many examples a property test draws: a few in `make test`, all of them in `make soak`, which sets TTHC_EXAMPLES=all."""

import os

IS_ALL = os.environ.get("TTHC_EXAMPLES") == "all"


def drawn(few: int, many: int) -> int:
    """The number for this run; the body is the same in both."""
    return many if IS_ALL else few
