import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { verifyCard as operation, type VerificationResults } from '@countermark/wire/d1/outbound/verify-card';
import {
  readVerifyCardCredentials,
  type VerifyCardCredentials,
} from '@countermark/wire/d1/plaintext/verify-card-credentials';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { type TestCase, testCaseOf } from '../decision-table.ts';
import { openCard } from './open-card.ts';
import { answer, type D1Means, refuse, serveD1Operation } from './serve-d1-operation.ts';

/** Are these card data right, and is nothing wrong with the card? The year of its expiry date chooses what the issuer says. */
export const verifyCard = serveD1Operation(operation, async ({ request }, means) => {
  const card = await openCard(request.encryptedData, readVerifyCardCredentials, means.issuer);
  if (card === undefined) return refuse(400, 'encryptedData');
  if (!card.pan.startsWith(request.cardBin)) return refuse(400, 'cardBin');
  const known = await recordOf(card, request.cardId, means);
  if (known === undefined) return refuse(404, 'cardId');

  const testCase = testCaseOf(card.exp.slice(2));
  if (testCase.digitization?.kind === 'BROKEN') return testCase.digitization;
  if (testCase.digitization?.kind === 'REFUSED') return refuse(500, 'Internal Server Error');
  const verificationResults = resultsOf(card, testCase, means.now());
  const named = verificationResults.card.invalid ? { cardId: known.cardId } : known;
  return answer({ ...named, verificationResults });
});

/**
 * As the issuer has the card: by the ids it was registered with. One that somebody else registered for the issuer goes by
 * the id it is asked for; one that nobody did by ids that are always the same. `undefined`: another card, or none.
 */
async function recordOf(
  { pan, exp }: VerifyCardCredentials,
  asked: string | undefined,
  { issuer, references, book }: D1Means,
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
