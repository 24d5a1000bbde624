"""The words meant for everybody: a unit's one sentence, from its fact on. Their readers never see `private`."""

from collections.abc import Iterable

from pynamodb.attributes import UnicodeAttribute

from functions.shared.tables.connection import Row, TableName


class PublicWordsItem(Row):
    """`WORDS#<sequence>` of the fact that the sentence came with."""

    class Meta:
        table_name = TableName("results")

    request_id = UnicodeAttribute(hash_key=True)
    sort = UnicodeAttribute(range_key=True)
    text = UnicodeAttribute()


def item(request_id: str, sequence: int, text: str) -> PublicWordsItem:
    """A sentence for everybody, for the ledger's transaction."""
    return PublicWordsItem(request_id, f"WORDS#{sequence:04d}", text=text)


def blank(request_id: str, sequence: int) -> PublicWordsItem:
    """The sentence that came with that fact, to be taken away in the ledger's transaction."""
    return PublicWordsItem(request_id, f"WORDS#{sequence:04d}")


def words(request_id: str) -> dict[int, str]:
    """The sentences meant for everybody, by the sequence of the fact they came with."""
    found = PublicWordsItem.query(request_id, PublicWordsItem.sort.startswith("WORDS#"))
    return {int(item.sort.removeprefix("WORDS#")): item.text for item in found}


def erase(request_id: str, sequences: Iterable[int]) -> None:
    """Take these sentences away for good. Safe to repeat."""
    for sequence in sequences:
        blank(request_id, sequence).delete()
