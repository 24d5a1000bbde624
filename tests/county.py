"""A small county for tests: two communities, a unit of each kind, a category for each way that a request can go."""

from datetime import date

from functions.shared.domain.directory import (
    Calendar,
    Category,
    Class,
    Clues,
    Community,
    Compound,
    Contact,
    Coverage,
    Emergency,
    Name,
    PlaceRule,
    PublicRule,
    Route,
    RouteKind,
    Station,
    Unit,
    UnitKind,
)
from functions.shared.domain.directory_checks import Directory
from functions.shared.domain.opening import Body, Bound, FigureScope, Measure, OpeningFigure
from functions.shared.domain.phone import Phone
from functions.shared.domain.spot import Spot
from functions.shared.domain.staff import Role, Staff

LONGWANGMIAO = Community("longwangmiao", Name("龙王庙社区", "Longwangmiao"), "0359-0001002")
TIEZHI = Community("tiezhi", Name("铁指社区", "Tiezhi"), "0359-0001001")

ANKANG = Compound("ankang", Name("安康小区", "Ankang Compound"), "longwangmiao", Spot(35.50074, 111.57198))
LANE = Compound("dongguan_middle_lane", Name("东关中巷", "Dongguan Middle Lane"), "longwangmiao")
NORTH_LANE = Compound(
    "dongguan_north_lane", Name("东关北巷", "Dongguan North Lane"), "longwangmiao"
)  # nobody covers it
JIANGNAN = Compound("tiezhi_jiangnan", Name("铁指江南小区", "Tiezhi Jiangnan"), "tiezhi")

WATER_BUREAU = Unit("water_bureau", Name("县水务局", "County Water Bureau"), UnitKind.PARTNER)
RED_CROSS = Unit("red_cross", Name("县红十字会", "County Red Cross"), UnitKind.PARTNER)
EDUCATION = Unit("education_bureau", Name("县教育局", "County Education Bureau"), UnitKind.PARTNER)
GAS_COMPANY = Unit("gas_company", Name("燃气公司", "Gas Company"), UnitKind.OPERATOR, night_duty=True)
WATER_COMPANY = Unit("water_company", Name("自来水公司", "Water Company"), UnitKind.OPERATOR)
JOBS_BUREAU = Unit("human_resources", Name("县人社局", "Human Resources Bureau"), UnitKind.DEPARTMENT)
COUNTY_OFFICE = Unit("county_office", Name("县指挥中心", "County Duty Office"), UnitKind.COUNTY)
OFFICE = Unit("longwangmiao", LONGWANGMIAO.name, UnitKind.COMMUNITY)
TIEZHI_OFFICE = Unit("tiezhi", TIEZHI.name, UnitKind.COMMUNITY)


def _category(id_: str, name: Name, priority: Class, *routes: Route, **more: object) -> Category:
    usual: dict[str, object] = {"public": PublicRule.OUTCOME, "place": PlaceRule.COMPOUND, "kind": "problem"}
    return Category(id_, name, priority, routes, **(usual | more))  # type: ignore[arg-type]


PARTNER, COUNCIL, DESK, STATION = (
    Route(kind) for kind in (RouteKind.PARTNER, RouteKind.COUNCIL, RouteKind.DESK, RouteKind.STATION)
)
LITTER = _category("litter", Name("环境卫生", "Litter"), Class.P2, PARTNER)
LAMPS = Clues(("路灯", "灯 不亮"), ("street lamp",))
LIGHTING = _category("lighting", Name("路灯照明", "Street lighting"), Class.P2, PARTNER, check_first=True, clues=LAMPS)
ROAD = _category("road", Name("路面破损", "Road surface"), Class.P3, COUNCIL)
WATER_CUT = _category(
    "water", Name("停水漏水", "Water"), Class.P1, Route(RouteKind.OPERATOR, "water"), check_first=True
)
HEATING = _category("heating", Name("供暖问题", "Heating"), Class.P1, Route(RouteKind.OPERATOR, "heating"), PARTNER)
JOBS = _category("jobs", Name("找工作", "Work"), Class.P3, Route(RouteKind.DEPARTMENT, "jobs"), kind="service")
GAS_CHECK = _category(
    "gas_check",
    Name("燃气检查", "Gas check"),
    Class.P2,
    Route(RouteKind.TEAM, "blue"),
    STATION,
    public=PublicRule.NEVER,
    kind="service",
)
GAS_LEAK = _category(
    "gas_leak",
    Name("燃气急情", "Gas leak"),
    Class.P0,
    Route(RouteKind.OPERATOR, "gas"),
    place=PlaceRule.COMMUNITY,
    with_community=True,
    emergency=Emergency(("0359-0003100", "119"), Name("开窗，人先出去。", "Open the windows and get out.")),
    clues=Clues(("煤气 味",), ("smell gas",)),
)
MEALS = _category("meals", Name("助餐送餐", "Meals"), Class.P2, STATION, kind="service")
UNKNOWN = _category("unknown", Name("不知道、其他", "Don't know", "您说的事"), Class.P2, DESK, public=PublicRule.NEVER)

