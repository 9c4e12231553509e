import { d1Case, d1ConnectionCase } from '../../d1/d1-case.ts';
import { tlsDemands } from '../../tls-demands.ts';
import { probe } from './probe.ts';

/** Mutual TLS, as on every line of the hub's. */
export const tlsCases = tlsDemands.map(({ number, title, level, judge }) => {
  const id = `D1-TLS-${number}`;
  return d1Case({
    ...{ id, title, level },
    reason: 'D1 APIs, transport security',
    needs: id === d1ConnectionCase ? [] : [d1ConnectionCase],
    run: hub =>
      judge({
        url: new URL(hub.d1.url),
        hubClient: hub.hubClient,
        signal: hub.signal,
        ask: async tls => (await probe(hub, {}, tls)).answer,
      }),
  });
});
