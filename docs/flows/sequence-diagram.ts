import type { ExchangeView } from '@countermark/wire/operator/exchange';

/** What happened between two rests of a story: one step, and what followed from it. */
export interface Scene {
  /** The step in words; shown where no message says it. */
  step: string;
  /** In the order they began. */
  exchanges: readonly ExchangeView[];
}

/** Who stands in a diagram, by the first part of `peer`, and by what letter. */
const participants = {
  W: 'Wallet or merchant',
  D: 'Directory',
  A: 'Application of the issuer',
  H: 'Hub',
  I: 'Issuer',
} as const;

type Participant = keyof typeof participants;

/**
 * A sequence diagram in Mermaid.
 *
 * @param before what came before, in words; null: everything is drawn
 */
export function sequenceDiagram(scenes: readonly Scene[], before: string | null): string {
  const lines = [...(before === null ? [] : [`Note over H: ${before}`]), ...scenes.flatMap(linesOf)];
  const taking = (Object.keys(participants) as Participant[]).filter(
    letter => letter === 'H' || lines.some(line => new RegExp(`\\b${letter}\\b.*:`).test(line)),
  );
  return [
    'sequenceDiagram',
    ...taking.map(letter => `participant ${letter} as ${participants[letter]}`),
    ...lines,
  ].join('\n  ');
}

function linesOf({ step, exchanges }: Scene): string[] {
  const messages = exchanges.flatMap(messagesOf);
  const begun = messages.some(({ direction }) => direction === 'inbound');
  return [...(begun ? [] : [`Note over H: ${plain(step)}`]), ...arrowsOf(inOrder(messages))];
}

/** One message, as it is drawn. */
interface Message {
  direction: ExchangeView['direction'];
  peer: Participant;
  name: string;
  /** What of it tells the story. */
  said: string;
  /** What of the answer does; the empty text: the answer is not drawn. */
  answered: string;
  /** Told when it could be, and not in the course of another call. */
  isNotice: boolean;
  /** When it began. Of a notice, when that happened of which it tells, as far as it says so. */
  at: string;
}

/** Whether an operation tells of what has happened, by either family. */
export function isNotice(operation: string): boolean {
  return /^(.+\/)?notify/.test(operation);
}

