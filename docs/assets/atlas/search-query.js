// @ts-check
/**
 * What a person who typed this may mean: names, words with their stand-ins, filters. The same as
 * tools/kpiatlas/search/understanding.py; sits on search-words.js.
 */

import { split } from "./search-words.js";

/**
 * @typedef {import("./search-words.js").Vocabulary} Vocabulary
 * @typedef {{word: string, forms: Map<string, number>, optional: boolean, namesFilter?: boolean}} Term
 * @typedef {{facet: string, values: string[], words: string[]}} Named a filter that words of a query name
 * @typedef {{words: string[], keys: string[], terms: Term[], facets: Named[], corrected: string, whole: string[], small: boolean}} Understood
 * @typedef {{vocabulary: Vocabulary, terms: Term[], corrected: string[]}} Reading
 */

/** @param {string} text @param {Vocabulary} vocabulary @param {boolean} [wordsOnly] no word is a filter @returns {Understood} */
export function understand(text, vocabulary, wordsOnly = false) {
  const { rules } = vocabulary.list;
  const typed = [...text].slice(0, rules.maxCharacters).join("");
  const words = split(typed).slice(0, rules.maxWords);
  const { facets, rest, terms } = facetsIn(words, vocabulary, wordsOnly ? {} : vocabulary.list.facetWords);
  const meant = rest.filter((word) => !vocabulary.stop.has(word));
  const content = meant.length || facets.length ? meant : rest.filter((word) => vocabulary.knows(word) || word === words.at(-1));
  /** @type {Reading} */
  const reading = { vocabulary, terms: [], corrected: [] };
  const open = content.length > 0 && words.at(-1) === content.at(-1) && /[\p{L}\p{N}]$/u.test(text);
  const begins = meant.length ? content.length <= vocabulary.list.rules.begins : words.length === 1;
  content.forEach((word, at) => readWord(reading, word, open && at === content.length - 1, begins));
  joinNeighbors(reading, rest, content);
  const spelled = replaced(words, content, reading.corrected);
  const same = reading.corrected.join("\0") === content.join("\0");
  return {
    words,
    keys: keysOf([words, rest, spelled], vocabulary),
    terms: [...reading.terms, ...phrases(words, vocabulary), ...terms],
    facets,
    corrected: same ? "" : spelled.join(" "),
    whole: keysOf([words], vocabulary),
    small: words.length > 0 && !meant.length && !facets.length,
  };
}

/** As typed, without what stands around it, without filters, corrected. @param {string[][]} spellings @param {Vocabulary} v */
function keysOf(spellings, v) {
  const all = spellings.flatMap((words) => [words, trimmed(words, v)]).filter((words) => words.length);
  return [...new Set(all.flatMap((words) => v.keys(words)))];
}

/** @param {string[]} words @param {Vocabulary} v */
function trimmed(words, v) {
  let start = 0, end = words.length;
  while (start < end && v.frame.has(words[start])) start += 1;
  while (end > start && v.frame.has(words[end - 1])) end -= 1;
  return words.slice(start, end);
}

/** @param {string[]} words @param {string[]} content @param {string[]} corrected */
function replaced(words, content, corrected) {
  const next = new Map(content.map((word, at) => [word, corrected[at] ?? word]));
  return words.flatMap((word) => (next.get(word) ?? word).split(" "));
}

/** The filters named in a query, the words without them, and those words as optional terms.
 * @param {string[]} words @param {Vocabulary} v @param {Record<string, [string, string][]>} facetWords */
function facetsIn(words, v, facetWords) {
  /** @type {Map<string, Named>} */
  const found = new Map();
  /** @type {string[]} */
  const rest = [];
  for (let at = 0; at < words.length; ) {
    const named = facetAt(words, at, v, facetWords);
    for (const one of named) found.set(JSON.stringify(one), one);
    if (!named.length) rest.push(words[at]);
    at += named.length ? named[0].words.length : 1;
  }
  const facets = [...found.values()];
  /** @type {Term[]} */
  const terms = [...new Set(facets.flatMap((one) => one.words))].map((word) => ({
    word, forms: new Map([[v.stem(word), 0.5]]), optional: true, namesFilter: true,
  }));
  return { facets, rest, terms };
}

