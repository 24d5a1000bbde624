"""Opening figures: totals from before the product counted, as a source says them. They are listed, and never added to
what is counted here, nor to those of another scope (docs/decisions/opening-figures.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Body(StrEnum):
    """Whose work was counted."""

    STATIONS = "stations"  # 党群服务站
    COUNCIL = "council"  # 居民议事会
    RED = "red"  # the seven teams (七彩蒲公英), by colour
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    CYAN = "cyan"
    BLUE = "blue"
    PURPLE = "purple"
    TEAMS = "teams"  # of teams, and the source doesn't say of which
    COMMUNITY = "community"  # of one community, which the source doesn't name
    UNITS = "units"  # 包联单位
    COUNTY = "county"


class Measure(StrEnum):
    """What was counted. The same word of two bodies is no promise that they counted alike."""

    OPINIONS = "opinions"  # 社情民意 collected
    PROBLEMS = "problems"  # solved
    DISPUTES = "disputes"  # mediated or handled
    MEETINGS = "meetings"
    ROADS = "roads"  # compounds whose roads were resurfaced
    TALKS = "talks"  # 宣讲
    SAFETY_TALKS = "safety_talks"  # on fraud, work safety and science
    VIDEOS = "videos"
    CLINICS = "clinics"  # 义诊
    RESIDENTS = "residents"  # served, or who took part
    HOMES = "homes"  # of disabled people, made barrier-free
    ERRANDS = "errands"  # 帮办代办
    JOB_FAIRS = "job_fairs"
    POSTS = "posts"  # recommended at them
    HIRED = "hired"  # people
    CLEAN_UPS = "clean_ups"
    SELECTIONS = "selections"  # 最美家庭 and the like
    HONOURED = "honoured"  # people
    CHILDREN = "children"  # in holiday day-care
    ACTIVITIES = "activities"  # 文体活动
    CLASSES = "classes"  # how often a class for the elderly was held
    SERVICES = "services"
    WISHES = "wishes"  # 微心愿 fulfilled


class Bound(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"  # 76+


@dataclass(frozen=True)
class FigureScope:
    """What was counted, and by whom. Figures of two scopes are never added up."""

    body: Body
    measure: Measure

    def __str__(self) -> str:
        return f"{self.body}.{self.measure}"


@dataclass(frozen=True)
class Amount:
    """A count within one scope, exact or a lower bound. A sum with a lower bound in it is a lower bound."""

    scope: FigureScope
    number: int
    at_least: bool = False

    def __add__(self, other: "Amount") -> "Amount":
        """Raises ValueError for another scope."""
        if not isinstance(other, Amount):
            return NotImplemented
        if other.scope != self.scope:
            raise ValueError(f"{self.scope} and {other.scope} are two scopes: their figures are never added up")
        return Amount(self.scope, self.number + other.number, self.at_least or other.at_least)

    def __str__(self) -> str:
        return f"{self.number}+" if self.at_least else str(self.number)


@dataclass(frozen=True)
class OpeningFigure:
    """A total from before the product counted, as its source says it."""

    id: str
    scope: FigureScope
    number: int
    bound: Bound
    as_of: date
    source: str

    @property
    def amount(self) -> Amount:
        return Amount(self.scope, self.number, self.bound is Bound.AT_LEAST)


def by_body(figures: Iterable[OpeningFigure]) -> tuple[tuple[Body, tuple[OpeningFigure, ...]], ...]:
    """The figures of each body together, bodies and figures in the order in which they come. Nothing is summed."""
    found: dict[Body, list[OpeningFigure]] = {}
    for figure in figures:
        found.setdefault(figure.scope.body, []).append(figure)
    return tuple((body, tuple(its)) for body, its in found.items())
