import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ChipData, readChipData, writeChipData } from './chip-data.ts';

const chip: ChipData = {
  tokenRequestorId: '40010030273',
  atc: 258,
  unpredictableNumber: '0a0b0c0d',
  keyIndex: 1,
  cryptogram: '1122334455667788',
};
const written = '9F19060400100302739F1001019F260811223344556677889F360201029F37040A0B0C0D';

test('chip data is written as BER-TLV in the tags of EMV', () => {
  assert.equal(writeChipData(chip), written);
});

test('what was written is read again, whatever it holds', () => {
  const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
  const anyChip = fc.record(
    {
      tokenRequestorId: fc.stringMatching(/^[0-9]{11}$/),
      atc: fc.nat(0xffff),
      unpredictableNumber: hex(8),
      keyIndex: fc.nat(0xff),
      cryptogram: hex(16),
    },
    { noNullPrototype: true },
  );
  fc.assert(fc.property(anyChip, some => assert.deepEqual(readChipData(writeChipData(some)), some)));
});

test('other tags may stand between, in any order, in either case', () => {
  const more = `5F2A020978${written}9A03261122`.toLowerCase();
  assert.deepEqual(readChipData(more), chip);
});

test('what is no chip data is told', () => {
  const broken = {
    'no hexadecimal': `${written}XY`,
    'an odd number of digits': written.slice(0, -1),
    'cut off': written.slice(0, -2),
    'a tag without length': `${written}9F`,
    'a tag twice': `${written}9F36020103`,
    'no cryptogram': written.replace('9F26081122334455667788', ''),
    'a counter of one byte': written.replace('9F36020102', '9F360101'),
    'a requestor id with a letter': written.replace('040010030273', '04001003027A'),
    'a length that is none': written.replace('9F1001', '9F1081'),
    'no key index': written.replace('9F100101', '9F1000'),
    nothing: '',
  };
  for (const [name, hex] of Object.entries(broken)) assert.equal(readChipData(hex), null, name);
});

test('reading ends with any text', () => {
  fc.assert(fc.property(fc.string(), text => void readChipData(text)));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
      readChipData(Buffer.from(bytes).toString('hex'));
    }),
  );
});
