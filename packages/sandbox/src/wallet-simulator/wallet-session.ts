import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { OtpChallengeView } from '@countermark/wire/token-requestor/otp-challenge';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import type { CodeEntry } from './enrolment-script.ts';
import { findIdvMethod } from './find-idv-method.ts';
import type { RequestorClient } from './requestor-client.ts';
import { attempt, type WalletAct, type WalletStep } from './wallet-step.ts';

/**
 * Looks at the cardholder's phone or mailbox: the code of the `attempt`-th time, from 1, that the hub said it sent
 * one in this session; undefined when it has not come.
 */
export type ReadCode = (sessionId: string, attempt: number) => Promise<string | undefined>;

/** What a wallet has at hand for its sessions. */
export interface WalletMeans {
  client: RequestorClient;
  readCode: ReadCode;
  now: () => Date;
  /** Called when a token is being delivered: its device gets what it pays with. */
  personalise: (client: RequestorClient, virtualCardId: string) => Promise<void>;
  /** Called with the token whenever the wallet heard how it stands. */
  hear: (token: TokenOfRequestor) => void;
}

/** What the hub says that a cardholder can be verified by, and of a code that it sent. */
export interface IdvView {
  idvMethods?: IdvMethod[];
  otp?: OtpChallengeView;
}

/** What a call of a session was answered with, and what else the wallet saw. */
export interface Answered<View, Sight> {
  view: View;
  sight?: Partial<Sight>;
}

/**
 * A session with the hub in the hands of a wallet: each method is one act of the cardholder or the device, remembered as
 * a step with what came of it. Refusals of the hub are remembered, not thrown.
 */
export abstract class WalletSession<View extends IdvView, Sight extends object> {
  protected readonly means: WalletMeans;
  readonly #steps: WalletStep<Sight>[];
  #view: View;
  #codesSent = 0;
  #sendsLeft: number;

  /** @param steps what was done so far */
  constructor(means: WalletMeans, view: View, steps: readonly WalletStep<Sight>[]) {
    this.means = means;
    this.#view = view;
    this.#steps = [...steps];
    this.#sendsLeft = view.otp?.sendsLeft ?? Number.POSITIVE_INFINITY;
  }

  /** As last seen. */
  get view(): View {
    return this.#view;
  }

  /** What was done, from the start. */
  get steps(): WalletStep<Sight>[] {
    return [...this.#steps];
  }

  /** The hub was asked how the session stands: issuer or TSP may have gone on with it. The device heard nothing. */
  lookAgain(view: View): void {
    this.#view = view;
    this.#countCode();
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
    await this.act('CHOOSE_IDV_METHOD', { id, type }, () => this.choose(id));
  }

  async submitCode(entry: CodeEntry): Promise<void> {
    const otp = await this.#readEntry(entry);
    if (otp === undefined) return this.#leave('SUBMIT_OTP', `The phone shows no code to be the ${entry} one`);
    await this.act('SUBMIT_OTP', { code: entry }, () => this.submit(otp));
  }

  /** The correlation id of what the issuer is told. */
  protected abstract sessionId(): string;
  /** The part of a view that a step is remembered by. */
  protected abstract sightOf(view: View): Sight;
  protected abstract choose(methodId: string): Promise<Answered<View, Sight>>;
  protected abstract submit(otp: string): Promise<Answered<View, Sight>>;
  /** The device hears of what an act came to. */
  protected abstract heard(view: View): void;

  protected async act(
    act: WalletAct,
    told: Readonly<Record<string, unknown>>,
    call: () => Promise<Answered<View, Sight>>,
  ): Promise<void> {
    const attempted = await attempt(call());
    if (!attempted.met) {
      this.#steps.push({ act, told, ...attempted.unmet });
      return;
    }
    const { view, sight } = attempted.answer;
    this.lookAgain(view);
    this.heard(view);
    this.#steps.push({ act, told, result: 'ANSWERED', saw: { ...this.sightOf(view), ...sight } });
  }

  #leave(act: WalletAct, message: string): void {
    this.#steps.push({ act, told: {}, result: 'NOT_DONE', message });
  }

  /** Every code that was really sent leaves fewer sends; another kind of method, or a send that failed, does not. */
  #countCode(): void {
    const { otp } = this.#view;
    if (otp === undefined || otp.sendsLeft >= this.#sendsLeft) return;
    this.#codesSent += 1;
    this.#sendsLeft = otp.sendsLeft;
  }

  async #readEntry(entry: CodeEntry): Promise<string | undefined> {
    const read = (nth: number) => (nth < 1 ? undefined : this.means.readCode(this.sessionId(), nth));
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

/** A code that is certainly another: its last digit is one higher. */
function otherCode(code: string): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}
