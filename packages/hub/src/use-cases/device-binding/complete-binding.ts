import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { DeviceBinding } from '../../core/device-binding.ts';
import { nextOperationAttempt } from '../../core/operation.ts';
import type { Hub } from '../../ports/hub.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { type BindingCause, changeBinding } from './change-binding.ts';

/** The approval of somebody who goes on with it at once; should that fail, a worker does. */
export function approvedNow(hub: Pick<Hub, 'clock'>, cause: BindingCause) {
  const at = hub.clock.now();
  return { type: 'APPROVED', approval: { ...cause, at }, dueAt: nextOperationAttempt(1, at) } as const;
}

/** What the hub itself tells of a binding, until it is bound: in the session that began with its request. */
export function ownCause({ bindingId }: Pick<DeviceBinding, 'bindingId'>): BindingCause {
  return { source: 'TSP', correlationId: bindingId };
}

/** Has the TSP carry out an approved binding. After a passing fault it stays approved: a worker tries again. */
export async function completeBinding(hub: Hub, binding: DeviceBinding): Promise<DeviceBinding> {
  const token = await hub.store.tokens.find(binding.virtualCardId);
  if (!token || !binding.approval) throw new Error(`Device binding ${binding.bindingId} has no approval`);
  const { source, correlationId } = binding.approval;
  const answer = await tspOf(hub, token.tsp).bindDevice(token.tspTokenId, {
    deviceBindingReference: binding.deviceBindingReference,
  });
  if (!answer.ok && answer.code === ResponseCode.serverError) return binding;
  const event = answer.ok
    ? ({ type: 'BOUND_AT_TSP', ...answer.value } as const)
    : ({ type: 'REFUSED_BY_TSP', code: answer.code } as const);
  const { bindingId } = binding;
  return (await changeBinding(hub, { bindingId, event, source, correlationId })).binding;
}
