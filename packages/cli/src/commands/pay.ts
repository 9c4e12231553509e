import type { PaymentReport } from '@countermark/sandbox/acquirer-simulator/acquirer';
import type { PaymentScript } from '@countermark/sandbox/acquirer-simulator/payment-script';
import { tamperingNames } from '@countermark/sandbox/acquirer-simulator/tamperings';
import { ApiRefusal } from '@countermark/sandbox/bearer-client';
import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CommandFailed } from '../command-failed.ts';
import { renderExchanges } from '../enrolment/render-enrolment.ts';
import { inMoney } from '../output/money.ts';
import { print } from '../output/print.ts';
import { folderOption, runningSandbox } from '../running-sandbox.ts';
import type { Terminal } from '../terminal.ts';

interface PayOptions {
  folder: string;
  token?: string;
  amount?: number;
  currency?: string;
  merchant?: string;
  tamper?: NonNullable<PaymentScript['tampering']>;
  expect: string;
  json?: true;
}

/** `countermark pay`: one payment with a token of the running sandbox, every message shown. */
export function registerPay(program: Command, terminal: Terminal): void {
  program
    .command('pay')
    .description('pay with a token of the running sandbox and print every message')
    .option('--token <virtualCardId>', 'token to pay with (default: the newest that can pay)')
    .option('--amount <number>', 'in the smallest unit of the currency (default: 1250)', amount)
    .option('--currency <code>', 'three letters (default: EUR)', currency)
    .option('--merchant <id>', 'who is paid (default: demo-shop)')
    .addOption(new Option('--tamper <what>', 'what is made wrong with the payment').choices(tamperingNames))
    .option('--expect <code>', 'response code the payment should get', '000')
    .addOption(folderOption())
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ countermark pay\n  $ countermark pay --amount 990 --currency NOK\n  $ countermark pay --tamper used-counter --expect 030\n\nExit code: 0 when it was answered as it should, 1 when not, 3 when no sandbox runs.',
    )
    .action(async (options: PayOptions) => runPay(terminal, options));
}

async function runPay(terminal: Terminal, options: PayOptions): Promise<void> {
  const { client } = await runningSandbox(options.folder);
  const payment = await pay(client, scriptOf(options));
  const exchanges = (await Promise.all(payment.requestIds.map(id => client.exchanges(id)))).flat();
  const chosen = options.token === undefined ? 'the newest that can pay' : null;
  print(terminal, { ...payment, exchanges }, { ...options, inWords: paid => renderPayment(paid, chosen) });
  if (payment.responseCode === options.expect) return;
  throw new CommandFailed(
    `The payment got ${payment.responseCode ?? 'no code'}, it should have got ${options.expect}`,
  );
}

async function pay(client: SandboxClient, script: PaymentScript): Promise<PaymentReport> {
  return client.pay(script).catch((error: unknown) => {
    if (error instanceof ApiRefusal) throw new CommandFailed(error.message);
    throw error;
  });
}

function scriptOf({ token, amount, currency, merchant, tamper }: PayOptions): PaymentScript {
  return {
    ...(token !== undefined && { virtualCardId: token }),
    ...(amount !== undefined && { amount }),
    ...(currency !== undefined && { currency }),
    ...(merchant !== undefined && { merchantId: merchant }),
    ...(tamper !== undefined && { tampering: tamper }),
  };
}

/** `chosen`: why this token, when none was named. */
function renderPayment(
  { exchanges, ...payment }: PaymentReport & { exchanges: ExchangeView[] },
  chosen: string | null,
): string {
  const { responseCode, responseMessage, cardLastDigits, result, virtualCardId, amount } = payment;
  const money = inMoney({ amount: amount.value, currency: amount.currency });
  const end = [
    `Payment of ${money} ${result}`,
    [responseCode, responseMessage].filter(Boolean).join(' '),
    cardLastDigits === null ? 'no card' : `card …${cardLastDigits}`,
    `token ${virtualCardId}${chosen === null ? '' : ` (${chosen})`}`,
  ];
  return [...renderExchanges(exchanges), '', end.join(', ')].join('\n');
}

function amount(text: string): number {
  if (/^[0-9]{1,12}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of at most 12 digits.');
}

function currency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected three capital letters, such as EUR.');
}
