"""The solver as we use it, and what every model answers with."""

from dataclasses import dataclass

import highspy
import numpy as np

NEAR = 1e-6  # how far from a whole number a value may be and still count as whole
SLIGHT = 1e-4  # price of changing a withheld quantity by one: keeps changes few, hence whole
INFINITE = highspy.kHighsInf
OPTIMAL = highspy.HighsModelStatus.kOptimal
FEASIBLE = 2  # as HiGHS numbers the status of a solution


@dataclass(frozen=True)
class Alternative:
    """Another table: how each quantity and each loose atom differs from the true one."""

    change: np.ndarray
    loose: np.ndarray
    whole: bool
    price: float = 0.0


class Quiet(highspy.Highs):
    """HiGHS prints a banner when callbacks are enabled, before any option can be set."""

    def enableCallbacks(self) -> None:
        """We need none."""


def quiet_solver(**options: object) -> highspy.Highs:
    """HiGHS on one thread, silent and repeatable."""
    solver = Quiet()
    settings = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 7}
    for name, value in {**settings, **options}.items():
        solver.setOptionValue(name, value)
    return solver
