#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| patchround_updates_fuzz::winget(data));
