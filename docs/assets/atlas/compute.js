// @ts-check
/**
 * What can I compute: tick the inputs one has, and see which KPIs they give, which lack one more, what to collect next.
 *
 * `answer` is the same as `InputIndex.computable` in tools/kpiatlas/search/computable.py; a test compares the two. The
 * inputs come from api/v1/inputs.json. What is ticked stands in the address and goes nowhere else.
 */

/**
 * @typedef {{name: string, label: string, also: string[], unit: string, series: boolean, group: string}} Input `also`: other labels
 * @typedef {[id: string, name: string, formulas: [variant: string, needs: number[]][]]} Kpi
 * @typedef {{groups: Record<string, string>, inputs: Input[], kpis: Kpi[]}} Catalogue
 * @typedef {{id: string, name: string, variant: string, lacks: number}} Found `lacks` is -1 where nothing is lacking
 * @typedef {{input: number, opens: {id: string, name: string}[]}} Collect
 * @typedef {{computable: Found[], lacking: Found[], collect: Collect[]}} Answer
 */

const COLLECT_AT_MOST = 10, SHOWN_AT_FIRST = 12;

/** @param {{id: string, name: string}} a @param {{id: string, name: string}} b */
function byName(a, b) {
  const [one, other] = [a.name.toLowerCase(), b.name.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : Number(a.id > b.id);
}

/**
 * What can be computed from these inputs, what lacks one, and what to collect next.
 * @param {Catalogue} catalogue
 * @param {Set<number>} have numbers of inputs
 * @returns {Answer}
 */
export function answer(catalogue, have) {
  /** @type {Found[]} */
  const computable = [];
  /** @type {{found: Found, size: number}[]} */
  const lacking = [];
  /** @type {{id: string, name: string, lacks: Set<number>}[]} */
  const left = [];
  for (const [id, name, formulas] of catalogue.kpis) {
    const open = formulas.map(([variant, needs]) => ({ variant, needs, lacks: needs.filter((input) => !have.has(input)) }));
    const whole = open.filter(({ lacks }) => lacks.length === 0);
    const standard = whole.find(({ variant }) => variant === "");
    for (const { variant } of standard ? [standard] : whole) computable.push({ id, name, variant, lacks: -1 });
    const told = new Set();
    for (const { variant, needs, lacks } of open) {
      if (whole.length === 0) left.push({ id, name, lacks: new Set(lacks) });
      const wanted = whole.length === 0 || (!standard && variant === "");
      if (lacks.length !== 1 || !wanted || told.has(lacks[0])) continue;
      told.add(lacks[0]);
      lacking.push({ found: { id, name, variant, lacks: lacks[0] }, size: needs.length });
    }
  }
  lacking.sort((a, b) => b.size - a.size || byName(a.found, b.found));
  computable.sort(byName);
  return { computable, lacking: lacking.map(({ found }) => found), collect: collect(catalogue, left) };
}

/**
 * Greedy: again and again the input that opens the most KPIs, among equals the one more formulas wait for.
 * @param {Catalogue} catalogue
 * @param {{id: string, name: string, lacks: Set<number>}[]} left
 * @returns {Collect[]}
 */
function collect(catalogue, left) {
  /** @type {Collect[]} */
  const found = [];
  while (found.length < COLLECT_AT_MOST) {
    /** @type {Map<number, Map<string, {id: string, name: string}>>} */
    const opens = new Map();
    /** @type {Map<number, number>} */
    const waiting = new Map();
    for (const { id, name, lacks } of left) {
      for (const input of lacks) waiting.set(input, (waiting.get(input) ?? 0) + 1);
      if (lacks.size === 1) {
        const [input] = lacks;
        opens.set(input, (opens.get(input) ?? new Map()).set(id, { id, name }));
      }
    }
    if (opens.size === 0) break;
    const size = (/** @type {number} */ input) => opens.get(input)?.size ?? 0;
    const [input] = [...opens.keys()].sort((a, b) => size(b) - size(a) || (waiting.get(b) ?? 0) - (waiting.get(a) ?? 0)
      || (catalogue.inputs[a].name < catalogue.inputs[b].name ? -1 : 1));
    const opened = opens.get(input) ?? new Map();
    found.push({ input, opens: [...opened.values()].sort(byName) });
    left = left.filter(({ id }) => !opened.has(id));
    for (const { lacks } of left) lacks.delete(input);
  }
  return found;
}

/** @param {string} text as it is compared when a list is narrowed */
function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/_/g, " ");
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {number} count @param {string} noun */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

