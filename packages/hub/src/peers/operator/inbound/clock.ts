import { AdvanceClock, ClockView } from '@countermark/wire/operator/clock';
import { type Operation, operation } from './operation.ts';
import type { OperatorClock } from './operator-access.ts';
import { ok, refuse } from './outcome.ts';

export const clockOperations: readonly Operation[] = [
  operation({
    name: 'getClock',
    method: 'GET',
    path: '/clock',
    response: ClockView,
    act: async ({ operator }) => ok(viewClock(operator.clock)),
  }),
  operation({
    name: 'advanceClock',
    method: 'POST',
    path: '/clock/advance',
    body: AdvanceClock,
    response: ClockView,
    async act({ operator: { clock }, body }) {
      if (!clock.adjustable) {
        return refuse(
          'clock-not-adjustable',
          'This hub runs in production and lives in real time. Only the clock of a sandbox can be moved.',
        );
      }
      await clock.advance(body.milliseconds);
      return ok(viewClock(clock));
    },
  }),
];

function viewClock(clock: OperatorClock): ClockView {
  return {
    now: clock.now().toISOString(),
    offsetMilliseconds: clock.offset(),
    adjustable: clock.adjustable,
  };
}
