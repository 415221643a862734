// @ts-check
/**
 * Which records answer, in which order: the same rules as tools/kpiatlas/search/ranking.py. Knows no files; takes postings.
 *
 * Records are numbers in the order of their names, so equal scores stand by name. What is added up lies in arrays with a
 * place for each record: a keystroke costs one pass over the lists of its words, however many records they have.
 */

/**
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-query.js").Understood} Understood
 * @typedef {import("./search-files.js").Postings} Postings
 * @typedef {{form: string, weight: number, postings: Postings}} Form
 */

/** The scores of one query. */
export class Ranking {
  /** @param {number} size @param {Record<string, number>} rules */
  constructor(size, rules) {
    this.size = size;
    this.rules = rules;
    this.whole = 0;
    this.text = new Float64Array(size);
    this.covered = new Float64Array(size);
    this.bonus = new Float64Array(size);
    this.inFacets = new Uint8Array(size);
    this.score = new Float64Array(size);
    this.seen = new Uint8Array(size);
    /** @type {{term: Term, forms: string[], best: Uint8Array, named: Uint8Array}[]} best: 1 + the place of
     * the form that a record has; named: whether it stands in a name of the record */
    this.terms = [];
    /** @type {number[]} which of the names that the query may be are names of records */
    this.names = [];
    this.small = false; // whether only small words were typed
    /** @type {number[]} every record that has any of the words, in the order of names until `finish` */
    this.records = [];
  }

  /** How much a word tells: little where many records have it; to the power of three quarters. @param {number} having */
  rarity(having) {
    const tells = Math.log(1 + (this.size - having + 0.5) / (having + 0.5));
    return Math.sqrt(tells * Math.sqrt(tells));
  }

  /** Twice as heavy is less than twice as good. @param {number} weight */
  saturated(weight) {
    return (weight * (this.rules.saturation + 1)) / (weight + this.rules.saturation);
  }

  /** @param {number} record */
  meet(record) {
    if (this.seen[record]) return;
    this.seen[record] = 1;
    this.records.push(record);
  }

  /** @param {Term} term @param {Form[]} forms at most 255 */
  addTerm(term, forms) {
    const score = new Float64Array(this.size), best = new Uint8Array(this.size), share = new Float64Array(this.size);
    const named = new Uint8Array(this.size), { ownWord, inName } = this.rules;
    /** @type {number[]} */
    const found = [];
    let importance = 0;
    forms.slice(0, 255).forEach(({ weight: formWeight, postings }, at) => {
      if (!postings.count) return;
      const tells = this.rarity(postings.count);
      importance = Math.max(importance, tells * (formWeight > ownWord ? formWeight : 0.3));
      for (const { weight, records } of postings.groups) {
        const value = formWeight * tells * this.saturated(weight), covers = Math.min(1, weight / this.rules.full);
        const names = weight >= inName && (formWeight > ownWord || term.namesFilter) ? 1 : 0;
        for (const record of records) {
          if (value <= score[record]) continue;
          if (!best[record]) found.push(record);
          score[record] = value;
          best[record] = at + 1;
          share[record] = covers;
          named[record] = names;
        }
      }
    });
    importance ||= this.rarity(Math.max(1, Math.floor(this.size / 10)));
    for (const record of found) {
      this.meet(record);
      this.text[record] += score[record];
      if (!term.optional) this.covered[record] += importance * share[record];
    }
    if (!term.optional) this.whole += importance;
    this.terms.push({ term, forms: forms.map(({ form }) => form), best, named });
  }

  /** Records of exactly that name; a name weighs more than an alias, so it comes first. @param {Postings} postings @param {number} step */
  addExact(postings, step) {
    const { exactBonus, lessSure } = this.rules;
    if (postings.count) this.names.push(step);
    for (const { weight, records } of postings.groups) {
      const bonus = exactBonus - lessSure * step + this.saturated(weight) * this.rarity(postings.count);
      for (const record of records) {
        this.meet(record);
        this.bonus[record] = Math.max(this.bonus[record], bonus);
      }
    }
  }

  /** A filter named in the query. @param {(record: number) => boolean} has @param {boolean} alone whether nothing else was typed */
  addFacet(has, alone) {
    for (let record = 0; record < this.size; record += 1) {
      if (!(alone || this.seen[record]) || !has(record)) continue;
      this.meet(record);
      this.inFacets[record] += 1;
    }
  }

  /** Every record, by name: what a search without words shows. */
  addAll() {
    for (let record = 0; record < this.size; record += 1) this.meet(record);
  }

  /** Work out the scores and put the best first. */
  finish() {
    for (const record of this.records) {
      const facets = 1 + this.rules.facetBonus * this.inFacets[record];
      this.score[record] = Math.round((this.text[record] * this.coverage(record) * facets + this.bonus[record]) * 1e4) / 1e4;
    }
    const { score } = this;
    this.records = [...Uint32Array.from(this.records).sort((a, b) => score[b] - score[a] || a - b)];
    return this;
  }

  /** The share of the question that a record covers. @param {number} record */
  coverage(record) {
    return this.bonus[record] || !this.whole ? 1 : this.covered[record] / this.whole;
  }

  /** Those of some records that answer; the others are merely close. @param {number[]} records */
  good(records) {
    let best = 0;
    const { enough, enoughOfMany, many, all } = this.rules;
    const least = this.small ? all : this.terms.filter(({ term }) => !term.optional).length < many ? enough : enoughOfMany;
    const covering = records.filter((record) => this.coverage(record) >= least);
    for (const record of covering) if (!this.bonus[record] && this.score[record] > best) best = this.score[record];
    return covering.filter((record) => this.bonus[record] || this.score[record] >= this.rules.farBelow * best);
  }

  /** The words of the query that a record has not. @param {number} record */
  lacks(record) {
    if (this.bonus[record]) return [];
    const asked = this.terms.filter(({ term, best }) => !term.optional && !best[record]).map(({ term }) => term.word);
    const had = new Set(this.terms.filter(({ best }) => best[record]).map(({ term }) => term.word));
    return [...new Set(asked.filter((word) => !had.has(word)))];
  }

  /** Whether every word of the query, filter words too, stands in the names of a record. @param {number} record */
  named(record) {
    return this.terms.every(({ term, named }) => named[record] || (term.optional && !term.namesFilter));
  }

  /** The forms by which a record was found. @param {number} record */
  matched(record) {
    const found = new Map(this.terms.flatMap(({ term, forms, best }) => (best[record] ? [[term.word, forms[best[record] - 1]]] : [])));
    return /** @type {string[]} */ ([...found.values()]);
  }
}
