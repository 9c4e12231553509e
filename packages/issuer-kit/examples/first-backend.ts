// A backend in one file, and a hub in the same process that asks it about a card.
import { IssuerGatewayRefusal, issuerBackend, ResponseCode } from '@countermark/issuer-kit';
import { callAsHub, inProcess } from '@countermark/issuer-kit/testing/index';
import { bank } from './sandbox.ts';

const { issuerId, keys, ownKey } = await bank();

const backend = issuerBackend({
  issuerId,
  keys,
  issuerGateway: {
    checkCardEligibility({ card }) {
      if (card?.exp?.endsWith('20')) return new IssuerGatewayRefusal(ResponseCode.cardExpired);
      return { issuerCardRefId: 'card-1', productId: 'DEMO-DEBIT' };
    },
    requestCardDigitization: ({ request }) => ({
      levelOfTrust: request.cardCaptureInformation?.captureMethod === 'BANK_APP' ? 'green' : 'red',
    }),
    notifyVirtualCardChange: ({ request }) => console.log(`${request.virtualCardId}: ${request.action}`),
  },
});

const hub = { issuerId, envelope: ownKey, transport: inProcess(backend) };
for (const exp of ['1230', '1220']) {
  const { status, body } = await callAsHub(hub, 'checkCardEligibility', {
    card: { fpan: '9990100000000004', exp },
    request: { walletProviderId: 'APPLE_PAY' },
  });
  console.log(status, JSON.stringify(body));
}
