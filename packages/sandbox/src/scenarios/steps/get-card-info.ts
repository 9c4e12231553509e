import type { StepKind } from '../step-kind.ts';
import { StepNotPossible } from '../step-not-possible.ts';

/** The issuer looks its card up. */
export interface GetCardInfo {
  getCardInfo: 'lists the token' | 'lists both tokens';
}

export const getCardInfo: StepKind<GetCardInfo> = {
  async act(play, { getCardInfo: what }) {
    const { body } = await play.call('getCardInfo', { issuerCardRefId: await play.issuerCardRefId() });
    const { virtualCardList = [] } = (body ?? {}) as { virtualCardList?: { virtualCardId: string }[] };
    const sought = [
      play.virtualCardId(),
      ...(what === 'lists both tokens' ? [play.auxiliary?.enrolment?.token?.virtualCardId] : []),
    ];
    const listed = virtualCardList.map(({ virtualCardId }) => virtualCardId);
    if (!sought.every(virtualCardId => virtualCardId !== undefined && listed.includes(virtualCardId))) {
      throw new StepNotPossible('a token is not listed');
    }
  },
  inWords: step => `\`getCardInfo\` ${step.getCardInfo}`,
};
