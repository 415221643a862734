// @ts-check
/**
 * Compare: two to five KPIs side by side. The ids stand in the address (`?kpis=a,b`) and, for the buttons "compare" of KPI
 * pages, in this browser's storage. Reads api/v1/kpis/<id>.json and the taxonomy; finds KPIs to add through search-index.js.
 *
 * What the chosen KPIs do not share is marked (compare-rows.js says what). Texts of records are only ever set as text.
 */

import { rowsOf } from "./compare-rows.js";
import { element } from "./element.js";

/**
 * @typedef {import("./compare-rows.js").Kpi} Kpi
 * @typedef {import("./compare-rows.js").Taxonomy} Taxonomy
 * @typedef {import("./compare-rows.js").Piece} Piece
 */

const AT_MOST = 5;
const STORED = "kpi-atlas.compare";
const SUGGESTIONS = 8;

class Compare {
  /** @param {HTMLElement} root @param {URL} base the top of the site */
  constructor(root, base) {
    this.base = base;
    this.root = root;
    this.form = /** @type {HTMLFormElement} */ (root.querySelector("[data-add]"));
    this.input = /** @type {HTMLInputElement} */ (this.form.querySelector("input"));
    this.list = /** @type {HTMLElement} */ (root.querySelector("[data-suggestions]"));
    this.status = /** @type {HTMLElement} */ (root.querySelector("[data-status]"));
    this.place = /** @type {HTMLElement} */ (root.querySelector("[data-table]"));
    this.words = JSON.parse(root.querySelector("[data-words]")?.textContent ?? "{}");
    /** @type {Map<string, Promise<Kpi | null>>} */
    this.records = new Map();
    /** @type {string[]} */
    this.ids = [];
    this.differencesOnly = false;
    this.asked = 0;
    /** @type {Promise<Taxonomy> | undefined} */
    this.known = undefined;
    /** @type {ReturnType<typeof import("./search-index.js").openIndex> | undefined} */
    this.index = undefined;
  }

