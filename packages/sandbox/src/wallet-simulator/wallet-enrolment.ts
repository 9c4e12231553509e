import { randomUUID } from 'node:crypto';
import type { DecideTerms } from '@countermark/wire/token-requestor/decide-terms';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import type { ReportProvisioning } from '@countermark/wire/token-requestor/report-provisioning';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import type { CodeEntry, ProvisioningChoice, TermsChoice } from './enrolment-script.ts';
import { findIdvMethod } from './find-idv-method.ts';
import type { RequestorClient } from './requestor-client.ts';
import { attempt, type EnrolmentSight, sightOf, type WalletAct, type WalletStep } from './wallet-step.ts';

/**
 * Looks at the cardholder's phone or mailbox: the code of the `attempt`-th time, from 1, that the hub said it sent
 * one for this enrolment; undefined when it has not come.
 */
export type ReadCode = (enrolmentId: string, attempt: number) => Promise<string | undefined>;

/** What a wallet has at hand for its enrolments. */
export interface WalletMeans {
  client: RequestorClient;
  readCode: ReadCode;
  now: () => Date;
  /** Called when a token is being delivered: its device gets what it pays with. */
  personalise: (client: RequestorClient, virtualCardId: string) => Promise<void>;
  /** Called with the token whenever the wallet heard how it stands. */
  hear: (token: TokenOfRequestor) => void;
}

/** An enrolment as whoever drives the wallet sees it. Id and view are null when the hub did not let it begin. */
export interface EnrolmentReport {
  enrolmentId: string | null;
  /** What the wallet did and saw, from the start. */
  steps: readonly WalletStep[];
  enrolment: EnrolmentView | null;
}

/**
 * An enrolment in the hands of a wallet: each method is one act of the cardholder or the device, remembered as a step
 * with what came of it. Refusals of the hub are remembered, not thrown.
 */
export class WalletEnrolment {
  readonly #means: WalletMeans;
  readonly #steps: WalletStep[];
  #view: EnrolmentView;
  #codesSent = 0;
  #sendsLeft: number;

  /** @param steps what was done so far */
  constructor(means: WalletMeans, view: EnrolmentView, steps: readonly WalletStep[]) {
    this.#means = means;
    this.#view = view;
    this.#steps = [...steps];
    this.#sendsLeft = view.otp?.sendsLeft ?? Number.POSITIVE_INFINITY;
  }

  /** As last seen. */
  get view(): EnrolmentView {
    return this.#view;
  }

  /** For whoever drives the wallet. */
  report(): EnrolmentReport {
    return { enrolmentId: this.#view.enrolmentId, steps: [...this.#steps], enrolment: this.#view };
  }

  /** The hub was asked how the enrolment stands: issuer or TSP may have gone on with it. The device heard nothing. */
  lookAgain(view: EnrolmentView): void {
    this.#view = view;
    this.#countCode();
  }

  async decideTerms(choice: Exclude<TermsChoice, 'none'>): Promise<void> {
    const accepted = choice === 'accept';
    const decision: DecideTerms = { accepted, ...(accepted && this.#shownTerms()) };
    await this.#act(accepted ? 'ACCEPT_TERMS' : 'DECLINE_TERMS', decision, async (client, id) => ({
      view: await client.decideTerms(id, decision),
    }));
  }

  async reportProvisioning(choice: Exclude<ProvisioningChoice, 'none'>): Promise<void> {
    const { act, result } = provisioningReports[choice];
    const virtualCardId = this.#view.token?.virtualCardId;
    if (choice === 'deliver' && virtualCardId !== undefined)
      await this.#means.personalise(this.#means.client, virtualCardId);
    const report: ReportProvisioning = {
      result,
      ...(result === 'DELIVERED' && { walletVirtualCardId: this.#nameOfToken() }),
    };
    await this.#act(act, report, async (client, id) => ({
      view: await client.reportProvisioning(id, report),
    }));
  }

  /** @param choice a name of `idvChoices` or a method's id; without it the first method of a known type */
  async chooseIdvMethod(choice: string | undefined): Promise<void> {
    const offered = this.#view.idvMethods ?? [];
    const method = findIdvMethod(offered, choice);
    if (method === undefined) {
      const list = offered.map(({ id, type }) => `${id} (${type})`).join(', ') || 'none';
      return this.#leave('CHOOSE_IDV_METHOD', `No such method is offered. Offered: ${list}`);
    }
    const { id, type } = method;
    await this.#act('CHOOSE_IDV_METHOD', { id, type }, async (client, enrolmentId) => ({
      view: await client.chooseIdvMethod(enrolmentId, { id }),
    }));
  }

  async submitCode(entry: CodeEntry): Promise<void> {
    const otp = await this.#readEntry(entry);
    if (otp === undefined) return this.#leave('SUBMIT_OTP', `The phone shows no code to be the ${entry} one`);
    await this.#act('SUBMIT_OTP', { code: entry }, async (client, id) => {
      const { result, enrolment } = await client.submitOtp(id, { otp });
      return { view: enrolment, sight: { otpResult: result } };
    });
  }

  async #act(
    act: WalletAct,
    told: Readonly<Record<string, unknown>>,
    call: (
      client: RequestorClient,
      enrolmentId: string,
    ) => Promise<{ view: EnrolmentView; sight?: Partial<EnrolmentSight> }>,
  ): Promise<void> {
    const attempted = await attempt(call(this.#means.client, this.#view.enrolmentId));
    if (!attempted.met) {
      this.#steps.push({ act, told, ...attempted.unmet });
      return;
    }
    const { view, sight } = attempted.answer;
    this.lookAgain(view);
    if (view.token) this.#means.hear(view.token);
    this.#steps.push({ act, told, result: 'ANSWERED', saw: { ...sightOf(view), ...sight } });
  }

  #leave(act: WalletAct, message: string): void {
    this.#steps.push({ act, told: {}, result: 'NOT_DONE', message });
  }

  /** The hub has named an auxiliary token already. */
  #nameOfToken(): string {
    return this.#view.token?.walletVirtualCardId ?? randomUUID();
  }

  #shownTerms(): Partial<DecideTerms> {
    const { terms } = this.#view;
    const acceptedDate = this.#means.now().toISOString();
    return { ...(terms && { termsId: terms.id, version: terms.version }), acceptedDate };
  }

  /** Every code that was really sent leaves fewer sends; another kind of method, or a send that failed, does not. */
  #countCode(): void {
    const { otp } = this.#view;
    if (otp === undefined || otp.sendsLeft >= this.#sendsLeft) return;
    this.#codesSent += 1;
    this.#sendsLeft = otp.sendsLeft;
  }

  async #readEntry(entry: CodeEntry): Promise<string | undefined> {
    const { enrolmentId } = this.#view;
    const read = (nth: number) => (nth < 1 ? undefined : this.#means.readCode(enrolmentId, nth));
    switch (entry) {
      case 'right':
        return read(this.#codesSent);
      case 'former':
        return read(this.#codesSent - 1);
      case 'wrong':
        return otherCode((await read(this.#codesSent)) ?? '000000');
    }
  }
}

const provisioningReports = {
  deliver: { act: 'DELIVER', result: 'DELIVERED' },
  fail: { act: 'FAIL_PROVISIONING', result: 'FAILED' },
  cancel: { act: 'CANCEL_PROVISIONING', result: 'CANCELLED' },
} as const;

/** A code that is certainly another: its last digit is one higher. */
function otherCode(code: string): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}
