import { readFile } from 'node:fs/promises';
import { importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import type { ScenarioPlay } from '../scenario-play.ts';
import type { StepKind } from '../step-kind.ts';

/** The issuer sends card data that nobody can or may open. */
export interface UpdateCard {
  updateCard: 'garbage' | 'unknown certificate' | 'PKCS#1 v1.5';
}

export const updateCard: StepKind<UpdateCard> = {
  async act(play, { updateCard: flaw }) {
    const fpanDetails = await flawedFpanDetails(play, flaw);
    await play.call('updateCard', { issuerCardRefId: await play.issuerCardRefId(), fpanDetails });
  },
  inWords: step => `\`updateCard\` with ${step.updateCard}`,
};

async function flawedFpanDetails(play: ScenarioPlay, flaw: UpdateCard['updateCard']): Promise<string> {
  if (flaw === 'garbage') return Buffer.from('0 this is no PKCS#7 at all').toString('base64');
  const { sandbox, issuerId, pan } = play;
  const own = sandbox.issuers[issuerId]?.envelope;
  const recipient = flaw === 'unknown certificate' && own ? own : sandbox.hub.envelope;
  const key = importSealingKey({
    keyIdentifier: recipient.keyIdentifier,
    certificatePem: await readFile(recipient.certificate, 'utf8'),
  });
  const details = writeFpanDetails({ oldFPAN: pan, oldExpDate: '1230', newFPAN: pan, newExpDate: '1231' });
  const padding = flaw === 'PKCS#1 v1.5' ? 'RSAES-PKCS1-v1_5' : 'RSAES-OAEP-SHA-256';
  return sealEnvelope(details, { key, padding, recipient: 'subjectKeyIdentifier', encoding: 'hex' });
}
