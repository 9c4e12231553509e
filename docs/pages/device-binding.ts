import { type BindingNotice, bindingLimits, bindingTable } from '@countermark/hub/core/device-binding';
import { code, table } from './markdown.ts';

const hour = 60 * 60_000;

/** Stands for the code that a refusal brings along. */
const theirCode = 0;
const anyEvent = { code: theirCode, refusal: { code: theirCode } } as never;

/** The part of docs/device-binding.md that the hub's own table knows. */
export function deviceBindingParts(): Readonly<Record<string, string>> {
  const rows = bindingTable.map(({ from, event, to, becomes, notice }) => [
    from.map(state => code(state)).join(', '),
    code(event),
    code(to),
    becomes,
    noticeInWords(notice(anyEvent)),
  ]);
  const states = table(['From', 'Event', 'To', 'The binding is now', 'The issuer is told'], rows);
  const hours = bindingLimits.verification / hour;
  return {
    'binding states': `${states}\n\nA binding waits ${hours} hours for its cardholder, and once approved ${hours} hours for its provider.`,
  };
}

function noticeInWords(notice: BindingNotice | null): string {
  if (notice === null) return 'nothing';
  const { action, errorCode } = notice;
  if (errorCode === undefined) return code(action);
  return `${code(action)} with ${errorCode === theirCode ? 'the code of the refusal' : errorCode}`;
}