  async start() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.input.addEventListener("input", () => void this.suggest());
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(/** @type {Node | null} */ (event.relatedTarget))) this.list.replaceChildren();
    });
    addEventListener("popstate", () => void this.read());
    await this.read();
  }

  /** Take over the ids of the address, or those stored by the buttons of KPI pages. */
  async read() {
    const asked = new URLSearchParams(location.search).get("kpis");
    await this.show((asked === null ? stored() : asked.split(",")).map((id) => id.trim()).filter(Boolean), "");
  }

  /** A record, fetched once; null where there is none. @param {string} id @returns {Promise<Kpi | null>} */
  record(id) {
    const known = this.records.get(id) ?? (/^[a-z0-9-]+$/.test(id) ? this.json(`api/v1/kpis/${id}.json`) : Promise.resolve(null));
    this.records.set(id, known);
    known.catch(() => this.records.delete(id));
    return known;
  }

  /** @param {string} place @returns {Promise<any>} null where there is no such file */
  async json(place) {
    const answer = await fetch(new URL(place, this.base));
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`${place}: ${answer.status}`);
    return answer.json();
  }

  /** Show these KPIs; what is unknown or too many is said and left out. @param {string[]} wanted @param {string} done what was done */
  async show(wanted, done) {
    const ids = [...new Set(wanted)];
    this.asked += 1;
    const turn = this.asked;
    try {
      const [taxonomy, ...found] = await Promise.all([this.taxonomy(), ...ids.map((id) => this.record(id))]);
      if (turn !== this.asked) return;
      const known = ids.filter((_, at) => found[at]);
      this.ids = known.slice(0, AT_MOST);
      const unknown = ids.filter((_, at) => !found[at]).map((id) => `“${id}”`);
      const said = [done, unknown.length ? `No KPI has the id ${unknown.join(" or ")}.` : "",
        known.length > AT_MOST ? `Shown are the first ${AT_MOST} of ${known.length}.` : "", advice(this.ids.length)];
      this.status.textContent = said.filter(Boolean).join(" ");
      this.table(/** @type {Kpi[]} */ (found.filter(Boolean)).slice(0, AT_MOST), taxonomy);
    } catch (error) {
      console.warn("compare:", error);
      this.status.textContent = "The records could not be loaded. Reload the page to try again.";
    }
  }

  /** @returns {Promise<Taxonomy>} */
  taxonomy() {
    this.known ??= this.json("api/v1/taxonomy.json");
    return this.known;
  }

  /** Another choice, made here: shown, stored and put into the address. @param {string[]} ids @param {string} done */
  async choose(ids, done) {
    await this.show(ids, done);
    const query = this.ids.length ? `?kpis=${this.ids.map(encodeURIComponent).join(",")}` : location.pathname;
    history.replaceState(history.state, "", query);
    try {
      localStorage.setItem(STORED, JSON.stringify(this.ids));
    } catch {
      // A browser that stores nothing still has the address.
    }
  }

  /** @param {Kpi[]} kpis @param {Taxonomy} taxonomy */
  table(kpis, taxonomy) {
    if (kpis.length === 0) {
      this.place.replaceChildren();
      return;
    }
    const rows = rowsOf(kpis, taxonomy, this.words);
    const several = kpis.length > 1;
    const table = element("table", { class: "atlas-comparison", role: "table", style: `--atlas-columns: ${kpis.length}` },
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, element("td", { role: "cell" }), ...kpis.map((kpi) => this.heading(kpi)))),
      element("tbody", { role: "rowgroup" }, ...rows.map(({ title, cells, differs }) => {
        const row = element("tr", { role: "row", ...(several && differs ? { "data-differs": "" } : {}) },
          element("th", { scope: "row", role: "rowheader" }, title),
          ...cells.map((pieces, at) => element("td", { role: "cell", "data-kpi": kpis[at].name }, ...pieces.map((piece) => drawn(piece, several)))));
        row.hidden = several && this.differencesOnly && !differs;
        return row;
      })));
    this.place.replaceChildren(...(several ? [this.toggle(() => this.table(kpis, taxonomy))] : []),
      element("div", { class: "atlas-scroll", tabindex: "0", role: "region", "aria-label": "Comparison" }, table));
  }

  /** @param {() => void} draw */
  toggle(draw) {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    box.checked = this.differencesOnly;
    box.addEventListener("change", () => {
      this.differencesOnly = box.checked;
      draw();
      /** @type {HTMLElement | null} */ (this.place.querySelector("input"))?.focus();
    });
    return element("label", { class: "atlas-compare-toggle" }, box, " Only what differs");
  }

  /** @param {Kpi} kpi */
  heading({ id, name, abbreviation }) {
    const drop = element("button", { type: "button", class: "atlas-compare-drop", "aria-label": `Remove ${name}` }, "Remove");
    drop.addEventListener("click", () => {
      void this.choose(this.ids.filter((other) => other !== id), `${name} removed.`).then(() => this.input.focus());
    });
    const link = element("a", { href: new URL(`kpi/${id}/`, this.base).href }, name);
    return element("th", { scope: "col", role: "columnheader" }, link, abbreviation ? ` ${abbreviation}` : "", drop);
  }

  /** Suggestions for what is typed. */
  async suggest() {
    const text = this.input.value;
    if (text.trim().length < 2) {
      this.list.replaceChildren();
      return;
    }
    try {
      const hits = await this.find(text);
      if (text !== this.input.value) return;
      this.list.replaceChildren(...hits.filter(({ id }) => !this.ids.includes(id)).map(({ id, title }) => {
        const button = element("button", { type: "button" }, title);
        button.addEventListener("click", () => void this.add(id, title));
        return element("li", {}, button);
      }));
    } catch (error) {
      console.warn("compare:", error); // an id can still be typed
    }
  }

  /** @param {string} text @returns {Promise<{id: string, title: string}[]>} */
  async find(text) {
    const { openIndex } = await import("./search-index.js");
    this.index ??= openIndex(new URL("search-index/", this.base));
    const { hits, closest } = await (await this.index).search(text, {}, { limit: SUGGESTIONS, wordsOnly: true });
    return (hits.length ? hits : closest).map(({ meta }) => ({ id: meta.url.split("/").at(-2) ?? "", title: meta.title }));
  }

  /** What was typed is an id, or else the first suggestion is meant. */
  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const id = text.toLowerCase().replace(/\s+/g, "-");
    const record = await this.record(id).catch(() => null);
    const [first] = record ? [] : await this.find(text).catch(() => []);
    if (record) await this.add(record.id, record.name);
    else if (first) await this.add(first.id, first.title);
    else this.status.textContent = `Nothing is called “${text}”.`;
  }

  /** @param {string} id @param {string} name */
  async add(id, name) {
    this.list.replaceChildren();
    this.input.value = "";
    if (this.ids.length >= AT_MOST) this.status.textContent = `${AT_MOST} are the most. Remove one first.`;
    else if (this.ids.includes(id)) this.status.textContent = `${name} is there already.`;
    else await this.choose([...this.ids, id], `${name} added.`);
    this.input.focus();
  }

  /** The arrows go through the suggestions, Escape closes them. @param {KeyboardEvent} event */
  key(event) {
    const stops = [this.input, ...this.list.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.list.replaceChildren();
    const at = stops.indexOf(/** @type {any} */ (document.activeElement));
    if (step === undefined || at < 0 || stops.length < 2) return;
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  }
}

/** @returns {string[]} the ids that KPI pages have stored */
function stored() {
  try {
    const ids = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

/** @param {number} count */
function advice(count) {
  if (count === 0) return "Add two KPIs or more to see them side by side.";
  return count === 1 ? "Add another to compare with." : "";
}

/** @param {Piece} piece @param {boolean} marking */
function drawn(piece, marking) {
  if (typeof piece === "string") return document.createTextNode(piece);
  const content = piece.differs && marking ? element("mark", {}, piece.text) : piece.text;
  if (piece.code) return element("code", {}, content);
  return piece.line ? element("p", {}, content) : element("span", {}, content);
}

const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-compare]"));
if (root) void new Compare(root, new URL(root.dataset.base ?? "", document.baseURI)).start();
