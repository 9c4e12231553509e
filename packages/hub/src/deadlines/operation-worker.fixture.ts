import type { Hub } from '../ports/hub.ts';
import { carryOutOperation, claimDueOperations } from './operation-worker.ts';

/** Carries out the operations that are due; returns how many there were. */
export async function runDueOperations(hub: Hub): Promise<number> {
  const claims = await claimDueOperations(hub, new Set());
  await Promise.all(claims.map(claim => carryOutOperation(hub, claim)));
  return claims.length;
}
