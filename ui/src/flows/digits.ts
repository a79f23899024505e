/** The first digits of scripts that people type numbers in: Arabic-Indic, Persian, Devanagari, full-width. */
const ZEROES = [0x0660, 0x06f0, 0x0966, 0xff10];

/** The same text with every digit as 0 to 9. */
export function plainDigits(text: string): string {
    return text.replace(/\p{Nd}/gu, (digit) => {
        const code = digit.codePointAt(0) ?? 0;
        const zero = ZEROES.find((first) => code >= first && code <= first + 9);
        return zero === undefined ? digit : String(code - zero);
    });
}

/** A whole number from `least` to `most` that a person typed, in whichever digits. */
export function wholeNumber(text: string, least: number, most: number): number | null {
    const plain = plainDigits(text).trim();
    if (!/^[0-9]{1,9}$/.test(plain)) return null;
    const number = Number(plain);
    return number >= least && number <= most ? number : null;
}
