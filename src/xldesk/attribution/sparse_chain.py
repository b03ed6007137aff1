"""Absorbing chains of thousands of states: one sparse factorisation, columns in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import splu

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BATCH = 256
"""Columns of the fundamental matrix that are held at once."""


def solved_sparsely(
    row: NDArray[np.int64],
    column: NDArray[np.int64],
    chance: NDArray[np.float64],
    first: NDArray[np.float64],
    wins: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return per state N[start, c], N[c, c] and P(conversion | c) of the chain ``chance``.

    ``row`` and ``column`` name the states of each transition between states, from 0; ``first``
    and ``wins`` are every state's chance of being first and of converting next.
    """
    states = len(first)
    walk = csc_array((chance, (row, column)), shape=(states, states))
    factors = splu(csc_array(eye_array(states) - walk))
    returns = np.empty(states)
    for begin in range(0, states, _BATCH):
        places = np.arange(begin, min(begin + _BATCH, states))
        units = np.zeros((states, len(places)))
        units[places, places - begin] = 1.0
        returns[places] = factors.solve(units)[places, places - begin]
    return factors.solve(first, trans="T"), returns, factors.solve(wins)
