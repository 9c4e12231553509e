import { bindingAwaits, type DeviceBinding } from '../../core/device-binding.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { applyBindingEvent, type BindingCause } from './change-binding.ts';

/**
 * The issuer, or the TSP, says that a cardholder is verified: approves the binding of the token that waits for just
 * that party. A worker has the TSP carry it out, once woken. Null when no binding waits for it. The token is locked.
 */
export async function approveAwaitedBinding(
  hub: Hub,
  tx: Aggregates,
  {
    virtualCardId,
    by,
    correlationId,
  }: { virtualCardId: string; by: 'issuer' | 'tsp'; correlationId: string | null },
): Promise<DeviceBinding | null> {
  const bindings = await tx.deviceBindings.ofToken(virtualCardId);
  const awaited = bindings.find(binding => bindingAwaits(binding) === by);
  const binding = awaited && (await tx.deviceBindings.lock(awaited.bindingId));
  if (!binding || bindingAwaits(binding) !== by) return null;
  const now = hub.clock.now();
  const cause: BindingCause = {
    source: by === 'issuer' ? 'ISSUER' : 'TSP',
    correlationId: correlationId ?? binding.bindingId,
  };
  const event = { type: 'APPROVED', approval: { ...cause, at: now }, dueAt: now } as const;
  return applyBindingEvent(hub, tx, { binding, event, ...cause });
}
