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
export async function curl({ port, paths, headers }: CurlRequest): Promise<Fetched> {
  const settings = [
    ...Object.entries(headers).map(([name, value]) => `header = "${name}: ${value}"`),
    ...paths.flatMap((path) => [`url = "http://127.0.0.1:${port}${path}"`, 'output = "/dev/null"']),
    'write-out = "%{http_code} %{size_download} %{time_total}\\n"',
  ];
  const printed = await mustRun('curl', ['--disable', '--silent', '--show-error', '--globoff', '--config', '-'], {
    input: `${settings.join('\n')}\n`,
  });
  const fetched: Fetched = { bytes: 0, elapsedMs: 0 };
  return printed
    .trim()
    .split('\n')
    .reduce((sum, line, index) => {
      const [status, bytes, seconds] = line.split(' ');
      if (status !== '200') throw new Error(`${paths[index]} was answered with ${status}`);
      return { bytes: sum.bytes + Number(bytes), elapsedMs: sum.elapsedMs + Number(seconds) * 1000 };
    }, fetched);
}
