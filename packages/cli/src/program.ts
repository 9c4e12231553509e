import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { registerEnrol } from './commands/enrol.ts';
import { registerSandbox } from './commands/sandbox.ts';
import { registerScenarios } from './commands/scenarios.ts';
import { registerServe } from './commands/serve.ts';

/** Every command, in the order of the help page. */
const registrations: readonly ((program: Command) => void)[] = [
  registerSandbox,
  registerEnrol,
  registerScenarios,
  registerServe,
];

/** The `countermark` command. */
export function createProgram(): Command {
  const program = new Command('countermark')
    .description('Open, self-hosted tokenization service for card issuers')
    .version(packageJson.version)
    .showHelpAfterError('(add --help for what is possible)')
    .exitOverride();
  for (const register of registrations) register(program);
  return program;
}
