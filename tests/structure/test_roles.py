"""Who may do what: one role a function, nothing wider than its work. Asserted on what would be deployed."""

from typing import Any

import pytest

from tests.structure.templates import Template, allowed, functions, listed, named, of_type, statements

# Where AWS has no resource to name: (role or policy, action). Each place says why in infra/.
WILDCARDS = {
    ("TracingPolicy", "xray:PutTraceSegments"),
    ("TracingPolicy", "xray:PutTelemetryRecords"),
    ("DeliveryRole", "sns:Publish"),  # to a telephone number
    ("DeliverySweepRole", "sns:Publish"),
    ("ResponseSmsRole", "sns:Publish"),
    ("DigestsSendRole", "sns:Publish"),
    ("FollowsSendRole", "sns:Publish"),
    ("ResultsExportRole", "s3:PutObject"),  # files with the day in their names
}
# An object of a bucket has no other name: (role, bucket) with the actions upon it.
OBJECTS = {
    ("PhotosRole", "IncomingPhotosBucket/*"): {"s3:PutObject"},  # what the forms that it signs may do
    ("PhotosRole", "PhotosBucket/*"): {"s3:GetObject"},
    ("PhotosRedrawRole", "IncomingPhotosBucket/*"): {"s3:GetObject", "s3:DeleteObject"},
    ("PhotosRedrawRole", "PhotosBucket/*"): {"s3:PutObject", "s3:DeleteObject"},
    ("PrivacyRole", "PhotosBucket/*"): {"s3:DeleteObject"},
    ("PrivacySweepRole", "PhotosBucket/*"): {"s3:DeleteObject"},
}
# What Lambda does for a function to bring it its events: not the function's own doing.
POLLS = {
    *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    *("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
}
# Where staff have their accounts: the function is told the names and asks by the open internet, with no right of ours.
ACCOUNTS = {
    *("StaffPoolClient", "https://cognito-idp.AWS::Region.amazonaws.com/StaffPool"),
    "https://cognito-idp.ap-southeast-1.amazonaws.com/StaffPool/.well-known/openid-configuration",
}
WRITES_REQUESTS = {
    "intake",
    "response",
    "response_sms",
    "verification",
    "dispatch",
    "desk",
    "exchange",
    "deadlines",
    "privacy",
    "privacy_sweep",
    "registry",
}
READS_PERSONS = {"response", "verification", "desk", "exchange", "privacy", "privacy_sweep"}
SCHEDULE_ROLES = {
    "DigestsScheduleRole",
    "FollowsScheduleRole",
    "DeadlinesScheduleRole",
    "DeliverySweepScheduleRole",
    "PrivacyScheduleRole",
    "ResultsExportScheduleRole",
    "WatchScheduleRole",
}


def role_of(function: dict[str, Any]) -> str:
    return named(function["Role"])


def test_each_function_has_a_role_of_its_own_and_each_role_somebody(template: Template) -> None:
    roles = [role_of(function) for function in functions(template).values()]
    assert len(set(roles)) == len(roles)
    assert set(of_type(template, "IAM::Role")) == {*roles, *SCHEDULE_ROLES}


def test_wildcards_stand_only_where_aws_has_no_resource(template: Template) -> None:
    found = set()
    for name, statement in statements(template):
        for action in listed(statement["Action"]):
            assert "*" not in action
            for resource in listed(statement["Resource"]):
                if statement["Effect"] == "Allow" and "*" in named(resource):
                    found.add((name, action, named(resource)))
    objects = {(name, action, bucket) for (name, bucket), actions in OBJECTS.items() for action in actions}
    assert objects <= found
    assert {(name, action) for name, action, _ in found - objects} == WILDCARDS


def dead_letters(template: Template, function: dict[str, Any]) -> set[str]:
    """Where Lambda itself puts what this function couldn't do, with the function's role."""
    called = {name for name, it in of_type(template, "Lambda::Function").items() if it is function}
    configs = of_type(template, "Lambda::EventInvokeConfig").values()
    mine = (config for config in configs if named(config["FunctionName"]) in called)
    return {named(to["Destination"]) for config in mine for to in config.get("DestinationConfig", {}).values()}


def test_every_table_queue_topic_and_secret_a_function_is_told_of_is_one_it_may_touch(template: Template) -> None:
    for name, function in functions(template).items():
        variables = function["Environment"]["Variables"]
        told = {named(value) for value in variables.values() if isinstance(value, dict)} - ACCOUNTS
        may = {
            resource.split("/")[0] for action, resource in allowed(template, role_of(function)) if action not in POLLS
        }
        granted = {it for it in may if it.endswith(("Table", "Topic", "Queue", "Secret", "Bucket"))}
        assert told | dead_letters(template, function) == granted, name


def test_only_the_ledgers_writers_write_requests(template: Template) -> None:
    writers = {
        name
        for name, function in functions(template).items()
        if ("dynamodb:PutItem", "RequestsTable") in allowed(template, role_of(function))
    }
    assert writers == WRITES_REQUESTS


def test_few_may_read_who_asked_and_in_what_words(template: Template) -> None:
    readers = set()
    for name, function in functions(template).items():
        reading = {action for action, resource in allowed(template, role_of(function)) if resource == "PrivateTable"}
        if reading - {"dynamodb:PutItem"}:
            readers.add(name)
    assert readers == READS_PERSONS | {"delivery", "delivery_sweep"}


@pytest.mark.parametrize("role_", ["DeliveryRole", "DeliverySweepRole"])
def test_delivery_reads_a_telephone_and_nothing_else_about_a_person(template: Template, role_: str) -> None:
    reading = [
        statement
        for role, statement in statements(template)
        if role == role_ and any(named(it) == "PrivateTable" for it in listed(statement["Resource"]))
    ]
    assert [statement["Action"] for statement in reading] == [["dynamodb:GetItem"]]
    condition = reading[0]["Condition"]
    attributes = set(condition["ForAllValues:StringEquals"]["dynamodb:Attributes"])
    assert attributes == {"request_id", "sort", "telephone", "telephone_key"}
    assert condition["StringEqualsIfExists"] == {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}


def test_what_reads_texts_that_come_in_writes_words_and_reads_none(template: Template) -> None:
    may = allowed(template, "ResponseSmsRole")
    private = {(action, resource) for action, resource in may if resource.startswith("PrivateTable")}
    assert private == {("dynamodb:PutItem", "PrivateTable"), ("dynamodb:Query", "PrivateTable/index/by_telephone")}


def test_the_calendar_of_a_unit_changes_nothing_and_knows_no_person(template: Template) -> None:
    may = {it for it in allowed(template, "ResponseCalendarRole") if it[0].startswith("dynamodb:")}
    assert {action for action, _ in may} == {"dynamodb:GetItem", "dynamodb:Query"}
    tables = {resource.split("/")[0] for _, resource in may}
    assert tables == {"RequestsTable", "DirectoryTable", "CalendarsTable"}


@pytest.mark.parametrize("role_", ["DeliveryRole", "DigestsSendRole", "FollowsSendRole"])
def test_what_texts_numbers_never_publishes_to_a_topic(template: Template, role_: str) -> None:
    denied = [it for role, it in statements(template) if role == role_ and it["Effect"] == "Deny"]
    assert [statement["Action"] for statement in denied] == [["sns:Publish"]]
    assert denied[0]["Resource"] == {"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"}


@pytest.mark.parametrize("role_", ["ResultsPagesRole", "ResultsExportRole"])
def test_what_everybody_may_read_is_made_of_results_figures_and_names(template: Template, role_: str) -> None:
    reading = [
        statement
        for role, statement in statements(template)
        if role == role_ and any(named(it) == "DirectoryTable" for it in listed(statement["Resource"]))
    ]
    assert len(reading) == 1
    kinds = reading[0]["Condition"]["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"]
    assert set(kinds) <= {"community", "compound", "unit", "category", "calendar", "figure"}
    may = {it for it in allowed(template, role_) if it[0].startswith("dynamodb:")}
    assert {action for action, _ in may} <= {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
    # Which pictures are released, by code and number; of what is open the categories; programmes for everybody, by the
    # index that test_programmes.py names.
    more = {"PhotosTable", "RequestsTable", "ProgrammesTable"} if role_ == "ResultsPagesRole" else set()
    wanted = {"ResultsTable", "TalliesTable", "DirectoryTable"} | more
    assert {resource.split("/")[0] for _, resource in may} == wanted


def test_of_what_is_open_everybodys_pages_read_the_category_alone(template: Template) -> None:
    (reading,) = (
        statement
        for role, statement in statements(template)
        if role == "ResultsPagesRole" and any("RequestsTable" in named(it) for it in listed(statement["Resource"]))
    )
    assert reading["Action"] == ["dynamodb:Query"]
    assert [named(it) for it in listed(reading["Resource"])] == ["RequestsTable/index/open_by_community"]
    attributes = set(reading["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"])
    assert attributes == {"request_id", "sort", "open_community", "open_since", "category"}
    assert reading["Condition"]["StringEqualsIfExists"] == {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}


def test_the_nightly_file_is_written_to_its_own_bucket_and_nobody_reads_it_past_the_door(template: Template) -> None:
    may = {it for it in allowed(template, "ResultsExportRole") if it[0].startswith("s3:")}
    assert may == {("s3:PutObject", "OpenDataBucket/open-data/*")}
    shown = {it for it in allowed(template, "ResultsPagesRole") if it[0].startswith("s3:")}
    assert shown == {("s3:GetObject", "OpenDataBucket/open-data/latest.json")}
    bucket = of_type(template, "S3::Bucket")["OpenDataBucket"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    schedule = of_type(template, "Scheduler::Schedule")["ResultsExportSchedule"]
    assert schedule["ScheduleExpression"] == "cron(0 4 * * ? *)"
    assert named(schedule["Target"]["Arn"]) == "ResultsExportLambdaFunction"


def test_few_know_where_a_follower_wants_to_be_told(template: Template) -> None:
    readers = {
        name
        for name, function in functions(template).items()
        if {("dynamodb:GetItem", "FollowsTable"), ("dynamodb:Query", "FollowsTable")}
        & allowed(template, role_of(function))
    }
    writers = {"follows", "follows_tell", "follows_plan", "follows_send"}
    assert readers == writers | {"delivery", "delivery_sweep", "privacy", "privacy_sweep", "response_sms"}


def test_follows_read_nobodys_words_and_names_alone_from_the_directory(template: Template) -> None:
    for role in ("FollowsRole", "FollowsTellRole", "FollowsPlanRole", "FollowsSendRole"):
        assert not {resource for _, resource in allowed(template, role) if resource.startswith("PrivateTable")}
        for name, statement in statements(template):
            if name == role and any(named(it) == "DirectoryTable" for it in listed(statement["Resource"])):
                kinds = statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"]
                assert set(kinds) == {"community", "compound", "unit", "category"}


def test_posters_read_places_from_the_directory_and_touch_nothing_else(template: Template) -> None:
    may = allowed(template, "PostersRole")
    assert {it for it in may if not it[0].startswith("logs:")} == {("dynamodb:Query", "DirectoryTable")}
    (reading,) = (
        statement
        for role, statement in statements(template)
        if role == "PostersRole" and any(named(it) == "DirectoryTable" for it in listed(statement["Resource"]))
    )
    kinds = reading["Condition"]["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"]
    assert set(kinds) == {"community", "compound", "station"}


def test_the_sweep_looks_for_what_is_due_and_touches_nobodys_words(template: Template) -> None:
    may = allowed(template, "DeadlinesRole")
    assert {("dynamodb:Query", f"RequestsTable/index/{index}") for index in ("by_deadline", "by_order_code")} <= may
    assert not any("index" in resource for action, resource in may if action != "dynamodb:Query")
    assert "PrivateTable" not in {resource for _, resource in may}


def test_assets_touch_nothing(template: Template) -> None:
    assert {action.split(":")[0] for action, _ in allowed(template, "AssetsRole")} == {"logs"}


def test_emails_are_sent_from_our_own_domain_by_the_three_that_send(template: Template) -> None:
    assert of_type(template, "SES::EmailIdentity")["SenderDomain"]["EmailIdentity"] == "pgy.example"
    policy = of_type(template, "IAM::Policy")["SendEmailPolicy"]
    assert [named(role) for role in policy["Roles"]] == [
        "DeliveryRole",
        "DeliverySweepRole",
        "DigestsSendRole",
        "FollowsSendRole",
    ]
    statement, by_the_set = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == by_the_set["Action"] == ["ses:SendRawEmail"]
    assert by_the_set["Resource"]["Fn::Sub"].endswith(":configuration-set/${EmailEvents}")
    assert statement["Resource"]["Fn::Sub"].endswith(":identity/pgy.example")
    assert statement["Condition"] == {"StringEqualsIfExists": {"ses:FromAddress": "notices@pgy.example"}}


def test_mainland_chinas_stages_do_without_amazon_ses(mainland_template: Template) -> None:
    assert not of_type(mainland_template, "SES::EmailIdentity")
    assert not any("ses:" in str(statement["Action"]) for _, statement in statements(mainland_template))


def test_sessions_begin_and_end_at_sign_in_alone(template: Template) -> None:
    touching = {
        (name, action.removeprefix("dynamodb:"))
        for name, function in functions(template).items()
        for action, resource in allowed(template, role_of(function))
        if resource == "SessionsTable"
    }
    assert {it for it in touching if it[1] != "GetItem"} == {("signin", "PutItem"), ("signin", "DeleteItem")}
    assert ("desk", "GetItem") in touching


def test_sign_in_reads_who_has_a_role_and_nothing_else_of_the_directory(template: Template) -> None:
    (reading,) = (
        statement
        for role, statement in statements(template)
        if role == "SigninRole" and any(named(it) == "DirectoryTable" for it in listed(statement["Resource"]))
    )
    assert reading["Condition"] == {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["staff"]}}
