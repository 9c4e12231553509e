import { randomUUID } from 'node:crypto';
import type { DeviceInformation } from '@countermark/wire/issuer-gateway/data/device-information';
import type { StartBinding } from '@countermark/wire/token-requestor/start-binding';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import type { BindingScript } from './binding-script.ts';
import type { ComposingMeans } from './compose-start-enrolment.ts';
import { codesOf } from './enrolment-script.ts';
import { WalletBinding } from './wallet-binding.ts';
import type { WalletMeans } from './wallet-session.ts';
import { attempt, type BindingSight, bindingSightOf, type WalletStep } from './wallet-step.ts';
import { everyPhone, type WalletName } from './wallets.ts';

/** The binding where the script left it, or the step with which the hub did not even let it begin. */
export type DrivenBinding =
  | { started: true; binding: WalletBinding }
  | { started: false; step: WalletStep<BindingSight> };

/** Plays one device binding from the start as far as script and hub let it go. */
export async function driveBinding(
  script: BindingScript & { token: TokenOfRequestor },
  means: WalletMeans & Pick<ComposingMeans, 'references'>,
): Promise<DrivenBinding> {
  const driven = await start(script, means);
  if (!driven.started) return driven;
  const { binding } = driven;
  const isDue = () => binding.view.state === 'VERIFICATION_DUE';
  if (isDue() && script.idvChoice !== 'none') await binding.chooseIdvMethod(script.idvChoice);
  for (const code of codesOf(script.otp ?? 'right')) {
    if (isDue() && binding.view.otp !== undefined) await binding.submitCode(code);
  }
  return driven;
}

async function start(
  { token, device = {} }: BindingScript & { token: TokenOfRequestor },
  means: WalletMeans & Pick<ComposingMeans, 'references'>,
): Promise<DrivenBinding> {
  const message = composeStartBinding(token, { device, means });
  const attempted = await attempt(means.client.startBinding(token.virtualCardId, message));
  const step = { act: 'START', told: message } as const;
  if (!attempted.met) return { started: false, step: { ...step, ...attempted.unmet } };
  const view = attempted.answer;
  const taken: WalletStep<BindingSight> = { ...step, result: 'ANSWERED', saw: bindingSightOf(view) };
  return { started: true, binding: new WalletBinding(means, view, [taken]) };
}

/** What a merchant tells of its customer's phone, on which its app asks for a finger. */
function composeStartBinding(
  token: TokenOfRequestor,
  {
    device,
    means,
  }: { device: DeviceInformation; means: Pick<ComposingMeans, 'references'> & Pick<WalletMeans, 'now'> },
): StartBinding {
  const { tokenStorageId = randomUUID(), ...details } = device;
  return {
    tokenStorageId,
    walletUserInformation: {
      walletUserId: means.references.walletUserId(token.walletProviderId as WalletName),
    },
    deviceInformation: { ...everyPhone, deviceName: "Kari's phone", language: 'en', ...details },
    scoringInformation: { levelOfTrust: 'green', deviceScore: '5', accountScore: '5' },
    recentAuthenticationInformation: { method: 'PASSWORD', date: means.now().toISOString() },
    authenticatorInfo: { type: 'FIDO', level: '2' },
  };
}
