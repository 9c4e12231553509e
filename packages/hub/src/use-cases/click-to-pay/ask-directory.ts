import type { Card } from '../../core/card.ts';
import {
  type ClickToPayEnrolment,
  type ClickToPayFailure,
  type ClickToPayProfile,
  type ClickToPayRequest,
  mayBeThere,
} from '../../core/click-to-pay.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { DirectoryCard, DirectoryCardChange, DirectoryConsumer } from '../../core/directory.ts';
import {
  completedWith,
  fromWire,
  type GivenProfileData,
  isWhole,
  type ProfileData,
  readAddress,
  readConsumer,
  readProfileData,
} from '../../core/profile-data.ts';
import type { Directory, DirectoryOutcome } from '../../ports/directory.ts';
import type { Hub } from '../../ports/hub.ts';
import { openPersonalInformation } from '../consumers/personal-information.ts';
import { openCard } from '../open-card.ts';
import { askIssuer } from './known-consumer.ts';
import { givenData } from './queue-request.ts';

/** A request whose turn it is, and everything it is about. */
export interface ClickToPayWork {
  profile: ClickToPayProfile;
  request: ClickToPayRequest;
  consumer: Consumer;
  /** Of a request about one card. */
  card: Card | null;
  /** Cards of the profile. */
  enrolments: ClickToPayEnrolment[];
}

/** What came of a request. REJECTED: the directory was not asked, and need not be. */
export type WorkOutcome =
  | Exclude<DirectoryOutcome, { status: 'UNAVAILABLE' }>
  | { status: 'REJECTED'; failure: ClickToPayFailure }
  | { status: 'UNAVAILABLE'; of: 'ISSUER' | 'SCHEME' };

const invalidState = { status: 'REJECTED', failure: { errorCode: 'INVALID_STATE', error: null } } as const;
const notConnected = {
  status: 'REJECTED',
  failure: { errorCode: 'SCHEME_UNAVAILABLE', error: null },
} as const;
const nothingToDo = { status: 'SUCCESSFUL' } as const;

/** Asks the directory what a request wants, or what became of it. Outside of any transaction. */
export async function askDirectory(hub: Hub, work: ClickToPayWork): Promise<WorkOutcome> {
  const directory = hub.directories.get(work.profile.directory);
  if (!directory) return notConnected;
  const outcome = await ask(hub, directory, work);
  return outcome.status === 'UNAVAILABLE' && !('of' in outcome)
    ? { status: 'UNAVAILABLE', of: 'SCHEME' }
    : (outcome as WorkOutcome);
}

type Asked = DirectoryOutcome | WorkOutcome;

function ask(hub: Hub, directory: Directory, work: ClickToPayWork): Promise<Asked> {
  const { request } = work;
  if (request.trace !== null) return directory.poll(request.trace, callOf(work));
  switch (request.kind) {
    case 'ENROL':
      return enrol(hub, directory, work);
    case 'UPDATE_CONSUMER':
      return updateConsumer(hub, directory, work);
    case 'UPDATE_CARDS':
      return updateCards(hub, directory, work);
    case 'REMOVE_CARD':
      return removeCard(directory, work);
    case 'REMOVE_CONSUMER':
      return removeConsumer(directory, work);
  }
}

const callOf = ({ request }: ClickToPayWork) => ({ correlationId: request.requestId });

async function enrol(hub: Hub, directory: Directory, work: ClickToPayWork): Promise<Asked> {
  const { card, enrolments, consumer } = work;
  const enrolment = enrolments.find(({ cardId }) => cardId === card?.cardId);
  if (card?.state !== 'ACTIVE' || consumer.state !== 'ACTIVE' || !enrolment) return invalidState;
  const gathered = await gatherData(hub, work, card);
  if (gathered.status !== 'READY') return gathered;
  const { externalCardId } = enrolment;
  const { fpan: pan, exp: expiry } = openCard(hub.vault, card);
  if (expiry === undefined) return invalidState;
  const { cardholderName, billingAddress } = gathered.data;
  return putIn(directory, work, {
    consumer: gathered.data.consumer,
    card: { externalCardId, pan, expiry, cardholderName, billingAddress },
  });
}

