import { type AnsweringHub, startAnsweringHub } from '@countermark/issuer-kit/testing/answering-hub';
import { bank, hub, plainBank } from './issuer-under-test.fixture.ts';

export type { AnswerOfHub, CallAtHub } from '@countermark/issuer-kit/testing/answering-hub';

/** @param clients certificates it trusts: those of both banks unless given */
export function startHubStandIn(
  clients: readonly string[] = [bank.client.certificatePem, plainBank.client.certificatePem],
): Promise<AnsweringHub> {
  return startAnsweringHub({ server: hub.server, clients });
}
