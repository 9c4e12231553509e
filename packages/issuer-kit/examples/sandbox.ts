import { readFile } from 'node:fs/promises';
import { keyRing } from '@countermark/issuer-kit';

/** What `npm start` writes about the sandbox, as far as the examples need it. */
interface Sandbox {
  hub: { issuerGatewayUrl: string; ca: string; envelope: { keyIdentifier: string; certificate: string } };
  issuers: Record<string, { client: KeyFiles; envelope: KeyFiles & { keyIdentifier: string } }>;
  d1: {
    url: string;
    hubEncryption: { keyIdentifier: string; certificate: string };
    issuers: Record<string, { client: KeyFiles; signing: KeyFiles & { keyIdentifier: string } }>;
  };
}

interface KeyFiles {
  certificate: string;
  key: string;
}

const file = process.env['COUNTERMARK_SANDBOX'] ?? '.countermark/sandbox.json';
const sandbox = JSON.parse(await readFile(file, 'utf8')) as Sandbox;
const trust = await readFile(sandbox.hub.ca, 'utf8');

/** An issuer of the sandbox, as its backend would have it in its settings. */
export async function bank(issuerId = 'CMISSUER01') {
  const { client, envelope } = known(sandbox.issuers, issuerId);
  const { keyIdentifier, certificate } = sandbox.hub.envelope;
  const ownKey = { keyIdentifier: envelope.keyIdentifier, ...(await pems(envelope)) };
  return {
    url: new URL(sandbox.hub.issuerGatewayUrl).origin,
    issuerId,
    identity: await pems(client),
    trust,
    hubKeys: [{ keyIdentifier, certificatePem: await readFile(certificate, 'utf8') }],
    ownKey,
    keys: keyRing([ownKey]),
  };
}

/** The same of an issuer that speaks D1. */
export async function d1Bank(issuerId = 'D1ISSUER01') {
  const { client, signing } = known(sandbox.d1.issuers, issuerId);
  const { keyIdentifier, certificate } = sandbox.d1.hubEncryption;
  return {
    url: new URL(sandbox.d1.url).origin,
    issuerId,
    identity: await pems(client),
    trust,
    signing: { keyIdentifier: signing.keyIdentifier, ...(await pems(signing)) },
    hubKeys: [{ keyIdentifier, publicKey: await readFile(certificate, 'utf8') }],
  };
}

/** A word of the command line. */
export function argument(position: number, name: string): string {
  const word = process.argv[position + 2];
  if (word === undefined) throw new Error(`Give ${name} as word ${position + 1} of the command`);
  return word;
}

async function pems({ certificate, key }: KeyFiles) {
  return {
    certificatePem: await readFile(certificate, 'utf8'),
    privateKeyPem: await readFile(key, 'utf8'),
  };
}

function known<Value>(values: Readonly<Record<string, Value>>, issuerId: string): Value {
  const value = values[issuerId];
  if (value === undefined) throw new Error(`The sandbox has no issuer ${issuerId}`);
  return value;
}
