import type { getProfiles as onWire } from '@countermark/wire/d1/click-to-pay-v1/get-profiles';
import type { ClickToPayProfile as ProfileOnWire } from '@countermark/wire/d1/data/click-to-pay-profile';
import type { ClickToPayEnrolment, ClickToPayProfile } from '../../core/click-to-pay.ts';
import { directoryRequestors } from '../../core/directory.ts';
import { onWire as addressOnWire, consumerOnWire } from '../../core/profile-data.ts';
import { isLive } from '../../core/token.ts';
import type { DirectoryProfile, EnrolledCard } from '../../ports/directory.ts';
import type { Hub } from '../../ports/hub.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { openCard } from '../open-card.ts';

/** What every directory says of a consumer, now; one that does not answer makes the whole of it worthless. */
export async function getProfiles(
  hub: Hub,
  { issuer: { issuerId }, parameters, correlationId }: D1Call<typeof onWire>,
): Promise<D1Result<typeof onWire>> {
  const consumer = await hub.store.consumers.findNewest({ issuerId, consumerId: parameters.consumerId });
  if (!consumer) return refused('CONSUMER_NOT_FOUND');
  const profiles = await hub.store.clickToPay.profilesOf(consumer.consumerKey);
  const there = profiles.filter(({ state }) => state !== 'ABSENT');
  const read = await Promise.all(there.map(profile => readProfile(hub, profile, correlationId)));
  if (read.includes('UNAVAILABLE')) return refused('INTERNAL_ERROR');
  const clickToPayProfiles = read.filter(profile => profile !== null && profile !== 'UNAVAILABLE');
  return answered({ clickToPayProfiles });
}

async function readProfile(
  hub: Hub,
  profile: ClickToPayProfile,
  correlationId: string,
): Promise<ProfileOnWire | 'UNAVAILABLE' | null> {
  const { consumerKey, directory } = profile;
  const reading = await hub.directories.get(directory)?.profile(consumerKey, { correlationId });
  if (reading?.status !== 'READ') return 'UNAVAILABLE';
  return reading.profile && profileOnWire(hub, profile, reading.profile);
}

async function profileOnWire(
  hub: Hub,
  profile: ClickToPayProfile,
  { consumer, cards }: DirectoryProfile,
): Promise<ProfileOnWire> {
  const enrolments = await hub.store.clickToPay.enrolmentsOf(profile);
  const shown = await Promise.all(
    cards.map(async card => {
      const enrolment = enrolments.find(({ externalCardId }) => externalCardId === card.externalCardId);
      return enrolment ? cardOnWire(hub, enrolment, card) : null;
    }),
  );
  return {
    scheme: profile.directory,
    consumerInfo: consumerOnWire(consumer),
    cards: shown.filter(card => card !== null),
  };
}

/** Number and expiry date are the hub's own: a renewed card is known to the network by its token. */
async function cardOnWire(
  hub: Hub,
  { cardId, directory }: ClickToPayEnrolment,
  { cardholderName, billingAddress, state }: EnrolledCard,
): Promise<ProfileOnWire['cards'][number] | null> {
  const card = await hub.store.cards.find(cardId);
  if (!card) return null;
  const tokens = await hub.store.tokens.ofCard(cardId);
  const token = tokens.findLast(
    other => other.tokenRequestorId === directoryRequestors[directory] && isLive(other),
  );
  return {
    cardId: card.issuerCardRefId,
    last4: card.lastDigits,
    expiryDate: openCard(hub.vault, card).exp ?? '',
    ...(cardholderName !== null && { cardholderName }),
    billingAddress: addressOnWire(billingAddress),
    ...(token && { digitalCardId: token.virtualCardId }),
    state: state === 'ACTIVE' ? 'ACTIVE' : 'INACTIVE',
  };
}
