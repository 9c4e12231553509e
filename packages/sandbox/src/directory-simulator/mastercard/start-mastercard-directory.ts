import { mastercardDirectoryBasePath } from '@countermark/wire/directory/mastercard/base-path';
import { MastercardReason, mastercardError } from '@countermark/wire/directory/mastercard/error-response';
import { openDirectoryRecords } from '../directory-records.ts';
import { startDirectoryServer } from '../directory-server.ts';
import {
  type DirectoryOptions,
  type DirectorySimulator,
  directorySimulator,
} from '../directory-simulator.ts';
import { DirectoryTokens } from '../directory-tokens.ts';
import { type MastercardRecords, mastercardCalls } from './mastercard-calls.ts';

/** By which the network's own Click to Pay asks for tokens. */
const tokenRequestorId = '50123197928';

/** Starts a directory as Mastercard's: it answers for one card at once, and is polled for a batch. */
export async function startMastercardDirectory(options: DirectoryOptions): Promise<DirectorySimulator> {
  const records: MastercardRecords = await openDirectoryRecords(options.stateFile);
  const tokens = new DirectoryTokens({ hub: options.hub, tokenRequestorId });
  const server = await startDirectoryServer(options, {
    basePath: mastercardDirectoryBasePath,
    calls: mastercardCalls({ records, tokens }),
    refusals: {
      invalid: parameter => mastercardError(MastercardReason.invalid, parameter),
      unavailable: mastercardError(MastercardReason.unavailable),
    },
  });
  return directorySimulator(server, records);
}
