import { ExchangeFilter, ExchangeList } from '@countermark/wire/operator/exchange';
import { viewExchange } from './exchange-view.ts';
import { type Operation, operation } from './operation.ts';
import { ok } from './outcome.ts';

export const exchangeOperations: readonly Operation[] = [
  operation({
    name: 'listExchanges',
    method: 'GET',
    path: '/exchanges',
    query: ExchangeFilter,
    response: ExchangeList,
    async act({ hub, query }) {
      const exchanges = await hub.store.exchanges.ofCorrelation(query.correlationId);
      return ok({ exchanges: exchanges.map(viewExchange) } satisfies ExchangeList);
    },
  }),
];
