"""Settings of Hypothesis for every test: a machine under load is slow, and that is no failure."""

from hypothesis import HealthCheck, settings

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")
