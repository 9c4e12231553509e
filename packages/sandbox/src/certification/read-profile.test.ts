import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { stringify } from 'yaml';
import { bankEncryption, hubEncryption } from '../reference-issuer/d1/d1-bank.fixture.ts';
import { bank, hub } from '../reference-issuer/issuer-under-test.fixture.ts';
import { plansOf } from './certification-profile.ts';
import { ProfileError } from './profile-file/named-files.ts';
import { readProfile } from './read-profile.ts';

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

const d1Card = { cardId: 'card-1', consumerId: 'alice', pan: '9990100100000005', exp: '0130' };
const d1 = {
  url: 'https://d1.issuer.example/',
  keys: [{ keyIdentifier: 'cards-1', publicKeyFile: 'cards.pem' }],
  operations: ['verifyCard', 'notifyCardOperations'],
  cards: { active: [d1Card] },
};
const { issuerGateway: _, ...settings } = whole;
const ofD1 = { ...settings, d1 };

describe('the profile of an issuer', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countermark-profile-'));
    await writeFile(join(folder, 'hub.pem'), hub.client.certificatePem);
    await writeFile(join(folder, 'hub.key'), hub.client.privateKeyPem);
    await writeFile(join(folder, 'bank.pem'), bank.envelope.certificatePem);
    await writeFile(join(folder, 'cards.pem'), bankEncryption.publicKeyPem);
    await writeFile(join(folder, 'hub-d1.key'), hubEncryption.privateKeyPem);
    await writeFile(join(folder, 'secret'), 'open: sesame\n');
    await writeFile(join(folder, 'no-secret'), '\n');
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

  test('is read with the usual settings of D1', async () => {
    const profile = await read(ofD1);
    assert.equal(profile.issuerGateway, null);
    assert.deepEqual(profile.d1, {
      url: 'https://d1.issuer.example',
      paths: {},
      oauth2: null,
      keys: [{ keyIdentifier: 'cards-1', publicKeyPem: bankEncryption.publicKeyPem }],
      hubEncryption: null,
      operations: ['verifyCard', 'notifyCardOperations'],
      cards: [{ ...d1Card, state: 'ACTIVE' }],
      clickToPay: false,
    });
    assert.deepEqual(plansOf(profile), ['d1']);
  });

  test('is read with everything that was agreed on for D1', async () => {
    const agreed = {
      ...d1,
      paths: { cms: '/cards' },
      oauth2: {
        tokenUrl: 'https://login.issuer.example/token',
        clientId: 'hub',
        clientSecretFile: 'secret',
        scope: 'cards consumers',
        basicAlphabet: 'base64url',
      },
      hubEncryption: { keyIdentifier: 'hub-1', keyFile: 'hub-d1.key' },
      cards: { active: [d1Card], inactive: [{ ...d1Card, cardId: 'card-2', cvv: '123' }] },
      clickToPay: true,
    };
    const profile = await read({ ...whole, d1: agreed });
    assert.partialDeepStrictEqual(profile.d1, {
      paths: { cms: '/cards' },
      oauth2: {
        tokenUrl: 'https://login.issuer.example/token',
        clientId: 'hub',
        clientSecret: 'open: sesame',
        scope: 'cards consumers',
        basicAlphabet: 'base64url',
      },
      hubEncryption: { keyIdentifier: 'hub-1', privateKeyPem: hubEncryption.privateKeyPem },
      cards: [
        { ...d1Card, state: 'ACTIVE' },
        { ...d1Card, cardId: 'card-2', cvv: '123', state: 'INACTIVE' },
      ],
    });
    assert.deepEqual(plansOf(profile), ['single-badge', 'd1', 'click-to-pay']);
  });

  test('is read as the documentation shows it', async () => {
    const page = resolve(import.meta.dirname, '../../../../docs/certification.md');
    const [, example = ''] = /^```yaml\n(.*?)^```$/ms.exec(await readFile(page, 'utf8')) ?? [];
    for (const name of ['hub', 'keys']) await mkdir(join(folder, name));
    for (const [name, content] of Object.entries({
      'keys/server.pem': hub.server.certificatePem,
      'keys/envelope.pem': bank.envelope.certificatePem,
      'keys/d1-encryption.pem': bankEncryption.publicKeyPem,
      'hub/client.pem': hub.client.certificatePem,
      'hub/client.key': hub.client.privateKeyPem,
      'hub/envelope.pem': bank.envelope.certificatePem,
      'hub/envelope.key': bank.envelope.privateKeyPem,
      'hub/d1-encryption.key': hubEncryption.privateKeyPem,
      'hub/client-secret': 'open: sesame',
    }))
      await writeFile(join(folder, name), content);
    assert.deepEqual(plansOf(await read(example)), ['single-badge', 'cobadged', 'd1', 'click-to-pay']);
  });

  const changedD1 = (changes: object) => ({ ...ofD1, d1: { ...d1, ...changes } });
  const oauth2 = { tokenUrl: 'https://login.issuer.example/token', clientId: 'hub' };
  const changed = (changes: object) => ({ ...whole, issuerGateway: { ...whole.issuerGateway, ...changes } });
  for (const { what, content, message } of [
    {
      what: 'a setting that there is not',
      content: { ...whole, isuerId: 'CMISSUER01' },
      message:
        'profile.yaml: isuerId is not known; known are issuerId, serverTrustFile, hubClient, timeLimits, issuerGateway, d1.',
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
    {
      what: 'neither API',
      content: settings,
      message: 'profile.yaml: issuerGateway and d1 are both missing. Say what the issuer speaks.',
    },
    {
      what: 'a setting of D1 that there is not',
      content: changedD1({ clicktopay: true }),
      message:
        'profile.yaml: d1.clicktopay is not known; known are url, paths, oauth2, keys, hubEncryption, operations, cards, clickToPay.',
    },
    {
      what: 'an operation that the hub does not call',
      content: changedD1({ operations: ['verifyCards'] }),
      message:
        'profile.yaml: d1.operations.0 is wrong. Expected: one of getConsumerInformation, deliverOtp, verifyCard, getCardCredentials, activatePhysicalCard, notifyCardOperations, notifyCardOperationV1, notifyConsumerOperations, notifyDigitalCardOperation.',
    },
    {
      what: 'no notices of cards',
      content: changedD1({ operations: ['verifyCard'] }),
      message:
        'profile.yaml: d1.operations has to name one of notifyCardOperations and notifyCardOperationV1: in which version the issuer is told of cards.',
    },
    {
      what: 'a path that ends with /',
      content: changedD1({ paths: { cms: '/cards/' } }),
      message:
        'profile.yaml: d1.paths.cms is wrong. Expected: A path that begins with / and does not end so, or nothing.',
    },
    {
      what: 'no card that may be used',
      content: changedD1({ cards: { active: [] } }),
      message:
        'profile.yaml: d1.cards.active is wrong. Expected: a list of cards that may be used, at least one.',
    },
    {
      what: 'a key of D1 that is none of EC P-256',
      content: changedD1({ keys: [{ keyIdentifier: 'cards-1', publicKeyFile: 'bank.pem' }] }),
      message:
        'profile.yaml names bank.pem: A key of the curve P-256 is needed; this one is of the kind rsa.',
    },
    {
      what: 'a public key where the private one is needed',
      content: changedD1({ hubEncryption: { keyIdentifier: 'hub-1', keyFile: 'cards.pem' } }),
      message: 'profile.yaml names cards.pem: This is no private key.',
    },
    {
      what: 'an OAuth2 server without client secret',
      content: changedD1({ oauth2 }),
      message:
        'profile.yaml: d1.oauth2.clientSecretFile is missing. Expected: a file with the client secret; line breaks at its end do not count.',
    },
    {
      what: 'a client secret that is none',
      content: changedD1({ oauth2: { ...oauth2, clientSecretFile: 'no-secret' } }),
      message:
        'profile.yaml names no-secret: clientSecret is wrong. Expected: The client secret: 1 to 1024 ASCII characters, no control characters.',
    },
    { what: 'no YAML', content: 'issuerId: [', message: 'profile.yaml: line 1 is not YAML (BAD_INDENT)' },
  ]) {
    test(`is refused for ${what}`, async () => assert.equal(await refusal(content), message));
  }
});
