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
