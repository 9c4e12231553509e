import { activatePhysicalCard as operation } from '@countermark/wire/d1/outbound/activate-physical-card';
import {
  type D1Call,
  type D1Handler,
  type ServedD1Operation,
  serveD1Operation,
} from './serve-d1-operation.ts';

export interface ActivatePhysicalCardCall extends D1Call {
  cardId: string;
}

/** Lets a physical card be used from now on (Outbound Card API). Asked again, nothing changes. */
export type ActivatePhysicalCard = D1Handler<ActivatePhysicalCardCall, void>;

export function serveActivatePhysicalCard(handler: ActivatePhysicalCard): ServedD1Operation {
  return serveD1Operation(operation, ({ parameters: { cardId } }, { call }) => handler({ ...call, cardId }));
}
