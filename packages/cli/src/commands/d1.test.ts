import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as example from '@countermark/wire/d1/examples';
import { startSandboxStandIn } from './d1/sandbox-stand-in.fixture.ts';

const { issuerId, d1, answers, lastCall, notices, close } = await startSandboxStandIn();
after(close);

const sent = () => lastCall()?.body as Record<string, unknown>;
const root = (version: string) => `/banking/${version}/issuers/${issuerId}`;
const pending = { operationId: 'op-1', status: 'PENDING' };
const successful = { operationId: 'op-1', status: 'SUCCESSFUL' };

/** What a command prints, and the call it makes. */
const commands: readonly {
  line: string;
  answer?: [status: number, body: object];
  call: string;
  body?: unknown;
  printed: string | RegExp;
}[] = [
  {
    line: 'consumer register kari --no-information',
    call: `PUT ${root('v2')}/consumers/kari`,
    body: {},
    printed: 'kari is registered.',
  },
  {
    line: 'consumer update kari --email kari@example.org',
    call: `POST ${root('v2')}/consumers/kari/operations:update`,
    body: { personalInformation: { email: 'kari@example.org' } },
    printed: 'kari is updated.',
  },
  {
    line: 'consumer delete kari --reason-code CLOSED_ACCOUNT',
    call: `POST ${root('v2')}/consumers/kari/operations:delete`,
    body: { reasonCode: 'CLOSED_ACCOUNT' },
    printed: 'kari is deleted, and all cards.',
  },
  {
    line: 'consumer show kari',
    answer: [200, { consumerId: 'kari', state: 'ACTIVE', creationTime: 'T', lastUpdateTime: 'T' }],
    call: `GET ${root('v2')}/consumers/kari`,
    printed: /^Consumer +kari\nState +ACTIVE\n[\s\S]*Information +asked from the issuer$/,
  },
  {
    line: 'consumer cards kari',
    answer: [200, { cards: [example.cardDetails] }],
    call: `GET ${root('v2')}/consumers/kari/cards`,
    printed: /card-20c4 +ACTIVE +consumer-7f3a +nord-visa-debit +…1111 +1230/,
  },
  {
    line: 'consumer operations kari',
    answer: [200, { operations: [] }],
    call: `GET ${root('v2')}/consumers/kari/operations`,
    printed: 'There was no operation.',
  },
  {
    line: 'card show card-1',
    answer: [200, example.cardDetails],
    call: `GET ${root('v2')}/cards/card-1`,
    printed: /Under way +RENEW\n[\s\S]*Number +…1111/,
  },
  {
    line: 'card operations card-1',
    answer: [200, { operations: [example.cardOperation] }],
    call: `GET ${root('v2')}/cards/card-1/operations`,
    printed: /SUSPEND +SUCCESSFUL +USER_DECISION/,
  },
  {
    line: 'card suspend card-1 --reason-code CARD_LOST',
    call: `POST ${root('v2')}/cards/card-1/operations:suspend`,
    body: { reasonCode: 'CARD_LOST' },
    printed: 'card-1 is suspended.',
  },
  {
    line: 'card resume card-1 --v1 --reason found',
    call: `POST ${root('v1')}/cards/card-1/operations:resume`,
    body: { reason: 'found' },
    printed: 'card-1 is active again.',
  },
  {
    line: 'card activate card-1',
    call: `POST ${root('v2')}/cards/card-1/operations:activate`,
    body: {},
    printed: 'card-1 is active.',
  },
  {
    line: 'card delete card-1',
    call: `POST ${root('v2')}/cards/card-1/operations:delete`,
    body: {},
    printed: 'card-1 is deleted, and all digital cards.',
  },
  {
    line: 'card create --consumer kari',
    answer: [201, { cardId: 'made-1', ...successful }],
    call: `POST ${root('v2')}/cards`,
    body: {
      consumerId: 'kari',
      cardProductId: 'D1-CREATED',
      accounts: [{ default: true, number: 'NO9386011117947', currencyCode: 'NOK' }],
    },
    printed: 'made-1 is made, a card of kari.',
  },
  {
    line: 'digital-card list card-1',
    answer: [200, { digitalCards: [{ digitalCardId: 'dc-1', cardId: 'card-1', state: 'PENDING_IDV' }] }],
    call: `GET ${root('v1')}/cards/card-1/digitalCards`,
    printed: /^DIGITAL CARD +STATE\ndc-1 +PENDING_IDV$/,
  },
  {
    line: 'digital-card show dc-1',
    answer: [200, { digitalCardId: 'dc-1', cardId: 'card-1', state: 'ACTIVE', walletName: 'Pay' }],
    call: `GET ${root('v1')}/digitalCards/dc-1`,
    printed: /Wallet +Pay/,
  },
  {
    line: 'digital-card suspend dc-1 --reason-code DEVICE_LOST',
    answer: [200, pending],
    call: `POST ${root('v1')}/digitalCards/dc-1/operations:suspend`,
    body: { reasonCode: 'DEVICE_LOST' },
    printed: 'Operation op-1 is PENDING: once it has ended, dc-1 is suspended.',
  },
  {
    line: 'digital-card resume dc-1',
    answer: [200, successful],
    call: `POST ${root('v1')}/digitalCards/dc-1/operations:resume`,
    body: {},
    printed: 'dc-1 is active again.',
  },
  {
    line: 'digital-card delete dc-1',
    answer: [200, successful],
    call: `POST ${root('v1')}/digitalCards/dc-1/operations:delete`,
    body: {},
    printed: 'dc-1 is deleted.',
  },
  {
    line: 'click-to-pay opt-out card-1',
    answer: [200, pending],
    call: `POST ${root('v1')}/cards/card-1/operations:clickToPayOptOut`,
    body: {},
    printed: /once it has ended, card-1 is no longer in Click to Pay/,
  },
  {
    line: 'click-to-pay opt-out-consumer kari',
    answer: [200, successful],
    call: `POST ${root('v1')}/consumers/kari/operations:clickToPayOptOut`,
    body: {},
    printed: 'kari is no longer in Click to Pay.',
  },
  {
    line: 'click-to-pay profiles kari',
    answer: [200, { clickToPayProfiles: [] }],
    call: `GET ${root('v1')}/consumers/kari/clickToPayProfiles`,
    printed: 'There is no profile.',
  },
];

