import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { createAuthority, validFor } from '@countermark/hub/identity/certificates';
import { HubUnreachableError } from '@countermark/issuer-kit/client/errors';
import { describeEnvelope, importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { createHubClient } from './hub-client.ts';
import { startHubStandIn } from './hub-stand-in.fixture.ts';
import { bank, hub, plainBank } from './issuer-under-test.fixture.ts';

const standIn = await startHubStandIn();
const options = {
  hubUrl: standIn.hubUrl,
  hubCaPem: hub.authority.certificatePem,
  hubEnvelope: hub.envelope,
  issuers: [bank, plainBank],
};
const client = createHubClient(options);
after(async () => {
  await client.close();
  await standIn.close();
});
beforeEach(() => {
  standIn.received.length = 0;
  standIn.answer = { status: 200, body: '' };
});

const suspend = {
  issuerId: bank.issuerId,
  operation: 'updateCardState',
  correlationId: 'lcm-1',
  body: { issuerCardRefId: 'reference-1', action: 'SUSPEND' },
};

describe('callHub', () => {
  it('speaks as the issuer, with its certificate and its headers', async () => {
    assert.deepEqual(await client.callHub(suspend), { status: 200, body: null });
    await client.callHub({ ...suspend, issuerId: plainBank.issuerId });
    const seen = standIn.received.map(({ client: subject, path, headers }) => ({
      subject,
      path,
      issuer: headers['x-issuer-id'],
      session: headers['x-correlation-id'],
    }));
    const path = '/gtep/igwapi/v2.0/updateCardState';
    assert.deepEqual(seen, [
      { subject: 'CN=CMISSUER01', path, issuer: 'CMISSUER01', session: 'lcm-1' },
      { subject: 'CN=CMISSUER02', path, issuer: 'CMISSUER02', session: 'lcm-1' },
    ]);
    assert.deepEqual(standIn.received[0]?.body, suspend.body);
  });

  it('hands on what the hub answers, refusals too', async () => {
    standIn.answer = { status: 400, body: '{"responseCode":116,"errorMessage":"Unknown card"}' };
    assert.deepEqual(await client.callHub(suspend), {
      status: 400,
      body: { responseCode: 116, errorMessage: 'Unknown card' },
    });
    standIn.answer = { status: 502, body: 'Bad gateway' };
    assert.deepEqual(await client.callHub(suspend), { status: 502, body: 'Bad gateway' });
  });

  it('throws when no answer comes', async () => {
    standIn.answer = null;
    await assert.rejects(client.callHub(suspend), (error: Error) => {
      assert.ok(error instanceof HubUnreachableError);
      assert.match(error.message, /^updateCardState: no answer from the hub \([A-Z_]+\)$/);
      return true;
    });
  });

  it('does not speak to a hub of another authority', async () => {
    const other = await createAuthority({ commonName: 'Hub authority', validity: validFor(1, new Date()) });
    const wary = createHubClient({ ...options, hubCaPem: other.certificatePem });
    await assert.rejects(wary.callHub(suspend), HubUnreachableError);
    await wary.close();
    assert.deepEqual(standIn.received, []);
  });

  it('refuses to speak for somebody else', async () => {
    assert.throws(
      () => client.callHub({ ...suspend, issuerId: 'CMISSUER99' }),
      /no issuer of the reference issuer/,
    );
  });
});

describe('seal', () => {
  const key = importOpeningKey(hub.envelope);

  for (const { issuerId, sealing } of [bank, plainBank]) {
    it(`seals as was agreed on with ${issuerId}`, async () => {
      const { text, publicKeyIdentifier } = await client.seal(issuerId, Buffer.from('content'));
      assert.equal(publicKeyIdentifier, hub.envelope.keyIdentifier);
      const opened = await openEnvelope(text, { keys: [key], pkcs1v15: 'allowed' });
      assert.ok(opened.opened);
      assert.equal(Buffer.from(opened.plaintext).toString(), 'content');
      assert.equal(opened.padding, sealing.padding);
      const description = describeEnvelope(text);
      assert.ok(description.described);
      assert.equal(description.textEncoding, sealing.encoding);
      const [recipient] = description.recipients;
      assert.ok(recipient?.kind === 'KeyTransRecipientInfo');
      assert.equal(recipient.identifier.form, sealing.recipient);
    });
  }
});
