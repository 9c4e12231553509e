import type { D1Operation, ResponseOf } from '@countermark/wire/d1/operation';
import type { Command } from 'commander';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { type D1Options, withD1Options } from './d1-options.ts';

/** A command that shows what the hub knows of something, by its id. */
export interface LookupCommand<Operation extends D1Operation> {
  /** As it is typed. */
  name: string;
  description: string;
  /** The parameter of the path, `cardId`, which is the command's argument. */
  parameter: string;
  operation: Operation;
  /** What comes after `countermark d1` in the example of the help page. */
  example: string;
  inWords: (answer: ResponseOf<Operation>) => string;
}

export function registerLookup<Operation extends D1Operation>(
  parent: Command,
  terminal: Terminal,
  { name, description, parameter, operation, example, inWords }: LookupCommand<Operation>,
): void {
  const command = parent.command(name).description(description).argument(`<${parameter}>`);
  withD1Options(command, example).action((id: string, options: D1Options) =>
    callD1(terminal, options, { operation, parameters: { [parameter]: id }, inWords }),
  );
}
