import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { openTestVault } from '../../vault/vault.fixture.ts';
import {
  callOf,
  consumer,
  enrolment,
  later,
  openClickToPay,
  pending,
  visaCard,
} from './click-to-pay.fixture.ts';
import { enrolCard } from './enrol-card.ts';

const clickToPay = await openClickToPay();
const { store, time, visa } = clickToPay;
after(() => store.close());
const vault = await openTestVault(store);
const hub = Object.assign(clickToPay.hub, { vault });
beforeEach(async () => {
  await clickToPay.reset();
  const sealed = (column: string, text: string) =>
    vault.seal({ table: 'card', column, rowId: visaCard.cardId }, text);
  await store.cards.save({
    ...visaCard,
    sealedPan: sealed('pan', '4111111111111111'),
    sealedExpiry: sealed('expiry', '1230'),
  });
});

const secrets = ['Kari', 'Nordmann', 'KARI', 'kari@example.com', '41234567', 'Storgata', '4111111111111111'];

/** Every row of the tables of Click to Pay and of what is told about it, as text. */
async function stored(): Promise<string> {
  const tables = [
    'click_to_pay_profile',
    'click_to_pay_enrolment',
    'click_to_pay_request',
    'recorded_operation',
    'delivery',
  ];
  const texts = await Promise.all(
    tables.map(async table => {
      const { rows } = await sql<{ text: string }>`
        select row_to_json(t)::text as text from ${sql.table(table)} t`.execute(store.database);
      return rows.map(row => row.text).join('\n');
    }),
  );
  return texts.join('\n');
}

function assertNothingPersonal(text: string): void {
  for (const secret of secrets) {
    assert.ok(!text.includes(secret), secret);
    assert.ok(!text.includes(Buffer.from(secret).toString('hex')), `${secret} in bytes`);
  }
}

test('what waits for a directory is kept under the key of the vault, and gone when it ends', async () => {
  await enrolCard(hub, callOf({ cardId: 'CARD-1' }, enrolment));
  const name = { consumerKey: consumer.consumerKey, directory: 'VISA' } as const;
  assert.ok((await store.clickToPay.nextRequest(name))?.sealedData);
  assertNothingPersonal(await stored());
  await clickToPay.work();
  assert.equal(visa.profiles.get(consumer.consumerKey)?.consumer.firstName, 'Kari');
  const text = await stored();
  assertNothingPersonal(text);
  assert.ok(!text.includes('sealed_data'));
});

test('it is gone after 15 minutes, whatever the directory says', async () => {
  visa.answers.push(...Array.from({ length: 40 }, () => pending('t1')));
  await enrolCard(hub, callOf({ cardId: 'CARD-1' }, enrolment));
  for (let seconds = 0; seconds <= 900; seconds += 2) {
    time.now = later(seconds);
    await clickToPay.work();
  }
  assert.ok(!(await stored()).includes('sealed_data'));
});
