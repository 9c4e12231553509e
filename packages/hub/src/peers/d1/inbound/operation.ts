import type { D1Operation } from '@countermark/wire/d1/operation';
import type { Hub } from '../../../ports/hub.ts';
import type { D1Call, D1Result } from '../../../use-cases/d1-call.ts';

/** An inbound operation of the wire and the use case behind it. */
export interface D1Inbound {
  operation: D1Operation;
  handle(hub: Hub, call: D1Call): Promise<D1Result>;
}

export function serve<Operation extends D1Operation>(
  operation: Operation,
  useCase: (hub: Hub, call: D1Call<Operation>) => Promise<D1Result<Operation>>,
): D1Inbound {
  return { operation, handle: useCase as unknown as D1Inbound['handle'] };
}
