// @ts-check
/**
 * The index in the browser: postings from Pagefind, ranking as in tools/kpiatlas/search/ranking.py. Sits on search-query.js.
 *
 * Pagefind is asked one word at a time and only says which records have it and how heavily; joining, correcting and
 * ordering happen here, so that both sides give the same answer.
 */

import { understand } from "./search-query.js";
import { Vocabulary, split } from "./search-words.js";

/**
 * @typedef {import("./search-query.js").Understood} Understood
 * @typedef {{id: string, title: string, abbreviation?: string, aliases?: string, summary: string, url: string}} Meta
 * @typedef {{id: string, score: number, data: () => Promise<{meta: Meta}>}} Found
 * @typedef {{options: (o: object) => Promise<void>, init: () => Promise<void>,
 *   search: (term: string, options?: object) => Promise<{results: Found[]}>}} Pagefind
 * @typedef {{page: string, score: number, coverage: number, exact: boolean, lacks: string[], matched: string[]}} Ranked
 * @typedef {{meta: Meta, score: number, lacks: string[], matched: string[]}} Hit
 * @typedef {Record<string, string[]>} Filters
 * @typedef {{total: number, hits: Hit[], closest: Hit[], didYouMean: string, counts: Record<string, Map<string, number>>}} Answer
 */

const CLOSEST = 5;
// Weight alone counts: no length, no frequency inside a record, no likeness of longer words.
const RANKING = { pageLength: 0, termFrequency: 1, termSaturation: 2, termSimilarity: 0 };

/** Load what a search needs. @param {URL} base the folder of the bundle, ending in a slash */
export async function openIndex(base) {
  const [pagefind, list] = await Promise.all([
    import(new URL("pagefind.js", base).href),
    fetch(new URL("search-words.json", base)).then((answer) => {
      if (!answer.ok) throw new Error(`search-words.json: ${answer.status}`);
      return answer.json();
    }),
  ]);
  await pagefind.options({ basePath: base.pathname, noWorker: true, ranking: RANKING });
  await pagefind.init();
  return new Index(pagefind, new Vocabulary(list));
}

/** A catalogue that can be searched in the browser. */
export class Index {
  /** @param {Pagefind} pagefind @param {Vocabulary} vocabulary */
  constructor(pagefind, vocabulary) {
    this.pagefind = pagefind;
    this.vocabulary = vocabulary;
    this.anything = `${vocabulary.list.marks.record}0`; // asking for nothing would load the whole index
    /** @type {Map<string, Promise<Map<string, number>>>} */
    this.read = new Map();
    /** @type {Map<string, Promise<Set<string>>>} */
    this.sets = new Map();
    /** @type {Map<string, Found>} */
    this.pages = new Map();
  }

  /** The pages that have a word, with its score in each. @param {string} word */
  postings(word) {
    const known = this.read.get(word) ?? this.pagefind.search(`${word}0`).then(({ results }) => {
      results.forEach((row) => this.pages.set(row.id, row));
      return new Map(results.map((row) => [row.id, row.score]));
    });
    this.read.set(word, known);
    return known;
  }

  /** The pages with one value of a filter. @param {string} facet @param {string} value */
  having(facet, value) {
    const name = `${facet}\0${value}`;
    const wanted = facet === "industry" ? { any: [value, this.vocabulary.list.every] } : value;
    const known = this.sets.get(name) ?? this.pagefind.search(this.anything, { filters: { [facet]: wanted } }).then(({ results }) => {
      results.forEach((row) => this.pages.set(row.id, row));
      return new Set(results.map((row) => row.id));
    });
    this.sets.set(name, known);
    return known;
  }

  /** Answer a query. @param {string} text @param {Filters} filters @param {{limit: number, counted?: boolean}} how */
  async search(text, filters, { limit, counted = false }) {
    const understood = understand(text, this.vocabulary);
    const browsing = understood.words.length === 0;
    const ranked = browsing ? await this.everything() : await this.rank(understood);
    const passing = await this.passing(filters);
    const found = this.good(ranked.filter((row) => passing(row.page)));
    const counts = counted ? await this.counts(ranked, filters) : {};
    const hits = await this.hits(found, limit, browsing);
    const closest = found.length || browsing ? [] : await this.closest(ranked, passing, filters);
    return { total: found.length, hits, closest, didYouMean: understood.corrected, counts };
  }

