"use strict";
// What the tests of the page ask it, in its own language. The page itself never sees this file.
const audit = (() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const say = (element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}${element.className ? `.${element.className}` : ""}`
    + ` "${element.textContent.trim().slice(0, 30)}"`;

  /** Red, green, blue from 0 to 1, and opacity. */
  function colour(text) {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3).map((part) => part / 255), alpha: parts[3] ?? 1 };
  }

  /** What is behind an element: the nearest colour that covers. */
  function behind(element) {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, alpha } = colour(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return [1, 1, 1];
  }

  /** The ratio of WCAG 2.2. */
  function ratio(one, other) {
    const light = (rgb) => {
      const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }

  function ofText(element) {
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    return { ratio: ratio(colour(style.color).rgb, behind(element)), least: large ? 3 : 4.5 };
  }

  const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());

  return {
    shown: (selector) => all(selector).length,
    texts: (selector) => all(selector).map((element) => element.textContent.trim()),

    /** Texts, edges of controls and bars that stand out too little. */
    faint() {
      const texts = all("body *").filter(ownText).filter((element) => !element.closest("noscript"));
      const faint = texts.map((element) => [element, ofText(element)]).filter(([, found]) => found.ratio < found.least);
      const edges = all("button, input, select").filter((element) => getComputedStyle(element).borderTopWidth !== "0px"
        && element.type !== "checkbox");
      const hints = all("input[placeholder]").map((element) =>
        [element, { ratio: ratio(colour(getComputedStyle(element, "::placeholder").color).rgb, behind(element)), least: 4.5 }]);
      const others = [
        ...edges.map((element) => [element, colour(getComputedStyle(element).borderTopColor).rgb, behind(element.parentElement)]),
        ...all(".bar .other, .key.other").map((element) => [element, behind(element), behind(element.parentElement)]),
      ].map(([element, one, other]) => [element, { ratio: ratio(one, other), least: 3 }]);
      const wrong = [...faint, ...[...hints, ...others].filter(([, found]) => found.ratio < found.least)];
      return { checked: texts.length + others.length, wrong: wrong.map(([element, found]) => `${found.ratio.toFixed(2)} ${say(element)}`) };
    },

    /** What sticks out of the window at its side. */
    wide() {
      const width = document.documentElement.clientWidth;
      // What scrolls on its own keeps what is in it, if it has its own place under control.
      const scrolls = (element) => element.parentElement.closest("pre") !== null;
      const right = (element) => {
        const text = document.createRange();
        text.selectNodeContents(element);
        return Math.max(element.getBoundingClientRect().right, ownText(element) ? text.getBoundingClientRect().right : 0);
      };
      const out = all("body *").filter((element) => right(element) > width + 0.5 && !scrolls(element) && element.tagName !== "PRE");
      return { scrolls: document.scrollingElement.scrollWidth - width, out: out.map(say) };
    },

    /** Controls too small for a finger: below the 24 pixels of WCAG 2.2, unless they stand in a line of text. */
    small: () => all("button, input, select, summary").filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return Math.min(width, height) < 24 && !element.closest("label");
    }).map(say),

    headings: () => all("h1, h2, h3, h4").map((element) => Number(element.tagName[1])),
    ids: () => [...document.querySelectorAll("[id]")].map((element) => element.id),
    reachable: () => all("a[href], button, input, select, summary, [tabindex='0']").map(say),

    /** What has the focus: whether it can be seen, and whether it lies under something. */
    focus() {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const on = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2);
      return {
        what: say(element),
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
          && ratio(colour(style.outlineColor).rgb, behind(element.parentElement)) >= 3,
        bare: on !== null && (element.contains(on) || on.contains(element)),
      };
    },

    /** Two frames later, when everything is drawn and every event is through. */
    settled: () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  };
})();
