import { isDeepStrictEqual } from 'node:util';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import type { TokenDetails } from '@countermark/wire/operator/token';
import type { EnrolmentReport } from '../wallet-simulator/wallet-enrolment.ts';
import { lookAtD1 } from './d1-outcome.ts';
import type { Expectation } from './scenario.ts';
import type { ScenarioPlay } from './scenario-play.ts';

/** What came of a scenario: as expected as soon as it is so, else what it is once patience ends. */
export async function outcomeOf(play: ScenarioPlay, expected: Expectation): Promise<Expectation> {
  await play.until(async () => {
    if (await endedWithoutToken(play)) return true;
    return isDeepStrictEqual(await look(play, expected), expected) && (await play.nothingOwed());
  });
  return look(play, expected);
}

/** Nothing more can come of it: no token, so nothing is owed to anybody. */
async function endedWithoutToken(play: ScenarioPlay): Promise<boolean> {
  if (play.d1) return false;
  if (!play.enrolmentId()) return true;
  const { session } = await play.client.session(play.enrolmentId());
  return session.step === 'ENDED' && session.virtualCardId === undefined;
}

async function look(play: ScenarioPlay, expected: Expectation): Promise<Expectation> {
  const { client } = play;
  const virtualCardId = play.virtualCardId();
  const session = play.enrolmentId() ? await client.session(play.enrolmentId()) : null;
  const token = virtualCardId === undefined ? null : await client.token(virtualCardId);
  const binding = token?.bindings.find(({ bindingId }) => bindingId === play.binding?.bindingId);
  const recorded = [...(session?.exchanges ?? []), ...(token?.exchanges ?? [])];
  const all = await withOwnCalls(play, recorded);
  const said = exchangesWith('issuer:', all).filter(isNoD1Errand);
  return {
    state: token?.token.state ?? null,
    decision: session?.session.decision ?? null,
    code: codeOf(play, session?.session.refusal?.code ?? binding?.refusal?.code ?? null),
    exchanges: said.map(nameOf),
    notices: said.filter(({ operation }) => operation.endsWith('notifyVirtualCardChange')).map(noticeOf),
    ...(play.auxiliary && { auxiliary: await lookAtAuxiliary(play, play.auxiliary) }),
    ...(expected.cardStates !== undefined && { cardStates: await cardStatesOf(play) }),
    ...(expected.walletProviderId !== undefined && {
      walletProviderId: session?.session.walletProviderId ?? '',
    }),
    ...(expected.payments !== undefined && { payments: [...play.payments] }),
    ...(expected.binding !== undefined && { binding: binding?.state ?? '' }),
    ...(expected.remote && token && { remote: await lookAtTsp(play, token) }),
    ...(expected.network && { network: exchangesWith('tsp:', all).map(inNetworkWords) }),
    ...(expected.pushes !== undefined && { pushes: [...play.pushes] }),
    ...(play.d1 && (await lookAtD1(play.d1, client, expected))),
    ...(expected.captureMethod !== undefined && { captureMethod: captureMethodOf(said) }),
  };
}

async function lookAtTsp(
  { client }: ScenarioPlay,
  { token, personalisations }: TokenDetails,
): Promise<NonNullable<Expectation['remote']>> {
  const { atc, keySets } = await client.remoteToken(token.tspTokenId);
  const later = personalisations.filter(({ purpose }) => purpose !== 'PROVISIONING');
  return { atc, keySets: keySets.confirmed, sent: later.map(({ purpose, step }) => `${purpose} ${step}`) };
}

async function lookAtAuxiliary(
  { client }: ScenarioPlay,
  { enrolmentId, steps, enrolment }: EnrolmentReport,
): Promise<NonNullable<Expectation['auxiliary']>> {
  const virtualCardId = enrolment?.token?.virtualCardId;
  const token = virtualCardId === undefined ? null : await client.token(virtualCardId);
  const session = enrolmentId === null ? null : await client.session(enrolmentId);
  const refusals = steps.flatMap(step => (step.result === 'REFUSED' ? [step.errorCode] : []));
  return {
    state: token?.token.state ?? null,
    code: session?.session.refusal?.code ?? refusals.at(-1) ?? null,
  };
}

