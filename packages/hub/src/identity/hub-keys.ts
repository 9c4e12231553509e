import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CertifiedKey,
  keyIdentifierOf,
  selfSignEcCertificate,
  selfSignEnvelopeCertificate,
  type Validity,
  validFor,
} from './certificates.ts';
import { writeCertifiedKey } from './key-files.ts';

/** One of the hub's own keys of a kind. */
export interface HubKey extends CertifiedKey {
  keyIdentifier: string;
}

export type PublicHubKey = Omit<HubKey, 'privateKeyPem'>;

/**
 * The keys of which a hub may have several, so that one can follow another: the newest is used, all of them still open
 * and verify. A key lies in `<kind>-<keyIdentifier>.pem` and `.key`.
 *
 * - `envelope`: peers seal PKCS#7 for it, RSA 2048
 * - `d1-encryption`: issuers seal JWE for it, EC P-256
 * - `d1-token`: signs the access tokens of the D1 APIs, EC P-256
 */
export const hubKeyKinds = ['envelope', 'd1-encryption', 'd1-token'] as const;
export type HubKeyKind = (typeof hubKeyKinds)[number];

/** In days. Peers keep what they were given, and are asked to change it by hand. */
const lifetime = 1825;

const makers: Readonly<Record<HubKeyKind, (validity: Validity) => Promise<CertifiedKey>>> = {
  envelope: validity =>
    selfSignEnvelopeCertificate({
      commonName: 'Countermark hub envelope',
      modulusLength: 2048,
      validity,
    }),
  'd1-encryption': validity =>
    selfSignEcCertificate({
      commonName: 'Countermark hub D1 encryption',
      keyUsage: 'keyAgreement',
      validity,
    }),
  'd1-token': validity =>
    selfSignEcCertificate({
      commonName: 'Countermark hub D1 access tokens',
      keyUsage: 'digitalSignature',
      validity,
    }),
};

const keyFile = new RegExp(
  `^(?<kind>${hubKeyKinds.join('|')})-(?<keyIdentifier>[A-Za-z0-9_.-]{1,64})\\.pem$`,
);

/** The keys a folder holds, by the names of its files. */
export function hubKeysIn(names: readonly string[]): { kind: HubKeyKind; keyIdentifier: string }[] {
  return names.flatMap(name => {
    const { kind, keyIdentifier } = keyFile.exec(name)?.groups ?? {};
    return kind !== undefined && keyIdentifier !== undefined
      ? [{ kind: kind as HubKeyKind, keyIdentifier }]
      : [];
  });
}

/** What others may know of the keys of one kind in a folder, newest first. */
export async function publicHubKeys(folder: string, kind: HubKeyKind): Promise<PublicHubKey[]> {
  const named = hubKeysIn(await readdir(folder)).filter(key => key.kind === kind);
  const keys = named.map(async ({ keyIdentifier }) => ({
    keyIdentifier,
    certificatePem: await readFile(join(folder, `${kind}-${keyIdentifier}.pem`), 'utf8'),
  }));
  return newestFirst(await Promise.all(keys));
}

/** Makes a key in `folder`, the newest of its kind from now on. */
export async function addHubKey(folder: string, kind: HubKeyKind): Promise<HubKey> {
  const certified = await makers[kind](validFor(lifetime, new Date()));
  const keyIdentifier = keyIdentifierOf(certified.certificatePem);
  await writeCertifiedKey(folder, `${kind}-${keyIdentifier}`, certified);
  return { keyIdentifier, ...certified };
}

/** Kinds of which an identity folder has none, as one of an older release. */
export async function missingHubKeys(folder: string): Promise<HubKeyKind[]> {
  const there = hubKeysIn(await readdir(folder));
  return hubKeyKinds.filter(kind => !there.some(key => key.kind === kind));
}

export function newestFirst<Key extends PublicHubKey>(keys: readonly Key[]): Key[] {
  const madeAt = ({ certificatePem }: Key) => Date.parse(new X509Certificate(certificatePem).validFrom);
  return keys.toSorted((a, b) => madeAt(b) - madeAt(a));
}
