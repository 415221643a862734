// @ts-check
/**
 * The form of a scorecard: its own texts, its groups and their KPIs. Knows the draft and how to change it; what follows
 * from a change (preview, warnings, keeping) is told by `change` and `rebuild`.
 */

import { element } from "../element.js";
import { CADENCES, changedGroup, changedLine, movedGroup, movedInto, movedLine, withoutLine } from "./draft.js";
import { choiceField, numberField, targetsField, textField } from "./fields.js";
import { BASELINE_TO_TARGET, EXCELLENT, FAIR, GOOD, LEVELS, PERCENT_OF_TARGET, POOR } from "./judging.js";
import { unitText } from "../compare-rows.js";

/**
 * @typedef {import("./model.js").Template} Template
 * @typedef {import("./model.js").Kpi} Kpi
 * @typedef {import("./model.js").SaidLine} SaidLine
 * @typedef {import("./model.js").Card} Card
 * @typedef {import("./judging.js").Band} Band
 * @typedef {{draft: Template, card: Card | null, periods: number, kpi: (id: string) => Kpi | undefined, taxonomy: any, base: URL,
 *   say: (...parts: (string | Node)[]) => void, change: (draft: Template) => void, rebuild: (draft: Template, focus?: string) => void, setPeriods: (count: number) => void}} Builder
 */

const OWN = "thresholds", MOST_PERIODS = 366;
const STEPS = { daily: "Daily", weekly: "Weekly", monthly: "Monthly", quarterly: "Quarterly", yearly: "Yearly" };

/** @param {string} text @param {string} key by which the focus finds it again @param {() => void} act @param {string} [label] for readers of screens */
function button(text, key, act, label) {
  const made = element("button", { type: "button", "data-key": key, ...(label ? { "aria-label": label, title: label } : {}) }, text);
  made.addEventListener("click", act);
  return made;
}

/** Title, purpose, audience, length and number of periods. @param {Builder} builder */
export function settings(builder) {
  const said = (/** @type {Partial<Template>} */ change) => builder.change({ ...builder.draft, ...change });
  const { draft } = builder;
  return [
    textField({ label: "Title", id: "card-title", value: draft.title, most: 80, take: (title) => said({ title }) }),
    textField({ label: "For whom", id: "card-audience", value: draft.audience, most: 160, take: (audience) => said({ audience }) }),
    textField({ label: "Which decisions it serves", id: "card-purpose", value: draft.purpose, most: 400, rows: 2, take: (purpose) => said({ purpose }) }),
    choiceField({
      label: "Length of a period", id: "card-cadence", value: draft.cadence, options: CADENCES.map((word) => [word, STEPS[/** @type {keyof typeof STEPS} */ (word)]]),
      take: (cadence) => said({ cadence }),
    }),
    numberField({
      label: "Periods", id: "card-periods", value: builder.periods, take: (count) => builder.setPeriods(count ?? 12),
      check: (count) => (Number.isInteger(count) && count >= 1 && count <= MOST_PERIODS ? "" : `between 1 and ${MOST_PERIODS}`),
    }),
  ];
}

/** All groups, each with its KPIs. @param {Builder} builder */
export function groups(builder) {
  return builder.draft.groups.map((_, place) => group(builder, place));
}

/** @param {Builder} builder @param {number} place */
function group(builder, place) {
  const said = builder.draft.groups[place], id = `group-${place}`, name = said.title || `group ${place + 1}`;
  const move = (/** @type {number} */ step) => {
    const to = Math.min(Math.max(place + step, 0), builder.draft.groups.length - 1);
    builder.rebuild(movedGroup(builder.draft, place, to - place), `${step < 0 ? "up" : "down"}-${to}`);
    builder.say(`${name} is group ${to + 1} of ${builder.draft.groups.length}.`);
  };
  const set = (/** @type {object} */ change) => builder.change(changedGroup(builder.draft, place, (old) => ({ ...old, ...change })));
  const remove = () => builder.rebuild({ ...builder.draft, groups: builder.draft.groups.filter((_, at) => at !== place) }, "add-group");
  return element("section", { class: "atlas-build-group", "aria-label": `Group ${name}` },
    element("div", { class: "atlas-build-head" },
      textField({ label: "Group", id: `${id}-title`, value: said.title, most: 60, take: (title) => set({ title }) }),
      numberField({ label: "Weight %", id: `${id}-weight`, value: said.weight, check: checkWeight, take: (value) => set({ weight: value }) }),
      element("div", { class: "atlas-build-moves" },
        button("↑", `up-${place}`, () => move(-1), `Move the group ${name} up`), button("↓", `down-${place}`, () => move(1), `Move the group ${name} down`),
        button("×", `drop-${place}`, remove, `Remove the group ${name}${said.kpis.length ? " and its KPIs" : ""}`)),
      textField({ label: "Objective", id: `${id}-objective`, value: said.objective ?? "", most: 200, placeholder: "What the group is to achieve", take: (objective) => set({ objective }) })),
    said.kpis.length ? element("ol", { class: "atlas-build-lines" }, ...said.kpis.map((_, line) => lineItem(builder, place, line)))
      : element("p", { class: "atlas-aside" }, "No KPI yet. Move one here, or remove the group; a group without KPIs is not exported."));
}

