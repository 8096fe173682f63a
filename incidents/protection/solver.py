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


def solves(solver: highspy.Highs) -> bool:
    """Runs a linear model; whether it has an answer."""
    solver.run()
    return bool(solver.getModelStatus() == OPTIMAL)


def set_bounds(
    solver: highspy.Highs, columns: np.ndarray, low: np.ndarray, high: np.ndarray
) -> None:
    """The bounds of these columns, taken from those of all."""
    if len(columns):
        solver.changeColsBounds(
            len(columns), columns.astype(np.int32), low[columns], high[columns]
        )


def rowwise(
    cost: np.ndarray,
    columns: tuple[np.ndarray, np.ndarray],
    rows: tuple[np.ndarray, np.ndarray],
    matrix: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> highspy.HighsLp:
    """A model: the bounds of its columns and rows, its matrix as starts, columns and values."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(rows[0])
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = columns
    model.row_lower_, model.row_upper_ = rows
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts, index, value = matrix
    model.a_matrix_.start_, model.a_matrix_.value_ = starts, value
    model.a_matrix_.index_ = index.astype(np.int32)
    return model
