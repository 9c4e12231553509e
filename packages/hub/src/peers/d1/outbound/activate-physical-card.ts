import { activatePhysicalCard as operation } from '@countermark/wire/d1/outbound/activate-physical-card';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { ask, type D1Outbound } from './call-issuer.ts';

/** Has the issuer activate a physical card; asked again it does no harm (Outbound Card API). */
export function activatePhysicalCard(outbound: D1Outbound): D1Backend['activatePhysicalCard'] {
  return (call, { cardId }) =>
    ask(outbound, call, {
      operation,
      api: 'physicalCards',
      parameters: { issuerId: call.issuer.issuerId, cardId },
    });
}
