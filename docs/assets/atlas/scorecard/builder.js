// @ts-check
/**
 * The page that builds a scorecard: from the basket, a template, a file or an address to a workbook, made here in the
 * browser. What is built is kept on this machine and goes nowhere else.
 */

import { basket, fillBasket, isId, whenBasketChanges } from "../basket.js";
import { element } from "../element.js";
import { fromHash, toHash } from "./address.js";
import { warnings } from "./advice.js";
import { added, asDraft, byPerspective, draftBefore, emptyDraft, idsOf, keepDraft, keptDraft, whole, without } from "./draft.js";
import { groups, settings, showShares } from "./editor.js";
import { withExamples } from "./examples.js";
import { Finder } from "./finder.js";
import { ScorecardError, build } from "./model.js";
import { todayText } from "./periods.js";
import { preview } from "./preview.js";
import { Shelf } from "./shelf.js";
import { downloads } from "./downloads.js";
import { wrongs } from "./schema.js";
import { templateData } from "./template-file.js";

/**
 * @typedef {import("./model.js").Template} Template
 * @typedef {import("./model.js").Card} Card
 */

const PERIODS = 12, LARGEST_FILE = 2_000_000;

class Builder {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.base = new URL(root.dataset.base ?? "", document.baseURI);
    this.shelf = new Shelf(this.base);
    this.draft = emptyDraft();
    this.periods = PERIODS;
    /** @type {Card | null} what is exported; null where there is nothing, or nothing that can be */
    this.card = null;
    /** Whether what is shown was made elsewhere and is not yet taken over. */
    this.visiting = false;
    this.said = this.part("said");
    this.turn = 0;
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-${name}]`));
  }

  get taxonomy() {
    return this.shelf.catalogue.taxonomy;
  }

  /** @param {string} id */
  kpi(id) {
    return this.shelf.catalogue.kpis.get(id);
  }

  async start() {
    try {
      await this.shelf.open();
    } catch (error) {
      console.warn("scorecard:", error);
      this.say("The catalogue could not be loaded. Look whether the site is complete, and load the page again.");
      return;
    }
    this.listen();
    await this.openAddress();
    this.root.removeAttribute("aria-busy");
    this.part("form").hidden = false;
  }

  listen() {
    const from = /** @type {HTMLSelectElement} */ (this.part("template"));
    from.append(...[...this.shelf.templates.values()].map(({ id, title }) => element("option", { value: id }, title)));
    from.addEventListener("change", () => {
      const template = this.shelf.templates.get(from.value);
      from.value = "";
      if (template) void this.take(template, `Started from “${template.title}”. `);
    });
    /** @type {HTMLInputElement} */ (this.part("file")).addEventListener("change", (event) => void this.readFile(/** @type {HTMLInputElement} */ (event.target)));
    this.part("empty").addEventListener("click", () => void this.take(emptyDraft(), "Empty. "));
    this.part("regroup").addEventListener("click", () => this.rebuild(byPerspective(this.draft, this.shelf.catalogue.kpis)));
    this.part("add-group").addEventListener("click", () => {
      const at = this.draft.groups.length;
      this.rebuild({ ...this.draft, groups: [...this.draft.groups, { title: "New objective", kpis: [] }] }, `#group-${at}-title`);
    });
    this.part("form").addEventListener("submit", (event) => event.preventDefault());
    new Finder(this.part("find"), this.base, (id) => void this.add([id]));
    downloads(this.part("downloads"), this);
    this.part("share").addEventListener("click", () => void this.share());
    whenBasketChanges(() => void this.follow());
    addEventListener("hashchange", () => {
      if (location.hash.startsWith("#card=")) void this.openAddress();
    });
  }

  /** Show what the address says, else what was kept here, with what the basket has gained and lost since. */
  async openAddress() {
    const asked = new URLSearchParams(location.search), kept = keptDraft();
    const ids = (asked.get("kpis") ?? "").split(",").filter(isId), template = this.shelf.templates.get(asked.get("template") ?? "");
    const sent = await fromHash(location.hash).catch(() => null);
    if (location.hash.startsWith("#card=") && !sent) this.say("The address holds no scorecard that can be read.");
    this.visiting = Boolean(sent || template || ids.length);
    const own = () => (kept ?? emptyDraft());
    const draft = sent ?? template ?? (ids.length ? emptyDraft() : own());
    const gone = await this.shelf.need([...idsOf(draft), ...ids, ...(this.visiting ? [] : basket())]);
    this.draft = added(this.known(draft, gone), this.visiting ? ids : basket(), this.shelf.catalogue.kpis);
    if (!this.visiting) this.draft = without(this.draft, new Set(idsOf(this.draft).filter((id) => !basket().includes(id))));
    if (this.visiting && kept && idsOf(kept).length) {
      this.say("This comes from an address. Your own scorecard is kept until you change something here. ", this.action("Back to mine", () => void this.backTo(kept)));
    }
    this.show();
  }

  /** Without KPIs that the catalogue does not have, which is said. @param {Template} draft @param {string[]} gone */
  known(draft, gone) {
    if (gone.length === 0) return draft;
    this.say(`Not in this catalogue: ${gone.slice(0, 5).join(", ")}${gone.length > 5 ? ` and ${gone.length - 5} more` : ""}.`);
    return without(draft, new Set(gone));
  }

  /** @param {Template} draft */
  async backTo(draft) {
    history.replaceState(null, "", location.pathname);
    await this.shelf.need(idsOf(draft));
    this.visiting = false;
    this.say("Your own scorecard.");
    this.store(draft);
    this.show();
  }

  /** Replace all by another scorecard. @param {Template} draft @param {string} words */
  async take(draft, words) {
    const had = idsOf(this.draft).length > 0 ? this.draft : null;
    const gone = await this.shelf.need(idsOf(draft));
    this.say(words, ...(had ? [this.action("Undo", () => void this.backTo(had))] : []));
    this.store(this.known(draft, gone));
    this.show();
  }

  /** @param {string[]} ids */
  async add(ids) {
    const missing = await this.shelf.need(ids), names = ids.filter((id) => !missing.includes(id)).map((id) => this.kpi(id)?.name ?? id);
    if (missing.length) this.say(`No KPI has the id “${missing[0]}”.`);
    else if (ids.every((id) => idsOf(this.draft).includes(id))) this.say(`${names[0]} is there already.`);
    else {
      this.say(`${names.join(", ")} added.`);
      this.rebuild(added(this.draft, ids, this.shelf.catalogue.kpis));
    }
  }

  /** The basket was changed on another page. */
  async follow() {
    const now = basket(), mine = idsOf(this.draft);
    if (this.visiting || (now.length === mine.length && now.every((id) => mine.includes(id)))) return;
    await this.shelf.need(now);
    this.draft = added(without(this.draft, new Set(mine.filter((id) => !now.includes(id)))), now, this.shelf.catalogue.kpis);
    keepDraft(this.draft);
    this.show();
  }

  /** @param {HTMLInputElement} field */
  async readFile(field) {
    const [file] = field.files ?? [];
    field.value = "";
    if (!file) return;
    if (file.size > LARGEST_FILE) return void this.say(`${file.name} is too large for a scorecard.`);
    try {
      const text = await file.text();
      const data = /^\s*[{[]/.test(text) ? JSON.parse(text) : (await import("./yaml.js")).readYaml(text);
      const draft = asDraft(data);
      if (!draft) throw new Error("it has no groups of KPIs");
      const name = file.name.replace(/\.[^.]*$/, "").toLowerCase();
      await this.take(data.id || !isId(name) ? draft : { ...draft, id: name }, `${file.name} is loaded. `);
    } catch (error) {
      this.say(`${file.name} is no scorecard file: ${error instanceof Error ? error.message : "it cannot be read"}.`);
    }
  }

  /** What was typed: everything follows but the fields, so that the cursor stays. @param {Template} draft */
  change(draft) {
    this.store(draft);
    this.follows();
  }

  /** What was moved, added or removed: the fields are made anew. @param {Template} draft @param {string} [focus] */
  rebuild(draft, focus) {
    const open = [...this.root.querySelectorAll("details[data-more][open]")].map((details) => details.getAttribute("data-more"));
    this.store(draft);
    this.show();
    if (focus?.startsWith("#")) {
      const more = document.querySelector(focus)?.closest("details");
      if (more) more.open = true;
    }
    for (const id of open) this.root.querySelector(`details[data-more="${id}"]`)?.setAttribute("open", "");
    const target = focus && (focus.startsWith("#") ? document.querySelector(focus) : this.root.querySelector(`[data-key="${focus}"]`) ?? this.part("add-group"));
    if (target instanceof HTMLElement) target.focus();
  }

  /** @param {number} count */
  setPeriods(count) {
    this.periods = count;
    this.follows();
  }

  /** Keep what is built, and the basket with it. @param {Template} draft */
  store(draft) {
    const { visiting } = this;
    this.draft = draft;
    this.visiting = false;
    keepDraft(draft, visiting);
    if (visiting) {
      const before = draftBefore();
      history.replaceState(null, "", location.pathname);
      if (before && idsOf(before).length) this.say("This is your scorecard now. ", this.action("Back to the one before", () => void this.backTo(before)));
    }
    const ids = idsOf(draft), now = basket();
    if (ids.length !== now.length || ids.some((id) => !now.includes(id))) fillBasket(ids);
  }

  show() {
    this.made();
    this.part("settings").replaceChildren(...settings(/** @type {any} */ (this)));
    this.part("groups").replaceChildren(...groups(/** @type {any} */ (this)));
    this.part("start").classList.toggle("atlas-build-first", idsOf(this.draft).length === 0);
    this.follows();
  }

  /** The scorecard of the draft; null where there is none. */
  made() {
    try {
      const draft = whole(this.draft);
      this.card = draft.groups.length ? build(draft, this.shelf.catalogue, { today: todayText(), periods: this.periods, site: this.base.href }) : null;
    } catch (error) {
      if (!(error instanceof ScorecardError)) throw error;
      this.card = null;
      this.say(error.message);
    }
  }

  /** Warnings, preview and what can be downloaded, after a change. */
  follows() {
    this.made();
    const { card } = this, wrong = card ? wrongs(templateData(card.template), this.shelf.schema) : [];
    const told = card ? warnings(card, this.shelf.catalogue) : [];
    this.part("warnings").replaceChildren(
      ...wrong.map(({ message }) => element("li", { class: "atlas-build-wrong" }, `To put right: ${message}.`)),
      ...told.map(({ message, hint }) => element("li", {}, sentence(message), ...(hint ? [element("small", {}, ` ${sentence(hint)}`)] : []))));
    this.part("no-warnings").hidden = !card || wrong.length + told.length > 0;
    this.part("result").hidden = !card;
    this.part("nothing").hidden = Boolean(card);
    showShares(this.root, this.draft, card);
    void this.preview();
  }

  /** @returns {string} what keeps the scorecard from being exported; empty where nothing does */
  wrong() {
    if (!this.card) return "There is no KPI on the scorecard yet.";
    const [first] = wrongs(templateData(this.card.template), this.shelf.schema);
    return first ? `First put right: ${first.message}.` : "";
  }

  /** The scorecard with example figures; null where there is none. */
  async filled() {
    if (!this.card) return null;
    const { draft } = this;
    await this.shelf.computing(idsOf(draft));
    this.made();
    return this.card && withExamples(this.card);
  }

  async preview() {
    const turn = ++this.turn;
    const card = await this.filled().catch((error) => void console.warn("scorecard:", error));
    if (turn === this.turn) this.part("preview").replaceChildren(...(card ? preview(card) : []));
  }

  async share() {
    const address = `${location.origin}${location.pathname}${await toHash(this.draft)}`;
    try {
      await navigator.clipboard.writeText(address);
      this.say("The address is copied. Whoever opens it sees this scorecard.");
    } catch {
      history.replaceState(null, "", address);
      this.say("The browser does not allow copying here. The address now stands in the address bar.");
    }
  }

  /** @param {string} text @param {() => void} act */
  action(text, act) {
    const button = element("button", { type: "button" }, text);
    button.addEventListener("click", act);
    return button;
  }

  /** @param {(string | Node)[]} parts */
  say(...parts) {
    this.said.replaceChildren(...parts);
  }
}

/** @param {string} text */
function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const root = document.querySelector("[data-builder]");
if (root instanceof HTMLElement) void new Builder(root).start();
