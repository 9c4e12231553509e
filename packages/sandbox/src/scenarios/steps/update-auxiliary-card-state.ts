import type { StepKind } from '../step-kind.ts';
import { StepNotPossible } from '../step-not-possible.ts';

/** The issuer calls updateCardState of the auxiliary API, for all auxiliary tokens of the card, and waits for a callback. */
export interface UpdateAuxiliaryCardState {
  updateAuxiliaryCardState: 'SUSPEND' | 'RESUME' | 'DELETE';
}

export const updateAuxiliaryCardState: StepKind<UpdateAuxiliaryCardState> = {
  async act(play, { updateAuxiliaryCardState: action }) {
    const enrolmentId = play.auxiliary?.enrolmentId ?? null;
    if (enrolmentId === null) throw new StepNotPossible('there is no auxiliary token');
    const issuerCardRefId = await play.issuerCardRefId(enrolmentId);
    const { correlationId } = await play.call('auxiliary/updateCardState', { issuerCardRefId, action });
    await play.callbacks(correlationId, 1);
  },
  inWords: ({ updateAuxiliaryCardState: action }) => `\`auxiliary/updateCardState ${action}\` for the card`,
};
