import {
  type ClickToPayFailure,
  type ClickToPayProfile,
  type ClickToPayRequest,
  closedRequest,
  type EnrolmentEvent,
  isGivenUp,
  mayBeThere,
  nextLook,
} from '../../core/click-to-pay.ts';
import type { ProfileClaim } from '../../ports/aggregates/click-to-pay.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { endRecordedOperation } from '../recorded-operations/end-operation.ts';
import { askDirectory, type ClickToPayWork, type WorkOutcome } from './ask-directory.ts';
import { changeEnrolment } from './queue-request.ts';

/** Carries the request whose turn it is in a profile as far as it goes now. */
export async function carryOutRequest(hub: Hub, claim: ProfileClaim): Promise<void> {
  const work = await begin(hub, claim);
  if (!work) return;
  const outcome = isTooLate(hub, work) ? tooLate : await askDirectory(hub, work);
  await settle(hub, claim, { request: work.request, outcome });
  hub.wake.clickToPay();
  hub.wake.deliveries();
}

const tooLate = { status: 'UNAVAILABLE', of: 'SCHEME' } as const;

/** What the issuer gave is not used when its time is over, even if nobody worked in the meantime. */
function isTooLate({ clock }: Pick<Hub, 'clock'>, { request }: ClickToPayWork): boolean {
  return request.trace === null && isGivenUp(request, clock.now());
}

/** That work begins is kept first: whoever comes after a crash knows that the directory may have been asked. */
function begin(hub: Hub, claim: ProfileClaim): Promise<ClickToPayWork | null> {
  return hub.store.transaction(async tx => {
    const profile = await tx.clickToPay.lockClaimed(claim);
    if (!profile) return null;
    const next = await tx.clickToPay.nextRequest(profile);
    if (!next) {
      await tx.clickToPay.releaseProfile({ ...profile, dueAt: null });
      return null;
    }
    const request = { ...next, attempts: next.attempts + 1 };
    await tx.clickToPay.saveRequest(request);
    const consumer = await tx.consumers.find(profile.consumerKey);
    if (!consumer) throw new Error(`Click to Pay request ${request.requestId} lost its consumer`);
    const card = request.cardId === null ? null : await tx.cards.find(request.cardId);
    return { profile, request, consumer, card, enrolments: await tx.clickToPay.enrolmentsOf(profile) };
  });
}

/**
 * A worker that lost its claim leaves what it found to the one that has it now, who looks for itself. Calls lock what they
 * are about first, then a profile, and tell of it in between; so whoever ends a request locks that first, too.
 */
async function settle(
  hub: Hub,
  claim: ProfileClaim,
  { request, outcome }: { request: ClickToPayRequest; outcome: WorkOutcome },
): Promise<void> {
  await hub.store.transaction(async tx => {
    if (request.cardId === null) await tx.consumers.lock(request.consumerKey);
    else await tx.cards.lock(request.cardId);
    const profile = await tx.clickToPay.lockClaimed(claim);
    if (!profile) return;
    const isOver = isGivenUp(request, hub.clock.now());
    const goesOn = (outcome.status === 'PENDING' || outcome.status === 'UNAVAILABLE') && !isOver;
    if (goesOn) return goOn(hub, tx, { profile, request, outcome });
    const next = await end(hub, tx, {
      profile,
      request,
      end: endOf(outcome, { mayBeThere: mayBeThere(profile, request) }),
    });
    const isMore = (await tx.clickToPay.nextRequest(profile)) !== null;
    await tx.clickToPay.releaseProfile({ ...next, dueAt: isMore ? hub.clock.now() : null });
  });
}

interface Under {
  profile: ClickToPayProfile;
  request: ClickToPayRequest;
}

async function goOn(
  hub: Hub,
  tx: Aggregates,
  { profile, request, outcome }: Under & { outcome: WorkOutcome },
): Promise<void> {
  if (outcome.status === 'PENDING') await tx.clickToPay.saveRequest({ ...request, trace: outcome.trace });
  await tx.clickToPay.releaseProfile({ ...profile, dueAt: nextLook(request, hub.clock.now()) });
}

/** How a request ended, and what that says of the directory. */
interface RequestEnd {
  failure: ClickToPayFailure | null;
  /** LOST: nobody knows whether it did what it was asked. */
  atDirectory: 'DONE' | 'REFUSED' | 'LOST';
  /** Whether the consumer has a profile, as far as the end of an enrolment says so. */
  consumer: 'TAKEN' | 'UNSAID';
}

