import { mdes } from './mdes.ts';
import type { NetworkProfile } from './network-profile.ts';
import { vts } from './vts.ts';

/** Networks that a hub can play, by the names that products give them. */
export const networkProfiles = { MDES_SIMULATOR: mdes, VTS_SIMULATOR: vts } as const satisfies Record<
  string,
  NetworkProfile
>;

export type SimulatedNetworkName = keyof typeof networkProfiles;
export const simulatedNetworkNames = Object.keys(networkProfiles) as SimulatedNetworkName[];
