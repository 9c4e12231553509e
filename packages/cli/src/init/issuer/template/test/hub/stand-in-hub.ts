import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inProcess, type StandInHub } from '@countermark/issuer-kit/testing';
import { backendOf } from '../../src/backend.ts';
import { readSettings } from '../../src/settings.ts';

/** A hub that calls this backend in its own process, with the certificates that it was given. */
export async function standInHub(): Promise<StandInHub> {
  const settings = await readSettings(process.env);
  const [envelope] = settings.envelopeKeys;
  const d1Encryption = new X509Certificate(await readFile('keys/d1-encryption.pem')).publicKey;
  return {
    issuerId: settings.issuerId,
    transport: inProcess(backendOf(settings), settings.hub.clientPem),
    ...(envelope && {
      envelope: { keyIdentifier: envelope.keyIdentifier, certificatePem: envelope.certificatePem },
    }),
    d1: {
      credentials: settings.d1Client,
      encryption: {
        keyIdentifier: 'd1-encryption',
        publicKey: d1Encryption.export({ type: 'spki', format: 'pem' }).toString(),
      },
    },
  };
}
