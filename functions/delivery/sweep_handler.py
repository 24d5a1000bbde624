"""Every minute: what waits for its time goes out, and providers are asked what became of what they took."""

from itertools import chain, islice
from typing import Any

from functions.delivery import asking
from functions.delivery.deliver import go_on
from functions.shared.edge.clock import now
from functions.shared.edge.each import each
from functions.shared.edge.telemetry import told
from functions.shared.tables import deliveries

MOST = 200  # in one run; the next one comes in a minute


def main(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Event: nothing. Running twice at once, or after a day's stop, does the same."""
    at = now()
    unconfirmed = set(islice(deliveries.unconfirmed(at), MOST)) if asking.can_be_asked() else set()
    waiting = chain(deliveries.due(at), sorted(unconfirmed))
    done = each(waiting, lambda it: asking.ask(it) if it in unconfirmed else go_on(it), most=MOST, context=context)
    if done:
        told("deliveries_swept", done=done)
    return {"done": done}
