import { type ClickToPayRequest, type EnrolmentEvent, enrolmentAfter } from '../../core/click-to-pay.ts';
import type { GivenProfileData } from '../../core/profile-data.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { FieldAddress } from '../../ports/vault.ts';

export type RequestToQueue = Pick<
  ClickToPayRequest,
  'consumerKey' | 'directory' | 'issuerId' | 'kind' | 'cardId' | 'operationId'
> & {
  /** What the issuer gave for it; absent: it needs nothing. */
  data?: GivenProfileData;
};

/** Queues something to ask a directory, in the transaction of what it follows from. */
export async function queueRequest(
  hub: Pick<Hub, 'ids' | 'clock' | 'vault'>,
  tx: Aggregates,
  { data, ...request }: RequestToQueue,
): Promise<void> {
  const now = hub.clock.now();
  const profile = await tx.clickToPay.takeProfile(request);
  const number = profile.lastNumber + 1;
  const requestId = hub.ids.uuid();
  await tx.clickToPay.insertRequest({
    ...request,
    requestId,
    number,
    step: 'OPEN',
    trace: null,
    sealedData: data ? hub.vault.seal(addressOf(requestId), JSON.stringify(data)) : null,
    attempts: 0,
    failure: null,
    createdAt: now,
  });
  await tx.clickToPay.saveProfile({ ...profile, lastNumber: number, dueAt: profile.dueAt ?? now });
}

/** What the issuer gave for a request; nothing when it gave nothing. */
export function givenData(
  vault: Pick<Hub['vault'], 'open'>,
  { requestId, sealedData }: ClickToPayRequest,
): GivenProfileData {
  if (sealedData === null) return nothingGiven;
  return JSON.parse(vault.open(addressOf(requestId), sealedData)) as GivenProfileData;
}

export const nothingGiven: GivenProfileData = {
  consumerInfo: null,
  cardholderName: null,
  billingAddress: null,
};

/** Brings the enrolment of a card to where an event leads, if there is one; ASKED makes it. */
export async function changeEnrolment(
  hub: Pick<Hub, 'clock'>,
  tx: Aggregates,
  card: { cardId: string } & Pick<RequestToQueue, 'consumerKey' | 'directory'>,
  event: EnrolmentEvent,
): Promise<void> {
  const { cardId, consumerKey, directory } = card;
  const enrolment = await tx.clickToPay.enrolment(cardId);
  const state = enrolmentAfter(enrolment?.state ?? null, event);
  if (state === null) return tx.clickToPay.removeEnrolment(cardId);
  const externalCardId = enrolment?.externalCardId ?? cardId;
  const updatedAt = hub.clock.now();
  await tx.clickToPay.saveEnrolment({ cardId, consumerKey, directory, externalCardId, state, updatedAt });
}

function addressOf(rowId: string): FieldAddress {
  return { table: 'click_to_pay_request', column: 'data', rowId };
}
