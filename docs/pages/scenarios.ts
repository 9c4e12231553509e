import { type PanTrigger, panTriggers } from '@countermark/sandbox/directory-simulator/pan-triggers';
import { consumerCases } from '@countermark/sandbox/reference-issuer/d1/test-consumers';
import { raisedFlag } from '@countermark/sandbox/reference-issuer/d1/verify-card';
import {
  type DigitizationOutcome,
  type TestCase,
  testCases,
} from '@countermark/sandbox/reference-issuer/decision-table';
import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import type { Expectation, Scenario } from '@countermark/sandbox/scenarios/scenario';
import { stepInWords } from '@countermark/sandbox/scenarios/scenario-step';
import { scriptInWords } from '@countermark/sandbox/scenarios/script-in-words';
import { builtInTestCard, sandboxPanPrefixes } from '@countermark/sandbox/test-cards';
import { responseCodes } from '@countermark/wire/issuer-gateway/response-codes';
import { code, table } from './markdown.ts';

/** The scenario catalogue, and the test cards its rows are made of. */
export function renderScenarios(): string {
  return `# Scenarios

A scenario is one story from the life of a card, with everything it must come to. The sandbox plays them against its
hub, each with a card of its own:

\`\`\`
npx countermark scenarios             # all of them
npx countermark scenarios S03 S12     # some; S12 is every row that begins with S12/
npx countermark scenarios --list
npx countermark scenarios --fault 500 # while the reference issuer is broken: rows fail, exit code 1
\`\`\`

This page is printed by \`npm run docs\` from the catalogue that is played,
\`packages/sandbox/src/scenarios/catalogue/\`: change the catalogue, not the page.

## The catalogue

${table(
  ['Scenario', 'Story', 'Played as', 'State', 'Decision', 'Code'],
  catalogue.map(row => [
    row.id,
    row.title,
    storyOf(row),
    row.expect.state === null ? 'no token' : code(row.expect.state),
    row.expect.decision ?? '',
    row.expect.code === null ? '' : code(row.expect.code),
  ]),
)}

"State" is that of the token at the end. "Code" is the response code that somebody was refused with, or what the last
wrong entry of a one-time password came to.

## Messages between hub and issuer

In order; \`<\` is a call of the issuer to the hub, a number an answer other than 200. "Told" is \`action\` and \`source\`
of each \`notifyVirtualCardChange\`.

${table(
  ['Scenario', 'Messages', 'Told'],
  catalogue.map(({ id, expect }) => [id, messagesOf(expect), expect.notices.map(code).join(', ')]),
)}

## Payments

What payments with the token are answered, in order ([detokenization](detokenization.md)).

${table(
  ['Scenario', 'Response codes'],
  catalogue.flatMap(({ id, expect: { payments } }) =>
    payments ? [[id, payments.map(code).join(', ')]] : [],
  ),
)}

## D1

What issuers that speak D1 are answered and told. "Told" is operation and status of each notice, of the first card and its
digital cards, then of the other cards (\`b\`, \`c\`), then of the consumer; an error code says why something failed.

${table(
  ['Scenario', 'Answered', 'Told', 'At the end'],
  catalogue.flatMap(({ id, expect }) =>
    isOfD1(expect) ? [[id, inCode(expect.d1Answers), inCode(expect.d1Notices), endInD1(expect)]] : [],
  ),
)}

The end of a consumer's id chooses what the issuer knows of them; any other consumer is a made-up person:

${table(
  ['Consumer id ends with', 'Meaning'],
  Object.entries(consumerCases).map(([ending, meaning]) => [code(ending), meaning]),
)}

The last digits of a card number choose what a Click to Pay directory does with it:

${table(
  ['Number ends with', 'The directory'],
  Object.entries(panTriggers).map(([ending, trigger]) => [code(ending), triggersInWords[trigger]]),
)}

## Test cards

A card number that begins with one of the sandbox's ranges and passes the Luhn check is a test card. The range chooses the
product:

${table(
  ['Product', 'Card numbers begin with'],
  Object.entries(sandboxPanPrefixes).map(([product, prefix]) => [code(product), code(prefix)]),
)}

The year of its expiry date chooses what the reference issuer answers. Any other year goes by the evidence: green for a
card whose security code is right or that the bank's application vouches for, yellow for the rest.

${table(
  ['Expiry year', 'The reference issuer', 'In D1, when it is asked to verify the card'],
  Object.entries(testCases).map(([year, testCase]) => [
    code(`20${year}`),
    testCaseInWords(testCase),
    flagInWords(testCase),
  ]),
)}

The security code is \`${builtInTestCard.cvv}\`; any other is refused with ${code(161)}.
`;
}

