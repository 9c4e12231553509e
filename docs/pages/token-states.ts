import { enrolmentLimits } from '@countermark/hub/core/enrolment';
import { type Suspender, suspenderRules, suspenders } from '@countermark/hub/core/suspenders';
import type { TokenState } from '@countermark/hub/core/token';
import {
  type Notice,
  restorationLimit,
  retention,
  type TokenEventType,
  tokenStateTable,
} from '@countermark/hub/core/token-life-cycle';
import { walletReports } from '@countermark/hub/core/wallet-token-event';
import { explore, type Passage, type TokenStateRow } from './explore-token-states.ts';
import { code, table } from './markdown.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const states: Readonly<Record<TokenState, string>> = {
  DEPLOYMENT_ONGOING: 'made by the token service provider, on its way to the device',
  INACTIVE: 'on the device; its holder still has to be verified',
  RESUMED: 'usable, for the first time or again',
  SUSPENDED: 'on the device, not usable, held by one actor or several',
  DELETED: `gone at the token service provider; listed for ${retention / day} days`,
  ERASED: 'forgotten by the hub; its id answers as if it had never been',
};

const events: Readonly<Record<TokenEventType, string>> = {
  PROVISIONED: 'the token requestor put the token on its device',
  PROVISIONING_FAILED: `the requestor could not or would not deliver it, or ${enrolmentLimits.deployment / minute} minutes passed`,
  ACTIVATED: 'the right code, `updateCardState` with `RESUME` naming the token, or the provider itself',
  VERIFICATION_USED_UP: 'every try at the code was wrong',
  SUSPENDED: 'somebody holds the token',
  RESUMED: 'somebody lets go of it',
  DELETED: `somebody deletes it, or it stayed inactive for ${enrolmentLimits.activation / day} days`,
  EXPIRED: 'its own expiry date passed',
  RESTORED: 'the network brought back what was removed in the wallet app',
  ERASED: `${retention / day} days after deletion`,
  CARD_UPDATED: '`updateCard` changed its card, and the provider took the change',
  RENEWED: 'the provider gave it a new expiry date',
};

const actors: Readonly<Record<Suspender, string>> = {
  ISSUER: 'issuer',
  TOKEN_REQUESTOR: 'token requestor',
  CARDHOLDER: 'cardholder',
  MOBILE_PIN_LOCKED: 'locked device PIN',
  TSP: 'token service provider',
};

/** The life of a token, as the hub's own table has it. */
export function renderTokenStates(): string {
  const passages = explore();
  return `# Token states

A token has one of six states. What moves it from one to the next is a table in the code,
\`tokenStateTable\` of \`packages/hub/src/core/token-life-cycle.ts\`, and this page is printed from it by
\`npm run docs\`: change the table, not the page.

${table(
  ['State', 'Meaning'],
  Object.entries(states).map(([state, meaning]) => [code(state), meaning]),
)}

${renderDiagram(passages)}

An event that leaves the state as it is has no arrow.

## The table

The first row whose state, event and condition fit applies. Where none does, nothing changes and the caller is refused
with response code 432. "The issuer is told" names the \`action\` of \`notifyVirtualCardChange\`, and its \`errorCode\`
where the operation failed.

${table(
  ['From', 'Event', 'When', 'To', 'The token is now', 'The issuer is told'],
  tokenStateTable.map(row => renderRow(row, passages.get(row) ?? [])),
)}

Two rules decide between two notices. The first time a token becomes usable is told as \`ACTIVATE\`, later times as
\`RESUME\`. A token that comes back from removal in the app is told as \`RESUME\`, or as \`SUSPEND\` when it was held
before.

## The events

${table(
  ['Event', 'What happened'],
  Object.entries(events).map(([event, meaning]) => [code(event), meaning]),
)}

The built-in token service provider neither renews tokens nor brings them back, and a wrong last try leaves no trace in
the token: \`RENEWED\`, \`RESTORED\`, \`VERIFICATION_USED_UP\` and the \`DELETE_FROM_APP\` kind of deletion wait for the
adapters of the networks. A token removed in its app can come back for ${restorationLimit / day} days.

## Who holds a suspended token

A suspended token knows everybody who holds it, and leaves \`SUSPENDED\` when the last of them lets go. Each actor lifts
its own hold only; the issuer's \`RESUME\` lifts the cardholder's, too.

${table(
  [
    'Actor',
    'A resume by it lifts',
    'May hold a token on its way',
    'May hold a card-on-file token',
    '`source`',
  ],
  suspenders.map(suspenderInWords),
)}

\`source\` is what the issuer is told of who caused a change. A card-on-file token is at a merchant: there is no device to
lock and no cardholder at hand.

What a token requestor reports, and the event it stands for:

${table(
  ['Report', 'Event'],
  Object.entries(walletReports).map(([report, event]) => [
    code(report),
    'by' in event ? `${code(event.type)} by ${code(event.by)}` : code(event.type),
  ]),
)}
`;
}