COVERAGE = Coverage(
    partner={"ankang": "water_bureau", "dongguan_middle_lane": "red_cross", "tiezhi": "education_bureau"},
    trades={
        (RouteKind.OPERATOR, "gas"): "gas_company",
        (RouteKind.OPERATOR, "water"): "water_company",
        (RouteKind.DEPARTMENT, "jobs"): "human_resources",
    },
)

# State Council notice on the holidays of 2026: Spring Festival from Sunday 15 to Monday 23 February, with
# Saturdays 14 and 28 worked.
CALENDAR = Calendar(
    years=frozenset({2026}),
    off=frozenset(date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)) | {date(2026, 4, 6), date(2026, 5, 1)},
    worked=frozenset({date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)}),
)

# Those that can be given an order.
UNITS = (WATER_BUREAU, RED_CROSS, EDUCATION, GAS_COMPANY, WATER_COMPANY, JOBS_BUREAU, OFFICE, TIEZHI_OFFICE)
CONTACTS = tuple(
    Contact(unit.id, "liaison", "联络员", Phone(f"+8615400000{number:03d}"), f"liaison@{unit.id}.example", duty=False)
    for number, unit in enumerate(UNITS, start=101)
) + tuple(
    Contact(unit.id, "duty", "值班", Phone(f"+8615400000{number:03d}"), None, duty=True)
    for number, unit in ((204, GAS_COMPANY), (207, OFFICE), (209, COUNTY_OFFICE))
)
CONTACTS += tuple(
    Contact(unit.id, "leader", "负责人", Phone(f"+8615400000{number:03d}"), None, leader=True)
    for number, unit in enumerate((*UNITS, COUNTY_OFFICE), start=301)
)

CLERK = Staff("clerk", "龙王庙社区值班员", Role.STAFF, "longwangmiao", None, "clerk@desk.example")
STATION_CLERK = Staff(
    "station_clerk", "安康站值班员", Role.STAFF, "longwangmiao", "ankang_station", "station@desk.example"
)
LEAD = Staff("lead", "龙王庙社区负责人", Role.LEAD, "longwangmiao", None, "lead@desk.example")
TIEZHI_CLERK = Staff("tiezhi_clerk", "铁指社区值班员", Role.STAFF, "tiezhi", None, "tiezhi@desk.example")
COUNTY_STAFF = Staff("county", "县指挥中心值班员", Role.COUNTY, None, None, "county@desk.example")
SUPERVISOR = Staff("supervisor", "县督查员", Role.SUPERVISOR, None, None, "supervisor@desk.example")
ADMIN = Staff("admin", "县系统管理员", Role.ADMIN, None, None, "admin@desk.example")

_TALKS, _PROBLEMS = FigureScope(Body.RED, Measure.TALKS), FigureScope(Body.STATIONS, Measure.PROBLEMS)
FIGURES = (
    OpeningFigure("red_talks", _TALKS, 76, Bound.AT_LEAST, date(2024, 12, 31), "县里的总结"),
    OpeningFigure("station_problems", _PROBLEMS, 68, Bound.EXACT, date(2024, 12, 31), "县里的总结"),
)

COUNTY = Directory(
    communities=(LONGWANGMIAO, TIEZHI),
    compounds=(ANKANG, LANE, NORTH_LANE, JIANGNAN),
    stations=(
        Station("ankang_station", Name("安康站", "Ankang Station"), "longwangmiao", "安康小区 1 号", "0359-0002001"),
    ),
    units=(*UNITS, COUNTY_OFFICE),
    contacts=CONTACTS,
    categories=(LITTER, LIGHTING, ROAD, WATER_CUT, HEATING, JOBS, GAS_CHECK, GAS_LEAK, MEALS, UNKNOWN),
    staff=(CLERK, STATION_CLERK, LEAD, TIEZHI_CLERK, COUNTY_STAFF, SUPERVISOR, ADMIN),
    coverage=COVERAGE,
    calendar=CALENDAR,
    figures=FIGURES,
)


def last_four(unit: Unit) -> str:
    """The last four digits of the telephone that `unit`'s texts go to by day."""
    return next(c.telephone.last_four for c in CONTACTS if c.unit == unit.id and c.telephone)
