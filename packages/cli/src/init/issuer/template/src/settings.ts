import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ClientCredentials, EnvelopeKeyPem, HubEnvelopePem, JweKeyPem } from '@countermark/issuer-kit';

/** All that the backend has to know before it starts. */
export interface Settings {
  issuerId: string;
  port: number;
  server: { certificatePem: string; privateKeyPem: string };
  /** Two at once, so that one can follow the other: the newest first. */
  envelopeKeys: EnvelopeKeyPem[];
  d1Keys: JweKeyPem[];
  /** What the hub asks this backend for access tokens with. */
  d1Client: ClientCredentials;
  hub: HubCertificates;
}

/** Public certificates of the hub that calls. */
export interface HubCertificates {
  authorityPem: string;
  clientPem: string;
  envelope: HubEnvelopePem;
  d1Encryption: { keyIdentifier: string; publicKey: string };
}

/** Reads `issuer.env` and the files that `countermark init` made in `keys`. */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<Settings> {
  return {
    issuerId: needed(env, 'ISSUER_ID'),
    port: Number(needed(env, 'PORT')),
    server: { certificatePem: await key('server.pem'), privateKeyPem: await key('server.key') },
    envelopeKeys: [await envelopeKey('envelope-2'), await envelopeKey('envelope-1')],
    d1Keys: [{ keyIdentifier: 'd1-encryption', privateKey: await key('d1-encryption.key') }],
    d1Client: { clientId: 'countermark', clientSecret: await key('d1-client-secret') },
    hub: await hubCertificates(needed(env, 'HUB_FOLDER')),
  };
}

async function envelopeKey(keyIdentifier: string): Promise<EnvelopeKeyPem> {
  return {
    keyIdentifier,
    certificatePem: await key(`${keyIdentifier}.pem`),
    privateKeyPem: await key(`${keyIdentifier}.key`),
  };
}

async function hubCertificates(folder: string): Promise<HubCertificates> {
  const d1Encryption = await newestOf(folder, 'd1-encryption');
  const publicKey = new X509Certificate(d1Encryption.certificatePem).publicKey;
  return {
    authorityPem: await readFile(join(folder, 'ca.pem'), 'utf8'),
    clientPem: await readFile(join(folder, 'client.pem'), 'utf8'),
    envelope: await newestOf(folder, 'envelope'),
    d1Encryption: {
      keyIdentifier: d1Encryption.keyIdentifier,
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
  };
}

/** The newest certificate of a kind. The file is named by the kind and the key identifier. */
async function newestOf(
  folder: string,
  kind: string,
): Promise<{ keyIdentifier: string; certificatePem: string }> {
  const files = (await readdir(folder)).filter(file => file.startsWith(`${kind}-`) && file.endsWith('.pem'));
  const certificates = await Promise.all(
    files.map(async file => ({
      keyIdentifier: basename(file, '.pem').slice(kind.length + 1),
      certificatePem: await readFile(join(folder, file), 'utf8'),
    })),
  );
  const madeAt = (pem: string) => new X509Certificate(pem).validFromDate.getTime();
  const [newest] = certificates.sort((a, b) => madeAt(b.certificatePem) - madeAt(a.certificatePem));
  if (newest === undefined)
    throw new Error(`${folder} holds no ${kind}-<key id>.pem: see HUB_FOLDER in issuer.env`);
  return newest;
}

function key(file: string): Promise<string> {
  return readFile(join('keys', file), 'utf8');
}

function needed(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is missing: start with npm start, which reads issuer.env`);
  return value;
}
