import type { StepKind } from '../step-kind.ts';
import { StepNotPossible } from '../step-not-possible.ts';

/** The issuer looks its card up. */
export interface GetCardInfo {
  getCardInfo: 'lists the token';
}

export const getCardInfo: StepKind<GetCardInfo> = {
  async act(play) {
    const { body } = await play.call('getCardInfo', { issuerCardRefId: await play.issuerCardRefId() });
    const { virtualCardList = [] } = (body ?? {}) as { virtualCardList?: { virtualCardId: string }[] };
    const listed = virtualCardList.some(({ virtualCardId }) => virtualCardId === play.virtualCardId());
    if (!listed) throw new StepNotPossible('the token is not listed');
  },
  inWords: step => `\`getCardInfo\` ${step.getCardInfo}`,
};
