import type { sandboxPanPrefixes } from '../test-cards.ts';
import type { EnrolmentScript } from '../wallet-simulator/enrolment-script.ts';
import type { ScenarioStep } from './scenario-step.ts';

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
  /** The domestic side of a cobadged card, where one was added: its token's state, and why it was refused. */
  auxiliary?: { state: string | null; code: number | null };
  /** Of every token of the card, oldest first, where it has several. */
  cardStates?: readonly string[];
  /** Where it is the point of the scenario. */
  walletProviderId?: string;
  /** Response codes of the payments that were made, in order. */
  payments?: readonly string[];
  /** State of the device binding last watched, where that is the point. */
  binding?: string;
  /**
   * Of a token of another house: transactions its TSP counted since it was personalised, sets of payment keys the device
   * is known to have, and what was sent to the device after the first data, as `PURPOSE STEP`.
   */
  remote?: { atc: number; keySets: number; sent: readonly string[] };
  /** Where a network takes part: its messages and what they say, in its own words. */
  network?: readonly string[];
  /** Error codes of the pushes that were tried, in order; null: one was taken. */
  pushes?: readonly (number | null)[];
  /** As the issuer was told of it. */
  captureMethod?: string;
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
