/**
 * Without control characters, and without those that turn the direction of what follows: what somebody named a workflow or a
 * test must not steer the terminal of whoever runs it.
 */
export function safe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ');
}
