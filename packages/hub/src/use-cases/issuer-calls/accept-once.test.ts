import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { SendMessageRequest } from '@countermark/wire/issuer-gateway/send-message';
import type { UpdateCardRequest } from '@countermark/wire/issuer-gateway/update-card';
import type { UpdateCardStateRequest } from '@countermark/wire/issuer-gateway/update-card-state';
import { forgetCalls } from '../../deadlines/forget-calls.ts';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { aCard, anIssuer, at, id } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { sendMessage } from './send-message.ts';
import { updateCard } from './update-card.ts';
import { updateCardState } from './update-card-state.ts';

const { hub, store, wallet, time, reset, give, told, state } = await openHubOnStore();
after(() => store.close());
beforeEach(async () => {
  await reset();
  await give();
});

const { issuerCardRefId } = aCard();
const badge = 'PRIMARY';
const hour = 60 * 60 * 1000;

async function codeOf(answer: Promise<{ accepted: boolean; code?: number }>): Promise<number> {
  const { accepted, code } = await answer;
  return accepted ? 200 : (code ?? 0);
}

function act(
  action: UpdateCardStateRequest['action'],
  { correlationId = 'call-1', ...named }: { correlationId?: string; virtualCardId?: string } = {},
): Promise<number> {
  const request = { issuerCardRefId, action, ...named };
  return codeOf(updateCardState(hub, anIssuer(), { request, correlationId, badge }));
}

async function carriedOut(): Promise<void> {
  await runDueOperations(hub);
}

const onToken = { virtualCardId: tokenId };

describe('the same call of an issuer again', () => {
  test('is accepted and has no second effect', async () => {
    assert.equal(await act('SUSPEND', onToken), 200);
    await carriedOut();
    assert.equal(await act('SUSPEND', onToken), 200);
    await carriedOut();
    assert.deepEqual([await state(), await told()], ['SUSPENDED by ISSUER', ['SUSPEND']]);
  });

  test('is known before the token is looked at, also when that is gone', async () => {
    assert.equal(await act('DELETE', onToken), 200);
    await carriedOut();
    assert.equal(await act('DELETE', onToken), 200);
    assert.equal(await act('DELETE', { ...onToken, correlationId: 'call-2' }), 160);
    assert.deepEqual(await told(), ['DELETE']);
  });

  test('is known while its operation runs', async () => {
    assert.equal(await act('SUSPEND', onToken), 200);
    assert.equal(await act('SUSPEND', onToken), 200);
    assert.equal(await act('SUSPEND', { ...onToken, correlationId: 'call-2' }), 321);
    assert.equal((await store.operations.running(tokenId)).length, 1);
  });

  test('has one effect when many come at once', async () => {
    const codes = await Promise.all(Array.from({ length: 6 }, () => act('SUSPEND', onToken)));
    assert.deepEqual(codes, Array(6).fill(200));
    assert.equal((await store.operations.running(tokenId)).length, 1);
  });

  test('is a call of its own once something else was accepted for the token', async () => {
    await act('SUSPEND', onToken);
    await carriedOut();
    await act('RESUME', { ...onToken, correlationId: 'call-2' });
    await carriedOut();
    await act('SUSPEND', onToken);
    await carriedOut();
    assert.deepEqual(
      [await state(), await told()],
      ['SUSPENDED by ISSUER', ['SUSPEND', 'RESUME', 'SUSPEND']],
    );
  });

  test('is not disturbed by a call for another token, but by one for the whole card', async () => {
    await give({ virtualCardId: id(1002) });
    await act('SUSPEND', onToken);
    await carriedOut();
    await act('SUSPEND', { virtualCardId: id(1002), correlationId: 'call-2' });
    await carriedOut();
    await act('SUSPEND', onToken);
    assert.deepEqual(await told(), ['SUSPEND']);
    await act('RESUME', { correlationId: 'call-3' });
    await carriedOut();
    await act('SUSPEND', onToken);
    await carriedOut();
    assert.deepEqual(await told(), ['SUSPEND', 'RESUME', 'SUSPEND']);
  });

  test('for a whole card is a call of its own once something was accepted for one of its tokens', async () => {
    await act('SUSPEND');
    await carriedOut();
    await act('RESUME', { ...onToken, correlationId: 'call-2' });
    await carriedOut();
    await act('SUSPEND');
    await carriedOut();
    assert.deepEqual(await told(), ['SUSPEND', 'RESUME', 'SUSPEND']);
  });

  test('under the same id with other content is a call of its own', async () => {
    await act('SUSPEND', onToken);
    await carriedOut();
    assert.equal(await act('RESUME', onToken), 200);
    await carriedOut();
    assert.deepEqual(await told(), ['SUSPEND', 'RESUME']);
  });

  test('is forgotten after a day', async () => {
    await act('SUSPEND', onToken);
    await carriedOut();
    time.now = new Date(at(1000).getTime() + 24 * hour - 1);
    assert.equal(await forgetCalls(hub), 0);
    assert.equal(await act('SUSPEND', onToken), 200);
    time.now = new Date(at(1000).getTime() + 24 * hour);
    assert.equal(await act('SUSPEND', onToken), 200);
    assert.deepEqual(await told(), ['SUSPEND', 'SUSPEND']);
    time.now = new Date(at(1000).getTime() + 48 * hour);
    assert.equal(await forgetCalls(hub), 1);
  });

  test('is judged again when it was refused', async () => {
    assert.equal(await act('RESUME', { virtualCardId: id(1002) }), 119);
    await give({ virtualCardId: id(1002), state: 'INACTIVE' });
    assert.equal(await act('RESUME', { virtualCardId: id(1002) }), 200);
  });

  test('of another issuer is nobody else’s', async () => {
    await act('SUSPEND', onToken);
    const stranger = anIssuer({ issuerId: 'BANKTWO002' });
    const request = { issuerCardRefId, action: 'SUSPEND', ...onToken } as const;
    const answer = updateCardState(hub, stranger, { request, correlationId: 'call-1', badge });
    assert.equal(await codeOf(answer), 116);
  });
});

