"""The best seating there is, by HiGHS (https://highs.dev): a mixed-integer program, with a proof or a bound.

One binary for each unit and table. Pairs at a table are convex in how many sit there, so the k-th person who shares
something costs k - 1 and the program needs no pair of people.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, inf
from typing import Any

import highspy
import numpy as np

from .cost import shared, step, weight
from .units import Problem

Places = Sequence[int]
"""The table of each unit, by its place in ``Problem.tables``."""


@dataclass
class Program:
    """Columns and rows, as HiGHS takes them."""

    costs: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)

    def column(self, cost: float, least: float = 0, most: float = 1, whole: bool = True) -> int:
        """One more unknown; its number."""
        self.costs.append(cost)
        self.least.append(least)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, least: float, most: float, terms: Mapping[int, float]) -> None:
        """One more condition."""
        self.rows.append((least, most, dict(terms)))


def best(problem: Problem, penalty: int, start: Places | None, end: float) -> tuple[Places | None, int]:
    """The best places found and what none can go below, ``penalty`` for each pair that is not kept apart included.

    ``start`` is where HiGHS begins; ``end`` is when it stops, on ``time.monotonic``. None when units cannot be fitted
    to the tables at all, or when it found nothing in time.
    """
    program, x = _program(problem, penalty)
    highs = _model(program)
    highs.setOptionValue("time_limit", max(0.1, end - time.monotonic()))
    if start is not None:
        _begin(highs, x, start)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None, 0
    info = highs.getInfo()
    bound = ceil(info.mip_dual_bound - 1e-3) if info.mip_dual_bound > -inf else 0
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return start, max(0, bound)
    values = highs.getSolution().col_value
    return [max(range(len(row)), key=lambda t: values[row[t]]) for row in x], max(0, bound)


def _program(problem: Problem, penalty: int) -> tuple[Program, list[list[int]]]:
    program, tables, criteria = Program(), problem.tables, problem.criteria
    x: list[list[int]] = []
    for unit in problem.units:
        row = []
        for table in tables:
            cost = criteria.choice * sum(step(guest, table.id) for guest in unit.people)
            fixed = unit.pinned is not None
            here = 1 if unit.pinned == table.id else 0
            row.append(program.column(cost, here if fixed else 0, here if fixed else 1))
        x.append(row)
        program.row(1, 1, dict.fromkeys(row, 1))
    for t, table in enumerate(tables):
        program.row(table.least, table.most, {x[u][t]: unit.size for u, unit in enumerate(problem.units)})
    _sharing(problem, program, x)
    for a, b, number in problem.apart:
        broken = program.column(penalty * number)
        for t in range(len(tables)):
            program.row(-inf, 1, {x[a][t]: 1, x[b][t]: 1, broken: -1})
    return program, x


def _sharing(problem: Problem, program: Program, x: list[list[int]]) -> None:
    sharing: dict[tuple[str, str], dict[int, int]] = {}
    for u, unit in enumerate(problem.units):
        for guest in unit.people:
            for what in shared(guest):
                of = sharing.setdefault(what, {})
                of[u] = of.get(u, 0) + 1
    for what, of in sharing.items():
        total, each = sum(of.values()), weight(problem.criteria, what)
        if total < 2 or each == 0:
            continue
        for t, table in enumerate(problem.tables):
            terms = {x[u][t]: float(number) for u, number in of.items()}
            for k in range(min(total, table.most)):
                terms[program.column(each * k, whole=False)] = -1
            program.row(0, 0, terms)


def _model(program: Program) -> Any:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.5)  # costs are whole numbers
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.costs), len(program.rows)
    lp.col_cost_ = np.array(program.costs, dtype=float)
    lp.col_lower_ = np.array(program.least, dtype=float)
    lp.col_upper_ = np.array(program.most, dtype=float)
    lp.row_lower_ = np.array([row[0] for row in program.rows], dtype=float)
    lp.row_upper_ = np.array([row[1] for row in program.rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in program.rows)])
    lp.a_matrix_.index_ = np.array([column for row in program.rows for column in row[2]])
    lp.a_matrix_.value_ = np.array([value for row in program.rows for value in row[2].values()], dtype=float)
    kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [kinds[0] if whole else kinds[1] for whole in program.whole]
    highs.passModel(lp)
    return highs


def _begin(highs: Any, x: list[list[int]], start: Places) -> None:
    columns = [column for row in x for column in row]
    values = [1.0 if t == start[u] else 0.0 for u, row in enumerate(x) for t in range(len(row))]
    highs.setSolution(len(columns), np.array(columns, dtype=np.int32), np.array(values, dtype=float))
