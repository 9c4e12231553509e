import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DirectoryCard, DirectoryConsumer } from '@countermark/hub/core/directory';
import type { DirectoryLimits } from '@countermark/hub/peers/directory/call-directory';
import { mastercardDirectory } from '@countermark/hub/peers/directory/mastercard/mastercard-directory';
import { visaDirectory } from '@countermark/hub/peers/directory/visa/visa-directory';
import type { OutboundLog } from '@countermark/hub/peers/exchange-log';
import { httpsClients } from '@countermark/hub/peers/https-clients';
import { hubAuthority, hubClient, localhostServer } from '@countermark/hub/peers/tls-identities.fixture';
import type { Directory, DirectoryOutcome } from '@countermark/hub/ports/directory';
import { importSealingKey } from '@countermark/wire/envelope/cms';
import { sandboxPanPrefixes, testPan } from '../test-cards.ts';
import { type HubStandIn, startHubStandIn } from '../wallet-simulator/hub-stand-in.fixture.ts';
import { createRequestorClient } from '../wallet-simulator/requestor-client.ts';
import type { DirectorySimulator } from './directory-simulator.ts';
import { startMastercardDirectory } from './mastercard/start-mastercard-directory.ts';
import { startVisaDirectory } from './visa/start-visa-directory.ts';

/** A directory, the hub's client for it, and the hub that the directory asks for tokens. */
export interface DirectoryUnderTest {
  directory: Directory;
  simulator: DirectorySimulator;
  hub: HubStandIn;
  /** Everything the hub put on record, as one text. */
  recorded(): string;
  /** The directory ends and begins again with what it kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const limits: DirectoryLimits = { connectTimeout: 2_000, answerTimeout: 10_000 };

export async function startDirectoryUnderTest(
  network: 'VISA' | 'MASTERCARD',
  { answerTimeout }: { answerTimeout?: number } = {},
): Promise<DirectoryUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-directory-'));
  const hub = await startHubStandIn();
  const client = createRequestorClient({ ...hub.hub, identity: hub.identities.merchant.client });
  const sealingKey = importSealingKey({
    keyIdentifier: hub.hub.envelopeKeyIdentifier,
    certificatePem: hub.hub.envelopeCertificatePem,
  });
  const start = network === 'VISA' ? startVisaDirectory : startMastercardDirectory;
  const open = () =>
    start({
      host: 'localhost',
      port: 0,
      server: localhostServer,
      hubCaPem: hubAuthority.certificatePem,
      stateFile: join(folder, 'directory.json'),
      hub: () => ({ client, sealingKey }),
    });
  let simulator = await open();
  const records: unknown[] = [];
  const log: OutboundLog = message => async outcome => {
    records.push({ ...message, ...outcome });
  };
  const clients = httpsClients(hubClient);
  const line = () => ({
    url: simulator.url,
    serverTrust: localhostServer.certificatePem,
    clients,
    log,
    limits: { ...limits, ...(answerTimeout !== undefined && { answerTimeout }) },
  });
  const connect = () =>
    network === 'VISA'
      ? visaDirectory({ ...line(), bid: '10012345' })
      : mastercardDirectory({ ...line(), srcClientId: 'client-1', serviceId: 'service-1' });
  const underTest: DirectoryUnderTest = {
    directory: connect(),
    simulator,
    hub,
    recorded: () => JSON.stringify(records),
    async restart() {
      await simulator.close();
      simulator = await open();
      Object.assign(underTest, { simulator, directory: connect() });
    },
    async close() {
      await clients.close();
      await simulator.close();
      await client.close();
      await hub.close();
      await rm(folder, { recursive: true });
    },
  };
  return underTest;
}

const address = {
  line1: 'Storgata 1',
  line2: null,
  city: 'Oslo',
  state: null,
  zipCode: '0155',
  countryCode: 'NO',
};

export const kari: DirectoryConsumer = {
  externalConsumerId: 'consumer-1',
  firstName: 'Kari',
  middleName: null,
  lastName: 'Nordmann',
  email: 'kari@example.com',
  phone: '+4741234567',
  language: 'nb-NO',
  country: 'NO',
};

/** A card that a directory treats as its number's ending says. */
export function aDirectoryCard(externalCardId: string, ending = '1111'): DirectoryCard {
  const pan = testPan({ prefix: sandboxPanPrefixes['DEMO-VISA'], ending });
  return { externalCardId, pan, expiry: '1230', cardholderName: 'KARI NORDMANN', billingAddress: address };
}

export const call = { correlationId: 'request-1' };

/** Polls until the directory has an outcome. */
export async function settled(directory: Directory, outcome: DirectoryOutcome): Promise<DirectoryOutcome> {
  let latest = outcome;
  while (latest.status === 'PENDING') latest = await directory.poll(latest.trace, call);
  return latest;
}
