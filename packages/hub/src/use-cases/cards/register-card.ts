import type { registerCard as registerCardV2 } from '@countermark/wire/d1/card-v2/register-card';
import type { Hub } from '../../ports/hub.ts';
import { keepConsumerOfCard } from '../consumers/keep-consumer-of-card.ts';
import { type D1Call, type D1Result, done, refused } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { openCredentials } from './credentials.ts';
import { keepRegisteredCard } from './keep-registered-card.ts';

/** Card API, register: a card of the issuer's own, and its consumer if that is not known. */
export async function registerCard(
  hub: Hub,
  { issuer, parameters, body, correlationId }: D1Call<typeof registerCardV2>,
): Promise<D1Result<typeof registerCardV2>> {
  const { issuerId } = issuer;
  const { encryptedData, consumerId, ...described } = body;
  const credentials = await openCredentials(hub, issuerId, encryptedData);
  if (!credentials) return refused('FIELD_INVALID_VALUE', 'encryptedData');
  const told = { ...described, ...parameters, credentials, correlationId };
  const change = await d1Change(hub, async tx => {
    const consumer = await keepConsumerOfCard(hub, tx, { issuerId, consumerId, correlationId });
    await keepRegisteredCard(hub, tx, { told, consumer });
  });
  return change.ok ? done : change;
}
