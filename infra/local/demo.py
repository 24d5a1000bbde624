"""`make demo`: the two stories of the county, played through the doors as people would, nothing behind the scenes.

Litter at 安康小区: a resident telephones the 龙王庙 office, whose clerk files it at the desk; the compound's partner
unit, the water bureau, takes the order by text, reports two teams, says it is done; the resident confirms by text.
Lamps of 东关中巷: asked for on the web, the number confirmed by text; the clerk notes the check on site and calls the
lane's partner unit by name, the Red Cross branch puts up five solar lamps. Needs the local cloud of `make run`.
"""

import json
import os
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from functions.intake.doubts import TOO_FAST
from infra.directory.load import load
from infra.environment import running
from infra.local.accounts import PASSWORD
from infra.local.browser import Browser, Page
from infra.local.cloud import DEMO

_WAIT_SECONDS = 30
CLERK = "longwangmiao@desk.example"
ALONE = "不是一回事，照样提交"  # the button of whoever is shown others like it


class Told:
    """Prints what happened, with the seconds since the story began."""

    def __init__(self, title: str) -> None:
        print(f"\n{title}")
        self._began = time.monotonic()

    def __call__(self, who: str, what: str) -> None:
        print(f"  {time.monotonic() - self._began:5.1f} s  {who:<10}{what}")


class Telephone:
    """Reads the text messages that arrive at a number, in order, each once."""

    def __init__(self, url: str, number: str) -> None:
        self._url = url
        self._number = number
        self._read = len(self._messages())

    def next(self, having: str) -> str:
        """The next message with `having` in it. TimeoutError after half a minute."""
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until:
            messages = self._messages()
            while self._read < len(messages):
                self._read += 1
                if having in messages[self._read - 1]:
                    return messages[self._read - 1]
            time.sleep(0.2)
        raise TimeoutError(f"No text message with {having} came to {self._number} within {_WAIT_SECONDS} s")

    def reply(self, words: str) -> None:
        """Text back, as the outbox's page does."""
        body = urlencode({"number": f"+86{self._number}", "words": words}).encode()
        with urllib.request.urlopen(f"{self._url}/outbox/reply", body):  # noqa: S310 - loopback
            pass

    def _messages(self) -> list[str]:
        return [sms["text"] for sms in outbox(self._url)["sms"] if sms["number"].endswith(self._number)]


def outbox(url: str) -> dict[str, list[dict[str, Any]]]:
    with urllib.request.urlopen(f"{url}/outbox.json") as answer:  # noqa: S310 - loopback
        sent: dict[str, list[dict[str, Any]]] = json.load(answer)
        return sent


def code_in(message: str, label: str) -> str:
    """The ten digits behind `label` in a text message."""
    return message.split(label, 1)[1][:10]


def litter(url: str) -> str:
    """The roadside litter of 安康小区. Answers with the request's code."""
    told = Told("安康小区：路边垃圾 · Litter at Ankang")
    number = number_of("water_bureau")
    mobile, bureau = Telephone(url, "15400009001"), Telephone(url, number)
    resident, officer, clerk = Browser(url), Browser(url), Browser(url)
    sign_in(clerk, CLERK)
    told("居民", "打电话到龙王庙社区")
    code = file(
        clerk,
        channel="phone",
        words="路边到处是塑料袋，草也长得很高，好几天了。",
        place="compound:ankang",
        place_words="小区北门外的路边",
        category="litter",
        telephone="154 0000 9001",
    )
    told("社区", f"登记，编号 {code}")
    told("短信→居民", mobile.next("收到"))
    whistle = bureau.next("吹哨")
    told("短信→水务局", whistle)
    take = f"1 {code_in(whistle, '单号')[-4:]}"  # the digits tell which, should others be open
    bureau.reply(take)
    told("水务局→短信", take)
    told("短信→水务局", bureau.next("已接单"))
    path = enter(officer, code_in(whistle, "单号"), number[-4:]).path
    told("短信→居民", mobile.next("办，"))
    act(officer, path, "progress", public_words="来了两组人，和社区一起在清理。")
    told("水务局", "报进展：两组人在清理")
    act(officer, path, "done", public_words="路边垃圾和杂草清理干净了。", words="谢谢您告诉我们。")
    told("水务局", "报办结")
    told("短信→居民", mobile.next("办好了"))
    mobile.reply("1")
    told("居民→短信", "1")
    told("短信→居民", mobile.next("已解决"))
    told("公开", wait_for_result(resident, code))
    return code


