"""A unit's deadlines for a calendar that subscribes to them: read alone, by a secret address."""

from itertools import islice
from urllib.parse import urlsplit

from functions.response import calendar_door
from functions.response.calendar_file import TYPE, calendar_file
from functions.response.deadline_event import Event, deadline_event, renewal
from functions.shared.domain.errors import Refused
from functions.shared.domain.rows import OrderRow
from functions.shared.edge import http
from functions.shared.edge.config import public_url
from functions.shared.edge.telemetry import told
from functions.shared.gateways import sms_words
from functions.shared.gateways.pages import page
from functions.shared.tables import directory, requests
from functions.shared.tables.request_items import alive_orders_of

app = http.App(page)
MOST = 200  # orders; those with the nearest deadlines


@app.get("/u/calendar/<name>")
def read(name: str) -> http.Answer:
    found = calendar_door.behind(name)
    if found is None:
        raise Refused("unknown_page")
    officer, calendar = found
    events = [event for row in islice(alive_orders_of(officer.unit.id), MOST) if (event := _event(row))]
    ends = renewal(officer.unit.id, calendar.made, calendar.ends, public_url("/u"))
    host = urlsplit(public_url()).hostname or ""
    text = calendar_file(f"蒲公英 {officer.unit.name.zh}", [*events, ends], host)
    told("calendar_read", unit=officer.unit.id, events=len(events))
    return http.feed(TYPE, text, app.visit.has_already)


def _event(row: OrderRow) -> Event | None:
    """The index may lag behind: what counts is the request itself."""
    request = requests.load(row.request_id)
    compound = directory.compound(row.compound) if row.compound else None
    names = sms_words.about(
        language="zh",
        to_resident=False,
        community=directory.community(row.community),
        address="",
        category=directory.category(row.category),
        compound=compound,
    )
    link = public_url(f"/u/orders/{row.code}")
    return deadline_event(request, request.order(row.number), names["place"], names["matter"], link)


main = app.main
