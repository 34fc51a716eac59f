/** Offers a text as a file, as a link with `download` does. */
export function saveText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  link.click();
  // The browser has taken the blob by the time the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
