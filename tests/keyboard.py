"""Somebody who has a keyboard and nothing else: sees at each step where they are. Counts what is asked of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LONGEST_WALK = 120  # presses of Tab; whoever needs more has been let down
# Where Tab has led: whether it can be seen (an outline or shadow that isn't see-through, on the screen), and whether it
# comes after the last one, as the page is read.
_WHERE = """() => {
  const it = document.activeElement, last = window.cameFrom;
  window.cameFrom = it;
  const drawn = it.matches('[type=radio], [type=checkbox]') && it.labels.length
    ? getComputedStyle(it.labels[0], '::before') : getComputedStyle(it);
  const box = it.getBoundingClientRect(), clear = /rgba\\(.*, 0\\)/;
  const ring = drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) >= 2 && !clear.test(drawn.outlineColor);
  const onScreen = box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    id: it.id, tag: it.tagName, href: it.getAttribute('href') || '', value: it.value || '',
    words: (it.innerText || '').replace(/\\s+/g, ''),
    seen: onScreen && (ring || drawn.boxShadow !== 'none'),
    onward: !last || !last.isConnected || last === it
      || !!(last.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""


@dataclass
class Keyboard:
    """`fields` filled in or chosen, `presses` of buttons and links, `pages` that were loaded for it."""

    page: Page
    fields: int = 0
    presses: int = 0
    pages: int = 0

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", self._loaded)

    def opens(self, address: str) -> None:
        self.page.goto(address)

    def types(self, name: str, words: str) -> None:
        """Go to the field `name` and write."""
        self._walk(lambda at: at["id"] == name, name)
        self.page.keyboard.type(words)
        self.fields += 1

    def chooses(self, name: str, value: str) -> None:
        """Go to the choices `name`, and on by the arrow keys to `value`."""
        self.comes_to(name)
        for _ in range(LONGEST_WALK):
            if self.page.evaluate(_WHERE)["value"] == value:
                break
            self.page.keyboard.press("ArrowDown")
        else:
            raise AssertionError(f"{name} offers no {value} at {self.page.url}")
        if self.page.locator(":focus[type=radio]").count():
            self.page.keyboard.press("Space")
        self.fields += 1

    def comes_to(self, name: str) -> None:
        """Go to the field `name`, and leave it as it is."""
        self._walk(lambda at: at["id"] == name, name)

    def presses_on(self, words: str) -> None:
        """Go to the button or link with these words, press it, and wait for the page."""
        self._walk(lambda at: at["tag"] in ("A", "BUTTON") and at["words"] == words, words)
        self._press()

    def follows(self, address: str) -> None:
        """Go to the link whose address begins so, and press it."""
        self._walk(lambda at: at["href"].startswith(address), address)
        self._press()

    def follows_here(self, part: str) -> None:
        """Go to the link that leads to a part of this same page, and press it."""
        self._walk(lambda at: at["href"] == part, part)
        self.page.keyboard.press("Enter")
        self.presses += 1

    def presses_enter(self) -> None:
        """Send the form from the field one stands in."""
        self._press()

    def _press(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.presses += 1

    def _walk(self, there: Callable[[dict[str, Any]], bool], wanted: str) -> None:
        for _ in range(LONGEST_WALK):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(_WHERE)
            assert at["seen"], f"the focus can't be seen on {at} at {self.page.url}"
            assert at["onward"], f"Tab leads backwards to {at} at {self.page.url}"
            if there(at):
                return
        raise AssertionError(f"Tab never reached {wanted} at {self.page.url}")

    def _loaded(self, _: Page) -> None:
        self.pages += 1