/** Looks before it asks where somebody may have asked already: nothing is enrolled twice. */
async function putIn(
  directory: Directory,
  work: ClickToPayWork,
  { consumer, card }: { consumer: DirectoryConsumer; card: DirectoryCard },
): Promise<DirectoryOutcome> {
  const call = callOf(work);
  let isThere = work.profile.state === 'PRESENT';
  if (mayBeThere(work.profile, work.request)) {
    const reading = await directory.profile(consumer.externalConsumerId, call);
    if (reading.status === 'UNAVAILABLE') return reading;
    const there = reading.profile?.cards.find(({ externalCardId }) => externalCardId === card.externalCardId);
    if (there)
      return there.state === 'PENDING' ? { status: 'UNAVAILABLE', reason: there.state } : nothingToDo;
    isThere = reading.profile !== null;
  }
  return isThere ? directory.addCard(consumer, card, call) : directory.enrol(consumer, [card], call);
}

type GatheredData = { status: 'READY'; data: ProfileData } | Exclude<WorkOutcome, DirectoryOutcome>;

/** What the issuer gave with the call, then what it registered, then what it says when it is asked. */
async function gatherData(hub: Hub, work: ClickToPayWork, card: Card): Promise<GatheredData> {
  const { request, consumer, profile } = work;
  const read = (given: GivenProfileData) =>
    readProfileData(given, { directory: profile.directory, externalConsumerId: consumer.consumerKey });
  const given = givenData(hub.vault, request);
  const registered = openPersonalInformation(hub.vault, consumer);
  const reading = read(registered ? completedWith(given, registered) : given);
  if (reading.ok) return { status: 'READY', data: reading.data };
  if (isWhole(given)) return { status: 'REJECTED', failure: reading.failure };
  const known = await askIssuer(hub, { consumer, card, correlationId: request.requestId });
  if (known.status !== 'KNOWN') return known;
  const second = read(completedWith(given, { ...registered, ...known.info }));
  return second.ok ? { status: 'READY', data: second.data } : { status: 'REJECTED', failure: second.failure };
}

async function updateConsumer(hub: Hub, directory: Directory, work: ClickToPayWork): Promise<Asked> {
  if (work.profile.state === 'ABSENT') return invalidState;
  const { consumerInfo, billingAddress } = givenData(hub.vault, work.request);
  const reading = readConsumer(consumerInfo ?? {}, {
    externalConsumerId: work.consumer.consumerKey,
    country: billingAddress?.countryCode ?? null,
  });
  if (!reading.ok) return { status: 'REJECTED', failure: reading.failure };
  if (billingAddress) return directory.updateConsumer(reading.data, callOf(work));
  return updateWhereTheyLive(directory, work, reading.data);
}

/** Without an address, a consumer stays in the country that the directory has. */
async function updateWhereTheyLive(
  directory: Directory,
  work: ClickToPayWork,
  consumer: DirectoryConsumer,
): Promise<Asked> {
  const known = await directory.profile(consumer.externalConsumerId, callOf(work));
  if (known.status === 'UNAVAILABLE') return known;
  const country = known.profile?.consumer.country ?? consumer.country;
  return directory.updateConsumer({ ...consumer, country }, callOf(work));
}

/** A card that is to leave is still there, one that is to come is not yet. */
async function updateCards(hub: Hub, directory: Directory, work: ClickToPayWork): Promise<Asked> {
  const { profile, request, card, enrolments } = work;
  const { cardholderName, billingAddress } = givenData(hub.vault, request);
  const failure = billingAddress && readAddress(billingAddress);
  if (failure) return { status: 'REJECTED', failure };
  const meant = enrolments.filter(
    ({ cardId, state }) => state !== 'PENDING' && (request.cardId === null || cardId === card?.cardId),
  );
  if (meant.length === 0) return request.cardId === null ? nothingToDo : invalidState;
  const changes = meant.map(
    ({ externalCardId }): DirectoryCardChange => ({
      externalCardId,
      cardholderName: profile.directory === 'VISA' ? cardholderName : null,
      billingAddress: billingAddress && fromWire(billingAddress),
    }),
  );
  return directory.updateCards(profile.consumerKey, changes, callOf(work));
}

async function removeCard(directory: Directory, work: ClickToPayWork): Promise<Asked> {
  const { profile, request, enrolments } = work;
  const enrolment = enrolments.find(({ cardId }) => cardId === request.cardId);
  if (profile.state === 'ABSENT' || !enrolment) return nothingToDo;
  const { externalCardId } = enrolment;
  return directory.removeCard({ externalConsumerId: profile.consumerKey, externalCardId }, callOf(work));
}

async function removeConsumer(directory: Directory, work: ClickToPayWork): Promise<Asked> {
  const { state, consumerKey } = work.profile;
  return state === 'ABSENT' ? nothingToDo : directory.removeConsumer(consumerKey, callOf(work));
}