/** Of all tokens of the card, oldest first. */
async function cardStatesOf(play: ScenarioPlay): Promise<string[]> {
  const { session } = await play.client.session(play.enrolmentId());
  if (session.issuerCardRefId === undefined) return [];
  const issuerCardRefId = encodeURIComponent(session.issuerCardRefId);
  const query = `?issuerId=${play.issuerId}&issuerCardRefId=${issuerCardRefId}`;
  const { tokens } = await play.client.tokens(query);
  return tokens.map(({ state }) => state);
}

/** The issuer's calls are sessions of their own; what caused nothing is found under their ids only. */
async function withOwnCalls(play: ScenarioPlay, recorded: readonly ExchangeView[]): Promise<ExchangeView[]> {
  const found = await Promise.all(play.ownCalls().map(id => play.client.exchanges(id)));
  const all = [...recorded, ...found.flat()];
  return [...new Map(all.map(exchange => [exchange.exchangeId, exchange])).values()];
}

function exchangesWith(peers: 'issuer:' | 'tsp:', exchanges: readonly ExchangeView[]): ExchangeView[] {
  return exchanges
    .filter(({ peer }) => peer.startsWith(peers))
    .sort((a, b) => (a.exchangeId < b.exchangeId ? -1 : 1));
}

/** The last word of whoever refused something: the hub to the issuer, to the wallet, or a code that was not right. */
function codeOf(play: ScenarioPlay, refusal: number | null): number | string | null {
  const steps = [...(play.report?.steps ?? []), ...(play.binding?.steps ?? [])];
  const refusals = steps.flatMap(step => (step.result === 'REFUSED' ? [step.errorCode] : []));
  const entries = steps.flatMap(step => (step.result === 'ANSWERED' ? [step.saw.otpResult] : []));
  const wrongEntry = entries.filter(result => result !== undefined && result !== 'SUCCESS').at(-1);
  return play.refusal ?? refusal ?? refusals.at(-1) ?? wrongEntry ?? null;
}

/** As requestCardDigitization told the issuer. */
function captureMethodOf(said: readonly ExchangeView[]): string {
  const asked = said.find(({ operation }) => operation === 'requestCardDigitization')?.request;
  const { cardCaptureInformation } = (asked ?? {}) as { cardCaptureInformation?: { captureMethod?: string } };
  return cardCaptureInformation?.captureMethod ?? '';
}

/** What tells issuers of operations is looked at as the issuer received it; tokens are asked for when the last one expires. */
function isNoD1Errand({ operation }: ExchangeView): boolean {
  return !/^D1-[^/]+\/(notify|getToken$)/.test(operation);
}

function nameOf({ direction, operation: qualified, status }: ExchangeView): string {
  const operation = qualified.replace(/^D1-[^/]+\//, '');
  const name = direction === 'inbound' ? `< ${operation}` : operation;
  return status === 200 || status === 204 ? name : `${name} ${status ?? 'no answer'}`;
}

function noticeOf({ request }: ExchangeView): string {
  const { action, source, errorCode, isPrimary } = request as {
    action: string;
    source?: string;
    errorCode?: number;
    isPrimary: boolean;
  };
  const badge = isPrimary ? undefined : 'auxiliary';
  return [badge, action, source, errorCode].filter(part => part !== undefined).join(' ');
}

/** Members of a network's messages that say what it is about. */
const tellingMembers = [
  'operationType',
  'eventType',
  'messageReasonCode',
  'reasonCode',
  'decisionMadeBy',
  'actionCode',
  'decision',
  'cvcResponse',
  'errorCode',
];

function inNetworkWords({ operation, request, response }: ExchangeView): string {
  const said: Record<string, unknown> = {
    ...(request as object | undefined),
    ...(response as object | undefined),
  };
  const words = tellingMembers.map(member => said[member]).filter(word => word !== undefined);
  return [operation, ...words].join(' ');
}
