// @ts-check
/**
 * The files of a scorecard, made here and handed to the browser: workbook, CSV, JSON, and the scorecard's own file. What
 * writes them is loaded when the first is asked for.
 */

import { ScorecardError } from "./model.js";
import { toYaml } from "./template-file.js";

/**
 * @typedef {import("./model.js").Card} Card
 * @typedef {{card: Card | null, filled: () => Promise<Card | null>, wrong: () => string, say: (...parts: (string | Node)[]) => void}} Builder
 */

/** @type {Record<string, (card: Card) => Promise<Blob>>} */
const FILES = {
  xlsx: async (card) => {
    const [{ bookOf }, { workbookFile }] = await Promise.all([import("./sheets.js"), import("./workbook.js")]);
    return workbookFile(bookOf(card));
  },
  csv: async (card) => new Blob([(await import("./flat-files.js")).csvText(card)], { type: "text/csv" }),
  json: async (card) => new Blob([`${JSON.stringify((await import("./flat-files.js")).asData(card), null, 2)}\n`], { type: "application/json" }),
  yml: async (card) => new Blob([toYaml(card.template)], { type: "text/yaml" }),
};

/** @param {HTMLElement} place holds a button for each file, and the box that asks for example figures @param {Builder} builder */
export function downloads(place, builder) {
  const examples = /** @type {HTMLInputElement} */ (place.querySelector("[data-examples]"));
  for (const button of place.querySelectorAll("[data-download]")) {
    button.addEventListener("click", () => void download(button.getAttribute("data-download") ?? "", builder, examples.checked));
  }
}

/** @param {string} suffix @param {Builder} builder @param {boolean} withExamples */
async function download(suffix, builder, withExamples) {
  const wrong = builder.wrong();
  if (wrong) return void builder.say(wrong);
  try {
    const card = withExamples ? await builder.filled() : builder.card;
    if (!card) return;
    const name = `${card.template.id}.${suffix}`;
    save(await FILES[suffix](card), name);
    builder.say(`${name} is made.`);
  } catch (error) {
    if (!(error instanceof ScorecardError)) console.warn("scorecard:", error);
    builder.say(error instanceof ScorecardError ? error.message : `The file could not be made: ${error}.`);
  }
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
