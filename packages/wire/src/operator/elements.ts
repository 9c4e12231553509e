import Type from 'typebox';
import { issuerIdPattern } from '../issuer-gateway/headers.ts';

/** The elements that several resources of the operator API share, each described by what is expected of it. */

/** Base path of the operator API on the hub. */
export const operatorBasePath = '/operator/v1';

export const IssuerId = Type.String({
  pattern: issuerIdPattern,
  description: '10 characters: letters, digits, _ or -',
});

/** A name that an operator makes up for a product or a token requestor. */
export function chosenId(of: string) {
  return Type.String({
    pattern: '^[A-Za-z0-9_.-]{1,64}$',
    description: `Id of ${of}: 1 to 64 letters, digits, _, . or -`,
  });
}

export const DisplayName = Type.String({ minLength: 1, maxLength: 100, description: '1 to 100 characters' });

/** Room for a chain of certificates. */
const longestPem = 32 * 1024;

export const CertificatePem = Type.String({
  minLength: 1,
  maxLength: longestPem,
  description: 'One X.509 certificate in PEM form, without its private key',
});

/** A public key, alone or in a certificate; `kinds`: which ones may be used. */
export function publicKeyPem(kinds: string) {
  return Type.String({
    minLength: 1,
    maxLength: longestPem,
    description: `A public key or a certificate in PEM form: ${kinds}`,
  });
}

export const TrustPem = Type.String({
  minLength: 1,
  maxLength: longestPem,
  description:
    "The server's own certificate or its authorities, in PEM form; absent: the system's trust store",
});

export const HttpsBase = Type.String({
  pattern: '^https://',
  maxLength: 2048,
  description: 'A base URL that begins with https:// and has neither user, query nor fragment',
});

/** Of a query. */
export const Limit = Type.String({
  pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$',
  description: 'How many to list: 1 to 500',
});

/** How many are listed when nobody says. */
export const defaultLimit = 50;