/** `mayBeThere`: the directory may have been asked before, by somebody who did not see what came of it. */
function endOf(outcome: WorkOutcome, before: { mayBeThere: boolean }): RequestEnd {
  switch (outcome.status) {
    case 'SUCCESSFUL':
      return { failure: null, atDirectory: 'DONE', consumer: 'TAKEN' };
    case 'REJECTED':
      return {
        failure: outcome.failure,
        atDirectory: before.mayBeThere ? 'LOST' : 'REFUSED',
        consumer: 'UNSAID',
      };
    case 'FAILED': {
      const reasons = new Set(outcome.refused.map(({ reason }) => reason));
      const failure = { errorCode: 'SCHEME_REFUSED', error: [...reasons].join(', ') } as const;
      const consumer = outcome.consumer === 'TAKEN' ? 'TAKEN' : 'UNSAID';
      return { failure, atDirectory: 'REFUSED', consumer };
    }
    case 'PENDING':
      return { failure: unavailable('SCHEME'), atDirectory: 'LOST', consumer: 'UNSAID' };
    case 'UNAVAILABLE':
      return { failure: unavailable(outcome.of), atDirectory: 'LOST', consumer: 'UNSAID' };
  }
}

function unavailable(of: 'ISSUER' | 'SCHEME'): ClickToPayFailure {
  return { errorCode: `${of}_UNAVAILABLE`, error: null };
}

/** Closes a request, and with the last one its operation; gives the profile as it is now. */
async function end(
  hub: Hub,
  tx: Aggregates,
  { profile, request, end: ended }: Under & { end: RequestEnd },
): Promise<ClickToPayProfile> {
  await moveEnrolments(hub, tx, { profile, request, end: ended });
  const { operationId, requestId } = request;
  const all = await tx.clickToPay.requestsOfOperation(operationId);
  const closed = closedRequest(request, ended.failure);
  const others = all.filter(other => other.requestId !== requestId);
  if (others.some(({ step }) => step === 'OPEN')) await tx.clickToPay.saveRequest(closed);
  else {
    const failure = [...others, closed].find(other => other.failure !== null)?.failure ?? null;
    await endRecordedOperation(hub, tx, operationId, operationEnd(failure));
    await tx.clickToPay.removeRequestsOfOperation(operationId);
  }
  return { ...profile, state: profileAfter(profile, request, ended) };
}

function operationEnd(failure: ClickToPayFailure | null): Parameters<typeof endRecordedOperation>[3] {
  if (failure === null) return { status: 'SUCCESSFUL' };
  const { errorCode, error } = failure;
  return { status: 'FAILED', errorCode, ...(error !== null && { error }) };
}

function profileAfter(
  { state }: ClickToPayProfile,
  { kind }: ClickToPayRequest,
  { atDirectory, consumer }: RequestEnd,
): ClickToPayProfile['state'] {
  if (kind === 'UPDATE_CONSUMER' || kind === 'UPDATE_CARDS') return state;
  if (atDirectory === 'LOST') return 'UNKNOWN';
  if (kind === 'REMOVE_CONSUMER') return atDirectory === 'DONE' ? 'ABSENT' : state;
  return kind === 'ENROL' && consumer === 'TAKEN' ? 'PRESENT' : state;
}

const eventOfEnrolment = { DONE: 'TAKEN', REFUSED: 'REFUSED', LOST: 'LOST' } as const;

async function moveEnrolments(
  hub: Hub,
  tx: Aggregates,
  { profile, request, end: { atDirectory } }: Under & { end: RequestEnd },
): Promise<void> {
  const { kind, cardId } = request;
  const event: EnrolmentEvent =
    kind === 'ENROL' ? eventOfEnrolment[atDirectory] : atDirectory === 'DONE' ? 'LEFT' : 'STAYED';
  if (kind === 'REMOVE_CONSUMER') {
    for (const enrolment of await tx.clickToPay.enrolmentsOf(profile))
      await changeEnrolment(hub, tx, enrolment, event);
  } else if (cardId !== null && kind !== 'UPDATE_CARDS')
    await changeEnrolment(hub, tx, { ...profile, cardId }, event);
}
