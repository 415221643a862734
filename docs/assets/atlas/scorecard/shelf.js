// @ts-check
/**
 * What the builder knows of the catalogue: loaded from the site when it is needed, once.
 */

/**
 * @typedef {import("./model.js").Catalogue} Catalogue
 * @typedef {import("./model.js").Template} Template
 */

const AT_ONCE = 8;

export class Shelf {
  /** @param {URL} base the top of the site, ending in a slash */
  constructor(base) {
    this.base = base;
    /** @type {Catalogue} */
    this.catalogue = {
      kpis: new Map(), formulas: new Map(), compute: new Map(), taxonomy: { functions: {}, industries: {}, units: {} }, program: "", version: "", commit: "",
    };
    /** @type {Map<string, Template>} */
    this.templates = new Map();
    /** @type {any} */
    this.schema = {};
    /** @type {Set<string>} asked for in vain */
    this.missing = new Set();
  }

  async open() {
    const [all, taxonomy, schema] = await Promise.all([
      this.json("api/v1/scorecards.json"), this.json("api/v1/taxonomy.json"), this.json("api/v1/schema/scorecard.schema.json"),
    ]);
    Object.assign(this.catalogue, { taxonomy, program: all.program, version: all.catalogue_version, commit: all.commit });
    this.schema = schema;
    this.templates = new Map(all.scorecards.map((/** @type {Template} */ template) => [template.id, template]));
  }

  /** @param {string} place */
  async json(place) {
    const answer = await fetch(new URL(place, this.base));
    if (!answer.ok) throw new Error(`${place}: ${answer.status}`);
    return answer.json();
  }

  /** Load the records of these KPIs; the ids that nothing is known of. @param {string[]} ids @returns {Promise<string[]>} */
  async need(ids) {
    const wanted = [...new Set(ids)].filter((id) => !this.catalogue.kpis.has(id) && !this.missing.has(id));
    await inTurn(wanted, async (id) => {
      try {
        const [kpi, formulas] = await Promise.all([this.json(`api/v1/kpis/${id}.json`), this.json(`api/v1/formulas/${id}.json`)]);
        this.catalogue.kpis.set(id, kpi);
        this.catalogue.formulas.set(id, formulas);
      } catch {
        this.missing.add(id);
      }
    });
    return [...new Set(ids)].filter((id) => this.missing.has(id));
  }

  /** Load the modules that compute these KPIs. @param {string[]} ids */
  async computing(ids) {
    const wanted = [...new Set(ids)].filter((id) => this.catalogue.kpis.has(id) && !this.catalogue.compute.has(id));
    await inTurn(wanted, async (id) => {
      const { formulas } = await import(new URL(`kpi/${id}/formula.js`, this.base).href);
      this.catalogue.compute.set(id, formulas);
    });
  }
}

/** A few at a time. @template T @param {T[]} items @param {(item: T) => Promise<void>} work */
async function inTurn(items, work) {
  const left = [...items];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  }));
}