describe('updateCard again', () => {
  const fpanDetails = (key: string) =>
    ({
      issuerCardRefId,
      newIssuerCardRefId: 'REF-2',
      publicKeyIdentifier: key,
    }) satisfies UpdateCardRequest;
  const update = (request: UpdateCardRequest) =>
    codeOf(updateCard(hub, anIssuer(), { request, correlationId: 'call-1', badge }));

  test('is a repeat by what it says, not by the key it was sealed with, even when the old reference is gone', async () => {
    assert.equal(await update(fpanDetails('key-1')), 200);
    await carriedOut();
    assert.equal(
      (await store.cards.findByReference({ issuerId: 'BANKONE001', badge, issuerCardRefId }))
        ?.issuerCardRefId,
      undefined,
    );
    assert.equal(await update(fpanDetails('key-2')), 200);
    assert.deepEqual(await told(), ['UPDATE']);
    assert.equal(await update({ issuerCardRefId, newProductId: 'silver' }), 116);
  });

  test('that does not open is refused before anything is remembered', async () => {
    assert.equal(await update({ issuerCardRefId, fpanDetails: 'sealed for somebody else' }), 112);
    assert.equal(await forgetCalls({ ...hub, clock: { now: () => at(1e9) } }), 0);
  });
});

describe('sendMessage again', () => {
  const send = (changes: Partial<SendMessageRequest> = {}, correlationId = 'call-1') => {
    const request = { issuerCardRefId, ...onToken, message: 'Hei', ...changes };
    return codeOf(sendMessage(hub, anIssuer(), { request, correlationId }));
  };

  test('is shown once', async () => {
    assert.deepEqual([await send(), await send()], [200, 200]);
    assert.deepEqual(wallet.told, ['Hei']);
    assert.equal(await send({ message: 'Hallo' }), 200);
    assert.deepEqual(wallet.told, ['Hei', 'Hallo']);
  });

  test('while the wallet has not answered yet is told to wait', async () => {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    wallet.before = async () => {
      reached.resolve();
      await released.promise;
    };
    const first = send();
    await reached.promise;
    assert.equal(await send(), 321);
    released.resolve();
    assert.deepEqual([await first, await send()], [200, 200]);
    assert.deepEqual(wallet.told, ['Hei']);
  });

  test('goes out again when the wallet was not reached, failed, or the hub was cut short', async () => {
    wallet.answer = 'UNREACHABLE';
    assert.equal(await send(), 221);
    wallet.before = async () => assert.fail('the wallet fell over');
    await assert.rejects(send(), /fell over/);
    const reached = Promise.withResolvers<void>();
    wallet.before = async () => {
      reached.resolve();
      await new Promise(() => undefined);
    };
    void send();
    await reached.promise;
    time.now = new Date(time.now.getTime() + 60_001);
    wallet.before = async () => undefined;
    wallet.answer = 'APPLIED';
    assert.equal(await send(), 200);
    assert.deepEqual(wallet.told, ['Hei']);
  });

  test('is in time, or refused; a repeat was in time already', async () => {
    const inAnHour = new Date(time.now.getTime() + hour).toISOString();
    assert.equal(await send({ expirationDate: time.now.toISOString() }), 112);
    assert.equal(await send({ expirationDate: inAnHour }), 200);
    time.now = new Date(time.now.getTime() + 2 * hour);
    assert.equal(await send({ expirationDate: inAnHour }), 200);
    assert.equal(await send({ expirationDate: inAnHour }, 'call-2'), 112);
    assert.deepEqual(wallet.told, ['Hei']);
  });
});
