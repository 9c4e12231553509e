import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import { ApiRefusal } from '../bearer-client.ts';
import { parseDuration } from '../duration.ts';
import type { SandboxDescription } from '../sandbox/sandbox-description.ts';
import { sandboxProducts } from '../sandbox/sandbox-parties.ts';
import type { SandboxClient } from '../sandbox-client.ts';
import { sandboxPanPrefixes, testPan } from '../test-cards.ts';
import type { EnrolmentReport } from '../wallet-simulator/wallet-enrolment.ts';
import type { Expectation, Scenario, ScenarioStep } from './scenario.ts';

/** How one scenario went. */
export interface ScenarioResult {
  id: string;
  title: string;
  passed: boolean;
  expected: Expectation;
  actual: Expectation;
  /** Why a step could not be done; null when all were. */
  problem: string | null;
  /** Milliseconds. */
  duration: number;
}

/** Where scenarios run, and the seed their card numbers come from. */
export interface ScenarioMeans {
  sandbox: SandboxDescription;
  client: SandboxClient;
  seed: string;
}

/** What is awaited comes within this time, or the scenario has failed. */
const patience = 10_000;
const glance = 20;

/** The card a scenario uses: always the same for the same seed. */
export function panOf(scenario: Scenario, seed: string): string {
  return testPan({
    prefix: sandboxPanPrefixes[scenario.product ?? 'DEMO-DEBIT'],
    seed: `${seed}/${scenario.id}`,
  });
}

/** Plays one scenario and compares what came of it with what was expected. */
export async function runScenario(scenario: Scenario, means: ScenarioMeans): Promise<ScenarioResult> {
  const started = performance.now();
  const play = new ScenarioPlay(scenario, means);
  const problem = await playSteps(play, [
    ...(scenario.before ?? []),
    { enrol: {} },
    ...(scenario.after ?? []),
  ]);
  const actual = await play.outcome();
  return {
    id: scenario.id,
    title: scenario.title,
    passed: problem === null && isDeepStrictEqual(actual, scenario.expect),
    problem,
    expected: scenario.expect,
    actual,
    duration: Math.round(performance.now() - started),
  };
}

/** Stops at the first step that cannot be done and says why. */
async function playSteps(play: ScenarioPlay, steps: readonly ScenarioStep[]): Promise<string | null> {
  for (const step of steps) {
    try {
      await play.act(step);
    } catch (error) {
      if (!(error instanceof ApiRefusal || error instanceof StepNotPossible)) throw error;
      return `${JSON.stringify(step)}: ${error.message}`;
    }
  }
  return null;
}

/** What went before did not come to where this step could be done. */
class StepNotPossible extends Error {}

/** One scenario being played: what was done last, and to what. */
class ScenarioPlay {
  readonly #scenario: Scenario;
  readonly #means: ScenarioMeans;
  readonly #issuerId: string;
  #report: EnrolmentReport | null = null;
  /** Refusals of the issuer's own calls. */
  #issuerRefusal: number | null = null;

  constructor(scenario: Scenario, means: ScenarioMeans) {
    this.#scenario = scenario;
    this.#means = means;
    const product = sandboxProducts.find(({ productId }) => productId === (scenario.product ?? 'DEMO-DEBIT'));
    this.#issuerId = product?.issuerId ?? '';
  }