/** @param {number | undefined} weight that a group or line has where none is given */
function share(weight) {
  return weight === undefined ? "" : String(Math.round(weight * 10) / 10);
}

/** Show in blank fields the weights that they have now. @param {HTMLElement} root @param {Template} draft @param {Card | null} card */
export function showShares(root, draft, card) {
  const show = (/** @type {string} */ id, /** @type {number | undefined} */ weight) => root.querySelector(`#${id}-weight`)?.setAttribute("placeholder", share(weight));
  let at = 0;
  draft.groups.forEach(({ kpis }, group) => {
    const made = kpis.length ? card?.groups[at++] : undefined;
    show(`group-${group}`, made?.weight);
    kpis.forEach((_, line) => show(`line-${group}-${line}`, made?.lines[line]?.weight));
  });
}

/** @param {number} value */
function checkWeight(value) {
  return value > 0 && value <= 100 ? "" : "more than 0, at most 100";
}

/** @param {Builder} builder @param {number} group @param {number} place */
function lineItem(builder, group, place) {
  const said = builder.draft.groups[group].kpis[place], kpi = builder.kpi(said.kpi), id = `line-${group}-${place}`, name = kpi?.name ?? said.kpi;
  const move = (/** @type {number} */ step) => {
    const [draft, to, at] = movedLine(builder.draft, group, place, step);
    builder.rebuild(draft, `${step < 0 ? "up" : "down"}-${to}-${at}`);
    builder.say(`${name} is ${at + 1} of ${draft.groups[to].kpis.length} in ${draft.groups[to].title}.`);
  };
  const set = (/** @type {Partial<SaidLine>} */ change) => builder.change(changedLine(builder.draft, group, place, change));
  const unit = kpi ? unitText(variantOf(kpi, said)?.unit || kpi.unit, builder.taxonomy) : "";
  const item = element("li", { class: "atlas-build-line", "data-line": `${group}-${place}` },
    element("div", { class: "atlas-build-name" },
      element("a", { href: new URL(`kpi/${said.kpi}/`, builder.base).href }, said.variant ? `${name} (${said.variant})` : name), element("small", {}, better(kpi, unit))),
    element("div", { class: "atlas-build-moves" },
      button("↑", `up-${group}-${place}`, () => move(-1), `Move ${name} up`), button("↓", `down-${group}-${place}`, () => move(1), `Move ${name} down`),
      button("×", `drop-${group}-${place}`, () => builder.rebuild(withoutLine(builder.draft, group, place), `drop-${group}-${Math.max(0, place - 1)}`), `Remove ${name}`)),
    element("div", { class: "atlas-build-main" },
      numberField({ label: "Target", id: `${id}-target`, value: said.target, placeholder: unit, take: (target) => set({ target }) }),
      numberField({
        label: "Weight %", id: `${id}-weight`, value: said.weight, check: checkWeight,
        take: (weight) => set({ weight }),
      }),
      textField({ label: "Owner", id: `${id}-owner`, value: said.owner ?? "", most: 80, take: (owner) => set({ owner }) })));
  item.append(more(builder, group, place, set));
  return item;
}

/** @param {Kpi | undefined} kpi @param {string} unit */
function better(kpi, unit) {
  const words = /** @type {Record<string, string>} */ ({ higher: "more is better", lower: "less is better", range: "best in a range" });
  return kpi ? `${unit}, ${words[kpi.direction]}` : "";
}

/** @param {Kpi} kpi @param {SaidLine} said */
function variantOf(kpi, said) {
  return kpi.standard_formula.variants?.find(({ name }) => name === said.variant);
}

