import { testPan } from '../../test-cards.ts';
import type { ScenarioPlay } from '../scenario-play.ts';
import type { StepKind } from '../step-kind.ts';

/** The issuer renews or replaces the scenario's card by updateCard, and waits for its callbacks; one unless said. */
export interface ReplaceCard {
  replaceCard: 'new number' | 'new expiry date' | 'new reference' | 'number of another product';
  callbacks?: number;
}

export const replaceCard: StepKind<ReplaceCard> = {
  async act(play, { replaceCard: what, callbacks = 1 }) {
    const issuerCardRefId = await play.issuerCardRefId();
    const body = { issuerCardRefId, ...changes(play, what, issuerCardRefId) };
    const { correlationId } = await play.call('updateCard', body);
    await play.callbacks(correlationId, callbacks);
  },
  inWords: step => `\`updateCard\` with ${step.replaceCard}`,
};

/** The digits that a card and its replacement share: those of their product. */
const sharedDigits = 8;

function changes({ pan }: ScenarioPlay, what: ReplaceCard['replaceCard'], issuerCardRefId: string): object {
  const renewed = { oldFPAN: pan, oldExpDate: '1230', newFPAN: pan, newExpDate: '1234' };
  const prefix = pan.slice(0, sharedDigits);
  switch (what) {
    case 'new reference':
      return { newIssuerCardRefId: `${issuerCardRefId.slice(0, 40)}-NEW` };
    case 'new expiry date':
      return { fpanDetails: renewed };
    case 'new number':
      return { fpanDetails: { ...renewed, newFPAN: testPan({ prefix, seed: `replacement of ${pan}` }) } };
    case 'number of another product':
      return { fpanDetails: { ...renewed, newFPAN: '4111111111111111' } };
  }
}
