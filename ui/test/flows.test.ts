import { describe, expect, it } from 'vitest';
import { plainDigits, wholeNumber } from '../src/flows/digits';
import { daysInOrder } from '../src/flows/hours';
import { byPc, Choice } from '../src/flows/plan/choice';

describe('digits', () => {
    it('are read in whichever script they are typed', () => {
        expect(['١٢', '۱۲', '１２', '१२', '12'].map(plainDigits)).toEqual(['12', '12', '12', '12', '12']);
        expect(plainDigits('١٩٢.١٦٨.١.٢٠')).toBe('192.168.1.20');
    });

    it('make a number only within its bounds', () => {
        expect(wholeNumber(' ٢٥ ', 1, 1000)).toBe(25);
        expect(['0', '1001', '', '5 PCs', '-3', '2.5'].map((text) => wholeNumber(text, 1, 1000))).toEqual(Array(6).fill(null));
    });
});

describe('days', () => {
    it('begin as the calendars of a region do', () => {
        expect(daysInOrder('de')[0]).toBe('mon');
        expect(daysInOrder('en-US')[0]).toBe('sun');
        expect(daysInOrder('c')[0]).toBe('mon');
        expect(new Set(daysInOrder('ar')).size).toBe(7);
    });
});

describe('a choice in a plan', () => {
    it('leaves out single updates and whole PCs', () => {
        const choice = new Choice().withUpdate('a', 'one', false).withPc('b', false);
        expect(choice.leftOut()).toEqual([
            { pc: 'b', update: null },
            { pc: 'a', update: 'one' },
        ]);
        expect([choice.has('a', 'one'), choice.has('a', 'two'), choice.has('b', 'one')]).toEqual([false, true, false]);
    });

    it('takes in again what gets its tick back', () => {
        const choice = new Choice().withUpdate('a', 'one', false).withUpdate('a', 'one', true);
        expect(choice.leftOut()).toEqual([]);
        expect(new Choice().withUpdate('a', 'one', false).withPc('a', false).withPc('a', true).leftOut()).toEqual([]);
    });

    it('keeps the order of the engine', () => {
        const row = (pc: string, update: string | null) => ({ pc, pc_name: pc, update, text: `${pc} ${update}` });
        const rows = [row('b', 'one'), row('a', 'one'), row('b', 'two')];
        const pcs = byPc({ kind: 'nobody', title: '', text: '', rows });
        expect(pcs.map((pc) => [pc.pc, pc.updates.length])).toEqual([
            ['b', 2],
            ['a', 1],
        ]);
    });
});
