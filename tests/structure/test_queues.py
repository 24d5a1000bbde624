"""How facts and alerts travel, and who hears when they don't. No alarm ever rings in the local cloud."""

import json
from typing import Any

from functions.shared.domain import facts
from tests.structure.templates import Template, allowed, functions, named, of_type

FOUR_DAYS = 4 * 24 * 3600
POLLS = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}


def queues(template: Template) -> dict[str, dict[str, Any]]:
    return of_type(template, "SQS::Queue")


def mappings(template: Template) -> dict[str, dict[str, Any]]:
    """The event source mappings, by the logical id of their source."""
    return {named(it["EventSourceArn"]): it for it in of_type(template, "Lambda::EventSourceMapping").values()}


def test_every_queue_is_encrypted_and_forgets_after_four_days(template: Template) -> None:
    for name, queue in queues(template).items():
        assert queue["SqsManagedSseEnabled"] is True, name
        assert queue["MessageRetentionPeriod"] == FOUR_DAYS, name


def test_every_queue_that_is_read_has_a_dead_letter_queue_and_every_dead_letter_queue_an_alarm(
    template: Template,
) -> None:
    dead = {name for name, queue in queues(template).items() if "RedrivePolicy" not in queue}
    read = set(mappings(template)) & set(queues(template))
    assert read == set(queues(template)) - dead
    for name in read:
        redrive = queues(template)[name]["RedrivePolicy"]
        assert named(redrive["deadLetterTargetArn"]) == name.replace("Queue", "DeadQueue")
        assert redrive["maxReceiveCount"] == 5
    watched = {
        named(dimension["Value"])
        for alarm in of_type(template, "CloudWatch::Alarm").values()
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible" and alarm["Threshold"] == 0
        for dimension in alarm["Dimensions"]
    }
    assert watched == dead


def test_a_message_stays_hidden_for_six_times_as_long_as_its_function_may_run(template: Template) -> None:
    timeouts = {name: it["Timeout"] for name, it in of_type(template, "Lambda::Function").items()}
    for name, mapping in mappings(template).items():
        if name in queues(template):
            assert queues(template)[name]["VisibilityTimeout"] >= 6 * timeouts[named(mapping["FunctionName"])]


def test_every_source_reports_each_failed_item_and_its_function_may_read_it(template: Template) -> None:
    roles = {name: named(it["Role"]) for name, it in of_type(template, "Lambda::Function").items()}
    for source, mapping in mappings(template).items():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"], source
        may = {
            action
            for action, resource in allowed(template, roles[named(mapping["FunctionName"])])
            if resource == source
        }
        reads = (
            POLLS
            if source in queues(template)
            else {"dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"}
        )
        assert reads <= may, source


def test_the_relay_alone_reads_the_stream_only_facts_and_gives_none_up(template: Template) -> None:
    stream = {source: it for source, it in mappings(template).items() if source not in queues(template)}
    assert list(stream) == ["RequestsTable"]
    mapping = stream["RequestsTable"]
    assert named(mapping["FunctionName"]) == "RelayLambdaFunction"
    assert mapping["MaximumRecordAgeInSeconds"] == -1
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    (pattern,) = (json.loads(it["Pattern"]) for it in mapping["FilterCriteria"]["Filters"])
    assert pattern == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sort": {"S": [{"prefix": "FACT#"}]}}}}


def test_topics_are_encrypted_but_for_those_that_cloudwatch_and_ses_publish_to(template: Template) -> None:
    open_topics = {name for name, it in of_type(template, "SNS::Topic").items() if "KmsMasterKeyId" not in it}
    assert open_topics == {"AlarmsTopic", "BouncesTopic"}


