"""Any sequence of presses, on the ledger in memory."""

from hypothesis import settings

from tests.fakes import Ledger
from tests.journeys import Journeys


class InMemory(Journeys):
    def ledger(self) -> Ledger:
        return Ledger()


TestJourneys = InMemory.TestCase
TestJourneys.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
