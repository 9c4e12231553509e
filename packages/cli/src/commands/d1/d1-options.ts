import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../../checked-argument.ts';
import { folderOption } from '../../running-sandbox.ts';

/** Options of every command that speaks D1. */
export interface D1Options {
  folder: string;
  issuer: string;
  json?: true;
}

/** The issuer of the sandbox that speaks D1. */
const usualIssuer = 'D1ISSUER01';

/** @param example what comes after `countermark d1` in the example of the help page */
export function withD1Options(command: Command, example: string): Command {
  return command
    .option('--issuer <issuer-id>', 'issuer that asks', checked(IssuerId), usualIssuer)
    .addOption(folderOption())
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', `\nExample:\n  $ countermark d1 ${example}`);
}
