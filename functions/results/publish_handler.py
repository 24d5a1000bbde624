"""Hears what closes or reopens a request, and keeps the public copy."""

from typing import Any

from functions.results.publish import answered_with, is_listed, line
from functions.shared.domain import story, views
from functions.shared.domain.directory import Name
from functions.shared.domain.errors import Stale
from functions.shared.edge.batch import consumer
from functions.shared.edge.telemetry import told
from functions.shared.tables import directory, requests, results


def heard(message: dict[str, Any]) -> None:
    """One fact. The request is read anew, so old, double and late facts all lead to the same copy."""
    request = requests.load(str(message["request_id"]))
    try:
        if not is_listed(request):
            results.retract(request.id, request.version)
            return
        filed = request.filed
        compound = directory.compound(filed.compound) if filed.compound else None
        community = directory.community(filed.community)
        unit = request.unit
        told_line = line(
            request, directory.category(filed.category), community, compound, _name(unit) if unit else None
        )
        steps = views.tell(story.steps(request), {}, _name)
        results.publish(
            results.Story(told_line, steps),
            community.id,
            unit,
            request.version,
            compound=request.public_compound,
            joined=answered_with(request),
        )
    except Stale:
        told("newer_copy_there", request_id=request.id)
    else:
        told("result_published", request_id=request.id, version=request.version)


def _name(unit: str) -> Name:
    return directory.unit(unit).name


main = consumer(heard)
