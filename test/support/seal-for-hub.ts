import { readFile } from 'node:fs/promises';
import type { SandboxDescription } from '@countermark/sandbox/sandbox/sandbox-description';
import { importSealingKey, type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';

/** The key that whoever speaks to the hub seals with. */
export function hubSealingKey({ hub }: SandboxDescription): Promise<SealingKey> {
  return readSealingKey(hub.envelope);
}

export async function readSealingKey(files: {
  keyIdentifier: string;
  certificate: string;
}): Promise<SealingKey> {
  const certificatePem = await readFile(files.certificate, 'utf8');
  return importSealingKey({ keyIdentifier: files.keyIdentifier, certificatePem });
}

/** Seals for the hub as most do. */
export async function sealForHub(sandbox: SandboxDescription, plaintext: Uint8Array): Promise<string> {
  return sealEnvelope(plaintext, {
    key: await hubSealingKey(sandbox),
    padding: 'RSAES-OAEP-SHA-256',
    recipient: 'subjectKeyIdentifier',
    encoding: 'base64',
  });
}
