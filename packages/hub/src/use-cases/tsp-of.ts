import type { Hub, Tsp } from '../ports.ts';

/** The TSP by the name that products and tokens give it. */
export function tspOf(hub: Pick<Hub, 'tsps'>, name: string): Tsp {
  const tsp = hub.tsps.get(name);
  if (!tsp)
    throw new Error(
      `No TSP named ${name} is configured; a product must name one of: ${[...hub.tsps.keys()].join(', ')}`,
    );
  return tsp;
}
