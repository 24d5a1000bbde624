"""The county's time: the limits of each class, quiet hours, office hours.

What stands here holds where a county has not set its own, which is loaded and checked from limits.yml
(infra/directory) and kept beside the working days.
"""

from functions.shared.domain.directory import Class, ClassRules, Span, TimeRules
from functions.shared.domain.ladder import LADDER, LIFE_AND_PROPERTY

RULES = TimeRules(
    classes={
        Class.P0: ClassRules(Span(minutes=5), Span(minutes=2 * 60), LIFE_AND_PROPERTY),
        Class.P1: ClassRules(Span(minutes=60), Span(minutes=24 * 60), LADDER),
        Class.P2: ClassRules(Span(working_days=1), Span(days=7), LADDER),
        Class.P3: ClassRules(Span(working_days=1), Span(days=15), LADDER),
    },
    quiet_from=21,
    quiet_until=8,
    office_opens=8,
    office_closes=18,
    desk_looks=120,
)
