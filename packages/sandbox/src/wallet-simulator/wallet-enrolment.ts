import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DecideTerms } from '@countermark/wire/token-requestor/decide-terms';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import type { ReportProvisioning } from '@countermark/wire/token-requestor/report-provisioning';
import type { ProvisioningChoice, TermsChoice } from './enrolment-script.ts';
import { type Answered, WalletSession } from './wallet-session.ts';
import { attempt, type EnrolmentSight, sightOf, type WalletStep } from './wallet-step.ts';

/** Between two looks at a session that waits for somebody else, in milliseconds. */
const glance = 25;

/** An enrolment as whoever drives the wallet sees it. Id and view are null when the hub did not let it begin. */
export interface EnrolmentReport {
  enrolmentId: string | null;
  /** What the wallet did and saw, from the start. */
  steps: readonly WalletStep[];
  enrolment: EnrolmentView | null;
}

/** An enrolment in the hands of a wallet. */
export class WalletEnrolment extends WalletSession<EnrolmentView, EnrolmentSight> {
  /** For whoever drives the wallet. */
  report(): EnrolmentReport {
    return { enrolmentId: this.view.enrolmentId, steps: this.steps, enrolment: this.view };
  }

  async decideTerms(choice: Exclude<TermsChoice, 'none'>): Promise<void> {
    const accepted = choice === 'accept';
    const decision: DecideTerms = { accepted, ...(accepted && this.#shownTerms()) };
    await this.act(accepted ? 'ACCEPT_TERMS' : 'DECLINE_TERMS', decision, async () => ({
      view: await this.means.client.decideTerms(this.view.enrolmentId, decision),
    }));
  }

  /** The TSP may take its time: the hub is asked again until it has the token's data, or has given them up. */
  async awaitTokenData(): Promise<void> {
    const { client } = this.means;
    while (this.view.step === 'TOKEN_DATA_DUE') {
      await pause(glance);
      const attempted = await attempt(client.enrolment(this.view.enrolmentId));
      if (!attempted.met) return;
      this.lookAgain(attempted.answer);
    }
  }

  async reportProvisioning(choice: Exclude<ProvisioningChoice, 'none'>): Promise<void> {
    const { act, result } = provisioningReports[choice];
    const virtualCardId = this.view.token?.virtualCardId;
    if (choice === 'deliver' && virtualCardId !== undefined)
      await this.means.personalise(this.means.client, virtualCardId);
    const report: ReportProvisioning = {
      result,
      ...(result === 'DELIVERED' && { walletVirtualCardId: this.#nameOfToken() }),
    };
    await this.act(act, report, async () => ({
      view: await this.means.client.reportProvisioning(this.view.enrolmentId, report),
    }));
  }

  protected override sessionId(): string {
    return this.view.enrolmentId;
  }

  protected override sightOf(view: EnrolmentView): EnrolmentSight {
    return sightOf(view);
  }

  protected override async choose(id: string): Promise<Answered<EnrolmentView, EnrolmentSight>> {
    return { view: await this.means.client.chooseIdvMethod(this.view.enrolmentId, { id }) };
  }

  protected override async submit(otp: string): Promise<Answered<EnrolmentView, EnrolmentSight>> {
    const { result, enrolment } = await this.means.client.submitOtp(this.view.enrolmentId, { otp });
    return { view: enrolment, sight: { otpResult: result } };
  }

  protected override heard({ token }: EnrolmentView): void {
    if (token) this.means.hear(token);
  }

  /** The hub has named an auxiliary token already. */
  #nameOfToken(): string {
    return this.view.token?.walletVirtualCardId ?? randomUUID();
  }

  #shownTerms(): Partial<DecideTerms> {
    const { terms } = this.view;
    const acceptedDate = this.means.now().toISOString();
    return { ...(terms && { termsId: terms.id, version: terms.version }), acceptedDate };
  }
}

const provisioningReports = {
  deliver: { act: 'DELIVER', result: 'DELIVERED' },
  fail: { act: 'FAIL_PROVISIONING', result: 'FAILED' },
  cancel: { act: 'CANCEL_PROVISIONING', result: 'CANCELLED' },
} as const;
