import type { registerConsumerWithCards as registerConsumerWithCardsV1 } from '@countermark/wire/d1/consumer-v1/register-consumer-with-cards';
import type { Hub } from '../../ports/hub.ts';
import { openCredentials } from '../cards/credentials.ts';
import { type CardToRegister, keepRegisteredCard } from '../cards/keep-registered-card.ts';
import { type D1Call, type D1Result, done, refused } from '../d1-call.ts';
import { asPart, d1Change } from '../d1-change.ts';
import { keepConsumerOfCard } from './keep-consumer-of-card.ts';

/** Consumer API v1, register with cards: all of the cards, and the consumer if it is not known; or nothing. */
export async function registerConsumerWithCards(
  hub: Hub,
  { issuer, parameters, body, correlationId }: D1Call<typeof registerConsumerWithCardsV1>,
): Promise<D1Result<typeof registerConsumerWithCardsV1>> {
  const { issuerId } = issuer;
  const { consumerId } = parameters;
  const cards: CardToRegister[] = [];
  for (const [index, { encryptedData, accountId: _, ...described }] of body.cards.entries()) {
    const credentials = await openCredentials(hub, issuerId, encryptedData);
    if (!credentials) return refused('FIELD_INVALID_VALUE', `cards.${index}.encryptedData`);
    cards.push({ ...described, issuerId, credentials, correlationId });
  }
  const change = await d1Change(hub, async tx => {
    const consumer = await keepConsumerOfCard(hub, tx, { issuerId, consumerId, correlationId });
    for (const [index, told] of cards.entries())
      await asPart(`cards.${index}`, () => keepRegisteredCard(hub, tx, { told, consumer }));
  });
  return change.ok ? done : change;
}
