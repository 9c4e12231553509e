import type { RsaPadding } from '@countermark/wire/envelope/cms';

/** How the hub speaks with one TSP that it reaches over the network. */
export interface TspSettings {
  /** Base of the TSP's endpoint; the hub appends the path of the operation. */
  outboundBase: string;
  /** PEM of the TSP server's own certificate or its authorities; null: the system's trust store. */
  serverTrust: string | null;
  /** What card data is sealed with for the TSP, and the name the TSP knows the key by. */
  envelope: { keyIdentifier: string; certificatePem: string };
  padding: RsaPadding;
}

/** A TSP that is not built in: card products name it like any other. */
export interface TspConnection {
  /** As products name it. */
  tsp: string;
  /** The TSP's customer identifier: the common name of its client certificate, where the hub's authority signed it. */
  customer: string;
  settings: TspSettings;
  health: TspHealth;
}

/** What the health checks of a TSP came to. */
export interface TspHealth {
  /** In a row, up to the newest one. */
  failedChecks: number;
  checkedAt: Date | null;
}

const second = 1_000;

/** Between two health checks of a TSP (TSP API, health check: every 30 s in production). */
export const healthCheckInterval = 30 * second;

/** So many failures in a row, 90 s, and the TSP counts as down until a check succeeds again. */
const failuresUntilDown = 3;

export const untestedHealth: TspHealth = { failedChecks: 0, checkedAt: null };

/** Nothing is asked of a TSP that is down: who wants something of it hears so at once, or tries again later. */
export function isDown(health: TspHealth): boolean {
  return health.failedChecks >= failuresUntilDown;
}

/** The health of a TSP after one more check. */
export function afterCheck({ failedChecks }: TspHealth, check: { answered: boolean; now: Date }): TspHealth {
  return { failedChecks: check.answered ? 0 : failedChecks + 1, checkedAt: check.now };
}
