import type { DeviceBinding } from '../../core/device-binding.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { refuseCall } from '../enrolment/enrolment-result.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import type { SessionResult } from '../verification/idv-sessions.ts';
import { bindingVerification, ownedBy, unknownBinding } from './binding-verification.ts';
import { type BindingChange, changeBinding } from './change-binding.ts';

/** The requestor takes a binding back: one that waits for verification is cancelled, one that was made is removed. */
export async function endBinding(
  hub: Hub,
  requestor: TokenRequestor,
  bindingId: string,
): Promise<SessionResult<DeviceBinding>> {
  const binding = ownedBy(requestor, await hub.store.deviceBindings.find(bindingId));
  if (!binding) return unknownBinding;
  if (binding.state !== 'BOUND') {
    return end(hub, { bindingId, event: { type: 'CANCELLED' }, source: 'WALLET', correlationId: bindingId });
  }
  const token = await hub.store.tokens.find(binding.virtualCardId);
  if (!token) throw new Error(`Device binding ${bindingId} lost its token`);
  const answer = await tspOf(hub, token.tsp).unbindDevice(token.tspTokenId, binding);
  if (!answer.ok) return refuseCall(answer.code, 'The token service provider does not unbind the device now');
  // Its own session ended when it was bound.
  const correlationId = hub.ids.uuid();
  return end(hub, { bindingId, event: { type: 'UNBOUND' }, source: 'WALLET', correlationId });
}

async function end(hub: Hub, change: BindingChange): Promise<SessionResult<DeviceBinding>> {
  const { changed, binding } = await changeBinding(hub, change);
  return changed ? { taken: true, session: binding } : bindingVerification.notNow(binding);
}
