import type { InjectedFault } from '../control/injected-faults.ts';
import { type BrokenAnswer, brokenAnswers } from '../reference-issuer/faults.ts';

/** What befalls a call of the hub: an answer that is none, HTTP 503, or an answer that takes its time, in milliseconds. */
export type DirectoryFault = BrokenAnswer | '503' | { delay: number };

export const namedDirectoryFaults = [...brokenAnswers, '503'] as const;

export type InjectedDirectoryFault = InjectedFault<DirectoryFault>;
