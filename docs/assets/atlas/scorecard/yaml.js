// @ts-check
/**
 * Reads scorecard files: the part of YAML in which people and `kpi scorecard` write them. Mappings and lists by
 * indentation or in brackets, texts plain, in quotes or folded over lines, comments. Anything else is refused by its line.
 */

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'#&*!|>%@`{}[\],-](?:[^:#]|:(?=\S)|(?<=\S)#)*?|-(?=\S)(?:[^:#]|:(?=\S))*?))\s*:(?:\s+(.*))?$/;
/** @type {Record<string, string>} */
const ESCAPES = { n: "\n", t: "\t", r: "\r", 0: "\0", a: "\x07", b: "\b", e: "\x1b", f: "\f", v: "\v", N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029" };
const DEEPEST = 40;

/** @typedef {{indent: number, text: string, number: number}} Line */

/** @param {string} text @returns {any} */
export function readYaml(text) {
  return new Reader(text).document();
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    /** @type {Line[]} */
    this.lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/).map((line, at) => ({ indent: line.search(/\S|$/), text: line.trim(), number: at + 1 }));
    this.at = 0;
    this.depth = 0;
  }

  document() {
    if (this.peek()?.text === "---") this.at += 1;
    const first = this.peek();
    const value = first ? this.block(first.indent) : null;
    if (this.peek()) throw this.wrong("this line belongs to nothing above it");
    return value;
  }

  /** @param {string} message */
  wrong(message, line = this.lines[Math.min(this.at, this.lines.length - 1)]) {
    return new Error(`line ${line.number}: ${message}`);
  }

  /** The next line that says something. @returns {Line | undefined} */
  peek() {
    while (this.at < this.lines.length && (this.lines[this.at].text === "" || this.lines[this.at].text.startsWith("#"))) this.at += 1;
    return this.lines[this.at];
  }

  /** @param {number} indent @returns {any} */
  block(indent) {
    if (++this.depth > DEEPEST) throw this.wrong("it is nested too deep");
    const line = /** @type {Line} */ (this.peek());
    const value = /^-(\s|$)/.test(line.text) ? this.list(indent) : KEY.test(line.text) ? this.mapping(indent) : this.scalar(line.text, indent - 1);
    this.depth -= 1;
    return value;
  }

  /** @param {number} indent */
  list(indent) {
    /** @type {any[]} */
    const items = [];
    for (let line = this.peek(); line && line.indent === indent && /^-(\s|$)/.test(line.text); line = this.peek()) {
      const rest = line.text.slice(1).trimStart();
      if (!rest || rest.startsWith("#")) {
        this.at += 1;
        items.push(this.below(indent));
        continue;
      }
      const inner = indent + line.text.length - rest.length;
      this.lines[this.at] = { ...line, indent: inner, text: rest };
      items.push(this.block(inner));
    }
    return items;
  }

  /** @param {number} indent */
  mapping(indent) {
    /** @type {[string, any][]} */
    const pairs = [];
    for (let line = this.peek(); line && line.indent === indent && !/^-(\s|$)/.test(line.text); line = this.peek()) {
      const found = KEY.exec(line.text);
      if (!found) throw this.wrong("here a name and a colon are expected");
      const [, double, single, plain, rest] = found;
      const key = double !== undefined ? unescaped(double) : single !== undefined ? single.replaceAll("''", "'") : plain;
      if (pairs.some(([known]) => known === key)) throw this.wrong(`“${key}” stands twice`);
      if (rest === undefined || rest.startsWith("#")) {
        this.at += 1;
        pairs.push([key, this.below(indent, true)]);
      } else pairs.push([key, this.scalar(rest, indent)]);
    }
    return Object.fromEntries(pairs);
  }

  /** What stands below a name or a dash. @param {number} indent @param {boolean} [ofName] a list may then stand as far left as the name */
  below(indent, ofName = false) {
    const line = this.peek();
    if (line && line.indent > indent) return this.block(line.indent);
    return ofName && line && line.indent === indent && /^-(\s|$)/.test(line.text) ? this.list(indent) : null;
  }

  /** A value that begins on this line and may go on over lines that stand further right. @param {string} text @param {number} indent @returns {any} */
  scalar(text, indent) {
    if (/^[|>]/.test(text)) return this.folded(text, indent);
    if (/^[&*!%@`]/.test(text)) throw this.wrong("this kind of value is not read here; put quotes around it");
    if (/^["'[{]/.test(text)) return this.enclosed(text, indent);
    const parts = [uncommented(text)];
    this.at += 1;
    for (let line = this.lines[this.at]; line && (line.indent > indent || line.text === ""); line = this.lines[this.at]) {
      if (line.text.startsWith("#")) break;
      parts.push(uncommented(line.text));
      this.at += 1;
    }
    return plainValue(joined(parts));
  }

  /** A text in quotes, or a list or mapping in brackets. @param {string} text @param {number} indent */
  enclosed(text, indent) {
    const first = this.lines[this.at], parts = [text];
    this.at += 1;
    for (;;) {
      const flow = new Flow(parts);
      try {
        return flow.whole();
      } catch (error) {
        const line = this.lines[this.at];
        if (!flow.open || !line || (line.text !== "" && line.indent <= indent)) throw this.wrong(error instanceof Error ? error.message : "it cannot be read", first);
        parts.push(line.text);
        this.at += 1;
      }
    }
  }

  /** A text below `|` or `>`. @param {string} head @param {number} indent */
  folded(head, indent) {
    this.at += 1;
    /** @type {Line[]} */
    const found = [];
    for (let line = this.lines[this.at]; line && (line.text === "" || line.indent > indent); line = this.lines[this.at]) {
      found.push(line);
      this.at += 1;
    }
    while (found.at(-1)?.text === "") found.pop();
    const least = Math.min(...found.filter(({ text }) => text).map((line) => line.indent));
    const rows = found.map(({ indent: own, text }) => (text ? " ".repeat(own - least) + text : ""));
    const text = head.startsWith("|") ? rows.join("\n") : joined(rows);
    return text + (head.includes("-") || !text ? "" : "\n");
  }
}

/** Values in quotes and brackets. */
class Flow {
  /** @param {string[]} lines */
  constructor(lines) {
    this.text = lines.join("\n");
    this.at = 0;
    /** Whether more lines could make it whole. */
    this.open = false;
  }

  whole() {
    const value = this.value();
    this.blank();
    if (this.at < this.text.length && this.text[this.at] !== "#") throw new Error("something stands behind the closing sign");
    return value;
  }

  blank() {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }

  /** @returns {any} */
  value() {
    this.blank();
    const sign = this.text[this.at];
    if (sign === undefined) return this.ended();
    if (sign === '"' || sign === "'") return this.quoted(sign);
    if (sign === "[") return this.items("]", () => this.value());
    if (sign === "{") return Object.fromEntries(this.items("}", () => this.pair()));
    const [plain] = /^[^,\]}\n]*?(?=\s*(?:[,\]}\n]|:\s|$))/.exec(this.text.slice(this.at)) ?? [""];
    this.at += plain.length;
    return plainValue(plain.trim());
  }

  /** @returns {never} */
  ended() {
    this.open = true;
    throw new Error("a quote or bracket is not closed");
  }

  /** @param {string} sign */
  quoted(sign) {
    const body = sign === '"' ? /"((?:[^"\\]|\\[^])*)"/y : /'((?:[^']|'')*)'/y;
    body.lastIndex = this.at;
    const found = body.exec(this.text);
    if (!found) return this.ended();
    this.at = body.lastIndex;
    if (sign === "'") return joined(found[1].split("\n")).replaceAll("''", "'");
    return unescaped(joined(found[1].replace(/\\\n\s*/g, "").split("\n")));
  }

  /** @template T @param {string} end @param {() => T} item @returns {T[]} */
  items(end, item) {
    /** @type {T[]} */
    const found = [];
    this.at += 1;
    for (;;) {
      this.blank();
      if (this.at >= this.text.length) return this.ended();
      if (this.text[this.at] === end) break;
      found.push(item());
      this.blank();
      if (this.at >= this.text.length) return this.ended();
      if (this.text[this.at] === ",") this.at += 1;
      else if (this.text[this.at] !== end) throw new Error("between brackets a comma is expected");
    }
    this.at += 1;
    return found;
  }

  /** @returns {[string, any]} */
  pair() {
    const key = String(this.value());
    this.blank();
    if (this.text[this.at] !== ":") throw new Error("between braces a name and a colon are expected");
    this.at += 1;
    return [key, this.value()];
  }
}

/** Lines as one text: a break becomes a blank, an empty line a break. @param {string[]} lines */
function joined(lines) {
  let text = lines[0] ?? "", breaks = 0;
  for (const line of lines.slice(1).map((each) => each.trim())) {
    if (line === "") breaks += 1;
    else {
      text += (breaks ? "\n".repeat(breaks) : " ") + line;
      breaks = 0;
    }
  }
  return text;
}

/** @param {string} text */
function uncommented(text) {
  return text.replace(/(^|\s)#.*$/, "").trimEnd();
}

/** @param {string} text */
function unescaped(text) {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g, (_, two, four, eight, sign) => (
    sign !== undefined ? ESCAPES[sign] ?? sign : String.fromCodePoint(Math.min(parseInt(two ?? four ?? eight, 16), 0x10ffff))));
}

/** @param {string} text @returns {any} */
function plainValue(text) {
  if (text === "" || text === "~" || text === "null") return null;
  if (text === "true" || text === "false") return text === "true";
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}
