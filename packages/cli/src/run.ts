import { CommanderError } from 'commander';
import { CommandFailed, exitCodes } from './command-failed.ts';
import { createProgram } from './program.ts';

/** Runs one command line to its end and gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...argv]);
    return Number(process.exitCode ?? exitCodes.fine);
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** What is expected to go wrong is said in a line; anything else is a fault and shows where it happened. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  if (error instanceof CommandFailed) {
    process.stderr.write(`countermark: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.failed;
}
