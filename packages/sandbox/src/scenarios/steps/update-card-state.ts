import type { StepKind } from '../step-kind.ts';

/** The issuer calls updateCardState and waits for its callbacks; one unless said. */
export interface UpdateCardState {
  updateCardState: 'SUSPEND' | 'RESUME' | 'DELETE';
  scope: 'token' | 'card';
  callbacks?: number;
}

export const updateCardState: StepKind<UpdateCardState> = {
  async act(play, { updateCardState: action, scope, callbacks = 1 }) {
    const virtualCardId = scope === 'token' ? play.virtualCardId() : undefined;
    const { correlationId } = await play.call('updateCardState', {
      issuerCardRefId: await play.issuerCardRefId(),
      ...(virtualCardId !== undefined && { virtualCardId }),
      action,
    });
    await play.callbacks(correlationId, callbacks);
  },
  inWords: ({ updateCardState: action, scope }) => `\`updateCardState ${action}\` for the ${scope}`,
};
