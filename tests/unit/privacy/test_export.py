"""What residents are given about themselves."""

import csv
import io
import json
from dataclasses import replace

from functions.privacy.export import as_csv, as_json
from functions.shared.domain.decision import Person
from functions.shared.domain.views import Said
from tests.unit.pages.privacy_examples import GONE, RECORD
from tests.unit.pages.world import NOW


def test_a_spreadsheet_works_nothing_out() -> None:
    person = Person(None, "=1+1", False, None, "@SUM(A1)")
    record = replace(RECORD, person=person, said=(Said(NOW, "resident", "-2+3"),))
    rows = list(csv.DictReader(io.StringIO(as_csv([record]).removeprefix("\ufeff"))))
    said = {row["what"]: row["value"] for row in rows}
    assert (said["person.place"], said["person.name"], said["words.resident"]) == ("'=1+1", "'@SUM(A1)", "'-2+3")


def test_a_spreadsheet_knows_the_characters() -> None:
    assert as_csv([RECORD]).startswith("\ufeff")


def test_data_and_table_say_the_same() -> None:
    (plain,) = json.loads(as_json([RECORD], NOW))["requests"]
    table = as_csv([RECORD])
    for name, value in plain["person"].items():
        assert str(value) in table, name
    for kind in ("words", "words_that_everybody_may_read"):
        for one in plain[kind]:
            assert one["text"] in table
    assert len(plain["looks"]) == table.count('"look"') or len(plain["looks"]) == table.count(",look,")
    assert len(plain["messages"]) == table.count("message.sms")


def test_what_was_erased_is_said_to_be() -> None:
    (plain,) = json.loads(as_json([replace(RECORD, request=GONE, person=None, said=())], NOW))["requests"]
    assert (plain["person"], plain["words"], plain["erased"]) == (None, [], True)


def test_who_of_the_staff_has_looked_is_not_said() -> None:
    assert "clerk" not in as_json([RECORD], NOW) + as_csv([RECORD])


def test_nothing_is_still_a_file() -> None:
    assert json.loads(as_json([], NOW))["requests"] == []
    assert len(as_csv([]).splitlines()) == 1
