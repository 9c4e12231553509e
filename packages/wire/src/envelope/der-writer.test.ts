import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { TAG } from './asn1-tags.ts';
import { readBer, readObjectIdentifier } from './ber-reader.ts';
import { rewriteAsLooseBer } from './crafted-envelope.fixture.ts';
import { der, derObjectIdentifier, derSequence, derSmallInteger, rewriteAsDer } from './der-writer.ts';

test('writes the shortest length', () => {
  for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
    const content = new Uint8Array(length);
    const written = der(TAG.octetString, content);
    assert.deepEqual(written, Buffer.from(AsnConvert.serialize(new OctetString(content))), `${length}`);
  }
});

test('writes object identifiers as asn1-schema does, and reads them back', () => {
  for (const oid of [
    '1.2.840.113549.1.7.3',
    '2.16.840.1.101.3.4.1.42',
    '0.0',
    '1.39.127.128',
    '2.999.16383.16384',
  ]) {
    const written = derObjectIdentifier(oid);
    const oracle = AsnConvert.serialize(new AlgorithmIdentifier({ algorithm: oid }));
    assert.deepEqual(derSequence(written), Buffer.from(oracle), oid);
    const reading = readBer(written);
    assert.equal(reading.read && readObjectIdentifier(reading.element), oid);
  }
});

test('rewrites any BER of a value to the one DER of it', () => {
  const string = fc.tuple(fc.constantFrom(TAG.octetString, 0x0c, 0x13), fc.uint8Array({ maxLength: 200 }));
  const leaf = fc.oneof(
    string.map(([tag, content]) => der(tag, content)),
    fc.nat(127).map(derSmallInteger),
  );
  const { element } = fc.letrec<{ element: Uint8Array }>(tie => ({
    element: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('element'), { maxLength: 4 }).map(parts => derSequence(...parts)),
    ),
  }));
  fc.assert(
    fc.property(element, original => {
      const reading = readBer(rewriteAsLooseBer(original));
      assert.ok(reading.read);
      assert.deepEqual(Buffer.from(rewriteAsDer(reading.element)), Buffer.from(original));
    }),
    { seed: 2 },
  );
});
