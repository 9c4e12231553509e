import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

/** Identifiers from the system's secure source. */
export function secureIds(clock: Clock): Ids {
  let last = { millisecond: 0, sequence: 0 };

  /** Ids of one millisecond stay in order: the 12 bits after the time count up (RFC 9562, section 6.2). */
  const next = () => {
    const millisecond = Math.max(clock.now().getTime(), last.millisecond);
    const sequence = millisecond === last.millisecond ? last.sequence + 1 : randomInt(0x400);
    last = sequence > 0xfff ? { millisecond: millisecond + 1, sequence: 0 } : { millisecond, sequence };
    return last;
  };

  return {
    uuid() {
      const { millisecond, sequence } = next();
      const bytes = randomBytes(16);
      bytes.writeUIntBE(millisecond, 0, 6);
      bytes.writeUInt16BE(0x7000 | sequence, 6);
      bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
      const hex = bytes.toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        '-',
      );
    },
    digits: count => Array.from({ length: count }, () => randomInt(10)).join(''),
    bytes: count => randomBytes(count),
  };
}
