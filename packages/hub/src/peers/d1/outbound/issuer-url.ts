import { type D1Operation, type ParametersOf, pathOf, type QueryOf } from '@countermark/wire/d1/operation';
import type { D1OutboundPath, D1Settings } from '../../../core/issuer.ts';

/** One call's place at an issuer. */
export interface Place<Operation extends D1Operation> {
  operation: Operation;
  /** The setting by which an issuer serves the operation's API under another base path than the published one. */
  api: D1OutboundPath;
  parameters: ParametersOf<Operation>;
  query?: QueryOf<Operation>;
}

/** What every outbound path goes on with after its base. */
const ofIssuer = '/issuers/';

/** Where an issuer serves an operation. */
export function issuerUrl<Operation extends D1Operation>(
  { outboundBase, paths }: D1Settings,
  { operation, api, parameters, query }: Place<Operation>,
): string {
  const path = pathOf(operation, parameters, query);
  const base = paths[api] ?? path.slice(0, path.indexOf(ofIssuer));
  return outboundBase + base + path.slice(path.indexOf(ofIssuer));
}