/** The filters that the words from here on name, by as many words as possible.
 * @param {string[]} words @param {number} at @param {Vocabulary} v @param {Record<string, [string, string][]>} facetWords @returns {Named[]} */
function facetAt(words, at, v, facetWords) {
  for (let length = Math.min(4, words.length - at); length > 0; length -= 1) {
    const here = words.slice(at, at + length), name = here.map((word) => v.plain(word)).join(" ");
    if (!Object.hasOwn(facetWords, name)) continue;
    const meant = facetWords[name];
    const facets = [...new Set(meant.map(([facet]) => facet))];
    return facets.map((facet) => ({ facet, values: meant.filter(([other]) => other === facet).map(([, value]) => value), words: here }));
  }
  return [];
}

/** @param {Reading} reading @param {string} word @param {boolean} last @param {boolean} begins whether few words were typed */
function readWord(reading, word, last, begins) {
  const v = reading.vocabulary, { rules } = v.list;
  /** @type {Map<string, number>} */
  const forms = new Map();
  let shown = word;
  const known = v.knows(word) || v.rowsOf.has(v.stem(word));
  const begun = known ? [] : v.completions(v.plain(word), !last);
  const parts = known || begun.length ? [] : v.parts(word);
  if (known) {
    add(forms, v.stem(word), 1, v);
    if (last && begins) v.begun(v.plain(word)).forEach((other) => put(forms, v.stem(other), rules.begun));
  } else if (begun.length) {
    begun.forEach((other) => put(forms, v.stem(other), rules.completed));
  } else if (parts.length) {
    reading.corrected.push(parts.join(" "));
    for (const part of parts.filter((one) => !v.stop.has(one))) reading.terms.push({ word: part, forms: add(new Map(), v.stem(part), 1, v), optional: false });
    return;
  } else {
    const near = v.near(word);
    for (const [other, cost] of near) add(forms, v.stem(other), rules.near - 0.4 * (cost - near[0][1]), v);
    shown = near[0]?.[0] ?? word;
    if (!near.length) add(forms, v.stem(word), 1, v);
  }
  reading.corrected.push(shown);
  reading.terms.push({ word, forms, optional: false });
}

/** A stem and its synonyms. @param {Map<string, number>} forms @param {string} stem @param {number} weight @param {Vocabulary} v */
function add(forms, stem, weight, v) {
  put(forms, stem, weight);
  for (const row of v.rowsOf.get(stem) ?? []) put(forms, row, v.list.rules.synonym * weight);
  return forms;
}

/** @param {Map<string, number>} forms @param {string} form @param {number} weight */
function put(forms, form, weight) {
  forms.set(form, Math.max(forms.get(form) ?? 0, Math.round(weight * 1000) / 1000));
}

/** Two words that records write as one: e mail, self service, on time. @param {Reading} reading @param {string[]} words @param {string[]} content */
function joinNeighbors(reading, words, content) {
  const v = reading.vocabulary;
  if (reading.terms.length !== content.length) return;
  for (let at = 0; at + 1 < words.length; at += 1) {
    const joined = words[at] + words[at + 1];
    if (!v.knows(joined)) continue;
    for (const word of [words[at], words[at + 1]]) {
      const here = content.indexOf(word);
      if (here >= 0) put(reading.terms[here].forms, v.stem(joined), v.list.rules.joined);
    }
  }
}

/** Sayings whose words alone say nothing. @param {string[]} words @param {Vocabulary} v @returns {Term[]} */
function phrases(words, v) {
  const text = ` ${words.join(" ")} `;
  const said = Object.entries(v.list.phrases).filter(([phrase]) => text.includes(` ${phrase} `));
  return said.flatMap(([, meant]) =>
    meant.split(" ").map((word) => ({ word, forms: add(new Map(), v.stem(word), v.list.rules.phrase, v), optional: true })),
  );
}
