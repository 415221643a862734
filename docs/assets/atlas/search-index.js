// @ts-check
/**
 * A catalogue that can be searched in the browser: joins what was understood, the files, ranking and filters into an answer,
 * as tools/kpiatlas/search/index.py does. Sits on search-query.js, search-files.js, search-ranking.js, search-answer.js.
 */

import { alikeTerms, asked, fitting, takenFilters, withoutTaken } from "./search-answer.js";
import { frontCoded, openFiles } from "./search-files.js";
import { understand } from "./search-query.js";
import { Ranking } from "./search-ranking.js";
import { Vocabulary, split } from "./search-words.js";

/**
 * @typedef {import("./search-files.js").Files} Files
 * @typedef {import("./search-files.js").Meta} Meta
 * @typedef {import("./search-query.js").Understood} Understood
 * @typedef {{record: number, meta: Meta, score: number, lacks: string[], matched: string[]}} Hit
 * @typedef {Record<string, string[]>} Filters
 * @typedef {(record: number) => boolean} Test
 * @typedef {{total: number, hits: Hit[], closest: Hit[], didYouMean: string, counts: Record<string, Map<string, number>>,
 *   taken: import("./search-query.js").Named[], categories: string[], unread: string, cut: boolean}} Answer
 */

const CLOSEST = 5;

/** Load what a search needs. @param {URL} base the folder of the index, ending in a slash */
export async function openIndex(base) {
  const files = await openFiles(base);
  const words = files.start.words.map((tier) => [...frontCoded(tier)].join(" "));
  return new Index(files, new Vocabulary({ ...files.start, words }));
}

/** A catalogue that can be searched in the browser. */
export class Index {
  /** @param {Files} files @param {Vocabulary} vocabulary */
  constructor(files, vocabulary) {
    this.files = files;
    this.vocabulary = vocabulary;
  }

  /** Answer a query; with `wordsOnly` no word of it counts as a filter.
   * @param {string} text @param {Filters} filters @param {{limit: number, counted?: boolean, wordsOnly?: boolean}} how @returns {Promise<Answer>} */
  async search(text, filters, { limit, counted = false, wordsOnly = false }) {
    const understood = understand(text, this.vocabulary, wordsOnly);
    const [ranking, tests, having] = await Promise.all([this.rank(understood), this.tests(filters), this.namedTests(understood)]);
    const passing = (/** @type {number} */ record) => [...tests.values()].every((test) => test(record));
    const inside = tests.size ? ranking.records.filter(passing) : ranking.records;
    const { taken, kept } = takenFilters(understood, ranking, inside, having);
    const found = ranking.good(kept);
    const narrowed = taken.length > 0 && understood.terms.some((term) => !term.optional);
    const last = narrowed ? await this.rank(withoutTaken(understood, taken)) : ranking;
    if (narrowed) found.sort((a, b) => last.score[b] - last.score[a] || a - b);
    const browsing = understood.words.length === 0;
    const [hits, closest, counts] = await Promise.all([
      this.hits(found.slice(0, limit), last),
      found.length || browsing ? [] : this.closest(understood, ranking, tests, passing, filters),
      counted ? this.counts(ranking, tests, found) : {},
    ]);
    const none = found.length > 0 ? [] : await fitting(understood, closest, this);
    return { total: found.length, hits, closest, didYouMean: understood.corrected, counts, taken, categories: none, ...asked(text, understood, this.vocabulary) };
  }

  /** For each filter named in the query, the test of it. @param {Understood} understood @returns {Promise<Test[]>} */
  namedTests(understood) {
    return Promise.all(understood.facets.map(({ facet, values }) => this.having(facet, values)));
  }

  /** @param {Understood} understood */
  async rank(understood) {
    const { start } = this.files;
    const ranking = new Ranking(start.size, start.rules);
    if (!understood.words.length) {
      ranking.addAll();
      return ranking;
    }
    // Everything is asked for before the first answer is waited for, so that a query costs one way to the server.
    const terms = understood.terms.map((term) =>
      Promise.all([...term.forms].map(async ([form, weight]) => ({ form, weight, postings: await this.files.postings(form) }))));
    const names = understood.keys.map((name) => this.files.postings(start.marks.exact + name));
    const facets = this.namedTests(understood);
    const [forms, exact, having] = await Promise.all([Promise.all(terms), Promise.all(names), facets]);
    ranking.small = understood.small;
    understood.terms.forEach((term, at) => ranking.addTerm(term, forms[at]));
    exact.forEach((postings, step) => ranking.addExact(postings, step));
    const alone = understood.terms.every((term) => term.optional);
    having.forEach((has) => ranking.addFacet(has, alone));
    return ranking.finish();
  }

