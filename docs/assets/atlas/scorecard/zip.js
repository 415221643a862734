// @ts-check
/**
 * A zip file of texts, packed by the browser itself (CompressionStream). Knows nothing of what is in it.
 */

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

/** @param {Uint8Array} bytes */
function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function packed(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Whole numbers, the lowest byte first. @param {[value: number, bytes: number][]} fields @returns {Uint8Array<ArrayBuffer>} */
function record(fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** The first day that a zip file can tell, so that the same texts give the same file. */
const DAY = 0x0021, UTF_8 = 0x0800, DEFLATED = 8, VERSION = 20;

/**
 * @param {Map<string, string>} files text by name
 * @param {string} type of the whole
 */
export async function zipped(files, type) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const bodies = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  const encoder = new TextEncoder();
  let offset = 0;
  for (const [name, text] of files) {
    const bytes = encoder.encode(text), path = encoder.encode(name), body = await packed(bytes);
    /** @type {[number, number][]} */
    const shared = [[VERSION, 2], [UTF_8, 2], [DEFLATED, 2], [0, 2], [DAY, 2], [checksum(bytes), 4], [body.length, 4], [bytes.length, 4], [path.length, 2], [0, 2]];
    const head = record([[0x04034b50, 4], ...shared]);
    bodies.push(head, path, body);
    directory.push(record([[0x02014b50, 4], [VERSION, 2], ...shared, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), path);
    offset += head.length + path.length + body.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = record([[0x06054b50, 4], [0, 2], [0, 2], [files.size, 2], [files.size, 2], [size, 4], [offset, 4], [0, 2]]);
  return new Blob([...bodies, ...directory, end], { type });
}
