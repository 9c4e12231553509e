import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { testPan } from '@countermark/sandbox/test-cards';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import { startWalletSimulator, type WalletSimulator } from '@countermark/sandbox/wallet-simulator/simulator';
import { faultsOf } from './independent-issuer/check-messages.ts';
import { createFreshDatabase } from './independent-issuer/fresh-database.ts';
import {
  type CertifiedKeyFiles,
  makeCertificate,
  readCertifiedKey,
} from './independent-issuer/make-certificates.ts';
import { sendHttps } from './independent-issuer/send-https.ts';
import { type ProductionHub, startProductionHub } from './independent-issuer/start-hub.ts';
import {
  type IndependentIssuer,
  startIndependentIssuer,
  whatIssuerLacks,
} from './independent-issuer/start-issuer.ts';

const issuerId = 'BANKISSUER';
const panPrefix = '99901009';
const tokenBin = '99909009';
const applePay = '40010030273';

const databaseServer = process.env['COUNTERMARK_TEST_DATABASE_URL'];
const skip = databaseServer ? whatIssuerLacks() : 'COUNTERMARK_TEST_DATABASE_URL names no PostgreSQL server';

test('a hub in production works with an issuer that knows the public API description only', {
  skip,
}, async t => {
  await using cleanup = new AsyncDisposableStack();
  const parties = await startEverything(cleanup);

  await t.test('a green card is active at once', async () => {
    const session = await enrol(parties, { pan: testPan({ prefix: panPrefix, index: 1 }), exp: '1230' });
    assert.deepEqual(
      session.map(message => message.method),
      ['checkCardEligibility', 'requestCardDigitization', 'notifyVirtualCardChange'],
    );
  });

  await t.test('a yellow card is active once the code that came by SMS is typed', async () => {
    const card = { pan: testPan({ prefix: panPrefix, index: 2 }), exp: '1231' };
    const session = await enrol(parties, { ...card, idvChoice: 'sms', otp: 'right' });
    assert.deepEqual(
      session.map(message => message.method),
      ['checkCardEligibility', 'requestCardDigitization', 'sendOTP', 'notifyVirtualCardChange'],
    );
    assert.equal(session[2]?.body['otpMethodId'], 'sms-1');
  });

  await t.test('every message the issuer received is as the published field tables say', async () => {
    const received = await parties.issuer.received();
    assert.equal(received.length, 7);
    assert.deepEqual(received.flatMap(faultsOf), []);
  });
});

interface Parties {
  hub: ProductionHub;
  issuer: IndependentIssuer;
  wallet: WalletSimulator;
}

interface SessionMessage {
  method: string;
  body: Readonly<Record<string, unknown>>;
}

/** Enrols a card, sees that its token ends RESUMED for wallet and issuer alike, and tells what the issuer received. */
async function enrol(
  { hub, issuer, wallet }: Parties,
  script: Omit<EnrolmentScript, 'wallet'>,
): Promise<SessionMessage[]> {
  const { enrolmentId, enrolment, steps } = await wallet.enrol({
    wallet: 'APPLE_PAY',
    cvv: '123',
    ...script,
  });
  assert.equal(enrolment?.outcome, 'ACTIVATED', JSON.stringify(steps.at(-1)));
  assert.equal(enrolment.token?.state, 'RESUMED');
  const { virtualCardId } = enrolment.token;

  const session = await sessionUntilNotified(issuer, String(enrolmentId));
  const [eligibility, digitization] = session;
  assert.equal(digitization?.body['cipheredCardInfo'], eligibility?.body['cipheredCardInfo']);
  assert.equal(digitization?.body['tncStatus'], true);
  const notified = session.at(-1)?.body;
  assert.deepEqual([notified?.['action'], notified?.['virtualCardId']], ['ACTIVATE', virtualCardId]);

  const issuerCardRefId = notified?.['issuerCardRefId'];
  assert.deepEqual(await tokenStates({ hub, issuer }, issuerCardRefId), { [virtualCardId]: 'RESUMED' });
  return session;
}

/** What the issuer received under a correlation id, the notification included: the hub sends that in its own time. */
async function sessionUntilNotified(
  issuer: IndependentIssuer,
  correlationId: string,
): Promise<SessionMessage[]> {
  const deadline = AbortSignal.timeout(15_000);
  while (true) {
    const received = await issuer.received();
    const session = received.filter(({ headers }) =>
      headers.some(([name, value]) => name === 'x-correlation-id' && value === correlationId),
    ) as SessionMessage[];
    if (session.some(message => message.method === 'notifyVirtualCardChange')) return session;
    assert.ok(!deadline.aborted, 'No notifyVirtualCardChange came within 15 seconds');
    await setTimeout(50);
  }
}