  /** Whether a record has one of the values; in an industry also where it holds for every industry.
   * @param {string} facet @param {string[]} values @returns {Promise<Test>} */
  async having(facet, values) {
    const column = await this.files.column(facet);
    const wanted = this.places(facet, facet === "industry" ? [...values, this.vocabulary.list.every] : values);
    return (record) => wanted.some((value) => column.has(record, value));
  }

  /** The numbers of a filter's values; `every` comes after the last of them. @param {string} facet @param {string[]} values */
  places(facet, values) {
    const known = this.vocabulary.list.facets.find(({ id }) => id === facet)?.values.map(([value]) => value) ?? [];
    if (!known.includes(this.vocabulary.list.every)) known.push(this.vocabulary.list.every);
    return values.map((value) => known.indexOf(value)).filter((place) => place >= 0);
  }

  /** For each filter that is set, the test of it. @param {Filters} filters @returns {Promise<Map<string, Test>>} */
  async tests(filters) {
    const chosen = Object.entries(filters).filter(([, values]) => values.length);
    const tests = await Promise.all(chosen.map(([facet, values]) => this.having(facet, values)));
    return new Map(chosen.map(([facet], at) => [facet, tests[at]]));
  }

  /** @param {number[]} records @param {Ranking} ranking @param {(record: number) => string[]} [failed] @returns {Promise<Hit[]>} */
  hits(records, ranking, failed = () => []) {
    return Promise.all(records.map(async (record) => ({
      record,
      meta: await this.files.row(record),
      score: ranking.score[record],
      lacks: [...ranking.lacks(record), ...failed(record)],
      matched: ranking.matched(record),
    })));
  }

  /** Fewer of the words inside the filters, then all of them outside; where no word is known, names of words that look alike.
   * @param {Understood} understood @param {Ranking} ranking @param {Map<string, Test>} tests @param {Test} passing @param {Filters} filters */
  async closest(understood, ranking, tests, passing, filters) {
    if (!ranking.records.length) return this.alike(understood);
    const inside = ranking.records.filter(passing).slice(0, CLOSEST);
    const outside = ranking.good(ranking.records).filter((record) => !passing(record)).slice(0, CLOSEST - inside.length);
    const failed = (/** @type {number} */ record) =>
      [...tests].filter(([, test]) => !test(record)).map(([facet]) => `${facet}: ${filters[facet].join(", ")}`);
    return this.hits([...inside, ...outside], ranking, failed);
  }

  /** @param {Understood} understood @returns {Promise<Hit[]>} */
  async alike(understood) {
    const ranking = await this.rank({ ...understood, keys: [], facets: [], terms: alikeTerms(understood, this.vocabulary) });
    const hits = await this.hits(ranking.records.slice(0, CLOSEST), ranking);
    return hits.map((hit) => ({ ...hit, score: 0, lacks: understood.words }));
  }

  /** The functions that records stand in. @param {Hit[]} hits @returns {Promise<string[]>} */
  async functionsOf(hits) {
    if (!hits.length) return [];
    const column = await this.files.column("category");
    const values = this.vocabulary.list.facets.find(({ id }) => id === "category")?.values ?? [];
    return hits.flatMap(({ record }) => column.of(record).map((place) => values[place])).filter((value) => value?.[2] === 0).map(([id]) => id);
  }

  /** How many answers each value of a filter would leave, the other filters kept: one pass over the answers for each filter.
   * @param {Ranking} ranking @param {Map<string, Test>} tests @param {number[]} found */
  async counts(ranking, tests, found) {
    const { facets, every } = this.vocabulary.list;
    const columns = await Promise.all(facets.map(({ id }) => this.files.column(id)));
    /** @type {Record<string, Map<string, number>>} */
    const counts = {};
    facets.forEach(({ id, values }, at) => {
      const others = [...tests].filter(([facet]) => facet !== id).map(([, test]) => test);
      const base = tests.has(id) ? ranking.good(ranking.records.filter((record) => others.every((test) => test(record)))) : found;
      const counted = new Uint32Array(values.length + 1);
      for (const record of base) for (const value of columns[at].of(record)) counted[value] += 1;
      const forAll = id === "industry" ? counted[this.places(id, [every])[0]] : 0;
      counts[id] = new Map(values.map(([value], place) => [value, counted[place] + (value === every ? 0 : forAll)]));
    });
    return counts;
  }

  /** Whether a word of a text is one that was found. @param {string[]} matched */
  highlighter(matched) {
    const stems = new Set(matched.flatMap((form) => this.vocabulary.stemsOf(form)));
    return (/** @type {string} */ word) => split(word).some((part) => stems.has(this.vocabulary.stem(part)));
  }
}
