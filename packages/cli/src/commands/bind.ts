import { randomUUID } from 'node:crypto';
import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import type { BindingScript } from '@countermark/sandbox/wallet-simulator/binding-script';
import { idvChoices } from '@countermark/sandbox/wallet-simulator/find-idv-method';
import { bindingStates } from '@countermark/wire/token-requestor/binding';
import { type Command, Option } from 'commander';
import { expiry } from '../arguments.ts';
import { type FollowedBinding, followBinding } from '../binding/follow-binding.ts';
import { CommandFailed } from '../command-failed.ts';
import { expiryFor } from '../enrolment/expiry-for.ts';
import { renderExchanges } from '../enrolment/render-enrolment.ts';
import { print } from '../output/print.ts';
import { folderOption, runningSandbox } from '../running-sandbox.ts';
import type { Terminal } from '../terminal.ts';

const merchants = ['NETFLIX', 'ECOM'] as const;

interface BindOptions {
  folder: string;
  token?: string;
  wallet: (typeof merchants)[number];
  exp?: string;
  idv?: keyof typeof idvChoices;
  otp?: 'right' | 'wrong';
  unbind?: true;
  expect?: string;
  json?: true;
}

/** `countermark bind`: one device binding against the running sandbox, every message shown. */
export function registerBind(program: Command, terminal: Terminal): void {
  program
    .command('bind')
    .description("bind a merchant's token to a device in the running sandbox and print every message")
    .option('--token <virtualCardId>', 'card-on-file token to bind (default: one of a new card)')
    .addOption(new Option('--wallet <merchant>', 'whose token is made').choices(merchants).default('NETFLIX'))
    .option(
      '--exp <MMYY>',
      'expiry of the new card; the year chooses what the reference issuer answers (default: as --idv needs, else 1230)',
      expiry,
    )
    .addOption(
      new Option(
        '--idv <method>',
        'how the cardholder is verified (default: the first method offered)',
      ).choices(Object.keys(idvChoices)),
    )
    .addOption(
      new Option('--otp <entry>', 'how the code is typed; wrong: three times (default: right)').choices([
        'right',
        'wrong',
      ]),
    )
    .option('--unbind', 'take the binding back afterwards')
    .addOption(
      new Option(
        '--expect <state>',
        'what the binding should come to (default: BOUND, UNBOUND with --unbind, or FAILED for a wrong code)',
      ).choices(bindingStates),
    )
    .addOption(folderOption())
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ countermark bind\n  $ countermark bind --idv sms\n  $ countermark bind --idv app\n  $ countermark bind --exp 1234 --expect REFUSED\n\nExit code: 0 when it ended as it should, 1 when not, 3 when no sandbox runs.',
    )
    .action(async (options: BindOptions) => runBind(terminal, options));
}

async function runBind(terminal: Terminal, options: BindOptions): Promise<void> {
  const { client } = await runningSandbox(options.folder);
  const { idv, otp, unbind, expect } = options;
  const virtualCardId = options.token ?? (await newToken(client, options));
  const script: BindingScript = {
    ...(idv !== undefined && { idvChoice: idv }),
    ...(otp === 'wrong' && { otp: ['wrong', 'wrong', 'wrong'] }),
  };
  const followed = await followBinding(client, {
    virtualCardId,
    script,
    afterwards: unbind ? 'unbind' : 'keep',
  });
  print(terminal, followed, { ...options, inWords: renderBinding });
  const expected = expect ?? (otp === 'wrong' ? 'FAILED' : unbind ? 'UNBOUND' : 'BOUND');
  const { binding, refusal } = followed;
  if (binding?.state === expected) return;
  throw new CommandFailed(
    binding
      ? `The binding ended ${binding.state}, it should have ended ${expected}`
      : `The binding did not begin: ${refusal?.message}`,
  );
}

/** A card gets its token while it is green; what the issuer says of a device is chosen by renewing it. */
const greenExpiry = '1230';

async function newToken(client: SandboxClient, { wallet, exp, idv, otp }: BindOptions): Promise<string> {
  const verified = idv ?? (otp === undefined ? undefined : 'sms');
  const newExpDate = exp ?? (verified && expiryFor[verified]) ?? greenExpiry;
  const pan = testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], seed: randomUUID() });
  const { enrolmentId, enrolment } = await client.enrol({ wallet, pan, exp: greenExpiry });
  const virtualCardId = enrolment?.token?.virtualCardId;
  if (enrolmentId === null || virtualCardId === undefined || enrolment?.outcome !== 'ACTIVATED') {
    throw new CommandFailed(
      'The merchant got no token of a new card: try `countermark enrol --wallet NETFLIX`',
    );
  }
  if (newExpDate !== greenExpiry) {
    const { session } = await client.session(enrolmentId);
    const fpanDetails = { oldFPAN: pan, oldExpDate: greenExpiry, newFPAN: pan, newExpDate };
    const body = { issuerCardRefId: session.issuerCardRefId ?? '', fpanDetails };
    await client.callHub(session.issuerId, 'updateCard', { body });
  }
  return virtualCardId;
}

function renderBinding({ virtualCardId, binding, refusal, exchanges }: FollowedBinding): string {
  const end = [
    `Binding ${binding?.state ?? 'not begun'}`,
    binding?.decision && `decision ${binding.decision}`,
    refusal && `refused with ${refusal.code ?? 'no code'}: ${refusal.message}`,
    binding && `reference ${binding.deviceBindingReference}`,
    `token ${virtualCardId}`,
  ];
  return [...renderExchanges(exchanges), '', end.filter(Boolean).join(', ')].join('\n');
}
