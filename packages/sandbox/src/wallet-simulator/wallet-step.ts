import type { BindingView } from '@countermark/wire/token-requestor/binding';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import { TokenRequestorApiError } from './requestor-client.ts';

/** What a wallet can do in an enrolment or a device binding. */
export type WalletAct =
  | 'START'
  | 'START_AUXILIARY'
  | 'ACCEPT_TERMS'
  | 'DECLINE_TERMS'
  | 'DELIVER'
  | 'FAIL_PROVISIONING'
  | 'CANCEL_PROVISIONING'
  | 'CHOOSE_IDV_METHOD'
  | 'SUBMIT_OTP'
  | 'END';

/** One thing the wallet did and what came of it. Card data and codes are never in here. */
export type WalletStep<Sight = EnrolmentSight> = {
  act: WalletAct;
  told: Readonly<Record<string, unknown>>;
} & WalletSight<Sight>;

export type WalletSight<Sight = EnrolmentSight> =
  /** The hub took it; this is what the wallet showed next. */
  | { result: 'ANSWERED'; saw: Sight }
  | Unmet
  /** The wallet could not do it, for instance choose what is not offered. */
  | { result: 'NOT_DONE'; message: string };

/** The call was refused by the hub, or nobody answered. */
export type Unmet =
  | { result: 'REFUSED'; status: number; errorCode: number | null; message: string }
  | { result: 'UNANSWERED'; message: string };

/** What came of a code that was submitted. */
interface OtpSight {
  otpResult?: string;
}

/** Where the enrolment stood after a step. */
export type EnrolmentSight = Pick<EnrolmentView, 'step' | 'outcome' | 'refusal' | 'decision'> & OtpSight;

/** Where the device binding stood after a step. */
export type BindingSight = Pick<BindingView, 'state' | 'refusal' | 'decision'> & OtpSight;

export type Attempt<Answer> = { met: true; answer: Answer } | { met: false; unmet: Unmet };

/** Waits for a call; a refusal and a missing answer are results, an answer that is not in the API is a fault. */
export async function attempt<Answer>(call: Promise<Answer>): Promise<Attempt<Answer>> {
  try {
    return { met: true, answer: await call };
  } catch (error) {
    if (!(error instanceof TokenRequestorApiError)) throw error;
    const { status, errorCode, message } = error;
    if (status === null) return { met: false, unmet: { result: 'UNANSWERED', message } };
    if (status < 300) throw error;
    return { met: false, unmet: { result: 'REFUSED', status, errorCode, message } };
  }
}

/** The part of a view that a step is remembered by. */
export function sightOf({ step, outcome, refusal, decision }: EnrolmentView): EnrolmentSight {
  return {
    step,
    ...(outcome !== undefined && { outcome }),
    ...(refusal !== undefined && { refusal }),
    ...(decision !== undefined && { decision }),
  };
}

/** The same of a device binding. */
export function bindingSightOf({ state, refusal, decision }: BindingView): BindingSight {
  return {
    state,
    ...(refusal !== undefined && { refusal }),
    ...(decision !== undefined && { decision }),
  };
}
