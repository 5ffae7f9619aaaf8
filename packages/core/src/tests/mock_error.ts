/** Mocks that let a step fail: `{ "$error": { "message": "Down for maintenance", "code": "http_status", "status": 503 } }`. */

const marker = '$error';

/** How a mock lets its step fail. */
export interface MockError {
  message: string;
  code: string;
  status?: number;
}

const defaultMessage = 'The mock of this step says that it fails';
const defaultCode = 'mocked';

/** What a mock lets its step fail with; null for a mock that is an output. Only an object with nothing but `$error` is one. */
export function mockErrorOf(mock: unknown): MockError | null {
  if (!isRecord(mock) || Object.keys(mock).length !== 1 || !Object.hasOwn(mock, marker)) return null;
  const given = mock[marker];
  if (typeof given === 'string') return { message: textOr(given, defaultMessage), code: defaultCode };
  const { message, code, status } = isRecord(given) ? given : {};
  return {
    message: textOr(message, defaultMessage),
    code: textOr(code, defaultCode),
    ...(Number.isInteger(status) && { status: status as number }),
  };
}

/** A mock that lets its step fail so. */
export function errorMock(error: Partial<MockError>): Record<string, unknown> {
  return { [marker]: error };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value.trim() !== '' ? value : otherwise;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
