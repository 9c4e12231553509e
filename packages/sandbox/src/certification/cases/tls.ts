import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import { baseCase, issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { applePay } from '../issuer-gateway/played-wallet.ts';
import { tlsDemands } from '../tls-demands.ts';

const idOf = (number: string) => `IG-TLS-${number}`;

/** The first case of all: without a connection nothing else can be tried. */
export const connectionCase = idOf('01');

/** Callers are told apart by whether they are answered: only an issuer that answers the hub shows anything by it. */
const needAnswers = ['03', '04'];

export const tlsCases = tlsDemands.map(({ number, title, level, judge }) =>
  issuerGatewayCase({
    id: idOf(number),
    title,
    level,
    reason: 'Issuer Gateway API, connectivity',
    needs: needAnswers.includes(number) ? [baseCase] : [connectionCase].filter(id => id !== idOf(number)),
    async run(hub, card) {
      const { walletProviderId, tokenRequestor } = applePay;
      const named = await hub.sealCard(card);
      const body = { ...named, walletProviderId, tokenRequestor, captureMethod: 'MANUAL' };
      const { hubClient } = hub.profile;
      return judge({
        url: new URL(hub.gateway.url),
        hubClient,
        signal: hub.signal,
        ask: tls =>
          hub
            .openLine(tls)
            .send({ operation: checkCardEligibility, correlationId: crypto.randomUUID(), body }),
      });
    },
  }),
);
