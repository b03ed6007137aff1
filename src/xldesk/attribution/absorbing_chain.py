"""Absorbing Markov chains: what a walk loses when one of its states is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

START, CONVERSION = 0, -1
"""Origin of every walk, and target of the won ones; other states count from 1, other ends are
below -1."""

DENSE_STATES = 1_000
"""Up to here a dense inverse; above, a sparse factorisation (``sparse_chain``)."""


def removal_effects(
    origin: NDArray[np.int64], target: NDArray[np.int64], weight: NDArray[np.float64], states: int
) -> tuple[float, NDArray[np.float64]]:
    """Return the probability of conversion from ``START`` and every state's removal effect.

    Transitions go from ``origin`` to ``target``, each pair once, with a weight above 0; there are
    no self-loops, and from every state the walk ends. With the fundamental matrix N = (I - Q)^-1
    the walk visits state c at all with probability N[start, c] / N[c, c]; taking c out loses the
    conversions behind that visit, so
        effect(c) = N[start, c] / N[c, c] * P(conversion | c) / P(conversion)
    (Kemeny and Snell, Finite Markov Chains, 1960, chapter 3: absorbing chains). One factorisation
    gives them all; nothing is simulated.
    """
    total = np.bincount(origin, weight, minlength=states + 1)
    chance = weight / total[origin]
    inner = (origin > START) & (target > START)
    first = _by_state(origin == START, target, chance, states)
    wins = _by_state(target == CONVERSION, origin, chance, states)
    visits, returns, converts = _solved(
        origin[inner] - 1, target[inner] - 1, chance[inner], first, wins
    )
    base = float(first @ converts)
    if base <= 0:
        return 0.0, np.zeros(states)
    return base, np.clip(visits / returns * converts / base, 0.0, 1.0)


def _by_state(
    chosen: NDArray[np.bool_],
    state: NDArray[np.int64],
    chance: NDArray[np.float64],
    states: int,
) -> NDArray[np.float64]:
    """Return the chance of the chosen transitions by state; those of the start belong to none."""
    inside = chosen & (state > START)
    return np.bincount(state[inside] - 1, chance[inside], minlength=states).astype(np.float64)


def _solved(
    row: NDArray[np.int64],
    column: NDArray[np.int64],
    chance: NDArray[np.float64],
    first: NDArray[np.float64],
    wins: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return per state N[start, c], N[c, c] and P(conversion | c)."""
    states = len(first)
    if states > DENSE_STATES:
        from xldesk.attribution.sparse_chain import solved_sparsely  # noqa: PLC0415 -- loads scipy

        return solved_sparsely(row, column, chance, first, wins)
    leaving = np.eye(states)
    leaving[row, column] -= chance
    fundamental = np.linalg.inv(leaving)
    return first @ fundamental, np.diag(fundamental), fundamental @ wins
