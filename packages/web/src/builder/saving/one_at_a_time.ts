/** Many who ask at once are answered once: whoever asks while it goes on is answered by one more, which begins after it. */
export function oneAtATime(work: () => Promise<void>): () => void {
  let going = false;
  let again = false;
  const go = async () => {
    going = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      going = false;
    }
  };
  return () => {
    if (going) again = true;
    else void go();
  };
}
