import { sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeAuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { writeFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import { writeTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { readSealingKey, sealForHub } from '../support/seal-for-hub.ts';
import type { TestParties, TestToken } from '../support/test-parties.ts';
import type { TestSandbox } from '../support/test-sandbox.ts';
import type { Values } from './run-collection.ts';

/** Whose token the calls are about: everything is enrolled for the one call. */
const issuerId = 'CMISSUER01';

/** Of a card whose issuer asks for step-up, so that it has methods to verify its holder by. */
const yellow = { exp: '1231' } as const;

interface Ground {
  sandbox: TestSandbox;
  parties: TestParties;
}

/** What an issuer calls the hub with, for either badge. */
export async function inboundValues(
  { sandbox, parties }: Ground,
  badge: 'primary' | 'auxiliary',
): Promise<Values> {
  const token = await tokenOf(parties, badge);
  const { description } = sandbox;
  const details = { oldFPAN: token.pan, oldExpDate: '1230', newFPAN: token.pan, newExpDate: '1233' };
  return {
    ...idsOf(token),
    newIssuerCardRefId: `${token.issuerCardRefId}-n`.slice(-48),
    publicKeyIdentifier: description.hub.envelope.keyIdentifier,
    fpanDetails: await sealForHub(description, writeFpanDetails(details)),
  };
}

/** What the hub calls an issuer with. */
export async function outboundValues(
  { sandbox, parties }: Ground,
  badge: 'primary' | 'auxiliary',
): Promise<Values> {
  const token = badge === 'primary' ? await parties.enrol(yellow) : await parties.enrol({}, 'DEMO-COBADGED');
  const files = sandbox.description.issuers[issuerId];
  if (!files) throw new Error(`No keys of ${issuerId}`);
  const key = await readSealingKey(files.envelope);
  const seal = (plaintext: Uint8Array) =>
    sealEnvelope(plaintext, {
      key,
      padding: 'RSAES-OAEP-SHA-256',
      recipient: 'subjectKeyIdentifier',
      encoding: 'base64',
    });
  const exp = badge === 'primary' ? yellow.exp : '1230';
  return {
    ...idsOf(token),
    publicKeyIdentifier: files.envelope.keyIdentifier,
    cipheredCardInfo: await seal(writeCardInfo({ fpan: token.pan, exp })),
    authenticationValue: await seal(writeAuthenticationValue({ kind: 'csc', cvv: '123' })),
    tokenInfo: await seal(writeTokenInfo({ token: '9990900100000002', tokenExpiryDate: '1130' })),
  };
}

async function tokenOf(parties: TestParties, badge: 'primary' | 'auxiliary'): Promise<TestToken> {
  if (badge === 'primary') return parties.enrol();
  return parties.addAuxiliary(await parties.enrol({}, 'DEMO-COBADGED'));
}

function idsOf({ issuerCardRefId, virtualCardId }: TestToken): Values {
  return { issuerId, issuerCardRefId, virtualCardId };
}