function messagesOf({ exchanges }: Expectation): string {
  return exchanges.length === 0 ? 'none: the issuer is not asked' : exchanges.map(code).join(', ');
}

function isOfD1({ d1Answers, d1Notices, d1Cards, digitalCards }: Expectation): boolean {
  return [d1Answers, d1Notices, d1Cards, digitalCards].some(member => member !== undefined);
}

function inCode(words: readonly string[] = []): string {
  return words.map(code).join(', ');
}

function endInD1({ d1Cards = [], digitalCards = [], profiles }: Expectation): string {
  return [
    d1Cards.length > 0 && `cards ${inCode(d1Cards)}`,
    digitalCards.length > 0 && `digital cards ${inCode(digitalCards)}`,
    profiles && (profiles.length > 0 ? `Click to Pay ${inCode(profiles)}` : 'no profile'),
  ]
    .filter(Boolean)
    .join('; ');
}

const triggersInWords: Readonly<Record<PanTrigger, string>> = {
  REFUSES_CARD: 'takes the consumer and refuses the card',
  REFUSES_CONSUMER: 'refuses the consumer',
  TIMES_OUT_ONCE: 'does not answer the first call',
  STAYS_PENDING: 'keeps the card pending until it is released',
};

// --- Steps in words ----------------------------------------------------------------------------------------------------

function storyOf({ product, ending, before = [], enrol, after = [] }: Scenario): string {
  const number = ending === undefined ? '' : ` whose number ends with ${code(ending)}`;
  const card = product === undefined ? [] : [`a ${code(product)} card${number}`];
  return [
    ...card,
    ...before.map(stepInWords),
    ...(enrol ? [scriptInWords('enrol', enrol)] : []),
    ...after.map(stepInWords),
  ].join('; ');
}

function testCaseInWords({ eligibility, digitization, sendOTP, idv }: TestCase): string {
  const parts = [
    eligibility && `refuses eligibility with ${refusal(eligibility)}`,
    digitization && outcomeInWords(digitization),
    sendOTP && `refuses to send a code with ${refusal(sendOTP)}`,
    idv === 'none' && 'cannot verify its cardholder: red wherever it would be yellow',
  ];
  return parts.filter(Boolean).join('; ');
}

function flagInWords(testCase: TestCase): string {
  const flag = raisedFlag(testCase);
  return flag === undefined ? '' : `raises ${code(flag)}`;
}

function outcomeInWords(outcome: DigitizationOutcome): string {
  if (outcome.kind === 'REFUSED') return `refuses digitization with ${refusal(outcome.code)}`;
  if (outcome.kind === 'BROKEN') {
    return outcome.fault === 'timeout'
      ? 'does not answer digitization'
      : 'answers digitization with HTTP 500';
  }
  if (outcome.levelOfTrust !== 'yellow') return outcome.levelOfTrust;
  return outcome.offered === null
    ? 'yellow without a method list, so that the hub asks for it'
    : `yellow with ${outcome.offered.map(code).join(', ')}`;
}

function refusal(responseCode: keyof typeof responseCodes): string {
  return `${code(responseCode)} (${responseCodes[responseCode].meaning})`;
}
