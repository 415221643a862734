// @ts-check
/**
 * The search field: results as they are typed, filters with counts on the search page, suggestions elsewhere. Sits on
 * search-index.js, which it loads at the first focus or keystroke. Works on `<form class="atlas-search">`; without this
 * script the form still leads to the search page.
 *
 * What was typed and what records say is only ever set as text, never as markup. The whole state stands in the address.
 */

import { advice, resultItem, searchPageItem, spoken, suggestionItem } from "./search-results.js";

/**
 * @typedef {import("./search-index.js").Index} Index
 * @typedef {import("./search-index.js").Answer} Answer
 * @typedef {import("./search-index.js").Filters} Filters
 */

const SUGGESTIONS = 8;
const PAGE = 10;
const NEED_A_MOMENT = 150;
const NOT_LOADED = "Search could not be loaded. Reload the page to try again.";
const WORDS_ONLY = "words-only"; // in the address: no word of the query counts as a filter
/** @type {Map<string, Promise<Index>>} */
const indexes = new Map();

/** The index below an address, loaded once. @param {URL} base @returns {Promise<Index>} */
function indexAt(base) {
  const known = indexes.get(base.href) ?? import("./search-index.js").then(({ openIndex }) => openIndex(base));
  indexes.set(base.href, known);
  known.catch(() => indexes.delete(base.href));
  return known;
}

/** One search field with what belongs to it. */
class Search {
  /** @param {HTMLFormElement} form @param {HTMLInputElement} input */
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.root = new URL(form.dataset.base ?? "", document.baseURI);
    this.asked = 0;
    this.results = this.part("[data-results]");
    this.facets = this.part("[data-facets]");
    this.status = this.part("[data-status]") ?? quietStatus(form);
  }

  /** A piece of the form, or one beside it. @param {string} selector @returns {HTMLElement | null} */
  part(selector) {
    return this.form.querySelector(selector) ?? this.form.parentElement?.querySelector(`:scope > ${selector}`) ?? null;
  }

  index() {
    return indexAt(new URL("search-index/", this.root));
  }

  /** Run a task, unless a later one has been asked for in the meantime. A site that was built again under an open page has
   * other files, so a task that fails is tried once more with the index as it is now.
   * @param {(index: Index) => Promise<() => void>} task @param {boolean} [again] */
  async run(task, again = false) {
    this.asked += 1;
    const turn = this.asked;
    try {
      const show = await task(await this.index());
      if (turn === this.asked) show();
    } catch (error) {
      if (turn !== this.asked) return;
      indexes.clear();
      if (!again) {
        await this.run(task, true);
        return;
      }
      console.warn("search:", error);
      this.fail(error instanceof Error && error.name === "IndexError" ? error.message : NOT_LOADED);
    }
  }

  /** @param {string} message why there is no answer, and what to do */
  fail(message) {
    this.results?.replaceChildren();
    this.say(message);
  }

  /** @param {string} text what a screen reader says, and where there is room what is shown */
  say(text) {
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }
}

