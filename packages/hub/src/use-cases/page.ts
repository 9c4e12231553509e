import { longestPage, type Page } from '@countermark/wire/d1/data/page';

/** The part of a list that a call asks for. */
export function pageOf({ limit = longestPage, offset = 0 }: Page): { limit: number; offset: number } {
  return { limit, offset };
}
