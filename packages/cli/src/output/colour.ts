import { styleText } from 'node:util';

/** How a cell or a value is coloured, where colour is allowed. */
export type Colour = 'green' | 'yellow' | 'red' | 'dim' | 'bold';

export function paint(text: string, colour: Colour | null): string {
  return colour === null ? text : styleText(colour, text, { validateStream: false });
}

const stateColours: Readonly<Record<string, Colour>> = {
  RESUMED: 'green',
  ACTIVATED: 'green',
  VERIFIED: 'green',
  BOUND: 'green',
  DELIVERED: 'green',
  DONE: 'green',
  green: 'green',
  SUSPENDED: 'yellow',
  INACTIVE: 'yellow',
  DEPLOYMENT_ONGOING: 'yellow',
  PENDING: 'yellow',
  RUNNING: 'yellow',
  VERIFICATION_DUE: 'yellow',
  APPROVED: 'yellow',
  yellow: 'yellow',
  DECLINED: 'red',
  FAILED: 'red',
  PROVISIONING_FAILED: 'red',
  PARKED: 'red',
  REFUSED: 'red',
  red: 'red',
  DELETED: 'dim',
  UNBOUND: 'dim',
  EXPIRED: 'dim',
  ERASED: 'dim',
};

/** The colour of a state, outcome or decision; null for one without meaning for better or worse. */
export function stateColour(state: string | undefined): Colour | null {
  return stateColours[state ?? ''] ?? null;
}
