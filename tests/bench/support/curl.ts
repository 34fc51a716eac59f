import { mustRun } from '../../support/sandbox/run-command.ts';

/** What is fetched, as a browser's own process would: not in the one that carries our side. */
export interface CurlRequest {
  readonly port: number;
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** What came, and how long it took, connecting included and curl's own start not. */
export interface Fetched {
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** Fetches the paths one after the other over one kept connection; throws unless every one answers 200. */
export async function curl(request: CurlRequest): Promise<Fetched> {
  const fetched = await run(request, []);
  return {
    bytes: fetched.reduce((sum, { bytes }) => sum + bytes, 0),
    elapsedMs: fetched.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
  };
}

/** Asks for all paths at once, each over a connection of its own; takes as long as the slowest one. */
export async function curlAtOnce(request: CurlRequest): Promise<Fetched> {
  const count = String(request.paths.length);
  const fetched = await run(request, ['--parallel', '--parallel-immediate', '--parallel-max', count]);
  return {
    bytes: fetched.reduce((sum, { bytes }) => sum + bytes, 0),
    elapsedMs: Math.max(...fetched.map(({ elapsedMs }) => elapsedMs)),
  };
}

async function run({ port, paths, headers }: CurlRequest, flags: readonly string[]): Promise<Fetched[]> {
  const settings = [
    ...Object.entries(headers).map(([name, value]) => `header = "${name}: ${value}"`),
    ...paths.flatMap((path) => [`url = "http://127.0.0.1:${port}${path}"`, 'output = "/dev/null"']),
    'write-out = "%{http_code} %{size_download} %{time_total}\\n"',
  ];
  const printed = await mustRun(
    'curl',
    ['--disable', '--silent', '--show-error', '--globoff', ...flags, '--config', '-'],
    {
      input: `${settings.join('\n')}\n`,
    },
  );
  const lines = printed.trim().split('\n');
  if (lines.length !== paths.length) throw new Error(`${paths.length} files were asked for, ${lines.length} came`);
  return lines.map((line) => {
    const [status, bytes, seconds] = line.split(' ');
    if (status !== '200') throw new Error(`one of ${paths.length} files was answered with ${status}`);
    return { bytes: Number(bytes), elapsedMs: Number(seconds) * 1000 };
  });
}
