import { isJsonObject } from '@countermark/wire/annotated-schema';
import type { HubAnswer } from '../ask-hub.ts';
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
  const { operation, parameters, body } = call;
  const sealed = body === undefined ? {} : { body: await sealedIn(body, client) };
  const answer = await client.call({ ...call, ...sealed });
  if (answer.status < 300) {
    await keepBooks(operation.name, { parameters, body: (body ?? {}) as AgreedCall['body'], answer }, books);
  }
  return answer;
}

/** The same body with its card data sealed, wherever in it they are. */
async function sealedIn(body: unknown, client: D1Client): Promise<unknown> {
  if (Array.isArray(body)) return Promise.all(body.map(item => sealedIn(item, client)));
  if (!isJsonObject(body)) return body;
  const members = Object.entries(body).map(async ([name, value]) => {
    const isCard = name === 'encryptedData' && isJsonObject(value);
    return [name, isCard ? await client.seal(value) : await sealedIn(value, client)] as const;
  });
  return Object.fromEntries(await Promise.all(members));
}