def test_each_subscribed_queue_lets_in_its_own_topic_alone(template: Template) -> None:
    policies = {
        named(it["Queues"][0]): it["PolicyDocument"]["Statement"]
        for it in of_type(template, "SQS::QueuePolicy").values()
    }
    (photographs,) = policies.pop("PhotosQueue")
    assert photographs["Principal"] == {"Service": "s3.amazonaws.com"}
    assert photographs["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    for subscription in of_type(template, "SNS::Subscription").values():
        (statement,) = policies.pop(named(subscription["Endpoint"]))
        assert statement["Principal"] == {"Service": "sns.amazonaws.com"}
        assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": subscription["TopicArn"]}}
        assert subscription["RawMessageDelivery"] is True
    assert not policies


def test_every_fact_is_heard_and_every_filter_names_facts_there_are(template: Template) -> None:
    subscriptions = [
        it for it in of_type(template, "SNS::Subscription").values() if named(it["TopicArn"]) == "FactsTopic"
    ]
    assert any("FilterPolicy" not in it for it in subscriptions)  # dispatch hears all
    names = {name for it in subscriptions for name in it.get("FilterPolicy", {}).get("name", [])}
    assert all(hasattr(facts, name) for name in names), names


def test_an_alarm_rings_when_facts_stand_still_and_for_each_function_that_fails(template: Template) -> None:
    alarms = of_type(template, "CloudWatch::Alarm").values()
    assert all([named(action) for action in alarm["AlarmActions"]] == ["AlarmsTopic"] for alarm in alarms)
    (late,) = (alarm for alarm in alarms if alarm["MetricName"] == "IteratorAge")
    assert late["Threshold"] == 15 * 60 * 1000
    assert [named(it["Value"]) for it in late["Dimensions"]] == ["RelayLambdaFunction"]
    failing = {named(it["Value"]) for alarm in alarms if alarm["MetricName"] == "Errors" for it in alarm["Dimensions"]}
    assert failing == set(of_type(template, "Lambda::Function"))


def test_digests_start_in_the_countys_morning_and_a_lost_start_is_kept(template: Template) -> None:
    schedule = of_type(template, "Scheduler::Schedule")["DigestsSchedule"]
    assert schedule["ScheduleExpression"] == "cron(30 8 * * ? *)"
    assert schedule["ScheduleExpressionTimezone"] == "Asia/Shanghai"
    target = schedule["Target"]
    assert named(target["Arn"]) == "DigestsPlanLambdaFunction"
    assert named(target["DeadLetterConfig"]["Arn"]) == "DigestsDeadQueue"
    assert allowed(template, named(target["RoleArn"])) == {
        ("lambda:InvokeFunction", "DigestsPlanLambdaFunction"),
        ("sqs:SendMessage", "DigestsDeadQueue"),
    }


def test_followers_letters_start_on_fridays_in_the_county_and_a_lost_start_is_kept(template: Template) -> None:
    schedule = of_type(template, "Scheduler::Schedule")["FollowsSchedule"]
    assert schedule["ScheduleExpression"] == "cron(0 16 ? * FRI *)"
    assert schedule["ScheduleExpressionTimezone"] == "Asia/Shanghai"
    target = schedule["Target"]
    assert named(target["Arn"]) == "FollowsPlanLambdaFunction"
    assert named(target["DeadLetterConfig"]["Arn"]) == "FollowsDeadQueue"
    assert allowed(template, named(target["RoleArn"])) == {
        ("lambda:InvokeFunction", "FollowsPlanLambdaFunction"),
        ("sqs:SendMessage", "FollowsDeadQueue"),
    }


def test_the_sweep_starts_each_minute_and_what_fails_is_tried_again_by_the_next_one(template: Template) -> None:
    schedule = of_type(template, "Scheduler::Schedule")["DeadlinesSchedule"]
    assert schedule["ScheduleExpression"] == "rate(1 minute)"
    target = schedule["Target"]
    assert named(target["Arn"]) == "DeadlinesLambdaFunction"
    assert target["RetryPolicy"]["MaximumRetryAttempts"] == 0
    assert allowed(template, named(target["RoleArn"])) == {("lambda:InvokeFunction", "DeadlinesLambdaFunction")}
    once = of_type(template, "Lambda::EventInvokeConfig")["DeadlinesOnce"]
    assert named(once["FunctionName"]) == "DeadlinesLambdaFunction"
    assert once["MaximumRetryAttempts"] == 0
    assert functions(template)["deadlines"]["Timeout"] < 60


def test_a_digest_is_planned_by_who_may_queue_it(template: Template) -> None:
    plan = functions(template)["digests_plan"]
    assert ("sqs:SendMessage", "DigestsQueue") in allowed(template, named(plan["Role"]))
