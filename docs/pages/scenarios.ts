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
  ['Expiry year', 'The reference issuer'],
  Object.entries(testCases).map(([year, testCase]) => [code(`20${year}`), testCaseInWords(testCase)]),
)}

The security code is \`${builtInTestCard.cvv}\`; any other is refused with ${code(161)}.
`;
}

function messagesOf({ exchanges }: Expectation): string {
  return exchanges.length === 0 ? 'none: the issuer is not asked' : exchanges.map(code).join(', ');
}

// --- Steps in words ----------------------------------------------------------------------------------------------------

function storyOf({ product, before = [], enrol, after = [] }: Scenario): string {
  const card = product === undefined ? [] : [`a ${code(product)} card`];
  return [...card, ...before.map(stepInWords), scriptInWords('enrol', enrol), ...after.map(stepInWords)].join(
    '; ',
  );
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
