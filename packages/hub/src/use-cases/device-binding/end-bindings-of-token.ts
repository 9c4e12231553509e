import { bindingTransition } from '../../core/device-binding.ts';
import type { Token } from '../../core/token.ts';
import type { Aggregates } from '../../ports/store.ts';

/** A token that is deleted takes its bindings along; its deletion is all that the issuer is told. The token is locked. */
export async function endBindingsOfToken(
  tx: Pick<Aggregates, 'deviceBindings'>,
  { virtualCardId }: Pick<Token, 'virtualCardId'>,
  now: Date,
): Promise<void> {
  for (const { bindingId } of await tx.deviceBindings.ofToken(virtualCardId)) {
    const binding = await tx.deviceBindings.lock(bindingId);
    const result = binding && bindingTransition(binding, { type: 'TOKEN_DELETED' }, now);
    if (result?.accepted) await tx.deviceBindings.save(result.binding);
  }
}
