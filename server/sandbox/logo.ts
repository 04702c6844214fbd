import { crc32, deflateSync } from 'node:zlib';

const SIZE = 152;

/**
 * A small emblem for an institution, as a base64 PNG: two tones of its colour in a pattern of its
 * own. Drawn rather than stored, so that the bank carries no pictures that belong to anybody.
 */
export function drawLogo(color: string, name: string): string {
  const pattern = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7);
  const bands = 2 + (pattern % 4);
  const diagonal = pattern % 3;
  const rows = Buffer.alloc((SIZE + 1) * SIZE);
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      rows[y * (SIZE + 1) + 1 + x] = tone(x - SIZE / 2, y - SIZE / 2, bands, diagonal);
    }
  }
  return png(palette(color), rows);
}

/** 0 is outside the disc, 1 the ground, 2 the figure. */
function tone(x: number, y: number, bands: number, diagonal: number): number {
  const radius = Math.hypot(x, y);
  if (radius > SIZE / 2 - 2) return 0;
  if (radius > SIZE / 2 - 18) return 1;
  const along = diagonal === 0 ? x + y : diagonal === 1 ? x - y : radius * 1.4;
  return Math.abs(Math.floor((along * bands) / SIZE + 40)) % 2 === 0 ? 2 : 1;
}

function palette(color: string): Buffer {
  const ground = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const figure = ground.map((part) => Math.round(part + (255 - part) * 0.72));
  return Buffer.from([255, 255, 255, ...ground, ...figure]);
}

function png(colors: Buffer, rows: Buffer): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', colors),
    chunk('tRNS', Buffer.from([0])),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
