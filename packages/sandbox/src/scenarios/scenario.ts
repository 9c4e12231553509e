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
  /** What the issuer's calls in D1 were answered: HTTP status, and a code where one was sent. */
  d1Answers?: readonly string[];
  /**
   * What the issuer was told of operations in D1, in order, as `OPERATION STATUS`: of card a and its digital cards, of the
   * other cards, of the consumer.
   */
  d1Notices?: readonly string[];
  /** State of each of the cards that D1 knows, as `a ACTIVE`. */
  d1Cards?: readonly string[];
  /** States of their digital cards. */
  digitalCards?: readonly string[];
  /** Cards in Click to Pay, as `VISA a ACTIVE`. */
  profiles?: readonly string[];
}

/** What is done in a scenario. */
export interface Story {
  /** `S12`, or `S12/158` where one scenario has several rows. */
  id: string;
  product?: keyof typeof sandboxPanPrefixes;
  /** Last digits of the card's number, for what a directory treats specially. */
  ending?: string;
  /** Before the first enrolment. */
  before?: readonly ScenarioStep[];
  /** Absent: no wallet takes part. */
  enrol?: EnrolmentScript;
  after?: readonly ScenarioStep[];
}

/** One row of the catalogue. */
export interface Scenario extends Story {
  title: string;
  expect: Expectation;
}
