import { D1CallRefusal, ResponseCode, type VerifyCard } from '@countermark/issuer-kit';
import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import type { VerificationResults } from '@countermark/wire/d1/outbound/verify-card';
import type { VerifyCardCredentials } from '@countermark/wire/d1/plaintext/verify-card-credentials';
import { type TestCase, testCaseOf } from '../decision-table.ts';
import { BrokenOff } from '../faults.ts';
import type { D1Bank } from './d1-backend.ts';

/** Are these card data right, and is nothing wrong with the card? The year of its expiry date chooses what the issuer says. */
export function verifyCard(bank: D1Bank): VerifyCard {
  return async ({ card, request }) => {
    const known = await recordOf(card, request.cardId, bank);
    if (known === undefined) return new D1CallRefusal(404, 'cardId');

    const testCase = testCaseOf(card.exp.slice(2));
    const { digitization } = testCase;
    if (digitization?.kind === 'BROKEN') throw new BrokenOff(digitization.fault);
    if (digitization?.kind === 'REFUSED') return new D1CallRefusal(500, 'Internal Server Error');
    const verificationResults = resultsOf(card, testCase, bank.now());
    const named = verificationResults.card.invalid ? { cardId: known.cardId } : known;
    return { ...named, verificationResults };
  };
}

/**
 * As the issuer has the card: by the ids it was registered with. One that somebody else registered for the issuer goes by
 * the id it is asked for; one that nobody did by ids that are always the same. `undefined`: another card, or none.
 */
async function recordOf(
  { pan, exp }: VerifyCardCredentials,
  asked: string | undefined,
  { issuer, references, book }: D1Bank,
): Promise<{ cardId: string; consumerId?: string } | undefined> {
  const { issuerId } = issuer;
  const product = issuer.products.find(({ panPrefix }) => pan.startsWith(panPrefix));
  if (product === undefined) return undefined;
  const { productId } = product;
  const reference = await references.referenceOf({ issuerId, pan, productId, expiryYear: exp.slice(2) });
  const kept = book.idOf(issuerId, reference);
  if (kept !== undefined && kept !== (asked ?? kept)) return undefined;
  const booked = asked === undefined ? undefined : book.find(issuerId, asked)?.fingerprint;
  if (booked && booked !== reference) return undefined;
  const cardId = kept ?? asked;
  if (cardId === undefined) return { cardId: reference, consumerId: `holder-${reference}` };
  const consumerId = book.find(issuerId, cardId)?.consumerId;
  return { cardId, ...(consumerId !== undefined && { consumerId }) };
}

/** The flag of a card that the Issuer Gateway test case refuses with this code. */
const flags: Readonly<Partial<Record<ResponseCode, keyof VerificationResults['card']>>> = {
  [ResponseCode.fraudSuspected]: 'fraudSuspect',
  [ResponseCode.cardExpired]: 'expired',
  [ResponseCode.cardSuspended]: 'lostOrStolen',
  [ResponseCode.cardRevoked]: 'lostOrStolen',
  [ResponseCode.productNotSupported]: 'invalid',
  [ResponseCode.invalidFpan]: 'invalid',
};

/** The flag that a test case raises at verify card; `undefined`: none. */
export function raisedFlag({ eligibility }: TestCase): keyof VerificationResults['card'] | undefined {
  return eligibility === undefined ? undefined : flags[eligibility];
}

function resultsOf({ exp, cvv }: VerifyCardCredentials, testCase: TestCase, now: Date): VerificationResults {
  const raised = raisedFlag(testCase);
  return {
    ...(cvv !== undefined && {
      securityCode: { valid: cvv === rightCvv, verificationAttemptsExceeded: false },
    }),
    card: {
      lostOrStolen: raised === 'lostOrStolen',
      expired: raised === 'expired' || lastInstantOfExpiry(exp) < now,
      invalid: raised === 'invalid',
      fraudSuspect: raised === 'fraudSuspect',
    },
  };
}

/** Of every test card. */
export const rightCvv = '123';
