// @ts-check
/**
 * Tables of KPIs: narrowed by the fields above them, sorted by their headings. Works on `[data-listing]`; without this
 * script the table is the whole list by name. What was chosen stands in the address, so that it can be shared.
 *
 * Only rows are hidden and moved; nothing is fetched, and no text becomes markup.
 */

/** @typedef {{row: HTMLTableRowElement, cells: string[], words: string}} Row `cells` by column, `words` as they are compared */

/** @param {string} text */
const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

class Listing {
  /** @param {HTMLElement} root @param {HTMLTableElement} table */
  constructor(root, table) {
    this.table = table;
    this.form = /** @type {HTMLFormElement | null} */ (root.querySelector("[data-narrow]"));
    this.shown = root.querySelector("[data-shown]");
    this.headings = [...table.tHead?.rows[0].cells ?? []];
    this.columns = this.headings.map((cell) => (cell.textContent ?? "").trim());
    /** @type {Row[]} */
    this.rows = [...table.tBodies[0].rows].map((row) => ({
      row, cells: [...row.cells].map((cell, at) => (at === 0 ? cell.querySelector("a") ?? cell : cell).textContent ?? ""),
      words: folded(row.textContent ?? ""),
    }));
    this.column = 0;
    this.down = false;
  }

  start() {
    this.headings.forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => this.press(column));
      heading.append(button);
    });
    this.form?.addEventListener("submit", (event) => event.preventDefault());
    this.form?.addEventListener("input", () => this.narrow(true));
    this.form?.addEventListener("reset", () => setTimeout(() => this.narrow(true)));
    this.read();
  }

  /** The fields that narrow, by name. @returns {(HTMLInputElement | HTMLSelectElement)[]} */
  fields() {
    return this.form ? /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...this.form.querySelectorAll("input, select")]) : [];
  }

  /** Take over what the address says. */
  read() {
    const asked = new URLSearchParams(location.search);
    for (const field of this.fields()) {
      const value = asked.get(field.name) ?? "";
      const known = field instanceof HTMLInputElement || [...field.options].some((option) => option.value === value);
      if (known) field.value = value;
    }
    const column = this.columns.findIndex((title) => title.toLowerCase() === (asked.get("sort") ?? "").replace(/^-/, ""));
    if (column > 0 || asked.get("sort") === "-kpi") {
      this.column = column;
      this.down = (asked.get("sort") ?? "").startsWith("-");
      this.sort();
    }
    this.narrow(false);
  }

  /** @param {number} column the heading that was pressed: sort by it, or turn the order round */
  press(column) {
    this.down = column === this.column && !this.down;
    this.column = column;
    this.sort();
    this.write();
  }

  sort() {
    const { column, down } = this;
    const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
    this.rows.sort((a, b) => (down ? -1 : 1) * order(a.cells[column], b.cells[column]) || order(a.cells[0], b.cells[0]));
    this.table.tBodies[0].append(...this.rows.map(({ row }) => row));
    this.headings.forEach((heading, at) => {
      if (at === column) heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    });
  }

  /** Show the rows that have every word typed and every value chosen. @param {boolean} changed whether a person asked for it */
  narrow(changed) {
    /** @type {[number, string][]} */
    const wanted = [];
    /** @type {string[]} */
    let words = [];
    for (const { name, value } of this.fields()) {
      if (name === "has") words = folded(value).split(/\s+/).filter(Boolean);
      else if (value) wanted.push([this.columns.findIndex((title) => title.toLowerCase() === name), value]);
    }
    let count = 0;
    for (const { row, cells, words: text } of this.rows) {
      row.hidden = !(wanted.every(([column, value]) => cells[column] === value) && words.every((word) => text.includes(word)));
      count += Number(!row.hidden);
    }
    const narrowed = wanted.length + words.length > 0;
    if (this.shown) this.shown.textContent = narrowed ? `${count} of ${this.rows.length} shown` : `${this.rows.length} shown`;
    if (changed) this.write();
  }

  write() {
    const query = new URLSearchParams(this.fields().filter(({ value }) => value).map(({ name, value }) => [name, value]));
    const sort = this.columns[this.column].toLowerCase();
    if (this.column > 0 || this.down) query.set("sort", this.down ? `-${sort}` : sort);
    history.replaceState(history.state, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  }
}

for (const root of document.querySelectorAll("[data-listing]")) {
  const table = root.querySelector("table");
  if (root instanceof HTMLElement && table?.tBodies.length) new Listing(root, table).start();
}

export {}; // a module, though nobody needs a part of it
