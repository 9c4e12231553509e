import Type from 'typebox';
import { flag, instant } from '../issuer-gateway/data/element.ts';
import { closedObject } from './closed-object.ts';

const day = 24 * 60 * 60 * 1000;

/** The farthest one call moves the clock, in milliseconds: past every time limit of a token; more is a typing error. */
export const farthestAdvance = 400 * day;

/** `GET /clock`: the time the hub lives in. TLS keeps real time. */
export const ClockView = Type.Object({
  now: instant("The hub's time."),
  offsetMilliseconds: Type.Integer({ description: 'How far it is ahead of real time.' }),
  adjustable: flag('Whether it can be moved: in a sandbox only.'),
});
export type ClockView = Type.Static<typeof ClockView>;

/** `POST /clock/advance`: moves the clock forward; what is due then happens at once. */
export const AdvanceClock = closedObject({
  milliseconds: Type.Integer({
    minimum: 1,
    maximum: farthestAdvance,
    description: `How far to move forward, in milliseconds: 1 to ${farthestAdvance} (400 days)`,
  }),
});
export type AdvanceClock = Type.Static<typeof AdvanceClock>;
