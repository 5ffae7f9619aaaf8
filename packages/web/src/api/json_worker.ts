/** Parses JSON where nobody clicks, and hands it over in pieces; null ends it, a text says why there is no more. */
import { piecesOf } from './json_pieces.ts';

self.addEventListener('message', async ({ data }: MessageEvent<Blob>) => {
  try {
    for (const piece of piecesOf(JSON.parse(await data.text()))) self.postMessage(piece);
    self.postMessage(null);
  } catch (error) {
    self.postMessage(String(error));
  }
});
