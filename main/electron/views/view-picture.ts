import type { WebContents } from '#electron';
import { longestSnapshot } from '../../contract/views.ts';

/** Wider pictures are made smaller, pixels. */
const widestPicture = 2560;
/** JPEG: text stays readable, and a window full of it takes some 300 kB. */
const qualityPercent = 80;

/** What a view shows as a `data:` address; null when it shows nothing. */
export async function takePicture(contents: WebContents): Promise<string | null> {
  const taken = await contents.capturePage();
  if (taken.isEmpty()) return null;
  const image = taken.getSize().width > widestPicture ? taken.resize({ width: widestPicture }) : taken;
  const address = `data:image/jpeg;base64,${image.toJPEG(qualityPercent).toString('base64')}`;
  return address.length > longestSnapshot ? null : address;
}
