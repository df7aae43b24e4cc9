import { randomBytes } from 'node:crypto';

let latestMs = 0;

/** A UUID version 7 (RFC 9562): the time in milliseconds first, so that ids sort by age. Each of a process's ids is of a later millisecond than the one before (section 6.2, monotonicity). */
export function newId(nowMs: number = Date.now()): string {
  const bytes = randomBytes(16);
  latestMs = Math.max(nowMs, latestMs + 1);
  bytes.writeUIntBE(latestMs, 0, 6);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x70, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
