import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createEntryTickets, ticketLifeMs } from '../../../../main/core/gate/entering/entry-tickets.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

const randomHex = (byteCount: number) => randomBytes(byteCount).toString('hex');

describe('entry tickets', () => {
  it('work once', () => {
    const tickets = createEntryTickets(new ManualClock(), randomHex);
    const ticket = tickets.issue();
    expect(ticket).toMatch(/^[0-9a-f]{64}$/);
    expect(tickets.redeem(ticket)).toBe(true);
    expect(tickets.redeem(ticket)).toBe(false);
  });

  it('live 30 s', () => {
    const clock = new ManualClock();
    const tickets = createEntryTickets(clock, randomHex);
    const early = tickets.issue();
    const late = tickets.issue();
    clock.advance(ticketLifeMs);
    expect(ticketLifeMs).toBe(30_000);
    expect(tickets.redeem(early)).toBe(true);
    clock.advance(1);
    expect(tickets.redeem(late)).toBe(false);
  });

  it('do not come alive when the clock is set back', () => {
    const clock = new ManualClock(1_000_000);
    const tickets = createEntryTickets(clock, randomHex);
    const ticket = tickets.issue();
    clock.advance(-60_000);
    expect(tickets.redeem(ticket)).toBe(false);
  });

  it.each(['', 'x', '0'.repeat(64), 'undefined'])('refuse %j', (ticket) => {
    const tickets = createEntryTickets(new ManualClock(), randomHex);
    tickets.issue();
    expect(tickets.redeem(ticket)).toBe(false);
  });

  it('belong to one instance', () => {
    const clock = new ManualClock();
    const ticket = createEntryTickets(clock, randomHex).issue();
    expect(createEntryTickets(clock, randomHex).redeem(ticket)).toBe(false);
  });

  it('do not pile up: the oldest of too many is forgotten, the newest works', () => {
    const tickets = createEntryTickets(new ManualClock(), randomHex);
    const issued = Array.from({ length: 100 }, () => tickets.issue());
    expect(tickets.redeem(issued[0] ?? '')).toBe(false);
    expect(tickets.redeem(issued[99] ?? '')).toBe(true);
    expect(issued.filter((ticket) => tickets.redeem(ticket))).toHaveLength(63);
  });
});