/** The card's tokens as the hub tells the issuer, which asks with its own client certificate. */
async function tokenStates(
  { hub, issuer }: Pick<Parties, 'hub' | 'issuer'>,
  issuerCardRefId: unknown,
): Promise<Record<string, string>> {
  const { status, body } = await sendHttps({
    url: `${hub.peersUrl}/gtep/igwapi/v2.0/getCardInfo`,
    headers: {
      'content-type': 'application/json',
      'x-correlation-id': 'bank-session-1',
      'x-issuer-id': issuerId,
    },
    content: JSON.stringify({ issuerCardRefId }),
    serverTrust: hub.authority,
    identity: { certificate: issuer.clientCertificate, key: issuer.clientKey },
  });
  assert.equal(status, 200);
  const { virtualCardList } = body as { virtualCardList: { virtualCardId: string; status: string }[] };
  return Object.fromEntries(virtualCardList.map(token => [token.virtualCardId, token.status]));
}

// --- Starting everything -------------------------------------------------------------------------------------------

/** A hub on a database of its own, the issuer and a wallet; what the operator does for them is done by the command. */
async function startEverything(cleanup: AsyncDisposableStack): Promise<Parties> {
  const folder = await mkdtemp(join(tmpdir(), 'independent-issuer-'));
  cleanup.defer(() => rm(folder, { recursive: true }));
  const database = await createFreshDatabase(String(databaseServer));
  cleanup.defer(() => database.drop());
  const hub = await startProductionHub({ folder: join(folder, 'hub'), databaseUrl: database.url });
  cleanup.defer(() => hub.stop());
  const issuer = await startIndependentIssuer({
    folder: join(folder, 'bank'),
    issuerId,
    hubCa: hub.authority,
  });
  cleanup.defer(() => issuer.stop());
  await addIssuer(hub, issuer);
  await addProduct(hub, folder);
  const certificates = makeWalletCertificates(folder);
  const wallet = await startWallet({ hub, issuer, certificates, folder });
  cleanup.defer(() => wallet.close());
  await addRequestor({ hub, wallet, certificates });
  return { hub, issuer, wallet };
}

function addIssuer(hub: ProductionHub, issuer: IndependentIssuer): Promise<void> {
  return hub.operate(['issuer', 'add', issuerId], {
    url: issuer.url,
    'server-trust': issuer.serverCertificate,
    'client-certificate': issuer.clientCertificate,
    'envelope-certificate': `${issuer.envelopeKeyIdentifier}=${issuer.envelopeCertificate}`,
  });
}

async function addProduct(hub: ProductionHub, folder: string): Promise<void> {
  const terms = join(folder, 'terms.txt');
  await writeFile(terms, 'The card may be used with this device.');
  await hub.operate(['product', 'add', 'BANK-DEBIT'], {
    issuer: issuerId,
    'pan-range': `${panPrefix}:16`,
    'token-bin': `${tokenBin}:16`,
    trid: applePay,
    terms,
  });
}

interface WalletCertificates {
  client: CertifiedKeyFiles;
  server: CertifiedKeyFiles;
}

function makeWalletCertificates(folder: string): WalletCertificates {
  return {
    client: makeCertificate(join(folder, 'wallet-client'), { commonName: 'wallet', use: 'client' }),
    server: makeCertificate(join(folder, 'wallet-server'), { commonName: 'localhost', use: 'server' }),
  };
}

/** The simulated wallet; its cardholder reads the codes that the issuer was to send. */
async function startWallet({
  hub,
  issuer,
  certificates,
  folder,
}: Pick<Parties, 'hub' | 'issuer'> & {
  certificates: WalletCertificates;
  folder: string;
}): Promise<WalletSimulator> {
  const client = await readCertifiedKey(certificates.client);
  const server = await readCertifiedKey(certificates.server);
  return startWalletSimulator({
    host: 'localhost',
    callbackPort: 0,
    identities: { wallet: { client, server }, merchant: { client } },
    hub: {
      peersUrl: hub.peersUrl,
      caPem: await readFile(hub.authority, 'utf8'),
      envelopeKeyIdentifier: hub.envelope.keyIdentifier,
      envelopeCertificatePem: hub.envelope.certificatePem,
    },
    stateFile: join(folder, 'wallet.json'),
    readCode: enrolmentId => issuer.readOtp(enrolmentId),
  });
}

function addRequestor({
  hub,
  wallet,
  certificates,
}: Pick<Parties, 'hub' | 'wallet'> & { certificates: WalletCertificates }): Promise<void> {
  return hub.operate(['requestor', 'add', 'wallet'], {
    trid: applePay,
    certificate: certificates.client.certificate,
    callback: wallet.callbackBase,
    'callback-trust': certificates.server.certificate,
  });
}
