"""What is decided of a request, by whichever door it was asked for: pure, and knowing the domain alone.

A step that one room alone takes lives in that room. `by` is the unit itself unless staff say otherwise ("told to
staff"): the same rules, the same weight.
"""
