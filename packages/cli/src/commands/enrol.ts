import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import { idvChoices } from '@countermark/sandbox/wallet-simulator/find-idv-method';
import { walletNames } from '@countermark/sandbox/wallet-simulator/wallets';
import { captureMethods } from '@countermark/wire/issuer-gateway/data/card-capture-information';
import {
  type PushWallet,
  pushWalletNames,
  pushWallets,
} from '@countermark/wire/push-provisioning/authorization-code';
import { type Command, Option } from 'commander';
import { cardNumber, expiry, securityCode } from '../arguments.ts';
import { CommandFailed } from '../command-failed.ts';
import { expiryFor } from '../enrolment/expiry-for.ts';
import {
  type EnrolmentEnd,
  type FollowedEnrolment,
  followEnrolment,
  type OtpEntry,
} from '../enrolment/follow-enrolment.ts';
import { partiesOf, renderEnrolment } from '../enrolment/render-enrolment.ts';
import { folderOption, runningSandbox } from '../running-sandbox.ts';

const expectations = ['RESUMED', 'INACTIVE', 'DECLINED'] as const;
type Expected = (typeof expectations)[number];
type SandboxProductId = keyof typeof sandboxPanPrefixes;

interface EnrolOptions {
  folder: string;
  wallet: EnrolmentScript['wallet'];
  product?: SandboxProductId;
  pan?: string;
  exp?: string;
  cvv?: string;
  capture?: NonNullable<EnrolmentScript['captureMethod']>;
  push?: PushWallet;
  idv?: keyof typeof idvChoices;
  otp?: OtpEntry;
  cobadged?: true;
  expect?: Expected;
  json?: true;
}

/** `countermark enrol`: one enrolment against the running sandbox, every message shown. */
export function registerEnrol(program: Command): void {
  program
    .command('enrol')
    .description('enrol a card in the running sandbox and print every message')
    .addOption(
      new Option('--wallet <wallet>', 'who asks for the token').choices(walletNames).default('APPLE_PAY'),
    )
    .addOption(
      new Option(
        '--product <product>',
        'the first card of this product; a network product is asked for by its scheme',
      )
        .choices(Object.keys(sandboxPanPrefixes))
        .conflicts('pan'),
    )
    .option('--pan <digits>', 'card number of a sandbox range (default: the built-in test card)', cardNumber)
    .option(
      '--exp <MMYY>',
      'expiry; the year chooses what the reference issuer answers (default: as --idv needs, else 1230)',
      expiry,
    )
    .option(
      '--cvv <digits>',
      'card security code; 123 is right (default: 123 for a card typed or photographed)',
      securityCode,
    )
    .addOption(
      new Option(
        '--capture <method>',
        'how the card comes into the wallet (default: as usual for the wallet)',
      ).choices(captureMethods),
    )
    .addOption(
      new Option(
        '--push <wallet>',
        "the issuer's application pushes the card into this wallet (instead of --wallet)",
      ).choices(pushWalletNames),
    )
    .addOption(
      new Option(
        '--idv <method>',
        'how the cardholder is verified (default: the first method offered)',
      ).choices(Object.keys(idvChoices)),
    )
    .addOption(
      new Option('--otp <entry>', 'how the code is typed (default: right)').choices([
        'right',
        'wrong',
        'expired',
      ]),
    )
    .option(
      '--cobadged',
      'a cobadged card (default: the first DEMO-COBADGED card): once its token is active, add the domestic one',
    )
    .addOption(
      new Option(
        '--expect <end>',
        'what the enrolment should come to (default: RESUMED, or INACTIVE for a code that is not right)',
      ).choices(expectations),
    )
    .addOption(folderOption())
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ countermark enrol\n  $ countermark enrol --exp 1231 --idv sms --otp wrong\n  $ countermark enrol --push GOOGLE_PAY\n  $ countermark enrol --exp 1234 --expect DECLINED\n  $ countermark enrol --cobadged\n\nExit code: 0 when it ended as it should, 1 when not, 3 when no sandbox runs.',
    )
    .action(runEnrol);
}

async function runEnrol(options: EnrolOptions): Promise<void> {
  const { client } = await runningSandbox(options.folder);
  const followed = await followEnrolment(client, {
    script: scriptOf(options),
    badges: options.cobadged ? 'both' : 'primary',
    ...(options.otp && { otp: options.otp }),
  });
  const expected =
    options.expect ?? (options.otp === undefined || options.otp === 'right' ? 'RESUMED' : 'INACTIVE');
  const asExpected = endOf(followed) === expected;
  const domesticLives = !followed.auxiliary || endOf(followed.auxiliary) === 'RESUMED';
  console.log(
    options.json
      ? JSON.stringify(toJson(followed, asExpected && domesticLives), null, 2)
      : renderEnrolment(followed),
  );
  if (!asExpected)
    throw new CommandFailed(`The enrolment ended ${endOf(followed)}, it should have ended ${expected}`);
  if (!domesticLives) throw new CommandFailed('The domestic token did not become active');
}

function scriptOf({
  wallet,
  product,
  exp,
  cvv,
  capture,
  push,
  idv,
  otp,
  cobadged,
  ...options
}: EnrolOptions): EnrolmentScript {
  const chosen = product ?? (cobadged && options.pan === undefined ? 'DEMO-COBADGED' : undefined);
  const pan = chosen ? testPan({ prefix: sandboxPanPrefixes[chosen], index: 0 }) : options.pan;
  const verified = idv ?? (otp === undefined ? undefined : 'sms');
  const expiryDate = exp ?? (verified && expiryFor[verified]);
  return {
    wallet: push === undefined ? wallet : pushWallets[push],
    ...(push !== undefined && { push: 'by-hub' }),
    ...(pan !== undefined && { pan }),
    ...(expiryDate !== undefined && { exp: expiryDate }),
    ...(cvv !== undefined && { cvv }),
    ...(capture !== undefined && { captureMethod: capture }),
    ...(idv !== undefined && { idvChoice: idv }),
  };
}

function endOf({ token, outcome }: EnrolmentEnd): string {
  if (token) return token.state;
  return outcome === 'DECLINED' || outcome === 'REFUSED' ? 'DECLINED' : (outcome ?? 'unknown');
}

function toJson(followed: FollowedEnrolment, endedAsExpected: boolean): object {
  const exchanges = followed.exchanges.map(exchange => ({
    ...partiesOf(exchange),
    direction: exchange.direction,
    operation: exchange.operation,
    status: exchange.status ?? null,
    milliseconds: exchange.duration,
    correlationId: exchange.correlationId,
    request: exchange.request ?? null,
    response: exchange.response ?? null,
    ...(exchange.failure !== undefined && { failure: exchange.failure }),
  }));
  return { ...followed, endedAsExpected, exchanges };
}
