import type { EnrolmentScript } from '../../wallet-simulator/enrolment-script.ts';
import { scriptInWords } from '../script-in-words.ts';
import type { StepKind } from '../step-kind.ts';

/** The same card again; from here on this enrolment and its token are watched. */
export interface Enrol {
  enrol: Partial<EnrolmentScript>;
  /** As the card the wallet knows from the enrolment before: no card data is given. */
  knownCard?: 'yes';
  /** By the token of the enrolment before, in place of the card. */
  originalToken?: 'yes';
}

export const enrol: StepKind<Enrol> = {
  async act(play, { enrol: different, knownCard, originalToken }) {
    const original = originalToken ? play.virtualCardId() : undefined;
    const known = knownCard ? play.report?.enrolment?.token?.walletCardRefId : undefined;
    await play.enrol({
      ...different,
      ...(known !== undefined && { knownCard: known }),
      ...(original !== undefined && { originalToken: original }),
    });
  },
  inWords: ({ enrol: different, knownCard, originalToken }) => {
    const how = knownCard ? ', as a card the wallet knows' : originalToken ? ', by its token' : '';
    return scriptInWords(`enrol again${how}`, different);
  },
};
