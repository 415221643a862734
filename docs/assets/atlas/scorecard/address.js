// @ts-check
/**
 * A scorecard in an address, so that it can be sent to others: packed into the part behind #, which no server sees.
 */

import { asDraft } from "./draft.js";
import { templateData } from "./template-file.js";

/** @typedef {import("./model.js").Template} Template */

const MARK = "#card=", LARGEST = 2_000_000;

/** The part of the address behind and with #. @param {Template} draft */
export async function toHash(draft) {
  const bytes = new TextEncoder().encode(JSON.stringify({ id: draft.id, ...templateData(draft) }));
  const packed = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  return MARK + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The scorecard in an address; null where there is none. @param {string} hash @returns {Promise<Template | null>} */
export async function fromHash(hash) {
  if (!hash.startsWith(MARK)) return null;
  const text = atob(hash.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let json = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    json += decoder.decode(part.value, { stream: true });
    if (json.length > LARGEST) throw new Error("too large");
  }
  return asDraft(JSON.parse(json + decoder.decode()));
}
