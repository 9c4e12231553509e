import { withSealedCardData } from '@countermark/issuer-kit/client/d1/card-data';
import type { HubAnswer } from '@countermark/issuer-kit/client/hub-answer';
import type { D1Client, D1OutgoingCall } from './d1-client.ts';
import { type AgreedCall, type Bookkeeping, keepBooks } from './keep-books.ts';

/**
 * Calls the hub for an issuer and, once the hub agreed, keeps the issuer's own books. `encryptedData` written in the clear,
 * as an object, is sealed on the way; a text goes as it is.
 */
export async function callAsD1Issuer(
  call: D1OutgoingCall,
  { client, ...books }: { client: D1Client } & Bookkeeping,
): Promise<HubAnswer> {
  const { issuerId, operation, parameters, body } = call;
  const sealed = await withSealedCardData(body, cardData => client.seal(issuerId, cardData));
  const answer = await client.call({ ...call, body: sealed });
  if (answer.status < 300) {
    await keepBooks(operation.name, { parameters, body: (body ?? {}) as AgreedCall['body'], answer }, books);
  }
  return answer;
}
