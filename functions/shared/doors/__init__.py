"""Doors that several rooms share: who may come in."""
