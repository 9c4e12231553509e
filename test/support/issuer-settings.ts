import { bearerClient } from '@countermark/sandbox/bearer-client';
import type { IssuerSettings, IssuerView } from '@countermark/wire/operator/issuer';
import type { TestSandbox } from './test-sandbox.ts';

/** Changes how the hub speaks with every issuer of the sandbox, as an operator does. */
export async function changeIssuerSettings(
  { description }: TestSandbox,
  changes: Partial<IssuerSettings>,
): Promise<void> {
  const operator = bearerClient(description.operator);
  for (const issuerId of Object.keys(description.issuers)) {
    const path = `/operator/v1/issuers/${issuerId}`;
    const { name, settings } = (await operator.get(path)) as IssuerView;
    await operator.send('PUT', path, { name, settings: { ...settings, ...changes } });
  }
}
