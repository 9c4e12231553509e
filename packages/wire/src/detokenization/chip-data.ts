/** What a device tells of one payment, in the tags of EMV (Book 3, annex A; token requestor id: EMV 4.3 bulletin). */
export interface ChipData {
  /** `9F19`: the token requestor the token was made for, 11 digits. */
  tokenRequestorId: string;
  /** `9F36`: application transaction counter, 0 to 65535, one higher for each payment of a token. */
  atc: number;
  /** `9F37`: chosen by the terminal for this payment, 4 bytes in hexadecimal. */
  unpredictableNumber: string;
  /** First byte of `9F10`: which of the token's keys the cryptogram was made with. */
  keyIndex: number;
  /** `9F26`: 8 bytes in hexadecimal. */
  cryptogram: string;
}

/** The tags every payment carries, and how many bytes each has. */
const lengths = { '9F19': 6, '9F36': 2, '9F37': 4, '9F26': 8 } as const;
const issuerApplicationData = '9F10';
const longestIssuerApplicationData = 32;

const digitsOnly = /^0[0-9]{11}$/;

/** BER-TLV in upper-case hexadecimal, as `chipRelatedData` carries it. */
export function writeChipData(chip: ChipData): string {
  return [
    tlv('9F19', `0${chip.tokenRequestorId}`),
    tlv(issuerApplicationData, chip.keyIndex.toString(16).padStart(2, '0')),
    tlv('9F26', chip.cryptogram),
    tlv('9F36', chip.atc.toString(16).padStart(4, '0')),
    tlv('9F37', chip.unpredictableNumber),
  ].join('');
}

/** Reads BER-TLV in hexadecimal; tags it does not know are passed over. Null when it is not what it should be. */
export function readChipData(hex: string): ChipData | null {
  const objects = readObjects(hex);
  if (!objects) return null;
  const value = (tag: keyof typeof lengths) => {
    const found = objects.get(tag);
    return found?.length === lengths[tag] ? found : null;
  };
  const [requestor, cryptogram, atc, unpredictable] = [
    value('9F19')?.toString('hex') ?? '',
    value('9F26'),
    value('9F36'),
    value('9F37'),
  ];
  const keyIndex = objects.get(issuerApplicationData);
  if (!digitsOnly.test(requestor) || !cryptogram || !atc || !unpredictable) return null;
  if (!keyIndex || keyIndex.length === 0 || keyIndex.length > longestIssuerApplicationData) return null;
  return {
    tokenRequestorId: requestor.slice(1),
    atc: atc.readUInt16BE(),
    unpredictableNumber: unpredictable.toString('hex'),
    keyIndex: keyIndex.readUInt8(),
    cryptogram: cryptogram.toString('hex'),
  };
}

function tlv(tag: string, hex: string): string {
  const length = (hex.length / 2).toString(16).padStart(2, '0');
  return (tag + length + hex).toUpperCase();
}

/** Data objects by tag; null when the text is no sequence of them, or one is there twice. */
function readObjects(hex: string): Map<string, Buffer> | null {
  if (!/^([0-9A-Fa-f]{2})+$/.test(hex)) return null;
  const bytes = Buffer.from(hex, 'hex');
  const objects = new Map<string, Buffer>();
  let at = 0;
  while (at < bytes.length) {
    const tagLength = tagLengthAt(bytes, at);
    const length = bytes[at + tagLength];
    // Lengths of more than one byte do not occur in what a payment carries.
    if (length === undefined || length > 0x7f) return null;
    const start = at + tagLength + 1;
    const tag = bytes
      .subarray(at, at + tagLength)
      .toString('hex')
      .toUpperCase();
    if (start + length > bytes.length || objects.has(tag)) return null;
    objects.set(tag, bytes.subarray(start, start + length));
    at = start + length;
  }
  return objects;
}

/** A tag goes on while its first byte ends in 11111, and after that as long as the top bit is set. */
function tagLengthAt(bytes: Buffer, at: number): number {
  if (((bytes[at] ?? 0) & 0x1f) !== 0x1f) return 1;
  let length = 2;
  while ((bytes[at + length - 1] ?? 0) & 0x80) length++;
  return length;
}