  async act(step: ScenarioStep): Promise<void> {
    const { client } = this.#means;
    if ('enrol' in step) await this.#enrol(step);
    else if ('choose' in step) this.#report = await client.chooseIdvMethod(this.#enrolmentId(), step.choose);
    else if ('enter' in step) this.#report = await client.enterCode(this.#enrolmentId(), step.enter);
    else if ('advance' in step) await client.advanceClock(parseDuration(step.advance));
    else if ('updateCardState' in step) await this.#updateCardState(step);
    else if ('getCardInfo' in step) await this.#getCardInfo();
    else if ('updateCard' in step) await this.#updateCard(step.updateCard);
    else if ('tsp' in step) await client.reportTspEvent(this.#virtualCardId() ?? '', step.tsp);
    else await client.injectFault(this.#issuerId, step.fault);
  }

  async #enrol(step: Extract<ScenarioStep, { enrol: unknown }>): Promise<void> {
    const known = step.knownCard ? this.#report?.enrolment?.token?.walletCardRefId : undefined;
    const { exp, cvv, ...script } = this.#scenario.enrol;
    const card = {
      pan: panOf(this.#scenario, this.#means.seed),
      ...(exp !== undefined && { exp }),
      ...(cvv !== undefined && { cvv }),
    };
    const given = known === undefined ? card : { knownCard: known };
    this.#report = await this.#means.client.enrol({ ...script, ...given, ...step.enrol });
  }

  async #updateCardState({
    updateCardState: action,
    scope,
    callbacks = 1,
  }: Extract<ScenarioStep, { updateCardState: unknown }>): Promise<void> {
    const virtualCardId = scope === 'token' ? this.#virtualCardId() : undefined;
    const call = await this.#call('updateCardState', {
      issuerCardRefId: await this.#issuerCardRefId(),
      ...(virtualCardId !== undefined && { virtualCardId }),
      action,
    });
    await this.#until(async () => {
      const received = await this.#means.client.notifications(this.#issuerId);
      return received.filter(({ correlationId }) => correlationId === call.correlationId).length >= callbacks;
    });
  }

  async #getCardInfo(): Promise<void> {
    const { body } = await this.#call('getCardInfo', { issuerCardRefId: await this.#issuerCardRefId() });
    const { virtualCardList = [] } = (body ?? {}) as { virtualCardList?: { virtualCardId: string }[] };
    const listed = virtualCardList.some(({ virtualCardId }) => virtualCardId === this.#virtualCardId());
    if (!listed) throw new StepNotPossible('the token is not listed');
  }

  async #updateCard(flaw: Extract<ScenarioStep, { updateCard: unknown }>['updateCard']): Promise<void> {
    const fpanDetails = await this.#flawedFpanDetails(flaw);
    await this.#call('updateCard', { issuerCardRefId: await this.#issuerCardRefId(), fpanDetails });
  }

  async #flawedFpanDetails(
    flaw: Extract<ScenarioStep, { updateCard: unknown }>['updateCard'],
  ): Promise<string> {
    if (flaw === 'garbage') return Buffer.from('0 this is no PKCS#7 at all').toString('base64');
    const { sandbox, seed } = this.#means;
    const pan = panOf(this.#scenario, seed);
    const own = sandbox.issuers[this.#issuerId]?.envelope;
    const recipient = flaw === 'unknown certificate' && own ? own : sandbox.hub.envelope;
    const key = importSealingKey({
      keyIdentifier: recipient.keyIdentifier,
      certificatePem: await readFile(recipient.certificate, 'utf8'),
    });
    const details = writeFpanDetails({ oldFPAN: pan, oldExpDate: '1230', newFPAN: pan, newExpDate: '1231' });
    const padding = flaw === 'PKCS#1 v1.5' ? 'RSAES-PKCS1-v1_5' : 'RSAES-OAEP-SHA-256';
    return sealEnvelope(details, { key, padding, recipient: 'subjectKeyIdentifier', encoding: 'hex' });
  }

  async #call(operation: string, body: object) {
    const call = await this.#means.client.callHub(this.#issuerId, operation, {
      // The calls of one scenario share its session, so that they are found with it.
      correlationId: `${this.#enrolmentId()}-${this.#calls++}`,
      body,
    });
    const refusal = (call.body as { responseCode?: number } | null)?.responseCode;
    if (call.status !== 200) this.#issuerRefusal = refusal ?? call.status;
    return call;
  }

  #calls = 1;

  /** What came of it, once everything owed has been delivered. */
  async outcome(): Promise<Expectation> {
    const { expect } = this.#scenario;
    await this.#until(async () => {
      if (await this.#endedWithoutToken()) return true;
      return isDeepStrictEqual(await this.#look(), expect) && (await this.#nothingOwed());
    });
    return this.#look();
  }

  /** Nothing more can come of it: no token, so nothing is owed to anybody. */
  async #endedWithoutToken(): Promise<boolean> {
    const enrolmentId = this.#report?.enrolmentId ?? null;
    if (enrolmentId === null) return true;
    const { session } = await this.#means.client.session(enrolmentId);
    return session.step === 'ENDED' && session.virtualCardId === undefined;
  }

  /** What the issuer is to be told of the token has been told. */
  async #nothingOwed(): Promise<boolean> {
    const virtualCardId = this.#virtualCardId();
    if (virtualCardId === undefined) return true;
    const { deliveries } = await this.#means.client.token(virtualCardId);
    return deliveries.every(({ state }) => state !== 'PENDING');
  }

  async #look(): Promise<Expectation> {
    const { client } = this.#means;
    const virtualCardId = this.#virtualCardId();
    const enrolmentId = this.#report?.enrolmentId ?? null;
    const session = enrolmentId === null ? null : await client.session(enrolmentId);
    const token = virtualCardId === undefined ? null : await client.token(virtualCardId);
    const recorded = [...(session?.exchanges ?? []), ...(token?.exchanges ?? [])];
    const said = this.#issuerExchanges(await this.#withOwnCalls(recorded));
    return {
      state: token?.token.state ?? null,
      decision: session?.session.decision ?? null,
      code: this.#code(session?.session.refusal?.code ?? null),
      exchanges: said.map(nameOf),
      notices: said.filter(({ operation }) => operation === 'notifyVirtualCardChange').map(noticeOf),
      ...(this.#scenario.expect.walletProviderId !== undefined && {
        walletProviderId: session?.session.walletProviderId ?? '',
      }),
    };
  }

  /** The issuer's calls are sessions of their own; what caused nothing is found under their ids only. */
  async #withOwnCalls(recorded: readonly ExchangeView[]): Promise<ExchangeView[]> {
    const own = Array.from({ length: this.#calls - 1 }, (_, index) => `${this.#enrolmentId()}-${index + 1}`);
    const found = await Promise.all(own.map(id => this.#means.client.exchanges(id)));
    const all = [...recorded, ...found.flat()];
    return [...new Map(all.map(exchange => [exchange.exchangeId, exchange])).values()];
  }

  #issuerExchanges(exchanges: readonly ExchangeView[]): ExchangeView[] {
    return exchanges
      .filter(({ peer }) => peer.startsWith('issuer:'))
      .sort((a, b) => (a.exchangeId < b.exchangeId ? -1 : 1));
  }

  #code(refusal: number | null): number | string | null {
    const steps = this.#report?.steps ?? [];
    const refusals = steps.flatMap(step => (step.result === 'REFUSED' ? [step.errorCode] : []));
    const entries = steps.flatMap(step => (step.result === 'ANSWERED' ? [step.saw.otpResult] : []));
    const wrongEntry = entries.filter(result => result !== undefined && result !== 'SUCCESS').at(-1);
    return this.#issuerRefusal ?? refusal ?? refusals.at(-1) ?? wrongEntry ?? null;
  }

  #enrolmentId(): string {
    return this.#report?.enrolmentId ?? '';
  }

  #virtualCardId(): string | undefined {
    return this.#report?.enrolment?.token?.virtualCardId;
  }

  async #issuerCardRefId(): Promise<string> {
    const { session } = await this.#means.client.session(this.#enrolmentId());
    if (session.issuerCardRefId === undefined)
      throw new StepNotPossible('the issuer gave no issuerCardRefId');
    return session.issuerCardRefId;
  }

  /** Waits until something is so; gives up quietly, for the comparison shows what is missing. */
  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + patience;
    while (!(await isSo()) && performance.now() < end) await pause(glance);
  }
}

function nameOf({ direction, operation, status }: ExchangeView): string {
  const name = direction === 'inbound' ? `< ${operation}` : operation;
  return status === 200 ? name : `${name} ${status ?? 'no answer'}`;
}

function noticeOf({ request }: ExchangeView): string {
  const { action, source, errorCode } = request as { action: string; source?: string; errorCode?: number };
  return [action, source, errorCode].filter(part => part !== undefined).join(' ');
}
