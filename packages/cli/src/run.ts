import { ApiRefusal } from '@countermark/sandbox/bearer-client';
import { scrubPans } from '@countermark/wire/card/scrub';
import { CommanderError } from 'commander';
import { CommandFailed, exitCodes } from './command-failed.ts';
import { createProgram } from './program.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Runs one command line to its end and gives the exit code. */
export async function run(argv: readonly string[], given: Terminal = processTerminal()): Promise<number> {
  // An argument that is refused is repeated, and somebody may have typed a card number there.
  const terminal: Terminal = { ...given, err: text => given.err(scrubPans(text)) };
  try {
    const program = await createProgram(terminal, argv[2]);
    await program.parseAsync([...argv]);
    return Number(process.exitCode ?? exitCodes.fine);
  } catch (error) {
    return exitCodeOf(error, terminal);
  }
}

/** What is expected to go wrong is said in a line; anything else is a fault and shows where it happened. */
function exitCodeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  if (error instanceof CommandFailed) {
    terminal.err(`countermark: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof ApiRefusal) {
    terminal.err(`countermark: ${error.message}`);
    return error.status === null ? exitCodes.unreachable : exitCodes.failed;
  }
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.failed;
}
