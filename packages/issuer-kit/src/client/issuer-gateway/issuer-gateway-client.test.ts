import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import {
  describeEnvelope,
  importOpeningKey,
  importSealingKey,
  openEnvelope,
  sealEnvelope,
} from '@countermark/wire/envelope/cms';
import { readFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import { writeTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { keyRing } from '../../keys/envelope-keys.ts';
import { usualSealing } from '../../keys/hub-envelope-keys.ts';
import { NoActiveKeyError } from '../../keys/newest-active.ts';
import type { AnswerOfHub } from '../../testing/answering-hub.ts';
import {
  CallRefusedError,
  HubFailedError,
  HubUnreachableError,
  UnfitRequestError,
  UnopenedEnvelopeError,
  UnreadableAnswerError,
} from '../errors.ts';
import { envelopeKey, impatient, issuerId, now, startHub } from '../issuer-at-hub.fixture.ts';
import { issuerGatewayClient } from './issuer-gateway-client.ts';

const { hub, access } = await startHub();
const [oldKey, presentKey, nextKey] = await Promise.all([
  envelopeKey('hub-1', -5),
  envelopeKey('hub-2'),
  envelopeKey('hub-3', 5),
]);
const hubKeys = [oldKey, nextKey, presentKey];
const [ownKey, newOwnKey] = await Promise.all([envelopeKey('bank-1'), envelopeKey('bank-2')]);
const { delays, resending } = impatient();
const options = { ...access, hubKeys, resending, keys: keyRing([newOwnKey, ownKey]), now: () => now };
const client = issuerGatewayClient(options);

after(async () => {
  await client.close();
  await hub.close();
});
beforeEach(() => {
  hub.received.length = 0;
  delays.length = 0;
  hub.answer = { status: 200, body: '' };
});

const refused = (responseCode: number, status = 400) => ({
  status,
  body: JSON.stringify({ responseCode, errorMessage: 'because' }),
});
const suspend = { issuerCardRefId: 'card-1', action: 'SUSPEND' } as const;
const fpanDetails = {
  oldFPAN: '9990000000000007',
  oldExpDate: '1230',
  newFPAN: '9990000000000015',
  newExpDate: '1233',
};
const token = {
  virtualCardId: 'token-1',
  issuerCardRefId: 'card-1',
  walletProviderId: 'APPLE_PAY',
  deviceInformation: {},
  status: 'RESUMED',
};

describe('the methods of the Issuer Gateway API', () => {
  it('go to their paths, with the headers of the issuer', async () => {
    const { correlationId } = await client.updateCardState(suspend);
    const message = { issuerCardRefId: 'card-1', virtualCardId: 'token-1', message: 'Hello' };
    await client.sendMessage(message, { correlationId: 'own-id' });
    await client.auxiliary.updateCardState(suspend);
    const [first, second, third] = hub.received;
    assert.deepEqual(
      [first?.path, first?.method, first?.body],
      ['/gtep/igwapi/v2.0/updateCardState', 'POST', suspend],
    );
    assert.equal(first?.client, `CN=${issuerId}`);
    assert.equal(first?.headers['x-issuer-id'], issuerId);
    assert.equal(first?.headers['x-correlation-id'], correlationId);
    assert.deepEqual(
      [second?.path, second?.body, second?.headers['x-correlation-id']],
      ['/gtep/igwapi/v2.0/sendMessage', message, 'own-id'],
    );
    assert.equal(third?.path, '/gtep/igwauxapi/updateCardState');
  });

  it('answer what the hub says, read', async () => {
    hub.answer = {
      status: 200,
      body: JSON.stringify({ issuerCardRefId: 'card-1', virtualCardList: [{ ...token, later: 1 }] }),
    };
    assert.deepEqual(await client.getCardInfo({ issuerCardRefId: 'card-1' }, { correlationId: 'c-1' }), {
      correlationId: 'c-1',
      issuerCardRefId: 'card-1',
      virtualCardList: [token],
    });
  });

  it('open what is sealed for any of the keys of the issuer', async () => {
    const tokenInfo = { token: '9990000000000023', tokenExpiryDate: '1231' };
    const text = await sealEnvelope(writeTokenInfo(tokenInfo), {
      ...usualSealing,
      key: importSealingKey(ownKey),
    });
    hub.answer = {
      status: 200,
      body: JSON.stringify({ ...token, tokenInfo: text, publicKeyIdentifier: ownKey.keyIdentifier }),
    };
    const request = { issuerCardRefId: 'card-1', virtualCardId: 'token-1' };
    const { correlationId, ...answer } = await client.getTokenInfo(request);
    assert.deepEqual(answer, { ...token, tokenInfo });
    assert.ok(correlationId);

    const other = issuerGatewayClient({ ...options, keys: keyRing([newOwnKey]) });
    await assert.rejects(other.getTokenInfo(request), UnopenedEnvelopeError);
    await other.close();
  });

  it('seal for the newest key of the hub that is active', async () => {
    await client.updateCard({ issuerCardRefId: 'card-1', fpanDetails });
    const later = issuerGatewayClient({ ...options, now: () => new Date(now.getTime() + 6 * 86_400_000) });
    await later.updateCard({ issuerCardRefId: 'card-1', fpanDetails });
    await later.close();
    const tooLate = issuerGatewayClient({ ...options, hubKeys: [oldKey], now: () => new Date(8.64e15) });
    await assert.rejects(tooLate.updateCard({ issuerCardRefId: 'card-1', fpanDetails }), NoActiveKeyError);
    await tooLate.close();

    const bodies = hub.received.map(
      ({ body }) => body as { fpanDetails: string; publicKeyIdentifier: string },
    );
    assert.deepEqual(
      bodies.map(({ publicKeyIdentifier }) => publicKeyIdentifier),
      [presentKey.keyIdentifier, nextKey.keyIdentifier],
    );
    const key = importOpeningKey(presentKey);
    const envelope = await openEnvelope(bodies[0]?.fpanDetails ?? '', { keys: [key], pkcs1v15: 'refused' });
    assert.ok(envelope.opened);
    assert.deepEqual(readFpanDetails(envelope.plaintext), { ok: true, content: fpanDetails });
  });

  it('seal as was agreed on; the auxiliary API takes RSAES-OAEP alone', async () => {
    const sealing = {
      padding: 'RSAES-PKCS1-v1_5',
      encoding: 'hex',
      recipient: 'issuerAndSerialNumber',
    } as const;
    const plain = issuerGatewayClient({ ...options, sealing });
    await plain.updateCard({ issuerCardRefId: 'card-1', fpanDetails });
    await plain.auxiliary.updateCard({ issuerCardRefId: 'card-1', fpanDetails });
    await plain.close();
    const isOaep = hub.received.map(({ body }) => {
      const description = describeEnvelope((body as { fpanDetails: string }).fpanDetails);
      assert.ok(description.described);
      assert.equal(description.textEncoding, 'hex');
      const [recipient] = description.recipients;
      return recipient?.kind === 'KeyTransRecipientInfo' && recipient.keyEncryption.oaep !== undefined;
    });
    assert.deepEqual(isOaep, [false, true]);
  });

  it('do not send what the hub would refuse', async () => {
    await assert.rejects(
      client.updateCard({ issuerCardRefId: 'card-1' }),
      (error: Error) => error instanceof UnfitRequestError && error.member.startsWith('fpanDetails|'),
    );
    await assert.rejects(client.getCardInfo({ issuerCardRefId: 'x'.repeat(49) }), UnfitRequestError);
    assert.deepEqual(hub.received, []);
  });
});

describe('a call is sent again', () => {
  const answers = (...list: (AnswerOfHub | null)[]) => {
    hub.answer = () => {
      const answer = list.shift();
      return answer === undefined ? { status: 200, body: '' } : answer;
    };
  };

  for (const [why, answer] of [
    ['a code of type S', refused(921)],
    ['HTTP 500', { status: 500, body: 'oops' }],
    ['a connection that was cut', null],
  ] as const) {
    it(`after ${why}, unchanged and under the same correlation id`, async () => {
      answers(answer, answer);
      await client.updateCard({ issuerCardRefId: 'card-1', fpanDetails });
      const [first, ...others] = hub.received;
      assert.equal(others.length, 2);
      for (const other of others) {
        assert.deepEqual(other.body, first?.body);
        assert.equal(other.headers['x-correlation-id'], first?.headers['x-correlation-id']);
      }
      assert.deepEqual(delays, [100, 200]);
    });
  }

  it('three times at most, and then is an error', async () => {
    hub.answer = refused(321);
    await assert.rejects(
      client.updateCardState(suspend, { correlationId: 'c-2' }),
      (error: Error) =>
        error instanceof CallRefusedError &&
        error.type === 'S' &&
        error.message ===
          'updateCardState refused with 321: because. Send it again later, unchanged (correlation id c-2)',
    );
    assert.equal(hub.received.length, 3);
  });

  it('not after a refusal of type D or F', async () => {
    for (const [answer, type] of [
      [refused(116), 'D'],
      [refused(911), 'F'],
      [refused(113, 403), 'D'],
    ] as const) {
      hub.answer = answer;
      await assert.rejects(
        client.updateCardState(suspend),
        (error: Error) => error instanceof CallRefusedError && error.type === type,
      );
    }
    assert.equal(hub.received.length, 3);
  });

  it('when the hub wants it, but not if that is too late', async () => {
    answers({ status: 429, body: '', headers: { 'retry-after': '2' } });
    await client.updateCardState(suspend);
    assert.deepEqual(delays, [2000]);
    hub.answer = { status: 503, body: '', headers: { 'retry-after': '60' } };
    await assert.rejects(
      client.updateCardState(suspend),
      (error: Error) => error instanceof HubFailedError && error.status === 503,
    );
    assert.deepEqual(delays, [2000]);
  });

  it('after a delay that chance lengthens', async () => {
    const lazy = impatient(0.5);
    const other = issuerGatewayClient({ ...options, resending: { ...lazy.resending, attempts: 8 } });
    hub.answer = { status: 500, body: '' };
    await assert.rejects(other.updateCardState(suspend), HubFailedError);
    await other.close();
    assert.deepEqual(lazy.delays, [150, 300, 600, 1200, 2400, 3750, 3750]);
  });
});

describe('a call without a readable answer', () => {
  it('ends in time, or when the caller ends it', async () => {
    const { promise: never, resolve } = Promise.withResolvers<null>();
    hub.answer = () => never;
    await assert.rejects(
      client.updateCardState(suspend, { timeLimit: 20 }),
      (error: Error) => error instanceof HubUnreachableError && error.fault === 'no-answer',
    );
    assert.deepEqual(delays, [100, 200]);
    const controller = new AbortController();
    hub.answer = () => {
      controller.abort(new Error('the customer has left'));
      return never;
    };
    await assert.rejects(
      client.updateCardState(suspend, { signal: controller.signal }),
      /the customer has left/,
    );
    assert.deepEqual(delays, [100, 200], 'it is not sent again');
    resolve(null);
  });

  it('says what does not fit', async () => {
    hub.answer = { status: 200, body: '<html>' };
    const request = { issuerCardRefId: 'card-1' };
    const unreadable = (status: number) => (error: Error) =>
      error instanceof UnreadableAnswerError && error.status === status && error.member === 'body';
    await assert.rejects(client.getCardInfo(request), unreadable(200));
    hub.answer = { status: 404, body: 'not here' };
    await assert.rejects(client.getCardInfo(request), unreadable(404));
    assert.equal(hub.received.length, 2);
  });

  it('is not sent again to a hub that is not trusted', async () => {
    const wary = issuerGatewayClient({ ...options, trust: ownKey.certificatePem });
    await assert.rejects(
      wary.updateCardState(suspend),
      (error: Error) => error instanceof HubUnreachableError && error.fault === 'not-trusted',
    );
    await wary.close();
    const astray = issuerGatewayClient({ ...options, url: 'https://127.0.0.1:1' });
    await assert.rejects(
      astray.updateCardState(suspend),
      (error: Error) => error instanceof HubUnreachableError && error.fault === 'not-connected',
    );
    await astray.close();
    assert.deepEqual(delays, [100, 200]);
  });
});

it('a raw call goes as it is and comes back as it is', async () => {
  hub.answer = refused(112);
  const answer = await client.send({ operation: 'explode', correlationId: '', body: [1] });
  assert.deepEqual(answer, { status: 400, body: { responseCode: 112, errorMessage: 'because' } });
  const [call] = hub.received;
  assert.deepEqual([call?.path, call?.body], ['/gtep/igwapi/v2.0/explode', '[1]']);
});
