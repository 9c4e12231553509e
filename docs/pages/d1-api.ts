import { type D1ApiDescription, inboundApis, inboundOperations } from '@countermark/wire/d1/apis';
import { d1ErrorCodes, errorCodeEntry } from '@countermark/wire/d1/error-codes';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import type { D1Operation } from '@countermark/wire/d1/operation';
import type { D1RefusalRow } from '@countermark/wire/d1/refusals';
import { code, table } from './markdown.ts';

/** The parts of docs/d1-api.md that the messages themselves know. */
export function d1ApiParts(): Readonly<Record<string, string>> {
  return {
    'what the hub accepts': inboundApis.map(apiInWords).join('\n\n'),
    'refusals of every call': refusalsInWords(common),
    'error codes': codeTable(),
  };
}

/** Everything but the call that gets the token. */
const callsWithToken = inboundOperations.filter(operation => operation !== getToken);

/** What each of them may be refused with. */
const common = (callsWithToken[0]?.refusals ?? []).filter(row =>
  callsWithToken.every(({ refusals }) => refusals.some(other => isSame(other, row))),
);

function isSame(a: D1RefusalRow, b: D1RefusalRow): boolean {
  return a.status === b.status && a.errorCode === b.errorCode;
}

function apiInWords({ api, title, version, operations }: D1ApiDescription): string {
  const rows = operations.map(operation => [
    operation.summary.replace(/\.$/, ''),
    code(`${operation.method} ${operation.path}`),
    code(operation.response.status),
    refusalsInWords(ownRefusals(operation)).replaceAll('; ', '\n'),
  ]);
  return [
    `### ${title} ${version}`,
    `${code(api)}`,
    table(['The issuer', 'Call', 'Success', 'Refusals'], rows),
  ].join('\n\n');
}

function ownRefusals(operation: D1Operation): readonly D1RefusalRow[] {
  if (operation === getToken) return operation.refusals;
  return operation.refusals.filter(row => !common.some(other => isSame(other, row)));
}

/** The codes of each status. */
function refusalsInWords(refusals: readonly D1RefusalRow[]): string {
  return [...Map.groupBy(refusals, ({ status }) => status)]
    .map(([status, rows]) => `${code(status)} ${rows.map(codeInWords).join(', ')}`)
    .join('; ');
}

function codeInWords({ errorCode }: D1RefusalRow): string {
  return errorCode === null ? 'without code' : code(errorCode);
}

function codeTable(): string {
  const rows = (Object.keys(d1ErrorCodes) as (keyof typeof d1ErrorCodes)[]).map(name => {
    const { status, unspoken, error, meaning, retryable } = errorCodeEntry(name);
    const spoken = unspoken ? 'none' : code(name);
    return [code(status), spoken, error === undefined ? '' : code(error), meaning, retryable ? 'yes' : ''];
  });
  return table(['Status', '`errorCode`', '`error`, where it names no field', 'When', 'Try again'], rows);
}
