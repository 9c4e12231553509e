import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contextPrimitive, TAG } from './asn1-tags.ts';
import {
  type BerElement,
  readBer,
  readObjectIdentifier,
  readOctets,
  readSmallInteger,
} from './ber-reader.ts';

const fromHex = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

function readElement(hex: string): BerElement {
  const reading = readBer(fromHex(hex));
  assert.ok(reading.read, hex);
  return reading.element;
}

function faultOf(hex: string): string {
  const reading = readBer(fromHex(hex));
  return reading.read ? 'none' : reading.fault;
}

function rulesOf(hex: string): string {
  const reading = readBer(fromHex(hex));
  return reading.read ? reading.rules : reading.fault;
}

test('reads nested elements of definite and indefinite length alike', () => {
  const integers = [1, 2].map(n => ({ constructed: false, tag: TAG.integer, content: fromHex(`0${n}`) }));
  const expected = { constructed: true, tag: TAG.sequence, children: integers };
  for (const hex of ['3006 020101 020102', '3080 020101 020102 0000', '308108 0282000101 020102']) {
    assert.deepEqual(readElement(hex), expected, hex);
  }
});

test('knows DER by its lengths and its undivided strings', () => {
  assert.equal(rulesOf('3003 020101'), 'DER');
  assert.equal(rulesOf(`0481 80 ${'00'.repeat(128)}`), 'DER');
  assert.equal(rulesOf('3080 020101 0000'), 'BER');
  assert.equal(rulesOf('308103 020101'), 'BER');
  assert.equal(rulesOf(`048200 80 ${'00'.repeat(128)}`), 'BER');
  assert.equal(rulesOf('2403 040101'), 'BER');
});

test('joins the segments of an OCTET STRING, nested and under an IMPLICIT tag too', () => {
  assert.deepEqual(readOctets(readElement('0403 010203')), fromHex('010203'));
  assert.deepEqual(readOctets(readElement('2480 0402 0102 2480 0401 03 0000 0000')), fromHex('010203'));
  assert.deepEqual(
    readOctets(readElement('a080 0402 0102 0401 03 0000'), contextPrimitive(0)),
    fromHex('010203'),
  );
  assert.deepEqual(readOctets(readElement('2480 0000')), Buffer.alloc(0));
  assert.equal(readOctets(readElement('2403 020101')), undefined, 'a segment that is an INTEGER');
  assert.equal(readOctets(readElement('0201 01')), undefined);
});

test('reads object identifiers and small integers, and nothing else as such', () => {
  assert.equal(readObjectIdentifier(readElement('0609 2a864886f70d010703')), '1.2.840.113549.1.7.3');
  assert.equal(readObjectIdentifier(readElement('0603 883703')), '2.999.3');
  for (const hex of ['0600', '0602 2a86', '0606 2a8fffffff7f', '0201 01']) {
    assert.equal(readObjectIdentifier(readElement(hex)), undefined, hex);
  }
  assert.equal(readSmallInteger(readElement('0201 7f')), 127);
  for (const hex of ['0200', '0201 80', '0202 0001', '0401 01']) {
    assert.equal(readSmallInteger(readElement(hex)), undefined, hex);
  }
});

test('says what is wrong with the octets', () => {
  const faults = {
    '': 'truncated',
    '30': 'truncated',
    '3003 0201': 'truncated',
    '3080 020101': 'truncated',
    '3080 020101 00': 'truncated',
    '3084 ffffffff 00': 'truncated',
    '3082 01': 'truncated',
    '3003 020101 00': 'trailing-bytes',
    '3085 0000000001 00': 'malformed',
    '30ff': 'malformed',
    '0480 0000': 'malformed',
    '1f01 00': 'malformed',
    '3002 0000': 'malformed',
    '3005 3002 0204 00': 'malformed',
  };
  for (const [hex, fault] of Object.entries(faults)) assert.equal(faultOf(hex), fault, hex);
});

test('bounds depth and number of elements', () => {
  assert.equal(faultOf(`${'3080'.repeat(25)}${'0000'.repeat(25)}`), 'none');
  assert.equal(faultOf(`${'3080'.repeat(26)}${'0000'.repeat(26)}`), 'too-complex');
  assert.equal(faultOf('3080'.repeat(30_000)), 'too-complex');
  assert.equal(faultOf(`3080${'0500'.repeat(2047)}0000`), 'none');
  assert.equal(faultOf(`3080${'0500'.repeat(2048)}0000`), 'too-complex');
});

test('never throws and never reads past the view it is given', () => {
  const tagsAndLengths = fc.constantFrom(...fromHex('0002 0405 0624 3031 8081 82a0 0102 0309'));
  const octets = fc.array(fc.oneof(tagsAndLengths, fc.nat(255)), { maxLength: 60 });
  fc.assert(
    fc.property(octets, fc.nat(255), (values, beyond) => {
      const alone = Uint8Array.from(values);
      const within = Uint8Array.from([...values, beyond, beyond, beyond, beyond]).subarray(0, values.length);
      assert.deepEqual(readBer(within), readBer(alone));
    }),
    { seed: 1, numRuns: 5000 },
  );
});
