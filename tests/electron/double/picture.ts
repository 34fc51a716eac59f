/** What `capturePage` gives: a picture of the real page. */
export class PictureDouble {
  readonly #jpeg: Buffer;
  readonly #size: Electron.Size;

  constructor(jpeg: Buffer, size: Electron.Size) {
    this.#jpeg = jpeg;
    this.#size = size;
  }
  isEmpty(): boolean {
    return this.#jpeg.length === 0;
  }
  getSize(): Electron.Size {
    return this.#size;
  }
  resize({ width = this.#size.width }: Pick<Electron.ResizeOptions, 'width'>): PictureDouble {
    const height = Math.round((this.#size.height * width) / this.#size.width);
    return new PictureDouble(this.#jpeg, { width, height });
  }
  toJPEG(_quality: number): Buffer {
    return this.#jpeg;
  }
}
