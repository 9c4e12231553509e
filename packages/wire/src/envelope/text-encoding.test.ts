import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText, encodeText, MAX_ENVELOPE_BYTES } from './text-encoding.ts';

const bytes = Buffer.from('3080020102fbffbe', 'hex');

test('writes base64 on one line and hexadecimal in lower case', () => {
  assert.equal(encodeText(bytes, 'base64'), 'MIACAQL7/74=');
  assert.equal(encodeText(bytes, 'hex'), '3080020102fbffbe');
  assert.doesNotMatch(encodeText(new Uint8Array(500), 'base64'), /\s/);
});

test('writes only the view it is given', () => {
  assert.equal(encodeText(Uint8Array.of(1, 2, 3, 4).subarray(1, 3), 'hex'), '0203');
});

test('tells hexadecimal and base64 apart, in either case and with any white space', () => {
  const texts = {
    '3080020102fbffbe': 'hex',
    '3080020102FBFFBE': 'hex',
    ' 30 80\t02\r\n0102 fbff\u00a0be\n': 'hex',
    'MIACAQL7/74=': 'base64',
    '\nMIAC\r\n AQL7\t/74=\n': 'base64',
  };
  for (const [text, encoding] of Object.entries(texts)) {
    assert.deepEqual(decodeText(text), { decoded: true, bytes, encoding }, text);
  }
});

test('refuses what is neither', () => {
  for (const text of ['', '   ', '308', 'MIACAQL7/74', 'MIACAQL7_74=', 'MIACA=QL', '====', '30:82', 'é']) {
    assert.deepEqual(decodeText(text), { decoded: false, diagnosis: 'not-base64-or-hex' }, text);
  }
});

test('takes the largest envelope and nothing larger, in both encodings', () => {
  for (const encoding of ['base64', 'hex'] as const) {
    assert.equal(decodeText(encodeText(new Uint8Array(MAX_ENVELOPE_BYTES), encoding)).decoded, true);
    const larger = decodeText(encodeText(new Uint8Array(MAX_ENVELOPE_BYTES + 1), encoding));
    assert.deepEqual(larger, { decoded: false, diagnosis: 'too-large' });
  }
});

test('gives up on a text that is all white space beyond measure before looking at it', () => {
  assert.deepEqual(decodeText(' '.repeat(1_000_000)), { decoded: false, diagnosis: 'too-large' });
});
