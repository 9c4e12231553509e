/**
 * Seals and opens card data of the Issuer Gateway API: PKCS#7 EnvelopedData, AES-256-CBC, RSAES-OAEP with SHA-256.
 *
 *     node card-data.ts seal KEY_IDENTIFIER CERTIFICATE < card.json
 *     node card-data.ts open KEY_IDENTIFIER CERTIFICATE PRIVATE_KEY < sealed.txt
 */
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import {
  explainDiagnosis,
  importOpeningKey,
  importSealingKey,
  openEnvelope,
  sealEnvelope,
} from '@countermark/wire/envelope/cms';

const [command, keyIdentifier = '', certificate = '', privateKey = ''] = process.argv.slice(2);
const certificatePem = readFileSync(certificate, 'utf8');
const input = await buffer(process.stdin);

if (command === 'seal') {
  // Import a key once and keep it: that is most of the work.
  const key = importSealingKey({ keyIdentifier, certificatePem });
  const sealed = await sealEnvelope(input, {
    key,
    padding: 'RSAES-OAEP-SHA-256',
    recipient: 'subjectKeyIdentifier',
    encoding: 'base64',
  });
  process.stdout.write(sealed);
} else {
  const privateKeyPem = readFileSync(privateKey, 'utf8');
  const keys = [importOpeningKey({ keyIdentifier, certificatePem, privateKeyPem })];
  const envelope = await openEnvelope(input.toString('ascii'), { keys, pkcs1v15: 'refused' });
  // For your log, not for who sent it.
  if (!envelope.opened) throw new Error(explainDiagnosis(envelope.diagnosis));
  process.stdout.write(envelope.plaintext);
}
