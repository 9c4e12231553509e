import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { stringify } from 'yaml';
import { bank, hub } from '../reference-issuer/issuer-under-test.fixture.ts';
import { plansOf } from './certification-profile.ts';
import { ProfileError, readProfile } from './read-profile.ts';

const card = { fpan: '9990100100000005', exp: '0130' };
const whole = {
  issuerId: 'CMISSUER01',
  hubClient: { certificateFile: 'hub.pem', keyFile: 'hub.key' },
  issuerGateway: {
    url: 'https://issuer.example/issuer/igwapi/v2.0/',
    keys: [{ keyIdentifier: 'bank-2026', certificateFile: 'bank.pem' }],
    cards: { green: [card], yellow: [{ ...card, methods: ['email'] }] },
  },
};

describe('the profile of an issuer', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countermark-profile-'));
    await writeFile(join(folder, 'hub.pem'), hub.client.certificatePem);
    await writeFile(join(folder, 'hub.key'), hub.client.privateKeyPem);
    await writeFile(join(folder, 'bank.pem'), bank.envelope.certificatePem);
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (content: unknown) => {
    const file = join(folder, 'profile.yaml');
    await writeFile(file, typeof content === 'string' ? content : stringify(content));
    return readProfile(file);
  };
  const refusal = async (content: unknown) => {
    const error = await read(content).then(
      () => assert.fail('it was read'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ProfileError, String(error));
    return error.message.replace(join(folder, 'profile.yaml'), 'profile.yaml').replaceAll(folder, '…');
  };

  test('is read with the files it names, and with the usual settings', async () => {
    const profile = await read(whole);
    assert.equal(profile.hubClient.privateKeyPem, hub.client.privateKeyPem);
    assert.equal(profile.serverTrust, null);
    assert.deepEqual(profile.timeLimits, { connect: 2_000, answer: 5_000, notification: 10_000 });
    assert.deepEqual(profile.issuerGateway, {
      url: 'https://issuer.example/issuer/igwapi/v2.0',
      auxiliaryUrl: null,
      keys: [{ keyIdentifier: 'bank-2026', certificatePem: bank.envelope.certificatePem }],
      padding: 'RSAES-OAEP-SHA-256',
      encoding: 'base64',
      recipientForm: 'subjectKeyIdentifier',
      hubEnvelope: null,
      cards: [
        { ...card, outcome: 'green' },
        { ...card, methods: ['email'], outcome: 'yellow' },
      ],
      observations: null,
    });
    assert.deepEqual(plansOf(profile), ['single-badge']);
  });

  const changed = (changes: object) => ({ ...whole, issuerGateway: { ...whole.issuerGateway, ...changes } });
  for (const { what, content, message } of [
    {
      what: 'a setting that there is not',
      content: { ...whole, isuerId: 'CMISSUER01' },
      message:
        'profile.yaml: isuerId is not known; known are issuerId, serverTrustFile, hubClient, timeLimits, issuerGateway.',
    },
    {
      what: 'no green card',
      content: changed({ cards: { green: [] } }),
      message:
        'profile.yaml: issuerGateway.cards.green is wrong. Expected: a list of cards that are approved at once, at least one.',
    },
    {
      what: 'a card number without quotation marks',
      content: changed({ cards: { green: [{ ...card, fpan: Number(card.fpan) }] } }),
      message:
        'profile.yaml: issuerGateway.cards.green.0.fpan is wrong. Expected: a card number of 13 to 19 digits, in quotation marks.',
    },
    {
      what: 'a file that is not there',
      content: changed({ keys: [{ keyIdentifier: 'bank-2026', certificateFile: 'lost.pem' }] }),
      message: 'profile.yaml names lost.pem: there is no file …/lost.pem that can be read',
    },
    {
      what: 'an envelope key that nothing can be sealed for',
      content: changed({ keys: [{ keyIdentifier: 'bank-2026', certificateFile: 'hub.pem' }] }),
      message: 'profile.yaml: Key bank-2026: the certificate holds no RSA key (ec).',
    },
    { what: 'no YAML', content: 'issuerId: [', message: 'profile.yaml: line 1 is not YAML (BAD_INDENT)' },
  ]) {
    test(`is refused for ${what}`, async () => assert.equal(await refusal(content), message));
  }
});
