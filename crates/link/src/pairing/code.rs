//! The code that a person types: eight random digits and a check digit.

use std::{fmt, str::FromStr};

use zeroize::Zeroizing;

/// The totally anti-symmetric quasigroup of order 10 of H. M. Damm, "Total anti-symmetrische
/// Quasigruppen" (thesis, Marburg 2004): finds every wrong digit and every swap of neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

const RANDOM_DIGITS: usize = 8;
const DIGITS: usize = RANDOM_DIGITS + 1;
/// How many codes there are.
const CODES: u32 = 100_000_000;
/// The smallest mask that covers them.
const MASK: u32 = (1 << 27) - 1;

/// A pairing code. Forgotten in memory when dropped, never in a log.
#[derive(Clone)]
pub struct Code {
    digits: Zeroizing<[u8; DIGITS]>,
}

/// Why a typed text is not a code. Neither costs a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not nine digits.
    #[error("A code has nine digits")]
    Shape,
    /// Nine digits with a slip: one is wrong, or two neighbours are swapped.
    #[error("A digit is wrong or two are swapped")]
    CheckDigit,
}

impl Code {
    /// Makes a new code from the system's randomness, all equally likely.
    pub fn generate() -> Self {
        loop {
            let drawn = getrandom::u32().expect("a running system gives random bytes") & MASK;
            if drawn < CODES {
                return Self::from_number(drawn);
            }
        }
    }

    fn from_number(mut number: u32) -> Self {
        let mut digits = Zeroizing::new([0; DIGITS]);
        for digit in digits[..RANDOM_DIGITS].iter_mut().rev() {
            *digit = (number % 10) as u8;
            number /= 10;
        }
        digits[RANDOM_DIGITS] = damm(&digits[..RANDOM_DIGITS]);
        Self { digits }
    }

    /// What both sides feed into the exchange: the nine digits, each as its value.
    pub(super) fn secret(&self) -> &[u8] {
        self.digits.as_ref()
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut code = Self { digits: Zeroizing::new([0; DIGITS]) };
        let mut count = 0;
        for typed in text.chars().filter(|c| !is_spacing(*c)) {
            let digit = typed.to_digit(10).ok_or(CodeError::Shape)?;
            *code.digits.get_mut(count).ok_or(CodeError::Shape)? = digit as u8;
            count += 1;
        }
        match (count, damm(code.secret())) {
            (DIGITS, 0) => Ok(code),
            (DIGITS, _) => Err(CodeError::CheckDigit),
            _ => Err(CodeError::Shape),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, digit) in self.digits.iter().enumerate() {
            let dash = if at == 4 || at == 8 { "-" } else { "" };
            write!(f, "{dash}{digit}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

/// What people put between digits: spaces, and any of the dashes a text program makes of a dash.
fn is_spacing(c: char) -> bool {
    c.is_whitespace() || c == '-' || ('\u{2010}'..='\u{2015}').contains(&c)
}

/// The check digit of these digits; 0 for digits that end with their own.
fn damm(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |row, digit| DAMM[usize::from(row)][usize::from(*digit)])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const SAMPLES: [u32; 6] = [0, 1, 12_345_678, 83_012_947, 99_999_999, 50_505_050];

    #[test]
    fn the_check_digit_is_damms() {
        assert_eq!(damm(&[5, 7, 2]), 4);
        assert_eq!(damm(&[5, 7, 2, 4]), 0);
    }

    #[test]
    fn a_shown_code_is_read_back_however_it_is_spaced() {
        let code = Code::from_number(83_012_947);
        let shown = code.to_string();
        assert_eq!(shown.len(), 11);
        assert!(shown.starts_with("8301-2947-"));
        let check = shown.chars().last().unwrap();
        for typed in [shown.clone(), format!(" 8301 2947 {check}\n"), format!("8301\u{2013}2947{check}")] {
            assert_eq!(typed.parse::<Code>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        for sample in SAMPLES {
            let code = Code::from_number(sample);
            for at in 0..DIGITS {
                for wrong in (0..10).filter(|d| *d != code.digits[at]) {
                    let mut slip = code.clone();
                    slip.digits[at] = wrong;
                    assert_eq!(slip.to_string().parse::<Code>().unwrap_err(), CodeError::CheckDigit);
                }
            }
        }
    }

    #[test]
    fn every_swap_of_two_neighbours_is_found() {
        for sample in SAMPLES {
            let code = Code::from_number(sample);
            for at in (1..DIGITS).filter(|at| code.digits[at - 1] != code.digits[*at]) {
                let mut slip = code.clone();
                slip.digits.swap(at - 1, at);
                assert_eq!(slip.to_string().parse::<Code>().unwrap_err(), CodeError::CheckDigit);
            }
        }
    }

    #[test]
    fn a_text_of_another_length_or_with_letters_is_no_code() {
        for text in ["", "1234", "8301-2947", "8301-2947-66", "8301-294x-6", "\u{0668}301-2947-6"] {
            assert_eq!(text.parse::<Code>().unwrap_err(), CodeError::Shape, "{text}");
        }
    }

    #[test]
    fn generated_codes_are_valid_and_differ() {
        let codes: HashSet<String> = (0..100).map(|_| Code::generate().to_string()).collect();
        assert!(codes.len() > 95);
        assert!(codes.iter().all(|code| code.parse::<Code>().is_ok()));
    }

    #[test]
    fn a_code_in_a_log_line_does_not_show_its_digits() {
        assert_eq!(format!("{:?}", Code::generate()), "Code");
    }
}
