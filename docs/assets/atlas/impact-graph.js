// @ts-check
/**
 * The graph of change impact, drawn from the two lists of the page: what moves this KPI on the left, what it moves on the
 * right. The lists say the same, and with the reasons, so readers of screens are given those alone.
 */

import { drawn } from "./element.js";

const WIDTH = 640, NODE = 214, ROW = 38, TALL = 28, MOST = 8, LETTERS = 27;

/** @param {SVGSVGElement} svg */
function draw(svg) {
  const incoming = linksOf("in"), outgoing = linksOf("out");
  const rows = Math.min(MOST, Math.max(incoming.length, outgoing.length));
  const middle = (rows * ROW + 6) / 2;
  svg.replaceChildren(
    ...side(incoming, rows, 0, middle, false), ...side(outgoing, rows, WIDTH - NODE, middle, true),
    box(WIDTH / 2 - 46, middle - 18, 92, 36, shortened(svg.dataset.impactGraph ?? "", 11), "atlas-node atlas-node--own"));
}

/** @param {string} way @returns {{text: string, href: string, raises: boolean}[]} */
function linksOf(way) {
  return [...document.querySelectorAll(`[data-impact="${way}"] > li`)].flatMap((item) => {
    const link = item.querySelector("a");
    const raises = item.querySelector(".atlas-raises") !== null;
    return link ? [{ text: link.textContent ?? "", href: link.getAttribute("href") ?? "", raises }] : [];
  });
}

/**
 * @param {{text: string, href: string, raises: boolean}[]} links
 * @param {number} rows
 * @param {number} x
 * @param {number} middle
 * @param {boolean} out
 */
function side(links, rows, x, middle, out) {
  const shown = links.slice(0, links.length > MOST ? MOST - 1 : MOST);
  const top = ((rows - Math.min(links.length, MOST)) * ROW) / 2 + 6;
  const parts = shown.flatMap((link, place) => {
    const y = top + place * ROW + TALL / 2;
    const style = `atlas-edge atlas-edge--${link.raises ? "raises" : "lowers"}`;
    const [from, to, start, end] = out ? [WIDTH / 2 + 46, x - 9, middle, y] : [x + NODE, WIDTH / 2 - 55, y, middle];
    const half = (from + to) / 2;
    const edge = drawn("path", { class: style, d: `M${from} ${start}C${half} ${start} ${half} ${end} ${to} ${end}` });
    const head = drawn("path", { class: `${style} atlas-head`, d: `M${to} ${end - 4.5}l8 4.5-8 4.5z` });
    const anchor = drawn("a", { href: link.href, tabindex: "-1" },
      box(x, y - TALL / 2, NODE, TALL, shortened(link.text, LETTERS), "atlas-node"), drawn("title", {}, link.text));
    const sign = drawn("text", { class: "atlas-sign", x: String(out ? x - 24 : x + NODE + 10), y: String(y - 5) }, link.raises ? "+" : "−");
    return [edge, head, sign, anchor];
  });
  if (links.length > MOST) {
    const y = top + shown.length * ROW + TALL / 2;
    parts.push(drawn("text", { x: String(x + NODE / 2), y: String(y + 5), "text-anchor": "middle" }, `and ${links.length - shown.length} more below`));
  }
  return parts;
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} text @param {string} style */
function box(x, y, width, height, text, style) {
  return drawn("g", { class: style },
    drawn("rect", { x: String(x), y: String(y), width: String(width), height: String(height), rx: "5" }),
    drawn("text", { x: String(x + width / 2), y: String(y + height / 2 + 5), "text-anchor": "middle" }, text));
}

/** @param {string} text @param {number} most */
function shortened(text, most) {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

for (const svg of document.querySelectorAll("svg[data-impact-graph]")) if (svg instanceof SVGSVGElement) draw(svg);
