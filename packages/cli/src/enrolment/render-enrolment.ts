import type { ExchangeView } from '@countermark/wire/operator/exchange';
import type { EnrolmentEnd, FollowedEnrolment } from './follow-enrolment.ts';

/** Whoever the hub speaks with and is no wallet, by the kind of peer. */
const partyNames: Readonly<Record<string, string>> = {
  issuer: 'issuer',
  detokenizer: 'acquirer',
  application: 'app',
  tsp: 'TSP',
};

/** Longest body shown in a line; `--json` shows all. */
const bodyWidth = 150;

/** The message sequence and its end, for people. */
export function renderEnrolment(followed: FollowedEnrolment): string {
  const { decision, otpResult, auxiliary } = followed;
  const ends = [
    renderEnd('Enrolment', followed, [decision && `decision ${decision}`, otpResult && `code ${otpResult}`]),
    ...(auxiliary ? [renderEnd('Domestic side', auxiliary, [])] : []),
  ];
  return [...renderExchanges(followed.exchanges), '', ...ends].join('\n');
}

/** Messages in lines for people. Bodies are masked where they were recorded. */
export function renderExchanges(exchanges: readonly ExchangeView[]): string[] {
  return exchanges.flatMap(renderExchange);
}

function renderExchange(exchange: ExchangeView): string[] {
  const { from, to } = partiesOf(exchange);
  const status = String(exchange.status ?? 'none').padStart(4);
  const time = `${exchange.duration} ms`.padStart(8);
  const head = `  ${from.padEnd(6)} → ${to.padEnd(6)}  ${exchange.operation.padEnd(24)} ${status} ${time}`;
  const { request, failure } = exchange;
  const below = [request === undefined ? undefined : shortened(request), failure];
  return [head, ...below.filter(line => line !== undefined).map(line => `           ${line}`)];
}

/** Who speaks to whom: `wallet → hub`, `hub → issuer`, `acquirer → hub`. */
export function partiesOf({ direction, peer }: ExchangeView): { from: string; to: string } {
  const other = partyNames[peer.split(':')[0] ?? ''] ?? 'wallet';
  return direction === 'inbound' ? { from: other, to: 'hub' } : { from: 'hub', to: other };
}

function shortened(body: unknown): string {
  const text = JSON.stringify(body);
  return text.length > bodyWidth ? `${text.slice(0, bodyWidth - 1)}…` : text;
}

function renderEnd(
  name: string,
  { outcome, refusal, token }: EnrolmentEnd,
  more: readonly (string | null)[],
): string {
  const parts = [
    `${name} ${outcome}`,
    ...more,
    refusal && `refused with ${refusal.code ?? 'no code'}: ${refusal.message}`,
    token ? `token ${token.virtualCardId} ${token.state}` : 'no token',
  ];
  return parts.filter(Boolean).join(', ');
}
