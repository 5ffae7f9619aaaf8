import { afterEach, describe, expect, it, vi } from 'vitest';
import { configOfCurl } from './curl_config.ts';
import { looksLikeCurl, parseCurl } from './parse_curl.ts';
import { quoted, requestCurl } from './request_curl.ts';
import { shellWords } from './shell_words.ts';

const wordsOf = (text: string) => shellWords(text).words;
const at = 'https://api.example.com/orders';

describe('the words of a command', () => {
  it.each([
    ['plain words', 'a  b\tc', ['a', 'b', 'c']],
    ['single quotes, in which nothing is special', `'a "b" \\n $c'`, ['a "b" \\n $c']],
    ['double quotes with escapes', '"a \\"b\\" \\\\ \\$c \\n"', ['a "b" \\ $c \\n']],
    ['pieces of one word', `a'b c'"d e"f`, ['ab cd ef']],
    ['a quote inside single quotes', `'it'\\''s'`, ["it's"]],
    ['an empty word', `a '' ""`, ['a', '', '']],
    ['a backslash before a blank', 'a\\ b', ['a b']],
    ['lines that go on', 'a \\\n  b \\\r\n c', ['a', 'b', 'c']],
    ['lines that go on inside a word', 'a\\\nb', ['ab']],
    ['lines that go on in PowerShell', 'a `\n  b', ['a', 'b']],
    ['escapes of C', String.raw`$'a\n\t\'\"\\\x41\u00e9\101\q'`, ['a\n\t\'"\\A\u00e9A\\q']],
    ['bytes of UTF-8', String.raw`$'\xc3\xa9'`, ['é']],
    ['a code beyond all letters', String.raw`$'\UFFFFFFFF'`, ['\\UFFFFFFFF']],
    ['a translated text', '$"a b"', ['a b']],
    ['carets of cmd.exe', '^"a ^\\^"b^\\^" ^%^20 ^& c^" ^\r\n  d', ['a "b" %20 & c', 'd']],
    ['a line end within data of cmd.exe', '^"a^\n\nb^"', ['a\nb']],
    ['single quotes of cmd.exe, which are none', `^"it's^"`, ["it's"]],
    ['an address that nobody quoted', 'https://x.io/?a=1&b=2;c', ['https://x.io/?a=1&b=2;c']],
    ['a dollar alone', '"5 $" 5$', ['5 $', '5$']],
  ])('are %s', (_what, text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each([
    ['a | jq .', '| jq .'],
    ['a && b', '&& b'],
    ['a; b', '; b'],
    ['a > file', '> file'],
    ['a 2>/dev/null', '2>/dev/null'],
    ['a &', '&'],
    ['a|b', '|b'],
  ])('%s ends where the command does', (text, rest) => {
    expect(shellWords(text)).toMatchObject({ words: ['a'], rest });
  });

  it('names what only a shell could fill in, and keeps it', () => {
    expect(shellWords('"Bearer $TOKEN" ${HOST}/x $(date) `whoami` \'$NOT\'')).toEqual({
      words: ['Bearer $TOKEN', '${HOST}/x', '$(date)', '`whoami`', '$NOT'],
      unknown: ['$TOKEN', '${HOST}', '$(date)', '`whoami`'],
      rest: '',
    });
  });

  it.each([
    ["a 'b", "'"],
    ['a "b', '"'],
    ["a $'b\\'", "$'"],
  ])('%s is refused, naming its quote', (text, quote) => {
    expect(() => shellWords(text)).toThrow(`The quote ${quote} is not closed`);
  });
});

describe('the configuration of a command', () => {
  const plain = { auth: 'none' };
  it.each([
    ['an address alone', `curl ${at}`, { method: 'GET', url: at }],
    ['an address without a scheme', 'curl example.com/a', { method: 'GET', url: 'http://example.com/a' }],
    ['--url', `curl --url ${at}`, { method: 'GET', url: at }],
    ['a method', `curl -X patch ${at}`, { method: 'PATCH', url: at, body_type: 'none' }],
    ['a method without a blank', `curl -XDELETE ${at}`, { method: 'DELETE', url: at, body_type: 'none' }],
    ['switches in one', `curl -sSLkX PUT ${at}`, { method: 'PUT', url: at, body_type: 'none' }],
    ['--request=', `curl --request=PUT ${at}`, { method: 'PUT', url: at, body_type: 'none' }],
    ['-I', `curl -I ${at}`, { method: 'HEAD', url: at }],
    ['a query', `curl '${at}?a=1&b=x%20y'`, { method: 'GET', url: at, query: { a: '1', b: 'x y' } }],
    ['a name that comes twice', `curl '${at}?a=1&a=2'`, { method: 'GET', url: `${at}?a=1&a=2` }],
    ['a name without a value', `curl '${at}?a&b=1'`, { method: 'GET', url: `${at}?a&b=1` }],
    [
      'a name that reaches a prototype',
      `curl '${at}?__proto__=1'`,
      { method: 'GET', url: `${at}?__proto__=1` },
    ],
    [
      '-G',
      `curl -G ${at} -d a=1 --data-urlencode 'b=x y'`,
      { method: 'GET', url: at, query: { a: '1', b: 'x y' } },
    ],
    ['--url-query', `curl ${at}?a=1 --url-query b=2`, { method: 'GET', url: at, query: { a: '1', b: '2' } }],
    [
      'headers',
      `curl ${at} -H 'Accept: text/csv' -H 'X-Empty;' -H 'Gone:'`,
      { method: 'GET', url: at, headers: { Accept: 'text/csv', 'X-Empty': '' } },
    ],
    [
      'a header that comes twice',
      `curl ${at} -H 'X-A: 1' -H 'x-a: 2'`,
      { method: 'GET', url: at, headers: { 'x-a': '1, 2' } },
    ],
    [
      '-A and -e',
      `curl ${at} -A me -e https://x.io`,
      { method: 'GET', url: at, headers: { 'User-Agent': 'me', Referer: 'https://x.io' } },
    ],
    [
      'what belongs to the connection',
      `curl ${at} -H 'Host: x' -H 'Content-Length: 3' -H 'Connection: close' --compressed`,
      { method: 'GET', url: at },
    ],
    [
      'JSON',
      `curl ${at} -H 'Content-Type: application/json' -d '{"a":[1]}'`,
      { method: 'POST', url: at, body_type: 'json', body: { a: [1] } },
    ],
    [
      'JSON of one line break less',
      `curl ${at} --json '{"a":' --json '1}'`,
      { method: 'POST', url: at, body_type: 'json', body: { a: 1 } },
    ],
    [
      'a JSON dialect',
      `curl ${at} -H 'content-type: application/vnd.api+json' --data-raw '{"a":1}'`,
      {
        method: 'POST',
        url: at,
        body_type: 'json',
        body: { a: 1 },
        headers: { 'content-type': 'application/vnd.api+json' },
      },
    ],
    [
      'JSON with a template',
      `curl ${at} --json '{"a":{{ order.id }}}'`,
      { method: 'POST', url: at, body_type: 'json', body: '{"a":{{ order.id }}}' },
    ],
    [
      'a form',
      `curl ${at} -d a=1 -d 'b=x+y'`,
      { method: 'POST', url: at, body_type: 'form', body: { a: '1', b: 'x y' } },
    ],
    [
      'a form whose names come twice',
      `curl ${at} -d 'a=1&a=2'`,
      { method: 'POST', url: at, body_type: 'form', body: 'a=1&a=2' },
    ],
    [
      'a multipart form',
      `curl ${at} -F 'a=1;type=text/plain' -F b=2`,
      { method: 'POST', url: at, body_type: 'form', body: { a: '1', b: '2' } },
    ],
    [
      'text',
      `curl ${at} -H 'Content-Type: text/xml' -d '<a/>'`,
      { method: 'POST', url: at, body_type: 'text', body: '<a/>', headers: { 'Content-Type': 'text/xml' } },
    ],
    ['an empty body', `curl -X POST ${at} -d ''`, { method: 'POST', url: at, body_type: 'none' }],
    ['a time limit', `curl -m 5 ${at}`, { method: 'GET', url: at, timeout_seconds: 5 }],
    ['what may stand before it', `$ TOKEN=x curl ${at}`, { method: 'GET', url: at }],
    [
      'curl.exe',
      `C:\\Windows\\System32\\curl.exe ${at}`.replaceAll('\\', '\\\\'),
      { method: 'GET', url: at },
    ],
  ])('%s', (_what, command, config) => {
    expect(configOfCurl(command).config).toEqual({ ...plain, ...config });
  });

  it.each([
    [
      '-u',
      `curl -u ada:pass:word ${at}`,
      { auth: 'basic', username: 'ada', password: 'pass:word' },
      ['password'],
    ],
    ['-u without a password', `curl -u ada: ${at}`, { auth: 'basic', username: 'ada' }, []],
    [
      'a bearer token',
      `curl ${at} -H 'authorization: Bearer abc.def'`,
      { auth: 'bearer', token: 'abc.def' },
      ['token'],
    ],
    ['--oauth2-bearer', `curl ${at} --oauth2-bearer abc`, { auth: 'bearer', token: 'abc' }, ['token']],
    [
      'an encoded password',
      `curl ${at} -H 'Authorization: Basic YWRhOnDDpHNz'`,
      { auth: 'basic', username: 'ada', password: 'päss' },
      ['password'],
    ],
    [
      'a password in the address',
      'curl https://ada:p%40ss@api.example.com/orders',
      { auth: 'basic', username: 'ada', password: 'p@ss' },
      ['password'],
    ],
    [
      'an API key',
      `curl ${at} -H 'X-Api-Key: k'`,
      { auth: 'header', header_name: 'X-Api-Key', header_value: 'k' },
      ['header_value'],
    ],
    [
      'another scheme',
      `curl ${at} -H 'Authorization: Digest x'`,
      { auth: 'header', header_name: 'Authorization', header_value: 'Digest x' },
      ['header_value'],
    ],
    [
      'a cookie',
      `curl ${at} -b 'session=1'`,
      { auth: 'header', header_name: 'Cookie', header_value: 'session=1' },
      ['header_value'],
    ],
  ])('takes %s out of what everybody may read', (_what, command, config, secrets) => {
    expect(configOfCurl(command)).toMatchObject({ config: { ...config, url: at }, secrets });
    expect(configOfCurl(command).config).not.toHaveProperty('headers');
  });

  it('keeps what a command says nothing about, and nothing of the request before', () => {
    const before = {
      method: 'POST',
      url: 'x',
      body: { a: 1 },
      auth: 'bearer',
      token: 't',
      accept_any_status: true,
      timeout_seconds: 9,
    };
    expect(configOfCurl(`curl ${at}`, before).config).toEqual({
      method: 'GET',
      url: at,
      auth: 'none',
      accept_any_status: true,
      timeout_seconds: 9,
    });
  });

  it.each([
    ['a file', `curl ${at} -d @order.json`, /order\.json is on your machine/],
    ['an upload', `curl ${at} -F 'f=@a.png' -F a=1`, /choose it again/],
    ['a variable', `curl ${at} -H "X-A: $A"`, /\$A is filled in by your shell/],
    ['a pipe', `curl ${at} | jq .`, /left out: \| jq \./],
    ['-k', `curl -k ${at}`, /Certificates are always checked/],
    ['a proxy', `curl -x http://p:1 ${at}`, /calls go out directly/],
    ['a second address', `curl ${at} ${at}/2`, /1 further address/],
    ['a body of GET', `curl -X GET ${at} -d a=1`, /GET sends none/],
    ['a line that is no header', `curl ${at} -H nonsense`, /“nonsense” is no header/],
    [
      'headers of a browser',
      `curl ${at} -H 'sec-ch-ua: x' -H 'Sec-Fetch-Mode: cors'`,
      /2 headers that only browsers send/,
    ],
    [
      'an option that nobody knows',
      `curl --unknown-flag -sSL --compressed ${at}`,
      /^--unknown-flag: an HTTP/,
    ],
    ['a guess', `curl ${at} -d '{"a":1}'`, /sent as JSON/],
  ])('says what it could not take over: %s', (_what, command, note) => {
    expect(configOfCurl(command).notes.join('\n')).toMatch(note);
  });

  it.each([
    ['nothing', '  ', /begins with curl/],
    ['another program', 'wget https://x.io', /not a cURL command/],
    ['PowerShell', 'Invoke-WebRequest -Uri "https://x.io"', /PowerShell/],
    ['JavaScript', 'fetch("https://x.io")', /JavaScript/],
    ['no address', 'curl -X POST', /names no address/],
    ['another scheme', 'curl ftp://x.io/f', /begins with ftp:/],
    ['a method that is none', `curl -X BREW ${at}`, /cannot send BREW/],
    ['an option at the end', `curl ${at} -H`, /-H stands at the end/],
    ['a quote that is open', `curl ${at} -d '{`, /not closed/],
  ])('is refused in words for %s', (_what, command, message) => {
    expect(() => configOfCurl(command)).toThrow(message);
  });

  it('reads what Chrome copies for bash and for cmd.exe as the same request', () => {
    const bash = String.raw`curl 'https://shop.example/api/orders?page=2' \
  -H 'accept: application/json' \
  -H 'content-type: application/json' \
  -H 'sec-fetch-mode: cors' \
  --data-raw $'{"name":"O\'Neil","note":"a\\nb"}'`;
    const cmd = [
      'curl ^"https://shop.example/api/orders?page=2^" ^',
      '  -H ^"accept: application/json^" ^',
      '  -H ^"content-type: application/json^" ^',
      '  -H ^"sec-fetch-mode: cors^" ^',
      String.raw`  --data-raw ^"^{^\^"name^\^":^\^"O'Neil^\^",^\^"note^\^":^\^"a^\^\nb^\^"^}^"`,
    ].join('\r\n');
    const expected = {
      method: 'POST',
      url: 'https://shop.example/api/orders',
      query: { page: '2' },
      headers: { accept: 'application/json' },
      body_type: 'json',
      body: { name: "O'Neil", note: 'a\nb' },
      auth: 'none',
    };
    expect(configOfCurl(bash).config).toEqual(expected);
    expect(configOfCurl(cmd).config).toEqual(expected);
  });
});

describe('a pasted text', () => {
  it.each([
    ['curl https://x.io', true],
    ['  $ curl -X POST https://x.io', true],
    ['TOKEN=1 curl.exe https://x.io', true],
    ['curl', false],
    ['curly brackets', false],
    ['https://x.io/curl x', false],
  ])('%s is a command: %s', (text, is) => {
    expect(looksLikeCurl(text)).toBe(is);
  });
});

describe('a request as a command', () => {
  it.each(["it's", '$(rm -rf /)', 'a\\b"c`d`', 'two\nlines'])(
    'quotes %j so that a shell reads it back',
    (text) => {
      expect(shellWords(quoted(text))).toEqual({ words: [text], unknown: [], rest: '' });
    },
  );

  it('comes back as the same request', () => {
    const command = requestCurl({
      method: 'PUT',
      url: `${at}?a=1`,
      headers: [
        ['content-type', 'application/json'],
        ['x-empty', ''],
      ],
      body: '{"name":"O\'Neil"}',
      user: 'ada:…',
    });
    expect(parseCurl(command)).toMatchObject({
      method: 'PUT',
      url: `${at}?a=1`,
      headers: [
        ['content-type', 'application/json'],
        ['x-empty', ''],
      ],
      data: '{"name":"O\'Neil"}',
      user: 'ada:…',
      notes: [],
    });
  });
});

describe('a hostile command', () => {
  afterEach(() => vi.restoreAllMocks());

  /** How many characters are looked through for closing ones. */
  function searched(text: string): number {
    let characters = 0;
    const plain = String.prototype.indexOf;
    vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, wanted, from = 0) {
      const found = plain.call(this, wanted, from);
      characters += (found === -1 ? this.length : found) - from;
      return found;
    });
    shellWords(text);
    vi.restoreAllMocks();
    return characters;
  }

  it.each(['$(', '${', '`', '$( `', "$(a) '"])('with %s again and again is read once', (opening) => {
    const text = (count: number) => `curl https://x ${opening.repeat(count)}`;
    expect(searched(text(4_000))).toBeLessThan(5 * opening.length * 4_000);
    expect(shellWords(text(4)).words[0]).toBe('curl');
  });

  it('leaves what is not closed as it was written', () => {
    expect(shellWords('a $(b ${c `d')).toMatchObject({ words: ['a', '$(b', '${c', '`d'], unknown: [] });
    expect(shellWords('$(b) ${c} `d` $e')).toMatchObject({ unknown: ['$(b)', '${c}', '`d`', '$e'] });
  });

  it('of megabytes in one quote does not overflow', () => {
    expect(shellWords(`$'${'\\n'.repeat(1_000_000)}${'a'.repeat(1_000_000)}'`).words[0]).toHaveLength(
      2_000_000,
    );
  });
});
