import { resolve } from 'node:path';
import { HubDidNotStart } from '@countermark/sandbox/sandbox/hub-child';
import type { SandboxDescription } from '@countermark/sandbox/sandbox/sandbox-description';
import { NotASandbox } from '@countermark/sandbox/sandbox/sandbox-folder';
import { portsFrom, usualPortBase } from '@countermark/sandbox/sandbox/sandbox-ports';
import { SandboxRefusal, startSandbox } from '@countermark/sandbox/sandbox/start-sandbox';
import { sandboxClient } from '@countermark/sandbox/sandbox-client';
import type { Command } from 'commander';
import { portBase } from '../arguments.ts';
import { CommandFailed } from '../command-failed.ts';
import { followEnrolment } from '../enrolment/follow-enrolment.ts';
import { renderEnrolment } from '../enrolment/render-enrolment.ts';
import { counted } from '../output/counted.ts';

interface SandboxOptions {
  folder: string;
  fresh?: true;
  port: number;
  fault?: string;
}

/** `countermark sandbox`: a hub, a wallet and an issuer on this machine, until Ctrl-C. */
export function registerSandbox(program: Command): void {
  program
    .command('sandbox')
    .description('run a hub, a wallet and an issuer on this machine, and enrol a card')
    .option('--folder <folder>', 'where keys, data and sandbox.json are kept', '.countermark')
    .option('--fresh', 'delete what an earlier run left and start anew')
    .option(
      '--port <base>',
      'first of the ports used: base to base + 10; 0 lets the system choose',
      portBase,
      usualPortBase,
    )
    .option(
      '--fault <fault>',
      'the reference issuer answers every call with this fault (500, timeout, reset, …)',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ countermark sandbox --fresh --port 8100\n\nDATABASE_URL=postgres://… keeps the data in PostgreSQL instead of the folder.',
    )
    .action(runSandbox);
}

async function runSandbox({ folder, fresh, port, fault }: SandboxOptions): Promise<void> {
  const stopped = stopRequested();
  const sandbox = await startSandbox({
    folder: resolve(folder),
    ports: portsFrom(port),
    data: fresh ? 'fresh' : 'keep',
    databaseUrl: process.env['DATABASE_URL'] ?? null,
    progress: step => console.log(`${step} …`),
  }).catch(explain);
  try {
    if (fault !== undefined) await injectEverywhere(sandbox.description, fault);
    await greet(sandbox.description);
    const end = await Promise.race([stopped, sandbox.hubEnded.then(() => 'hub ended' as const)]);
    if (end === 'hub ended') {
      throw new CommandFailed(`The hub ended by itself; its log says why: ${sandbox.description.hub.log}`);
    }
    console.log('\nStopping …');
  } finally {
    await sandbox.close();
  }
}

function stopRequested(): Promise<'stopped'> {
  return new Promise(done => {
    process.once('SIGINT', () => done('stopped'));
    process.once('SIGTERM', () => done('stopped'));
  });
}

function explain(error: unknown): never {
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    throw new CommandFailed(
      `Port ${port} is taken. Stop what uses it, or choose others: countermark sandbox --port 8100`,
    );
  }
  const known =
    error instanceof SandboxRefusal || error instanceof HubDidNotStart || error instanceof NotASandbox;
  throw known ? new CommandFailed(error.message) : error;
}

async function injectEverywhere(description: SandboxDescription, fault: string): Promise<void> {
  const client = sandboxClient(description);
  for (const issuerId of [...Object.keys(description.issuers), ...Object.keys(description.d1.issuers)])
    await client.injectFaultNamed(issuerId, fault);
}

/** The first time a card is enrolled; later what is there is shown. */
async function greet(description: SandboxDescription): Promise<void> {
  const client = sandboxClient(description);
  const { tokens } = await client.tokens('?limit=500');
  if (tokens.length === 0) {
    console.log('\nEnrolling the built-in test card with Apple Pay:\n');
    const followed = await followEnrolment(client, {
      script: { wallet: 'APPLE_PAY' },
      badges: 'primary',
    });
    console.log(renderEnrolment(followed));
  } else {
    console.log(`\n${counted(tokens.length, 'token')} of earlier runs:`);
    for (const token of tokens.slice(-5)) {
      console.log(
        `  ${token.virtualCardId}  ${token.walletProviderId}  card …${token.cardLastDigits ?? ''}  ${token.state}`,
      );
    }
  }
  console.log(`
Sandbox is ready.
  Issuer Gateway API     ${description.hub.issuerGatewayUrl}  (mutual TLS)
  Token requestor API    ${description.hub.tokenRequestorUrl}  (mutual TLS)
  D1 APIs                ${description.d1.url}  (mutual TLS)
  Detokenization API     ${description.acquirer.detokenizationUrl}  (mutual TLS)
  Operator API           ${description.operator.url}/operator/v1
  API reference          ${description.operator.url}/reference
  Simulators             ${description.control.url}/sim
  Everything else        ${descriptionFile(description)}

Try, in another terminal:
  npx countermark enrol --exp 1231 --idv sms
  npx countermark pay
  npx countermark scenarios
Stop with Ctrl-C; started again it still knows its tokens.`);
}

/** Where the description lies: beside the hub's folder. */
function descriptionFile(description: SandboxDescription): string {
  return resolve(description.hub.ca, '..', '..', 'sandbox.json');
}
