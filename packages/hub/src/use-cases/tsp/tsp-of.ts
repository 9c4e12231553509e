import type { Hub } from '../../ports/hub.ts';
import type { Tsp } from '../../ports/tsp.ts';

/** The TSP by the name that products and tokens give it: a built-in one, or the one behind the connection of that name. */
export function tspOf(hub: Pick<Hub, 'tsps' | 'externalTsp'>, name: string): Tsp {
  return hub.tsps.get(name) ?? hub.externalTsp(name);
}
