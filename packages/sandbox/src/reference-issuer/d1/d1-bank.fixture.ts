import { generateKeyPairSync } from 'node:crypto';
import { issueTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import type { D1Operation } from '@countermark/wire/d1/operation';
import { pathOf } from '@countermark/wire/d1/operation';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import { type Agent, request } from 'undici';
import { sandboxPanPrefixes, testPan } from '../../test-cards.ts';
import { hub } from '../issuer-under-test.fixture.ts';
import type { D1IssuerProfile } from './d1-profile.ts';

/** A key pair of the curve P-256 under a name. */
export function keyPair(keyIdentifier: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    keyIdentifier,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export const issuerId = 'D1ISSUER01';
const panPrefix = sandboxPanPrefixes['D1-VISA'];

/** What the hub opens card data with. */
export const hubEncryption = keyPair('hub-1');
export const bankSigning = keyPair('signing-1');
export const bankEncryption = keyPair('cards-1');

export const credentials = { clientId: 'hub', clientSecret: 'open: sesame' };

/** A bank that speaks D1, and whose door needs an access token. */
export const d1Bank: D1IssuerProfile = {
  issuerId,
  client: await issueTlsCertificate(hub.authority, {
    commonName: `TLSMA-ECDSA/${issuerId}/PPR`,
    use: { role: 'client' },
    validity: validFor(30, new Date()),
  }),
  signing: bankSigning,
  encryption: bankEncryption,
  oauth2: credentials,
  products: [{ productId: 'D1-VISA', panPrefix }],
};

/** Another one, whose door is open to the hub's certificate alone. */
export const openBank: D1IssuerProfile = { ...d1Bank, issuerId: 'D1ISSUER02', oauth2: null };

export const d1Pan = (index = 0) => testPan({ prefix: panPrefix, index });

/** Seals for {@link d1Bank} as the hub does. */
export function sealForBank(plaintext: object): Promise<string> {
  const publicKey = readP256PublicKey(bankEncryption.publicKeyPem);
  return sealJwe(plaintext, { keyIdentifier: bankEncryption.keyIdentifier, publicKey });
}

export interface D1Answer {
  status: number;
  body: unknown;
}

/** One HTTP request as the hub sends it. */
export async function sendD1(
  { base, agent }: { base: string; agent: Agent },
  operation: D1Operation,
  call: {
    parameters?: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string>>;
    body?: unknown;
    headers?: Readonly<Record<string, string>>;
  },
): Promise<D1Answer> {
  const { body } = call;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await request(base + pathOf(operation, { issuerId, ...call.parameters }, call.query), {
    dispatcher: agent,
    method: operation.method,
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...call.headers },
    ...(text !== undefined && { body: text }),
  });
  const answer = await response.body.text();
  return { status: response.statusCode, body: answer === '' ? null : JSON.parse(answer) };
}
