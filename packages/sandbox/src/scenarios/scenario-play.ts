import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxDescription } from '../sandbox/sandbox-description.ts';
import type { SandboxClient } from '../sandbox-client.ts';
import type { EnrolmentScript } from '../wallet-simulator/enrolment-script.ts';
import type { BindingReport } from '../wallet-simulator/wallet-binding.ts';
import type { EnrolmentReport } from '../wallet-simulator/wallet-enrolment.ts';
import type { D1Play } from './d1-play.ts';
import { StepNotPossible } from './step-not-possible.ts';

/** Who takes part in a scenario. */
export interface Cast {
  sandbox: SandboxDescription;
  client: SandboxClient;
  /** The issuer of the scenario's product. */
  issuerId: string;
  pan: string;
  /** The first enrolment, from which later ones differ; null: there is none. */
  script: EnrolmentScript | null;
  /** The D1 side; null: the issuer does not speak D1. */
  d1: D1Play | null;
}

/** What is awaited comes within this time, or the scenario has failed. */
const patience = 10_000;
const glance = 20;

/** By which time leaps at each glance, in milliseconds. */
const leap = 500;

/** One scenario being played: what was done last, and to what. */
export class ScenarioPlay {
  readonly sandbox: SandboxDescription;
  readonly client: SandboxClient;
  readonly issuerId: string;
  readonly pan: string;
  readonly d1: D1Play | null;
  /**
   * Whether time leaps while something is awaited, for the hub asks again only after seconds: a directory, and a TSP that
   * was busy.
   */
  timeLeaps: boolean;
  /** Of the enrolment watched last. */
  report: EnrolmentReport | null = null;
  /** Of the auxiliary enrolment added to it. */
  auxiliary: EnrolmentReport | null = null;
  /** Of the device binding watched last. */
  binding: BindingReport | null = null;
  /** What a call of the issuer or the wallet was last refused with. */
  refusal: number | null = null;
  /** What each payment was answered. */
  readonly payments: string[] = [];
  /** What each push was refused with. */
  readonly pushes: (number | null)[] = [];
  readonly #script: EnrolmentScript | null;
  readonly #ownCalls: string[] = [];

  constructor({ sandbox, client, issuerId, pan, script, d1 }: Cast) {
    this.sandbox = sandbox;
    this.client = client;
    this.issuerId = issuerId;
    this.pan = pan;
    this.d1 = d1;
    this.timeLeaps = d1 !== null;
    this.#script = script;
  }

  /** Enrols the scenario's card, with whatever differs from its script; from here on this enrolment is watched. */
  async enrol(different: Partial<EnrolmentScript>): Promise<void> {
    if (this.#script === null) throw new StepNotPossible('no wallet takes part in this scenario');
    const { exp, cvv, ...script } = this.#script;
    const card = { pan: this.pan, ...(exp !== undefined && { exp }), ...(cvv !== undefined && { cvv }) };
    const given = different.knownCard === undefined ? card : {};
    this.report = await this.client.enrol({ ...script, ...given, ...different });
  }

  /** Calls the hub as the scenario's issuer. */
  async call(operation: string, body: object) {
    // The calls of one scenario are numbered after its session, so that they are found with it.
    const correlationId = `${this.enrolmentId()}-${this.#ownCalls.length + 1}`;
    this.#ownCalls.push(correlationId);
    const call = await this.client.callHub(this.issuerId, operation, { correlationId, body });
    const refusal = (call.body as { responseCode?: number } | null)?.responseCode;
    if (call.status !== 200) this.refusal = refusal ?? call.status;
    return call;
  }

  /** Waits until the issuer got this many callbacks for a call. */
  async callbacks(correlationId: string, count: number): Promise<void> {
    await this.until(async () => {
      const received = await this.client.notifications(this.issuerId);
      return received.filter(notification => notification.correlationId === correlationId).length >= count;
    });
  }

  /** Sessions that the issuer opened by its own calls. */
  ownCalls(): readonly string[] {
    return this.#ownCalls;
  }

  enrolmentId(): string {
    return this.report?.enrolmentId ?? '';
  }

  /** Waits until the issuer has been told all it is owed of the tokens that are watched. */
  async told(): Promise<void> {
    await this.until(() => this.nothingOwed());
  }

  async nothingOwed(): Promise<boolean> {
    // In D1 deliveries wait in queues of cards and consumers.
    if (this.d1 && (await this.client.owedDeliveries(this.issuerId)).length > 0) return false;
    const tokens = [this.virtualCardId(), this.auxiliary?.enrolment?.token?.virtualCardId];
    for (const virtualCardId of tokens) {
      if (virtualCardId === undefined) continue;
      const { deliveries } = await this.client.token(virtualCardId);
      if (deliveries.some(({ state }) => state === 'PENDING')) return false;
    }
    return true;
  }

  virtualCardId(): string | undefined {
    return this.report?.enrolment?.token?.virtualCardId;
  }

  /** Of the primary token, or of the auxiliary one beside it. */
  async issuerCardRefId(enrolmentId = this.enrolmentId()): Promise<string> {
    const { session } = await this.client.session(enrolmentId);
    if (session.issuerCardRefId === undefined)
      throw new StepNotPossible('the issuer gave no issuerCardRefId');
    return session.issuerCardRefId;
  }

  /** The token as its TSP knows it. */
  async tspTokenId(): Promise<string> {
    const virtualCardId = this.virtualCardId();
    if (virtualCardId === undefined) throw new StepNotPossible('there is no token');
    const { token } = await this.client.token(virtualCardId);
    return token.tspTokenId;
  }

  /** Waits until something is so; gives up quietly, for the comparison shows what is missing. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + patience;
    while (!(await isSo()) && performance.now() < end) {
      await pause(glance);
      if (this.timeLeaps) await this.client.advanceClock(leap);
    }
  }
}
