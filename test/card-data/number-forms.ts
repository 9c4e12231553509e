/** One way in which a card number may lie about. */
export interface NumberForm {
  name: string;
  bytes: Buffer;
}

/** Every form a card number is looked for in. The ASCII codes of digits have no letters: there is one hex form of them. */
export function numberForms(digits: string): NumberForm[] {
  const groups = digits.match(/.{1,4}/g) ?? [];
  return [
    { name: 'raw', bytes: Buffer.from(digits) },
    { name: 'spaced', bytes: Buffer.from(groups.join(' ')) },
    { name: 'dashed', bytes: Buffer.from(groups.join('-')) },
    { name: 'hex', bytes: Buffer.from(Buffer.from(digits).toString('hex')) },
    { name: 'BCD', bytes: Buffer.from(digits.padEnd(digits.length + (digits.length % 2), 'f'), 'hex') },
    ...[0, 1, 2].map(offset => ({ name: `base64 at ${offset}`, bytes: base64Within(digits, offset) })),
  ];
}

/** The characters that are the number's alone when it begins `offset` bytes after a group of three. */
function base64Within(digits: string, offset: number): Buffer {
  const text = Buffer.from('\0'.repeat(offset) + digits).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + digits.length) * 8) / 6);
  return Buffer.from(text.slice(first, end));
}
