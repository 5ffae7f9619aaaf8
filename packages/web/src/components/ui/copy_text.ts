/** Puts a text on the clipboard, also one that is still being made; false when the browser does not let us. */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  try {
    await write(text);
    return true;
  } catch {
    return copyBySelection(await text);
  }
}

function write(text: string | Promise<string>): Promise<void> {
  if (typeof text === 'string') return navigator.clipboard.writeText(text);
  // Some browsers let only the click itself write: they take the promise.
  const blob = text.then((made) => new Blob([made], { type: 'text/plain' }));
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}

/** The clipboard API needs https or localhost; an instance on a plain http address in the house has only this way. */
function copyBySelection(text: string): boolean {
  const holder = document.createElement('textarea');
  // Something must be selected; the text itself, laid out as ten megabytes, would freeze the page.
  holder.value = ' ';
  holder.style.position = 'fixed';
  holder.style.opacity = '0';
  const give = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', give, { capture: true, once: true });
  document.body.append(holder);
  holder.select();
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', give, { capture: true });
    holder.remove();
  }
}
