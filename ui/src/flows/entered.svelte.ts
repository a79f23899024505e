import type { OpenHours } from '../generated';
import { t } from '../words';

/** What a person enters about the office, in the wizard and in the settings. */
export class Entered {
    name = $state('');
    person = $state('');
    open = $state<OpenHours>({ days: [], from: 0, to: 24 });

    constructor(name: string, person: string, open: OpenHours) {
        [this.name, this.person, this.open] = [name, person, structuredClone(open)];
    }

    /** What the engine is asked for. */
    get asked(): { office: string; person: string; open: OpenHours } {
        return { office: this.name.trim(), person: this.person.trim(), open: $state.snapshot(this.open) };
    }

    copy(): Entered {
        return new Entered(this.name, this.person, $state.snapshot(this.open));
    }

    /** Whether it is the same for people: days have no order, and spaces are only spaces. */
    isAs(other: Entered): boolean {
        return this.#compared === other.#compared;
    }

    get #compared(): string {
        const { office, person, open } = this.asked;
        const plain = (text: string) => text.replace(/\s+/gu, ' ');
        return JSON.stringify([plain(office), plain(person), open.from, open.to, [...open.days].sort()]);
    }

    get noName(): string | undefined {
        return this.name.trim() === '' ? t('ui-setup-office-name-empty') : undefined;
    }

    get noPerson(): string | undefined {
        return this.person.trim() === '' ? t('ui-setup-office-person-empty') : undefined;
    }

    get noHours(): string | undefined {
        if (this.open.days.length === 0) {
            return t('ui-setup-office-days-empty');
        }
        return this.open.to <= this.open.from ? t('ui-setup-office-hours-wrong') : undefined;
    }

    get isWhole(): boolean {
        return !(this.noName || this.noPerson || this.noHours);
    }
}
