import type { D1Operation } from '@countermark/wire/d1/operation';
import { type Command, Option } from 'commander';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { type D1Options, withD1Options } from './d1-options.ts';

/** Why something is asked for. */
export interface ReasonOptions {
  reason?: string;
  reasonCode?: string;
}

export function withReason(command: Command, reasonCodes: readonly string[]): Command {
  return command
    .option('--reason <text>', 'why, in letters, digits and spaces')
    .addOption(
      new Option('--reason-code <code>', 'why, by code (default: ISSUER_DECISION)').choices(reasonCodes),
    );
}

export function reasonOf({ reason, reasonCode }: ReasonOptions): ReasonOptions {
  return { ...(reason !== undefined && { reason }), ...(reasonCode !== undefined && { reasonCode }) };
}

/** A command whose call needs nothing but an id and a reason. */
export interface ReasonCommand {
  /** As it is typed. */
  name: string;
  description: string;
  /** The parameter of the path, `cardId`, which is the command's argument. */
  parameter: string;
  operation: D1Operation;
  /** The same of the first version; absent: there is one version only. */
  v1?: D1Operation;
  reasonCodes: readonly string[];
  /** What comes after `countermark d1` in the example of the help page. */
  example: string;
  /** What was done, once the id was put before it: `is suspended`. */
  done: string;
}

export function registerReasonCommand(
  parent: Command,
  terminal: Terminal,
  { name, description, example, parameter, operation, v1, reasonCodes, done }: ReasonCommand,
): void {
  const command = parent.command(name).description(description).argument(`<${parameter}>`);
  if (v1) command.option('--v1', 'by the first version of the API');
  withD1Options(withReason(command, reasonCodes), example).action(
    (id: string, options: D1Options & ReasonOptions & { v1?: true }) =>
      callD1(terminal, options, {
        operation: options.v1 && v1 ? v1 : operation,
        parameters: { [parameter]: id },
        body: { ...reasonOf(options) },
        inWords: answer => outcomeInWords(`${id} ${done}`, answer),
      }),
  );
}

/** An operation that goes on is told by its id. */
export function outcomeInWords(done: string, answer: unknown): string {
  const { operationId, status } = (answer ?? {}) as { operationId?: string; status?: string };
  if (status === undefined || status === 'SUCCESSFUL') return `${done}.`;
  return `Operation ${operationId ?? ''} is ${status}: once it has ended, ${done}.`;
}
