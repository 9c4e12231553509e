import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { type DeviceBinding, isBindingOutlived } from '../core/device-binding.ts';
import { nextOperationAttempt } from '../core/operation.ts';
import type { Hub } from '../ports/hub.ts';
import { changeBinding } from '../use-cases/device-binding/change-binding.ts';
import { completeBinding, ownCause } from '../use-cases/device-binding/complete-binding.ts';
import { tspOf } from '../use-cases/tsp/tsp-of.ts';

/** How many are aged before anybody else gets a turn. */
const batch = 100;

/**
 * Carries out device bindings that were approved and ends those whose time is over; returns how many it is done with.
 */
export async function ageBindings(hub: Hub): Promise<number> {
  const due = await hub.store.deviceBindings.due(hub.clock.now(), batch);
  let done = 0;
  for (const bindingId of due) {
    const binding = await claim(hub, bindingId);
    const after = binding && (await goOn(hub, binding));
    if (after && after.state !== 'APPROVED') done += 1;
  }
  return done;
}

/** Puts the next attempt off, so that nobody else makes this one. Null when somebody else was faster. */
async function claim(hub: Hub, bindingId: string): Promise<DeviceBinding | null> {
  return hub.store.transaction(async tx => {
    const binding = await tx.deviceBindings.lock(bindingId);
    const now = hub.clock.now();
    if (!binding?.dueAt || binding.dueAt > now) return null;
    const attempts = binding.attempts + 1;
    const claimed = { ...binding, attempts, dueAt: nextOperationAttempt(attempts, now) };
    await tx.deviceBindings.save(claimed);
    return claimed;
  });
}

async function goOn(hub: Hub, binding: DeviceBinding): Promise<DeviceBinding> {
  const outlived = isBindingOutlived(binding, hub.clock.now());
  if (binding.state === 'APPROVED' && !outlived) return completeBinding(hub, binding);
  if (binding.state === 'APPROVED' && !(await takenBack(hub, binding))) return binding;
  const cause = binding.approval ?? ownCause(binding);
  const { source, correlationId } = cause;
  const { bindingId } = binding;
  return (await changeBinding(hub, { bindingId, event: { type: 'TIME_OVER' }, source, correlationId }))
    .binding;
}

/** A TSP that never answered may have bound the device all the same: nothing is told before it says that it has not. */
async function takenBack(hub: Hub, binding: DeviceBinding): Promise<boolean> {
  const token = await hub.store.tokens.find(binding.virtualCardId);
  if (!token) return true;
  const answer = await tspOf(hub, token.tsp).unbindDevice(token.tspTokenId, binding);
  return answer.ok || answer.code !== ResponseCode.serverError;
}
