"""Sends facts to the topic `facts` once more: `python -m infra.tools.replay --since 2026-03-09T00:00 [--until …]`.

For when the stream's 24 hours were exceeded, or tables were restored. Every listener takes a fact twice without harm.
Times without a zone are the county's. Needs TABLE_REQUESTS, TOPIC_FACTS, AWS_REGION and credentials.
"""

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime

from functions.relay.handler import pass_on
from functions.shared.domain.county_time import COUNTY_ZONE
from functions.shared.tables.fact_codec import UnknownFact
from functions.shared.tables.request_items import StreamedFact, fact_in_stream
from functions.shared.tables.times import written
from infra.tools.ledger import Item, everything, is_fact, sort_of

LAST = datetime.max.replace(tzinfo=UTC)


def replay(since: datetime, until: datetime = LAST) -> tuple[list[StreamedFact], list[str]]:
    """Send what happened from `since` to before `until`, oldest first; answers with that and what can't be read."""
    between = (written(since), written(until))
    chosen = [item for item in everything("requests") if is_fact(item) and between[0] <= item["at"]["S"] < between[1]]
    sent, lost = [], []
    for item in sorted(chosen, key=lambda item: (item["at"]["S"], item["request_id"]["S"], sort_of(item))):
        try:
            fact = fact_in_stream(item)
        except (UnknownFact, KeyError, TypeError, ValueError) as error:
            lost.append(f"{_name(item)}: {error}")
            continue
        pass_on(fact)
        sent.append(fact)
    return sent, lost


def _name(item: Item) -> str:
    return f"{item['request_id']['S']} {sort_of(item)}"


def moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=COUNTY_ZONE)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.tools.replay", description="Send facts once more.")
    parser.add_argument("--since", type=moment, required=True, help="such as 2026-03-09T00:00, in the county")
    parser.add_argument("--until", type=moment, default=LAST)
    options = parser.parse_args(arguments)
    sent, lost = replay(options.since, options.until)
    for name, times in sorted(Counter(fact.name for fact in sent).items()):
        print(f"{name}: {times}")
    print(f"{len(sent)} facts sent again.")
    for unreadable in lost:
        print(f"not understood, not sent: {unreadable}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
