import { createHash } from 'node:crypto';
import Type from 'typebox';
import { CardExpiry, Cvv, Fpan } from '../issuer-gateway/plaintext/card-elements.ts';

/** Header of the JWE: whose card it is. */
export const payloadIssuerHeader = 'x-gto-issuerid';
/** Header of the JWE: the card product; optional. */
export const payloadProductHeader = 'x-gto-productid';

const seconds = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });

/**
 * What a wallet gets from an issuer's application and hands on without reading it (Issuer Gateway API, domestic scheme
 * treatment): the content of a compact JWE, `RSA-OAEP-256` and `A256GCM`, for the hub's PKCS#7 key.
 */
export const PushPayload = Type.Object({
  fpan: Fpan,
  exp: Type.Optional(CardExpiry),
  cvv: Type.Optional(Cvv),
  nonce: Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$', description: 'Of this payload alone.' }),
  iat: seconds('When it was made, in seconds since 1970.'),
  validUntil: seconds('Until when it is good, in seconds since 1970: at most 5 minutes later.'),
  authenticationValue: Type.String({
    minLength: 1,
    maxLength: 4096,
    description:
      "Who vouches for it: the hub, the issuer's signature, or a proof of the issuer's own making.",
  }),
});
export type PushPayload = Type.Static<typeof PushPayload>;

/**
 * The `sub` of a signature over a payload, so that it fits no other card and no other payload: SHA-256 of card number, `|`
 * and nonce, in base64url.
 */
export function payloadSubject({ fpan, nonce }: Pick<PushPayload, 'fpan' | 'nonce'>): string {
  return createHash('sha256').update(`${fpan}|${nonce}`).digest('base64url');
}