  /** @returns {Promise<Ranked[]>} every record, by name */
  async everything() {
    const { results } = await this.pagefind.search(this.anything, { sort: { title: "asc" } });
    results.forEach((row) => this.pages.set(row.id, row));
    return results.map((row) => ({ page: row.id, score: 0, coverage: 1, exact: false, lacks: [], matched: [] }));
  }

  /** A test of a page against the filters, one of them left out. @param {Filters} filters @param {string} [without] */
  async passing(filters, without) {
    const chosen = Object.entries(filters).filter(([facet, values]) => facet !== without && values.length);
    const sets = await Promise.all(
      chosen.map(async ([facet, values]) => Promise.all(values.map((value) => this.having(facet, value)))),
    );
    return (/** @type {string} */ page) => sets.every((any) => any.some((set) => set.has(page)));
  }

  /** @param {Understood} understood @returns {Promise<Ranked[]>} every record that has any of the words, best first */
  async rank(understood) {
    const scoring = new Scoring(this.vocabulary.list.size, this.vocabulary.list.rules);
    for (const term of understood.terms) {
      const forms = [...term.forms];
      const postings = await Promise.all(forms.map(([form]) => this.postings(form)));
      scoring.term(term, forms.map(([form, weight], at) => ({ form, weight, rows: postings[at] })));
    }
    for (const [step, name] of understood.keys.entries()) {
      const { exactBonus, lessSure } = this.vocabulary.list.rules;
      const rows = await this.postings(this.vocabulary.list.marks.exact + name);
      for (const [page, score] of rows) scoring.exact(page, exactBonus - lessSure * step + score);
    }
    const browse = understood.terms.every((term) => term.optional);
    for (const [facet, value] of understood.facets) scoring.facet(await this.having(facet, value), browse);
    return scoring.ranked(understood);
  }

  /** Those that answer; the others are merely close. @param {Ranked[]} ranked */
  good(ranked) {
    const { enough, farBelow } = this.vocabulary.list.rules;
    const covering = ranked.filter((row) => row.coverage >= enough);
    const best = Math.max(0, ...covering.filter((row) => !row.exact).map((row) => row.score));
    return covering.filter((row) => row.exact || row.score >= farBelow * best);
  }

  /** The first hits; equal scores by name. @param {Ranked[]} found @param {number} limit @param {boolean} [inOrder] */
  async hits(found, limit, inOrder = false) {
    const last = found[limit - 1]?.score;
    const first = found.filter((row, at) => at < limit || (!inOrder && at < 2 * limit && row.score === last));
    const hits = await Promise.all(first.map(async (row) => {
      const { meta } = await /** @type {Found} */ (this.pages.get(row.page)).data();
      return { meta, score: row.score, lacks: row.lacks, matched: row.matched };
    }));
    if (!inOrder) hits.sort((a, b) => b.score - a.score || a.meta.title.localeCompare(b.meta.title, "en"));
    return hits.slice(0, limit);
  }

  /** Fewer of the words inside the filters, then all of them outside.
   * @param {Ranked[]} ranked @param {(page: string) => boolean} passing @param {Filters} filters */
  async closest(ranked, passing, filters) {
    const inside = ranked.filter((row) => passing(row.page)).slice(0, CLOSEST);
    const near = this.good(ranked).filter((row) => !passing(row.page)).slice(0, CLOSEST - inside.length);
    const outside = await Promise.all(near.map(async (row) => ({ ...row, lacks: [...row.lacks, ...(await this.failed(row, filters))] })));
    return this.hits([...inside, ...outside], CLOSEST, true);
  }

