import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { compactDecrypt } from 'jose';
import { Acquirer } from '../acquirer-simulator/acquirer.ts';
import type { BearerClient } from '../bearer-client.ts';
import { D1Client } from '../reference-issuer/d1/d1-client.ts';
import type { D1IssuerProfile, PublicKey } from '../reference-issuer/d1/d1-profile.ts';
import { type CardToPush, IssuerApp } from '../reference-issuer/issuer-app.ts';
import type { IssuerProduct, IssuerProfile } from '../reference-issuer/issuer-profile.ts';
import { type ReferenceIssuer, startReferenceIssuer } from '../reference-issuer/server.ts';
import { startTspSimulator, type TspSimulator } from '../tsp-simulator/tsp-server.ts';
import type { PushForm } from '../wallet-simulator/enrolment-script.ts';
import { startWalletSimulator, type WalletSimulator } from '../wallet-simulator/simulator.ts';
import { readKey } from './kept-key.ts';
import { provisionAcquirer } from './provision-hub.ts';
import type { SandboxFolder } from './sandbox-folder.ts';
import {
  type SandboxD1Issuer,
  type SandboxIssuer,
  sandboxD1Issuers,
  sandboxIssuers,
  sandboxProducts,
} from './sandbox-parties.ts';
import type { SandboxPorts } from './sandbox-ports.ts';

/** All parties are on this machine. */
const host = 'localhost';

/** How the hub is reached and trusted. */
export interface HubAccess {
  peersUrl: string;
  envelope: { keyIdentifier: string; certificate: string };
  /** What issuers seal with for the hub in D1. */
  d1Encryption: { keyIdentifier: string; certificate: string };
}

export async function startIssuer(
  folder: SandboxFolder,
  { ports, envelope, d1Encryption }: { ports: SandboxPorts } & Omit<HubAccess, 'peersUrl'>,
): Promise<ReferenceIssuer> {
  return startReferenceIssuer({
    host,
    port: ports.issuer,
    server: await readKey(folder.issuerServer),
    issuers: await Promise.all(sandboxIssuers.map(issuer => profileOf(folder, issuer))),
    hubCaPem: await readFile(folder.hub.authority, 'utf8'),
    hubEnvelope: {
      keyIdentifier: envelope.keyIdentifier,
      certificatePem: await readFile(envelope.certificate, 'utf8'),
    },
    d1: {
      issuers: await d1Profiles(folder),
      hubEncryption: await readPublicKey(d1Encryption),
      stateFile: folder.d1IssuerState,
    },
    stateFile: folder.referenceIssuerState,
    now: () => new Date(),
  });
}

/** What the issuer calls the hub with in D1. */
export async function startD1Client(
  folder: SandboxFolder,
  { hub, now }: { hub: HubAccess; now: () => Promise<Date> },
): Promise<D1Client> {
  return new D1Client({
    hubUrl: hub.peersUrl,
    hubCaPem: await readFile(folder.hub.authority, 'utf8'),
    hubEncryption: await readPublicKey(hub.d1Encryption),
    issuers: await d1Profiles(folder),
    now,
  });
}

async function readPublicKey({ keyIdentifier, certificate }: HubAccess['d1Encryption']): Promise<PublicKey> {
  return { keyIdentifier, publicKeyPem: await readFile(certificate, 'utf8') };
}

function d1Profiles(folder: SandboxFolder): Promise<D1IssuerProfile[]> {
  return Promise.all(sandboxD1Issuers.map(issuer => d1ProfileOf(folder, issuer)));
}

async function d1ProfileOf(
  folder: SandboxFolder,
  { issuerId, hasOAuth2 }: SandboxD1Issuer,
): Promise<D1IssuerProfile> {
  const files = folder.d1Issuers[issuerId];
  if (!files) throw new Error(`No keys for ${issuerId}`);
  const { client, signing, encryption, clientSecret } = files;
  return {
    issuerId,
    client: await readKey(client),
    signing: { keyIdentifier: signing.keyIdentifier, ...(await readKey(signing)) },
    encryption: { keyIdentifier: encryption.keyIdentifier, ...(await readKey(encryption)) },
    oauth2: hasOAuth2 ? { clientId: issuerId, clientSecret } : null,
    products: productsOf(issuerId),
  };
}

function productsOf(issuerId: string): IssuerProduct[] {
  return sandboxProducts
    .filter(product => product.issuerId === issuerId)
    .flatMap(({ productId, panRanges, auxiliary }) =>
      panRanges.map(({ prefix }) => ({
        productId,
        panPrefix: prefix,
        ...(auxiliary && { domesticProductId: auxiliary.productId }),
      })),
    );
}

