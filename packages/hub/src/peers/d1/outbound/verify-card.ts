import { verifyCard as operation } from '@countermark/wire/d1/outbound/verify-card';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { ask, type D1Outbound } from './call-issuer.ts';
import type { SealForIssuer } from './sealing.ts';

/** Digits of the PAN that travel in clear. */
const binLength = 6;

/** Asks whether card data are right; they travel sealed (Outbound Card API). */
export function verifyCard(outbound: D1Outbound, seal: SealForIssuer): D1Backend['verifyCard'] {
  return async (call, { credentials, cardId }) => {
    const { issuerId } = call.issuer;
    const encryptedData = await seal(issuerId, credentials);
    if (encryptedData === null) {
      const reason = 'the issuer has no encryption key to seal card data with';
      return { kind: 'FAILED', status: null, reason, retryAfter: null };
    }
    const cardBin = credentials.pan.slice(0, binLength);
    const body = { encryptedData, cardBin, ...(cardId !== null && { cardId }) };
    return ask(outbound, call, { operation, api: 'cms', parameters: { issuerId }, body });
  };
}
