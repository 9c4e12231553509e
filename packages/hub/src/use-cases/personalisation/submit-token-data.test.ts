import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { dataLimit } from '../../core/personalisation.ts';
import { carryDuePersonalisations } from '../../deadlines/personalisation-worker.ts';
import { anEnrolment, aToken, at } from '../../store/test-objects.ts';
import { openHubOnStore } from '../hub-on-store.fixture.ts';
import { expectTokenData, tieTokenData } from './await-token-data.ts';
import { submitTokenData } from './submit-token-data.ts';

const { hub, store, time, reset } = await openHubOnStore();
after(() => store.close());

const enrolment = anEnrolment();
const { enrolmentId, issuerId } = enrolment;
const { tsp, tspTokenId, virtualCardId } = aToken();

beforeEach(async () => {
  await reset();
  await expectTokenData(hub, enrolment, tsp);
  const data = { issuerId, tokenPersoInfo: [{ name: 'a', value: '1' }], complete: true };
  const submitted = await submitTokenData(hub, { tsp, tspTokenId, correlationId: enrolmentId, data });
  assert.deepEqual(submitted, { accepted: true });
});

/** After the time for data is over, and a little more. */
async function later() {
  time.now = at(1000 + dataLimit / 1000 + 5);
  await carryDuePersonalisations(hub);
  const found = await store.transaction(tx => tx.personalisations.lockSession(tsp, enrolmentId));
  return [found?.step, found?.sealedElements === null];
}

test('data that came before a token which is never made are not kept', async () => {
  assert.deepEqual(await later(), ['CLOSED', true]);
});

test('data that came before their token are kept for its device', async () => {
  await store.transaction(tx => tieTokenData(hub, tx, { tsp, tspTokenId, virtualCardId, enrolmentId }));
  assert.deepEqual(await later(), ['DEVICE_DUE', false]);
});
