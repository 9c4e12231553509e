import type { Address } from '@countermark/wire/d1/data/address';
import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { Card } from '../../core/card.ts';
import type { Consumer } from '../../core/consumer.ts';
import { completedWith, readConsumer } from '../../core/profile-data.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { enrolmentInUse } from './enrolment-in-use.ts';
import { queueCardRemoval } from './opt-out-card.ts';
import { queueConsumerRemoval } from './opt-out-consumer.ts';
import { profilesInUse } from './profiles-in-use.ts';
import { nothingGiven } from './queue-request.ts';
import { queueConsumerUpdate } from './update-consumer.ts';

/**
 * What the life of cards and consumers means for Click to Pay (D1 API, cascade). Each only queues, in the transaction of what
 * it follows from. A renewed or replaced card stays as it is: the network follows its token.
 */

type Means = Pick<Hub, 'ids' | 'clock' | 'vault'>;

/** A card that is deleted, or passes to another consumer, leaves the profile it is in. */
export async function optOutFormerCard(hub: Means, tx: Aggregates, card: Card): Promise<void> {
  const enrolment = await enrolmentInUse(tx, card.cardId);
  if (enrolment) await queueCardRemoval(hub, tx, { card, enrolment, operation: {} });
}

/** A consumer who is deleted leaves every directory, with all cards: these need not be opted out one by one. */
export async function optOutDeletedConsumer(hub: Means, tx: Aggregates, consumer: Consumer): Promise<void> {
  const profiles = await profilesInUse(tx, consumer.consumerKey);
  if (profiles.length > 0) await queueConsumerRemoval(hub, tx, { consumer, profiles, operation: {} });
}

/**
 * A consumer who is registered with everything that a profile needs, and enrolled, is updated in the directories. Cards keep
 * the billing addresses that they were enrolled with, unless one is told now.
 */
export async function updateProfiles(
  hub: Means,
  tx: Aggregates,
  {
    consumer,
    personalInformation,
    billingAddress,
  }: { consumer: Consumer; personalInformation: ConsumerInfo; billingAddress: Address | null },
): Promise<void> {
  const { consumerKey } = consumer;
  const data = { ...completedWith(nothingGiven, personalInformation), billingAddress };
  const reading = readConsumer(personalInformation, { externalConsumerId: consumerKey, country: null });
  const profiles = reading.ok ? await profilesInUse(tx, consumerKey) : [];
  if (profiles.length > 0) await queueConsumerUpdate(hub, tx, { consumer, profiles, data, operation: {} });
}
