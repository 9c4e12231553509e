import { consumerOf } from '@countermark/sandbox/reference-issuer/d1/test-consumers';
import { enrolCard } from '@countermark/wire/d1/click-to-pay-v1/enrol-card';
import { getProfiles } from '@countermark/wire/d1/click-to-pay-v1/get-profiles';
import { optOutCard } from '@countermark/wire/d1/click-to-pay-v1/opt-out-card';
import { optOutConsumer } from '@countermark/wire/d1/click-to-pay-v1/opt-out-consumer';
import { updateCard } from '@countermark/wire/d1/click-to-pay-v1/update-card';
import { updateConsumer } from '@countermark/wire/d1/click-to-pay-v1/update-consumer';
import type { ClickToPayProfile } from '@countermark/wire/d1/data/click-to-pay-profile';
import type { ClickToPayConsumer } from '@countermark/wire/d1/data/consumer-info';
import { clickToPayReasonCodes } from '@countermark/wire/d1/reason-codes';
import type { Command } from 'commander';
import { CommandFailed, exitCodes } from '../../command-failed.ts';
import { stateColour } from '../../output/colour.ts';
import { renderTable } from '../../output/table.ts';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { type D1Options, withD1Options } from './d1-options.ts';
import { registerLookup } from './lookup.ts';
import { outcomeInWords, registerReasonCommand } from './reason.ts';

/** `countermark d1 click-to-pay …`: profiles at the payment networks' directories. */
export function registerD1ClickToPay(d1: Command, terminal: Terminal): void {
  const clickToPay = d1
    .command('click-to-pay')
    .description("Click to Pay: profiles at the networks' directories");
  registerEnrol(clickToPay, terminal);
  registerUpdates(clickToPay, terminal);
  for (const [name, parameter, operation] of [
    ['opt-out', 'cardId', optOutCard],
    ['opt-out-consumer', 'consumerId', optOutConsumer],
  ] as const) {
    registerReasonCommand(clickToPay, terminal, {
      name,
      description:
        parameter === 'cardId'
          ? 'take a card out of the directory, and its token with it'
          : 'take a consumer out of the directories, with all cards and tokens',
      example: `click-to-pay ${name} ${parameter === 'cardId' ? 'card-1' : 'kari'}`,
      parameter,
      operation,
      reasonCodes: clickToPayReasonCodes,
      done: 'is no longer in Click to Pay',
    });
  }
  registerLookup(clickToPay, terminal, {
    name: 'profiles',
    description: 'show the profiles of a consumer',
    parameter: 'consumerId',
    operation: getProfiles,
    example: 'click-to-pay profiles kari',
    inWords: ({ clickToPayProfiles }) => renderProfiles(clickToPayProfiles, terminal),
  });
}

function registerEnrol(clickToPay: Command, terminal: Terminal): void {
  const command = clickToPay
    .command('enrol')
    .description('enrol a card; the first one makes the profile of its consumer')
    .argument('<cardId>')
    .option('--consumer <consumerId>', 'send what is known of them (default: the hub asks the issuer)')
    .option('--name <name>', 'name on the card, for Visa', 'KARI NORDMANN');
  withD1Options(command, 'click-to-pay enrol card-1 --consumer kari').action(
    (cardId: string, options: D1Options & { consumer?: string; name: string }) => {
      const { consumer } = options;
      return callD1(terminal, options, {
        operation: enrolCard,
        parameters: { cardId },
        body: {
          ...(consumer !== undefined && { consumerInfo: profileOf(consumer) }),
          cardholderName: options.name,
          billingAddress: consumerAddress(consumer ?? cardId),
        },
        inWords: answer => outcomeInWords(`${cardId} is in Click to Pay`, answer),
      });
    },
  );
}

function registerUpdates(clickToPay: Command, terminal: Terminal): void {
  withD1Options(
    clickToPay
      .command('update')
      .description('change what the directory says of a card')
      .argument('<cardId>')
      .requiredOption('--name <name>', 'name on the card, for Visa'),
    "click-to-pay update card-1 --name 'KARI HANSEN'",
  ).action((cardId: string, options: D1Options & { name: string }) =>
    callD1(terminal, options, {
      operation: updateCard,
      parameters: { cardId },
      body: { cardholderName: options.name, billingAddress: consumerAddress(cardId) },
      inWords: answer => outcomeInWords(`${cardId} is changed at the directory`, answer),
    }),
  );
  withD1Options(
    clickToPay
      .command('update-consumer')
      .description('change what the directories say of a consumer')
      .argument('<consumerId>')
      .requiredOption('--email <address>', 'the new e-mail address'),
    'click-to-pay update-consumer kari --email kari@example.org',
  ).action((consumerId: string, options: D1Options & { email: string }) =>
    callD1(terminal, options, {
      operation: updateConsumer,
      parameters: { consumerId },
      body: { consumerInfo: { ...profileOf(consumerId), email: options.email } },
      inWords: answer => outcomeInWords(`${consumerId} is changed at the directories`, answer),
    }),
  );
}

/** All that a profile says of the made-up person. */
function profileOf(consumerId: string): ClickToPayConsumer {
  const known = consumerOf(consumerId);
  const { language, firstName, lastName, email, mobilePhoneNumber } =
    known.kind === 'KNOWN' ? known.consumer : {};
  if (!language || !firstName || !lastName || !email || !mobilePhoneNumber)
    throw new CommandFailed(`Too little is known of ${consumerId} for a profile`, exitCodes.usage);
  return { language, firstName, lastName, email, mobilePhoneNumber };
}

function consumerAddress(consumerId: string): object {
  const known = consumerOf(consumerId);
  return (known.kind === 'KNOWN' && known.consumer.billingAddress) || {};
}

function renderProfiles(profiles: readonly ClickToPayProfile[], { colour }: Terminal): string {
  if (profiles.length === 0) return 'There is no profile.';
  const rows = profiles.flatMap(({ scheme, consumerInfo, cards }) => {
    const consumer = `${consumerInfo.firstName} ${consumerInfo.lastName} <${consumerInfo.email}>`;
    const shown = cards.length === 0 ? [null] : cards;
    return shown.map(card => ({ scheme, consumer, card }));
  });
  return renderTable(rows, {
    colour,
    columns: [
      { title: 'DIRECTORY', value: ({ scheme }) => scheme },
      { title: 'CONSUMER', value: ({ consumer }) => consumer },
      { title: 'CARD', value: ({ card }) => card?.cardId },
      { title: 'NUMBER', value: ({ card }) => (card ? `…${card.last4}` : undefined) },
      { title: 'STATE', value: ({ card }) => card?.state, colour: ({ card }) => stateColour(card?.state) },
      { title: 'DIGITAL CARD', value: ({ card }) => card?.digitalCardId },
    ],
  });
}
