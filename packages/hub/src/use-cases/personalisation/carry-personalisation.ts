import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { nextOperationAttempt, outlived } from '../../core/operation.ts';
import { closed, dataLimit, type Personalisation } from '../../core/personalisation.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { TspAnswer, TspPersonalisation } from '../../ports/tsp.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { openElements, sealElements } from './take-token-data.ts';

/** One that is due, with its token and whom to ask about it. */
interface Work {
  personalisation: Personalisation;
  token: Token;
  tsp: TspPersonalisation;
}

/**
 * Carries personalisation data one step on, whoever has to move: asks the TSP, gives the device what has come, tells the
 * TSP what came of it, or gives up what did not come in time.
 */
export async function carryPersonalisation(hub: Hub, personalisation: Personalisation): Promise<void> {
  const token = personalisation.virtualCardId && (await hub.store.tokens.find(personalisation.virtualCardId));
  const tsp = tspOf(hub, personalisation.tsp).personalisation;
  // The token was never made, or nobody could give or take its data.
  if (!token || !tsp) return settle(hub, closed(personalisation, ResponseCode.operationExpired));
  const work = { personalisation, token, tsp };
  switch (personalisation.step) {
    case 'REQUEST_DUE':
      return personalisation.purpose === 'REPLENISHMENT' ? requestKeys(hub, work) : requestData(hub, work);
    case 'DATA_DUE':
      return personalisation.purpose === 'PROVISIONING'
        ? giveUpToken(hub, personalisation)
        : settle(hub, reportDue(hub, work, ResponseCode.operationExpired));
    case 'DEVICE_DUE':
      return giveToDevice(hub, work);
    case 'REPORT_DUE':
      return report(hub, work);
    case 'CLOSED':
      return;
  }
}

const callOf = ({ correlationId }: Personalisation) => ({ correlationId, reason: null });

async function requestData(hub: Hub, work: Work): Promise<void> {
  const { personalisation, token, tsp } = work;
  const answer = await tsp.repersonalise(token.tspTokenId, callOf(personalisation));
  if (!answer.ok) return refusedByTsp(hub, personalisation, answer);
  const dueAt = new Date(hub.clock.now().getTime() + dataLimit);
  return settle(hub, { ...personalisation, step: 'DATA_DUE', attempts: 0, dueAt });
}

async function requestKeys(hub: Hub, { personalisation, token, tsp }: Work): Promise<void> {
  const answer = await tsp.requestReplenishment(token.tspTokenId, callOf(personalisation));
  if (!answer.ok) return refusedByTsp(hub, personalisation, answer);
  const sealedElements = sealElements(hub, personalisation, answer.value);
  const dueAt = hub.clock.now();
  return settle(hub, { ...personalisation, step: 'DEVICE_DUE', sealedElements, attempts: 0, dueAt });
}

/** The session ends with 322, and the token that nobody can use is deleted; while its TSP cannot be told, it is tried again. */
async function giveUpToken(hub: Hub, personalisation: Personalisation): Promise<void> {
  const change = await changeToken(hub, {
    virtualCardId: personalisation.virtualCardId ?? '',
    event: { type: 'PROVISIONING_FAILED' },
    source: 'TSP',
    correlationId: personalisation.correlationId,
  });
  if (!change.changed) return refusedByTsp(hub, personalisation, { ok: false, code: change.code });
}

async function giveToDevice(hub: Hub, work: Work): Promise<void> {
  const { personalisation, token } = work;
  const requestor = await hub.store.requestors.find(token.requestorId);
  if (!requestor) throw new Error(`Token ${token.virtualCardId} lost its requestor`);
  const answer = await hub.wallet.applyTokenData(requestor, {
    correlationId: personalisation.correlationId,
    virtualCardId: token.virtualCardId,
    ...(token.tokenStorageId !== null && { tokenStorageId: token.tokenStorageId }),
    purpose: personalisation.purpose === 'REPLENISHMENT' ? 'REPLENISHMENT' : 'REPERSONALISATION',
    tokenPersoInfo: openElements(hub, personalisation),
  });
  if (answer === 'APPLIED') return settle(hub, reportDue(hub, work, null));
  if (outlived(personalisation, hub.clock.now())) {
    return settle(hub, reportDue(hub, work, ResponseCode.deviceNotReachable));
  }
  return settle(hub, later(hub, personalisation));
}

/** Whatever came of it, the data are gone from here. There is no way to tell a TSP that keys did not get through. */
function reportDue(hub: Hub, { personalisation }: Work, failure: number | null): Personalisation {
  if (failure !== null && personalisation.purpose === 'REPLENISHMENT')
    return closed(personalisation, failure);
  const dueAt = hub.clock.now();
  return { ...personalisation, step: 'REPORT_DUE', sealedElements: null, failure, attempts: 0, dueAt };
}

async function report(hub: Hub, { personalisation, token, tsp }: Work): Promise<void> {
  const { purpose, failure } = personalisation;
  const call = callOf(personalisation);
  const answer =
    purpose === 'REPLENISHMENT'
      ? await tsp.reportReplenished(token.tspTokenId, call)
      : await tsp.reportNewData(token.tspTokenId, failure === null ? 'SUCCESS' : 'FAILED', call);
  if (!answer.ok) return refusedByTsp(hub, personalisation, answer);
  return settle(hub, closed(personalisation, failure));
}

/** A passing fault of the TSP is tried again until the time is over; anything else ends it. */
async function refusedByTsp(
  hub: Hub,
  personalisation: Personalisation,
  { code }: Extract<TspAnswer<unknown>, { ok: false }>,
): Promise<void> {
  if (code !== ResponseCode.serverError) return settle(hub, closed(personalisation, code));
  const isOver = outlived(personalisation, hub.clock.now()) && personalisation.purpose !== 'PROVISIONING';
  return settle(
    hub,
    isOver ? closed(personalisation, ResponseCode.operationExpired) : later(hub, personalisation),
  );
}

function later(hub: Hub, personalisation: Personalisation): Personalisation {
  const attempts = personalisation.attempts + 1;
  return { ...personalisation, attempts, dueAt: nextOperationAttempt(attempts, hub.clock.now()) };
}

/** Stores the next step, unless the TSP, the token or its end was faster. */
async function settle(hub: Hub, next: Personalisation): Promise<void> {
  await hub.store.transaction(async tx => {
    const current = await tx.personalisations.lock(next.personalisationId);
    if (!current || current.step === 'CLOSED') return;
    if (current.parts.length > next.parts.length || current.virtualCardId !== next.virtualCardId) return;
    await tx.personalisations.save(next);
  });
  hub.wake.personalisations();
}
