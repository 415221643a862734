// @ts-check
/**
 * What a person who typed this may mean: names, words with their stand-ins, filters. The same as
 * tools/kpiatlas/search/understanding.py; sits on search-words.js.
 */

import { split } from "./search-words.js";

/**
 * @typedef {import("./search-words.js").Vocabulary} Vocabulary
 * @typedef {{word: string, forms: Map<string, number>, optional: boolean}} Term
 * @typedef {{words: string[], keys: string[], terms: Term[], facets: [string, string][], corrected: string}} Understood
 * @typedef {{vocabulary: Vocabulary, terms: Term[], corrected: string[]}} Reading
 */

/** @param {string} text @param {Vocabulary} vocabulary @returns {Understood} */
export function understand(text, vocabulary) {
  const { rules } = vocabulary.list;
  const typed = [...text].slice(0, rules.maxCharacters).join("");
  const words = split(typed).slice(0, rules.maxWords);
  const { facets, rest, terms } = facetsIn(words, vocabulary);
  const meant = rest.filter((word) => !vocabulary.stop.has(word));
  const content = meant.length || facets.length ? meant : rest;
  /** @type {Reading} */
  const reading = { vocabulary, terms: [], corrected: [] };
  const open = content.length > 0 && words.at(-1) === content.at(-1) && /[\p{L}\p{N}]$/u.test(text);
  content.forEach((word, at) => readWord(reading, word, open && at === content.length - 1));
  joinNeighbors(reading, content);
  const spelled = replaced(words, content, reading.corrected);
  const same = reading.corrected.join("\0") === content.join("\0");
  return {
    words,
    keys: keysOf([words, rest, spelled], vocabulary),
    terms: [...reading.terms, ...phrases(words, vocabulary), ...terms],
    facets,
    corrected: same ? "" : spelled.join(" "),
  };
}

/** As typed, without what stands around it, without filters, corrected. @param {string[][]} spellings @param {Vocabulary} v */
function keysOf(spellings, v) {
  const all = spellings.flatMap((words) => [words, trimmed(words, v)]).filter((words) => words.length);
  return [...new Set(all.map((words) => v.key(words)))];
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

/** The filters named in a query. @param {string[]} words @param {Vocabulary} v */
function facetsIn(words, v) {
  /** @type {Map<string, [string, string]>} */
  const found = new Map();
  /** @type {string[]} */
  const rest = [];
  /** @type {Term[]} */
  const terms = [];
  for (let at = 0; at < words.length; ) {
    let length = 4;
    let facet = null;
    for (; length > 0 && !facet; length -= 1) {
      const name = words.slice(at, at + length).map((word) => v.plain(word)).join(" ");
      if (at + length <= words.length && Object.hasOwn(v.list.facetWords, name)) facet = v.list.facetWords[name];
    }
    length = facet ? length + 1 : 1;
    if (facet) {
      found.set(facet.join("\0"), facet);
      for (const word of words.slice(at, at + length)) {
        terms.push({ word, forms: new Map([[v.stem(word), 0.5]]), optional: true });
      }
    } else {
      rest.push(words[at]);
    }
    at += length;
  }
  return { facets: [...found.values()], rest, terms };
}

/** @param {Reading} reading @param {string} word @param {boolean} last */
function readWord(reading, word, last) {
  const v = reading.vocabulary, { rules } = v.list;
  /** @type {Map<string, number>} */
  const forms = new Map();
  let shown = word;
  const known = v.knows(word) || v.rowsOf.has(v.stem(word));
  const begun = known ? [] : v.completions(v.plain(word), !last);
  const parts = known || begun.length ? null : v.parts(word);
  if (known) {
    add(forms, v.stem(word), 1, v);
  } else if (begun.length) {
    begun.forEach((other) => put(forms, v.stem(other), rules.completed));
  } else if (parts) {
    reading.corrected.push(parts.join(" "));
    for (const part of parts) reading.terms.push({ word: part, forms: add(new Map(), v.stem(part), 1, v), optional: false });
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

/** Two words that records write as one. @param {Reading} reading @param {string[]} content */
function joinNeighbors(reading, content) {
  const v = reading.vocabulary;
  if (reading.terms.length !== content.length) return;
  for (let at = 0; at + 1 < content.length; at += 1) {
    const joined = content[at] + content[at + 1];
    if (v.knows(joined)) [at, at + 1].forEach((here) => put(reading.terms[here].forms, v.stem(joined), v.list.rules.joined));
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
