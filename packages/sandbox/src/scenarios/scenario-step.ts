import type { ScenarioPlay } from './scenario-play.ts';
import type { StepKind } from './step-kind.ts';
import { addAuxiliary } from './steps/add-auxiliary.ts';
import { advance } from './steps/advance.ts';
import { bind } from './steps/bind.ts';
import { choose } from './steps/choose.ts';
import { d1 } from './steps/d1.ts';
import { d1Together } from './steps/d1-together.ts';
import { device } from './steps/device.ts';
import { directory } from './steps/directory.ts';
import { enrol } from './steps/enrol.ts';
import { enter } from './steps/enter.ts';
import { fault } from './steps/fault.ts';
import { getCardInfo } from './steps/get-card-info.ts';
import { pay } from './steps/pay.ts';
import { push } from './steps/push.ts';
import { remoteToken } from './steps/remote-token.ts';
import { remoteTsp } from './steps/remote-tsp.ts';
import { renew } from './steps/renew.ts';
import { replaceCard } from './steps/replace-card.ts';
import { tsp } from './steps/tsp.ts';
import { unbind } from './steps/unbind.ts';
import { updateAuxiliaryCardState } from './steps/update-auxiliary-card-state.ts';
import { updateCard } from './steps/update-card.ts';
import { updateCardState } from './steps/update-card-state.ts';
import { wallet } from './steps/wallet.ts';

/** Every kind of step, by the member that names it in a scenario. */
const stepKinds = {
  addAuxiliary,
  advance,
  bind,
  choose,
  d1,
  d1Together,
  device,
  directory,
  enrol,
  enter,
  fault,
  getCardInfo,
  pay,
  renew,
  remoteToken,
  remoteTsp,
  replaceCard,
  push,
  tsp,
  unbind,
  updateCard,
  updateAuxiliaryCardState,
  updateCardState,
  wallet,
};

type StepOf<Kind> = Kind extends StepKind<infer Step> ? Step : never;

/** One thing somebody does after, or instead of, the first enrolment. */
export type ScenarioStep = StepOf<(typeof stepKinds)[keyof typeof stepKinds]>;

/** @throws StepNotPossible, or ApiRefusal when a party does not take part */
export async function actStep(play: ScenarioPlay, step: ScenarioStep): Promise<void> {
  await kindOf(step).act(play, step);
}

export function stepInWords(step: ScenarioStep): string {
  return kindOf(step).inWords(step);
}

function kindOf(step: ScenarioStep): StepKind<ScenarioStep> {
  const name = Object.keys(step).find(member => Object.hasOwn(stepKinds, member));
  return stepKinds[name as keyof typeof stepKinds] as unknown as StepKind<ScenarioStep>;
}
