import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChipData } from '@countermark/wire/detokenization/chip-data';
import type { Detokenize } from '@countermark/wire/detokenization/detokenize';
import { judgePayment, type PresentedPayment, type PresentedToken } from './detokenization.ts';

const now = new Date('2026-11-22T10:00:00.000Z');

const token: PresentedToken = {
  state: 'ACTIVE',
  tokenRequestorId: '40010030273',
  tokenType: 'EMBEDDED_SE',
  merchantId: null,
  tokenExpiryDate: '1131',
  lastAtc: 7,
};

const chip: ChipData = {
  tokenRequestorId: '40010030273',
  atc: 8,
  unpredictableNumber: '0a0b0c0d',
  keyIndex: 1,
  cryptogram: '1122334455667788',
};

const message: Detokenize = {
  scheme: 'DOMESTIC',
  tokenizedCard: { pan: '9990900100000000', expiry: '3111' },
  reference: 'PAYMENT-00000001',
  amount: { value: 1250, currency: 'EUR' },
  transactionDateTime: '2026-11-22T09:59:00Z',
  transactionType: '00',
  panEntryMode: '07',
  cardAcceptor: { id: 'SHOP-1' },
  chipRelatedData: '00',
};

interface Changes {
  message?: Partial<Detokenize>;
  chip?: Partial<ChipData> | null;
  cryptogram?: PresentedPayment['cryptogram'];
  token?: Partial<PresentedToken>;
  now?: Date;
}

function judged(changes: Changes, policy: 'WHEN_ALL_PASSED' | 'ALSO_OUTSIDE_DOMAIN' = 'WHEN_ALL_PASSED') {
  const payment: PresentedPayment = {
    message: { ...message, ...changes.message },
    chip: changes.chip === null ? null : { ...chip, ...changes.chip },
    cryptogram: changes.cryptogram ?? 'FITS',
    now: changes.now ?? now,
  };
  return judgePayment(payment, { token: { ...token, ...changes.token }, policy });
}

const codeOf = (changes: Changes) => judged(changes).responseCode;
const expiryOf = (expiry: string) => ({ message: { tokenizedCard: { pan: '9990900100000000', expiry } } });

describe('a payment', () => {
  test('with everything in order gets the card number', () => {
    assert.deepEqual(judged({}), { responseCode: '000', answered: true });
  });

  test('with an unknown token gets 003', () => {
    const payment = { message, chip, cryptogram: 'FITS', now } as const;
    const answer = judgePayment(payment, { token: null, policy: 'ALSO_OUTSIDE_DOMAIN' });
    assert.deepEqual(answer, { responseCode: '003', answered: false });
  });

  const refusals: Record<string, [code: string, changes: Changes]> = {
    'a purchase of nothing': ['017', { message: { amount: { value: 0, currency: 'EUR' } } }],
    'a currency that is none': ['018', { message: { amount: { value: 1, currency: 'ZZZ' } } }],
    "another requestor's token": ['002', { chip: { tokenRequestorId: '40010075001' } }],
    'a token of a device, entered by key': ['002', { message: { panEntryMode: '01' } }],
    'a card-on-file token, contactless': ['002', { token: { tokenType: 'CARD_ON_FILE' } }],
    "another merchant's token": ['002', { token: { merchantId: 'SHOP-2' } }],
    'an inactive token': ['003', { token: { state: 'INACTIVE' } }],
    'a suspended token': ['003', { token: { state: 'SUSPENDED' } }],
    'a deleted token': ['003', { token: { state: 'DELETED' } }],
    'another expiry date': ['001', expiryOf('3112')],
    'a token past its expiry': ['001', { now: new Date('2031-12-01T00:00:00Z') }],
    'chip data that cannot be read': ['015', { chip: null, cryptogram: 'WRONG' }],
    'the counter of the last payment': ['030', { chip: { atc: 7 } }],
    'a counter too far ahead': ['030', { chip: { atc: 108 } }],
    'a key the token has not': ['014', { cryptogram: 'KEY_UNKNOWN' }],
    'a payment of the day before': ['016', { message: { transactionDateTime: '2026-11-21T09:59:59Z' } }],
    'a payment to come': ['016', { message: { transactionDateTime: '2026-11-22T10:15:01Z' } }],
    'a wrong cryptogram': ['005', { cryptogram: 'WRONG' }],
  };
  for (const [name, [code, changes]] of Object.entries(refusals)) {
    test(`with ${name} gets ${code} and no card number`, () => {
      assert.deepEqual(judged(changes), { responseCode: code, answered: false });
    });
  }

  test('at the edges of its limits is good', () => {
    assert.equal(codeOf({ chip: { atc: 107 } }), '000');
    assert.equal(codeOf({ message: { transactionDateTime: '2026-11-21T10:00:00Z' } }), '000');
    assert.equal(codeOf({ message: { transactionDateTime: '2026-11-22T10:15:00Z' } }), '000');
    assert.equal(
      codeOf({
        now: new Date('2031-11-30T23:59:59Z'),
        message: { transactionDateTime: '2031-11-30T23:00:00Z' },
      }),
      '000',
    );
    assert.equal(
      codeOf({ message: { transactionType: '20', amount: { value: 0, currency: 'EUR' } } }),
      '000',
    );
  });

  test('with several faults gets the code of the first check', () => {
    const inOrder: [string, Changes][] = [
      ['002', { chip: { tokenRequestorId: '40010075001' } }],
      ['003', { token: { state: 'SUSPENDED' } }],
      ['001', expiryOf('3112')],
      ['030', { chip: { atc: 1 } }],
      ['005', { cryptogram: 'WRONG' }],
    ];
    for (const [index, [code]] of inOrder.entries()) {
      const later = inOrder.slice(index).map(([, changes]) => changes);
      // Where two change the same member, the first of them stands.
      const all: Changes = Object.assign({}, ...later.toReversed());
      assert.equal(codeOf(all), code);
    }
  });
});

describe('a caller that is answered outside the domain, too', () => {
  const policy = 'ALSO_OUTSIDE_DOMAIN';

  test('gets card number and code when only the domain is wrong', () => {
    for (const changes of [
      { token: { merchantId: 'SHOP-2' } },
      { message: { panEntryMode: '01' } },
    ] as Changes[])
      assert.deepEqual(judged(changes, policy), { responseCode: '002', answered: true });
  });

  test('gets none when anything else is wrong as well', () => {
    const elsewhere = { token: { merchantId: 'SHOP-2' } };
    assert.equal(judged({ ...elsewhere, cryptogram: 'WRONG' }, policy).answered, false);
    assert.equal(judged({ token: { merchantId: 'SHOP-2', state: 'SUSPENDED' } }, policy).answered, false);
    assert.equal(judged({ cryptogram: 'WRONG' }, policy).answered, false);
  });
});