def lamps(url: str) -> str:
    """The lamps of 东关中巷. Answers with the request's code."""
    told = Told("东关中巷：路灯不亮 · Lamps of Dongguan Middle Lane")
    mobile = Telephone(url, "15400009002")
    duty, branch = number_of("longwangmiao"), number_of("red_cross")
    community, cross = Telephone(url, duty), Telephone(url, branch)
    resident, clerk, officer = Browser(url), Browser(url), Browser(url)
    sign_in(clerk, CLERK)
    code = report(
        resident,
        words="巷子里晚上没有路灯，老人出门看不见路。",
        place="compound:dongguan_middle_lane",
        place_words="巷子中段",
        category="lighting",
        telephone="154 0000 9002",
    )
    told("居民", f"写下微心愿，编号 {code}")
    told("短信→居民", mobile.next("收到"))
    mobile.reply("0")
    told("居民→短信", "0")
    told("短信→居民", mobile.next("以后有进展"))
    told("短信→社区", community.next("吹哨"))
    at_desk(clerk, code, "check", finding="as_reported", words="去看了，灯坏了五盏。")
    told("社区", "现场核实：灯坏了")
    at_desk(clerk, code, "whistle", unit="red_cross")
    told("社区", "点名吹哨：县红十字会")
    whistle = cross.next("吹哨")
    told("短信→红会", whistle)
    path = enter(officer, code_in(whistle, "单号"), branch[-4:]).path
    act(officer, path, "take")
    told("红十字会", "接单")
    told("短信→居民", mobile.next("办，"))
    act(officer, path, "done", public_words="自筹资金装了五盏太阳能路灯，今晚就亮。", raised="4500")
    told("红十字会", "报办结：五盏太阳能路灯")
    told("短信→居民", mobile.next("办好了"))
    confirm(resident, code, "9002")
    told("居民", "确认：解决了")
    told("公开", wait_for_result(resident, code))
    return code


def sign_in(staff: Browser, email: str) -> Page:
    """Sign in at the local user pool's own page; answers with the desk."""
    theirs = staff.get(staff.get("/desk").links["登录"])
    return _expect(staff.send(theirs, "/login", username=email, password=PASSWORD), "/desk")


def file(staff: Browser, **typed: str) -> str:
    """File for a caller at the desk, as a new matter whatever else is open nearby; answers with the code."""
    filed = staff.send(staff.get("/desk/file"), "/desk/file", press="登记", **typed)
    if filed.path == "/desk/file":
        filed = staff.send(filed, "/desk/file", press="就这样登记", joins="")
    return _expect(filed, "/desk/cases/").path.rsplit("/", 1)[1]


def at_desk(staff: Browser, code: str, name: str, **typed: str) -> Page:
    """Do one act with a case, through its form; `send` and `agenda` are buttons on the case's own page."""
    case = f"/desk/cases/{code}"
    page = staff.get(case if name in ("send", "agenda") else f"{case}/{name}")
    return _expect(staff.send(page, f"{case}/{name}", **typed), case)


def report(resident: Browser, **typed: str) -> str:
    """File a report through the form, no faster than a person; answers with its code, read off the receipt."""
    page = resident.get("/report")
    time.sleep(TOO_FAST.total_seconds())
    receipt = _expect(send(resident, page, **typed), "/report/sent/")
    return receipt.path.rsplit("/", 1)[1]


def send(resident: Browser, page: Page, **typed: str) -> Page:
    """Send the form; by itself, where others like it are open."""
    receipt = resident.send(page, "/report/send", **typed)
    asked = receipt.path == "/report/send" and ALONE in receipt.form("/report/send").buttons
    return resident.send(receipt, "/report/send", press=ALONE) if asked else receipt


def enter(officer: Browser, order_code: str, last_four: str) -> Page:
    """Open the unit's door; answers with the order's page."""
    order = officer.send(officer.get("/u"), "/u", code=order_code, last_four=last_four)
    return _expect(order, f"/u/orders/{order_code}")


def act(officer: Browser, path: str, name: str, **typed: str) -> Page:
    """Do one act on an order's page, through its form."""
    page = officer.get(path if name == "take" else f"{path}/{name}")
    return _expect(officer.send(page, f"{path}/{name}", **typed), path)


def confirm(resident: Browser, code: str, last_four: str) -> Page:
    """Open the resident's page with the last four digits and press 解决了."""
    private = resident.send(resident.get(f"/r/{code}"), f"/r/{code}/open", last_four=last_four)
    answer = resident.send(private, f"/r/{code}/verdict", press=next(iter(private.form(f"/r/{code}/verdict").buttons)))
    return _expect(answer, f"/r/{code}")


def wait_for_result(browser: Browser, code: str) -> str:
    """The address of the published story. TimeoutError if it doesn't come."""
    wait_until(lambda: browser.get(f"/results/{code}").status == 200)
    return f"{browser.base}/results/{code}"


def wait_until(true: Callable[[], bool]) -> None:
    """TimeoutError if it doesn't become true within half a minute."""
    until = time.monotonic() + _WAIT_SECONDS
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"It did not happen within {_WAIT_SECONDS} s")
        time.sleep(0.2)


def _expect(page: Page, path: str) -> Page:
    if page.status != 200 or not page.path.startswith(path):
        raise RuntimeError(f"Expected {path}, got {page.status} at {page.path}: {page.text[:300]}")
    return page


def number_of(unit: str) -> str:
    """The telephone of the unit's first contact in the demo directory, its last eleven digits."""
    contacts = (contact for contact in load(DEMO).contacts if contact.unit == unit and contact.telephone)
    telephone = next(contacts).telephone
    return telephone.e164[-11:] if telephone else ""


def main() -> int:
    url = running(Path(os.environ.get("FOLDER", ".local")))["url"]
    litter(url)
    lamps(url)
    print(f"\nEverything that was sent: {url}/outbox   ·   results: {url}/results")
    return 0


if __name__ == "__main__":
    sys.exit(main())
