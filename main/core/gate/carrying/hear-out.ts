import type { Duplex, Writable } from 'node:stream';
import type { Clock } from '../../ports.ts';

/** What lies unread in a socket is read in its next turn; a busy machine takes its time for one. */
const lastWordsMs = 500;

type Done = Parameters<Writable['_write']>[2];

/**
 * Reads a socket to its end also when somebody who writes to it finds it closed. Node would end it at once, with all that had
 * come through it before and was not read yet: a page that says goodbye while it is being told something would not be heard.
 * From then on what is written goes nowhere, and behind the last words the socket ends by the error of that write.
 */
export function hearOut(socket: Duplex, clock: Clock): void {
  let isClosed = false;
  const hear = (error: Error) => {
    isClosed = true;
    const end = () => socket.destroy(error);
    // Whoever met the cut by writing is told of it no more by reading: what that meets is an end like an orderly one.
    socket.prependOnceListener('end', end).once('close', clock.after(lastWordsMs, end));
  };
  const unlessClosed =
    (done: Done): Done =>
    (error) => {
      if (!error || isClosed || socket.destroyed) return done(error);
      hear(error);
      done();
    };
  const write = socket._write.bind(socket);
  const writeMany = socket._writev?.bind(socket);
  socket._write = (chunk, encoding, done) => (isClosed ? done() : write(chunk, encoding, unlessClosed(done)));
  if (writeMany === undefined) return;
  socket._writev = (chunks, done) => (isClosed ? done() : writeMany(chunks, unlessClosed(done)));
}
