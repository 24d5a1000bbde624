"""What all kinds of tests may ask for."""

pytest_plugins = ["tests.chromium", "tests.local_cloud"]
