import type { ExchangeView } from '@countermark/wire/operator/exchange';
import type { Exchange } from '../../../ports/aggregates/exchanges.ts';

/** A recorded message as the operator sees it; its bodies were masked before they were stored. */
export function viewExchange(exchange: Exchange): ExchangeView {
  const { startedAt, status, request, response, failure, ...named } = exchange;
  return {
    ...named,
    startedAt: startedAt.toISOString(),
    ...(status !== null && { status }),
    ...(request !== null && { request }),
    ...(response !== null && { response }),
    ...(failure !== null && { failure }),
  };
}
