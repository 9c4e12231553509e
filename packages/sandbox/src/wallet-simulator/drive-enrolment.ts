import { lastDigits } from '@countermark/wire/card/pan';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import { type ComposingMeans, composeStartEnrolment } from './compose-start-enrolment.ts';
import type { CompleteScript, ScriptedCard } from './enrolment-script.ts';
import { WalletEnrolment } from './wallet-enrolment.ts';
import type { WalletMeans } from './wallet-session.ts';
import { attempt, sightOf, type WalletStep } from './wallet-step.ts';

/** The enrolment where the script left it, or the step with which the hub did not even let it begin. */
export type DrivenEnrolment =
  | { started: true; enrolment: WalletEnrolment }
  | { started: false; step: WalletStep };

/**
 * Plays one enrolment from the start as far as script and hub let it go: at the first thing the script leaves out, or
 * the hub refuses, the rest is not due and the enrolment stays where it is.
 */
export async function driveEnrolment(
  script: CompleteScript,
  means: WalletMeans & ComposingMeans,
): Promise<DrivenEnrolment> {
  const driven = await start(script, means);
  if (!driven.started) return driven;
  const { enrolment } = driven;
  const isAt = (step: string) => enrolment.view.step === step;

  if (isAt('TERMS_DUE') && script.terms !== 'none') await enrolment.decideTerms(script.terms);
  if (isAt('TOKEN_DATA_DUE') && script.provisioning !== 'none') await enrolment.awaitTokenData();
  if (isAt('PROVISIONING_DUE') && script.provisioning !== 'none') {
    await enrolment.reportProvisioning(script.provisioning);
  }
  if (isAt('VERIFICATION_DUE') && script.idvChoice !== 'none') {
    await enrolment.chooseIdvMethod(script.idvChoice);
  }
  for (const code of script.codes) {
    if (isAt('VERIFICATION_DUE') && enrolment.view.otp !== undefined) await enrolment.submitCode(code);
  }
  return driven;
}

async function start(script: CompleteScript, means: WalletMeans & ComposingMeans): Promise<DrivenEnrolment> {
  const message = await composeStartEnrolment(script, means);
  const attempted = await attempt(means.client.startEnrolment(message));
  const step = { act: 'START', told: withoutCardData(message, script.card) } as const;
  if (!attempted.met) return { started: false, step: { ...step, ...attempted.unmet } };
  const view = attempted.answer;
  const taken: WalletStep = { ...step, result: 'ANSWERED', saw: sightOf(view) };
  return { started: true, enrolment: new WalletEnrolment(means, view, [taken]) };
}

/** The message as people may see it. */
function withoutCardData(message: StartEnrolment, card: ScriptedCard): StartEnrolment {
  switch (card.kind) {
    case 'KNOWN':
      return message;
    case 'TOKEN':
      return { ...message, cipheredCardInfo: '(the original token)' };
    case 'PUSHED':
      return { ...message, pushPayload: `(the card that ends in ${lastDigits(card.pan, 4)})` };
    case 'GIVEN':
      return { ...message, cipheredCardInfo: `(the card that ends in ${lastDigits(card.pan, 4)})` };
  }
}
