import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  keyIdentifierOf,
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { createHubIdentity, loopbackHosts } from '@countermark/hub/identity/hub-identity';
import { addHubKey, missingHubKeys } from '@countermark/hub/identity/hub-keys';
import { type D1IssuerFiles, d1IssuerFiles } from './d1-keys.ts';
import { type KeyFiles, keptKey, keyFiles, type NamedKeyFiles, readKey } from './kept-key.ts';
import { sandboxD1Issuers, sandboxIssuers, sandboxRequestors } from './sandbox-parties.ts';

/** Where everything of a sandbox lies. */
export interface SandboxFolder {
  path: string;
  hub: { folder: string; configFile: string; logFile: string; database: string; authority: string };
  issuers: Record<string, { client: KeyFiles; envelope: NamedKeyFiles; signing: KeyFiles }>;
  d1Issuers: Record<string, D1IssuerFiles>;
  /** The one endpoint behind which the reference issuer serves all issuers. */
  issuerServer: KeyFiles;
  requestors: Record<string, { client: KeyFiles; server: KeyFiles }>;
  acquirer: { client: KeyFiles; encryption: KeyFiles };
  directories: { server: KeyFiles; visaState: string; mastercardState: string };
  tsp: { client: KeyFiles; server: KeyFiles; envelope: NamedKeyFiles };
  referenceIssuerState: string;
  d1IssuerState: string;
  walletState: string;
  tspState: string;
  description: string;
}

/** Somebody gave a folder that is not a sandbox's; nothing was touched. */
export class NotASandbox extends Error {}

/** In days; issuers' TLS certificates may live two years at most. */
const lifetimes = { tls: 700, envelope: 1825 };

const ownNames = new Set([
  'hub',
  'issuers',
  'requestors',
  'acquirer',
  'tsp',
  'sandbox.json',
  'reference-issuer.json',
  'reference-issuer-d1.json',
  'wallet-simulator.json',
  'tsp-simulator.json',
  'directories',
]);

/** Makes the folder with every key and certificate a sandbox needs; what is there already is kept. */
export async function openSandboxFolder(path: string): Promise<SandboxFolder> {
  const folder = resolve(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hub = join(folder, 'hub');
  const identity = await createHubIdentity(hub);
  if (!identity.created) await addMissingHubKeys(hub);
  const issuers: SandboxFolder['issuers'] = {};
  for (const { issuerId } of sandboxIssuers) {
    const own = join(folder, 'issuers', issuerId);
    issuers[issuerId] = {
      client: await tlsKey(own, 'client'),
      envelope: await envelopeKey(own, issuerId),
      signing: await signingKey(own),
    };
  }
  const authority = await readKey(keyFiles(hub, 'ca'));
  const d1Issuers: SandboxFolder['d1Issuers'] = {};
  for (const { issuerId } of sandboxD1Issuers) {
    d1Issuers[issuerId] = await d1IssuerFiles(join(folder, 'issuers', issuerId), { issuerId, authority });
  }
  const requestors: SandboxFolder['requestors'] = {};
  for (const { requestorId } of sandboxRequestors) {
    const own = join(folder, 'requestors', requestorId);
    requestors[requestorId] = { client: await tlsKey(own, 'client'), server: await tlsKey(own, 'server') };
  }
  const acquirer = join(folder, 'acquirer');
  const tsp = join(folder, 'tsp');
  const directories = join(folder, 'directories');
  return {
    path: folder,
    hub: {
      folder: hub,
      configFile: join(hub, 'countermark.yaml'),
      logFile: join(hub, 'hub.log'),
      database: join(hub, 'database'),
      authority: join(hub, 'ca.pem'),
    },
    issuers,
    d1Issuers,
    issuerServer: await tlsKey(join(folder, 'issuers'), 'server'),
    requestors,
    acquirer: {
      client: await tlsKey(acquirer, 'client'),
      encryption: await envelopeKey(acquirer, 'acquirer'),
    },
    tsp: {
      client: await tlsKey(tsp, 'client'),
      server: await tlsKey(tsp, 'server'),
      envelope: await envelopeKey(tsp, 'tsp'),
    },
    directories: {
      server: await tlsKey(directories, 'server'),
      visaState: join(directories, 'visa.json'),
      mastercardState: join(directories, 'mastercard.json'),
    },
    referenceIssuerState: join(folder, 'reference-issuer.json'),
    d1IssuerState: join(folder, 'reference-issuer-d1.json'),
    walletState: join(folder, 'wallet-simulator.json'),
    tspState: join(folder, 'tsp-simulator.json'),
    description: join(folder, 'sandbox.json'),
  };
}

/** A sandbox of an older release goes on with the keys that this one needs beside its own. */
async function addMissingHubKeys(hub: string): Promise<void> {
  for (const kind of await missingHubKeys(hub)) await addHubKey(hub, kind);
}

/** Deletes a sandbox with all it holds; a folder with anything else in it is refused. */
export async function removeSandboxFolder(path: string): Promise<void> {
  const names = await readdir(path).catch(() => [] as string[]);
  const strange = names.find(name => !ownNames.has(name));
  if (strange !== undefined) {
    throw new NotASandbox(
      `${resolve(path)} holds ${strange}, which no sandbox made: it is not deleted. Choose another folder`,
    );
  }
  await rm(path, { recursive: true, force: true });
}

/** A self-signed TLS key, as the parties pin it; named by the folder it belongs to. */
async function tlsKey(folder: string, role: 'client' | 'server'): Promise<KeyFiles> {
  return keptKey(folder, role, () =>
    selfSignTlsCertificate({
      commonName: basename(folder),
      use: role === 'client' ? { role } : { role, hosts: loopbackHosts },
      validity: validFor(lifetimes.tls, new Date()),
    }),
  );
}

/** What an issuer signs with; the certificate is but a form of its public key. */
function signingKey(folder: string): Promise<KeyFiles> {
  return keptKey(folder, 'signing', () =>
    selfSignEnvelopeCertificate({
      commonName: basename(folder),
      modulusLength: 2048,
      validity: validFor(lifetimes.envelope, new Date()),
    }),
  );
}

const envelopeFile = /^envelope-(?<keyIdentifier>.+)\.pem$/;

async function envelopeKey(folder: string, name: string): Promise<NamedKeyFiles> {
  const names = await readdir(folder);
  const kept = names.map(file => envelopeFile.exec(file)?.groups?.['keyIdentifier']).find(Boolean);
  if (kept) return { keyIdentifier: kept, ...keyFiles(folder, `envelope-${kept}`) };
  const key = await selfSignEnvelopeCertificate({
    commonName: name,
    modulusLength: 2048,
    validity: validFor(lifetimes.envelope, new Date()),
  });
  const keyIdentifier = keyIdentifierOf(key.certificatePem);
  const files = await keptKey(folder, `envelope-${keyIdentifier}`, async () => key);
  return { keyIdentifier, ...files };
}
