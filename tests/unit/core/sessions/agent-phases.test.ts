import { expect, it } from 'vitest';
import { AgentPhases } from '../../../../main/core/sessions/agent-phases.ts';
import { row } from './scene.ts';

it('tells of a host only when an agent that was seen there entered another state', () => {
  const phases = new AgentPhases();
  const told: string[] = [];
  const end = phases.listen((profileId) => told.push(profileId));
  const see = (...sessions: ReturnType<typeof row>[]) =>
    phases.see(
      'p',
      sessions.map((one) => ({ ...one, processorShare: null })),
    );
  see(row('a'));
  see(row('a'), row('b', { state: 'waiting' }), row('shell', { kind: 'terminal' }));
  see(row('a'), row('b', { state: 'waiting' }), row('shell', { kind: 'terminal', state: 'done' }));
  expect(told).toEqual([]);
  see(row('a', { state: 'waiting' }));
  expect(told).toEqual(['p']);
  phases.forget('p');
  see(row('a', { state: 'done' }));
  end();
  see(row('a', { state: 'dead' }));
  expect(told).toEqual(['p']);
});
