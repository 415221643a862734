// @ts-check
/**
 * The one script that every page names. Search stands in every header; of the rest, a page loads what it has use for,
 * so that a phone neither fetches nor reads the comparison on the page of a KPI.
 */

import "./search.js";

/** What a page holds, and the module that serves it. @type {[string, () => Promise<unknown>][]} */
const SERVED = [
  ["[data-actions]", () => import("./kpi-page.js")],
  ["[data-calculator]", () => import("./calculator.js")],
  ["[data-compute]", () => import("./compute.js")],
  ["[data-listing]", () => import("./table.js")],
  ["[data-compare]", () => import("./compare.js")],
  ["[data-basket-tools]", () => import("./basket.js")],
  ["[data-builder]", () => import("./scorecard/builder.js")],
];

/** Whether KPIs were put aside for a scorecard; the header then shows how many. */
function hasBasket() {
  try {
    return (localStorage.getItem("kpi-atlas.basket") ?? "[]") !== "[]";
  } catch {
    return false;
  }
}

if (hasBasket()) import("./basket.js").catch((error) => console.error("atlas:", error));
for (const [mark, load] of SERVED) {
  if (document.querySelector(mark)) load().catch((error) => console.error("atlas:", error));
}