  /** The filters that a page does not pass. @param {Ranked} row @param {Filters} filters */
  async failed(row, filters) {
    const failed = [];
    for (const [facet, values] of Object.entries(filters)) {
      const passing = await this.passing({ [facet]: values });
      if (values.length && !passing(row.page)) failed.push(`${facet}: ${values.join(", ")}`);
    }
    return failed;
  }

  /** How many answers each value of a filter would leave, the other filters kept. @param {Ranked[]} ranked @param {Filters} filters */
  async counts(ranked, filters) {
    /** @type {Record<string, Map<string, number>>} */
    const counts = {};
    for (const facet of this.vocabulary.list.facets) {
      const passing = await this.passing(filters, facet.id);
      const base = this.good(ranked.filter((row) => passing(row.page)));
      const sets = await Promise.all(facet.values.map(([value]) => this.having(facet.id, value)));
      counts[facet.id] = new Map(facet.values.map(([value], at) => [value, base.filter((row) => sets[at].has(row.page)).length]));
    }
    return counts;
  }

  /** Whether a word of a text is one that was found. @param {string[]} matched */
  highlighter(matched) {
    const stems = new Set(matched.flatMap((form) => this.vocabulary.stemsOf(form)));
    return (/** @type {string} */ word) => split(word).some((part) => stems.has(this.vocabulary.stem(part)));
  }
}

/** The scores of one query while they are added up. */
class Scoring {
  /** @param {number} size @param {Record<string, number>} rules */
  constructor(size, rules) {
    this.size = size;
    this.rules = rules;
    this.whole = 0;
    /** @type {Map<string, {text: number, covered: number, exact: number, facets: number, matched: Map<string, string>}>} */
    this.found = new Map();
  }

  /** @param {string} page */
  candidate(page) {
    const known = this.found.get(page) ?? { text: 0, covered: 0, exact: 0, facets: 0, matched: new Map() };
    this.found.set(page, known);
    return known;
  }

  /** How much a word tells. @param {number} having */
  rarity(having) {
    return Math.log(1 + (this.size - having + 0.5) / (having + 0.5));
  }

  /** @param {import("./search-query.js").Term} term @param {{form: string, weight: number, rows: Map<string, number>}[]} forms */
  term(term, forms) {
    /** @type {Map<string, [number, string]>} */
    const best = new Map();
    let importance = 0;
    for (const { form, weight, rows } of forms) {
      if (rows.size) importance = Math.max(importance, this.rarity(rows.size) * (weight > 0.5 ? weight : 0.3));
      for (const [page, score] of rows) {
        if (weight * score > (best.get(page)?.[0] ?? 0)) best.set(page, [weight * score, form]);
      }
    }
    importance ||= this.rarity(Math.max(1, Math.floor(this.size / 10)));
    for (const [page, [score, form]] of best) {
      const candidate = this.candidate(page);
      candidate.text += score;
      candidate.matched.set(term.word, form);
      if (!term.optional) candidate.covered += importance;
    }
    if (!term.optional) this.whole += importance;
  }

  /** @param {string} page @param {number} bonus */
  exact(page, bonus) {
    const candidate = this.candidate(page);
    candidate.exact = Math.max(candidate.exact, bonus);
  }

  /** @param {Set<string>} pages @param {boolean} browse whether nothing but filters was typed */
  facet(pages, browse) {
    for (const page of pages) if (browse || this.found.has(page)) this.candidate(page).facets += 1;
  }

  /** @param {Understood} understood @returns {Ranked[]} */
  ranked(understood) {
    const asked = understood.terms.filter((term) => !term.optional).map((term) => term.word);
    const rows = [...this.found].map(([page, one]) => {
      const coverage = one.exact || !this.whole ? 1 : one.covered / this.whole;
      const score = one.text * coverage * (1 + this.rules.facetBonus * one.facets) + one.exact;
      const lacks = one.exact ? [] : [...new Set(asked.filter((word) => !one.matched.has(word)))];
      return { page, score: Math.round(score * 1e4) / 1e4, coverage, exact: one.exact > 0, lacks, matched: [...one.matched.values()] };
    });
    return rows.sort((a, b) => b.score - a.score);
  }
}
