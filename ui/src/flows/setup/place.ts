import type { Place } from '../../generated';

/** The wizard's own part of a snapshot. */
export type SetupPlace = Extract<Place, { at: 'setup' }>;
