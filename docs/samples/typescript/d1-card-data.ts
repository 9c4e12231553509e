/**
 * Seals and opens card data of the D1 APIs with jose: compact JWE, ECDH-ES on P-256, A256GCM.
 *
 *     node d1-card-data.ts seal KEY_IDENTIFIER PUBLIC_KEY < card.json
 *     node d1-card-data.ts open PRIVATE_KEY < sealed.txt
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { CompactEncrypt, compactDecrypt } from 'jose';

const [command, ...parameters] = process.argv.slice(2);
const pem = readFileSync(parameters.at(-1) ?? '', 'utf8');
const input = await buffer(process.stdin);

if (command === 'seal') {
  const [kid = ''] = parameters;
  // From a public key or from a certificate.
  const publicKey = createPublicKey(pem);
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid };
  process.stdout.write(await new CompactEncrypt(input).setProtectedHeader(header).encrypt(publicKey));
} else {
  const allowed = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] };
  const { plaintext } = await compactDecrypt(input.toString('ascii'), createPrivateKey(pem), allowed);
  process.stdout.write(plaintext);
}