class Compute {
  /**
   * @param {HTMLElement} root
   * @param {Catalogue} catalogue
   */
  constructor(root, catalogue) {
    this.root = root;
    this.catalogue = catalogue;
    this.form = /** @type {HTMLFormElement} */ (root.querySelector("[data-form]"));
    this.find = /** @type {HTMLInputElement} */ (root.querySelector("[data-find]"));
    this.status = /** @type {HTMLElement} */ (root.querySelector("[data-status]"));
    /** @type {Map<number, {box: HTMLInputElement, row: HTMLElement, words: string}>} */
    this.rows = new Map();
    /** @type {{details: HTMLDetailsElement, count: HTMLElement, inputs: number[]}[]} */
    this.groups = [];
    /** @type {Set<string>} lists that are shown whole */
    this.whole = new Set();
  }

  start() {
    /** @type {HTMLElement} */ (this.root.querySelector("[data-groups]")).replaceChildren(...this.grouped());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", (event) => {
      if (event.target !== this.find) this.update(true);
    });
    this.form.addEventListener("reset", () => setTimeout(() => {
      this.narrow();
      this.update(true);
    }));
    this.find.addEventListener("input", () => this.narrow());
    this.root.addEventListener("click", (event) => this.clicked(/** @type {HTMLElement} */ (event.target)));
    addEventListener("popstate", () => this.read());
    /** @type {HTMLElement} */ (this.root.querySelector("[data-answer]")).hidden = this.form.hidden = false;
    this.read();
  }

  /** The inputs as ticks, by function, each group folded away. */
  grouped() {
    /** @type {Map<string, number[]>} */
    const groups = new Map(Object.keys(this.catalogue.groups).map((id) => [id, []]));
    this.catalogue.inputs.forEach(({ group }, number) => groups.set(group, [...(groups.get(group) ?? []), number]));
    return [...groups].filter(([, inputs]) => inputs.length > 0).map(([id, inputs]) => {
      const { inputs: all, groups: titles } = this.catalogue;
      inputs.sort((a, b) => all[a].label.localeCompare(all[b].label, "en"));
      const count = element("span", { class: "atlas-count" });
      const legend = element("legend", { class: "atlas-visually-hidden" }, titles[id] ?? id);
      const fieldset = element("fieldset", {}, legend, ...inputs.map((number) => this.row(number)));
      const details = /** @type {HTMLDetailsElement} */ (element("details", {}, element("summary", {}, `${titles[id] ?? id} `, count), fieldset));
      this.groups.push({ details, count, inputs });
      return details;
    });
  }

  /** @param {number} number */
  row(number) {
    const { name, label, also, unit, series } = this.catalogue.inputs[number];
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", name: "have", value: name }));
    const row = element("label", {}, box, element("span", {}, `${label} `, element("small", {}, series ? `${unit}, a list` : unit)));
    this.rows.set(number, { box, row, words: plain(`${label} ${also.join(" ")} ${name} ${unit}`) });
    return row;
  }

  /** Show the inputs that hold every word typed. */
  narrow() {
    const words = plain(this.find.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { details, inputs } of this.groups) {
      let here = 0;
      for (const number of inputs) {
        const row = this.rows.get(number);
        if (!row) continue;
        row.row.hidden = !words.every((word) => row.words.includes(word));
        here += Number(!row.row.hidden);
      }
      details.hidden = here === 0;
      if (words.length > 0) details.open = here > 0;
      shown += here;
    }
    this.status.textContent = words.length > 0 ? `${counted(shown, "input")} shown` : "";
  }

  /** Take over what the address says. */
  read() {
    const have = new Set(new URLSearchParams(location.search).getAll("have"));
    this.rows.forEach(({ box }) => { box.checked = have.has(box.value); });
    for (const { details, inputs } of this.groups) details.open = inputs.some((number) => this.rows.get(number)?.box.checked);
    this.update(false);
  }

  /** @param {HTMLElement} target */
  clicked(target) {
    const button = target.closest("button[data-add], button[data-drop], button[data-all]");
    if (!(button instanceof HTMLButtonElement)) return;
    const list = button.closest("section");
    if (button.dataset.all) this.whole.add(button.dataset.all);
    const row = this.rows.get(Number(button.dataset.add ?? button.dataset.drop ?? -1));
    if (row) row.box.checked = button.dataset.add !== undefined;
    this.update(Boolean(row));
    list?.querySelector("h2")?.focus(); // the button that was pressed is gone
  }

  /** @param {boolean} changed whether a person asked for it */
  update(changed) {
    const have = new Set([...this.rows].filter(([, { box }]) => box.checked).map(([number]) => number));
    for (const { count, inputs } of this.groups) {
      const ticked = inputs.filter((number) => have.has(number)).length;
      count.textContent = ticked > 0 ? `${ticked} of ${inputs.length}` : String(inputs.length);
    }
    const { computable, lacking, collect: next } = answer(this.catalogue, have);
    this.list("have", [...have].map((number) => element("li", {}, this.button(number, "drop", "Untick"))), "Tick the inputs you have.");
    this.list("computable", computable.map((found) => this.kpi(found)), "None yet.");
    this.list("lacking", lacking.map((found) => this.kpi(found, " lacks ", this.button(found.lacks, "add", "I have this"))), "None.");
    this.list("collect", next.map(({ input, opens }) => element("li", {}, this.button(input, "add", "I have this"),
      ` opens ${counted(opens.length, "KPI")}: ${opens.map(({ name }) => name).join(", ")}`)), "Nothing more opens a KPI by itself.");
    if (!changed) return;
    this.status.textContent = `${counted(have.size, "input")}: ${counted(computable.length, "formula")} can be computed, `
      + `${lacking.length} lack one input.`;
    const query = new URLSearchParams([...have].map((number) => ["have", this.catalogue.inputs[number].name]));
    history.replaceState(history.state, "", `${location.pathname}${have.size > 0 ? `?${query}` : ""}${location.hash}`);
  }

  /** @param {string} name @param {Node[]} items @param {string} none what is said of an empty list */
  list(name, items, none) {
    const list = /** @type {HTMLElement} */ (this.root.querySelector(`[data-${name}]`));
    const shown = this.whole.has(name) ? items : items.slice(0, SHOWN_AT_FIRST);
    list.replaceChildren(...(items.length > 0 ? shown : [element("li", { class: "atlas-aside" }, none)]));
    if (shown.length < items.length) {
      list.append(element("li", {}, element("button", { type: "button", "data-all": name }, `Show all ${items.length}`)));
    }
    const count = this.root.querySelector(`[data-count="${name}"]`);
    if (count) count.textContent = String(items.length);
  }

  /** @param {Found} found @param {(Node | string)[]} rest */
  kpi({ id, name, variant }, ...rest) {
    const query = variant ? `?${new URLSearchParams({ variant })}` : "";
    const link = element("a", { href: `${this.root.dataset.kpis}${encodeURIComponent(id)}/${query}` }, name);
    return element("li", {}, link, variant ? `, ${variant}` : "", ...rest);
  }

  /** @param {number} number @param {"add" | "drop"} act what a press does with the tick @param {string} title */
  button(number, act, title) {
    return element("button", { type: "button", [`data-${act}`]: String(number), title }, this.catalogue.inputs[number].label);
  }
}

// Outside a browser, where the tests ask `answer` alone, there is no document.
const root = /** @type {HTMLElement | null} */ (globalThis.document?.querySelector("[data-compute]") ?? null);
if (root?.dataset.inputs) {
  fetch(new URL(root.dataset.inputs, document.baseURI))
    .then((response) => response.json())
    .then((catalogue) => new Compute(root, catalogue).start())
    .catch((error) => console.error("compute:", error));
}
