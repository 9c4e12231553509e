import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import type { Terminal } from './terminal.ts';

/** Adds one command, with all below it, to the program. */
type Register = (program: Command, terminal: Terminal) => void;

/**
 * Every command by its first word, in the order of the help page. Its file is loaded when it is called, or to list all:
 * a hub in production has no use for the simulators.
 */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  sandbox: async () => (await import('./commands/sandbox.ts')).registerSandbox,
  init: async () => (await import('./commands/init.ts')).registerInit,
  enrol: async () => (await import('./commands/enrol.ts')).registerEnrol,
  bind: async () => (await import('./commands/bind.ts')).registerBind,
  pay: async () => (await import('./commands/pay.ts')).registerPay,
  d1: async () => (await import('./commands/d1.ts')).registerD1,
  scenarios: async () => (await import('./commands/scenarios.ts')).registerScenarios,
  certify: async () => (await import('./commands/certify.ts')).registerCertify,
  session: async () => (await import('./commands/session.ts')).registerSession,
  token: async () => (await import('./commands/token.ts')).registerToken,
  deliveries: async () => (await import('./commands/deliveries.ts')).registerDeliveries,
  clock: async () => (await import('./commands/clock.ts')).registerClock,
  issuer: async () => (await import('./commands/issuer.ts')).registerIssuer,
  aggregator: async () => (await import('./commands/aggregator.ts')).registerAggregator,
  product: async () => (await import('./commands/product.ts')).registerProduct,
  tsp: async () => (await import('./commands/tsp.ts')).registerTsp,
  requestor: async () => (await import('./commands/requestor.ts')).registerRequestor,
  detokenizer: async () => (await import('./commands/detokenizer.ts')).registerDetokenizer,
  reconcile: async () => (await import('./commands/reconcile.ts')).registerReconcile,
  batch: async () => (await import('./commands/batch.ts')).registerBatch,
  envelope: async () => (await import('./commands/envelope.ts')).registerEnvelope,
  keys: async () => (await import('./commands/keys.ts')).registerKeys,
  serve: async () => (await import('./commands/serve.ts')).registerServe,
};

/** The `countermark` command, as far as a command line that begins with `firstWord` needs it. */
export async function createProgram(terminal: Terminal, firstWord: string | undefined): Promise<Command> {
  const program = new Command('countermark')
    .description('Open, self-hosted tokenization service for card issuers')
    .version(packageJson.version)
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText('after', exitCodesInWords)
    .configureOutput({
      writeOut: text => terminal.out(text.trimEnd()),
      writeErr: text => terminal.err(text.trimEnd()),
    })
    .enablePositionalOptions() // `clock advance --json`: what follows a command belongs to it
    .exitOverride();
  const named = Object.entries(commands).filter(([word]) => word === firstWord);
  for (const [, load] of named.length > 0 ? named : Object.entries(commands)) {
    const register = await load();
    register(program, terminal);
  }
  return program;
}

const exitCodesInWords = `
Exit codes:
  0  it was done
  1  it was refused or failed
  2  the command line makes no sense
  3  no hub answers`;
