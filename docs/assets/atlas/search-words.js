// @ts-check
/**
 * Words: how a query becomes the words that are indexed. The same rules as tools/kpiatlas/search/words.py and vocabulary.py,
 * line by line; a test runs both over the whole vocabulary. The tables come from search-words.json, which Python writes.
 */

/**
 * @typedef {{id: string, title: string, values: [string, string, number][]}} Facet
 * @typedef {{size: number, words: string[], stop: string, frame: string, spellings: Record<string, string>,
 *   notBritish: string[], synonyms: string[], phrases: Record<string, string>, every: string,
 *   marks: {exact: string, row: string, record: string},
 *   facetWords: Record<string, [string, string][]>, facets: Facet[],
 *   rules: Record<string, number>}} WordList
 */

const MAX_NEAR = 4;
const MAX_COMPLETIONS = 12;
const SHORTEST_CUT = 3;

/** @param {string} text lower case, no accents, no apostrophes */
export function bare(text) {
  const said = text.replace(/['\u2019\u02bc]/g, "").replaceAll("&", " and ").replaceAll("%", " percent ");
  return said.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/** @param {string} text @returns {string[]} its words, bare, in order */
export function split(text) {
  return bare(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words of one catalogue with their forms, and the nearest of them to one that is not there. */
export class Vocabulary {
  /** @param {WordList} list */
  constructor(list) {
    this.list = list;
    this.stop = new Set(list.stop.split(" "));
    this.frame = new Set([...this.stop, ...list.frame.split(" ")]);
    this.notBritish = new Set(list.notBritish);
    this.spellings = new Map(Object.entries(list.spellings));
    /** @type {Map<string, number>} */
    this.tierOf = new Map();
    list.words.forEach((words, tier) => words.split(" ").forEach((word) => word && this.tierOf.set(word, tier)));
    this.stems = new Set([...this.tierOf.keys()].map((word) => this.stem(word)));
    /** @type {[string, number][]} */
    this.letters = [...this.tierOf.keys()].filter((word) => !this.stop.has(word)).map((word) => [word, letters(word)]);
    this.rows = list.synonyms.map((row) => row.split(" ").map((word) => this.stem(word.replaceAll("-", ""))));
    this.rowsOf = this.readSynonyms();
  }

  /** @returns {Map<string, Set<string>>} stem to the rows of synonyms it stands in, as they are called in the index */
  readSynonyms() {
    const found = new Map();
    this.rows.forEach((stems, number) => {
      for (const one of stems) found.set(one, (found.get(one) ?? new Set()).add(`${this.list.marks.row}${number}`));
    });
    return found;
  }

  /** @param {string} form @returns {string[]} the stems that a form of a query stands for: itself, or all of its row */
  stemsOf(form) {
    const { row } = this.list.marks;
    return (form.startsWith(row) && this.rows[Number(form.slice(row.length))]) || [form];
  }

  /** @param {string} word in the singular and in American spelling */
  plain(word) {
    return this.american(singular(this.spellings.get(word) ?? word));
  }

  /** @param {string} word */
  american(word) {
    const known = this.spellings.get(word) ?? word;
    if (known.length < 5 || this.notBritish.has(known)) return known;
    return known
      .replace(/is(e|ed|ing|ation|er)$/, "iz$1")
      .replace(/ys(e|ed|ing|er)$/, "yz$1")
      .replace(/our(ed|ing|ite|al|able)?$/, "or$1")
      .replace(/([bt])re$/, "$1er")
      .replace(/ogue$/, "og");
  }

  /** @param {string} typed what a word is indexed under */
  stem(typed) {
    let word = this.plain(typed);
    if (word.length > 4 && word.endsWith("ied")) return word.slice(0, -3) + "y";
    for (const [ending, least] of /** @type {[string, number][]} */ ([["ment", 7], ["ing", 6], ["ed", 5], ["ly", 6]])) {
      if (word.length >= least && word.endsWith(ending) && !word.endsWith("eed") && !word.endsWith("pply")) {
        const rest = word.slice(0, -ending.length);
        if (/[aeiouy]/.test(rest)) word = root(rest);
        break;
      }
    }
    return withoutE(root(word));
  }

  /** A name as it is compared, without blanks: as it stands (ROAS is not the plural of ROA), then of plain words. @param {string[]} words */
  keys(words) {
    return [words.join(""), words.map((word) => this.plain(word)).join("")].filter((one) => one);
  }

  /** @param {string} word */
  knows(word) {
    return this.stems.has(this.stem(word));
  }

  /** @param {string} start @param {boolean} [namesOnly] for cut words @returns {string[]} the words that begin so, those of names first */
  completions(start, namesOnly = false) {
    if (namesOnly && start.length < SHORTEST_CUT) return [];
    const found = [...this.tierOf].filter(([word, tier]) => word.startsWith(start) && (!namesOnly || tier === 0)).map(([word]) => word);
    const tier = (/** @type {string} */ word) => this.tierOf.get(word) ?? 9;
    return found.sort((a, b) => tier(a) - tier(b) || a.length - b.length || compare(a, b)).slice(0, MAX_COMPLETIONS);
  }

  /** The words that begin with a known one; where that is long, only words of names. @param {string} start */
  begun(start) {
    return this.completions(start, start.length > SHORTEST_CUT).filter((word) => word !== start);
  }

  /** @param {string} word @returns {[string, number][]} words one or two typing errors away, with what each costs */
  near(word) {
    const typed = this.plain(word), mask = letters(typed);
    const reach = typed.length < 3 ? 0 : typed.length < 5 ? 1 : 2;
    /** @type {[string, number][]} */
    const found = [];
    for (const [other, others] of this.letters) {
      if (Math.abs(other.length - typed.length) > reach || bits(mask ^ others) > 2 * reach) continue;
      const distance = typingDistance(typed, other, reach);
      const cost = distance + 0.2 * (this.tierOf.get(other) ?? 0) + (typed[0] === other[0] ? 0 : 0.3);
      if (distance <= reach && (other.length > 3 || typed[0] === other[0])) found.push([other, cost]);
    }
    found.sort((a, b) => a[1] - b[1] || compare(a[0], b[0]));
    return found.slice(0, MAX_NEAR).filter(([, cost]) => cost <= found[0][1] + 0.8);
  }

  /** The words of names that share most pairs of letters with a word that is far from all. @param {string} word @returns {[string, number][]} */
  alike(word) {
    const typed = pairs(this.plain(word));
    if (!typed.size) return [];
    /** @type {[string, number][]} */
    const found = [];
    for (const [other, tier] of this.tierOf) {
      if (tier) continue;
      const others = pairs(other);
      const shared = [...typed].filter((pair) => others.has(pair)).length;
      const likeness = Math.round((2000 * shared) / (typed.size + others.size)) / 1000;
      if (likeness >= this.list.rules.leastAlike) found.push([other, likeness]);
    }
    return found.sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).slice(0, MAX_NEAR);
  }

  /** The known words that were joined; small words, and more than two, only in a long one. @param {string} word @returns {string[]} */
  parts(word) {
    const { leastPart, longJoined, mostJoined, meanPart } = this.list.rules;
    const long = word.length >= longJoined;
    /** @type {({cost: number, found: string[]} | undefined)[]} */
    const best = [{ cost: 0, found: [] }];
    for (let end = leastPart; end <= Math.min(word.length, mostJoined); end += 1) {
      for (let start = 0; start < end - 1; start += 1) {
        const before = best[start], piece = word.slice(start, end);
        const tier = before && this.part(piece, long);
        if (before === undefined || tier === undefined) continue;
        const cost = before.cost + tier + 1, found = [...before.found, piece], known = best[end];
        if (!long && found.length > 2) continue;
        if (!known || cost < known.cost || (cost === known.cost && compare(found.join(" "), known.found.join(" ")) < 0)) best[end] = { cost, found };
      }
    }
    const whole = best[word.length]?.found ?? [];
    const smallOnes = whole.filter((piece) => this.stop.has(piece)).length;
    const short = whole.length > 2 && word.length < meanPart * whole.length;
    return whole.length > 1 && 2 * smallOnes < whole.length && !short ? whole : [];
  }

  /** @param {string} piece @param {boolean} small whether small words count @returns {number | undefined} its tier */
  part(piece, small) {
    if (small && this.stop.has(piece) && piece.length >= this.list.rules.leastPart) return 0;
    return piece.length > this.list.rules.leastPart ? this.tierOf.get(this.plain(piece)) : undefined;
  }
}

/** @param {string} word */
function singular(word) {
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies") && word.length > 4) return word.slice(0, -3) + "y";
  return /(sses|xes|ches|shes|zzes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** @param {string} word */
function root(word) {
  const last = word.at(-1) ?? "";
  if (word.length > 3 && last === word.at(-2) && !"aeioulsz".includes(last)) return word.slice(0, -1);
  return word.length >= 7 && word.endsWith("ll") ? word.slice(0, -1) : word;
}

/** @param {string} word */
function withoutE(word) {
  return word.length > 3 && word.endsWith("e") && !word.endsWith("ee") ? word.slice(0, -1) : word;
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each two letters that stand together. @param {string} word */
function pairs(word) {
  return new Set(Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2)));
}

/** @param {string} word a bit for each letter that occurs */
function letters(word) {
  let mask = 0;
  for (const letter of word) mask |= 1 << ((letter.codePointAt(0) ?? 0) & 31);
  return mask;
}

/** @param {number} mask */
function bits(mask) {
  let count = 0;
  for (let left = mask >>> 0; left; left = (left & (left - 1)) >>> 0) count += 1;
  return count;
}

/** How many letters are wrong, missing, doubled or swapped. @param {string} a @param {string} b @param {number} reach */
export function typingDistance(a, b, reach) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      let best = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2] + 1);
      next.push(best);
    }
    if (Math.min(...next) > reach) return reach + 1;
    before = row;
    row = next;
  }
  return row[b.length];
}
