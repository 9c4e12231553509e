import { getCardCredentials as operation } from '@countermark/wire/d1/outbound/get-card-credentials';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { ask, type D1Outbound } from './call-issuer.ts';

/** Asks for a card's data, sealed for the hub (Outbound Card API). */
export function getCardCredentials(outbound: D1Outbound): D1Backend['getCardCredentials'] {
  return (call, { cardId }) =>
    ask(outbound, call, {
      operation,
      api: 'cms',
      parameters: { issuerId: call.issuer.issuerId, cardId },
    });
}
