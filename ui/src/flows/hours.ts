import type { OpenHours } from '../generated';
import { WEEK } from '../words';

export type Day = OpenHours['days'][number];

type Week = { firstDay: number };
type WithWeek = Intl.Locale & { weekInfo?: Week; getWeekInfo?: () => Week };

/** The days in the order of the calendars where the person lives, whatever language the window speaks. */
export function daysInOrder(region: string = navigator.language): Day[] {
    const locale = localeOf(region);
    const first = (locale?.getWeekInfo?.() ?? locale?.weekInfo)?.firstDay ?? 1;
    return [...WEEK.slice(first - 1), ...WEEK.slice(0, first - 1)];
}

/** A system that is set to no region calls it `c`, which is none that `Intl` knows. */
function localeOf(region: string): WithWeek | undefined {
    try {
        return new Intl.Locale(region) as WithWeek;
    } catch {
        return undefined;
    }
}

/** The hours from one to another, both included. */
export function hours(from: number, to: number): number[] {
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
