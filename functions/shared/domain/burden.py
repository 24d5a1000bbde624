"""What each act asks of a worker: the fields that must be filled, and the presses from the page of the case or order
on, the one that opens the form included. Counted at the doors by tests/integration/loop/test_burden.py (`make burden`).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Burden:
    fields: int
    presses: int


BURDEN: Mapping[str, Burden] = {
    "by_staff.file": Burden(2, 2),
    "by_staff.file_joined": Burden(3, 3),
    "by_staff.settle": Burden(3, 2),
    "by_staff.send": Burden(0, 1),
    "by_staff.whistle": Burden(1, 2),
    "by_staff.helpers": Burden(1, 2),
    "by_staff.check": Burden(1, 2),
    "by_staff.insist": Burden(1, 2),
    "by_staff.take": Burden(0, 2),
    "by_staff.return": Burden(1, 2),
    "by_staff.progress": Burden(1, 2),
    "by_staff.reschedule": Burden(2, 2),
    "by_staff.done": Burden(1, 2),
    "by_staff.object": Burden(1, 2),
    "by_staff.verdict": Burden(2, 2),
    "by_staff.attempt": Burden(1, 2),
    "by_staff.ask": Burden(1, 2),
    "by_staff.note_answer": Burden(1, 2),
    "by_staff.answer": Burden(1, 2),
    "by_staff.classify": Burden(1, 2),
    "by_staff.reopen": Burden(1, 2),
    "by_staff.close_partly": Burden(0, 2),
    "by_staff.confirm": Burden(0, 1),
    "by_staff.agenda": Burden(0, 1),
    "by_staff.joint": Burden(1, 2),
    "by_staff.defer": Burden(3, 2),
    "by_staff.explain": Burden(2, 2),
    "by_staff.transfer": Burden(2, 2),
    "by_staff.reject": Burden(2, 2),
    "by_staff.withdraw": Burden(0, 2),
    "by_staff.merge": Burden(1, 2),
    "by_staff.dispute": Burden(1, 2),
    "by_staff.undo": Burden(1, 2),
    "by_staff.release": Burden(2, 2),
    "by_staff.blank": Burden(1, 2),
    "by_unit.take": Burden(0, 1),
    "by_unit.assign": Burden(0, 2),
    "by_unit.return": Burden(1, 2),
    "by_unit.progress": Burden(1, 2),
    "by_unit.reschedule": Burden(2, 2),
    "by_unit.done": Burden(1, 2),
    "by_unit.check": Burden(1, 2),
    "by_unit.pass_on": Burden(1, 2),
}