/** What is said less often. @param {Builder} builder @param {number} group @param {number} place @param {(change: Partial<SaidLine>) => void} set */
function more(builder, group, place, set) {
  const said = builder.draft.groups[group].kpis[place], kpi = builder.kpi(said.kpi), id = `line-${group}-${place}`;
  const rebuild = (/** @type {Partial<SaidLine>} */ change, /** @type {string} */ field) => builder.rebuild(changedLine(builder.draft, group, place, change), `#${id}-${field}`);
  const variants = kpi?.standard_formula.variants ?? [];
  const periods = builder.card?.periods ?? ["2026-11"];
  const fields = [
    numberField({ label: "Baseline", id: `${id}-baseline`, value: said.baseline, hint: "The value at the outset.", take: (baseline) => set({ baseline }) }),
    targetsField({
      label: "Targets of single periods", id: `${id}-targets`, value: said.targets, placeholder: `${periods[periods.length - 1]}: …`,
      hint: `Period and number, with semicolons between.`, take: (targets) => set({ targets }),
    }),
    textField({ label: "Data source", id: `${id}-source`, value: said.data_source ?? "", most: 160, take: (text) => set({ data_source: text }) }),
    textField({ label: "Note", id: `${id}-note`, value: said.note ?? "", most: 300, rows: 2, take: (note) => set({ note }) }),
    choiceField({
      label: "Group", id: `${id}-group`, value: String(group), options: builder.draft.groups.map(({ title }, at) => [String(at), title]),
      take: (to) => {
        const [draft, other, at] = movedInto(builder.draft, group, place, Number(to));
        builder.rebuild(draft, `#line-${other}-${at}-group`);
      },
    }),
    ...(variants.length ? [choiceField({
      label: "Formula", id: `${id}-variant`, value: said.variant ?? "", options: [["", "Standard formula"], ...variants.map(({ name }) => /** @type {[string, string]} */ ([name, name]))],
      take: (variant) => rebuild({ variant }, "variant"),
    })] : []),
    choiceField({
      label: "Status by", id: `${id}-rule`, value: said.thresholds ? OWN : said.status_by ?? "", take: (rule) => rebuild(ruled(rule, said, kpi), "rule"),
      options: [
        ["", kpi?.interpretation.bands?.length ? "the bands of the record" : "whether the target is reached"], [OWN, "thresholds of my own"],
        [PERCENT_OF_TARGET, "percent of target"], [BASELINE_TO_TARGET, "way from baseline to target"],
      ],
    }),
    ...(said.thresholds ? thresholds(said.thresholds, id, set) : []), ...(said.status_by && !said.thresholds ? levels(said, id, set) : []),
  ];
  const wide = said.thresholds || said.status_by || said.baseline !== undefined || said.note || said.data_source || said.targets;
  return element("details", { class: "atlas-build-more", "data-more": said.kpi }, element("summary", {}, wide ? "More, filled in" : "More"), element("div", { class: "atlas-build-fields" }, ...fields));
}

/** @param {string} rule @param {SaidLine} said @param {Kpi | undefined} kpi @returns {Partial<SaidLine>} */
function ruled(rule, said, kpi) {
  if (rule !== OWN) return { status_by: rule, thresholds: undefined, levels: rule ? said.levels : undefined };
  return { status_by: "", levels: undefined, thresholds: kpi?.interpretation.bands?.map((band) => ({ ...band })) ?? usualBands(kpi, said.target ?? 0) };
}

/** Bands to begin with where the record has none. @param {Kpi | undefined} kpi @param {number} target @returns {Band[]} */
function usualBands(kpi, target) {
  const side = kpi?.direction === "lower" ? "at_most" : "at_least";
  return [{ [side]: target, rating: GOOD, meaning: "The target is reached." }, { [side]: target, rating: FAIR, meaning: "Near the target." }, { rating: POOR, meaning: "Needs action." }];
}

/** @param {Band[]} bands @param {string} id @param {(change: Partial<SaidLine>) => void} set */
function thresholds(bands, id, set) {
  const now = bands.map((band) => ({ ...band }));
  return bands.flatMap((band, at) => {
    const side = band.at_least !== undefined ? "at_least" : "at_most";
    if (band[side] === undefined) return [];
    return [numberField({
      label: `${band.rating}: ${side === "at_least" ? "at least" : "at most"}`, id: `${id}-band-${at}`, value: band[side],
      take: (value) => {
        if (value === undefined) return;
        now[at] = { ...now[at], [side]: value };
        set({ thresholds: now.map((each) => ({ ...each })) });
      },
    })];
  });
}

/** @param {SaidLine} said @param {string} id @param {(change: Partial<SaidLine>) => void} set */
function levels(said, id, set) {
  /** @type {Record<string, number>} */
  let now = { ...said.levels };
  return [EXCELLENT, GOOD, FAIR].map((rating) => numberField({
    label: `${rating}: from %`, id: `${id}-level-${rating}`, value: said.levels?.[rating], placeholder: rating in LEVELS ? String(LEVELS[rating]) : "not used",
    take: (value) => {
      const { [rating]: _, ...rest } = now;
      now = value === undefined ? rest : { ...rest, [rating]: value };
      set({ levels: Object.keys(now).length ? { ...now } : undefined });
    },
  }));
}
