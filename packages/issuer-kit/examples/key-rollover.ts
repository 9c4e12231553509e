// The bank changes its PKCS#7 key while it runs. In the sandbox the key of the other bank plays the next one.
import { issuerBackend } from '@countermark/issuer-kit';
import { callAsHub, inProcess } from '@countermark/issuer-kit/testing/index';
import { bank } from './sandbox.ts';

const { issuerId, keys, ownKey } = await bank();
const { ownKey: nextKey } = await bank('CMISSUER02');

const backend = issuerBackend({
  issuerId,
  keys,
  issuerGateway: {
    checkCardEligibility: () => ({ issuerCardRefId: 'card-1', productId: 'DEMO-DEBIT' }),
    requestCardDigitization: () => ({ levelOfTrust: 'green' }),
    notifyVirtualCardChange: () => undefined,
  },
});

async function askWith(key: typeof ownKey): Promise<number> {
  const hub = { issuerId, envelope: key, transport: inProcess(backend) };
  const card = { fpan: '9990100000000004', exp: '1230' };
  const call = { card, request: { walletProviderId: 'APPLE_PAY' } };
  return (await callAsHub(hub, 'checkCardEligibility', call)).status;
}

// 1. The backend knows the next key before the hub does.
keys.add(nextKey);
console.log('both keys:', await askWith(ownKey), await askWith(nextKey));
// 2. The hub has it and seals for it alone: the old one goes.
keys.remove(ownKey.keyIdentifier);
console.log('next key:', await askWith(ownKey), await askWith(nextKey));
