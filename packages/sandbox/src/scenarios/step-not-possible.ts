/** What went before did not come to where this step could be done. */
export class StepNotPossible extends Error {}
