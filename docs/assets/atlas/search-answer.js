// @ts-check
/**
 * Words of a query that count as filters, and what is said where nothing answers. The same rules as
 * tools/kpiatlas/search/answering.py; search-index.js joins them with the files.
 */

import { split } from "./search-words.js";

/**
 * @typedef {import("./search-index.js").Index} Index
 * @typedef {import("./search-index.js").Hit} Hit
 * @typedef {import("./search-index.js").Test} Test
 * @typedef {import("./search-query.js").Named} Named
 * @typedef {import("./search-query.js").Term} Term
 * @typedef {import("./search-query.js").Understood} Understood
 * @typedef {import("./search-ranking.js").Ranking} Ranking
 * @typedef {import("./search-words.js").Vocabulary} Vocabulary
 */

const CATEGORIES = 3;
const NO_WORD = "There is no word in it to look for.";
const SMALL_WORDS = "There are only small words in it. Say what it is about.";

/** The named filters that count, and the records they keep: all of them together, else the first that can stand alone.
 * @param {Understood} understood @param {Ranking} ranking @param {number[]} inside the records that pass the chosen filters
 * @param {Test[]} having @returns {{taken: Named[], kept: number[]}} */
export function takenFilters(understood, ranking, inside, having) {
  const none = { taken: [], kept: inside };
  if (!having.length || ranking.names.some((step) => step < understood.whole.length)) return none;
  const best = inside.reduce((most, record) => Math.max(most, ranking.coverage(record)), 0);
  const rivals = inside.filter((record) => ranking.named(record));
  const fit = understood.facets.map((named, at) => ({ named, has: having[at] })).filter(({ has }) => rivals.every(has));
  for (const chosen of [fit, ...fit.map((one) => [one])]) {
    const facets = [...new Set(chosen.map(({ named }) => named.facet))];
    const kept = inside.filter((record) =>
      facets.every((facet) => chosen.some(({ named, has }) => named.facet === facet && has(record))));
    const most = kept.reduce((found, record) => Math.max(found, ranking.coverage(record)), 0);
    if (chosen.length && ranking.good(kept).length && most >= ranking.rules.asWell * best) {
      return { taken: chosen.map(({ named }) => named), kept };
    }
  }
  return none;
}

/** The query without the words of filters that count: all that is left passes them, so they favor nothing.
 * @param {Understood} understood @param {Named[]} taken @returns {Understood} */
export function withoutTaken(understood, taken) {
  const said = new Set(taken.flatMap(({ words }) => words));
  return { ...understood, terms: understood.terms.filter((term) => !(term.namesFilter && said.has(term.word))) };
}

/** Where no word is known: the words of names that look most alike. @param {Understood} understood @param {Vocabulary} v @returns {Term[]} */
export function alikeTerms(understood, v) {
  return understood.words.filter((word) => !v.stop.has(word)).map((word) => ({
    word, forms: new Map(v.alike(word).map(([other, likeness]) => [v.stem(other), likeness])), optional: false,
  })).filter(({ forms }) => forms.size > 0);
}

/** The categories to look through: those whose titles say a word of the query, then those of the closest records.
 * @param {Understood} understood @param {Hit[]} closest @param {Index} index @returns {Promise<string[]>} */
export async function fitting(understood, closest, index) {
  const v = index.vocabulary, values = v.list.facets.find(({ id }) => id === "category")?.values ?? [];
  const subjects = (/** @type {string[]} */ words) => words.filter((word) => !v.stop.has(word)).map((word) => v.stem(word));
  const typed = subjects(understood.words);
  const alike = typed.flatMap((word) => [...(v.rowsOf.get(word) ?? [])].flatMap((row) => v.stemsOf(row)));
  const named = understood.facets.flatMap(({ facet, values: ids }) => (facet === "category" ? ids : []));
  const functions = values.filter(([, , depth]) => depth === 0), groups = values.filter(([, , depth]) => depth > 0);
  const said = [new Set(typed), new Set(alike)].flatMap((wanted) =>
    [...functions, ...groups].filter(([, title]) => subjects(split(title)).some((word) => wanted.has(word))).map(([id]) => id));
  const near = await index.functionsOf(closest);
  const found = [...new Set([...named, ...said, ...near])].slice(0, CATEGORIES);
  return found.length ? found : functions.map(([id]) => id);
}

/** What is to be said about the query itself. @param {string} text @param {Understood} understood @param {Vocabulary} v */
export function asked(text, understood, v) {
  const empty = understood.words.length === 0 && text.trim() !== "";
  return { unread: empty ? NO_WORD : understood.small ? SMALL_WORDS : "", cut: [...text].length > v.list.rules.maxCharacters };
}
