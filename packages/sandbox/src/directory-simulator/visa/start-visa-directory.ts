import { visaDirectoryBasePath } from '@countermark/wire/directory/visa/base-path';
import { VisaErrorCode } from '@countermark/wire/directory/visa/error-response';
import { openDirectoryRecords } from '../directory-records.ts';
import { startDirectoryServer } from '../directory-server.ts';
import {
  type DirectoryOptions,
  type DirectorySimulator,
  directorySimulator,
} from '../directory-simulator.ts';
import { DirectoryTokens } from '../directory-tokens.ts';
import { type VisaRecords, visaCalls } from './visa-calls.ts';

/** By which the network's own Click to Pay asks for tokens. */
const tokenRequestorId = '40010075338';

/** Starts a directory as Visa's: it takes every change, and is polled for what became of it. */
export async function startVisaDirectory(options: DirectoryOptions): Promise<DirectorySimulator> {
  const records: VisaRecords = await openDirectoryRecords(options.stateFile);
  const tokens = new DirectoryTokens({ hub: options.hub, tokenRequestorId });
  const server = await startDirectoryServer(options, {
    basePath: visaDirectoryBasePath,
    calls: visaCalls({ records, tokens }),
    refusals: {
      invalid: message => ({ code: VisaErrorCode.invalid, message }),
      unavailable: { code: VisaErrorCode.serverError },
    },
  });
  return directorySimulator(server, records);
}
