import type { EnrolmentScript } from '../../wallet-simulator/enrolment-script.ts';
import { scriptInWords } from '../script-in-words.ts';
import type { StepKind } from '../step-kind.ts';

/** The same card again; from here on this enrolment and its token are watched. */
export interface Enrol {
  enrol: Partial<EnrolmentScript>;
  /** As the card the wallet knows from the enrolment before: no card data is given. */
  knownCard?: 'yes';
}

export const enrol: StepKind<Enrol> = {
  async act(play, { enrol: different, knownCard }) {
    const known = knownCard ? play.report?.enrolment?.token?.walletCardRefId : undefined;
    await play.enrol({ ...different, ...(known !== undefined && { knownCard: known }) });
  },
  inWords: ({ enrol: different, knownCard }) =>
    scriptInWords(knownCard ? 'enrol again, as a card the wallet knows' : 'enrol again', different),
};
