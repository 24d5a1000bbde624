"""Reads together all that is kept of one request."""

from functions.privacy.export import Message, Record
from functions.shared.domain.access import Look
from functions.shared.domain.directory import Name
from functions.shared.domain.erasure import messages_to_resident, survivors
from functions.shared.domain.request import Request
from functions.shared.domain.views import said
from functions.shared.tables import access_log, deliveries, directory, photos, private, public_words, requests
from functions.shared.tables.times import read


def record_of(request: Request) -> Record:
    """What is kept of `request`: all that belongs to who asked, and nobody else's number or name."""
    filed = request.filed
    community = directory.community(filed.community).name
    return Record(
        request=request,
        category=directory.category(filed.category).name,
        community=community,
        place=_place(filed.compound, community),
        person=private.person(request.id),
        said=said(request.facts, private.words(request.id)),
        shown=said(request.facts, {at: text for at, text in public_words.words(request.id).items() if text}),
        messages=_messages(request),
        looks=tuple(_looks(request.id)),
        photos=tuple(photo for photo in photos.of_request(request.id) if photo.is_there),
    )


def _place(compound: str | None, community: Name) -> Name:
    return directory.compound(compound).name if compound else community


def _messages(request: Request) -> tuple[Message, ...]:
    others = [requests.load(code) for code in survivors(request)]
    found = deliveries.among(messages_to_resident(request, others))
    sent = [Message(read(it.since), it.alert_id.rpartition("#")[2], it.end) for it in found]
    return tuple(sorted(sent, key=lambda message: message.at))


def _looks(request_id: str) -> list[Look]:
    looks, before = access_log.of_request(request_id)
    while before:
        more, before = access_log.of_request(request_id, before)
        looks += more
    return looks[::-1]
