"""Who asked, and in what words: apart from the facts, read by few, erasable without touching history."""

import hmac
from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from functions.shared.domain.decision import Decision, Person
from functions.shared.domain.phone import Phone
from functions.shared.tables.connection import Row, TableName

PERSON = "PERSON"


class ByTelephone(GlobalSecondaryIndex["PrivateItem"]):
    class Meta:
        index_name = "by_telephone"
        projection = KeysOnlyProjection()

    telephone_key = UnicodeAttribute(hash_key=True)


class PrivateItem(Row):
    """`PERSON`, or `WORDS#<sequence>` of the fact that the words came with."""

    class Meta:
        table_name = TableName("private")

    request_id = UnicodeAttribute(hash_key=True)
    sort = UnicodeAttribute(range_key=True)
    by_telephone = ByTelephone()
    telephone = UnicodeAttribute(null=True)
    telephone_key = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    may_call = BooleanAttribute(null=True)
    word = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    speaks_for = UnicodeAttribute(null=True)
    another_way = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)  # set at closing, lifted on reopening; seconds since 1970


def items(request_id: str, sequence: int, decision: Decision, telephone_key: str | None) -> list[PrivateItem]:
    """What `decision` brings into this table, for the ledger's transaction."""
    brought = []
    if decision.words:
        brought.append(PrivateItem(request_id, f"WORDS#{sequence:04d}", text=decision.words))
    if (person := decision.person) is not None:
        brought.append(
            PrivateItem(
                request_id,
                PERSON,
                telephone=person.telephone.e164 if person.telephone else None,
                telephone_key=telephone_key,
                place=person.place,
                may_call=person.may_call,
                word=person.word,
                name=person.name or None,
                speaks_for=person.speaks_for or None,
                another_way=person.another_way or None,
            )
        )
    return brought


def telephone_key(key: bytes, phone: Phone) -> str:
    """What a number is found by without being written: a keyed hash of it."""
    return hmac.digest(key, phone.e164.encode(), "sha256").hex()[:32]


def person(request_id: str) -> Person | None:
    """Who asked, or None once erased."""
    try:
        item = PrivateItem.get(request_id, PERSON, consistent_read=True)
    except PrivateItem.DoesNotExist:
        return None
    return _person(item)


def persons(request_ids: Iterable[str]) -> dict[str, Person]:
    """Who asked for each of these; who was erased isn't there."""
    wanted = [(request_id, PERSON) for request_id in request_ids]
    return {item.request_id: _person(item) for item in PrivateItem.batch_get(wanted)} if wanted else {}


def _person(item: PrivateItem) -> Person:
    phone = Phone(item.telephone) if item.telephone else None
    return Person(
        telephone=phone,
        place=item.place or "",
        may_call=bool(item.may_call),
        word=item.word,
        name=item.name or "",
        speaks_for=item.speaks_for or "",
        another_way=item.another_way or "",
    )


def telephone(request_id: str) -> Phone | None:
    """The number alone: all that delivery may read."""
    try:
        item = PrivateItem.get(request_id, PERSON, attributes_to_get=["request_id", "sort", "telephone"])
    except PrivateItem.DoesNotExist:
        return None
    return Phone(item.telephone) if item.telephone else None


def words(request_id: str) -> dict[int, str]:
    """Everything said about a request, by the sequence of the fact it came with."""
    found = PrivateItem.query(request_id, PrivateItem.sort.startswith("WORDS#"), consistent_read=True)
    return {int(item.sort.removeprefix("WORDS#")): item.text for item in found if item.text}


def with_telephone(keys: Iterable[bytes], phone: Phone) -> list[str]:
    """The requests of whoever has this number, by its keyed hash; `keys` are all that are live."""
    hashed = (telephone_key(key, phone) for key in keys)
    return sorted({item.request_id for each in hashed for item in PrivateItem.by_telephone.query(each)})


def first_words(request_ids: Iterable[str]) -> dict[str, str]:
    """What each of these residents asked for, in their own words."""
    wanted = [(request_id, "WORDS#0001") for request_id in request_ids]
    return {item.request_id: item.text or "" for item in PrivateItem.batch_get(wanted)} if wanted else {}


def held(request_id: str) -> list[str]:
    """What is kept of a request: `PERSON`, `WORDS#0001` …"""
    found = PrivateItem.query(request_id, consistent_read=True, attributes_to_get=["request_id", "sort"])
    return [item.sort for item in found]


def erase(request_id: str, sorts: Iterable[str]) -> None:
    """Take these away for good. Safe to repeat."""
    for sort in sorts:
        PrivateItem(request_id, sort).delete()
