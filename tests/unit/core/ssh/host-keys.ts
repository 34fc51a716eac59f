/** A public key blob of this type; another number is another key. It signs nothing. */
export function makeHostKey(type: string, number: number): Buffer {
  const field = (content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, content]);
  };
  return Buffer.concat([field(Buffer.from(type)), field(Buffer.alloc(32, number))]);
}
