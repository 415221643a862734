// @ts-check
/**
 * The field that finds a KPI by name, abbreviation or id, with the site's own search. The same keys as on the page of
 * comparisons: arrows go through the suggestions, Escape closes them.
 */

import { isId } from "../basket.js";
import { element } from "../element.js";

const SUGGESTIONS = 6, WAIT = 150;

export class Finder {
  /** @param {HTMLElement} form @param {URL} base @param {(id: string) => void} choose */
  constructor(form, base, choose) {
    this.base = base;
    this.choose = choose;
    this.field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    this.list = /** @type {HTMLElement} */ (form.querySelector("[data-suggestions]"));
    /** @type {Promise<any> | undefined} */
    this.index = undefined;
    this.timer = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.suggest(), WAIT);
    });
    form.addEventListener("keydown", (event) => this.key(event));
    form.querySelector("button")?.addEventListener("click", () => void this.submit());
  }

  /** @param {string} text @returns {Promise<{id: string, title: string}[]>} */
  async found(text) {
    const { openIndex } = await import("../search-index.js");
    this.index ??= openIndex(new URL("search-index/", this.base));
    const { hits, closest } = await (await this.index).search(text, {}, { limit: SUGGESTIONS, wordsOnly: true });
    return (hits.length ? hits : closest).map((/** @type {any} */ { meta }) => ({ id: meta.url.split("/").at(-2) ?? "", title: meta.title }));
  }

  async suggest() {
    const text = this.field.value.trim();
    const found = text ? await this.found(text).catch(() => []) : [];
    if (this.field.value.trim() !== text) return;
    this.list.replaceChildren(...found.map(({ id, title }) => {
      const button = element("button", { type: "button" }, title);
      button.addEventListener("click", () => this.take(id));
      return element("li", {}, button);
    }));
  }

  /** What was typed is an id, or else the first suggestion is meant. */
  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const [first] = await this.found(text).catch(() => []);
    const id = text.toLowerCase().replace(/\s+/g, "-");
    if (first) this.take(first.id);
    else if (isId(id)) this.take(id);
  }

  /** @param {string} id */
  take(id) {
    this.list.replaceChildren();
    this.field.value = "";
    this.field.focus();
    this.choose(id);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const stops = [this.field, ...this.list.querySelectorAll("button")];
    const at = stops.indexOf(/** @type {any} */ (document.activeElement)), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.list.replaceChildren();
      this.field.focus();
    }
    if (event.key === "Enter" && at === 0) {
      event.preventDefault();
      void this.submit();
    }
    if (step === undefined || at < 0 || stops.length < 2) return;
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  }
}
