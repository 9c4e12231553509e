import { consumerOf } from '@countermark/sandbox/reference-issuer/d1/test-consumers';
import { deleteConsumer } from '@countermark/wire/d1/consumer-v2/delete-consumer';
import { getConsumer } from '@countermark/wire/d1/consumer-v2/get-consumer';
import { listConsumerCards } from '@countermark/wire/d1/consumer-v2/list-consumer-cards';
import { listConsumerOperations } from '@countermark/wire/d1/consumer-v2/list-consumer-operations';
import { registerConsumer } from '@countermark/wire/d1/consumer-v2/register-consumer';
import { updateConsumer } from '@countermark/wire/d1/consumer-v2/update-consumer';
import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import { deleteReasonCodes } from '@countermark/wire/d1/reason-codes';
import { type Command, InvalidArgumentError } from 'commander';
import { CommandFailed, exitCodes } from '../../command-failed.ts';
import { readText } from '../../named-file.ts';
import { type Field, renderFields } from '../../output/fields.ts';
import { inTable } from '../../output/time.ts';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { renderCards } from './cards-table.ts';
import { type D1Options, withD1Options } from './d1-options.ts';
import { registerLookup } from './lookup.ts';
import { renderOperations } from './operations-table.ts';
import { registerReasonCommand } from './reason.ts';

const parameter = 'consumerId';

interface InformationOptions extends D1Options {
  information: string | false;
}

/** `countermark d1 consumer …`: the end users of an issuer. */
export function registerD1Consumer(d1: Command, terminal: Terminal): void {
  const consumer = d1.command('consumer').description('end users of an issuer');
  registerRegister(consumer, terminal);
  registerUpdate(consumer, terminal);
  registerReasonCommand(consumer, terminal, {
    name: 'delete',
    description: 'delete a consumer, with all cards and digital cards',
    example: 'consumer delete kari --reason-code CLOSED_ACCOUNT',
    parameter,
    operation: deleteConsumer,
    reasonCodes: deleteReasonCodes,
    done: 'is deleted, and all cards',
  });
  registerLookup(consumer, terminal, {
    name: 'show',
    description: 'show a consumer',
    parameter,
    operation: getConsumer,
    example: 'consumer show kari',
    inWords: describeConsumer,
  });
  registerLookup(consumer, terminal, {
    name: 'cards',
    description: 'list the cards of a consumer',
    parameter,
    operation: listConsumerCards,
    example: 'consumer cards kari',
    inWords: ({ cards }) => renderCards(cards, terminal),
  });
  registerLookup(consumer, terminal, {
    name: 'operations',
    description: 'list the operations on a consumer, newest first',
    parameter,
    operation: listConsumerOperations,
    example: 'consumer operations kari',
    inWords: ({ operations }) => renderOperations(operations, terminal),
  });
}

function registerRegister(consumer: Command, terminal: Terminal): void {
  const command = consumer
    .command('register')
    .description('register a consumer, or replace what is known of one')
    .argument('<consumerId>', '1 to 64 letters, digits, _ or -')
    .option('--information <file>', 'JSON of the personal information (default: a made-up person)')
    .option('--no-information', 'without any: the hub asks the issuer each time');
  withD1Options(command, 'consumer register kari').action(
    async (consumerId: string, options: InformationOptions) => {
      const personalInformation = await informationFor(terminal, consumerId, options);
      await callD1(terminal, options, {
        operation: registerConsumer,
        parameters: { consumerId },
        body: personalInformation === undefined ? {} : { personalInformation },
        inWords: () => `${consumerId} is registered.`,
      });
    },
  );
}

function registerUpdate(consumer: Command, terminal: Terminal): void {
  const command = consumer
    .command('update')
    .description('change what is known of a consumer; what is not given stays')
    .argument('<consumerId>')
    .option('--information <file>', 'JSON of the personal information that changes')
    .option('--email <address>', 'the e-mail address')
    .option(
      '--phone <number>',
      'the mobile phone number, +country code and number with a space between',
      phone,
    );
  withD1Options(command, 'consumer update kari --email kari@example.org').action(
    async (
      consumerId: string,
      options: D1Options & {
        information?: string;
        email?: string;
        phone?: ConsumerInfo['mobilePhoneNumber'];
      },
    ) => {
      const { email, phone: mobilePhoneNumber, information } = options;
      const personalInformation = {
        ...(information !== undefined && (await readJson(terminal, information))),
        ...(email !== undefined && { email }),
        ...(mobilePhoneNumber !== undefined && { mobilePhoneNumber }),
      };
      await callD1(terminal, options, {
        operation: updateConsumer,
        parameters: { consumerId },
        body: { personalInformation },
        inWords: () => `${consumerId} is updated.`,
      });
    },
  );
}

async function informationFor(
  terminal: Terminal,
  consumerId: string,
  { information }: Partial<InformationOptions>,
): Promise<object | undefined> {
  if (information === false) return undefined;
  if (typeof information === 'string') return readJson(terminal, information);
  const known = consumerOf(consumerId);
  return known.kind === 'KNOWN' ? known.consumer : undefined;
}

async function readJson(terminal: Terminal, file: string): Promise<object> {
  const text = await readText(terminal, file);
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new CommandFailed(`${file} is no JSON`, exitCodes.usage);
  }
}

function phone(text: string): NonNullable<ConsumerInfo['mobilePhoneNumber']> {
  const { countryCode, phoneNumber } =
    /^(?<countryCode>\+[0-9]{1,4}) (?<phoneNumber>[0-9]{1,15})$/.exec(text)?.groups ?? {};
  if (countryCode !== undefined && phoneNumber !== undefined) return { countryCode, phoneNumber };
  throw new InvalidArgumentError('Expected country code and number, such as "+47 40000001".');
}

function describeConsumer(consumer: {
  consumerId: string;
  state: string;
  creationTime: string;
  lastUpdateTime: string;
  personalInformation?: ConsumerInfo;
}): string {
  const { consumerId, state, creationTime, lastUpdateTime, personalInformation } = consumer;
  const told = Object.entries(personalInformation ?? {}).map(
    ([name, value]): Field => [name, typeof value === 'string' ? value : Object.values(value).join(' ')],
  );
  return renderFields([
    ['Consumer', consumerId],
    ['State', state],
    ['Registered', inTable(creationTime)],
    ['Changed', inTable(lastUpdateTime)],
    ...(told.length === 0 ? [['Information', 'asked from the issuer'] satisfies Field] : told),
  ]);
}
