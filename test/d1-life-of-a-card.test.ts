import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { D1Notice } from '@countermark/sandbox/reference-issuer/d1/notices';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import type { DigitalCard } from '@countermark/wire/d1/data/digital-card';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** One card from its registration to its end, and every word that its issuer is told of it. */

let sandbox: TestSandbox;

before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox?.close());

/** The members of a notice, with what tells it from others. */
interface Told {
  words: string;
  members: string[];
  digitalCardIds?: readonly string[] | undefined;
}

const told = ({ operation, status, notice }: D1Notice): Told => {
  const { digitalCardIds } = notice as { digitalCardIds?: readonly string[] };
  return {
    words: `${operation} ${status}`,
    members: Object.keys(notice).sort(),
    ...(digitalCardIds && { digitalCardIds }),
  };
};

const begun = ['cardId', 'issuerRequestId', 'operation', 'operationId', 'startTime', 'status'];
const ended = [...begun, 'endTime'].sort();
const ofToken = (members: readonly string[]) =>
  [...members.filter(member => member !== 'issuerRequestId'), 'digitalCardIds'].sort();
const early = ['digitalCardIds', 'operation', 'operationId', 'status'];
const ofDigitalCard = ['operation', 'operationId', 'status'];

/** The issuer of either version: whose card, and what it is told of it. */
const issuers = [
  {
    issuerId: 'D1ISSUER01',
    product: 'D1-VISA',
    ofCard: (digitalCardId: string): Told[] => [
      { words: 'REGISTER SUCCESSFUL', members: ended },
      { words: 'DIGITIZE PENDING', members: ofToken(begun), digitalCardIds: [digitalCardId] },
      { words: 'DIGITIZE SUCCESSFUL', members: ofToken(ended), digitalCardIds: [digitalCardId] },
      {
        words: 'RENEW PENDING',
        members: [...begun, 'digitalCardIds'].sort(),
        digitalCardIds: [digitalCardId],
      },
      {
        words: 'RENEW SUCCESSFUL',
        members: [...ended, 'digitalCardIds'].sort(),
        digitalCardIds: [digitalCardId],
      },
      { words: 'DELETE SUCCESSFUL', members: [...ended, 'reasonCode'].sort() },
    ],
  },
  {
    issuerId: 'D1ISSUER02',
    product: 'D1-PLAIN',
    ofCard: (digitalCardId: string): Told[] =>
      ['DIGITIZE PENDING', 'DIGITIZE SUCCESSFUL', 'RENEW PENDING', 'RENEW SUCCESSFUL'].map(words => ({
        words,
        members: early,
        digitalCardIds: [digitalCardId],
      })),
  },
] as const;

for (const { issuerId, product, ofCard } of issuers) {
  test(`${issuerId}: registered, tokenized, renewed, deleted; each status of each operation is told once`, async () => {
    const { client } = sandbox;
    const parameters = { cardId: 'life-1' };
    const pan = testPan({ prefix: sandboxPanPrefixes[product], seed: 'life' });
    const call = async (operation: string, body?: Record<string, unknown>) => {
      const sent = { parameters, ...(body && { body }) };
      const { status, body: answer } = await client.callD1(issuerId, operation, sent);
      assert.ok(status < 300, `${operation}: HTTP ${status}`);
      return answer;
    };
    const digitalCards = async () => {
      const answer = await call('D1-Public-IN-v1-DigitalCard/listDigitalCards');
      return (answer as { digitalCards: DigitalCard[] }).digitalCards;
    };
    const settled = () =>
      until('all is told', async () => (await client.owedDeliveries(issuerId)).length === 0);

    await call('D1-Public-IN-v2-Card/registerCard', {
      consumerId: 'kari',
      cardProductId: product,
      encryptedData: { pan, exp: '1230' },
    });
    await settled();
    await client.enrol({ wallet: 'APPLE_PAY', pan, exp: '1230' });
    await settled();
    const [digitalCard] = await digitalCards();
    assert.equal(digitalCard?.state, 'ACTIVE');
    await call('D1-Public-IN-v2-Card/renewCard', { encryptedData: { pan, exp: '1234' } });
    const digitalCardId = digitalCard?.digitalCardId ?? '';
    // Nothing is owed yet while the device is being told: what is told of the token is waited for by its name.
    const toldOfToken = (name: string) =>
      until(`${name} of the digital card is told`, async () =>
        (await client.d1Notices(issuerId, digitalCardId)).some(({ operation }) => operation === name),
      );
    await toldOfToken('UPDATE');
    await call('D1-Public-IN-v2-Card/deleteCard', { reasonCode: 'CLOSED_CARD' });
    await until('the digital card is deleted', async () => (await digitalCards())[0]?.state === 'DELETED');
    await toldOfToken('DELETE');
    await settled();

    const notices = await client.d1Notices(issuerId, parameters.cardId);
    assert.deepEqual(notices.map(told), ofCard(digitalCardId));
    const ofToken = await client.d1Notices(issuerId, digitalCardId);
    assert.deepEqual(ofToken.map(told), [
      { words: 'UPDATE SUCCESSFUL', members: ofDigitalCard },
      { words: 'DELETE SUCCESSFUL', members: ofDigitalCard },
    ]);
    assert.deepEqual(new Set([...notices, ...ofToken].map(({ times }) => times)), new Set([1]));
  });
}
