"""What stands in for the world in unit tests: the ledger, kept in memory by the same rules."""

from collections import Counter
from dataclasses import replace

from functions.shared.domain.decision import Decision
from functions.shared.domain.evolve import evolve
from functions.shared.domain.facts import Cause
from functions.shared.domain.request import Request
from functions.shared.domain.rows import Cell, OrderRow, Row, cells, rows
from functions.shared.domain.transitions import permit
from functions.shared.tables.requests import Beside, BothStep, Step


class Ledger:
    """Adds facts one at a time, with the rows that differ and the signed difference of the cells, as the true one."""

    def __init__(self) -> None:
        self.requests: dict[str, Request] = {}
        self._rows: dict[tuple[str, int], Row] = {}
        self._cells: Counter[Cell] = Counter()

    def file(self, request_id: str, cause: Cause, *decisions: Decision, beside: Beside | None = None) -> Request:
        there = self.requests.get(request_id)
        if there and there.already(cause):
            return there
        other = (beside[0], beside[1](self.load(beside[0]), request_id)) if beside else None
        if other:
            permit(self.load(other[0]).state, other[1].fact)
        request = Request(id=request_id)
        for decision in decisions:
            request = self._append(request, decision)
        if other:
            self._append(self.load(other[0]), other[1])
        return request

    def load(self, request_id: str) -> Request:
        return self.requests[request_id]

    def change(self, request_id: str, cause: Cause, step: Step) -> Request:
        request = self.load(request_id)
        if request.already(cause):
            return request
        decision = step(request)
        permit(request.state, decision.fact)
        return self._append(request, decision)

    def change_both(self, first_id: str, second_id: str, cause: Cause, step: BothStep) -> tuple[Request, Request]:
        first, second = self.load(first_id), self.load(second_id)
        if first.already(cause):
            return first, second
        decisions = step(first, second)
        for request, decision in zip((first, second), decisions, strict=True):
            permit(request.state, decision.fact)
        return self._append(first, decisions[0]), self._append(second, decisions[1])

    def rows(self) -> set[Row]:
        return set(self._rows.values())

    def cells(self) -> Counter[Cell]:
        return Counter({cell: times for cell, times in self._cells.items() if times})

    def _append(self, request: Request, decision: Decision) -> Request:
        if request.facts:
            decision = replace(decision, fact=replace(decision.fact, at=max(decision.fact.at, request.since)))
        after = evolve(request, decision.fact)
        for row in rows(after) - rows(request):
            self._rows[request.id, row.number if isinstance(row, OrderRow) else 0] = row
        self._cells.update(cells(after))
        self._cells.subtract(cells(request))
        self.requests[request.id] = after
        return after
