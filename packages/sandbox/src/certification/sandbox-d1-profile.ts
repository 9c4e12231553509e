import { dirname, join } from 'node:path';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import { d1IssuerFiles } from '../sandbox/d1-keys.ts';
import { keyFiles, readKey } from '../sandbox/kept-key.ts';
import type { SandboxDescription } from '../sandbox/sandbox-description.ts';
import { type SandboxD1Issuer, sandboxProducts } from '../sandbox/sandbox-parties.ts';
import type { SandboxClient } from '../sandbox-client.ts';
import { testPan } from '../test-cards.ts';
import type { CertificationProfile } from './certification-profile.ts';
import { d1OperationNames } from './d1/d1-operations.ts';
import type { D1TestCard } from './d1/d1-profile.ts';
import { usualTimeLimits } from './read-profile.ts';

/** The profile of an issuer of a running sandbox that speaks D1; it registers the test cards that it names. */
export async function sandboxD1Profile(
  { hub, d1 }: SandboxDescription,
  { issuer, client }: { issuer: SandboxD1Issuer; client: SandboxClient },
): Promise<CertificationProfile> {
  const { issuerId, hasOAuth2, cardNotifications } = issuer;
  const described = d1.issuers[issuerId];
  if (!described) throw new Error(`The sandbox has no issuer ${issuerId}`);
  const hubFolder = dirname(hub.ca);
  const issuers = join(dirname(hubFolder), 'issuers');
  const authority = await readKey(keyFiles(hubFolder, 'ca'));
  const { encryption, clientSecret } = await d1IssuerFiles(join(issuers, issuerId), { issuerId, authority });
  const { keyIdentifier } = d1.hubEncryption;
  const { privateKeyPem } = await readKey(keyFiles(hubFolder, `d1-encryption-${keyIdentifier}`));
  const { url } = described;
  return {
    issuerId,
    serverTrust: (await readKey(keyFiles(issuers, 'server'))).certificatePem,
    hubClient: await readKey(keyFiles(hubFolder, 'client')),
    timeLimits: usualTimeLimits,
    issuerGateway: null,
    d1: {
      url,
      paths: {},
      oauth2: hasOAuth2
        ? {
            tokenUrl: url + getToken.path,
            clientId: issuerId,
            clientSecret,
            scope: null,
            basicAlphabet: 'base64',
          }
        : null,
      keys: [
        { keyIdentifier: encryption.keyIdentifier, publicKeyPem: (await readKey(encryption)).certificatePem },
      ],
      hubEncryption: { keyIdentifier, privateKeyPem },
      operations: d1OperationNames.filter(name => name !== unusedNotice[cardNotifications]),
      cards: await registeredCards(issuerId, client),
      clickToPay: cardNotifications === 'V2',
    },
  };
}

/** An issuer is told of cards in one version. */
const unusedNotice = { V1: 'notifyCardOperations', V2: 'notifyCardOperationV1' } as const;

async function registeredCards(
  issuerId: SandboxD1Issuer['issuerId'],
  client: SandboxClient,
): Promise<readonly [D1TestCard, D1TestCard]> {
  const product = sandboxProducts.find(({ issuerId: of }) => of === issuerId);
  const prefix = product?.panRanges[0]?.prefix ?? '';
  const card = (cardId: string, state: D1TestCard['state']): D1TestCard => ({
    ...{ cardId, state, exp: '1230', cvv: '123' },
    consumerId: 'certification',
    pan: testPan({ prefix, seed: cardId }),
  });
  const cards = [card('certification-active', 'ACTIVE'), card('certification-inactive', 'INACTIVE')] as const;
  for (const { cardId, consumerId, pan, exp, state } of cards) {
    const body = { consumerId, cardProductId: product?.productId ?? '', state, encryptedData: { pan, exp } };
    const { status, body: answer } = await client.callD1(issuerId, 'D1-Public-IN-v2-Card/registerCard', {
      parameters: { cardId },
      body,
    });
    if (status >= 300) {
      throw new Error(`The hub did not register ${cardId} with HTTP ${status}: ${JSON.stringify(answer)}`);
    }
  }
  return cards;
}
