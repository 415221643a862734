// @ts-check
/**
 * What one does with a KPI page: copy the definition, a citation or the address of a section, put the KPI on the scorecard
 * or into a comparison. The choices are kept on this machine (localStorage) and nowhere else.
 */

import "./impact-graph.js";
import { basket, fillBasket, whenBasketChanges } from "./basket.js";
import { element } from "./element.js";

const BASKET = "kpi-atlas.basket", COMPARE = "kpi-atlas.compare", MOST_COMPARED = 5, SHOWN_FOR = 8000;

/** @param {string} key @returns {string[]} the ids kept under a key; none where there is nothing readable */
function kept(key) {
  try {
    const ids = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) : [];
  } catch {
    return [];
  }
}

/** @param {string} key @param {string[]} ids @returns {boolean} whether it could be kept */
function keep(key, ids) {
  try {
    localStorage.setItem(key, JSON.stringify(ids));
    return true;
  } catch {
    return false;
  }
}

/** The page's own address without what was typed into the calculator. @param {string} anchor */
function address(anchor = "") {
  return `${location.origin}${location.pathname}${anchor && `#${anchor}`}`;
}

/** @param {string} text a copy of it with every sign that Markdown could take for markup escaped */
function markdownText(text) {
  return text.replace(/[\\`*_[\]<>#|~]/g, "\\$&");
}

/** @param {string} selector */
function textOf(selector) {
  return (document.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** @param {boolean} markdown */
function definition(markdown) {
  const name = textOf("h1 [data-name]"), short = textOf("h1 .atlas-abbreviation");
  const title = short ? `${name} (${short})` : name;
  const says = textOf("[data-definition]"), formula = textOf(".atlas-formula-words");
  if (!markdown) return `${title}\n\n${says}\n\nFormula: ${formula}\n\n${address()}\n`;
  return `## ${markdownText(title)}\n\n${markdownText(says)}\n\n**Formula:** ${markdownText(formula)}\n\n[${markdownText(title)}](${address()})\n`;
}

class Actions {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.id = root.dataset.actions ?? "";
    this.way = root.dataset.root ?? "";
    this.silence = 0;
    this.said = /** @type {HTMLElement} */ (root.querySelector("[data-said]"));
    this.basket = /** @type {HTMLButtonElement} */ (root.querySelector("[data-basket]"));
    this.compare = /** @type {HTMLButtonElement} */ (root.querySelector("[data-compare-with]"));
    this.basket.addEventListener("click", () => this.toggle(BASKET, Infinity));
    this.compare.addEventListener("click", () => this.toggle(COMPARE, MOST_COMPARED));
    for (const button of root.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () => this.copy(definition(button.getAttribute("data-copy") === "markdown"), "The definition"));
    }
    window.addEventListener("storage", () => this.show());
    whenBasketChanges(() => this.show());
    this.show();
  }

  show() {
    this.basket.setAttribute("aria-pressed", String(basket().includes(this.id)));
    this.compare.setAttribute("aria-pressed", String(kept(COMPARE).includes(this.id)));
  }

  /** @param {string} key @param {number} most */
  toggle(key, most) {
    const before = key === BASKET ? basket() : kept(key), there = before.includes(this.id);
    const after = there ? before.filter((id) => id !== this.id) : [...before, this.id];
    if (after.length > most) this.say(`A comparison holds ${most}. `, this.link(key, before));
    else if (!(key === BASKET ? fillBasket(after) : keep(key, after))) this.say("This browser keeps nothing for this site.");
    else this.say(`${key === BASKET ? "On the scorecard" : "To compare"}: ${after.length}. `, ...(after.length ? [this.link(key, after)] : []));
    this.show();
  }

  /** @param {string} key @param {string[]} ids */
  link(key, ids) {
    const href = key === BASKET ? `${this.way}scorecard/build/` : `${this.way}compare/?kpis=${ids.join(",")}`;
    return element("a", { href }, key === BASKET ? "Open the scorecard" : "Compare them");
  }

  /** @param {string} text @param {string} what */
  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(`${what} is copied.`);
    } catch {
      this.say("The browser does not allow copying here.");
    }
  }

  /** @param {(string | Node)[]} parts */
  say(...parts) {
    this.said.replaceChildren(...parts);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.said.replaceChildren(), SHOWN_FOR);
  }
}

/** A sign behind every heading that copies the address of its section. @param {Actions} actions */
function linkSections(actions) {
  for (const heading of document.querySelectorAll(".md-content h2[id], .md-content h3[id]")) {
    if (heading.classList.contains("atlas-small-heading")) continue;
    const link = element("a", { class: "headerlink", href: `#${heading.id}`, "aria-label": `Copy the link to ${heading.textContent}` }, "¶");
    link.addEventListener("click", () => actions.copy(address(heading.id), `The link to ${heading.firstChild?.textContent}`));
    heading.append(link);
  }
}

/** The reader's address and day in the citations. @param {HTMLElement} cite @param {Actions} actions */
function fillCitation(cite, actions) {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const place = `kpi/${actions.id}/`;
  const text = cite.querySelector("[data-cite-text]"), bibtex = cite.querySelector("[data-cite-bibtex]");
  if (text) text.textContent = `${text.textContent?.replace(place, () => address())} (accessed ${day})`;
  if (bibtex) bibtex.textContent = bibtex.textContent?.replace(`{${place}}}\n`, () => `{${address()}}},\n  urldate = {${day}}\n`) ?? "";
  for (const button of cite.querySelectorAll("[data-copy-of]")) {
    button.addEventListener("click", () => actions.copy(textAsIs(cite, button.getAttribute("data-copy-of") ?? ""), "The citation"));
  }
}

/** @param {HTMLElement} root @param {string} selector */
function textAsIs(root, selector) {
  return root.querySelector(selector)?.textContent ?? "";
}

const root = document.querySelector("[data-actions]");
if (root instanceof HTMLElement) {
  const actions = new Actions(root);
  linkSections(actions);
  const cite = document.querySelector("[data-cite]");
  if (cite instanceof HTMLElement) fillCitation(cite, actions);
}
