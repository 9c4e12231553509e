import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createAuthority,
  issueTlsCertificate,
  selfSignEcCertificate,
  selfSignEnvelopeCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { writeCertifiedKey } from '@countermark/hub/identity/key-files';

/** In days. */
const lifetime = 730;

/**
 * Makes the identity of the hub that a certification plays, in the layout of a real one's public part, so that a backend
 * goes from the one to the other by the name of a folder.
 */
export async function writeCertificationHub(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const subject = { commonName: 'Hub of the certification', validity: validFor(lifetime, new Date()) };
  const authority = await createAuthority(subject);
  await writeFile(join(folder, 'ca.pem'), authority.certificatePem); // it signs one client and no other: its key is not kept
  const client = await issueTlsCertificate(authority, { ...subject, use: { role: 'client' } });
  await writeCertifiedKey(folder, 'client', client);
  const envelope = await selfSignEnvelopeCertificate({ ...subject, modulusLength: 2048 });
  await writeCertifiedKey(folder, 'envelope-hub-1', envelope);
  const d1Encryption = await selfSignEcCertificate({ ...subject, keyUsage: 'keyAgreement' });
  await writeCertifiedKey(folder, 'd1-encryption-hub-1', d1Encryption);
}