/** Suggestions under a field: a list to go through with the arrows. */
class Suggestions extends Search {
  /** @param {HTMLFormElement} form @param {HTMLInputElement} input */
  constructor(form, input) {
    super(form, input);
    this.chosen = -1;
    const list = /** @type {HTMLElement} */ (this.results);
    list.id ||= `${input.id || "atlas-search"}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "KPIs");
    list.hidden = true;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("focus", () => void this.index().catch(() => {}), { once: true });
    input.addEventListener("input", () => this.suggest());
    input.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) this.close();
    });
  }

  suggest() {
    const text = this.input.value;
    if (text.trim().length < 2) {
      this.asked += 1;
      this.close();
      return;
    }
    void this.run(async (index) => {
      const answer = await index.search(text, {}, { limit: SUGGESTIONS });
      return () => this.show(index, answer);
    });
  }

  /** @param {Index} index @param {Answer} answer */
  show(index, answer) {
    const list = /** @type {HTMLElement} */ (this.results);
    const hits = answer.hits.length ? answer.hits : answer.closest;
    const items = hits.map((hit, at) => suggestionItem(hit, `${list.id}-${at}`, this.root, index.highlighter(hit.matched)));
    if (!answer.hits.length) items.push(searchPageItem(`${list.id}-${items.length}`, this.form.action, this.input.value));
    list.replaceChildren(...items);
    [...list.children].forEach((item) => {
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => this.open(item));
    });
    this.choose(-1);
    list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.say(spoken(answer, index));
  }

  /** @param {string} message */
  fail(message) {
    const list = /** @type {HTMLElement} */ (this.results);
    list.replaceChildren(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, message));
    list.hidden = false;
    this.say(message);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const count = this.results?.hidden ? 0 : (this.results?.children.length ?? 0);
    if (event.key === "ArrowDown" && count) this.choose((this.chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) this.choose((this.chosen - 1 + count) % count);
    else if (event.key === "Enter" && count && this.chosen >= 0) this.open(/** @type {HTMLElement} */ (this.results?.children[this.chosen]));
    else if (event.key === "Escape" && count) this.close();
    else if (event.key === "Escape") this.input.blur();
    else return;
    event.preventDefault();
  }

  /** @param {number} at -1 for none */
  choose(at) {
    this.chosen = at;
    [...(this.results?.children ?? [])].forEach((item, here) => item.setAttribute("aria-selected", String(here === at)));
    const item = this.results?.children[at];
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Element} item */
  open(item) {
    const address = /** @type {HTMLElement} */ (item).dataset.href;
    if (address) location.assign(address);
  }

  close() {
    this.choose(-1);
    if (this.results) this.results.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

/** The search page: results, filters with counts, state in the address. */
class SearchPage extends Search {
  /** @param {HTMLFormElement} form @param {HTMLInputElement} input */
  constructor(form, input) {
    super(form, input);
    this.limit = PAGE;
    /** @type {Filters} */
    this.filters = {};
    this.wordsOnly = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask("push");
    });
    input.addEventListener("input", () => this.ask("replace"));
    form.addEventListener("keydown", (event) => this.key(event));
    this.facets?.addEventListener("change", (event) => this.filter(/** @type {HTMLInputElement} */ (event.target)));
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  /** Take query and filters from the address. */
  restore() {
    const state = new URLSearchParams(location.search);
    this.input.value = state.get("q") ?? "";
    this.filters = {};
    for (const [name, value] of state) if (name !== "q" && name !== WORDS_ONLY) (this.filters[name] ??= []).push(value);
    this.wordsOnly = state.has(WORDS_ONLY);
    this.limit = PAGE;
    this.answer();
  }

  /** @param {HTMLInputElement} box */
  filter(box) {
    const values = new Set(this.filters[box.name]);
    if (box.checked) values.add(box.value);
    else values.delete(box.value);
    this.filters = { ...this.filters, [box.name]: [...values] };
    this.ask("push");
  }

  /** @param {"push" | "replace"} how the address is changed */
  ask(how) {
    const state = new URLSearchParams();
    if (this.input.value.trim()) state.set("q", this.input.value);
    for (const [name, values] of Object.entries(this.filters)) for (const value of values) state.append(name, value);
    if (this.wordsOnly) state.set(WORDS_ONLY, "yes");
    const address = state.size ? `?${state}` : location.pathname;
    if (address !== (location.search || location.pathname)) history[`${how}State`](null, "", address);
    this.limit = PAGE;
    this.answer();
  }

  answer() {
    const waiting = setTimeout(() => this.say("Searching…"), NEED_A_MOMENT);
    void this.run(async (index) => {
      const known = new Set(index.vocabulary.list.facets.map((facet) => facet.id));
      const filters = Object.fromEntries(Object.entries(this.filters).filter(([name]) => known.has(name)));
      const answer = await index.search(this.input.value, filters, { limit: this.limit, counted: true, wordsOnly: this.wordsOnly });
      return () => this.show(index, answer);
    }).finally(() => clearTimeout(waiting));
  }

  /** @param {Index} index @param {Answer} answer */
  show(index, answer) {
    const hits = answer.hits.length ? answer.hits : answer.closest;
    this.results?.replaceChildren(...hits.map((hit) => resultItem(hit, this.root, index.highlighter(hit.matched))));
    this.showFacets(index, answer);
    this.say(spoken(answer, index));
    this.results?.parentElement?.querySelector("[data-did-you-mean]")?.remove();
    const lines = advice(answer, index, this.wordsOnly, () => this.turn());
    if (lines) this.results?.before(lines);
    this.showMore(answer);
  }

  /** Count words of the query as filters, or no longer. */
  turn() {
    this.wordsOnly = !this.wordsOnly;
    this.ask("push");
    this.input.focus();
  }

  /** The arrows go from the field through the results and back; Escape goes back to the field, and from there leaves it.
   * @param {KeyboardEvent} event */
  key(event) {
    const links = /** @type {HTMLElement[]} */ ([...(this.results?.querySelectorAll("a") ?? [])]);
    const at = links.indexOf(/** @type {HTMLElement} */ (event.target)), inField = event.target === this.input;
    if (at < 0 && !inField) return;
    if (event.key === "ArrowDown" && at + 1 < links.length) links[at + 1].focus();
    else if (event.key === "ArrowUp" && !inField) (at ? links[at - 1] : this.input).focus();
    else if (event.key === "Escape" && inField) this.input.blur();
    else if (event.key === "Escape") this.input.focus();
    else return;
    event.preventDefault();
  }

  /** @param {Answer} answer */
  showMore(answer) {
    this.results?.parentElement?.querySelector(":scope > [data-more]")?.remove();
    if (answer.total <= answer.hits.length) return;
    const more = element("button", { type: "button", "data-more": "" }, `Show ${Math.min(PAGE, answer.total - answer.hits.length)} more`);
    more.addEventListener("click", () => {
      this.limit += PAGE;
      this.answer();
    });
    this.results?.after(more);
  }

  /** @param {Index} index @param {Answer} answer */
  showFacets(index, answer) {
    if (!this.facets) return;
    if (!this.facets.children.length) this.facets.append(...index.vocabulary.list.facets.map(facetElement));
    for (const box of this.facets.querySelectorAll("input")) {
      const count = answer.counts[box.name]?.get(box.value) ?? 0;
      box.checked = this.filters[box.name]?.includes(box.value) ?? false;
      const label = /** @type {HTMLElement} */ (box.parentElement);
      label.hidden = count === 0 && !box.checked;
      if (box.checked) box.closest("details")?.setAttribute("open", "");
      /** @type {HTMLElement} */ (label.querySelector("[data-count]")).textContent = ` (${count})`;
    }
  }
}

/** @param {import("./search-words.js").Facet} facet */
function facetElement(facet) {
  const details = element("details", {});
  const fieldset = element("fieldset", {});
  fieldset.append(element("legend", { class: "atlas-visually-hidden" }, facet.title));
  for (const [value, title, depth] of facet.values) {
    const label = element("label", { class: `atlas-facet-${depth}` });
    label.append(element("input", { type: "checkbox", name: facet.id, value }), ` ${title}`, element("span", { "data-count": "" }));
    fieldset.append(label);
  }
  details.append(element("summary", {}, facet.title), fieldset);
  return details;
}

/** @param {string} name @param {Record<string, string>} attributes @param {string} [text] */
function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  if (text) made.textContent = text;
  return made;
}

/** A place for what is only spoken. @param {HTMLFormElement} form */
function quietStatus(form) {
  const status = element("p", { role: "status", "aria-live": "polite", class: "atlas-visually-hidden" });
  Object.assign(status.style, { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)", margin: "0" });
  form.append(status);
  return status;
}

/** `/` and Ctrl-K go to the page's search field. @param {HTMLInputElement} input */
function focusKeys(input) {
  addEventListener("keydown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    const typing = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!slash && !k) return;
    event.preventDefault();
    event.stopPropagation();
    input.focus();
    input.select();
  }, true);
}

/** Make the search fields of a document work. @param {ParentNode} page */
export function enhance(page) {
  const searches = [...page.querySelectorAll("form.atlas-search")].flatMap((found) => {
    /** @type {Search[]} */
    const none = [];
    const form = /** @type {HTMLFormElement} */ (found), input = form.querySelector('input[name="q"]');
    if (!(input instanceof HTMLInputElement)) return none;
    const whole = form.querySelector("[data-facets]") ?? form.parentElement?.querySelector(":scope > [data-facets]");
    if (whole) return [...none, new SearchPage(form, input)];
    return form.querySelector("[data-results]") ? [...none, new Suggestions(form, input)] : none;
  });
  const first = searches.find((search) => search instanceof SearchPage) ?? searches[0];
  if (first) focusKeys(first.input);
}

enhance(document);
