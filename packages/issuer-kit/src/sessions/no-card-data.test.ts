import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CardDataError, refuseCardData } from './no-card-data.ts';

describe('no card data', () => {
  it('lets references, times, identifiers and what is decided through', () => {
    refuseCardData({
      id: '0b6f2a9c-1234-4567-8901-234567890123',
      digits: '12345678-1234-1234-1234-123456789012',
      reference: 'card-1234567890123456',
      trid: '40010030273',
      at: Date.UTC(2026, 0, 1),
      date: '2026-01-01T00:00:00.000Z',
      levelOfTrust: 'yellow',
      methods: [{ id: '1', type: 'cell_phone' }],
    });
  });

  it('refuses numbers as long as those of cards, and members named like card data', () => {
    const wrong = [
      { a: '9990000000000000' },
      { a: '4111-1111-1111-1111' },
      { a: ['x', { b: 'number 411111111111111.' }] },
      { '4111111111111111': true },
      { a: { exp: '1230' } },
      { Token: '1' },
    ];
    for (const data of wrong)
      assert.throws(() => refuseCardData(data), CardDataError, JSON.stringify(Object.keys(data)));
  });

  it('names the place and not the value', () => {
    assert.throws(
      () => refuseCardData({ card: { number: '4111111111111111' } }),
      (error: Error) => error.message.includes('data.card.number') && !error.message.includes('4111'),
    );
    assert.throws(
      () => refuseCardData({ '4111111111111111': true }),
      (error: Error) => !error.message.includes('4111'),
    );
  });
});