describe('a command calls its operation and says what came of it:', () => {
  for (const { line, answer, call, body = null, printed } of commands) {
    test(line, async () => {
      answers(answer?.[0] ?? 204, answer?.[1]);
      const { exitCode, out, err } = await d1(line);
      assert.deepEqual([exitCode, err], [0, '']);
      const received = lastCall();
      assert.deepEqual([`${received?.method} ${received?.path}`, received?.body], [call, body]);
      if (typeof printed === 'string') assert.equal(out, printed);
      else assert.match(out, printed);
    });
  }
});

describe('card data', () => {
  test('of a registered card are sealed', async () => {
    answers(204);
    const { out } = await d1('card register card-2 --consumer kari --product D1-MASTERCARD --inactive');
    assert.equal(out, 'card-2 is registered, a card of kari.');
    const { encryptedData, ...others } = sent();
    assert.match(String(encryptedData), /^ey[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.deepEqual(others, { consumerId: 'kari', cardProductId: 'D1-MASTERCARD', state: 'INACTIVE' });
  });

  test('of a renewed and a replaced card are sealed too', async () => {
    answers(200, pending);
    await d1('card renew card-2 --exp 1234 --reason-code CARD_EXPIRED');
    assert.deepEqual(Object.keys(sent()), ['encryptedData', 'reasonCode']);
    const { out } = await d1('card replace card-2 --new-card card-3 --reason-code CARD_STOLEN');
    assert.equal(out, 'Operation op-1 is PENDING: once it has ended, card-3 is in the place of card-2.');
    const { newCardId, reasonCode } = sent();
    assert.deepEqual([newCardId, reasonCode], ['card-3', 'CARD_STOLEN']);
  });
});

test('a made-up person is registered and enrolled unless told otherwise', async () => {
  answers(204);
  await d1('consumer register kari');
  const registered = sent()['personalInformation'] as { email: string };
  assert.equal(registered.email, 'kari@example.com');
  answers(200, pending);
  await d1('click-to-pay enrol card-1 --consumer kari');
  const { consumerInfo, billingAddress } = sent() as Record<string, Record<string, string>>;
  assert.equal(consumerInfo?.['email'], 'kari@example.com');
  assert.equal(billingAddress?.['countryCode'], 'NO');
});

test('a refusal fails with the code of the hub', async () => {
  answers(403, { errorCode: 'REASON_CODE_NOT_ALLOWED' });
  const { exitCode, err } = await d1('card resume card-1 --reason-code USER_DECISION');
  assert.deepEqual([exitCode, err], [1, 'countermark: The hub refused: HTTP 403 REASON_CODE_NOT_ALLOWED']);
});

test('what makes no sense is refused before the hub is called', async () => {
  for (const line of [
    'card suspend card-1 --reason-code BORED',
    'card register card-1',
    'consumer update kari --phone 7',
  ])
    assert.equal((await d1(line)).exitCode, 2);
  assert.equal((await d1('card show card-1 --issuer short')).exitCode, 2);
});

test('the token stands alone on its line; answers come as JSON', async () => {
  assert.equal((await d1('token')).out, 'the-token');
  answers(200, example.cardDetails);
  assert.deepEqual(JSON.parse((await d1('card show card-1 --json')).out), example.cardDetails);
});

test('notifications are listed, those of one card where it is named', async () => {
  assert.equal((await d1('notifications')).out, 'The issuer was told nothing.');
  const told = {
    issuerId,
    subject: 'CARD' as const,
    operation: 'SUSPEND',
    status: 'SUCCESSFUL',
    correlationId: null,
    receivedAt: '2026-11-22T10:00:00.000Z',
    notice: {},
  };
  const twice = { issuerId, operationId: 'op-1', status: told.status };
  for (const _ of [1, 2]) {
    await notices?.applyOnce(twice, async () =>
      notices?.tell({ ...told, subjectId: 'card-1', operationId: 'op-1' }),
    );
  }
  notices?.tell({ ...told, subjectId: 'card-2', operationId: 'op-2' });
  const { out } = await d1('notifications --of card-1');
  assert.equal(
    out,
    [
      'RECEIVED                 OPERATION  STATUS      OF           TIMES  ID',
      '2026-11-22 10:00:00.000  SUSPEND    SUCCESSFUL  card card-1      2  op-1',
    ].join('\n'),
  );
});
