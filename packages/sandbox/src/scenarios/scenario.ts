import type { ReportTspEvent } from '@countermark/wire/operator/token';
import type { InjectedFault } from '../reference-issuer/faults.ts';
import type { sandboxPanPrefixes } from '../test-cards.ts';
import type { CodeEntry, EnrolmentScript } from '../wallet-simulator/enrolment-script.ts';

/** One thing somebody does after, or instead of, the first enrolment. */
export type ScenarioStep =
  /** The same card again; from here on this enrolment and its token are watched. */
  | { enrol: Partial<EnrolmentScript>; knownCard?: 'yes' }
  | { choose: string }
  | { enter: CodeEntry }
  /** Time passes: `11m`, `24h`. */
  | { advance: string }
  /** The issuer calls updateCardState and waits for its callbacks; one unless said. */
  | { updateCardState: 'SUSPEND' | 'RESUME' | 'DELETE'; scope: 'token' | 'card'; callbacks?: number }
  | { getCardInfo: 'lists the token' }
  /** The issuer sends card data that nobody can or may open. */
  | { updateCard: 'garbage' | 'unknown certificate' | 'PKCS#1 v1.5' }
  /** The TSP, on its care portal or by itself. */
  | { tsp: ReportTspEvent['event'] }
  /** Befalls the reference issuer. */
  | { fault: InjectedFault };

/** What a scenario must come to. All of it is compared. */
export interface Expectation {
  /** Of the token last watched; null: there is none. */
  state: string | null;
  decision: string | null;
  /** Why wallet or issuer were refused, or what a code entry came to; null when nothing was refused. */
  code: number | string | null;
  /** Issuer Gateway messages in order; `<` marks the issuer's own calls, a status other than 200 is shown. */
  exchanges: readonly string[];
  /** `action source` of every notifyVirtualCardChange, in order. */
  notices: readonly string[];
  /** Where it is the point of the scenario. */
  walletProviderId?: string;
}

/** One row of the catalogue. */
export interface Scenario {
  /** `S12`, or `S12/158` where one scenario has several rows. */
  id: string;
  title: string;
  product?: keyof typeof sandboxPanPrefixes;
  /** Before the first enrolment. */
  before?: readonly ScenarioStep[];
  enrol: EnrolmentScript;
  after?: readonly ScenarioStep[];
  expect: Expectation;
}
