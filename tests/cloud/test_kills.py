"""Workers killed while they work, and nothing lost; `make faults` does the same with 500 alerts."""

from infra.local.cloud import LocalCloud
from tests.faults.cloud_kills import ALERTS_EACH, kill_workers

REQUESTS, KILLS = 20, 20


def test_whatever_worker_is_killed_every_alert_is_told(cloud: LocalCloud) -> None:
    killed = kill_workers(cloud, REQUESTS, KILLS)
    assert killed.report.wrong == []
    assert killed.alerts == REQUESTS * ALERTS_EACH
    assert killed.kills.keys() >= {"intake", "relay", "dispatch"}
    assert killed.kills["delivery"] + killed.kills["delivery_sweep"] > 0