/** A call that brings several notices at once is drawn as several: how many go together is chance. */
function messagesOf(exchange: ExchangeView): Message[] {
  const { direction, operation, request, startedAt } = exchange;
  const name = operation.replace(/^D1-[^/]+\//, '');
  const told = isNotice(operation);
  const bodies = Array.isArray(request) ? (request as unknown[]) : [request];
  return bodies.map(body => ({
    direction,
    peer: participantOf(exchange),
    name,
    said: wordsIn(name, body),
    answered: answerIn(exchange),
    isNotice: told,
    at: told ? toldInstant(body) : startedAt,
  }));
}

function participantOf({ peer }: ExchangeView): Participant {
  if (peer === 'requestor:directories') return 'D';
  if (peer.startsWith('requestor:')) return 'W';
  return peer.startsWith('application:') ? 'A' : 'I';
}

/** Later than any instant. */
const atTheEnd = '~';

/** Notices of D1 name the instant they tell of; others are told when all of a step is done. */
function toldInstant(body: unknown): string {
  const { startTime, endTime } = (body ?? {}) as { startTime?: string; endTime?: string };
  return endTime ?? startTime ?? atTheEnd;
}

/** A notice follows what it tells of, however long its way was; all else is in the order it began. */
function inOrder(messages: readonly Message[]): Message[] {
  const ordered = messages.filter(({ isNotice }) => !isNotice);
  for (const notice of messages.filter(({ isNotice }) => isNotice).sort(byQueue)) {
    const place = ordered.findLastIndex(other => comesBefore(other, notice));
    ordered.splice(place + 1, 0, notice);
  }
  return tokensFetchedFirst(ordered);
}

/** What happened at once to a consumer and to a card is told by two queues that know nothing of each other. */
function byQueue(a: Message, b: Message): number {
  const [consumerA, consumerB] = [a, b].map(({ name }) => (name === 'notifyConsumerOperations' ? 0 : 1));
  return Number(consumerA) - Number(consumerB);
}

/** What the hub does of its own accord in the same millisecond follows from what is told. */
function comesBefore({ at, direction, isNotice }: Message, notice: Message): boolean {
  return at < notice.at || (at === notice.at && (isNotice || direction === 'inbound'));
}

/** The hub fetches an access token when it has something to tell. */
function tokensFetchedFirst(messages: readonly Message[]): Message[] {
  const fetched = messages.filter(({ name }) => name === 'getToken');
  const others = messages.filter(({ name }) => name !== 'getToken');
  const told = others.findIndex(({ isNotice }) => isNotice);
  return told < 0 ? [...others, ...fetched] : others.toSpliced(told, 0, ...fetched);
}

/** What the hub asks in the course of a wallet's call comes before the answer to the wallet. */
function arrowsOf(messages: readonly Message[]): string[] {
  const lines: string[] = [];
  let due: string[] = [];
  for (const { direction, peer, name, said, answered, isNotice } of messages) {
    const [from, to] = direction === 'inbound' ? [peer, 'H'] : ['H', peer];
    if (direction === 'inbound' || isNotice || peer !== 'I') lines.push(...due.splice(0));
    lines.push(`${from}->>${to}: ${[name, said].filter(Boolean).join(' ')}`);
    const answer = answered === '' ? [] : [`${to}-->>${from}: ${answered}`];
    if (direction === 'inbound' && peer !== 'I') due = answer;
    else lines.push(...answer);
  }
  return [...lines, ...due];
}

/** Members of requests whose values tell the story, in the order they are drawn. */
const tellingMembers = [
  'action',
  'operation',
  'event',
  'result',
  'id',
  'otpMethodId',
  'channel',
  'status',
  'reasonCode',
  'source',
  'errorCode',
];

function wordsIn(name: string, body: unknown): string {
  const said = (body ?? {}) as Record<string, unknown>;
  const values = tellingMembers.map(member => said[member]);
  const scope = name.endsWith('updateCardState') && ('virtualCardId' in said ? 'one token' : 'all tokens');
  return [...values, said['accepted'] === true && 'accepted', scope]
    .filter(value => typeof value === 'string' || typeof value === 'number')
    .join(' ');
}

function answerIn({ operation, status, response, failure }: ExchangeView): string {
  if (status === undefined) return `no answer: ${failure}`;
  if (status >= 300) return [status, wordsInRefusal(response)].filter(Boolean).join(' ');
  if (isNotice(operation)) return '';
  return wordsInAnswer((response ?? {}) as AnswerBody) || String(status);
}

function wordsInRefusal(response: unknown): string {
  const { responseCode, errorCode } = (response ?? {}) as { responseCode?: number; errorCode?: string };
  return String(responseCode ?? errorCode ?? '');
}

/** Members of answers that tell the story. */
interface AnswerBody {
  levelOfTrust?: string;
  idvMethodList?: { type: string }[];
  idvMethods?: { type: string }[];
  status?: string;
  result?: string;
  step?: string;
  outcome?: string;
  decision?: string;
  token?: { state: string };
  enrolment?: AnswerBody;
  state?: string;
  refusal?: { code?: number };
}

function wordsInAnswer(answer: AnswerBody): string {
  const { levelOfTrust, idvMethodList, status, result, step, outcome, decision, token, enrolment } = answer;
  const told = [
    levelOfTrust,
    idvMethodList?.map(({ type }) => type).join(', '),
    result,
    step,
    outcome,
    decision,
    token && `token ${token.state}`,
    answer.state,
    answer.refusal?.code,
    enrolment && wordsInAnswer(enrolment),
    status,
  ];
  const words = told.filter(Boolean).join(', ');
  return words || Object.keys(answer).slice(0, 4).join(', ');
}

/** Without Markdown, and without what ends a line of Mermaid. */
function plain(text: string): string {
  return text.replaceAll('`', '').replaceAll(';', ',');
}
