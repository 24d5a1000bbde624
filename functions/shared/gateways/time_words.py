"""Times as people say them, in the county's two languages. Everything is on the county's clock."""

from datetime import date, datetime, timedelta

from functions.shared.domain.county_time import local, local_day
from functions.shared.domain.time_limits import DAY_ENDS

_WEEKDAYS = {
    "zh": "一二三四五六日",
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = {
    "zh": (("天", "天"), ("小时", "小时"), ("分", "分")),
    "en": ((" day", " days"), (" hour", " hours"), (" minute", " minutes")),
}
_NEAR = {"zh": ("今天", "明天", "后天"), "en": ("today", "tomorrow")}
_SOON = timedelta(hours=6)  # from here on what is left is said too, even across midnight


def moment(at: datetime, language: str) -> str:
    """3月9日（星期一）18:00, or Monday 9 March, 18:00."""
    here = local(at)
    weekday = _WEEKDAYS[language][here.weekday()]
    if language == "zh":
        return f"{here.month}月{here.day}日（星期{weekday}）{here:%H:%M}"
    return f"{weekday} {here.day} {_MONTHS[here.month - 1]}, {here:%H:%M}"


def day(when: date, language: str) -> str:
    """2026年3月9日, or 9 March 2026."""
    here = local_day(when) if isinstance(when, datetime) else when
    if language == "zh":
        return f"{here.year}年{here.month}月{here.day}日"
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}"


def month(text: str, language: str) -> str:
    """`text`, such as 2026-03, as 2026年3月 or March 2026."""
    year, _, number = text.partition("-")
    return f"{year}年{int(number)}月" if language == "zh" else f"{_MONTHS[int(number) - 1]} {year}"


def duration(length: timedelta, language: str) -> str:
    """3小时20分, or 3 hours 20 minutes: the two largest units that say something; minutes are left out beyond a day."""
    minutes = int(abs(length).total_seconds()) // 60
    if minutes == 0:
        return "不到1分钟" if language == "zh" else "less than a minute"
    if language == "zh" and minutes < 60:
        return f"{minutes}分钟"
    days, rest = divmod(minutes, 24 * 60)
    amounts = (days, rest // 60, 0 if days else rest % 60)
    words = (f"{n}{one if n == 1 else many}" for n, (one, many) in zip(amounts, _UNITS[language], strict=True) if n)
    return ("" if language == "zh" else " ").join(words)


def deadline_words(due: datetime, now: datetime, language: str) -> str:
    """How `due` looks at `now`: 今天18时前（还有3小时）, 明天18时前, 星期五18时前, 3月20日18时前; 已过期2天 once it has
    passed. In English by today 18:00 (3 hours left), by Friday 18:00, by 20 March, 18:00; overdue by 2 days.

    Days are the county's. Seconds are left out, so that nobody is promised more time than there is.
    """
    if now > due:
        late = duration(now - due, language)
        return f"已过期{late}" if language == "zh" else f"overdue by {late}"
    here, left = local(due), ""
    if local_day(due) == local_day(now) or due - now < _SOON:
        left = duration(due - now, language)
        left = f"（还有{left}）" if language == "zh" else f" ({left} left)"
    seen = day_words(due, now, language)
    if language == "zh":
        return f"{seen}{f'{here:%H:%M}' if here.minute else f'{here.hour}时'}前{left}"
    return f"by {seen}{',' if seen[0].isdigit() else ''} {here:%H:%M}{left}"


def day_words(when: datetime, now: datetime, language: str) -> str:
    """The day of `when` as it looks at `now`: 今天, 星期五, 3月20日; today, Friday, 20 March."""
    here, today = local_day(when), local_day(now)
    ahead = (here - today).days
    if ahead < len(_NEAR[language]):
        return _NEAR[language][ahead]
    if ahead < 7:
        weekday = _WEEKDAYS[language][here.weekday()]
        return f"星期{weekday}" if language == "zh" else weekday
    if language == "zh":
        return f"{here.month}月{here.day}日" if here.year == today.year else day(here, language)
    return f"{here.day} {_MONTHS[here.month - 1]}{f' {here.year}' if here.year != today.year else ''}"


def sms_moment(at: datetime, language: str) -> str:
    """As short as can be understood: 3日18时, 3日10:05; 3 Mar 18:00 in English."""
    here = local(at)
    if language == "en":
        return f"{here.day} {_MONTHS[here.month - 1][:3]} {here:%H:%M}"
    return f"{here.day}日{here:%H:%M}" if here.minute else f"{here.day}日{here.hour}时"


def sms_day(at: datetime, language: str) -> str:
    """The day alone for a deadline at the end of a day (3月9日, 9 Mar), the moment for any other."""
    here = local(at)
    if (here.hour, here.minute) != (DAY_ENDS, 0):
        return sms_moment(at, language)
    return f"{here.month}月{here.day}日" if language == "zh" else f"{here.day} {_MONTHS[here.month - 1][:3]}"
