"""What is wrong with a directory's files, in words for whoever keeps them. The editor has its own, in two languages."""

from functions.shared.domain.directory_entry import Problem

SENTENCES = {
    "file_missing": "is missing from the folder.",
    "unreadable": "cannot be read as YAML: {why}.",
    "empty": "is empty.",
    "not_mapping": "must be a mapping of fields.",
    "not_list": "must be a list.",
    "not_text": "must be some text.",
    "not_texts": "must be a list of texts.",
    "not_flag": "must be true or false.",
    "not_a_choice": "{text} is none of {among}.",
    "missing": "is missing.",
    "given_twice": "is given twice.",
    "unknown_field": "is not a field here.",
    "no_room_in_text": "{text} has {count} characters; a text message has room for {limit}.",
    "landline_too_long": "is longer than the {limit} characters that a text message has room for.",
    "contact_unreachable": "a contact needs a telephone or an email to be reached.",
    "duty_takes_no_texts": "who is on duty at night needs one that takes text messages.",
    "bad_id": "{text} may have only a-z, 0-9 and _ (60 at most).",
    "bad_trade": "{text} may have no stroke (/).",
    "bad_count": "{text} is no count.",
    "bad_number": "{text} cannot be a telephone number.",
    "bad_email": "{text} cannot be an email address.",
    "bad_date": "{text} is no date (2026-10-01).",
    "not_in_year": "{text} is not in {year}.",
    "is_weekend": "{text} is a day of the weekend.",
    "no_weekend": "{text} is not a day of the weekend.",
    "no_year": "must be a year.",
    "no_years": "must hold at least one year.",
    "gap_in_years": "must follow one another without a gap.",
    "route_needs_trade": "{kind} needs a trade, as in '{kind} gas'.",
    "route_takes_no_trade": "{kind} takes no trade.",
    "none_given": "must hold at least one.",
    "id_taken": "{id} is the id of another entry.",
    "anothers": "is another entry's.",
    "no_community": "there is no community {id}.",
    "no_place": "there is no community or compound {id}.",
    "no_unit": "there is no unit {id}.",
    "no_station": "the community has no station {id}.",
    "community_needs_unit": "{id} needs a unit of kind community with the same id in units.yml.",
    "nobody_reachable": "nobody at {unit} can be reached by text message or email.",
    "duty_contact_missing": "needs a contact with duty: true.",
    "covered_twice": "{id} is covered twice.",
    "no_unit_for": "coverage.yml names no unit for {kind} {trade}.",
    "never_partner": "{priority} never goes to a partner unit.",
    "leads_nowhere": "lead to no unit: not every community is covered in coverage.yml.",
    "emergency_missing": "{category} is P0 and needs a number to call.",
    "must_answer_at_night": "{unit} can be given {category} (P0) and must answer at any hour.",
    "works_in_one": "role {role} works in one.",
    "works_for_all": "role {role} works for the whole county.",
    "lead_has_no_station": "a lead works for the whole community.",
}


def sentence(problem: Problem) -> str:
    """`problem` with its file, line and field."""
    said = SENTENCES[problem.reason].format(**problem.details)
    return f"{problem.source}:{problem.line}: {problem.field}: {said}"
