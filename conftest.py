"""What all kinds of tests may ask for."""

pytest_plugins = ["tests.local_cloud"]
