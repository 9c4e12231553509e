import type { BindingView } from '@countermark/wire/token-requestor/binding';
import { type Answered, WalletSession } from './wallet-session.ts';
import { type BindingSight, bindingSightOf, type WalletStep } from './wallet-step.ts';

/** A device binding as whoever drives the merchant sees it. Id and view are null when the hub did not let it begin. */
export interface BindingReport {
  bindingId: string | null;
  /** What the merchant did and saw, from the start. */
  steps: readonly WalletStep<BindingSight>[];
  binding: BindingView | null;
}

/** The binding of a merchant's token to a device, in the hands of the merchant. */
export class WalletBinding extends WalletSession<BindingView, BindingSight> {
  /** For whoever drives the merchant. */
  report(): BindingReport {
    return { bindingId: this.view.bindingId, steps: this.steps, binding: this.view };
  }

  /** Takes it back, made or not. */
  async end(): Promise<void> {
    await this.act('END', {}, async () => ({
      view: await this.means.client.endBinding(this.view.bindingId),
    }));
  }

  protected override sessionId(): string {
    return this.view.bindingId;
  }

  protected override sightOf(view: BindingView): BindingSight {
    return bindingSightOf(view);
  }

  protected override async choose(id: string): Promise<Answered<BindingView, BindingSight>> {
    return { view: await this.means.client.chooseBindingIdvMethod(this.view.bindingId, { id }) };
  }

  protected override async submit(otp: string): Promise<Answered<BindingView, BindingSight>> {
    const { result, binding } = await this.means.client.submitBindingOtp(this.view.bindingId, { otp });
    return { view: binding, sight: { otpResult: result } };
  }

  /** The token is what it was. */
  protected override heard(): void {}
}