function suspenderInWords(actor: Suspender): string[] {
  const { lifts, mayHoldDeployment, mayHoldCardOnFile, source } = suspenderRules[actor];
  const yesOrNo = (may: boolean) => (may ? 'yes' : 'no');
  return [
    `${code(actor)} (${actors[actor]})`,
    lifts.map(entry => code(entry)).join(', '),
    yesOrNo(mayHoldDeployment),
    yesOrNo(mayHoldCardOnFile),
    code(source),
  ];
}

function renderRow(row: TokenStateRow, passages: readonly Passage[]): string[] {
  if (passages.length === 0) throw new Error(`No token and event meet the row ${row.event}: ${row.when}`);
  return [
    row.from.map(state => code(state)).join(', '),
    code(row.event),
    row.when || 'always',
    destinationOf(row, passages),
    row.becomes,
    noticesOf(passages),
  ];
}

function destinationOf(row: TokenStateRow, passages: readonly Passage[]): string {
  if (passages.every(({ from, to }) => from === to)) return 'unchanged';
  if (row.event === 'RESTORED') return 'the state before';
  return either(passages.map(({ to }) => to));
}

/** One answer for all actors, or one for some and another for the rest. */
function noticesOf(passages: readonly Passage[]): string {
  const toldBy = (actor: Suspender) => noticesFor(passages.filter(({ by }) => by === actor));
  const acting = suspenders.filter(actor => toldBy(actor) !== '');
  const usual = toldBy(acting.at(-1) ?? 'TSP');
  const special = acting.filter(actor => toldBy(actor) !== usual);
  if (special.length === 0) return noticesFor(passages);
  return [...special.map(actor => `by the ${actors[actor]}: ${toldBy(actor)}`), `by others: ${usual}`].join(
    '\n',
  );
}

function noticesFor(passages: readonly Passage[]): string {
  return either(passages.map(({ notice }) => noticeInWords(notice)));
}

function noticeInWords(notice: Notice | null): string {
  if (notice === null) return 'nothing';
  return notice.errorCode === undefined ? notice.action : `${notice.action} with ${notice.errorCode}`;
}

function either(choices: readonly string[]): string {
  return [...new Set(choices)].map(choice => choice.replace(/^[A-Z_]+/, word => code(word))).join(' or ');
}

// --- The diagram -------------------------------------------------------------------------------------------------------

function renderDiagram(passages: ReadonlyMap<TokenStateRow, readonly Passage[]>): string {
  const arrows = new Map<string, Set<TokenEventType>>();
  for (const [row, ways] of passages) {
    for (const { from, to } of ways) {
      if (from === to || row.event === 'RESTORED') continue;
      const arrow = `${from} --> ${to}`;
      arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(row.event));
    }
  }
  const lines = [...arrows].map(([arrow, labels]) => `  ${arrow}: ${[...labels].join(', ')}`);
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> DEPLOYMENT_ONGOING',
    ...lines,
    '  ERASED --> [*]',
    '  note left of DELETED: RESTORED leads back to the state before',
    '```',
  ].join('\n');
}
