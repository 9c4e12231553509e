import { type BindingEvent, bindingTransition, type DeviceBinding } from '../../core/device-binding.ts';
import type { TokenSource } from '../../core/token-source.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { notifyTokenChange } from '../life-cycle/notify-token-change.ts';
import { tspOf } from '../tsp/tsp-of.ts';

/** Who caused an event of a binding, and in which session the issuer is told of it. */
export interface BindingCause {
  source: TokenSource;
  correlationId: string;
}

/** One event for one binding. */
export interface BindingChange extends BindingCause {
  bindingId: string;
  event: BindingEvent;
  /** What else became known on the way. */
  learnt?: Partial<Pick<DeviceBinding, 'decision' | 'issuerWait'>>;
}

/**
 * Changes a binding and queues what the issuer is owed for it, in one transaction. An event that no longer fits, because
 * somebody else was faster, changes nothing; `changed` says so.
 */
export async function changeBinding(
  hub: Hub,
  change: BindingChange,
): Promise<{ changed: boolean; binding: DeviceBinding }> {
  const result = await hub.store.transaction(async tx => {
    const current = await tx.deviceBindings.lock(change.bindingId);
    if (!current) throw new Error(`There is no device binding ${change.bindingId}`);
    const binding = await applyBindingEvent(hub, tx, {
      ...change,
      binding: { ...current, ...change.learnt },
    });
    return { changed: binding !== null, binding: binding ?? current };
  });
  hub.wake.deliveries();
  if (result.changed) await clearUp(hub, result.binding);
  return result;
}

/** The same for a binding that is locked already; null when the event does not fit. */
export async function applyBindingEvent(
  hub: Hub,
  tx: Aggregates,
  { binding, event, source, correlationId }: BindingCause & { binding: DeviceBinding; event: BindingEvent },
): Promise<DeviceBinding | null> {
  const result = bindingTransition(binding, event, hub.clock.now());
  if (!result.accepted) return null;
  await tx.deviceBindings.save(result.binding);
  const card = await tx.cards.find(binding.cardId);
  const token = await tx.tokens.find(binding.virtualCardId);
  if (result.notice && card && token) {
    const { notice } = result;
    const news = { card, token, notice, source, correlationId, tokenInfo: null, binding: result.binding };
    await notifyTokenChange(hub, tx, news);
  }
  return result.binding;
}

/**
 * What came to nothing is taken back at the TSP, with the code that may have been made for it. A TSP that does not hear
 * of it has proposals end by themselves.
 */
export async function clearUp(hub: Hub, binding: DeviceBinding): Promise<void> {
  if (binding.state !== 'REFUSED' && binding.state !== 'FAILED' && binding.state !== 'EXPIRED') return;
  const token = await hub.store.tokens.find(binding.virtualCardId);
  if (!token) return;
  const tsp = tspOf(hub, token.tsp);
  await tsp.dropOtp(token.tspTokenId);
  await tsp.unbindDevice(token.tspTokenId, binding);
}
