import { useMemo, useState } from 'react';
import { countOf, formatDuration } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { clientText, type OperationLine, readOperation, resultText, verbText } from './operation-lines.ts';

interface OperationsTableProps {
  /** In the order of the log. */
  readonly lines: readonly string[];
  /** The repository of an instance, or what the target is. */
  readonly nameOf: (target: string) => string;
  readonly empty: string;
}

const pageLength = 200;

const atWords = (atMs: number | null) =>
  atMs === null
    ? ''
    : new Date(atMs).toLocaleString('en-GB', {
        day: '2-digit',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      });

const tookWords = (durationMs: number | null) => {
  if (durationMs === null) return '';
  if (durationMs < 1_000) return `${durationMs} ms`;
  return durationMs < 60_000 ? `${(durationMs / 1000).toFixed(1)} s` : formatDuration(durationMs / 1000);
};

/** What Berth did on a host, newest first: when, who, what, and how it ended. */
export function OperationsTable({ lines, nameOf, empty }: OperationsTableProps) {
  const [shownCount, setShownCount] = useState(pageLength);
  const operations = useMemo(
    () =>
      lines
        .map((line, index) => ({ index, operation: readOperation(line) }))
        .filter((row): row is { index: number; operation: OperationLine } => row.operation !== null)
        .reverse(),
    [lines],
  );
  const older = operations.length - shownCount;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
    <section className="log-table" aria-label="What Berth did, newest first" tabIndex={0}>
      {operations.length === 0 ? (
        <p className="log-empty dim">{empty}</p>
      ) : (
        <table className="table num">
          <thead>
            <tr>
              <th scope="col" className="log-when">
                When
              </th>
              <th scope="col" className="log-who">
                Who
              </th>
              <th scope="col" className="log-what">
                What
              </th>
              <th scope="col">Result</th>
              <th scope="col" className="log-took right">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {operations.slice(0, shownCount).map(({ index, operation }) => (
              <tr key={index} data-ok={operation.result === 'ok'}>
                <td className="log-when">{atWords(operation.atMs)}</td>
                <td className="log-who">{clientText(operation)}</td>
                <td className="log-what">
                  {verbText(operation)} {operation.target !== '' && <b>{nameOf(operation.target)}</b>}
                </td>
                <td className="log-result">
                  {resultText(operation)}
                  {operation.message !== '' && <span className="dim"> {operation.message}</span>}
                </td>
                <td className="log-took right">{tookWords(operation.durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {older > 0 && (
        <Button look="quiet" onClick={() => setShownCount((count) => count + pageLength)}>
          Show {countOf(Math.min(older, pageLength), 'older one')}
        </Button>
      )}
    </section>
  );
}
