// @ts-check
/** How a hit looks: as a result on the search page and as a suggestion under a field. Text is set as text, always. */

/** @typedef {import("./search-index.js").Hit} Hit */

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
  return item;
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
  made.className = name;
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
