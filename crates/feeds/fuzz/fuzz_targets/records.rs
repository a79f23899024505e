#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| patchround_feeds_fuzz::records(data));
