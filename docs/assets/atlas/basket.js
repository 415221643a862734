// @ts-check
/**
 * The basket: the KPIs that somebody puts aside for a scorecard. Kept on this machine (localStorage) and nowhere else; the
 * header shows how many there are. On pages with tables and templates it puts aside many at once.
 */

import { element } from "./element.js";

const KEY = "kpi-atlas.basket", CHANGED = "atlas-basket", MOST_AT_ONCE = 100, SHOWN_FOR = 8000;

/** @param {unknown} id */
export function isId(id) {
  return typeof id === "string" && id.length <= 80 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id);
}

/** The ids in the basket; none where there is nothing readable. @returns {string[]} */
export function basket() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? [...new Set(ids.filter(isId))] : [];
  } catch {
    return [];
  }
}

/** @param {string[]} ids @returns {boolean} whether they could be kept */
export function fillBasket(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    return false;
  }
  window.dispatchEvent(new Event(CHANGED));
  return true;
}

/** Told whenever the basket has changed, on this page or another. @param {() => void} tell */
export function whenBasketChanges(tell) {
  window.addEventListener(CHANGED, tell);
  window.addEventListener("storage", ({ key }) => {
    if (key === KEY || key === null) tell();
  });
}

/** The way from this page to the top of the site. */
function root() {
  const home = document.querySelector("a.md-logo");
  return home instanceof HTMLAnchorElement ? home.href.replace(/[^/]*$/, "") : new URL(".", location.href).href;
}

/** The count in the header, beside the search field; nothing while the basket is empty. */
function showCount() {
  const header = document.querySelector(".md-header__inner");
  if (!header) return;
  const count = element("b", {}), link = element("a", { class: "atlas-basket", href: `${root()}scorecard/build/`, title: "Build your scorecard" },
    element("span", {}, "Scorecard "), count);
  const show = () => {
    const { length } = basket();
    count.textContent = String(length);
    link.setAttribute("aria-label", `Your scorecard: ${length} ${length === 1 ? "KPI" : "KPIs"}`);
    if (length === 0) link.remove();
    else if (!link.isConnected) header.insertBefore(link, header.querySelector(":scope > .atlas-search"));
  };
  whenBasketChanges(show);
  show();
}

/** Buttons that put many aside: `data-basket-add` names them, or the rows of the table beside. */
class Tools {
  /** @param {HTMLElement} tools */
  constructor(tools) {
    this.tools = tools;
    this.silence = 0;
    this.said = /** @type {HTMLElement} */ (tools.querySelector("[data-said]"));
    this.all = /** @type {HTMLButtonElement} */ (tools.querySelector("[data-basket-all]"));
    this.choose = /** @type {HTMLButtonElement | null} */ (tools.querySelector("[data-basket-choose]"));
    this.rows = [...tools.closest("[data-listing]")?.querySelectorAll("tbody tr") ?? []];
    this.all.addEventListener("click", () => this.add());
    this.choose?.addEventListener("click", () => this.tick());
  }

  /** What the button means: what it names, else the chosen rows, else all that are shown. */
  ids() {
    const named = this.tools.dataset.basketAdd;
    if (named !== undefined) return named.split(",").filter(isId);
    const rows = this.rows.filter((row) => !(/** @type {HTMLElement} */ (row).hidden));
    const wanted = this.choosing() ? this.rows.filter((row) => row.querySelector("input")?.checked) : rows;
    return wanted.map((row) => row.querySelector("a")?.pathname.split("/").at(-2)).filter(isId).map(String);
  }

  choosing() {
    return this.choose?.getAttribute("aria-pressed") === "true";
  }

  add() {
    const before = basket(), ids = this.ids(), fresh = ids.filter((id) => !before.includes(id));
    const open = element("a", { href: `${root()}scorecard/build/` }, "Open the scorecard");
    if (ids.length === 0) this.say("Tick the rows that you want.");
    else if (fresh.length > MOST_AT_ONCE) this.say(`${fresh.length} are too many for a scorecard. Narrow the table first.`);
    else if (fresh.length === 0) this.say("They are on your scorecard already. ", open);
    else if (!fillBasket([...before, ...fresh])) this.say("This browser keeps nothing for this site.");
    else this.say(`${fresh.length} added, ${before.length + fresh.length} on your scorecard. `, open);
  }

  /** Put a box to tick before each name, or take them away. */
  tick() {
    const choosing = !this.choosing();
    this.choose?.setAttribute("aria-pressed", String(choosing));
    for (const row of this.rows) {
      const name = row.querySelector("a");
      if (!choosing) row.querySelector("input")?.remove();
      else name?.before(element("input", { type: "checkbox", class: "atlas-tick", "aria-label": `Choose ${name.textContent}` }));
    }
    this.all.textContent = choosing ? "Add chosen to scorecard" : "Add all shown to scorecard";
    this.said.replaceChildren();
  }

  /** @param {(string | Node)[]} parts */
  say(...parts) {
    this.said.replaceChildren(...parts);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.said.replaceChildren(), SHOWN_FOR);
  }
}

if (globalThis.document) {
  showCount();
  for (const tools of document.querySelectorAll("[data-basket-tools]")) if (tools instanceof HTMLElement) new Tools(tools);
}
