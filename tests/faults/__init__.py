"""The faults suite: what becomes of requests and alerts when workers die and the services beneath them fail."""
