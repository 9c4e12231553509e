import type { D1Product } from '@countermark/wire/operator/d1-product';
import type { PutProduct } from '@countermark/wire/operator/product';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { repeatable } from '../checked-argument.ts';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { readText } from '../named-file.ts';
import type { Terminal } from '../terminal.ts';

type Service = NonNullable<D1Product['services']>[number];

export interface D1Options {
  family?: 'ISSUER_GATEWAY' | 'D1';
  authorisation?: NonNullable<D1Product['authorisation']>;
  service?: Service[];
  autoEnrolment?: true;
  fetchConsumers?: true;
  verifyCard?: true;
  registerUnknownCards?: true;
  anyPan?: true;
  threeDs?: true;
  usedForTransactions?: true;
  rules?: string;
}

/** The names of the options, for what does not go with them. */
export const d1OptionNames: readonly (keyof D1Options)[] = [
  'family',
  'authorisation',
  'service',
  'autoEnrolment',
  'fetchConsumers',
  'verifyCard',
  'registerUnknownCards',
  'anyPan',
  'threeDs',
  'usedForTransactions',
  'rules',
];

/** The options of a product whose cards live in D1. */
export function withD1Options(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--family <family>',
        'API that the hub speaks of its cards (default: ISSUER_GATEWAY)',
      ).choices(['ISSUER_GATEWAY', 'D1']),
    )
    .addOption(
      new Option('--authorisation <mode>', 'D1: who authorises transactions (default: NONE)').choices([
        'NONE',
        'LIGHT',
        'CONTROL',
        'ORCHESTRATION',
      ]),
    )
    .option(
      '--service <service>',
      'D1: TOKENIZATION (default) or CLICK_TO_PAY; may be repeated',
      repeatable(service),
    )
    .option('--auto-enrolment', 'D1: cards are enrolled in Click to Pay when they are registered')
    .option('--fetch-consumers', 'D1: the issuer is asked for the data of consumers, and none are kept')
    .option('--verify-card', 'D1: the issuer is asked to verify a card before it gets a token')
    .option('--register-unknown-cards', 'D1: a card nobody registered is, with its first token')
    .option('--any-pan', 'D1: registered numbers need not fit check digit and ranges')
    .option('--three-ds', 'D1: the cards support EMV 3-D Secure')
    .option('--used-for-transactions', 'D1: the id of a deleted card is not given again')
    .option('--rules <file>', 'D1: rules of the tokenization decision, a list as JSON');
}

/** What the options say of the API family and of D1. */
export async function familyOf(
  terminal: Terminal,
  options: D1Options,
): Promise<Pick<PutProduct, 'apiFamily' | 'd1'>> {
  const { family } = options;
  const d1 = await d1SettingsOf(terminal, options);
  if (family === 'D1') return { apiFamily: family, d1 };
  if (Object.keys(d1).length > 0) {
    throw new CommandFailed('These options are for products of D1: add --family D1', exitCodes.usage);
  }
  return family === undefined ? {} : { apiFamily: family };
}

async function d1SettingsOf(terminal: Terminal, options: D1Options): Promise<D1Product> {
  const { authorisation, service: services, rules } = options;
  return {
    ...(authorisation && { authorisation }),
    ...(services && { services }),
    ...(options.autoEnrolment && { autoEnrolment: true }),
    ...(options.fetchConsumers && { dataModel: 'FETCHED' }),
    ...(options.verifyCard && { verifyCard: true }),
    ...(options.registerUnknownCards && { unregisteredCards: 'REGISTER' }),
    ...(options.anyPan && { checksPan: false }),
    ...(options.threeDs && { threeDSsupport: true }),
    ...(options.usedForTransactions && { usedForTransactions: true }),
    ...(rules !== undefined && { rules: await rulesIn(terminal, rules) }),
  };
}

/** The hub checks the rules; that they are a list is looked at here. */
async function rulesIn(terminal: Terminal, file: string): Promise<NonNullable<D1Product['rules']>> {
  const text = await readText(terminal, file);
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value as NonNullable<D1Product['rules']>;
  } catch {
    // Told below: the parser's own message would repeat what is in the file.
  }
  throw new CommandFailed(`${file} holds no list of rules as JSON`, exitCodes.usage);
}

function service(text: string): Service {
  if (text === 'TOKENIZATION' || text === 'CLICK_TO_PAY') return text;
  throw new InvalidArgumentError('Expected TOKENIZATION or CLICK_TO_PAY.');
}
