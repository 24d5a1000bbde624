// What a page can be asked about itself. Each check answers with one line for each thing that is wrong.
(() => {
  const CONTROLS = "input:not([type=hidden]), select, textarea, button, .govuk-button";
  const MAIN = `${CONTROLS}, summary, .dl-call, .dl-nav__link, .dl-header a, .govuk-back-link`;
  const PRESSED = `a[href], summary, ${CONTROLS}`;
  const ROOM = 1; // pixels that rounding may take

  const name = (it) => {
    const words = (it.innerText || it.value || it.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim();
    return `<${it.tagName.toLowerCase()}${it.id ? "#" + it.id : ""}${it.classList.length ? "." + [...it.classList].join(".") : ""}> ${words.slice(0, 30)}`;
  };
  // Neither display: none, nor closed in, nor kept for screen readers alone, nor far outside (the field that nobody sees).
  const seen = (it) => {
    if (!it.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = it.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.right < 0 || box.bottom + scrollY < 0) return false;
    for (let around = it; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.clipPath === "inset(50%)" || /^rect\(0px/.test(style.clip)) return false;
    }
    return true;
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  // GOV.UK draws a radio and a checkbox before its label; the real one lies over it, unseen.
  const drawn = (it) => it.matches("[type=radio], [type=checkbox]") && it.labels.length
    ? getComputedStyle(it.labels[0], "::before") : getComputedStyle(it);
  const sides = ["Top", "Right", "Bottom", "Left"];

  const scrolls = (it) => {
    for (let around = it.parentElement; around; around = around.parentElement)
      if (around.matches(".dl-scroll") || around.tagName === "TEXTAREA") return true;
    return false;
  };

  const lines = (within) => {
    const found = [], walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (!text.data.trim() || !seen(text.parentElement)) continue;
      range.selectNodeContents(text);
      for (const box of range.getClientRects()) // the middle of the line: letters, without the room above and below
        if (box.width > ROOM) found.push({ text, left: box.left, right: box.right, top: box.top + box.height / 4, bottom: box.bottom - box.height / 4 });
    }
    return found.sort((a, b) => a.top - b.top);
  };

  // How it looks, as far as focus may change it. An outline that has no style, width or colour is none.
  const look = (it) => {
    const style = drawn(it);
    const line = (part) => [`${part}Style`, `${part}Width`, `${part}Color`].map((one) => style[one]).join(" ");
    const visible = (said) => (/^none| 0px |rgba\(.*, 0\)$/.test(said) ? "none" : said);
    return [visible(line("outline")), visible(line("borderTop")), style.boxShadow, style.backgroundColor].join();
  };

  window.checks = {
    // More than the screen's width is needed (WCAG 1.4.10). A table may scroll inside its own frame.
    sideways: () => {
      const wide = document.documentElement.scrollWidth - innerWidth;
      if (wide <= 0) return [];
      const out = all("body *").filter((it) => it.getBoundingClientRect().right > innerWidth + ROOM && !scrolls(it));
      return [`${wide}px too wide: ${out.map(name).slice(0, 3).join("; ")}`];
    },

    // Letters cut off by their own box (WCAG 1.4.12).
    cut: () => all("body *").filter((it) => {
      if (it.matches("input, select, textarea")) return false;
      const style = getComputedStyle(it), closed = (way) => ["hidden", "clip"].includes(way);
      if (it.matches("button, .govuk-button")) {
        const box = it.getBoundingClientRect(), words = lines(it);
        return words.some((line) => line.left < box.left - ROOM || line.right > box.right + ROOM || line.top < box.top || line.bottom > box.bottom);
      }
      return (closed(style.overflowX) && it.scrollWidth > it.clientWidth + ROOM) || (closed(style.overflowY) && it.scrollHeight > it.clientHeight + ROOM);
    }).map((it) => `cut: ${name(it)}`),

    // Letters on letters.
    overlapping: () => {
      const found = [], open = lines(document.body);
      open.forEach((a, n) => {
        for (let m = n + 1; m < open.length && open[m].top < a.bottom; m++) {
          const b = open[m];
          if (a.text !== b.text && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - b.top > 2)
            found.push(`overlapping: ${a.text.data.trim().slice(0, 20)} / ${b.text.data.trim().slice(0, 20)}`);
        }
      });
      return found;
    },

    // What is pressed is large enough: 44 pixels each way for fields, buttons and ways around (WCAG 2.5.5), 24 for any
    // other link (2.5.8). A link within a sentence is excepted there too.
    small: () => all(PRESSED).filter((it) => {
      if (it.matches(".govuk-skip-link")) return false;
      const least = it.matches(MAIN) ? 44 : 24;
      if (it.tagName === "A" && getComputedStyle(it).display === "inline") {
        const around = it.closest("p, li, dd, td, th, h1, h2, h3, div") || it.parentElement;
        const others = [...around.querySelectorAll("a")].reduce((words, link) => words.replace(link.innerText, ""), around.innerText);
        if (/[\p{L}\p{N}]/u.test(others)) return false;
      }
      const box = it.getBoundingClientRect();
      return box.height < least - ROOM || box.width < least - ROOM;
    }).map((it) => `too small to press (${Math.round(it.getBoundingClientRect().width)}×${Math.round(it.getBoundingClientRect().height)}): ${name(it)}`),

    // A control whose edge can't be told from the page where colours are the reader's own (WCAG 1.4.11).
    edgeless: () => all(CONTROLS).filter((it) => {
      const style = drawn(it);
      return !sides.some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1
        && style[`border${side}Color`] !== getComputedStyle(document.body).backgroundColor) && !it.matches(".dl-linklike, .dl-who__out");
    }).map((it) => `no edge: ${name(it)}`),

    // Focus that can't be seen (WCAG 2.4.7, 2.4.13).
    unmarked: () => all(`${PRESSED}, [tabindex="0"]`).filter((it) => {
      const before = look(it);
      it.focus();
      const after = look(it), there = document.activeElement === it;
      it.blur();
      return !there || before === after;
    }).map((it) => `focus unseen: ${name(it)}`),

    // Whatever moves though less motion is wished for (WCAG 2.3.3).
    moving: () => [...document.querySelectorAll("*")].filter((it) => [null, "::before", "::after"].some((part) => {
      const style = getComputedStyle(it, part);
      return [style.transitionDuration, style.animationDuration].some((time) => time.split(",").some((one) => parseFloat(one) > 0));
    })).map((it) => `moves: ${name(it)}`),

    // What has moved by itself since the page was opened (as a browser measures it, 0 to 1).
    shifted: async () => {
      const shifts = await new Promise((done) => {
        const found = [];
        new PerformanceObserver((list) => found.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => done(found)));
      });
      const all = shifts.reduce((sum, each) => sum + each.value, 0);
      return all > 0 ? [`shifted by ${all}`] : [];
    },
  };

  // Text as somebody may need it (WCAG 1.4.12).
  window.spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }");
    document.adoptedStyleSheets = [sheet];
  };
})();
