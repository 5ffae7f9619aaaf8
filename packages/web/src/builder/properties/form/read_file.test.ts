import { expect, test } from 'vitest';
import { bytesOf, isFileValue, mostFileBytes, readFile, sizeInWords } from './read_file.ts';

const file = (bytes: Uint8Array<ArrayBuffer> | string, name = 'a.csv', type = 'text/csv') =>
  new File([bytes], name, { type });

test('a file becomes its name, kind and bytes', async () => {
  expect(await readFile(file('a;ü'), undefined)).toEqual({
    filename: 'a.csv',
    content_type: 'text/csv',
    data: 'YTvDvA==',
  });
  expect(await readFile(file('x', 'noname', ''), undefined)).toMatchObject({
    content_type: 'application/octet-stream',
  });
});

test('1 MB is taken, one byte more is told with its size', async () => {
  const whole = await readFile(file(new Uint8Array(mostFileBytes)), undefined);
  expect(isFileValue(whole) && bytesOf(whole.data)).toBe(mostFileBytes);
  expect(await readFile(file(new Uint8Array(mostFileBytes + 1)), undefined)).toMatchObject({
    problem: expect.stringMatching(/a\.csv has 1\.0 MB.*at most 1 MB/),
  });
});

test.each([
  ['.csv', true],
  ['text/*', true],
  ['text/csv', true],
  ['image/*, .CSV', true],
  ['image/*', false],
  ['.pdf', false],
])('where %s is wanted, a.csv is taken: %s', async (accept, taken) => {
  expect(isFileValue(await readFile(file('x'), accept))).toBe(taken);
});

test('what cannot be read is told', async () => {
  const broken = Object.assign(file('x'), { arrayBuffer: () => Promise.reject(new Error('gone')) });
  expect(await readFile(broken, undefined)).toEqual({ problem: 'a.csv could not be read.' });
});

test('only an object with a name and data is a file', () => {
  for (const value of [null, 'text', {}, { filename: 'a' }, { filename: 1, data: '' }])
    expect(isFileValue(value)).toBe(false);
});

test('sizes read well', () =>
  expect([5, 1_500, 1_200_000].map(sizeInWords)).toEqual(['5 bytes', '2 KB', '1.2 MB']));