/** Its terminal has the hub's time, which can be moved. */
export async function startAcquirer(
  folder: SandboxFolder,
  {
    hub,
    operator,
    now,
  }: { hub: { detokenizationUrl: string }; operator: BearerClient; now: () => Promise<Date> },
): Promise<Acquirer> {
  const encryptionKeyPem = (await readKey(folder.acquirer.encryption)).privateKeyPem;
  const cipheredMacKey = await provisionAcquirer(operator, folder);
  const { plaintext } = await compactDecrypt(cipheredMacKey, createPrivateKey(encryptionKeyPem));
  return new Acquirer({
    detokenizationUrl: hub.detokenizationUrl,
    caPem: await readFile(folder.hub.authority, 'utf8'),
    identity: await readKey(folder.acquirer.client),
    encryptionKeyPem,
    macKey: plaintext,
    now,
  });
}

/** The issuers' application, and what signs for it. */
export async function startIssuerApp(
  folder: SandboxFolder,
  { hub, issuer, now }: { hub: HubAccess; issuer: ReferenceIssuer; now: () => Promise<Date> },
): Promise<IssuerApp> {
  return new IssuerApp({
    hubUrl: hub.peersUrl,
    hubCaPem: await readFile(folder.hub.authority, 'utf8'),
    hubEnvelope: {
      keyIdentifier: hub.envelope.keyIdentifier,
      certificatePem: await readFile(hub.envelope.certificate, 'utf8'),
    },
    issuers: await Promise.all(sandboxIssuers.map(entry => profileOf(folder, entry))),
    references: issuer.references,
    now,
  });
}

async function pushedPayload(app: IssuerApp, card: CardToPush, by: PushForm): Promise<string> {
  if (by === 'by-app') return app.payloadOfItsOwn(card);
  const { payload, status, errorCode } = await app.pushByHub(card);
  if (payload === null) throw new Error(`The hub refused a push: HTTP ${status}, ${errorCode}`);
  return payload;
}

export async function profileOf(folder: SandboxFolder, issuer: SandboxIssuer): Promise<IssuerProfile> {
  const files = folder.issuers[issuer.issuerId];
  if (!files) throw new Error(`No keys for ${issuer.issuerId}`);
  const { padding, encoding, recipientForm, hasIdv, pushAuthentication } = issuer.settings;
  return {
    issuerId: issuer.issuerId,
    client: await readKey(files.client),
    envelope: { keyIdentifier: files.envelope.keyIdentifier, ...(await readKey(files.envelope)) },
    signing: await readKey(files.signing),
    pushAuthentication,
    sealing: { padding, encoding, recipient: recipientForm },
    products: productsOf(issuer.issuerId),
    hasIdv,
  };
}

/** The TSP of another house. */
export async function startTsp(
  folder: SandboxFolder,
  { ports, peersUrl }: { ports: SandboxPorts; peersUrl: string },
): Promise<TspSimulator> {
  const { client, server, envelope } = folder.tsp;
  return startTspSimulator({
    host,
    port: ports.tsp,
    server: await readKey(server),
    client: await readKey(client),
    envelope: { keyIdentifier: envelope.keyIdentifier, ...(await readKey(envelope)) },
    hubCaPem: await readFile(folder.hub.authority, 'utf8'),
    peersUrl,
    stateFile: folder.tspState,
    now: () => new Date(),
  });
}

/** The cardholder reads codes from wherever the issuer delivered them. */
export async function startWallet(
  folder: SandboxFolder,
  {
    ports,
    hub,
    issuer,
    app,
  }: { ports: SandboxPorts; hub: HubAccess; issuer: ReferenceIssuer; app: IssuerApp },
): Promise<WalletSimulator> {
  const [wallet, merchant] = [folder.requestors['wallet'], folder.requestors['merchant']];
  if (!wallet || !merchant) throw new Error('No keys for the token requestors');
  return startWalletSimulator({
    host,
    callbackPort: ports.wallet,
    identities: {
      wallet: { client: await readKey(wallet.client), server: await readKey(wallet.server) },
      merchant: { client: await readKey(merchant.client) },
    },
    hub: {
      peersUrl: hub.peersUrl,
      caPem: await readFile(folder.hub.authority, 'utf8'),
      envelopeKeyIdentifier: hub.envelope.keyIdentifier,
      envelopeCertificatePem: await readFile(hub.envelope.certificate, 'utf8'),
    },
    stateFile: folder.walletState,
    pushedPayload: (card, by) => pushedPayload(app, card, by),
    readCode: async (enrolmentId, attempt) => issuer.inbox.ofCorrelation(enrolmentId)[attempt - 1]?.otpValue,
  });
}
