// @ts-check
/**
 * The scorecard that is being built: changes to it as functions that give a new one, and where it is kept between visits.
 */

/**
 * @typedef {import("./model.js").Template} Template
 * @typedef {import("./model.js").SaidLine} SaidLine
 * @typedef {import("./model.js").SaidGroup} SaidGroup
 * @typedef {import("./model.js").Kpi} Kpi
 * @typedef {Map<string, Kpi>} Kpis
 */

const KEY = "kpi-atlas.card", BEFORE = "kpi-atlas.card.before";
/** @type {Record<string, string>} */
export const PERSPECTIVES = { financial: "Financial", customer: "Customer", "internal-process": "Internal process", "learning-and-growth": "Learning and growth" };
export const CADENCES = ["daily", "weekly", "monthly", "quarterly", "yearly"];

/** @returns {Template} */
export function emptyDraft() {
  return { id: "scorecard", title: "Scorecard", purpose: "Shows where the chosen KPIs stand.", audience: "Those who answer for these KPIs", cadence: "monthly", groups: [] };
}

/** The ids of a scorecard in reading order, each once. @param {Template} draft */
export function idsOf(draft) {
  return [...new Set(draft.groups.flatMap(({ kpis }) => kpis.map(({ kpi }) => kpi)))];
}

/** What is exported: groups without KPIs are left out. @param {Template} draft @returns {Template} */
export function whole(draft) {
  return { ...draft, groups: draft.groups.filter(({ kpis }) => kpis.length > 0) };
}

/** @param {Template} draft @param {string[]} ids @param {Kpis} kpis @returns {Template} with these KPIs in the groups of their perspectives */
export function added(draft, ids, kpis) {
  const fresh = ids.filter((id) => kpis.has(id) && !idsOf(draft).includes(id));
  const groups = draft.groups.map((group) => ({ ...group, kpis: [...group.kpis] }));
  for (const id of fresh) {
    const title = perspective(kpis.get(id));
    let group = groups.find((each) => each.title === title);
    if (!group) groups.push(group = { title, kpis: [] });
    group.kpis.push({ kpi: id });
  }
  const cadence = draft.groups.length === 0 && fresh.length ? usualCadence(fresh, kpis) : draft.cadence;
  return { ...draft, cadence, groups: draft.groups.length === 0 ? inOrder(groups) : groups };
}

/** @param {Kpi | undefined} kpi */
function perspective(kpi) {
  return PERSPECTIVES[kpi?.perspective ?? ""] ?? "KPIs";
}

/** @param {SaidGroup[]} groups */
function inOrder(groups) {
  const titles = Object.values(PERSPECTIVES);
  return [...groups].sort((one, other) => titles.indexOf(one.title) - titles.indexOf(other.title));
}

/** The frequency that most of the KPIs have, the longer one of equals. @param {string[]} ids @param {Kpis} kpis */
function usualCadence(ids, kpis) {
  const counts = CADENCES.map((cadence) => ids.filter((id) => {
    const { frequency } = /** @type {Kpi} */ (kpis.get(id));
    return (frequency === "intraday" ? "daily" : frequency) === cadence;
  }).length);
  return CADENCES[counts.lastIndexOf(Math.max(...counts))];
}

/** @param {Template} draft @param {Set<string>} ids @returns {Template} without these KPIs, and without groups that this leaves empty */
export function without(draft, ids) {
  const groups = draft.groups.map((group) => ({ ...group, kpis: group.kpis.filter(({ kpi }) => !ids.has(kpi)) }));
  return { ...draft, groups: groups.filter(({ kpis }, at) => kpis.length > 0 || draft.groups[at].kpis.length === 0) };
}

/** @param {Template} draft @param {number} group @param {number} line @returns {Template} */
export function withoutLine(draft, group, line) {
  return changedGroup(draft, group, (old) => ({ ...old, kpis: old.kpis.filter((_, at) => at !== line) }));
}

/** @param {Template} draft @param {number} at @param {(group: SaidGroup) => SaidGroup} change @returns {Template} */
export function changedGroup(draft, at, change) {
  return { ...draft, groups: draft.groups.map((group, place) => (place === at ? change(group) : group)) };
}

/** @param {Template} draft @param {number} group @param {number} line @param {Partial<SaidLine>} said @returns {Template} */
export function changedLine(draft, group, line, said) {
  return changedGroup(draft, group, (old) => ({ ...old, kpis: old.kpis.map((each, at) => (at === line ? { ...each, ...said } : each)) }));
}

