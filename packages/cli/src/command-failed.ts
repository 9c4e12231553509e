/** Exit codes of the command. */
export const exitCodes = {
  fine: 0,
  /** What was asked for was done and did not come out as it should, or was refused. */
  failed: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** No hub answers. */
  unreachable: 3,
} as const;

/** Ends the command with a message for its user and an exit code; no stack is shown. */
export class CommandFailed extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
