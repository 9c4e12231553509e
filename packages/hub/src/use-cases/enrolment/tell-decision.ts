import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { Enrolment } from '../../core/enrolment.ts';
import type { DecidingParty } from '../../core/stand-in.ts';
import type { Hub } from '../../ports/hub.ts';
import { tspOf } from '../tsp/tsp-of.ts';

/** Tells a TSP that asked whether the card may get a token what was decided. */
export async function tellDecision(
  hub: Hub,
  { enrolmentId, productId, tokenRequestorId, decision, refusal }: Enrolment,
  how: { decidedBy: DecidingParty; idvMethods: readonly IdvMethod[]; cvvValidated: boolean | null },
): Promise<void> {
  const product = await hub.store.products.find(productId);
  if (!product) return;
  await tspOf(hub, product.tsp).tellDecision?.({
    correlationId: enrolmentId,
    tokenRequestorId,
    decision,
    refusal,
    ...how,
  });
}
