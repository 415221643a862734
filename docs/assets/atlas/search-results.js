// @ts-check
/**
 * How an answer looks and what is said about it: results on the search page, suggestions under a field, advice, the words
 * for a screen reader. Text is set as text, always.
 */

/**
 * @typedef {import("./search-index.js").Answer} Answer
 * @typedef {import("./search-index.js").Hit} Hit
 * @typedef {import("./search-index.js").Index} Index
 * @typedef {import("./search-query.js").Named} Named
 */

/** @param {Hit} hit @param {URL} root @param {(word: string) => boolean} matches */
export function resultItem(hit, root, matches) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(hit.meta.url, root).href;
  link.append(...marked(titled(hit), matches));
  item.append(link, line("atlas-result-summary", marked(hit.meta.summary, matches)));
  const also = otherName(hit, matches);
  if (also) item.append(line("atlas-result-why", ["Also called ", ...marked(also, matches)]));
  if (hit.lacks.length) item.append(line("atlas-result-lacks", [`Without: ${hit.lacks.join(", ")}`]));
  return item;
}

/** @param {Hit} hit @param {string} id @param {URL} root @param {(word: string) => boolean} matches */
export function suggestionItem(hit, id, root, matches) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = new URL(hit.meta.url, root).href;
  item.append(...marked(titled(hit), matches));
  const also = otherName(hit, matches);
  if (also) item.append(line("atlas-result-why", marked(also, matches), "span"));
  if (hit.lacks.length) item.append(line("atlas-result-why", [`without ${hit.lacks.join(", ")}`], "span"));
  return item;
}

/** The last suggestion where nothing answers: the search page knows more to say. @param {string} id @param {string} action @param {string} text */
export function searchPageItem(id, action, text) {
  const item = document.createElement("li"), address = new URL(action);
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  address.searchParams.set("q", text);
  item.dataset.href = address.href;
  item.append("No KPI has all of this: search by category");
  return item;
}

/** What a screen reader says, and the search page shows, about an answer. @param {Answer} answer @param {Index} index */
export function spoken(answer, index) {
  const { maxCharacters } = index.vocabulary.list.rules;
  const cut = answer.cut ? ` Only the first ${maxCharacters} characters were read.` : "";
  if (answer.total) {
    const filters = answer.taken.map((named) => titles(named, index)).join(", ");
    return `${answer.total === 1 ? "1 KPI" : `${answer.total} KPIs`}${filters && ` in ${filters}`}${cut && `.${cut}`}`;
  }
  if (answer.closest.length) return `No KPI has all of this. The closest:${cut}`;
  return `No KPI found. ${answer.unread || "Try fewer or other words."}${cut}`;
}

/** The titles of a filter's values, as they stand beside the boxes. @param {Named} named @param {Index} index */
function titles(named, index) {
  const values = index.vocabulary.list.facets.find(({ id }) => id === named.facet)?.values ?? [];
  return named.values.map((id) => values.find(([value]) => value === id)?.[1] ?? id).join(" or ");
}

/** The lines above the results: another spelling, words that count as filters, categories that fit; null where there is none.
 * @param {Answer} answer @param {Index} index @param {boolean} wordsOnly @param {() => void} turn makes words filters, or no longer */
export function advice(answer, index, wordsOnly, turn) {
  const lines = [
    ...(answer.didYouMean ? [line("", ["Did you mean ", changed("q", answer.didYouMean, answer.didYouMean), "?"])] : []),
    ...answer.taken.map((named) => line("", [`“${named.words.join(" ")}” is taken as a filter: ${titles(named, index)}.`])),
  ];
  if (answer.taken.length || wordsOnly) lines.push(line("", [button(wordsOnly ? "Let words count as filters" : "Search for it as a word", turn)]));
  if (answer.categories.length) {
    const links = answer.categories.map((id) => changed("category", id, titles({ facet: "category", values: [id], words: [] }, index)));
    lines.push(line("", ["Look through: ", ...links.flatMap((link, at) => (at ? [", ", link] : [link]))]));
  }
  if (!lines.length) return null;
  const box = document.createElement("div");
  box.dataset.didYouMean = "";
  box.append(...lines);
  return box;
}

/** A link to this search with another word or filter; a category is looked through without words.
 * @param {string} name @param {string} value @param {string} text */
function changed(name, value, text) {
  const state = new URLSearchParams(name === "q" ? location.search : "");
  state.set(name, value);
  const link = document.createElement("a");
  link.href = `?${state}`;
  link.textContent = text;
  return link;
}

/** @param {string} text @param {() => void} pressed */
function button(text, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.more = "";
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}

/** @param {Hit} hit */
function titled(hit) {
  return hit.meta.abbreviation ? `${hit.meta.title} (${hit.meta.abbreviation})` : hit.meta.title;
}

/** The alias with more of the matched words than the name has; empty where there is none. @param {Hit} hit @param {(word: string) => boolean} matches */
function otherName(hit, matches) {
  const count = (/** @type {string} */ text) => text.split(/\s+/).filter(matches).length;
  const names = (hit.meta.aliases ?? "").split(", ");
  const best = names.reduce((a, b) => (count(b) > count(a) ? b : a), "");
  return best && count(best) > count(titled(hit)) ? best : "";
}

/** @param {string} name @param {(string | Node)[]} content @param {string} [tag] */
function line(name, content, tag = "p") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

/** A text with the words that matched in mark elements. @param {string} text @param {(word: string) => boolean} matches */
export function marked(text, matches) {
  return text.split(/([\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*)/u).map((piece, at) => {
    if (at % 2 === 0 || !matches(piece)) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}
