import type { StartBinding } from '@countermark/wire/token-requestor/start-binding';
import {
  type BindingEvent,
  bindingLimits,
  bindingRefused,
  type DeviceBinding,
} from '../../core/device-binding.ts';
import { offeredMethods } from '../../core/idv-methods.ts';
import type { Token } from '../../core/token.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import type { BindingToDecide } from '../issuer-side/issuer-side.ts';
import { issuerSideOf } from '../issuer-side/issuer-side-of.ts';
import { unknownToken } from '../life-cycle/apply-report.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { type AnsweredMethods, findIdvMethods } from '../verification/fetch-idv-methods.ts';
import type { SessionResult } from '../verification/idv-sessions.ts';
import { bindingVerification } from './binding-verification.ts';
import { changeBinding } from './change-binding.ts';
import { approvedNow, completeBinding, ownCause } from './complete-binding.ts';

/** Opens the binding of a requestor's token to a device and asks for consent on the issuer's side. */
export async function startBinding(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartBinding & { virtualCardId: string },
): Promise<SessionResult<DeviceBinding>> {
  const token = await hub.store.tokens.find(request.virtualCardId);
  if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') return unknownToken;
  const refused = await refusedNow(hub.store, token, request);
  if (refused) return refused;
  const bindingId = hub.ids.uuid();
  const { tokenStorageId } = request;
  const proposed = await tspOf(hub, token.tsp).proposeBinding(token.tspTokenId, {
    correlationId: bindingId,
    tokenStorageId,
  });
  if (!proposed.ok)
    return refuseCall(proposed.code, 'The token service provider does not bind this token now');
  const binding = newBinding(hub, { bindingId, token, request, ...proposed.value });
  const refusedMeanwhile = await insertUnlessRefused(hub, binding, request);
  if (refusedMeanwhile) return refusedMeanwhile;
  return { taken: true, session: await askConsent(hub, { binding, token, request }) };
}

async function refusedNow(
  store: Pick<Aggregates, 'deviceBindings'>,
  token: Token,
  { tokenStorageId }: StartBinding,
): Promise<CallRefused | null> {
  const bindings = await store.deviceBindings.ofToken(token.virtualCardId);
  const refused = bindingRefused(token, bindings, tokenStorageId);
  return refused && refuseCall(refused.code, refused.message);
}

/** Another binding, or the end of the token, may have come first: whoever holds the token's row decides. */
async function insertUnlessRefused(
  hub: Hub,
  binding: DeviceBinding,
  request: StartBinding,
): Promise<CallRefused | null> {
  return hub.store.transaction(async tx => {
    const token = await tx.tokens.lock(binding.virtualCardId);
    const refused = token && (await refusedNow(tx, token, request));
    if (!refused) await tx.deviceBindings.insert(binding);
    return refused;
  });
}

function newBinding(
  hub: Hub,
  begun: { bindingId: string; token: Token; request: StartBinding; deviceBindingReference: string },
): DeviceBinding {
  const { bindingId, token, request, deviceBindingReference } = begun;
  const now = hub.clock.now();
  return {
    bindingId,
    cardId: token.cardId,
    virtualCardId: token.virtualCardId,
    issuerId: token.issuerId,
    requestorId: token.requestorId,
    deviceBindingReference,
    tokenStorageId: request.tokenStorageId,
    deviceInformation: request.deviceInformation,
    authenticatorInfo: request.authenticatorInfo ?? null,
    state: 'ASKED',
    refusal: null,
    decision: null,
    idvMethods: [],
    chosenMethodId: null,
    challenge: null,
    approval: null,
    attempts: 0,
    issuerWait: 0,
    createdAt: now,
    updatedAt: now,
    dueAt: new Date(now.getTime() + bindingLimits.asked),
  };
}

async function askConsent(hub: Hub, asked: BindingToDecide): Promise<DeviceBinding> {
  const side = await issuerSideOf(hub, asked.token);
  const consent = await side.askBindingConsent(hub, asked);
  const { decision, refusal, idvMethods, strongVerification } = consent;
  const decided = { ...consent.binding, decision };
  if (refusal) return settle(hub, decided, { type: 'REFUSED', refusal });
  if (decision === 'green') return approve(hub, decided);
  return offerMethods(hub, decided, {
    methods: idvMethods,
    offer: methods => offeredMethods(methods, { strongVerification }),
  });
}

async function approve(hub: Hub, binding: DeviceBinding): Promise<DeviceBinding> {
  const approved = await settle(hub, binding, approvedNow(hub, ownCause(binding)));
  return approved.state === 'APPROVED' ? completeBinding(hub, approved) : approved;
}

async function offerMethods(
  hub: Hub,
  binding: DeviceBinding,
  answered: AnsweredMethods,
): Promise<DeviceBinding> {
  const fetched = await findIdvMethods(hub, bindingVerification, { session: binding, ...answered });
  const event: BindingEvent = fetched.found
    ? { type: 'VERIFICATION_ASKED', idvMethods: fetched.idvMethods }
    : { type: 'VERIFICATION_IMPOSSIBLE', refusal: fetched.refusal };
  return settle(hub, fetched.session, event);
}

/** With what the hub learnt on the way; an event that comes too late changes nothing. */
async function settle(hub: Hub, binding: DeviceBinding, event: BindingEvent): Promise<DeviceBinding> {
  const { bindingId, decision, issuerWait } = binding;
  const learnt = { decision, issuerWait };
  return (await changeBinding(hub, { bindingId, event, learnt, ...ownCause(binding) })).binding;
}
