import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CardInfo, readCardInfo, writeCardInfo } from './card-info.ts';
import { readFpanDetails, writeFpanDetails } from './fpan-details.ts';
import { readTokenInfo, writeTokenInfo } from './token-info.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const card: CardInfo = {
  fpan: '4111111111111111',
  exp: '1230',
  cvv: '123',
  additionalCardInfos: { pin: '0412AB' },
};
const details = {
  oldFPAN: '4111111111111111',
  oldExpDate: '1230',
  newFPAN: '5555555555554444',
  newExpDate: '0131',
};

test('what is written is read again', () => {
  assert.deepEqual(readCardInfo(writeCardInfo(card)), { ok: true, content: card });
  assert.deepEqual(readCardInfo(writeCardInfo({ fpan: card.fpan })), {
    ok: true,
    content: { fpan: card.fpan },
  });
  assert.deepEqual(readFpanDetails(writeFpanDetails(details)), { ok: true, content: details });
  const token = { token: '4895370012003478', tokenExpiryDate: '1230' };
  assert.deepEqual(readTokenInfo(writeTokenInfo(token)), { ok: true, content: token });
});

test('reads tolerantly: unknown members, null, numbers', () => {
  const sent = bytes('{"fpan":4111111111111111,"exp":"1230","cvv":null,"archiveReference":"x"}');
  assert.deepEqual(readCardInfo(sent), { ok: true, content: { fpan: '4111111111111111', exp: '1230' } });
});

test('tells the peer the same whatever is wrong, and itself what it was', () => {
  const diagnoses = {
    '{"fpan":"4111111111111111",}': 'not JSON',
    '{“fpan”:“4111111111111111”}': 'not JSON',
    '': 'not JSON',
    '[]': 'body malformed',
    '{"exp":"1230"}': 'fpan missing',
    '{"fpan":"4111-1111-1111-1111"}': 'fpan malformed',
    '{"fpan":"4111111111111111","exp":"3012"}': 'exp malformed',
    '{"fpan":"4111111111111111","cvv":"12"}': 'cvv malformed',
    [' '.repeat(8197)]: 'too long',
  };
  for (const [text, diagnosis] of Object.entries(diagnoses))
    assert.deepEqual(readCardInfo(bytes(text)), {
      ok: false,
      code: 112,
      parameter: 'cipheredCardInfo',
      diagnosis,
    });
  const notUtf8 = readCardInfo(Uint8Array.of(0xc3, 0x28));
  assert.deepEqual(notUtf8, { ok: false, code: 112, parameter: 'cipheredCardInfo', diagnosis: 'not UTF-8' });
});

test('an update needs both pairs', () => {
  for (const member of Object.keys(details)) {
    const incomplete = Object.fromEntries(Object.entries(details).filter(([name]) => name !== member));
    assert.deepEqual(readFpanDetails(bytes(JSON.stringify(incomplete))), {
      ok: false,
      code: 112,
      parameter: 'fpanDetails',
      diagnosis: `${member} missing`,
    });
  }
  const short = readFpanDetails(bytes(JSON.stringify({ ...details, newFPAN: '4222222222222' })));
  assert.equal(short.ok, false);
});

test('never throws, and never repeats content', () => {
  const secret = '4111111111111111';
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string().map(text => bytes(`{"fpan":"${secret}${text}`)),
    fc
      .jsonValue()
      .map(value =>
        bytes(JSON.stringify({ fpan: secret, exp: value, cvv: secret, additionalCardInfos: value })),
      ),
  );
  fc.assert(
    fc.property(hostile, content => {
      for (const read of [readCardInfo, readFpanDetails, readTokenInfo]) {
        const reading = read(content);
        if (!reading.ok) assert.ok(!JSON.stringify(reading).includes(secret));
      }
    }),
  );
});
