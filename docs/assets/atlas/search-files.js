// @ts-check
/**
 * The files of the search index: which records have a word and how heavily, the filters as columns, the rows to show.
 * tools/kpiatlas/search/browser_index.py writes them. A file is fetched when it is first wanted, and once.
 */

/**
 * @typedef {import("./search-words.js").WordList} WordList
 * @typedef {WordList & {version: string, weights: number[], starts: string, rows: number}} Start
 * @typedef {{id: string, title: string, abbreviation: string, aliases: string, summary: string, url: string}} Meta
 * @typedef {{weight: number, records: Uint32Array}} Group the records that have a word with one weight
 * @typedef {{count: number, groups: Group[]}} Postings
 * @typedef {{has: (record: number, value: number) => boolean, of: (record: number) => number[]}} Column
 */

const MARK = "KPI1";
const GZIP = [0x1f, 0x8b];
/** @type {Postings} */
const NOWHERE = { count: 0, groups: [] };

/** A file that is missing, damaged or of another build. Its message is for the reader of the page. */
export class IndexError extends Error {
  /** @param {URL} address @param {unknown} reason */
  constructor(address, reason) {
    super("Search could not be loaded: its index is missing, incomplete or damaged. Reload the page; if that does not help, build the site again with kpi build.", { cause: reason });
    this.name = "IndexError";
    this.address = address.pathname;
  }
}

/** @param {URL} base the folder of the index, ending in a slash */
export async function openFiles(base) {
  const address = new URL("index.bin", base);
  // Always asked for anew, which costs no bytes where it is the same: a kept one may name files that are gone.
  const content = await read(address, { cache: "no-cache" });
  try {
    return new Files(base, /** @type {Start} */ (JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content))));
  } catch (error) {
    throw new IndexError(address, error);
  }
}

/** The index of one build. */
export class Files {
  /** @param {URL} base @param {Start} start */
  constructor(base, start) {
    this.start = start;
    this.folder = new URL(`${start.version}/`, base);
    this.starts = [...frontCoded(start.starts)];
    /** @type {Map<string, Promise<any>>} */
    this.known = new Map();
  }

  /** A file as `parsed` makes it; one that could not be read is tried again the next time. @template T
   * @param {string} name @param {(content: Uint8Array) => T} parsed @returns {Promise<T>} */
  file(name, parsed) {
    const known = this.known.get(name);
    if (known) return known;
    const address = new URL(`${name}.bin`, this.folder);
    const reading = read(address, {}).then((content) => {
      try {
        return parsed(content);
      } catch (error) {
        throw new IndexError(address, error);
      }
    });
    this.known.set(name, reading);
    reading.catch(() => this.known.delete(name));
    return reading;
  }

  /** The records that have a word. @param {string} word @returns {Promise<Postings>} */
  async postings(word) {
    const at = lastNotAfter(this.starts, word);
    if (at < 0) return NOWHERE;
    const lists = await this.file(`w${at}`, wordLists);
    const list = lists.get(word);
    if (!list) return NOWHERE;
    if (list instanceof Uint8Array) lists.set(word, postings(list, this.start.weights));
    return /** @type {Postings} */ (lists.get(word));
  }

  /** Which of a filter's values the records have. @param {string} facet @returns {Promise<Column>} */
  column(facet) {
    return this.file(`f-${facet}`, (content) => column(content, this.start.size));
  }

  /** What is shown of a record. @param {number} record @returns {Promise<Meta>} */
  async row(record) {
    const { rows } = this.start;
    const file = await this.file(`r${Math.floor(record / rows)}`, (content) => JSON.parse(new TextDecoder().decode(content)));
    const [id, title, abbreviation, aliases, summary, url] = file[record % rows];
    return { id, title, abbreviation, aliases, summary, url };
  }
}

/** The content of a file. @param {URL} address @param {RequestInit} how @returns {Promise<Uint8Array>} */
async function read(address, how) {
  try {
    const answer = await fetch(address, how);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const stored = new Uint8Array(await answer.arrayBuffer());
    // A host may have taken the files for compressed ones and the browser have unpacked them already.
    const content = GZIP.every((byte, at) => stored[at] === byte) ? await unpacked(stored) : stored;
    if (String.fromCharCode(...content.subarray(0, MARK.length)) !== MARK) throw new Error("not a file of the search index");
    return content.subarray(MARK.length);
  } catch (error) {
    throw new IndexError(address, error);
  }
}

/** Read by hand, which takes a seventh of the time that a Response around the stream takes. @param {Uint8Array<ArrayBuffer>} stored */
async function unpacked(stored) {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const written = writer.write(stored).then(() => writer.close());
  written.catch(() => {}); // the reader hears of it too
  /** @type {Uint8Array[]} */
  const parts = [];
  const reader = stream.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  const content = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return content;
}

/** Sorted words from one text: each begins with how many letters it shares with the one before. @param {string} text */
export function* frontCoded(text) {
  let word = "";
  for (const piece of text ? text.split(" ") : []) {
    word = word.slice(0, piece.charCodeAt(0) - 48) + piece.slice(1);
    yield word;
  }
}

/** @param {string[]} sorted @param {string} word @returns {number} the place of the last one that does not come after; -1 for none */
function lastNotAfter(sorted, word) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= word) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Reads numbers in groups of seven bits, the lowest first. */
class Numbers {
  /** @param {Uint8Array} content */
  constructor(content) {
    this.content = content;
    this.at = 0;
  }

  next() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      if (this.at >= this.content.length) throw new Error("ends too early");
      const byte = this.content[this.at];
      this.at += 1;
      number |= (byte & 0x7f) << shift;
      if (byte < 0x80) return number;
    }
  }

  /** @param {number} length */
  bytes(length) {
    if (this.at + length > this.content.length) throw new Error("ends too early");
    this.at += length;
    return this.content.subarray(this.at - length, this.at);
  }

  get left() {
    return this.content.length - this.at;
  }
}

/** The words of a file, their lists not read yet. @param {Uint8Array} content */
function wordLists(content) {
  const numbers = new Numbers(content), decoder = new TextDecoder();
  /** @type {Map<string, Uint8Array | Postings>} */
  const lists = new Map();
  let word = "";
  while (numbers.left) {
    const shared = numbers.next();
    word = word.slice(0, shared) + decoder.decode(numbers.bytes(numbers.next()));
    lists.set(word, numbers.bytes(numbers.next()));
  }
  return lists;
}

/** @param {Uint8Array} list @param {number[]} weights @returns {Postings} */
function postings(list, weights) {
  const numbers = new Numbers(list);
  /** @type {Group[]} */
  const groups = [];
  let count = 0;
  while (numbers.left) {
    const weight = weights[numbers.next()], records = new Uint32Array(numbers.next());
    let record = 0;
    for (let at = 0; at < records.length; at += 1) {
      record += numbers.next();
      records[at] = record;
    }
    groups.push({ weight, records });
    count += records.length;
  }
  return { count, groups };
}

/** @param {Uint8Array} content @param {number} size @returns {Column} */
function column(content, size) {
  const numbers = new Numbers(content);
  const combinations = Array.from({ length: numbers.next() }, () => Array.from({ length: numbers.next() }, () => numbers.next()));
  const low = numbers.bytes(size), high = combinations.length > 256 ? numbers.bytes(size) : null;
  const of = (/** @type {number} */ record) => combinations[low[record] + 256 * (high ? high[record] : 0)];
  return { of, has: (record, value) => of(record).includes(value) };
}
