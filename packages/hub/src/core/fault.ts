/** Where a fault came from, without its message, which may quote what it was about. */
export function faultOf(error: unknown): { name: string; at: string } {
  const fault = error instanceof Error ? error : new Error(typeof error);
  const frames = (fault.stack ?? '').split('\n').filter(line => line.trimStart().startsWith('at '));
  return { name: fault.name, at: frames.slice(0, 4).join(' ').trim() };
}
