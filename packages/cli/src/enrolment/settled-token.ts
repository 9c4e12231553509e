import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import type { TokenDetails } from '@countermark/wire/operator/token';

/** How long is waited, and how often looked. */
const patience = 5_000;
const glance = 25;

/** A token once nothing of it is under way and its issuer has been told everything, or after long enough. */
export async function settledToken(client: SandboxClient, virtualCardId: string): Promise<TokenDetails> {
  const end = performance.now() + patience;
  for (;;) {
    const details = await client.token(virtualCardId);
    if (!isUnderWay(details) || performance.now() >= end) return details;
    await pause(glance);
  }
}

function isUnderWay({ bindings, deliveries }: TokenDetails): boolean {
  return (
    bindings.some(({ state }) => state === 'APPROVED') ||
    deliveries.some(({ state, attempts }) => state === 'PENDING' && attempts === 0)
  );
}