/** Move a line up or down; at the end of its group it goes into the next. @param {Template} draft @param {number} group @param {number} line @param {number} step @returns {[Template, number, number]} */
export function movedLine(draft, group, line, step) {
  const { kpis } = draft.groups[group], to = line + step;
  if (to >= 0 && to < kpis.length) return [changedGroup(draft, group, (old) => ({ ...old, kpis: swapped(old.kpis, line, to) })), group, to];
  if (!draft.groups[group + step]) return [draft, group, line];
  return movedInto(draft, group, line, group + step, step > 0 ? 0 : draft.groups[group + step].kpis.length);
}

/** @param {Template} draft @param {number} group @param {number} line @param {number} other @param {number} place @returns {[Template, number, number]} */
export function movedInto(draft, group, line, other, place = draft.groups[other].kpis.length) {
  const moving = draft.groups[group].kpis[line];
  const left = withoutLine(draft, group, line);
  return [changedGroup(left, other, (old) => ({ ...old, kpis: old.kpis.toSpliced(place, 0, moving) })), other, place];
}

/** @param {Template} draft @param {number} group @param {number} step @returns {Template} */
export function movedGroup(draft, group, step) {
  const to = group + step;
  return to < 0 || to >= draft.groups.length ? draft : { ...draft, groups: swapped(draft.groups, group, to) };
}

/** @template T @param {T[]} items @param {number} one @param {number} other */
function swapped(items, one, other) {
  return items.with(one, items[other]).with(other, items[one]);
}

/** The same lines in groups by perspective. @param {Template} draft @param {Kpis} kpis @returns {Template} */
export function byPerspective(draft, kpis) {
  const lines = draft.groups.flatMap((group) => group.kpis);
  const titles = [...new Set(lines.map(({ kpi }) => perspective(kpis.get(kpi))))];
  const groups = titles.map((title) => ({ title, kpis: lines.filter(({ kpi }) => perspective(kpis.get(kpi)) === title) }));
  return { ...draft, groups: inOrder(groups) };
}

/** What was kept on this machine; null where there is nothing readable. @returns {Template | null} */
export function keptDraft() {
  return read(KEY);
}

/** What stood there before something else was taken over. @returns {Template | null} */
export function draftBefore() {
  return read(BEFORE);
}

/** @param {string} key @returns {Template | null} */
function read(key) {
  try {
    return asDraft(JSON.parse(localStorage.getItem(key) ?? "null"));
  } catch {
    return null;
  }
}

/** @param {Template} draft @param {boolean} taking whether it replaces one that was made apart from it */
export function keepDraft(draft, taking = false) {
  try {
    const before = localStorage.getItem(KEY);
    if (taking && before) localStorage.setItem(BEFORE, before);
    localStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // It stays on the page; the address can still be copied and files be saved.
  }
}

/** Something read from a file, an address or the browser as a draft; null where it has not even the shape of one. @param {any} data @returns {Template | null} */
export function asDraft(data) {
  const said = data?.template && Array.isArray(data.template.groups) ? { ...data.template, id: data.id } : data;
  if (!Array.isArray(said?.groups) || !said.groups.every((/** @type {any} */ group) => Array.isArray(group?.kpis) && group.kpis.every(isLine))) return null;
  const text = (/** @type {any} */ value, /** @type {string} */ otherwise) => (typeof value === "string" ? value : otherwise);
  const empty = emptyDraft();
  return {
    ...said, id: /^[a-z0-9]+(-[a-z0-9]+)*$/.test(said.id ?? "") ? said.id : empty.id, title: text(said.title, empty.title), purpose: text(said.purpose, empty.purpose),
    audience: text(said.audience, empty.audience), cadence: CADENCES.includes(said.cadence) ? said.cadence : empty.cadence,
    groups: said.groups.map((/** @type {any} */ group) => ({ ...group, title: text(group.title, "KPIs") })),
  };
}

/** @param {any} line */
function isLine(line) {
  const texts = ["variant", "owner", "data_source", "note", "status_by"], numbers = ["weight", "target", "baseline"];
  return typeof line?.kpi === "string" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(line.kpi)
    && texts.every((key) => ["string", "undefined"].includes(typeof line[key])) && numbers.every((key) => ["number", "undefined"].includes(typeof line[key]));
}
