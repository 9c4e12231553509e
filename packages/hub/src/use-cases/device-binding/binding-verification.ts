import type { DeviceBinding } from '../../core/device-binding.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { refuseCall } from '../enrolment/enrolment-result.ts';
import type { IdvSessions, ToldToIssuer } from '../verification/idv-sessions.ts';
import { applyBindingEvent, clearUp } from './change-binding.ts';
import { approvedNow, completeBinding, ownCause } from './complete-binding.ts';

export const unknownBinding = refuseCall(118, 'Unknown binding');

/** Device bindings as sessions in which a cardholder is verified. */
export const bindingVerification: IdvSessions<DeviceBinding> = {
  idOf: binding => binding.bindingId,
  async lockOwn(tx, requestor, bindingId) {
    return ownedBy(requestor, await tx.deviceBindings.lock(bindingId));
  },
  lock: (tx, bindingId) => tx.deviceBindings.lock(bindingId),
  find: (store, bindingId) => store.deviceBindings.find(bindingId),
  save: (tx, binding) => tx.deviceBindings.save(binding),
  unknown: unknownBinding,
  isVerificationDue: binding => binding.state === 'VERIFICATION_DUE',
  notNow: binding => refuseCall(432, `Not possible now: the binding is ${binding.state}`),
  toldToIssuer,
  otpReason: 'DEVICE-BINDING',
  withChoice: (binding, method) => ({ ...binding, chosenMethodId: method.id }),
  async recordEntry(hub, tx, { session, result }) {
    const cause = ownCause(session);
    if (result === 'SUCCESS')
      return applied(hub, tx, { binding: session, event: approvedNow(hub, cause), ...cause });
    // A binding has nowhere to wait, as a token has: it fails, and may be asked for again.
    if (result === 'INCORRECT_CODE_RETRIES_EXCEEDED') {
      return applied(hub, tx, { binding: session, event: { type: 'TRIES_USED_UP' }, ...cause });
    }
    await tx.deviceBindings.save(session);
    return session;
  },
  async followEntry(hub, { session, result }) {
    if (result === 'SUCCESS') return { taken: true, session: await completeBinding(hub, session) };
    hub.wake.deliveries();
    await clearUp(hub, session);
    return { taken: true, session };
  },
};

/** A requestor sees its own bindings only; another's is as unknown as one that never was. */
export function ownedBy(
  { requestorId }: Pick<TokenRequestor, 'requestorId'>,
  binding: DeviceBinding | null,
): DeviceBinding | null {
  return binding?.requestorId === requestorId ? binding : null;
}

async function toldToIssuer(
  hub: Hub,
  { cardId, virtualCardId, deviceBindingReference }: DeviceBinding,
): Promise<ToldToIssuer> {
  const card = await hub.store.cards.find(cardId);
  const token = await hub.store.tokens.find(virtualCardId);
  if (!card || !token) throw new Error(`Token ${virtualCardId} lost its card`);
  return {
    issuerCardRefId: card.issuerCardRefId,
    walletProviderId: token.walletProviderId,
    tokenRequestor: { id: token.tokenRequestorId },
    deviceBindingReference,
  };
}

async function applied(
  hub: Hub,
  tx: Aggregates,
  change: Parameters<typeof applyBindingEvent>[2],
): Promise<DeviceBinding> {
  return (await applyBindingEvent(hub, tx, change)) ?? change.binding;
}
