"""Each alarm has its paragraph in docs/operations.md and each paragraph its alarm; what alarms are made of is there."""

import re
from typing import Any

from infra.layer.build import ROOT
from tests.structure.templates import Template, functions, named, of_type

OPERATIONS = ROOT / "docs" / "operations.md"
ROOM_LINES = {  # where the code that logs a line stands, by the log group that its filter reads
    "IntakeLogGroup": "intake",
    "WatchdogLogGroup": "watch",
    "CanaryLogGroup": "watch",
    "DeliveryLogGroup": "delivery",
    "DeliverySweepLogGroup": "delivery",
    "ResponseSmsLogGroup": "response",
}


def alarms(template: Template) -> dict[str, dict[str, Any]]:
    return of_type(template, "CloudWatch::Alarm")


def filters(template: Template) -> dict[str, dict[str, Any]]:
    return of_type(template, "Logs::MetricFilter")


def described() -> set[str]:
    """The alarms that the chapter of alarms names: in headings, and in the first column of its table."""
    chapter = OPERATIONS.read_text("utf-8").split("\n## Alarms\n")[1].split("\n## ")[0]
    headings = re.findall(r"^### (.*)$", chapter, re.M)
    rows = re.findall(r"^\| (`\w+`) \|", chapter, re.M)
    return set(re.findall(r"`(\w+)`", " ".join([*headings, *rows])))


def test_every_alarm_has_its_paragraph_and_every_paragraph_its_alarm(template: Template) -> None:
    assert described() == {name.removesuffix("Alarm") for name in alarms(template)}


def test_what_rings_where_there_is_no_amazon_ses_is_described_too(mainland_template: Template) -> None:
    there = {name.removesuffix("Alarm") for name in alarms(mainland_template)}
    assert described() - there == {"EmailBounces", "EmailComplaints"}


def test_every_alarm_says_what_it_means_and_reaches_somebody(template: Template) -> None:
    for name, alarm in alarms(template).items():
        assert alarm["AlarmDescription"].endswith("."), name
        assert [named(action) for action in alarm["AlarmActions"]] == ["AlarmsTopic"], name
        assert alarm["TreatMissingData"] in ("breaching", "notBreaching", "ignore"), name


def test_silence_is_an_alarm_where_something_should_be_heard(template: Template) -> None:
    silent = {name for name, alarm in alarms(template).items() if alarm["TreatMissingData"] == "breaching"}
    lasts = {name: alarms(template)[name]["Period"] * alarms(template)[name]["EvaluationPeriods"] for name in silent}
    assert lasts == {
        "SweepStillAlarm": 600,
        "DeliverySweepStillAlarm": 600,
        "WatchdogStillAlarm": 900,
        "CanarySilentAlarm": 7200,
    }
    for name in silent:
        assert (alarms(template)[name]["ComparisonOperator"], alarms(template)[name]["Threshold"]) == (
            "LessThanThreshold",
            1,
        )


def test_every_metric_of_our_own_is_made_by_a_filter_and_watched_by_an_alarm(template: Template) -> None:
    made = {
        (it["MetricNamespace"], it["MetricName"])
        for each in filters(template).values()
        for it in each["MetricTransformations"]
    }
    watched = {(alarm["Namespace"], alarm["MetricName"]) for alarm in alarms(template).values()}
    assert made == {it for it in watched if not it[0].startswith("AWS/")}
    assert {namespace for namespace, _ in made} == {"dandelion/staging"}


def test_whatever_sends_is_read_by_the_same_filters(template: Template) -> None:
    read = {
        group: {each["FilterPattern"] for each in filters(template).values() if named(each["LogGroupName"]) == group}
        for group in ("DeliveryLogGroup", "DeliverySweepLogGroup")
    }
    assert read["DeliveryLogGroup"] == read["DeliverySweepLogGroup"] != set()


def test_every_filter_reads_a_line_and_a_field_that_the_room_logs(template: Template) -> None:
    for name, each in filters(template).items():
        room = ROOT / "functions" / ROOM_LINES[named(each["LogGroupName"])]
        files = [*sorted(room.glob("*.py")), ROOT / "functions" / "shared" / "texting.py"]  # what rooms that text share
        code = "\n".join(file.read_text("utf-8") for file in files)
        found = re.fullmatch(r'\{ \$\.message = "(\w+)" \}', each["FilterPattern"])
        assert found, name
        assert f'"{found[1]}"' in code, f"{name}: no code in {room.name} logs {found[1]}"
        (transformation,) = each["MetricTransformations"]
        if transformation["MetricValue"] != "1":
            field = transformation["MetricValue"].removeprefix("$.")
            assert re.search(rf'"{field}"|\b{field}=', code), f"{name}: no code in {room.name} logs a field {field}"


def test_a_stage_whose_door_leads_nowhere_yet_has_neither_trial_nor_its_alarm(
    template: Template, local_template: Template
) -> None:
    for which, state, rings in ((template, "ENABLED", True), (local_template, "DISABLED", False)):
        assert of_type(which, "Scheduler::Schedule")["CanarySchedule"]["State"] == state
        assert alarms(which)["CanarySilentAlarm"]["ActionsEnabled"] is rings


def test_the_watch_starts_by_itself_and_is_not_tried_again(template: Template) -> None:
    schedules = of_type(template, "Scheduler::Schedule")
    for name, rate in (("Canary", "rate(1 hour)"), ("Watchdog", "rate(5 minutes)")):
        schedule = schedules[f"{name}Schedule"]
        assert schedule["ScheduleExpression"] == rate
        assert named(schedule["Target"]["Arn"]) == f"{name}LambdaFunction"
        assert schedule["Target"]["RetryPolicy"]["MaximumRetryAttempts"] == 0
        assert of_type(template, "Lambda::EventInvokeConfig")[f"{name}Once"]["MaximumRetryAttempts"] == 0


def test_every_log_is_kept_for_a_month_and_belongs_to_a_function(template: Template) -> None:
    groups = of_type(template, "Logs::LogGroup").values()
    assert {group["LogGroupName"] for group in groups} == {
        f"/aws/lambda/{function['FunctionName']}" for function in functions(template).values()
    }
    assert {group.get("RetentionInDays") for group in groups} == {30}
