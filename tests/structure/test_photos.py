"""What holds for photographs, asserted on what would be deployed: the local cloud drops most of it."""

from typing import Any

import pytest

from tests.structure.templates import Template, functions, named, of_type

BUCKETS = ["IncomingPhotosBucket", "PhotosBucket"]


def bucket(template: Template, name: str) -> dict[str, Any]:
    return of_type(template, "S3::Bucket")[name]


@pytest.mark.parametrize("name", BUCKETS)
def test_nobody_but_our_functions_gets_at_a_bucket(template: Template, name: str) -> None:
    made = bucket(template, name)
    assert set(made["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(made["PublicAccessBlockConfiguration"]) == 4
    assert made["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    (rule,) = made["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert "VersioningConfiguration" not in made, "what is erased is gone"
    assert not of_type(template, "S3::BucketPolicy").keys() & {f"{name}Policy"}


def test_what_strangers_send_is_gone_in_a_day(template: Template) -> None:
    (rule,) = bucket(template, "IncomingPhotosBucket")["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert "Prefix" not in rule


def test_what_is_kept_stays_until_it_is_erased(template: Template) -> None:
    assert "LifecycleConfiguration" not in bucket(template, "PhotosBucket")


def test_our_own_pages_alone_may_send_by_script(template: Template) -> None:
    (rule,) = bucket(template, "IncomingPhotosBucket")["CorsConfiguration"]["CorsRules"]
    assert (rule["AllowedMethods"], rule["AllowedOrigins"]) == (["POST"], ["https://pgy.example"])


def test_each_that_comes_in_is_heard_of_and_only_from_its_bucket(template: Template) -> None:
    made = bucket(template, "IncomingPhotosBucket")
    (told,) = made["NotificationConfiguration"]["QueueConfigurations"]
    assert (told["Event"], named(told["Queue"])) == ("s3:ObjectCreated:*", "PhotosQueue")
    policy = of_type(template, "SQS::QueuePolicy")["PhotosQueuePolicy"]["PolicyDocument"]["Statement"][0]
    allowed = policy["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Sub"]
    assert allowed == "arn:${AWS::Partition}:s3:::" + made["BucketName"]["Fn::Sub"]
    assert template["Resources"]["IncomingPhotosBucket"]["DependsOn"] == ["PhotosQueuePolicy"]


def test_whoever_sends_very_many_takes_nothing_from_the_pages(template: Template) -> None:
    sources = of_type(template, "Lambda::EventSourceMapping").values()
    (source,) = (it for it in sources if named(it["EventSourceArn"]) == "PhotosQueue")
    assert source["BatchSize"] == 1
    assert source["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert functions(template)["photos_redraw"]["MemorySize"] >= 1024
